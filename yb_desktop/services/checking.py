"""Is everything in order? The store's own checks, and what else the office's work rests on: fonts and calendars."""

from __future__ import annotations

from yb_desktop.base.files import shipped
from yb_desktop.services.desk import Desk
from yb_desktop.store.check import CheckItem

FONTS = ("YBFangSong", "YBKai", "NotoSerifSC", "NotoSansSC")


def check_office(desk: Desk, *, full: bool = False) -> tuple[CheckItem, ...]:
    """Check the database, the chain, blobs, disk, fonts, calendars and the SM2 profile; ``full`` reads everything."""
    return (*desk.store.check(full=full), _fonts(), _calendar(desk), _sm2())


def _fonts() -> CheckItem:
    found = {path.name.partition("-")[0] for path in shipped("resources", "fonts").glob("*.ttf")}
    missing = [name for name in FONTS if name not in found]
    if missing:
        return CheckItem("fonts", False, f"字体缺失：{'、'.join(missing)}，不能打印文书，请重新安装程序。")
    return CheckItem("fonts", True, f"字体齐全（{len(found)}种）。")


def _calendar(desk: Desk) -> CheckItem:
    years = desk.law.calendars.years()
    this = desk.clock.today().year
    if this not in years:
        return CheckItem("calendar", False, f"没有{this}年的放假安排，期限只能暂定，请录入或接收日历。")
    windows = [w for w in desk.law.calendars.open_windows(desk.info.area) if w.last >= desk.clock.today()]
    later = f"；{'、'.join(w.text for w in windows[:3])}的放假通知尚未录入，涉及的日期为暂定" if windows else ""
    return CheckItem("calendar", True, f"放假安排到{max(years)}年{later}。")


def _sm2() -> CheckItem:
    return CheckItem("sm2", True, "国密（SM2）签名在本版本中未启用，数据包使用Ed25519签名。")
