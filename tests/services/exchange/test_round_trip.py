"""From the county's books to the prefecture's and back: export, verify, preview, take in, receipt."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.databases import on_both, slip_in
from tests.services.exchange.desks import COUNTY, OTHER, PREFECTURE, TODAY, Pair, register
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput, Refused, UserError, WorldError
from yb_desktop.domain.vocabulary import Labelled
from yb_desktop.services.exchange.sending import Exported
from yb_desktop.services.exchange.taking import TakenIn
from yb_desktop.services.exchanging import (
    export,
    needs_signature,
    preview,
    take_in,
    verify_bundle,
)
from yb_desktop.services.registry import run
from yb_desktop.services.stories.story_defaults import prepare_step
from yb_desktop.store.exchange_state import RecordState, all_staged, received, sent, span_state


def send(pair: Pair, *, again: bool = False, stick: str = "stick") -> Exported:
    return export(pair.county, to=PREFECTURE, out=pair.stick(stick), signer=pair.county_key, again=again)


def receive(pair: Pair, file: Path) -> TakenIn:
    return take_in(pair.prefecture, file, pair.prefecture_key, out=pair.stick())


def do(pair: Pair, action: str, params: Mapping[str, Json]) -> str:
    """Do an action in the county, with the defaults of a story; give what it was done to."""
    return run(pair.county, action, on=TODAY, params=prepare_step(pair.county, action, TODAY, dict(params))).entity


def file_of(exported: Exported) -> Path:
    (one,) = exported.bundles
    return one.file


def state(pair: Pair, seq: int) -> Labelled:
    with pair.county.store.read() as reader:
        return span_state(reader, seq)


def log_of(pair: Pair) -> list[str]:
    """Give the hashes of the county's records as the prefecture has them."""
    with pair.prefecture.store.read() as reader:
        return [record.hash for record in reader.records(office=COUNTY, device="pc1")]


@on_both
def test_records_go_there_and_the_receipt_comes_back(pair: Pair) -> None:
    register(pair.county, 1, 2, 3)
    assert state(pair, 3) is RecordState.LOCAL
    exported = send(pair)
    assert (exported.records, [one.id for one in exported.bundles]) == (3, ["532326-pc1-532300.submission-1-1"])
    assert state(pair, 3) is RecordState.EXPORTED
    assert verify_bundle(file_of(exported), pair.trust_file).ok

    taken = receive(pair, file_of(exported))
    assert (taken.taken, taken.refused, taken.duplicate) == (3, (), False)
    assert taken.receipt == pair.stick() / "532300-pc1-532326.receipt-1-1.ybb.tar"
    with pair.county.store.read() as reader:
        ours = [record.hash for record in reader.records(office=COUNTY, device="pc1")]
    assert log_of(pair) == ours
    assert state(pair, 3) is RecordState.EXPORTED, "only a receipt moves a record on"

    heard = take_in(pair.county, taken.receipt, None)
    assert (heard.taken, heard.kind, heard.receipt) == (3, "receipt", None)
    assert state(pair, 3) is RecordState.TAKEN
    assert not list((pair.county.store.folder / "outbox").iterdir()), "what was taken need not be kept"
    assert take_in(pair.county, taken.receipt, None).duplicate


def test_only_what_is_new_is_exported(pair: Pair) -> None:
    nothing = send(pair)
    assert nothing.bundles == ()
    assert "没有新的记录" in nothing.text
    register(pair.county, 1)
    send(pair)
    register(pair.county, 2, 3)
    second = send(pair)
    assert second.records == 2
    nothing = send(pair)
    assert nothing.bundles == ()
    assert "还没有收到回执" in nothing.text


def test_the_same_bundle_twice_is_answered_with_the_same_receipt(pair: Pair) -> None:
    register(pair.county, 1)
    file = file_of(send(pair))
    assert needs_signature(pair.prefecture, file)
    first = receive(pair, file)
    before = log_of(pair)
    assert not needs_signature(pair.prefecture, file)
    second = take_in(pair.prefecture, file, None, out=pair.stick())
    assert second.duplicate
    assert second.receipt == first.receipt
    assert log_of(pair) == before


