"""What must not come in: changed, foreign, forked or misdirected bundles; and what must not go out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from tests import databases
from tests.exchange.offices import head_of, log_of
from tests.services.exchange.desks import (
    COUNTY,
    OTHER,
    PREFECTURE,
    TODAY,
    Pair,
    office,
    opened,
    register,
)
from tests.store.desk import Desk as Records
from tests.store.desk import clinic
from yb_desktop.base.errors import Refused
from yb_desktop.domain.agreement import Drafted
from yb_desktop.domain.institution import Registered
from yb_desktop.exchange.keys import make_key
from yb_desktop.exchange.pack import FIRST_PLACE, Envelope, LogHead, write_submission
from yb_desktop.exchange.receipt import (
    BundleReceipt,
    LogPosition,
    QuestionedRecord,
    RefusedRecord,
    write_receipt,
)
from yb_desktop.law.catalogue import Kind
from yb_desktop.services.exchanging import accept_trust, enrol, export, preview, take_in, verify_bundle
from yb_desktop.services.registry import run
from yb_desktop.services.stories.story_defaults import prepare_step
from yb_desktop.store.exchange_state import RecordState, all_staged, received, record_state, sent

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)


def send(pair: Pair, stick: str = "stick") -> Path:
    (bundle,) = export(pair.county, to=PREFECTURE, out=pair.stick(stick), signer=pair.county_key).bundles
    return bundle.file


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        work()
    assert caught.value.text.endswith("。")
    return caught.value.code


def nothing_came_in(pair: Pair) -> bool:
    """Say whether the prefecture's books and folders are as if nothing had been tried."""
    folder = pair.prefecture.store.folder
    with pair.prefecture.store.read() as reader:
        books = (received(reader), all_staged(reader), reader.log_head(COUNTY, "pc1")[0])
    left = [path for name in ("quarantine", "staged", "unsent", "outbox") for path in (folder / name).glob("*")]
    return books == ((), (), 0) and not left


