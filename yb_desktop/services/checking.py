"""Is everything in order? The store's own checks, and what else the office's work rests on: fonts and calendars."""

from __future__ import annotations

import os
from pathlib import Path

from yb_desktop.base.files import shipped
from yb_desktop.exchange import sm2
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.device_keys import AGE_KEY, DEVICE_KEY, SM2_KEY, key_file
from yb_desktop.store.check import CheckItem

FONTS = ("YBFangSong", "YBKai", "NotoSerifSC", "NotoSansSC")


def check_office(desk: Desk, *, full: bool = False) -> tuple[CheckItem, ...]:
    """Check the database, the chain, blobs, disk, fonts, calendars, SM2 and keys; ``full`` reads everything."""
    return (*desk.store.check(full=full), _fonts(), _calendar(desk), _sm2(), _keys(desk))


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
    if sm2.available():
        return CheckItem("sm2", True, "国密SM2自检通过（GB/T 32918.5的示例），可与SM2互通。")
    return CheckItem("sm2", True, "本机的加密库不支持国密SM2（或自检未通过），SM2密钥和签名停用；Ed25519不受影响。")


def _keys(desk: Desk) -> CheckItem:
    names = (("Ed25519", DEVICE_KEY), ("国密SM2", SM2_KEY), ("解密（age）", AGE_KEY))
    there = [f"{word}：{key_file(desk, name)}" for word, name in names if key_file(desk, name).exists()]
    absent = [word for word, name in names if not key_file(desk, name).exists()]
    if not there:
        return CheckItem("keys", True, "本机还没有密钥。需要与其他机构交换数据时，请制作登记申请。")
    lacking = f"没有{'、'.join(absent)}密钥。" if absent else ""
    text = f"密钥文件在{'；'.join(there)}。{lacking}密钥不在数据库里，也不在备份里，请另存一份单独保管。"
    open_to_others = [name for _, name in names if key_file(desk, name).exists() and _readable(key_file(desk, name))]
    if open_to_others:
        return CheckItem("keys", False, f"{text}其他用户也能读取{'、'.join(open_to_others)}，请收紧权限。")
    return CheckItem("keys", True, text)


def _readable(path: Path) -> bool:
    """Say whether others than the owner can read a file (Windows keeps that elsewhere: there nothing is said)."""
    return os.name != "nt" and bool(path.stat().st_mode & 0o077)
