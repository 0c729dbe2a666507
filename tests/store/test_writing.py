"""Records go in, entities and rows come out; what does not belong is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.databases import in_a_file, on_both
from tests.store.desk import COUNTY, PREFECTURE, Desk, append_all, clinic, materials
from yb_desktop.base.errors import BadInput, Refused
from yb_desktop.domain.agreement import Drafted
from yb_desktop.domain.case_facts import Withdrawn
from yb_desktop.domain.institution import Amended, Registered
from yb_desktop.domain.people import PersonAdded, Role
from yb_desktop.domain.records import FIRST_PREV, record_bytes, sealed
from yb_desktop.domain.vocabulary import AgreementState, CaseState
from yb_desktop.store.database import Store
from yb_desktop.store.dialect.interface import WRITING


@on_both
def test_a_transaction_reads_what_it_appended(store: Store, desk: Desk) -> None:
    with store.write() as tx:
        assert tx.log_head("532326", "pc1") == (0, FIRST_PREV)
        assert tx.newest_day() is None
        tx.append(desk.record(Registered(registration=clinic()), "inst-1", "2026-03-01"))
        assert tx.next_serial("intake_receipt", 2026) == 1
        record = desk.record(materials("inst-1", "姚医保收〔2026〕7号"), "case-1", "2026-03-02")
        tx.append(record)
        assert tx.case("case-1").state is CaseState.RECEIVED
        assert tx.heads("case-1") == (record.rid,)
        assert tx.open_case_of("inst-1") == "case-1"
        assert tx.next_serial("intake_receipt", 2026) == 8
        assert tx.next_serial("intake_receipt", 2027) == 1
        assert tx.log_head("532326", "pc1") == (2, record.hash)
        assert tx.newest_day() == date(2026, 3, 2)
    with store.read() as reader:
        assert record_bytes(reader.record(record.rid)) == record_bytes(record)
        assert reader.log_head("532326", "pc1") == (2, record.hash)
        assert reader.newest_day() == date(2026, 3, 2)
        assert [r.seq for r in reader.records(office="532326", device="pc1", first_seq=2)] == [2]


@on_both
def test_a_full_case_ends_signed_and_the_agreement_in_force(store: Store, desk: Desk) -> None:
    with store.write() as tx:
        tx.append(desk.record(Registered(registration=clinic()), "inst-1"))
        append_all(tx, desk.full_case("inst-1", "case-1", "agr-1"))
    with store.read() as reader:
        case = reader.case("case-1")
        assert case.state is CaseState.SIGNED
        assert case.agreement == "agr-1"
        assert reader.agreement("agr-1").state is AgreementState.IN_FORCE
        assert reader.open_case_of("inst-1") is None
        assert reader.cases_of("inst-1") == (case,)
        assert [a.id for a in reader.agreements_of("inst-1")] == ["agr-1"]
        assert reader.next_agreement_serial(2026) == 2
        types = [record.type for record in reader.records_of("case-1")]
        assert types[0] == "applications.receive_materials"
        assert types[-2:] == ["agreements.draft", "agreements.sign"]  # told to the case, though the agreement's own


@on_both
def test_nothing_of_a_block_that_raises_is_kept(store: Store, desk: Desk) -> None:
    def half() -> None:
        with store.write() as tx:
            tx.append(desk.record(Registered(registration=clinic()), "inst-1"))
            tx.add_blob(b"x", "application/pdf")
            tx.case("case-none")

    with pytest.raises(BadInput, match="没有编号"):
        half()
    with store.read() as reader:
        assert reader.entity("inst-1") is None
        assert reader.log_head("532326", "pc1") == (0, FIRST_PREV)


def test_records_of_another_office_or_device_do_not_enter_this_log(store: Store) -> None:
    foreign = Desk(PREFECTURE).record(Registered(registration=clinic()), "inst-1")
    laptop = Desk(replace(COUNTY, device="lap1")).record(Registered(registration=clinic()), "inst-1")
    for record in (foreign, laptop):
        with pytest.raises(Refused) as caught, store.write() as tx:
            tx.append(record)
        assert caught.value.code == "other-office"
        assert "大姚县医疗保障局" in caught.value.text


@on_both
def test_a_record_must_follow_the_newest_and_carry_its_hash(store: Store, desk: Desk) -> None:
    first = desk.record(Registered(registration=clinic()), "inst-1")
    later = desk.record(Registered(registration=clinic()), "inst-2")
    wrong_prev = sealed(msgspec.structs.replace(first, prev="f" * 64))
    altered = msgspec.structs.replace(first, actor="person-x")
    for record, code in ((later, "log-chain"), (wrong_prev, "log-chain"), (altered, "record-hash")):
        with pytest.raises(Refused) as caught, store.write() as tx:
            tx.append(record)
        assert caught.value.code == code


def test_a_record_that_fits_nothing_changes_nothing(store: Store, desk: Desk) -> None:
    with pytest.raises(Refused) as caught, store.write() as tx:
        tx.append(desk.record(Withdrawn(reason="x"), "case-none"))
    assert caught.value.code == "record-misfit"


_REPLACING = in_a_file("SQLite's own way to replace rows")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET day = '2026-01-01'",
        "DELETE FROM log",
        pytest.param("INSERT OR REPLACE INTO log SELECT * FROM log", marks=_REPLACING),
        "UPDATE blobs SET media = 'x'",
        "DELETE FROM blobs",
        pytest.param("INSERT OR REPLACE INTO blobs SELECT * FROM blobs", marks=_REPLACING),
    ],
)
def test_log_and_blobs_are_only_ever_added_to(store: Store, desk: Desk, statement: str) -> None:
    with store.write() as tx:
        tx.append(desk.record(Registered(registration=clinic()), "inst-1"))
        tx.add_blob(b"%PDF", "application/pdf")
    writing = store._engine.execution_options(**{WRITING: True})
    with pytest.raises(IntegrityError, match="append-only"), writing.begin() as connection:
        connection.execute(text(statement))


@on_both
def test_a_blob_is_kept_once(store: Store) -> None:
    with store.write() as tx:
        name = tx.add_blob(b"%PDF-1.7", "application/pdf")
    with store.write() as tx:
        assert tx.add_blob(b"%PDF-1.7", "application/pdf") == name
        assert tx.blob(name) == b"%PDF-1.7"
        assert tx.blob("0" * 64) is None
        assert (tx.has_blob(name), tx.has_blob("0" * 64)) == (True, False)


@on_both
def test_two_who_did_not_know_each_other_leave_two_heads(store: Store, desk: Desk) -> None:
    first = desk.record(Registered(registration=clinic()), "inst-1")
    one = desk.record(Amended(registration=clinic("甲"), changed=("name",)), "inst-1")
    desk.heads["inst-1"] = first.rid
    other = desk.record(Amended(registration=clinic("乙"), changed=("name",)), "inst-1")
    with store.write() as tx:
        append_all(tx, [first, one, other])
        assert tx.heads("inst-1") == (one.rid, other.rid)


@on_both
def test_people_and_look_ups(store: Store, desk: Desk) -> None:
    with store.write() as tx:
        tx.append(desk.record(PersonAdded(name="李会计", roles=(Role.RECEIVING,)), "person-a"))
        tx.append(desk.record(Registered(registration=clinic()), "inst-1"))
        tx.append(desk.record(Registered(registration=clinic("（大姚县）石羊镇柳树村卫生室", uscc="")), "inst-2"))
    with store.read() as reader:
        assert [p.name for p in reader.people()] == ["李会计"]
        assert [r.id for r in reader.same_uscc("91350100M000100Y43")] == ["inst-1"]
        assert [r.id for r in reader.same_licence("PDY1234")] == ["inst-1", "inst-2"]
        assert [r.id for r in reader.same_name_in("532326103", "大姚县 石羊镇柳树村卫生室")] == ["inst-1", "inst-2"]
        assert reader.same_name_in("532326104", "大姚县石羊镇柳树村卫生室") == ()
        assert reader.same_uscc("") == ()
        assert [i.id for i in reader.every_institution()] == ["inst-1", "inst-2"]
        for missing in ("inst-x", "case-1", "胡", "zzz-1"):
            with pytest.raises((BadInput, Refused)):
                reader.institution(missing)


@on_both
class TestTakingIn:
    """What arrives from another device goes through the same projecting."""

    def test_all_is_taken_once(self, store: Store) -> None:
        other = Desk(PREFECTURE)
        records = [other.record(Registered(registration=clinic(f"机构{n}")), f"inst-{n}") for n in range(5)]
        with store.write() as tx:
            assert tx.take(records[:3]).taken == 3
        with store.write() as tx:
            again = tx.take(records)
        assert (again.taken, again.refused, again.duplicate) == (len(records) - 3, (), 3)
        with store.read() as reader:
            assert reader.log_head("532300", "pc1") == (5, records[-1].hash)
            assert reader.log_head("532326", "pc1") == (0, FIRST_PREV)
            assert [record_bytes(r) for r in reader.records(office="532300", device="pc1")] == [
                record_bytes(r) for r in records
            ]

    def test_a_record_with_the_id_of_another_is_set_aside(self, store: Store) -> None:
        one, other = Desk(PREFECTURE, seed=5), Desk(replace(PREFECTURE, device="pc2"), seed=5)
        first = one.record(Registered(registration=clinic()), "inst-1")
        same = other.record(Registered(registration=clinic("乙")), "inst-2")
        after = other.record(Registered(registration=clinic("丙")), "inst-3")
        assert first.rid == same.rid
        with store.write() as tx:
            assert tx.take([first]).taken == 1
        with store.write() as tx:
            done = tx.take([same, after])
            assert (done.taken, [one.code for one in done.refused]) == (1, ["record-id"])
            assert tx.judge_again(lambda record: None) == ()
            assert tx.log_head(PREFECTURE.office, "pc2")[0] == 2, "a link of the chain all the same"

    def test_what_does_not_fit_is_set_aside_and_the_rest_goes_on(self, store: Store) -> None:
        other = Desk(PREFECTURE)
        good = other.record(Registered(registration=clinic()), "inst-1")
        misfit = other.record(Withdrawn(reason="x"), "case-none")
        unknown = other.record(Withdrawn(reason="x"), "ghost-1")
        last = other.record(Registered(registration=clinic("乙")), "inst-2")
        with store.write() as tx:
            result = tx.take([good, misfit, unknown, last])
            assert [tx.record(one.rid).rid for one in (good, last)] == [good.rid, last.rid]
        assert result.taken == 2
        assert [(r.rid, r.code) for r in result.refused] == [
            (misfit.rid, "record-misfit"),
            (unknown.rid, "record-entity"),
        ]
        with store.write() as tx:
            assert tx.take([misfit, last]).duplicate == 2
        assert all(item.ok for item in store.check(full=True))

    def test_gaps_and_forks_stop_the_whole(self, store: Store) -> None:
        other = Desk(PREFECTURE)
        first = other.record(Registered(registration=clinic()), "inst-1")
        other.record(Registered(registration=clinic()), "inst-2")
        third = other.record(Registered(registration=clinic()), "inst-3")
        forked = Desk(PREFECTURE, seed=2).record(Registered(registration=clinic()), "inst-9")
        for records, code in (([first, third], "log-gap"), ([first], ""), ([forked], "log-fork")):
            if not code:
                with store.write() as tx:
                    tx.take(records)
                continue
            with pytest.raises(Refused) as caught, store.write() as tx:
                tx.take(records)
            assert caught.value.code == code
        with store.write() as tx:
            assert tx.take([third], chained=False).taken == 1  # an extract

    def test_own_records_that_are_not_here_are_refused(self, store: Store, desk: Desk) -> None:
        with pytest.raises(Refused) as caught, store.write() as tx:
            tx.take([desk.record(Registered(registration=clinic()), "inst-1")])
        assert caught.value.code == "own-log"

    def test_an_agreement_of_an_unknown_case_is_set_aside_whole(self, store: Store) -> None:
        other = Desk(PREFECTURE)
        draft = next(r for r in other.full_case("inst-1", "case-1", "agr-1") if r.type == Drafted.TYPE)
        with store.write() as tx:
            assert [r.code for r in tx.take([draft], chained=False).refused] == ["record-misfit"]
            assert tx.entity("agr-1") is None