def test_one_changed_byte_anywhere_leaves_nothing_behind(pair: Pair) -> None:
    register(pair.county, 1, 2)
    good = send(pair)
    data = good.read_bytes()
    bad = pair.home / good.name
    for place in range(0, len(data), len(data) // 45):
        bad.write_bytes(data[:place] + bytes([data[place] ^ 0x40]) + data[place + 1 :])
        found = verify_bundle(bad, pair.trust_file)
        assert not found.ok
        assert found.code
        assert found.reason.endswith("。")
        code = code_of(lambda: take_in(pair.prefecture, bad, pair.prefecture_key))
        assert code == found.code
    bad.write_bytes(data[:-600])
    assert code_of(lambda: preview(pair.prefecture, bad)) == "bundle-cut"
    assert nothing_came_in(pair)
    assert take_in(pair.prefecture, good, pair.prefecture_key).taken == 2


def test_a_bundle_for_another_office_and_ones_own(pair: Pair) -> None:
    register(pair.county, 1)
    file = send(pair)
    other = office(pair.home / "other", OTHER)
    accept_trust(other, pair.trust_file, pair.fingerprint)
    assert code_of(lambda: take_in(other, file, pair.prefecture_key)) == "bundle-wrong-receiver"
    assert code_of(lambda: preview(other, file)) == "bundle-wrong-receiver"
    other.store.close()
    assert code_of(lambda: take_in(pair.county, file, None)) == "bundle-own"
    assert code_of(lambda: take_in(pair.prefecture, pair.trust_file, None)) == "bundle-kind"


def test_a_key_nobody_enrolled(pair: Pair) -> None:
    records = log_of(2)
    envelope = Envelope(COUNTY, "pc1", (PREFECTURE,), FIRST_PLACE, NOON, "0" * 32)
    foreign = write_submission(pair.stick(), envelope, head=head_of(records), records=records, signers=[make_key()])
    assert code_of(lambda: take_in(pair.prefecture, foreign.path, pair.prefecture_key)) == "bundle-key-unknown"
    assert nothing_came_in(pair)
    register(pair.county, 1)
    assert code_of(lambda: export(pair.county, to=PREFECTURE, out=pair.stick(), signer=make_key())) == "not-enrolled"


def test_without_a_trust_list_nothing_is_read(pair: Pair) -> None:
    register(pair.county, 1)
    file = send(pair)
    new = office(pair.home / "new", OTHER)
    assert code_of(lambda: take_in(new, file, pair.prefecture_key)) == "no-trust"
    assert code_of(lambda: export(new, to=PREFECTURE, out=pair.stick(), signer=pair.county_key)) == "no-trust"
    new.store.close()


def test_two_offices_data_mixed_up(pair: Pair) -> None:
    """Another office's key in this folder, or this office's name on another's records."""
    register(pair.county, 1)
    key = pair.prefecture_key
    assert code_of(lambda: export(pair.county, to=PREFECTURE, out=pair.stick(), signer=key)) == "other-office"
    envelope = Envelope(OTHER, "pc1", (PREFECTURE,), FIRST_PLACE, NOON, "0" * 32)
    records = log_of(1, office=OTHER)
    wrong = write_submission(pair.stick(), envelope, head=head_of(records), records=records, signers=[pair.county_key])
    assert code_of(lambda: take_in(pair.prefecture, wrong.path, pair.prefecture_key)) == "bundle-sender"
    assert nothing_came_in(pair)


def test_a_record_about_what_another_office_is_in_charge_of(pair: Pair) -> None:
    register(pair.prefecture, 7)
    with pair.prefecture.store.read() as reader:
        (own,) = reader.every_institution()
    with pair.county.store.write() as tx:
        tx.append(Records(pair.county.info).record(Registered(registration=clinic("抢注的诊所")), own.id))
    file = send(pair)
    assert [one.type for one in preview(pair.prefecture, file).refuses] == ["institutions.register"]
    taken = take_in(pair.prefecture, file, pair.prefecture_key)
    assert (taken.taken, [one.type for one in taken.refused]) == (0, ["institutions.register"])
    with pair.prefecture.store.read() as reader:
        assert reader.institution(own.id) == own


def test_a_record_that_reaches_into_another_offices_case(pair: Pair) -> None:
    """An agreement of the county's own that names a case of the prefecture's would change that case too."""
    register(pair.prefecture, 7)
    with pair.prefecture.store.read() as reader:
        (own,) = reader.every_institution()
    params = prepare_step(pair.prefecture, "applications.receive_materials", TODAY, {"institution": own.id})
    case = run(pair.prefecture, "applications.receive_materials", on=TODAY, params=params).entity
    with pair.prefecture.store.read() as reader:
        before = reader.case(case)
    desk = Records(pair.county.info)
    draft = Drafted(
        case=case,
        institution=own.id,
        institution_kind=Kind.MEDICAL,
        area=COUNTY,
        number="姚医保协〔2026〕1号",
        form="agreement_medical",
        version=1,
        starts=TODAY,
        ends=TODAY,
        blanks={},
    )
    records = [desk.record(draft, desk.new("agr"))]
    envelope = Envelope(COUNTY, "pc1", (PREFECTURE,), FIRST_PLACE, NOON, "0" * 32)
    bundle = write_submission(pair.stick(), envelope, head=head_of(records), records=records, signers=[pair.county_key])
    taken = take_in(pair.prefecture, bundle.path, pair.prefecture_key)
    assert (taken.taken, [one.type for one in taken.refused]) == (0, ["agreements.draft"])
    with pair.prefecture.store.read() as reader:
        assert reader.case(case) == before


def test_what_is_well_formed_but_not_acceptable_is_set_aside_and_the_rest_goes_on(pair: Pair) -> None:
    records = log_of(2)
    envelope = Envelope(COUNTY, "pc1", (PREFECTURE,), FIRST_PLACE, NOON, "0" * 32)
    bundle = write_submission(pair.stick(), envelope, head=head_of(records), records=records, signers=[pair.county_key])
    assert [one.entity for one in preview(pair.prefecture, bundle.path).refuses] == ["r-pc1-1", "r-pc1-2"]
    taken = take_in(pair.prefecture, bundle.path, pair.prefecture_key)
    assert taken.taken == 0
    assert [(one.rid, one.type) for one in taken.refused] == [
        ("r-pc1-1", "applications.accept"),
        ("r-pc1-2", "applications.accept"),
    ]
    assert all(one.reason.endswith("。") for one in taken.refused)
    with pair.prefecture.store.read() as reader:
        assert reader.log_head(COUNTY, "pc1")[0] == 2


def receipt_for(pair: Pair, file: Path, **said: object) -> Path:
    """Write a receipt by hand, signed with the prefecture's key."""
    found = verify_bundle(file, pair.trust_file)
    assert found.manifest is not None
    span = found.manifest.records
    with pair.county.store.read() as reader:
        bundle = next(one.sha256 for one in sent(reader) if one.channel == f"{PREFECTURE}.submission")
    plain = BundleReceipt(
        id=found.manifest.id,
        sha256=bundle,
        office=COUNTY,
        device="pc1",
        verdict="applied",
        taken=((1, 1),),
        refused=(RefusedRecord(2, "record-body", "内容不合规。"),),
        questioned=(QuestionedRecord(3, "面积是否有误？"),),
        missing=(),
        blobs_missing=(),
        head=LogPosition(span.last_seq, span.head),
    )
    back = Envelope(PREFECTURE, "pc1", (COUNTY,), FIRST_PLACE, NOON, "2" * 32)
    answer = msgspec.structs.replace(plain, **said)
    return write_receipt(
        pair.stick("back"), back, [answer], head=LogHead(7, "7" * 64), signers=[pair.prefecture_key]
    ).path


def test_a_receipt_says_which_records_were_refused_and_which_are_asked_about(pair: Pair) -> None:
    register(pair.county, 1, 2, 3)
    receipt = receipt_for(pair, send(pair))
    shown = preview(pair.county, receipt)
    assert "1条记录已入库，1条被退回，1条有疑问" in shown.changes[0].text
    heard = take_in(pair.county, receipt, None)
    assert (heard.taken, len(heard.refused), len(heard.questioned)) == (1, 1, 1)
    with pair.county.store.read() as reader:
        states = [record_state(reader, record.rid) for record in reader.records(office=COUNTY, device="pc1")]
    assert states == [RecordState.TAKEN, RecordState.REFUSED, RecordState.QUESTIONED]
    assert heard.refused[0].reason == "内容不合规。"


def test_receipts_that_are_not_for_us(pair: Pair) -> None:
    register(pair.county, 1, 2, 3)
    file = send(pair)
    strange = receipt_for(pair, file, sha256="e" * 64)
    assert code_of(lambda: take_in(pair.county, strange, None)) == "receipt-unknown"
    strange.unlink()
    others = receipt_for(pair, file, device="pc2")
    assert code_of(lambda: take_in(pair.county, others, None)) == "receipt-unknown"
    others.unlink()
    ahead = receipt_for(pair, file, head=LogPosition(9, "9" * 64))
    assert code_of(lambda: take_in(pair.county, ahead, None)) == "log-rolled-back"
    with pair.county.store.read() as reader:
        first = next(reader.records(office=COUNTY, device="pc1"))
        assert record_state(reader, first.rid) is RecordState.EXPORTED


def test_a_cloned_folder_stops_the_channel(pair: Pair) -> None:
    pair.county.store.close()
    databases.twin(pair.home / "county", pair.home / "clone")
    pair.reopen_county()
    clone = replace(pair, county=opened(pair.home / "clone", seed=9))
    register(pair.county, 1)
    register(clone.county, 2)
    take_in(pair.prefecture, send(pair), pair.prefecture_key)
    twin = send(clone, "clone-stick")
    assert "两份不同的数据包" in preview(pair.prefecture, twin).refuses[0].text
    assert code_of(lambda: take_in(pair.prefecture, twin, pair.prefecture_key)) == "bundle-fork"
    register(pair.county, 3)
    later = send(pair)
    assert code_of(lambda: take_in(pair.prefecture, later, pair.prefecture_key)) == "bundle-fork"
    with pair.prefecture.store.read() as reader:
        assert reader.log_head(COUNTY, "pc1")[0] == 1
    clone.county.store.close()


def test_data_replaced_by_an_old_copy_are_found_out_by_the_next_export_and_by_the_receipt(pair: Pair) -> None:
    register(pair.county, 1)
    folder = pair.county.store.folder
    old = pair.county.store.backup(pair.home / "old.db")
    register(pair.county, 2)
    taken = take_in(pair.prefecture, send(pair), pair.prefecture_key)
    pair.county.store.close()
    databases.slip_in(old, folder)
    pair.reopen_county()
    assert taken.receipt is not None
    receipt = taken.receipt
    assert code_of(lambda: take_in(pair.county, receipt, None)) == "log-rolled-back"
    assert code_of(lambda: export(pair.county, to=PREFECTURE, out=pair.stick(), signer=pair.county_key)) == (
        "log-rolled-back"
    )


def test_a_prefecture_whose_data_are_an_old_copy_hears_it_from_the_county(pair: Pair) -> None:
    folder = pair.prefecture.store.folder
    old = pair.prefecture.store.backup(pair.home / "old.db")
    register(pair.county, 1)
    taken = take_in(pair.prefecture, send(pair), pair.prefecture_key)
    assert taken.receipt is not None
    take_in(pair.county, taken.receipt, None)
    register(pair.county, 2)
    second = send(pair)
    pair.prefecture.store.close()
    databases.slip_in(old, folder)
    pair.prefecture = opened(folder, seed=5)
    assert code_of(lambda: take_in(pair.prefecture, second, pair.prefecture_key)) == "log-rolled-back"
    with pair.prefecture.store.read() as reader:
        assert all_staged(reader) == ()


def test_enrolment_requests_are_not_taken_in(pair: Pair) -> None:
    request = enrol(pair.county, pair.stick(), "本机密钥口令八个字")
    assert request.id == "532326-pc1-532300.enrol-1-2"
    assert code_of(lambda: take_in(pair.prefecture, request.file, pair.prefecture_key)) == "bundle-kind"
