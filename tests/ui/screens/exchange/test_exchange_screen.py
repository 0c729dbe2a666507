"""The exchange through the screen, between a county and its prefecture on real stores: stick there, receipt back."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tests.paper.documents.reading import text_of
from tests.ui.looking import opened, says
from tests.ui.recording import RecordingAsk
from tests.ui.screens.exchange.showing import Show, amend
from yb_desktop.services.stories.sample_exchange import (
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
from yb_desktop.ui.screens.exchange.export_dialog import ExportDialog
from yb_desktop.ui.screens.exchange.page import ExchangeScreen
from yb_desktop.ui.screens.exchange.preview_dialog import BundleDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


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
