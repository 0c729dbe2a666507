"""The end of many terms as one batch (C5), and a whole year's renewal round of hundreds of agreements (C4)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.services.many import sign_many
from tests.services.office import Make, Office
from yb_desktop.domain.changes import RenewalPapers
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.services import batches
from yb_desktop.services import renewal_round as rounds
from yb_desktop.services.expiring import expire_all, run_out

SIGNED = date(2026, 3, 12)
ENDS = date(2026, 9, 30)
PAPERS = RenewalPapers(credit_report="信用报告", letters="复函无异议", assessment="考核合格")


class Stopped(Exception):
    """Somebody pressed stop."""


def stop_at_once_after_one_part(done: int, total: int) -> None:
    assert 0 <= done <= total
    if done:
        raise Stopped


@pytest.fixture
def many(office: Office, monkeypatch: pytest.MonkeyPatch) -> tuple[Office, tuple[str, ...]]:
    """An office with thirty agreements that end in September, and one that does not; parts of ten."""
    monkeypatch.setattr(batches, "PART", 10)
    office.in_force()
    return office, sign_many(office, 30, on=SIGNED, ends=ENDS)


def test_all_whose_last_day_has_come_end_on_it(many: tuple[Office, tuple[str, ...]]) -> None:
    office, ids = many
    clerk = office.at("经办员")
    assert run_out(clerk, on=date(2026, 9, 29)) == ()
    assert expire_all(clerk, on=date(2026, 9, 29)).done == ()
    office.both("changes.suspend", date(2026, 4, 1), agreement=ids[0], ground="as_agreed", urgent=True)

    with pytest.raises(Stopped):
        expire_all(clerk, on=ENDS, progress=stop_at_once_after_one_part)
    assert len(run_out(clerk, on=ENDS)) == 19
    rest = expire_all(clerk, on=ENDS)

    assert (len(rest.done), rest.left) == (19, ())
    with office.desk.store.read() as reader:
        ended = [reader.agreement(one) for one in ids]
    assert [one.state for one in ended] == [AgreementState.SUSPENDED, *[AgreementState.EXPIRED] * 29]
    # C5: the system is closed on the last day; filing (G4) goes on by itself, nothing else runs.
    assert {one.closed for one in ended[1:]} == {ENDS}
    assert expire_all(clerk, on=ENDS).done == ()
    at = office.everything()
    office.desk.store.rebuild()
    assert office.everything() == at


def test_one_that_waits_for_a_decision_is_named_and_holds_up_nobody(many: tuple[Office, tuple[str, ...]]) -> None:
    office, ids = many
    office.do("changes.suspend", date(2026, 9, 1), agreement=ids[3], ground="as_agreed")

    report = expire_all(office.at("经办员"), on=date(2026, 10, 9))

    assert len(report.done) == 29
    assert [(one.agreement, one.rule) for one in report.left] == [(ids[3], "state")]


@pytest.mark.long
def test_a_years_round_of_hundreds(made: Make) -> None:
    office = made(today=date(2027, 1, 4))
    office.in_force()
    ids = sign_many(office, 300, on=SIGNED, ends=date(2026, 12, 31))
    clerk, reviewer = office.at("经办员"), office.at("审核员")

    opened = rounds.open_round(clerk, on=date(2026, 12, 1), year=2026)
    assert len(opened.done) == 300
    declined = opened.done[:3]
    for one in declined:
        office.do("changes.decline_renewal", date(2026, 12, 1), agreement=one)
    asked = rounds.request_all(clerk, on=date(2026, 12, 2), papers=dict.fromkeys(opened.done[3:], PAPERS))
    # Publicity: 4, 7-11, 14 December.
    public = rounds.publish_all(clerk, on=date(2026, 12, 3), agreements=asked.done, where=("网站",))
    prepared = rounds.prepare_all(clerk, on=date(2026, 12, 15), agreements=public.done)
    released = rounds.release_all(reviewer, on=date(2026, 12, 15), agreements=prepared.done)

    with office.desk.store.read() as reader:
        counts = rounds.counts_of(rounds.round_of(reader, year=2026))
        starts = {reader.agreement(one).starts for one in released.done}
        numbers = {reader.agreement(one).number for one in released.done}
    assert (counts.renewed, counts.declined, counts.total) == (297, 3, 300)
    assert (starts, len(numbers)) == ({date(2027, 1, 1)}, 297)

    ended = expire_all(clerk, on=date(2026, 12, 31))
    assert set(ended.done) == set(ids)
    with office.desk.store.read() as reader:
        closed = {one for one in ids if reader.agreement(one).closed is not None}
    assert closed == set(declined)  # without a gap for those renewed
