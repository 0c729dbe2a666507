"""A fork from the old backup to the channel that runs again: stopped, settled by two persons, enrolled anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.databases import twin
from tests.services.exchange.desks import (
    COUNTY,
    PREFECTURE,
    SECRET,
    TODAY,
    Pair,
    names,
    opened,
    register,
    same_after_rebuild,
    signed,
)
from yb_desktop.base.errors import BadInput, NotAllowed, Refused
from yb_desktop.domain.judging_again import History
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.forking import TwoHistories, open_fork, two_histories
from yb_desktop.services.exchanging import TakenIn, accept_trust, enrol, export, make_trust, take_in
from yb_desktop.services.people import find_person
from yb_desktop.services.registry import run
from yb_desktop.services.views.exchange import exchange_view
from yb_desktop.services.views.exchange_forks import fork_page
from yb_desktop.services.views.office_todo import office_todo
from yb_desktop.store.exchange_forks import all_forks
from yb_desktop.store.exchange_state import RecordState, record_state


def send(pair: Pair) -> Path:
    (one,) = export(pair.county, to=PREFECTURE, out=pair.stick(), signer=pair.county_key).bundles
    return one.file


def receive(pair: Pair, file: Path) -> TakenIn:
    return take_in(pair.prefecture, file, pair.prefecture_key, out=pair.stick("back"))


def hear(pair: Pair) -> None:
    """Take in every receipt on the stick, in the order of their names."""
    for file in sorted(pair.stick("back").iterdir()):
        take_in(pair.county, file, None)
        file.unlink()


def clinics(*numbers: int) -> list[str]:
    return [f"第{number}村卫生室" for number in numbers]


def forked(pair: Pair) -> str:
    """Put an old copy of the county's folder back after more was sent, and work on; give the sentence of the refusal.

    The folder as it was before lies in ``true``.
    """
    register(pair.county, 1, 2)
    receive(pair, send(pair))
    hear(pair)
    pair.county.store.close()
    twin(pair.home / "county", pair.home / "old")
    pair.county = opened(pair.home / "county", seed=5)
    register(pair.county, 3, 6)
    receive(pair, send(pair))
    pair.county.store.close()
    (pair.home / "county").rename(pair.home / "true")
    (pair.home / "old").rename(pair.home / "county")
    pair.county = opened(pair.home / "county", seed=6)
    register(pair.county, 4, 5)
    out = pair.stick("other")
    (one,) = export(pair.county, to=PREFECTURE, out=out, signer=pair.county_key).bundles
    with pytest.raises(Refused) as refused:
        receive(pair, one.file)
    assert refused.value.code == "bundle-fork"
    return refused.value.text


def seat_people(pair: Pair) -> tuple[Desk, Desk]:
    """Enter two people of the prefecture; give their desks."""
    for name, roles in (("王五", ["handling", "leader"]), ("赵六", ["reviewing", "leader"])):
        run(pair.prefecture, "oversight.add_person", on=TODAY, params={"name": name, "roles": list(roles)})
        with pair.prefecture.store.read() as reader:
            if name == "王五":
                pair.prefecture = pair.prefecture.sign_in(find_person(reader, name))
            reviewer = find_person(reader, name)
    return pair.prefecture, pair.prefecture.sign_in(reviewer)


def shown(desk: Desk) -> TwoHistories:
    with desk.store.read() as reader:
        return two_histories(reader, next(one for one in all_forks(reader) if not one.settled_by))


def settle(pair: Pair, stands: str) -> str:
    """Have two persons settle the fork; give what the channel says then."""
    clerk, reviewer = seat_people(pair)
    fork = shown(clerk).fork
    params = {"fork": fork.bundle, "stands": stands, "reason": "县里恢复了旧备份"}
    assert run(clerk, "exchange.settle_fork", on=TODAY, params=params).pending
    with pytest.raises(NotAllowed) as twice:
        run(clerk, "exchange.settle_fork", on=TODAY, params=params)
    assert "待审核" in twice.value.text
    with pytest.raises(NotAllowed):
        run(clerk, "cases.release", on=TODAY, params={"office": PREFECTURE})
    assert exchange_view(clerk).forks[0].settled is False
    assert [(one.matter, one.decision.own) for one in office_todo(reviewer).releases] == [("分叉", "")]
    run(reviewer, "cases.release", on=TODAY, params={"office": PREFECTURE})
    with clerk.store.read() as reader, pytest.raises(BadInput):
        open_fork(reader, fork.bundle)
    (line,) = exchange_view(clerk).forks
    assert line.settled
    assert office_todo(reviewer).releases == ()
    return line.text


def true_computer(pair: Pair) -> None:
    """Put the folder that was there before the old copy in its place again."""
    pair.county.store.close()
    (pair.home / "county").rename(pair.home / "stale")
    (pair.home / "true").rename(pair.home / "county")
    pair.county = opened(pair.home / "county", seed=7)


def enrolled_again(pair: Pair) -> None:
    """Let the county take a new epoch, and both offices the trust list that says so."""
    request = enrol(pair.county, pair.home / "again", SECRET, new_epoch=True)
    assert pair.county.info.epoch == 2
    draft = pair.home / "roots" / "second.ybb.draft"
    make_trust(pair.prefecture, draft, add=[request.file])
    trust = signed(draft, pair.home / "roots")
    for desk in (pair.county, pair.prefecture):
        accept_trust(desk, trust)
    assert pair.county.store.epoch_owed() is None


def test_a_restored_backup_forks_is_settled_and_goes_on(pair: Pair) -> None:
    text = forked(pair)
    assert "请两人共同核实" in text
    both = shown(pair.prefecture)
    assert (both.fork.common, [one.seq for one in both.received], [one.seq for one in both.present]) == (
        2,
        [3, 4],
        [3, 4],
    )
    assert [one.text for one in both.received] == [f"登记机构　机构 {name}（{TODAY}）" for name in clinics(3, 6)]
    assert [one.text for one in both.present] == [f"登记机构　机构 {name}（{TODAY}）" for name in clinics(4, 5)]
    assert names(pair.prefecture) == clinics(1, 2, 3, 6)
    with pytest.raises(Refused):
        receive(pair, next(pair.stick("other").iterdir()))

    said = settle(pair, "present")
    assert said == (f"两人已核实（{TODAY}）：以对方现在的为准，另一份历史的2条记录已搁置。对方以新编号重新登记后再导出")
    assert names(pair.prefecture) == clinics(1, 2)
    same_after_rebuild(pair.prefecture)
    reason = "分叉，以对方现在的为准：县里恢复了旧备份"
    assert [(one.state, one.what, one.reason) for one in exchange_view(pair.prefecture).aside] == [
        ("分叉搁置", f"登记机构　机构 {name}（{TODAY}）", reason) for name in clinics(3, 6)
    ]
    with pytest.raises(Refused) as still:
        receive(pair, next(pair.stick("other").iterdir()))
    assert "新编号" in still.value.text

    enrolled_again(pair)
    done = receive(pair, send(pair))
    assert (done.taken, done.refused) == (2, ())
    hear(pair)
    register(pair.county, 3, 6)  # what was set aside is entered again
    receive(pair, send(pair))
    hear(pair)
    assert sorted(names(pair.prefecture)) == sorted(names(pair.county)) == sorted(clinics(1, 2, 3, 4, 5, 6))
    for desk in (pair.county, pair.prefecture):
        same_after_rebuild(desk)
    with pair.county.store.read() as reader, pair.prefecture.store.read() as theirs:
        ours = list(reader.records(office=COUNTY, device="pc1"))
        assert {record_state(reader, one.rid) for one in ours} == {RecordState.TAKEN}
        assert [one.hash for one in theirs.records(office=COUNTY, device="pc1")] == [one.hash for one in ours]
    assert exchange_view(pair.prefecture).forks == ()
    assert exchange_view(pair.county).owed == 0


def test_what_came_first_stands_and_the_true_computer_goes_on(pair: Pair) -> None:
    forked(pair)
    said = settle(pair, "received")
    assert "以先收到的为准，另一份历史的2条记录已搁置" in said
    assert names(pair.prefecture) == clinics(1, 2, 3, 6)
    same_after_rebuild(pair.prefecture)
    assert len(exchange_view(pair.prefecture).aside) == 2
    true_computer(pair)
    enrolled_again(pair)
    hear(pair)
    register(pair.county, 4, 5)
    assert receive(pair, send(pair)).taken == 2
    hear(pair)
    assert names(pair.prefecture) == names(pair.county) == clinics(1, 2, 3, 6, 4, 5)
    same_after_rebuild(pair.prefecture)


def test_a_new_epoch_that_comes_first_does_not_hide_the_other_history(pair: Pair) -> None:
    """The true computer goes on under its new number; what the copy wrote is shown until two persons have settled."""
    forked(pair)
    true_computer(pair)
    enrolled_again(pair)
    register(pair.county, 7)
    assert receive(pair, send(pair)).taken == 1
    (line,) = exchange_view(pair.prefecture).forks
    assert (line.goes_on, line.settled) == (True, False)
    assert line.text.endswith("另一份历史的2条记录没有入库")

    clerk, reviewer = seat_people(pair)
    page = fork_page(clerk, line.bundle)
    assert [choice for choice, why in page.forbids.items() if not why] == [History.RECEIVED]
    params = {"fork": line.bundle, "stands": "received", "reason": "两台电脑，已电话核实"}
    run(clerk, "exchange.settle_fork", on=TODAY, params=params)
    run(reviewer, "cases.release", on=TODAY, params={"office": PREFECTURE})
    assert exchange_view(pair.prefecture).forks == ()
    assert len(exchange_view(pair.prefecture).aside) == 2
    register(pair.county, 8)
    assert receive(pair, send(pair)).taken == 1, "the channel runs on"
    assert names(pair.prefecture) == clinics(1, 2, 3, 6, 7, 8)
    same_after_rebuild(pair.prefecture)


def test_what_others_have_gone_by_is_in_the_way(pair: Pair) -> None:
    """What came first cannot give way while a step of another office stands on it; the sentence names it."""
    forked(pair)
    with pair.prefecture.store.read() as reader:
        institution = reader.same_name_in(COUNTY, "第3村卫生室")[0].id
    run(
        pair.prefecture,
        "institutions.amend",
        on=TODAY,
        params={"institution": institution, "fields": {"phone": "0878-6220000"}},
    )
    clerk, _ = seat_people(pair)
    with pytest.raises(NotAllowed) as refused:
        run(
            clerk,
            "exchange.settle_fork",
            on=TODAY,
            params={"fork": shown(clerk).fork.bundle, "stands": "present", "reason": "县里恢复了旧备份"},
        )
    assert "第3村卫生室" in refused.value.text
    assert "更正登记信息" in refused.value.text
