"""Lists are paged without a gap or a double; searches find Chinese, pinyin, initials, codes and persons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar, cast

import pytest
from sqlalchemy import event

from tests.databases import in_a_file, new_database, on_both
from tests.store.bulk import applications, register
from tests.store.desk import COUNTY, Desk, append_all, clinic, law, materials
from yb_desktop.base.errors import BadInput
from yb_desktop.domain.case_facts import Withdrawn
from yb_desktop.domain.institution import Amended, ImportUndone, Listed, Registered
from yb_desktop.domain.vocabulary import AgreementState, CaseState
from yb_desktop.law.catalogue import Kind
from yb_desktop.store import lists
from yb_desktop.store.database import Store
from yb_desktop.store.reading import Reader
from yb_desktop.store.rows import Page

T = TypeVar("T")


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A register of 1,500, among them a few that tests know by name."""
    folder = tmp_path_factory.mktemp("big") / "data"
    store = Store.create(folder, COUNTY, law(), database=new_database())
    desk = Desk()
    with store.write() as tx:
        append_all(tx, register(desk, 1_500))
        known = {
            "inst-liu": clinic(),
            "inst-rare": clinic(
                "姚安县前场镇楂坪卫生室",
                uscc="52532325MJR000001A",
                legal_rep="龚自珍",
                number="ZZ-99",
                pinyin="zha ping",
                initials="zp",
            ),
            "inst-wide": clinic(
                "大姚县（３号）药店", uscc="", number="X1", pinyin="da yao xian 3 hao yao dian", initials="dyx3hyd"
            ),
        }
        for entity, entry in known.items():
            tx.append(desk.record(Registered(registration=entry), entity))
    yield store
    store.close()


def every(page: Callable[[str | None], Page[T]]) -> list[T]:
    found: list[T] = []
    after: str | None = None
    while True:
        one = page(after)
        found += one.rows
        if one.after is None:
            return found
        after = one.after


@pytest.mark.parametrize(
    "find", ["", "柳", "卫生室", "大姚县", "liushu", "dyx", "5253", "大药房 龙街", "王文", "d", "12"]
)
@pytest.mark.parametrize("area", ["", "532326", "532326103", "532300"])
def test_paging_gives_each_row_once(big: Store, find: str, area: str) -> None:
    with big.read() as reader:
        small = [r.id for r in every(lambda a: lists.institutions(reader, find=find, area=area, after=a, limit=37))]
        whole = [r.id for r in lists.institutions(reader, find=find, area=area, limit=5_000).rows]
        assert small == whole
        assert len(set(small)) == len(small)
        if find not in {"d", "12"}:  # one or two letters find beginnings, and are not counted
            assert lists.institution_count(reader, find=find, area=area, up_to=5_000) == len(small)


@pytest.mark.parametrize(
    ("find", "entity"),
    [
        ("柳树村卫", "inst-liu"),
        ("石羊镇 柳树村", "inst-liu"),
        ("zhaping", "inst-rare"),
        ("syzlscwss", "inst-liu"),
        ("dyxsyzlscws", "inst-liu"),
        ("000100Y43", "inst-liu"),
        ("楂", "inst-rare"),
        ("楂坪", "inst-rare"),
        ("龚自珍", "inst-rare"),
        ("龚", "inst-rare"),
        ("zz99", "inst-rare"),
        ("mjr0000", "inst-rare"),
        ("3号", "inst-wide"),
        ("３号药店", "inst-wide"),
        ("3haoyaodian", "inst-wide"),
        ("dyx3", "inst-wide"),
    ],
)
def test_an_institution_is_found_by(big: Store, find: str, entity: str) -> None:
    with big.read() as reader:
        assert [row.id for row in lists.institutions(reader, find=find).rows] == [entity]


