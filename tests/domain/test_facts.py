"""Facts are written sorted and read strictly; what does not fit is refused in words."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from yb_desktop.base.canon import canonical, parse
from yb_desktop.base.errors import Refused
from yb_desktop.domain.case_facts import ItemIn, MaterialsReceived, SupplementReceived
from yb_desktop.domain.entities import EntityKind, evolve, kind_of, touched
from yb_desktop.domain.facts import Fact, body_of, known_types, read_fact, stamp_of
from yb_desktop.domain.records import FIRST_PREV, Record, sealed
from yb_desktop.domain.vocabulary import ApplicationKind
from yb_desktop.law.catalogue import Kind

NEWS = MaterialsReceived(
    institution="inst-1",
    kind=ApplicationKind.ADMISSION,
    institution_kind=Kind.MEDICAL,
    area="532326101",
    items={"licence": ItemIn(), "application_form": ItemIn(copies=2, sealed=False)},
    missing=(),
    number="大医保收〔2026〕1号",
)


def record(news: Fact = NEWS, *, entity: str = "case-1") -> Record:
    return sealed(
        Record(
            rid="r-1",
            v=news.VERSION,
            office="532326",
            device="pc1",
            seq=1,
            on="2026-03-02",
            hlc="2026-03-02T12:00:00.000+00:00",
            actor="person-1",
            type=news.TYPE,
            entity=entity,
            base=(),
            body=body_of(news),
            prev=FIRST_PREV,
        )
    )


def test_a_fact_is_read_back_as_it_was_written() -> None:
    assert read_fact(record()) == NEWS


def test_what_is_written_and_what_comes_back_from_the_log_are_in_one_order() -> None:
    written = body_of(NEWS)["items"]
    logged = parse(canonical(dict(body_of(NEWS))))
    assert isinstance(written, dict)
    assert isinstance(logged, dict)
    back = logged["items"]
    assert isinstance(back, dict)

    assert list(written) == list(back) == ["application_form", "licence"]


def test_defaults_are_not_written() -> None:
    assert "host" not in body_of(NEWS)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"type": "applications.fly"}, "record-type"),
        ({"v": 2}, "record-version"),
        ({"body": {"institution": "inst-1"}}, "record-body"),
        ({"body": {**body_of(NEWS), "colour": "red"}}, "record-body"),
        ({"body": {**body_of(NEWS), "kind": "gift"}}, "record-body"),
    ],
)
def test_a_record_that_cannot_be_understood_is_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_fact(msgspec.structs.replace(record(), **change))
    assert refusal.value.code == code


def test_a_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        stamp_of(msgspec.structs.replace(record(), on="2026-02-30"))
    assert refusal.value.code == "record-day"
    assert stamp_of(record()).on == date(2026, 3, 2)


def test_every_action_that_writes_has_a_type() -> None:
    assert {"applications.accept", "cases.prepare", "evaluation.decide", "agreements.sign"} <= known_types()


@pytest.mark.parametrize("kind", list(EntityKind))
def test_the_prefix_tells_the_kind(kind: EntityKind) -> None:
    assert kind_of(f"{kind.value}-0123") is kind


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        kind_of("ghost-1")
    assert refusal.value.code == "record-entity"


@pytest.mark.parametrize(
    ("entity", "news"),
    [("case-1", SupplementReceived(items={}, missing=())), ("inst-1", NEWS), ("agr-1", NEWS), ("person-1", NEWS)],
)
def test_what_fits_nothing_here_is_refused(entity: str, news: Fact) -> None:
    with pytest.raises(Refused) as refusal:
        evolve(entity, None, record(news, entity=entity))
    assert refusal.value.code == "record-misfit"


def test_a_record_touches_its_own_entity_first() -> None:
    assert touched(record(), NEWS) == ("case-1",)
