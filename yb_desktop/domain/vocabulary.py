"""The office's closed lists, each value with its Chinese label: one word for one thing (design page "words").

The values are contracts: they stand in records, bundles and stories, so a value is added, never renamed. The kind of an
institution (medical, pharmacy) is ``Kind`` of the rule catalogue.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from yb_desktop.law.catalogue import Kind


class Labelled(StrEnum):
    """A value of a closed list, with the label that screens and papers show."""

    _value_: str
    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a member from its value and its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class InstitutionClass(Labelled):
    """Class of an institution (类别); ``kind`` and ``scope`` say where rule A1 puts it."""

    GENERAL_HOSPITAL = "general_hospital", "综合医院"
    TCM_HOSPITAL = "tcm_hospital", "中医医院"
    INTEGRATED_HOSPITAL = "integrated_hospital", "中西医结合医院"
    ETHNIC_HOSPITAL = "ethnic_hospital", "民族医医院"
    SPECIALIST_HOSPITAL = "specialist_hospital", "专科医院"
    REHABILITATION_HOSPITAL = "rehabilitation_hospital", "康复医院"
    SPECIALIST_CENTRE = "specialist_centre", "专科疾病防治院（所、站）"
    MCH_CENTRE = "mch_centre", "妇幼保健院"
    COMMUNITY_CENTRE = "community_centre", "社区卫生服务中心"
    COMMUNITY_STATION = "community_station", "社区卫生服务站"
    CENTRAL_TOWNSHIP_HOSPITAL = "central_township_hospital", "中心卫生院"
    TOWNSHIP_HOSPITAL = "township_hospital", "乡镇卫生院"
    SUBDISTRICT_HOSPITAL = "subdistrict_hospital", "街道卫生院"
    OUTPATIENT_DEPARTMENT = "outpatient_department", "门诊部"
    CLINIC = "clinic", "诊所"
    INFIRMARY = "infirmary", "卫生所（站）"
    VILLAGE_CLINIC = "village_clinic", "村卫生室（所）"
    EMERGENCY_CENTRE = "emergency_centre", "急救中心（独立设置）"
    PALLIATIVE_CENTRE = "palliative_centre", "安宁疗护中心"
    DIALYSIS_CENTRE = "dialysis_centre", "血液透析中心"
    NURSING_HOME_HOSPITAL = "nursing_home_hospital", "护理院"
    ELDER_CARE_CLINIC = "elder_care_clinic", "养老机构内设医疗机构"
    INTERNET_HOSPITAL = "internet_hospital", "互联网医院"
    MILITARY_HOSPITAL = "military_hospital", "军队医疗机构"
    SINGLE_PHARMACY = "single_pharmacy", "单体药店"
    CHAIN_PHARMACY = "chain_pharmacy", "连锁药店"

    @property
    def kind(self) -> Kind:
        """Say whether the class is one of medical institutions or of pharmacies."""
        return Kind.PHARMACY if self in _PHARMACIES else Kind.MEDICAL

    @property
    def scope_group(self) -> int | None:
        """Give the group (1 to 7) of CX-7(1); ``None`` for pharmacies and for the military, named before the groups."""
        return _SCOPE_GROUP.get(self)  # A1

    @property
    def scope_source(self) -> str:
        """Give the place that lets the class apply: ``CX-7(1)3``, ``CX-7(1)`` for the military, ``CX-8``."""
        if self.kind is Kind.PHARMACY:
            return "CX-8"
        group = self.scope_group
        return "CX-7(1)" if group is None else f"CX-7(1){group}"


_PHARMACIES = frozenset({InstitutionClass.SINGLE_PHARMACY, InstitutionClass.CHAIN_PHARMACY})

_SCOPE_MEMBERS: dict[int, tuple[InstitutionClass, ...]] = {
    1: (
        InstitutionClass.GENERAL_HOSPITAL,
        InstitutionClass.TCM_HOSPITAL,
        InstitutionClass.INTEGRATED_HOSPITAL,
        InstitutionClass.ETHNIC_HOSPITAL,
        InstitutionClass.SPECIALIST_HOSPITAL,
        InstitutionClass.REHABILITATION_HOSPITAL,
    ),
    2: (InstitutionClass.SPECIALIST_CENTRE, InstitutionClass.MCH_CENTRE),
    3: (
        InstitutionClass.COMMUNITY_CENTRE,
        InstitutionClass.COMMUNITY_STATION,
        InstitutionClass.CENTRAL_TOWNSHIP_HOSPITAL,
        InstitutionClass.TOWNSHIP_HOSPITAL,
        InstitutionClass.SUBDISTRICT_HOSPITAL,
        InstitutionClass.OUTPATIENT_DEPARTMENT,
        InstitutionClass.CLINIC,
        InstitutionClass.INFIRMARY,
        InstitutionClass.VILLAGE_CLINIC,
    ),
    4: (InstitutionClass.EMERGENCY_CENTRE,),
    5: (
        InstitutionClass.PALLIATIVE_CENTRE,
        InstitutionClass.DIALYSIS_CENTRE,
        InstitutionClass.NURSING_HOME_HOSPITAL,
    ),
    6: (InstitutionClass.ELDER_CARE_CLINIC,),
    7: (InstitutionClass.INTERNET_HOSPITAL,),
}
_SCOPE_GROUP = {member: group for group, members in _SCOPE_MEMBERS.items() for member in members}


class Level(Labelled):
    """Level of an institution, which says who handles it (J2)."""

    TOWNSHIP = "township", "乡镇级"
    COUNTY = "county", "县级"
    PREFECTURE = "prefecture", "州（市）级"
    PROVINCE = "province", "省级"


class Ownership(Labelled):
    """Who owns it; read by C3 alone (J4)."""

    PUBLIC = "public", "公立"
    PRIVATE = "private", "社会办"


class Profit(Labelled):
    """Whether it works for profit (营利性质)."""

    NON_PROFIT = "non_profit", "非营利性"
    FOR_PROFIT = "for_profit", "营利性"


class LicenceKind(Labelled):
    """The licence an institution operates under (A2)."""

    MEDICAL_PRACTICE = "medical_practice", "医疗机构执业许可证"
    TCM_CLINIC_FILING = "tcm_clinic_filing", "中医诊所备案证"
    MILITARY_SERVICE = "military_service", "军队医疗机构为民服务许可证"
    DRUG_RETAIL = "drug_retail", "药品经营许可证"

    @property
    def kind(self) -> Kind:
        """Say which kind of institution holds it."""
        return Kind.PHARMACY if self is LicenceKind.DRUG_RETAIL else Kind.MEDICAL


class StaffRole(Labelled):
    """What a person does in an institution."""

    PHYSICIAN = "physician", "医师"
    NURSE = "nurse", "护士"
    PHARMACIST = "pharmacist", "药师"
    TECHNICIAN = "technician", "医技人员"
    INSURANCE_MANAGER = "insurance_manager", "医保管理人员"


class Certificate(Labelled):
    """The certificate a person holds; those of physicians count for A4, those of pharmacists for A8."""

    PHYSICIAN = "physician", "医师执业证书"
    VILLAGE_DOCTOR = "village_doctor", "乡村医生执业证书"
    TCM_SPECIALTY = "tcm_specialty", "中医（专长）医师资格证书"
    LICENSED_PHARMACIST = "licensed_pharmacist", "执业药师资格证书"
    PHARMACY_TITLE = "pharmacy_title", "药学专业技术资格证书"
    CLINICAL_PHARMACY_TITLE = "clinical_pharmacy_title", "临床药学专业技术资格证书"
    TCM_PHARMACY_TITLE = "tcm_pharmacy_title", "中药学专业技术资格证书"
    NURSE = "nurse", "护士执业证书"
    TECHNICIAN = "technician", "医技专业技术资格证书"
    NONE = "none", "无需证书"


_CERTIFICATES: dict[StaffRole, tuple[Certificate, ...]] = {
    StaffRole.PHYSICIAN: (Certificate.PHYSICIAN, Certificate.VILLAGE_DOCTOR, Certificate.TCM_SPECIALTY),
    StaffRole.NURSE: (Certificate.NURSE,),
    StaffRole.PHARMACIST: (
        Certificate.LICENSED_PHARMACIST,
        Certificate.PHARMACY_TITLE,
        Certificate.CLINICAL_PHARMACY_TITLE,
        Certificate.TCM_PHARMACY_TITLE,
    ),
    StaffRole.TECHNICIAN: (Certificate.TECHNICIAN,),
    StaffRole.INSURANCE_MANAGER: (Certificate.NONE,),
}


def certificates_of(role: StaffRole) -> tuple[Certificate, ...]:
    """Give the certificates a person in ``role`` may hold, the usual one first."""
    return _CERTIFICATES[role]


def classes_of(kind: Kind) -> tuple[InstitutionClass, ...]:
    """Give the classes of a kind, in the order of the documents."""
    return tuple(one for one in InstitutionClass if one.kind is kind)


def licences_of(kind: Kind) -> tuple[LicenceKind, ...]:
    """Give the licences that let a kind apply (A2)."""
    return tuple(one for one in LicenceKind if one.kind is kind)


class ApplicationKind(Labelled):
    """What an institution applies for."""

    ADMISSION = "admission", "首次定点申请"
    CATEGORY = "category", "增加医保支付类别"
    SUPPLEMENTARY = "supplementary", "互联网医院补充协议"
    RECOGNITION = "recognition", "同城（州市）互认"


class CaseState(Labelled):
    """Where an application stands."""

    RECEIVED = "received", "已收件"
    SUPPLEMENT = "supplement", "待补正"
    ACCEPTED = "accepted", "已受理"
    EVALUATING = "evaluating", "评估中"
    QUALIFIED = "qualified", "评估合格"
    LISTED = "listed", "审议通过"
    PUBLICITY = "publicity", "公示中"
    NEGOTIATING = "negotiating", "协商谈判"
    SIGNING = "signing", "待签约"
    SIGNED = "signed", "已签约"
    UNQUALIFIED = "unqualified", "评估不合格"
    NOT_PASSED = "not_passed", "审议未通过"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    ABANDONED = "abandoned", "视为放弃"
    WITHDRAWN = "withdrawn", "已撤回"
    BARRED = "barred", "两次不合格"
    DECLINED = "declined", "不予开通"

    @property
    def ended(self) -> bool:
        """Say whether the application is over: no step of its own follows."""
        return self in _ENDED


_ENDED = frozenset(
    {
        CaseState.SIGNED,
        CaseState.NOT_ACCEPTED,
        CaseState.ABANDONED,
        CaseState.WITHDRAWN,
        CaseState.BARRED,
        CaseState.DECLINED,
    }
)


class AgreementState(Labelled):
    """Where an agreement stands."""

    DRAFT = "draft", "拟稿"
    PRINTED = "printed", "已打印"
    IN_FORCE = "in_force", "履行中"
    SUSPENDED = "suspended", "中止"
    EXPIRED = "expired", "到期终止"
    TERMINATED = "terminated", "已解除"
    LAPSED = "lapsed", "自动终止"

    @property
    def ended(self) -> bool:
        """Say whether the agreement is over for good."""
        return self in {AgreementState.EXPIRED, AgreementState.TERMINATED, AgreementState.LAPSED}


class Ground(Labelled):
    """A ground of non-acceptance; what the documents say of each is in ``grounds``."""

    NON_BASIC_SCOPE = "non_basic_scope", "以非基本医疗服务为主"
    PRICE_POLICY = "price_policy", "未执行医药价格政策"
    UNPAID_PENALTY = "unpaid_penalty", "未履行行政处罚、法律责任"
    FRAUD = "fraud", "弄虚作假申请定点"
    ILLEGAL_TERMINATION = "illegal_termination", "因违法违规被解除协议"
    SERIOUS_BREACH = "serious_breach", "因严重违约被解除协议"
    PERSON_BEHIND_TERMINATION = "person_behind_termination", "负责人曾致原定点机构被解除协议"
    DISHONEST_PERSON = "dishonest_person", "负责人被列入失信人名单"
    OTHER = "other", "法律法规规定的其他情形"
    BAD_INFLUENCE = "bad_influence", "医托、虚假广告、出租承包科室等不良影响"


class CheckHow(Labelled):
    """How a ground of non-acceptance was checked (A19)."""

    DEPARTMENT_DATA = "department_data", "部门信息联查"
    COMMITMENT = "commitment", "告知承诺"


class DeliveryHow(Labelled):
    """How a notice reached the applicant."""

    HAND = "hand", "直接送达"
    POST = "post", "邮寄送达"
    ELECTRONIC = "electronic", "电子送达"
    LEFT = "left", "留置送达"
    PUBLIC = "public", "公告送达"
