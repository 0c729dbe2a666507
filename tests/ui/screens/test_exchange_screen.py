"""The exchange through the screen, between a county and its prefecture on real stores: stick there, receipt back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from shiboken6 import isValid

from tests.paper.documents.reading import text_of
from tests.ui.looking import opened, says
from tests.ui.recording import RecordingAsk
from tests.ui.screens.exchange_room import Show, amend
from tests.ui.screens.sample_offices import opened_copy
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchanging import current_trust, enrol
from yb_desktop.services.stories.sample_exchange import (
    PASSPHRASE,
    SampleExchange,
    answer,
    export_from_county,
)
from yb_desktop.services.views.exchange import owed_receipts
from yb_desktop.services.views.exchange_preview import Deed
from yb_desktop.services.views.exchange_ways import Stage
from yb_desktop.store import exchange_state, lists
from yb_desktop.store.exchange_state import RecordState, Verdict
from yb_desktop.ui.preview import PreviewDialog
from yb_desktop.ui.screens.exchange.ceremony_dialogs import DraftDialog, RootKeyDialog, SignDialog
from yb_desktop.ui.screens.exchange.export_dialog import ExportDialog
from yb_desktop.ui.screens.exchange.keys_page import EnrolDialog
from yb_desktop.ui.screens.exchange.page import ExchangeScreen
from yb_desktop.ui.screens.exchange.preview_dialog import BundleDialog
from yb_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def ask() -> RecordingAsk:
    made = RecordingAsk()
    made.passphrase = PASSPHRASE
    return made


@pytest.fixture
def unenrolled(sample_folder: Path, tmp_path: Path, tasks: Tasks) -> Iterator[Desk]:
    made = opened_copy(sample_folder, tmp_path / "unenrolled")
    yield made
    tasks.close()
    made.store.close()


def stages(screen: ExchangeScreen) -> list[Stage]:
    view = screen.view
    return [one.stage for one in view.sent if one.kind == "报送"] if view is not None else []


def test_an_export_counts_as_exported_and_no_more(
    sample: SampleExchange, show: Show, ask: RecordingAsk, qtbot: QtBot
) -> None:
    screen = show(sample.county)
    assert screen.view is not None
    fresh = screen.view.fresh
    assert fresh > 100
    screen.export_button.click()
    dialog = opened(screen, ExportDialog, qtbot)
    dialog.submit()
    says(dialog, "请选择要写到的U盘或文件夹。", qtbot)
    ask.path = sample.stick
    dialog.folder.choose()
    says(dialog, "剩余空间", qtbot)
    dialog.submit()
    qtbot.waitUntil(lambda: stages(screen) == [Stage.EXPORTED])
    assert ask.asked[:2] == ["选择U盘或文件夹", "请输入本机密钥口令"]
    assert "可以拔出" in ask.said[0]
    assert f"{fresh}条记录" in ask.said[0]
    sheet = opened(screen, PreviewDialog, qtbot)
    qtbot.waitUntil(sheet.save_button.isEnabled)
    ask.path = sample.stick / "交接单.pdf"
    sheet.save()
    qtbot.waitUntil(ask.path.exists)
    printed = text_of(ask.path.read_bytes())
    (bundle,) = sample.stick.glob("*.submission-1-1.ybb.tar")
    assert hashlib.sha256(bundle.read_bytes()).hexdigest() in printed
    assert f"业务记录{fresh}条" in printed
    assert screen.view.keys.fingerprint.replace(" ", "") in printed
    assert [file.name for file in sample.stick.glob("*.submission-1-1.ybb.tar")]
    assert screen.tabs.tabText(0) == "发件箱（未回执 1）"
    assert screen.view.fresh == 0
    assert owed_receipts(sample.county) == 1
    assert screen._context.preferences.get("exchange/folder") == str(sample.stick)


def test_a_bundle_is_read_before_it_is_written_and_answered_with_a_receipt(
    sample: SampleExchange, show: Show, ask: RecordingAsk, qtbot: QtBot
) -> None:
    bundle = export_from_county(sample)
    screen = show(sample.prefecture)
    assert not screen.export_button.isVisible()
    ask.path = bundle
    screen.open_button.click()
    dialog = opened(screen, BundleDialog, qtbot)
    says(dialog, "大姚县医疗保障局 的报送", qtbot)
    assert dialog._plan.count(Deed.ADDS) > 20
    assert dialog.take_button.text() == "入库"
    with sample.prefecture.store.read() as reader:
        assert lists.institutions(reader).rows == ()
    dialog.take_button.click()
    qtbot.waitUntil(lambda: screen.view is not None and len(screen.view.received) == 1)
    with sample.prefecture.store.read() as reader:
        assert len(lists.institutions(reader).rows) == 12
    assert "已入库" in ask.said[0]
    assert "可以拔出" in ask.said[0]
    assert len(list(sample.stick.glob("*.receipt-1-1.ybb.tar"))) == 1
    assert ask.asked == ["打开数据包", "请输入本机密钥口令"]

    screen.show_bundle(bundle)
    again = opened(screen, BundleDialog, qtbot)
    assert again.take_button.text() == "再交一次回执"
    again.take_button.click()
    qtbot.waitUntil(lambda: len(ask.said) == 2)
    assert "没有重复入库" in ask.said[1]


def test_only_the_receipt_makes_it_green(sample: SampleExchange, show: Show, ask: RecordingAsk, qtbot: QtBot) -> None:
    receipt = answer(sample, export_from_county(sample))
    screen = show(sample.county)
    assert stages(screen) == [Stage.EXPORTED]
    screen.show_bundle(receipt)
    dialog = opened(screen, BundleDialog, qtbot)
    assert dialog.take_button.text() == "登记回执"
    assert not dialog.hand_over.isVisible()
    dialog.take_button.click()
    qtbot.waitUntil(lambda: stages(screen) == [Stage.TAKEN])
    assert owed_receipts(sample.county) == 0
    assert ask.asked == []
    assert screen.view is not None
    assert [(one.name, one.taken, one.exported) for one in screen.view.offices] == [("楚雄州医疗保障局", 1, 0)]


def test_what_was_never_acknowledged_is_exported_again(
    sample: SampleExchange, show: Show, ask: RecordingAsk, qtbot: QtBot
) -> None:
    first = export_from_county(sample)
    kept = first.read_bytes()
    first.unlink()
    screen = show(sample.county)
    screen.export()
    dialog = opened(screen, ExportDialog, qtbot)
    assert dialog.form.values()["again"] is True
    dialog.folder.show_folder(sample.stick)
    dialog.submit()
    qtbot.waitUntil(lambda: bool(ask.said))
    assert "可以拔出" in ask.said[0]
    assert first.read_bytes() == kept


def test_a_bundle_before_its_turn_is_kept(sample: SampleExchange, show: Show, ask: RecordingAsk, qtbot: QtBot) -> None:
    export_from_county(sample)
    amend(sample.county)
    second = export_from_county(sample)
    screen = show(sample.prefecture)
    screen.show_bundle(second)
    dialog = opened(screen, BundleDialog, qtbot)
    assert dialog.take_button.text() == "收下，先放着"
    dialog.take_button.click()
    qtbot.waitUntil(lambda: screen.view is not None and [one.waiting for one in screen.view.received] == [True])
    assert "还缺前面的" in ask.said[0]


def test_a_changed_bundle_is_refused_and_nothing_opens(
    sample: SampleExchange, show: Show, ask: RecordingAsk, qtbot: QtBot
) -> None:
    bundle = export_from_county(sample)
    data = bytearray(bundle.read_bytes())
    data[len(data) // 2] ^= 1
    changed = sample.stick / "changed.ybb.tar"
    changed.write_bytes(bytes(data))
    screen = show(sample.prefecture)
    screen.show_bundle(changed)
    qtbot.waitUntil(lambda: [one.code for one in ask.refused] == ["bundle-hash"])
    assert screen.findChildren(BundleDialog) == []


def test_a_device_without_key_says_what_to_do_and_enrols(
    desk: Desk, show: Show, ask: RecordingAsk, tmp_path: Path, qtbot: QtBot
) -> None:
    screen = show(desk)
    says(screen.warnings, "本机还没有密钥", qtbot)
    screen.tabs.setCurrentWidget(screen.keys)
    screen.keys.enrol_button.click()
    dialog = opened(screen, EnrolDialog, qtbot)
    dialog.passphrase.setText(PASSPHRASE)
    dialog.again.setText("etwas anderes")
    dialog.submit()
    says(dialog, "两次输入的口令不一样", qtbot)
    dialog.again.setText(PASSPHRASE)
    dialog.folder.show_folder(tmp_path)
    dialog.submit()
    qtbot.waitUntil(lambda: screen.view is not None and bool(screen.view.keys.fingerprint))
    assert screen.view is not None
    assert screen.view.keys.fingerprint in ask.said[0]
    assert len(screen.view.keys.fingerprint.split()) == 8
    says(screen.warnings, "还没有信任名单", qtbot)
    says(screen.keys, "不在数据库里", qtbot)
    assert list(tmp_path.glob("*.enrol-1-1.ybb.tar"))


@pytest.mark.parametrize("document", ["key_form", "root_fingerprint"])
def test_the_papers_of_keys_are_at_hand(
    sample: SampleExchange, show: Show, ask: RecordingAsk, qtbot: QtBot, document: str
) -> None:
    screen = show(sample.county)
    screen.tabs.setCurrentWidget(screen.keys)
    (screen.keys.form_button if document == "key_form" else screen.keys.roots_button).click()
    paper = opened(screen, PreviewDialog, qtbot)
    qtbot.waitUntil(paper.save_button.isEnabled)
    ask.path = sample.stick / "单.pdf"
    paper.save()
    qtbot.waitUntil(ask.path.exists)
    assert screen.view is not None
    keys = screen.view.keys
    wanted = keys.fingerprint if document == "key_form" else keys.root
    assert wanted.replace(" ", "") in text_of(ask.path.read_bytes())


def test_the_first_trust_list_needs_the_root_from_paper(
    sample: SampleExchange, unenrolled: Desk, show: Show, ask: RecordingAsk, qtbot: QtBot
) -> None:
    screen = show(unenrolled)
    ask.path = sample.trust
    ask.answer = "0000 " * 8
    screen.keys.accept_trust()
    qtbot.waitUntil(lambda: [one.code for one in ask.refused] == ["trust-fingerprint"])
    ask.answer = sample.root
    screen.keys.accept_trust()
    qtbot.waitUntil(lambda: screen.view is not None and screen.view.keys.trust_version == 1)
    assert screen.view is not None
    assert screen.view.keys.root == sample.root


def test_records_that_came_back_are_listed_with_the_reason(sample: SampleExchange, show: Show, qtbot: QtBot) -> None:
    export_from_county(sample)
    with sample.county.store.write() as tx:
        sent = exchange_state.sent(tx)[0]
        record = next(tx.records(office="532326", device="pc1", first_seq=3))
        verdict = Verdict(record.rid, RecordState.QUESTIONED, "地址与许可证不一致，请核实。")
        exchange_state.acknowledge(
            tx, sent.sha256, at="2026-03-20T09:00:00+00:00", verdict="taken", of_records=[verdict]
        )
    screen = show(sample.county)
    qtbot.waitUntil(lambda: screen.aside.model.rowCount() == 1)
    words = screen.aside.model.words(0)
    assert words is not None
    assert words[:4] == ("有疑问", "大姚县医疗保障局", "pc1", "3")
    assert words[5] == "地址与许可证不一致，请核实。"
    assert screen.tabs.tabText(3) == "搁置（1）"


def heard(ask: RecordingAsk, words: str) -> bool:
    return words in ask.said[-1]


def keeper(screen: ExchangeScreen, name: str, stick: Path, qtbot: QtBot) -> Path:
    """Have a keeper make a root key."""
    screen.keys.root_button.click()
    dialog = opened(screen, RootKeyDialog, qtbot)
    dialog.form.set_values({"person": name})
    for line in (dialog.passphrase, dialog.again):
        line.setText(PASSPHRASE)
    dialog.folder.show_folder(stick)
    dialog.submit()
    path = stick / f"{name}.root.key"
    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())
    return path


def test_three_keepers_make_a_list_and_two_of_them_sign_it(
    prefecture: Desk, show: Show, ask: RecordingAsk, tmp_path: Path, qtbot: QtBot
) -> None:
    request = enrol(prefecture, tmp_path / "paper", PASSPHRASE)
    screen = show(prefecture)
    screen.tabs.setCurrentWidget(screen.keys)
    keys = [keeper(screen, name, tmp_path, qtbot) for name in ("王主任", "李科长", "张股长")]
    fingerprint = ask.said[0].split("根指纹：")[1][:39]

    screen.keys.draft_button.click()
    dialog = opened(screen, DraftDialog, qtbot)
    for path in keys:
        ask.path = path
        dialog.root_button.click()
    ask.path = request.file
    dialog.request_button.click()
    says(dialog, request.fingerprint, qtbot)
    dialog.folder.show_folder(tmp_path)
    dialog.submit()
    qtbot.waitUntil(partial(heard, ask, "请王主任、李科长逐一签名"))
    draft = tmp_path / "信任名单第1版.ybb.draft"

    stranger = SignDialog(screen._context, draft, keys[2], screen.keys)
    stranger.open()
    stranger.passphrase.setText(PASSPHRASE)
    stranger.submit()
    says(stranger, "不在待签名之列", qtbot)
    stranger.reject()
    for path, said in ((keys[0], "还要李科长签名"), (keys[1], "已签齐")):
        signing = SignDialog(screen._context, draft, path, screen.keys)
        signing.open()
        signing.passphrase.setText(PASSPHRASE)
        signing.submit()
        qtbot.waitUntil(partial(heard, ask, said))
    (ask.path,) = tmp_path.glob("*.trust-1-1.ybb.tar")
    ask.answer = fingerprint
    screen.keys.accept_trust()
    qtbot.waitUntil(lambda: screen.view is not None and screen.view.keys.enrolled)
    assert screen.view is not None
    assert screen.view.keys.root == fingerprint
    content = current_trust(prefecture).content
    assert (content.threshold, len(content.roots)) == (2, 3)


def test_a_key_is_changed_from_the_keys_page(
    sample: SampleExchange, show: Show, ask: RecordingAsk, tmp_path: Path, qtbot: QtBot
) -> None:
    screen = show(sample.county)
    screen.tabs.setCurrentWidget(screen.keys)
    screen.keys.enrol_button.click()
    dialog = opened(screen, EnrolDialog, qtbot)
    dialog.form.set_values({"change": True})
    dialog.passphrase.setText(PASSPHRASE)
    dialog.folder.show_folder(tmp_path)
    dialog.submit()
    qtbot.waitUntil(lambda: screen.view is not None and bool(screen.view.keys.changing))
    assert screen.view is not None
    assert screen.view.keys.changing in ask.said[0]
    says(screen.keys, "登入信任名单后自动换用", qtbot)
    assert not screen.view.keys.problem, "the present key signs on"
    assert not screen.keys.draft_button.isVisible(), "lists are made by the prefecture"
