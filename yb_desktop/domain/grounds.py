"""The grounds on which an application is not accepted (不予受理情形): A17 medical, A18 pharmacies, A23 medical.

How many years a ground bars stands in the rule catalogue, not here; here stands whether it carries a time, and whether
it lasts until penalties or liabilities are fulfilled.
"""

from __future__ import annotations

from dataclasses import dataclass

from yb_desktop.domain.vocabulary import Ground
from yb_desktop.law.catalogue import Kind


@dataclass(frozen=True, slots=True)
class GroundFacts:
    """What the documents say of one ground for one kind of institution.

    ``timed``: it bars for the years of the catalogue, from the day it is counted from (``counts_from``);
    ``until_fulfilled``: it bars until penalties or liabilities are fulfilled, whatever the years.
    """

    ground: Ground
    rule: str
    sources: tuple[str, ...]
    text: str
    timed: bool
    until_fulfilled: bool
    counts_from: str
    of_person: bool


@dataclass(frozen=True, slots=True)
class _Shape:
    text: str
    timed: bool = False
    until_fulfilled: bool = False
    counts_from: str = ""
    of_person: bool = False


_SHAPES: dict[Ground, _Shape] = {
    Ground.NON_BASIC_SCOPE: _Shape("主要执业范围是医疗美容、辅助生殖、生活照护、种植牙等非基本医疗服务。"),
    Ground.PRICE_POLICY: _Shape("提供基本医疗服务时没有执行医疗保障行政部门制定的医药价格政策。"),
    Ground.UNPAID_PENALTY: _Shape("行政处罚或其他法律责任尚未依法履行完毕。", until_fulfilled=True),
    Ground.FRAUD: _Shape(
        "曾以弄虚作假等不正当手段申请定点，从发现之日算起尚未满规定年限。", timed=True, counts_from="发现之日"
    ),
    Ground.ILLEGAL_TERMINATION: _Shape(
        "曾因违法违规被解除医保协议，尚未满规定年限，或者年限已满而行政处罚、法律责任没有全部履行。",
        timed=True,
        until_fulfilled=True,
        counts_from="解除之日",
    ),
    Ground.SERIOUS_BREACH: _Shape(
        "曾因严重违反医保协议被解除协议，尚未满规定年限，或者年限已满而违约责任没有全部履行。",
        timed=True,
        until_fulfilled=True,
        counts_from="解除之日",
    ),
    Ground.PERSON_BEHIND_TERMINATION: _Shape(
        "{persons}曾因严重违法违规使原定点{place}被解除医保协议，尚未满规定年限。",
        timed=True,
        counts_from="解除之日",
        of_person=True,
    ),
    Ground.DISHONEST_PERSON: _Shape("{persons}被列入失信人名单。", of_person=True),
    Ground.OTHER: _Shape("法律法规规定的其他不予受理的情形。"),
    Ground.BAD_INFLUENCE: _Shape(
        "雇用医托、发布虚假医疗广告、执业混乱且经卫生健康部门查实存在重大隐患、出租或外包科室，或者有其他不良影响。"
    ),
}

_MEDICAL: tuple[Ground, ...] = (
    Ground.NON_BASIC_SCOPE,
    Ground.PRICE_POLICY,
    Ground.UNPAID_PENALTY,
    Ground.FRAUD,
    Ground.ILLEGAL_TERMINATION,
    Ground.SERIOUS_BREACH,
    Ground.PERSON_BEHIND_TERMINATION,
    Ground.DISHONEST_PERSON,
    Ground.OTHER,
)
_PHARMACY: tuple[Ground, ...] = _MEDICAL[2:]


def grounds_of(kind: Kind) -> tuple[GroundFacts, ...]:
    """Give the grounds to check for a kind, in the order of CX-13; a medical institution's end with A23's."""
    match kind:
        case Kind.MEDICAL:
            listed = (*_MEDICAL, Ground.BAD_INFLUENCE)
        case Kind.PHARMACY:
            listed = _PHARMACY
    return tuple(_facts(kind, ground) for ground in listed)


def ground_facts(kind: Kind, ground: Ground) -> GroundFacts | None:
    """Give what the documents say of ``ground`` for ``kind``; ``None`` where the kind does not have that ground."""
    return next((facts for facts in grounds_of(kind) if facts.ground is ground), None)


def _facts(kind: Kind, ground: Ground) -> GroundFacts:
    shape = _SHAPES[ground]
    medical = kind is Kind.MEDICAL
    persons = "法定代表人、主要负责人或实际控制人" if medical else "法定代表人、企业负责人或实际控制人"
    text = shape.text.format(persons=persons, place="医疗机构" if medical else "零售药店")
    rule, sources = _where(kind, ground)
    return GroundFacts(
        ground=ground,
        rule=rule,
        sources=sources,
        text=text,
        timed=shape.timed,
        until_fulfilled=shape.until_fulfilled,
        counts_from=shape.counts_from,
        of_person=shape.of_person,
    )


def _where(kind: Kind, ground: Ground) -> tuple[str, tuple[str, ...]]:
    if ground is Ground.BAD_INFLUENCE:
        return "A23", ("Y308-2(2)",)
    if kind is Kind.PHARMACY:
        return "A18", (f"CX-13(2){_PHARMACY.index(ground) + 1}",)
    place = _MEDICAL.index(ground) + 1
    return "A17", (f"CX-13(1){place}", f"N2-12({place})")
