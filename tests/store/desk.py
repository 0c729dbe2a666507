"""A small office for the store's tests: makes chained records, one whole case, histories, bulk registers."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from tests.store import breach_records
from yb_desktop.base.ids import make_ids
from yb_desktop.domain.agreement import AgreementFiled, AgreementSigned, Drafted, Printed, SystemOpened
from yb_desktop.domain.case_facts import (
    Abandoned,
    Accepted,
    Ballot,
    Decided,
    Delivered,
    FirstReviewed,
    GroundChecked,
    Inspector,
    ItemAnswered,
    ItemIn,
    ListPassed,
    MaterialsReceived,
    MeetingHeld,
    MissingNotified,
    Negotiated,
    Objected,
    ObjectionSettled,
    PanelDrawn,
    PublicityEnded,
    Published,
    Result,
    Studied,
    SupplementAsked,
    SupplementReceived,
    TeamDrawn,
    VisitAssigned,
    VisitFinished,
    Votes,
    Withdrawn,
)
from yb_desktop.domain.facts import Fact, body_of
from yb_desktop.domain.institution import Amended, ImportUndone, Licence, Listed, Registered, Registration
from yb_desktop.domain.office import HolidayEntered, LocalSet, office_id
from yb_desktop.domain.people import PersonAdded, PersonEnded, Role
from yb_desktop.domain.records import FIRST_PREV, Record, sealed
from yb_desktop.domain.vocabulary import (
    ApplicationKind,
    CheckHow,
    DeliveryHow,
    Ground,
    InstitutionClass,
    Level,
    LicenceKind,
)
from yb_desktop.law.catalogue import Kind
from yb_desktop.law.law import Law, shipped_law
from yb_desktop.store.database import OfficeInfo, Store
from yb_desktop.store.server import address_of
from yb_desktop.store.writing import Tx

COUNTY = OfficeInfo("532326", "大姚县医疗保障局", Level.COUNTY, "532326", "pc1")
PREFECTURE = OfficeInfo("532300", "楚雄州医疗保障局", Level.PREFECTURE, "532300", "pc1")


@cache
def law() -> Law:
    """Read the law once for all tests."""
    return shipped_law()


def opened(folder: Path, holder: str = "李会计") -> Store:
    return Store.open(folder, law(), holder=holder)


def another_pc(store: Store, folder: Path, device: str) -> Store:
    """Join another PC to the server that a store lies on."""
    address = address_of(store.folder)
    assert address
    return Store.create(folder, replace(store.info, device=device), law(), database=address.database)


def clinic(name: str = "大姚县石羊镇柳树村卫生室", **changes: str) -> Registration:
    values = {"area": "532326103001", "uscc": "91350100M000100Y43", "legal_rep": "杨文祥", "number": "PDY1234"}
    values |= {"pinyin": "da yao xian shi yang zhen liu shu cun wei sheng shi", "initials": "dyxsyzlscwss"} | changes
    return Registration(
        kind=Kind.MEDICAL,
        cls=InstitutionClass.VILLAGE_CLINIC,
        name=name,
        area=values["area"],
        uscc=values["uscc"],
        licence=Licence(LicenceKind.MEDICAL_PRACTICE, values["number"]),
        legal_rep=values["legal_rep"],
        pinyin=values["pinyin"],
        initials=values["initials"],
    )


def materials(institution: str, number: str = "姚医保收〔2026〕1号", missing: Sequence[str] = ()) -> MaterialsReceived:
    return MaterialsReceived(
        institution=institution,
        kind=ApplicationKind.ADMISSION,
        institution_kind=Kind.MEDICAL,
        area="532326",
        items={"licence": ItemIn()},
        missing=tuple(missing),
        number=number,
    )


class Desk:
    """Makes the records of one device, each chained to the one before it."""

    def __init__(self, info: OfficeInfo = COUNTY, seed: int = 1, head: tuple[int, str] = (0, FIRST_PREV)) -> None:
        self.info = info
        self.new = make_ids(random.Random(seed))
        self.seq, self.prev = head
        self.heads: dict[str, str] = {}

    def record(self, fact: Fact, entity: str, on: str = "2026-03-02", actor: str = "person-a") -> Record:
        base = (self.heads[entity],) if entity in self.heads else ()
        made = sealed(
            Record(
                rid=self.new("rec"),
                v=fact.VERSION,
                office=self.info.office,
                device=self.info.device,
                seq=self.seq + 1,
                on=on,
                hlc=f"{self.seq + 1:012d}",
                actor=actor,
                type=fact.TYPE,
                entity=entity,
                base=base,
                body=body_of(fact),
                prev=self.prev,
            )
        )
        self.seq, self.prev = made.seq, made.hash
        self.heads[entity] = made.rid
        return made

    def full_case(self, institution: str, case: str, agreement: str) -> Iterator[Record]:
        """One case from the counter to the opened system, with a supplement, an objection and a pause."""
        for on, fact in (*_at_the_counter(institution), *_in_the_meeting()):
            yield self.record(fact, case, on)
        draft = Drafted(
            case=case,
            institution=institution,
            institution_kind=Kind.MEDICAL,
            area="532326",
            number="姚医保协〔2026〕1号",
            form="agreement_medical",
            version=1,
            starts=date(2026, 5, 11),
            ends=date(2027, 5, 10),
            blanks={},
        )
        yield self.record(draft, agreement, "2026-05-08")
        yield self.record(Printed(text_hash="t", first_copy=1, copies=2), agreement, "2026-05-08")
        signed = AgreementSigned(case=case, text_hash="t", signers=(), copies=2)
        yield self.record(signed, agreement, "2026-05-11")
        yield self.record(AgreementFiled(day=date(2026, 6, 20)), agreement, "2026-06-22")
        yield self.record(SystemOpened(national_code="H53232600001"), agreement, "2026-06-23")

    def history(self, rng: random.Random, institutions: int = 12) -> Iterator[Record]:
        """A random-ish history of a small office with one full case in it."""
        for name, role in (("李会计", Role.RECEIVING), ("王主任", Role.LEADER), ("赵临时", Role.HANDLING)):
            person = self.new("person")
            yield self.record(PersonAdded(name=name, roles=(role,)), person, "2026-01-04")
            if role is Role.HANDLING:
                yield self.record(PersonEnded(reason="借调期满"), person, "2026-02-27")
        for number in range(institutions):
            yield from self._one(rng, number)
            if number == institutions // 2:
                yield from self.entered()
        whole = self.new("inst")
        yield self.record(Registered(registration=clinic()), whole, "2026-03-01")
        agreement = self.new("agr")
        yield from self.full_case(whole, self.new("case"), agreement)
        yield from self.breaches(agreement, whole)

    def breaches(self, agreement: str, institution: str) -> Iterator[Record]:
        """An audit with its measures, measures without one, a barred person, a publication."""
        for prefix, on, fact in breach_records.standing():
            yield self.record(fact, self.new(prefix), on)
        for matter in (breach_records.audit, breach_records.daily):
            entity = self.new("audit")
            for on, fact in matter(agreement, institution):
                yield self.record(fact, entity, on)

    def entered(self) -> Iterator[Record]:
        """A local holiday on days that clocks run over, and values of the office's own."""
        office = office_id(self.info.office)
        days = (date(2026, 3, 5), date(2026, 3, 6))
        yield self.record(HolidayEntered(area="532326", days=days, notice="姚政办〔2026〕3号"), office, "2026-03-03")
        yield self.record(LocalSet(setting="G3", value=15, area="532326"), office, "2026-03-03")
        yield self.record(LocalSet(setting="insured", value=250_000, area="532326"), office, "2026-03-03")

    def _one(self, rng: random.Random, number: int) -> Iterator[Record]:
        institution = self.new("inst")
        entry = clinic(f"大姚县第{number}诊所", uscc="", number=f"N{number}", pinyin=f"di{number}", initials="d")
        listed = rng.random() < 0.5
        fact: Fact = (
            Listed(registration=entry, batch="b1", row=number + 2) if listed else Registered(registration=entry)
        )
        yield self.record(fact, institution, "2026-02-01")
        if rng.random() < 0.3:
            renamed = clinic(f"大姚县新{number}诊所", uscc="", number=f"N{number}", pinyin=f"xin{number}", initials="x")
            yield self.record(Amended(registration=renamed, changed=("name",)), institution, "2026-02-10")
        if listed and rng.random() < 0.3:
            yield self.record(ImportUndone(batch="b1"), institution, "2026-02-11")
            return
        if rng.random() < 0.7:
            case = self.new("case")
            yield self.record(
                materials(institution, f"姚医保收〔2026〕{number + 10}号", ["licence"]), case, "2026-03-02"
            )
            ending = rng.choice((Withdrawn(reason="不办了"), Abandoned(rule="A16"), None))
            if ending:
                yield self.record(ending, case, "2026-03-20")