def test_a_receipt_that_was_lost_is_written_again(pair: Pair) -> None:
    register(pair.county, 1, 2)
    file = file_of(send(pair))
    first = receive(pair, file)
    assert first.receipt is not None
    first.receipt.unlink()
    (pair.prefecture.store.folder / "outbox" / first.receipt.name).unlink()
    with pytest.raises(BadInput) as caught:
        take_in(pair.prefecture, file, None)
    assert caught.value.code == "passphrase"
    again = receive(pair, file)
    assert again.duplicate
    assert again.receipt is not None
    assert again.receipt.name != first.receipt.name


def test_exported_again_it_is_the_same_bundle_and_never_written_over(pair: Pair) -> None:
    register(pair.county, 1)
    first = send(pair)
    written = file_of(first).stat().st_mtime_ns
    register(pair.county, 2)
    again = send(pair, again=True)
    assert [one.records for one in again.bundles] == [1, 1]
    assert again.bundles[0].file.stat().st_mtime_ns == written
    elsewhere = send(pair, again=True, stick="second")
    assert [one.sha256 for one in elsewhere.bundles] == [one.sha256 for one in again.bundles]
    assert elsewhere.bundles[0].file.read_bytes() == file_of(first).read_bytes()
    for one in elsewhere.bundles:
        receive(pair, one.file)
    assert receive(pair, file_of(first)).duplicate
    assert len(log_of(pair)) == 2


def test_a_name_that_is_taken_on_the_stick_is_refused_and_nothing_counts_as_exported(pair: Pair) -> None:
    register(pair.county, 1)
    squatter = pair.stick() / "532326-pc1-532300.submission-1-1.ybb.tar"
    squatter.write_bytes(b"something else")
    with pytest.raises(Refused) as caught:
        send(pair)
    assert caught.value.code == "bundle-exists"
    assert squatter.read_bytes() == b"something else"
    assert state(pair, 1) is RecordState.LOCAL
    assert send(pair, stick="second").records == 1


def test_an_interrupted_export_is_finished_with_the_same_bundle(pair: Pair) -> None:
    """A crash after the stick was written, before the books knew: another bundle of that number would be a fork."""
    register(pair.county, 1)
    folder = pair.county.store.folder
    before = pair.county.store.backup(pair.home / "before.db")
    first = send(pair)
    pair.county.store.close()
    slip_in(before, folder)
    pair.reopen_county()
    assert state(pair, 1) is RecordState.LOCAL
    register(pair.county, 2)
    finished = send(pair)
    assert [one.sha256 for one in finished.bundles][:1] == [first.bundles[0].sha256]
    assert [one.records for one in finished.bundles] == [1, 1]
    for one in finished.bundles:
        receive(pair, one.file)
    assert len(log_of(pair)) == 2


@on_both
def test_what_comes_too_early_waits_and_then_goes_in_in_order(pair: Pair) -> None:
    files = []
    for number in (1, 2, 3):
        register(pair.county, number)
        files.append(file_of(send(pair)))
    third = receive(pair, files[2])
    assert third.taken == 0
    assert third.missing == ("532326-pc1-532300.submission-1-1", "532326-pc1-532300.submission-1-2")
    second = receive(pair, files[1])
    assert second.missing == ("532326-pc1-532300.submission-1-1",)
    assert log_of(pair) == []
    shown = preview(pair.prefecture, files[2])
    assert shown.waits_for == ("532326-pc1-532300.submission-1-1",)

    first = receive(pair, files[0])
    assert first.taken == 3
    assert first.also == ("532326-pc1-532300.submission-1-2", "532326-pc1-532300.submission-1-3")
    assert len(log_of(pair)) == 3
    with pair.prefecture.store.read() as reader:
        assert all_staged(reader) == ()
    assert not list((pair.prefecture.store.folder / "staged").iterdir())


def test_receipts_too_may_come_in_any_order(pair: Pair) -> None:
    receipts = []
    for number in (1, 2):
        register(pair.county, number)
        receipts.append(receive(pair, file_of(send(pair))).receipt)
    first, second = receipts
    assert first is not None
    assert second is not None
    early = take_in(pair.county, second, None)
    assert early.missing == ("532300-pc1-532326.receipt-1-1",)
    assert state(pair, 2) is RecordState.EXPORTED
    late = take_in(pair.county, first, None)
    assert (late.taken, len(late.also)) == (2, 1)
    assert state(pair, 2) is RecordState.TAKEN


