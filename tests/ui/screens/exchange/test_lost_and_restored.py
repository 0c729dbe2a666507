"""A backup put back, and a laptop that was lost, as a clerk sees them: what is said, what to press, what is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.paper.documents.reading import text_of
from tests.services.exchange.desks import COUNTY, SECRET
from tests.services.exchange.ways import World
from tests.ui.looking import opened, press, says
from tests.ui.recording import RecordingAsk
from tests.ui.screens.exchange.showing import Show
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.sending import Exported
from yb_desktop.services.exchanging import accept_trust, make_trust, sign_draft
from yb_desktop.services.stories.sample_exchange import PASSPHRASE, SampleExchange
from yb_desktop.ui.preview import PreviewDialog
from yb_desktop.ui.screens.exchange.keys_page import EnrolDialog
from yb_desktop.ui.screens.exchange.page import ExchangeScreen
from yb_desktop.ui.screens.exchange.preview_dialog import BundleDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def asked_for(screen: ExchangeScreen, folder: Path, qtbot: QtBot) -> Path:
    """Fill the open request in and have it written; give its file."""
    dialog = opened(screen, EnrolDialog, qtbot)
    for line in (dialog.passphrase, dialog.again):
        line.setText(PASSPHRASE)
    dialog.folder.show_folder(folder)
    dialog.submit()
    qtbot.waitUntil(lambda: any(folder.glob("*.enrol-2-*.ybb.tar")))
    (request,) = folder.glob("*.enrol-2-*.ybb.tar")
    return request


def listed(sample: SampleExchange, request: Path) -> Path:
    """Have the prefecture put a request on its trust list."""
    draft = sample.stick / "second.ybb.draft"
    make_trust(sample.prefecture, draft, add=[request])
    done = sign_draft(draft, sample.stick.parent / "root.key", PASSPHRASE)
    assert done.bundle is not None
    accept_trust(sample.prefecture, done.bundle)
    return done.bundle


def test_a_restored_office_is_told_to_enrol_again_and_goes_on(
    sample: SampleExchange, restored: Desk, show: Show, ask: RecordingAsk, qtbot: QtBot
) -> None:
    screen = show(restored)
    says(screen.warnings, "数据是从备份恢复的，密钥不在备份里", qtbot)
    press(screen.warnings, "制作登记申请…", qtbot)
    request = asked_for(screen, sample.stick, qtbot)
    paper = opened(screen, PreviewDialog, qtbot)
    qtbot.waitUntil(paper.save_button.isEnabled)
    ask.path = sample.stick / "登记表.pdf"
    paper.save()
    qtbot.waitUntil(ask.path.exists)
    assert "第2次" in text_of(ask.path.read_bytes())
    paper.reject()
    says(screen.warnings, "须重新登记后才能签发数据包", qtbot)

    ask.path = listed(sample, request)
    screen.keys.accept_trust()
    qtbot.waitUntil(lambda: screen.view is not None and not screen.view.keys.problem)
    assert not screen.warnings.isVisible()


def test_an_old_copy_put_back_by_hand_shows_the_way_to_a_new_number(
    sample: SampleExchange, put_back: Desk, show: Show, ask: RecordingAsk, qtbot: QtBot
) -> None:
    screen = show(put_back)
    (receipt,) = sample.stick.glob("*.receipt-1-1.ybb.tar")
    screen.show_bundle(receipt)
    dialog = opened(screen, BundleDialog, qtbot)
    says(dialog, "数据可能被旧备份替换过", qtbot)
    ask.yes = False
    press(dialog, "换新编号重新登记…", qtbot)
    qtbot.waitUntil(lambda: ask.asked[-1] == "以新编号重新登记本机？")
    assert put_back.info.epoch == 1, "not confirmed, nothing has changed"
    ask.yes = True
    press_on_keys(screen, "换新编号重新登记…", qtbot)
    says(opened(screen, EnrolDialog, qtbot), "第2次登记", qtbot)
    asked_for(screen, sample.stick, qtbot)
    says(screen.warnings, "须重新登记后才能签发数据包", qtbot)
    assert put_back.info.epoch == 2
    screen.keys.renumber()
    says(opened(screen, EnrolDialog, qtbot), "本机已换用新编号（第2次登记）", qtbot)
    assert ask.asked.count("以新编号重新登记本机？") == 2, "one number is enough"


def press_on_keys(screen: ExchangeScreen, words: str, qtbot: QtBot) -> None:
    screen.tabs.setCurrentWidget(screen.keys)
    press(screen.keys, words, qtbot)


def test_what_a_lost_laptop_sends_later_is_kept(world: World, show: Show, ask: RecordingAsk, qtbot: QtBot) -> None:
    """Assigned, lost, taken back; its stick turns up, once in time and once when the visit is over."""
    ask.passphrase = SECRET
    world.do("county", "evaluation.assign_visit", case=world.visited, laptops=["nb1"])
    world.answer("nb1", world.send("county", COUNTY), "county")
    sticks = [answered(world, item) for item in ("three_months", "licence_valid")]
    world.do("county", "evaluation.take_back", case=world.visited, laptop="nb1", reason="电脑丢失", instead="nb2")
    screen = show(world["county"])
    tasks = screen.ways.model

    def back() -> dict[str, str]:
        rows = [tasks.words(at) or () for at in range(tasks.rowCount())]
        return {row[3]: row[5] for row in rows if row}

    screen.tabs.setCurrentIndex(4)
    qtbot.waitUntil(lambda: back() == {"nb1": "还没有交回；任务已收回", "nb2": "还没有交回"})
    taken(screen, sticks[0], qtbot)
    qtbot.waitUntil(lambda: back()["nb1"] == "收到 1 项；任务已收回")
    world.do("county", "evaluation.visit_failed", case=world.visited, reason="closed")
    taken(screen, sticks[1], qtbot)
    qtbot.waitUntil(lambda: back()["nb1"] == "收到 2 项，其中 1 项来得太晚，只留存；任务已收回")


def taken(screen: ExchangeScreen, stick: Exported, qtbot: QtBot) -> None:
    """Open the bundle of a stick and take it in."""
    screen.show_bundle(stick.bundles[0].file)
    opened(screen, BundleDialog, qtbot).take_button.click()


def answered(world: World, item: str) -> Exported:
    """Let the laptop answer an item and export it."""
    who = world.case("county", world.visited).team[0].person
    world.do("nb1", "evaluation.answer_item", case=world.visited, item=item, inspector=who, answer="yes")
    return world.send("nb1", COUNTY)