@on_both
def test_what_begins_with_the_word_comes_first(store: Store, desk: Desk) -> None:
    names = ["大姚县金碧镇卫生室", "金碧镇中心卫生院", "南华县金碧药店"]
    with store.write() as tx:
        for number, name in enumerate(names):
            entry = clinic(name, uscc="", number=f"N{number}", pinyin=f"x{number}", initials="x")
            tx.append(desk.record(Registered(registration=entry), f"inst-{number}"))
    with store.read() as reader:
        assert [r.name for r in lists.institutions(reader, find="金碧").rows] == [names[1], names[0], names[2]]
        assert lists.institutions(reader, find="金碧", kind=Kind.PHARMACY).rows == ()
        assert [r.id for r in lists.institutions(reader, sort="newest").rows] == ["inst-2", "inst-1", "inst-0"]
        assert len(lists.institutions(reader, find="（）—").rows) == 3  # marks alone say nothing
        with pytest.raises(BadInput):
            lists.institutions(reader, after="nonsense")


@on_both
def test_search_follows_a_change_of_name_and_an_import_taken_back(store: Store, desk: Desk) -> None:
    with store.write() as tx:
        tx.append(desk.record(Listed(registration=clinic("旧名诊所", number="L1"), batch="b1", row=2), "inst-1"))
        tx.append(desk.record(Listed(registration=clinic("另一药店", number="L2"), batch="b1", row=3), "inst-2"))
        assert tx.listed_in("b1") == ("inst-1", "inst-2")
    with store.write() as tx:
        tx.append(desk.record(Amended(registration=clinic("新名诊所", number="L1"), changed=("name",)), "inst-1"))
        tx.append(desk.record(ImportUndone(batch="b1"), "inst-2"))
        assert tx.listed_in("b1") == ("inst-1",)
    with store.read() as reader:
        assert lists.institutions(reader, find="旧名").rows == ()
        assert [r.id for r in lists.institutions(reader, find="新名").rows] == ["inst-1"]
        assert lists.institutions(reader, find="另一").rows == ()
        assert [r.id for r in lists.institutions(reader).rows] == ["inst-1"]
        assert lists.institution_count(reader) == 1
        assert reader.same_licence("L2") == ()


@pytest.fixture
def busy(store: Store, desk: Desk) -> Store:
    with store.write() as tx:
        for number in range(7):
            entry = clinic(f"大姚县第{number}诊所", uscc="", number=f"N{number}", pinyin=f"di{number}", initials="d")
            tx.append(desk.record(Registered(registration=entry), f"inst-{number}"))
            fact = materials(f"inst-{number}", f"姚医保收〔2026〕{number + 1}号", ["licence"])
            tx.append(desk.record(fact, f"case-{number}", f"2026-03-{number + 2:02d}"))
        tx.append(desk.record(Withdrawn(reason="不办了"), "case-3", "2026-03-20"))
        tx.append(desk.record(Registered(registration=clinic()), "inst-full"))
        append_all(tx, desk.full_case("inst-full", "case-full", "agr-full"))
    return store


@on_both
def test_applications(busy: Store) -> None:
    with busy.read() as reader:
        page = lists.applications(reader, limit=3)
        assert [row.id for row in page.rows] == ["case-full", "case-3", "case-6"]
        assert [r.id for r in every(lambda a: lists.applications(reader, after=a, limit=3))][3:] == [
            f"case-{n}" for n in (5, 4, 2, 1, 0)
        ]
        assert page.rows[1].institution_name == "大姚县第3诊所"
        assert (page.rows[1].next_rule, page.rows[2].next_rule) == (None, "A15")
        assert page.rows[2].next_day == date(2026, 3, 13)
        assert [r.id for r in lists.applications(reader, state=CaseState.WITHDRAWN).rows] == ["case-3"]
        assert [r.id for r in lists.applications(reader, find="柳树").rows] == ["case-full"]
        assert [r.id for r in lists.applications(reader, find="第4", open_only=True).rows] == ["case-4"]
        assert [r.id for r in lists.applications(reader, institution="inst-2").rows] == ["case-2"]
        assert lists.count_applications(reader) == {
            CaseState.RECEIVED: 6,
            CaseState.WITHDRAWN: 1,
            CaseState.SIGNED: 1,
        }


@on_both
def test_applications_the_most_pressing_first(busy: Store) -> None:
    with busy.read() as reader:
        first = lists.applications(reader, sort="limit", limit=3)
        assert [row.id for row in first.rows] == ["case-0", "case-1", "case-2"]
        assert (first.rows[0].next_rule, first.rows[0].next_day) == ("A15", date(2026, 3, 9))
        whole = [row.id for row in every(lambda a: lists.applications(reader, sort="limit", after=a, limit=3))]
        assert whole == ["case-0", "case-1", "case-2", "case-4", "case-5", "case-6", "case-full", "case-3"]
        for offset in range(9):
            page = lists.applications(reader, sort="limit", offset=offset, limit=3)
            assert [row.id for row in page.rows] == whole[offset : offset + 3]