def test_a_receipt_is_handed_over_until_the_other_side_says_it_has_it(pair: Pair) -> None:
    def stick_of(number: int) -> list[str]:
        register(pair.county, number)
        out = pair.stick(f"back-{number}")
        take_in(pair.prefecture, file_of(send(pair)), pair.prefecture_key, out=out)
        return sorted(path.name for path in out.iterdir())

    assert [len(stick_of(1)), len(stick_of(2))] == [1, 2]
    for receipt in sorted(pair.stick("back-2").iterdir()):
        take_in(pair.county, receipt, None)
    assert len(stick_of(3)) == 1


def test_a_receipt_for_an_early_bundle_says_arrived_and_names_the_gap(pair: Pair) -> None:
    register(pair.county, 1)
    lost = file_of(send(pair))
    lost.unlink()
    register(pair.county, 2)
    early = receive(pair, file_of(send(pair)))
    assert early.receipt is not None
    shown = preview(pair.county, early.receipt)
    assert "还缺1号" in shown.changes[0].text
    take_in(pair.county, early.receipt, None)
    assert state(pair, 2) is RecordState.ARRIVED
    assert state(pair, 1) is RecordState.EXPORTED
    again = send(pair, again=True)
    assert [one.id for one in again.bundles] == ["532326-pc1-532300.submission-1-1"]
    filled = receive(pair, again.bundles[0].file)
    assert filled.receipt is not None
    take_in(pair.county, filled.receipt, None)
    assert {state(pair, 1), state(pair, 2)} == {RecordState.TAKEN}


def test_the_preview_says_what_will_happen_and_writes_nothing(pair: Pair) -> None:
    register(pair.county, 1)
    run(pair.county, "oversight.add_person", on=TODAY, params={"name": "王五", "roles": ["handling"]})
    file = file_of(send(pair))
    shown = preview(pair.prefecture, file)
    assert shown.sender == "大姚县医保中心"
    assert [one.text for one in shown.adds] == ["新增机构 第1村卫生室（金碧镇）", "新增工作人员 王五（经办）"]
    assert (shown.changes, shown.clashes, shown.refuses, shown.waits_for) == ((), (), (), ())
    assert log_of(pair) == []
    with pair.prefecture.store.read() as reader:
        assert received(reader) == ()
        assert sent(reader)[0].channel == "532300.enrol"
    assert receive(pair, file).taken == 2
    assert preview(pair.prefecture, file).duplicate


def test_the_preview_tells_states_in_the_clerks_words(pair: Pair) -> None:
    register(pair.county, 1)
    first = preview(pair.prefecture, file_of(send(pair)))
    institution = first.adds[0].entity
    do(pair, "institutions.amend", {"institution": institution, "fields": {"phone": "0878-6220000"}})
    case = do(pair, "applications.receive_materials", {"institution": institution})
    receive(pair, pair.stick() / "532326-pc1-532300.submission-1-1.ybb.tar")
    shown = preview(pair.prefecture, file_of(send(pair)))
    assert [(one.type, one.entity, one.text) for one in shown.changes] == [
        ("institutions.amend", institution, "机构 第1村卫生室：更正登记信息")
    ]
    assert [(one.type, one.entity, one.text) for one in shown.adds] == [
        ("applications.receive_materials", case, "新增申请 第1村卫生室（首次定点申请），现为“已收件”")
    ]
    receive(pair, pair.stick() / "532326-pc1-532300.submission-1-2.ybb.tar")
    do(pair, "applications.check_ground", {"case": case})
    assert [one.text for one in preview(pair.prefecture, file_of(send(pair))).changes] == [
        "申请 第1村卫生室（首次定点申请）：核查不予受理情形"
    ]
    do(pair, "applications.withdraw", {"case": case, "reason": "不办了"})
    receive(pair, pair.stick() / "532326-pc1-532300.submission-1-3.ybb.tar")
    assert [one.text for one in preview(pair.prefecture, file_of(send(pair))).changes] == [
        "申请 第1村卫生室（首次定点申请） 由“已收件”变为“已撤回”"
    ]


def test_what_is_out_of_the_question_is_refused_with_its_own_sentence(pair: Pair) -> None:
    register(pair.county, 1)

    def code(to: str) -> tuple[str, str]:
        with pytest.raises(UserError) as caught:
            export(pair.county, to=to, out=pair.stick(), signer=pair.county_key)
        return caught.value.code, caught.value.text

    assert code(COUNTY)[0] == "receiver"
    assert PREFECTURE in code(OTHER)[1]
    with pytest.raises(WorldError) as caught:
        export(pair.county, to=PREFECTURE, out=pair.home / "not" / "there", signer=pair.county_key)
    assert caught.value.code == "not-found"
