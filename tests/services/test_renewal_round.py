"""A renewal round as one batch: opened, applied for, made public, prepared, released; stopped and gone on with (C4)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.services.many import sign_many
from tests.services.office import Office
from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.changes import RenewalPapers
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.law.counting import days_after
from yb_desktop.services import batches
from yb_desktop.services import renewal_round as rounds

SIGNED = date(2026, 3, 12)
ENDS = date(2026, 12, 31)
OPENED = date(2026, 12, 1)
ASKED = date(2026, 12, 2)
PUBLIC = date(2026, 12, 3)  # 4, 7-11, 14 December are its seven working days
RENEWED = date(2026, 12, 15)
PAPERS = RenewalPapers(credit_report="信用报告", letters="复函无异议", assessment="考核合格")
MANY = 60


class Stopped(Exception):
    """Somebody pressed stop."""


def stop_after(parts: int) -> batches.Progress:
    seen: list[int] = []

    def progress(done: int, total: int) -> None:
        assert 0 <= done <= total
        seen.append(done)
        if len(seen) > parts:
            raise Stopped

    return progress


@pytest.fixture
def ready(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with many agreements that end with the year, worked on in parts of twenty."""
    monkeypatch.setattr(batches, "PART", 20)
    office.in_force()
    sign_many(office, MANY, on=SIGNED, ends=ENDS)
    return office


def of_round(office: Office) -> tuple[Agreement, ...]:
    with office.desk.store.read() as reader:
        return rounds.round_of(reader, year=2026)


def ids(agreements: tuple[Agreement, ...]) -> list[str]:
    return [one.id for one in agreements]


def test_a_whole_round(ready: Office) -> None:
    clerk, reviewer = ready.at("经办员"), ready.at("审核员")
    opened = rounds.open_round(clerk, on=OPENED, year=2026)
    assert len(opened.done) == MANY  # the office's own agreement ends in 2027
    assert rounds.counts_of(of_round(ready)).waiting == MANY

    asked = rounds.request_all(clerk, on=ASKED, papers=dict.fromkeys(opened.done[1:], PAPERS))
    assert len(asked.done) == MANY - 1
    public = rounds.publish_all(clerk, on=PUBLIC, agreements=opened.done, where=("网站",))
    assert [(one.agreement, one.rule) for one in public.left] == [(opened.done[0], "C4")]
    assert {one.renewal.number for one in of_round(ready) if one.renewal and one.renewal.published} == {
        "大医保续〔2026〕1号"
    }

    early = rounds.prepare_all(clerk, on=date(2026, 12, 14), agreements=public.done)
    assert early.done == ()
    assert {one.rule for one in early.left} == {"C4"}
    prepared = rounds.prepare_all(clerk, on=RENEWED, agreements=public.done)
    assert rounds.counts_of(of_round(ready)) == rounds.RoundCounts(waiting=1, prepared=MANY - 1)

    released = rounds.release_all(reviewer, on=RENEWED, agreements=prepared.done)
    assert len(released.done) == MANY - 1
    counts = rounds.counts_of(of_round(ready))
    assert (counts.waiting, counts.renewed, counts.total) == (1, MANY - 1, MANY)
    with ready.desk.store.read() as reader:
        new = [reader.agreement(one) for one in released.done]
        old = {one.previous: reader.agreement(one.previous) for one in new}
    for one in new:
        before = old[one.previous]
        assert one.starts == days_after(before.ends, 1) == date(2027, 1, 1)
        assert one.ends == date(2027, 12, 31)
        assert one.state is AgreementState.IN_FORCE
        assert [(limit.rule, limit.start) for limit in one.limits] == [("G4", RENEWED)]
        assert (before.next, before.pending) == (one.id, None)
        assert one.blanks["agreement_number"] == one.number
    assert len({one.number for one in new}) == MANY - 1


def test_stopped_and_gone_on_with(ready: Office) -> None:
    clerk = ready.at("经办员")
    with pytest.raises(Stopped):
        rounds.open_round(clerk, on=OPENED, year=2026, progress=stop_after(2))
    assert len(of_round(ready)) == 40  # two parts are done, the third is not

    rest = rounds.open_round(clerk, on=OPENED, year=2026)
    assert len(rest.done) == 20
    assert len(of_round(ready)) == MANY
    assert rounds.open_round(clerk, on=OPENED, year=2026).done == ()


def test_nobody_releases_a_round_they_prepared(ready: Office) -> None:
    reviewer = ready.at("审核员")
    done = rounds.open_round(reviewer, on=OPENED, year=2026).done[:3]
    rounds.request_all(reviewer, on=ASKED, papers=dict.fromkeys(done, PAPERS))
    rounds.publish_all(reviewer, on=PUBLIC, agreements=done, where=("网站",))
    rounds.prepare_all(reviewer, on=RENEWED, agreements=done)
    at = ready.everything()
    refused = rounds.release_all(reviewer, on=RENEWED, agreements=done)

    assert [one.rule for one in refused.left] == ["two-persons"] * 3
    with pytest.raises(NotAllowed, match="岗位"):
        rounds.release_all(ready.at("经办员"), on=RENEWED, agreements=done)
    assert ready.everything() == at


def test_a_round_can_be_made_again_from_the_log(ready: Office) -> None:
    clerk, reviewer = ready.at("经办员"), ready.at("审核员")
    done = rounds.open_round(clerk, on=OPENED, ends_before=date(2027, 1, 1)).done[:5]
    rounds.request_all(clerk, on=ASKED, papers=dict.fromkeys(done, PAPERS))
    rounds.publish_all(clerk, on=PUBLIC, agreements=done, where=("网站",))
    rounds.prepare_all(clerk, on=RENEWED, agreements=done)
    rounds.release_all(reviewer, on=RENEWED, agreements=done)
    at = ready.everything()
    ready.desk.store.rebuild()

    assert ready.everything() == at


@pytest.mark.parametrize("period", [{}, {"year": 2026, "ends_before": "2027-01-01"}, {"year": 20260}])
def test_a_round_needs_one_clear_period(office: Office, period: dict[str, int | str]) -> None:
    office.in_force()
    with pytest.raises(BadInput):
        office.do("changes.open_renewal_round", OPENED, dict(period))
