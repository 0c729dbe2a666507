"""The straight path on a server gives the very tables it gives in a file; a clerk at a second PC goes on with it."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import pytest

from tests.postgres import Server
from tests.services.office import FIRST, Office, make
from yb_desktop.base.clock import FixedClock
from yb_desktop.base.ids import make_ids
from yb_desktop.domain.vocabulary import AgreementState, Level
from yb_desktop.law.law import shipped_law
from yb_desktop.services.checking import check_office
from yb_desktop.services.offices import make_office, open_office
from yb_desktop.services.stories.story_defaults import institution_defaults

pytestmark = pytest.mark.stock("initdb", "pg_ctl")


def test_the_straight_path_is_the_same_on_a_server(server: Server, tmp_path: Path) -> None:
    made = [make(tmp_path / str(n), {}, database=place) for n, place in enumerate(("", server.address()))]
    for office in made:
        office.in_force()
        assert office.paper().state is AgreementState.IN_FORCE
        assert all(item.ok for item in check_office(office.desk, full=True) if item.name != "disk")
    assert made[0].everything() == made[1].everything()
    for office in made:
        office.desk.store.close()


def test_a_second_pc_goes_on_where_the_first_one_stopped(server: Server, tmp_path: Path) -> None:
    database = server.address()
    first = make(tmp_path / "pc1", {}, database=database)
    first.evaluating()
    info = first.desk.info
    with closing(
        make_office(
            tmp_path / "pc2",
            office=info.office,
            name=info.name,
            level=Level.COUNTY,
            device="pc2",
            database=database,
            clock=FixedClock(first.desk.clock.today()),
            ids=make_ids(random.Random(99)),
        ).store
    ):
        pass
    clock, ids = FixedClock(first.desk.clock.today()), make_ids(random.Random(98))
    second = Office(open_office(tmp_path / "pc2", clock=clock, ids=ids), first.institution, first.case)
    second.visited()
    more = institution_defaults({"name": "大姚县第二诊所"}, shipped_law().areas, "532326", FIRST)
    second.do("institutions.register", FIRST, {**more, "distinct_from": [first.institution]}, bare=True)
    first.both("evaluation.decide")
    assert first.now() == second.now()
    with first.desk.store.read() as reader:
        assert reader.log_head(info.office, "pc2")[0] > 4
    assert all(item.ok for item in check_office(first.desk, full=True) if item.name != "disk")
    second.desk.store.close()
    first.desk.store.close()