def test_applications_that_wait_for_a_second_person(store: Store) -> None:
    with store.write() as tx:
        append_all(tx, applications(Desk(), 60))
    wanted = lists.CaseWanted(open_only=True, pending=True)
    with store.read() as reader:
        rows = lists.applications(reader, open_only=True, pending=True, sort="limit").rows
        assert [row.id for row in rows] == ["case-000001"]
        assert rows[0].pending == "applications.refuse"
        assert lists.application_count(reader, wanted) == 1
        assert lists.application_count(reader, lists.CaseWanted(open_only=True)) == 40
        assert lists.application_count(reader, lists.CaseWanted(find="没有这家")) == 0


def test_a_provisional_day_is_said_in_the_list(store: Store, desk: Desk) -> None:
    with store.write() as tx:
        tx.append(desk.record(Registered(registration=clinic()), "inst-1"))
        tx.append(desk.record(materials("inst-1"), "case-1", "2026-12-30"))
    with store.read() as reader:
        assert [row.provisional for row in lists.applications(reader).rows] == [True]
        assert [row.provisional for row in lists.applications(reader, sort="limit").rows] == [True]


@on_both
def test_agreements(busy: Store) -> None:
    with busy.read() as reader:
        [row] = lists.agreements(reader, state=AgreementState.IN_FORCE).rows
        assert (row.number, row.institution_name, row.ends) == (
            "姚医保协〔2026〕1号",
            "大姚县石羊镇柳树村卫生室",
            date(2027, 5, 10),
        )
        for find in ("姚医保协", "1", "liushu"):
            assert lists.agreements(reader, find=find).rows == (row,)
        assert lists.agreements(reader, find="第4").rows == ()
        assert lists.agreements(reader, ends_until=date(2027, 5, 9)).rows == ()
        [shown] = lists.institutions(reader, find="柳树村").rows
        assert (shown.case_state, shown.agreement_state) == (CaseState.SIGNED, AgreementState.IN_FORCE)


@on_both
def test_agreements_from_any_place(store: Store, desk: Desk) -> None:
    with store.write() as tx:
        tx.append(desk.record(Registered(registration=clinic()), "inst-1"))
        for number in range(5):
            append_all(tx, desk.full_case("inst-1", f"case-{number}", f"agr-{number}"))
    with store.read() as reader:
        whole = [row.id for row in every(lambda a: lists.agreements(reader, after=a, limit=2))]
        assert len(whole) == 5
        for offset in range(6):
            page = lists.agreements(reader, offset=offset, limit=2)
            assert [row.id for row in page.rows] == whole[offset : offset + 2]


@on_both
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", ["ends", "name", "number", "state"])
def test_agreements_in_any_order(store: Store, desk: Desk, sort: lists.AgreementSort, descending: bool) -> None:
    with store.write() as tx:
        for number in range(3):
            tx.append(desk.record(Registered(registration=clinic()), f"inst-{number}"))
            for other in range(2):
                append_all(tx, desk.full_case(f"inst-{number}", f"case-{number}{other}", f"agr-{number}{other}"))
    with store.read() as reader:
        whole = [row.id for row in lists.agreements(reader, sort=sort, descending=descending).rows]
        paged = every(lambda a: lists.agreements(reader, sort=sort, descending=descending, after=a, limit=1))
        assert [row.id for row in paged] == whole
        assert len(set(whole)) == 6
        turned = lists.agreements(reader, sort=sort, descending=not descending)
        assert [row.id for row in turned.rows] == whole[::-1]
        with pytest.raises(BadInput):
            lists.agreements(reader, sort=sort, after='["agr-none"]')


