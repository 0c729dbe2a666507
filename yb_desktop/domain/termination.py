"""The grounds on which the agency must terminate an agreement: 14 of CX-35(1) (C10), 17 of CX-35(2) (C11).

The first ground has two halves, told apart here: suspended twice or more within the term, which is counted, and not
mended while suspended. ``illegal`` grounds are serious illegality: the persons behind them are barred (A17, A18).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yb_desktop.law.catalogue import Kind

SUSPENDED_TWICE = "suspended_twice"
NOT_MENDED = "not_mended"
OWN_REQUEST = "own_request"
CHAIN_PERSON = "chain_person"
PERSON_UNFIT = "person_unfit"


@dataclass(frozen=True, slots=True)
class TerminationGround:
    """One ground: ``item`` is its number in the article, ``source`` the place, ``text`` what it says in short."""

    id: str
    kind: Kind
    item: int
    text: str
    illegal: bool = False

    @property
    def rule(self) -> str:
        """The rule of the catalogue: C10 for medical institutions, C11 for pharmacies."""
        return "C10" if self.kind is Kind.MEDICAL else "C11"

    @property
    def source(self) -> str:
        """The place in the article."""
        return f"CX-35({1 if self.kind is Kind.MEDICAL else 2}){self.item}"


_BOTH_HALVES = (
    (SUSPENDED_TWICE, 1, "协议有效期内累计2次及以上被中止协议"),
    (NOT_MENDED, 1, "中止协议期间未按要求整改或者整改不到位"),
)

_MEDICAL = (
    *_BOTH_HALVES,
    ("fraud_in_application", 2, "以弄虚作假等不正当手段申请取得定点"),
    ("fund_fraud", 3, "经查实有欺诈骗保行为"),
    ("settled_for_others", 4, "为非定点或者中止协议期间的医疗机构提供医保费用结算"),
    ("refused_inspection", 5, "拒绝、阻挠或者不配合审核、考核、监督检查，情节恶劣"),
    ("unreported_change", 6, "重大信息发生变更但未办理变更"),
    ("closed_unreported", 7, "停业或者歇业后未按规定报告"),
    ("serious_illegality", 8, "存在重大违法违规行为且可能造成基金重大损失"),
    ("licence_revoked", 9, "执业许可证或者诊所备案证被吊销、注销"),
    (PERSON_UNFIT, 10, "法定代表人、主要负责人或者实际控制人不能履约或者有违法失信行为"),
    ("penalty_unperformed", 11, "未依法履行医疗保障行政处罚决定"),
    (OWN_REQUEST, 12, "机构主动提出解除且经办机构同意"),
    ("as_agreed", 13, "根据协议约定应当解除"),
    ("as_law", 14, "法律法规和规章规定应当解除的其他情形"),
)

_PHARMACY = (
    *_BOTH_HALVES,
    ("drug_safety", 2, "发生重大药品质量安全事件"),
    ("fraud_in_application", 3, "以弄虚作假等不正当手段申请取得定点"),
    ("forged_records", 4, "伪造、变造票据账目、处方或者费用清单骗取基金"),
    ("swapped_goods", 5, "串换药品、倒卖医保药品或者套取基金"),
    ("settled_for_others", 6, "为非定点、中止协议期间的药店或者其他机构进行医保费用结算"),
    ("device_lent", 7, "将医保结算设备转借、赠与他人或者改变使用场地"),
    ("refused_inspection", 8, "拒绝、阻挠或者不配合审核、考核，情节恶劣"),
    ("unreported_change", 9, "重大信息发生变更但未办理变更"),
    ("serious_illegality", 10, "存在重大违法违规行为且可能造成基金重大损失"),
    ("licence_revoked", 11, "药品经营许可证或者营业执照被吊销、注销"),
    ("penalty_unperformed", 12, "未依法履行医疗保障行政处罚决定"),
    (PERSON_UNFIT, 13, "法定代表人、企业负责人或者实际控制人不能履约或者有违法失信行为"),
    (CHAIN_PERSON, 14, "同一法定代表人、企业负责人或者实际控制人的连锁分支因其违法违规被解除"),
    (OWN_REQUEST, 15, "药店主动提出解除且经办机构同意"),
    ("as_agreed", 16, "根据协议约定应当解除"),
    ("as_law", 17, "法律法规和规章规定应当解除的其他情形"),
)

_ILLEGAL = frozenset(
    {"fund_fraud", "serious_illegality", "licence_revoked", "drug_safety", "forged_records", "swapped_goods"}
    | {PERSON_UNFIT, CHAIN_PERSON}
)

_GROUNDS = {
    kind: tuple(TerminationGround(name, kind, item, text, name in _ILLEGAL) for name, item, text in rows)
    for kind, rows in ((Kind.MEDICAL, _MEDICAL), (Kind.PHARMACY, _PHARMACY))
}


def termination_grounds(kind: Kind) -> tuple[TerminationGround, ...]:
    """Give the grounds of a kind of institution, in the order of the article."""
    return _GROUNDS[kind]


def termination_ground(kind: Kind, name: str) -> TerminationGround | None:
    """Give a ground by its id, by its number (``"3"``) or by its place (``CX-35(1)3``)."""
    return next((one for one in _GROUNDS[kind] if name in {one.id, str(one.item), one.source}), None)


def is_illegal(kind: Kind, names: Sequence[str]) -> bool:
    """Say whether one of the grounds is serious illegality (A17, A18)."""
    return any(one.illegal for one in _GROUNDS[kind] if one.id in names)