TEAM = tuple(Inspector(person, "insurance") for person in ("person-a", "person-b", "person-c"))


def append_all(tx: Tx, records: Sequence[Record] | Iterator[Record]) -> None:
    for record in records:
        tx.append(record)


def _at_the_counter(institution: str) -> Iterator[tuple[str, Fact]]:
    yield from (
        ("2026-03-02", materials(institution, missing=["fund_forecast"])),
        ("2026-03-03", MissingNotified(missing=("fund_forecast",), also=(), number="姚医保补〔2026〕1号")),
        ("2026-03-04", Delivered(notice="姚医保补〔2026〕1号", how=DeliveryHow.HAND)),
        ("2026-03-09", SupplementReceived(items={"fund_forecast": ItemIn()}, missing=())),
        ("2026-03-10", GroundChecked(grounds=tuple(Ground), holds=False, how=CheckHow.DEPARTMENT_DATA)),
        ("2026-03-11", Accepted(number="姚医保受〔2026〕1号")),
        ("2026-03-12", FirstReviewed()),
        ("2026-03-13", SupplementAsked(missing=("licence",), number="姚医保补〔2026〕2号")),
        ("2026-03-18", SupplementReceived(items={"licence": ItemIn(copies=2)}, missing=())),
        ("2026-03-19", TeamDrawn(pool=TEAM, seed="石羊", method="sha256", team=TEAM)),
        (
            "2026-03-20",
            VisitAssigned(form="visit_medical", version=1, lead="person-a", number="姚医保核〔2026〕1号"),
        ),
        *(("2026-03-23", ItemAnswered(item=f"i{n}", inspector="person-a", answer="yes", points=100)) for n in range(6)),
        ("2026-03-23", VisitFinished(content="c", signatures=(), score=9_000, passed=True)),
    )


def _in_the_meeting() -> Iterator[tuple[str, Fact]]:
    yield from (
        ("2026-03-24", PanelDrawn(pool=TEAM, seed="石羊", method="sha256", panel=TEAM)),
        (
            "2026-03-25",
            MeetingHeld(
                members=("person-a",),
                opinions=(),
                ballot=Ballot.HANDS,
                votes=Votes(3, 0),
                result=Result.QUALIFIED,
                number="姚医保纪〔2026〕1号",
            ),
        ),
        ("2026-04-20", Decided(result=Result.QUALIFIED, number="姚医保评〔2026〕1号", prepared_by="person-b")),
        ("2026-04-21", ListPassed(passed=True)),
        ("2026-04-22", Published(where=("公告栏",), number="姚医保公示〔2026〕1号")),
        ("2026-04-23", Objected(objection="obj-1", text="面积不足")),
        ("2026-04-27", ObjectionSettled(objection="obj-1", upheld=False)),
        ("2026-04-30", PublicityEnded(counts_from=date(2026, 4, 29))),
        ("2026-05-06", Negotiated()),
        ("2026-05-07", Studied(people=("杨文祥",))),
    )