@on_both
def test_running_clocks_the_worst_first(busy: Store) -> None:
    with busy.read() as reader:
        rows = every(lambda a: lists.due(reader, after=a, limit=2))
        assert [row.entity for row in rows] == ["case-0", "case-1", "case-2", "case-4", "case-5", "case-6"]
        assert (rows[0].rule, rows[0].last_day, rows[0].state) == ("A15", date(2026, 3, 9), "已收件")
        assert [r.entity for r in lists.due(reader, until=date(2026, 3, 10)).rows] == ["case-0", "case-1"]
        assert {row.outer for row in lists.due(reader, entity="case-0", outer=True).rows} == {True, False}
        assert lists.due(reader, area="530300").rows == ()


@on_both
def test_clocks_know_how_late_they_were_stopped(busy: Store) -> None:
    with busy.read() as reader:
        rows = reader.connection.exec_driver_sql(
            "SELECT rule, source, late FROM clocks WHERE entity = 'agr-full' AND NOT \"outer\" ORDER BY ordinal"
        ).all()
    assert [(row.rule, row.late > 0) for row in rows] == [("G4", True), ("G5", True)]


@on_both
def test_the_register_of_documents(busy: Store) -> None:
    with busy.read() as reader:
        rows = every(lambda a: lists.documents(reader, document="intake_receipt", year=2026, after=a, limit=3))
        assert sorted(row.serial for row in rows) == [1, 1, 2, 3, 4, 5, 6, 7]
        assert rows[0].day == date(2026, 3, 8)
        kinds = {row.document for row in lists.documents(reader, entity="case-full").rows}
        assert kinds >= {"intake_receipt", "supplement_notice", "acceptance_notice", "minutes", "publicity_list"}
        assert [r.document for r in lists.documents(reader, find="姚医保协").rows] == ["agreement"]


def plans_of(reader: Reader, ask: Callable[[], object], begins: str) -> list[str]:
    """Give the lines of the plans of the statements that ``ask`` sends."""
    sent: list[tuple[str, tuple[object]]] = []

    def note(*about: object) -> None:
        sent.append((str(about[2]), cast(tuple[object], about[3])))

    connection = reader.connection
    event.listen(connection, "before_cursor_execute", note)
    ask()
    event.remove(connection, "before_cursor_execute", note)
    return [
        str(row[3])
        for statement, parameters in sent
        if statement.startswith(begins)
        for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters)
    ]


@in_a_file("SQLite's plans of queries")
@pytest.mark.parametrize(
    ("find", "kind", "area"),
    [("", None, ""), ("", Kind.MEDICAL, "532326"), ("柳树", None, ""), ("liu", None, ""), ("5253", Kind.MEDICAL, "")],
)
def test_no_list_sorts_the_register(big: Store, find: str, kind: Kind | None, area: str) -> None:
    """At 60,000 rows sorting alone takes longer than a list may."""
    with big.read() as reader:
        plan = plans_of(
            reader,
            lambda: lists.institutions(reader, find=find, kind=kind, area=area),
            "SELECT institutions.id, institutions.kind",
        )
    assert plan
    assert not [line for line in plan if "TEMP B-TREE" in line]


@in_a_file("SQLite's plans of queries")
def test_nor_do_the_other_lists(busy: Store) -> None:
    day = date(2026, 3, 9)
    with busy.read() as reader:
        first = [lists.applications(reader, limit=2).after, lists.due(reader, limit=2).after]
        asked: list[tuple[str, Callable[[], object]]] = [
            ("SELECT applications", lambda: lists.applications(reader)),
            ("SELECT applications", lambda: lists.applications(reader, state=CaseState.RECEIVED, after=first[0])),
            ("SELECT applications", lambda: lists.applications(reader, sort="limit", open_only=True)),
            ("SELECT agreements", lambda: lists.agreements(reader)),
            ("SELECT agreements", lambda: lists.agreements(reader, state=AgreementState.IN_FORCE, ends_until=day)),
            ("SELECT agreements", lambda: lists.agreements(reader, sort="state", descending=True)),
            ("SELECT clocks", lambda: lists.due(reader)),
            ("SELECT clocks", lambda: lists.due(reader, until=day, after=first[1])),
            ("SELECT documents", lambda: lists.documents(reader)),
            ("SELECT documents", lambda: lists.documents(reader, document="minutes")),
        ]
        for begins, ask in asked:
            plan = plans_of(reader, ask, begins)
            assert plan
            assert not [line for line in plan if "TEMP B-TREE" in line], plan
