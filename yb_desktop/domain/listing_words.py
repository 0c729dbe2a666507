"""The words of institution lists: what offices write for a class, an owner, a state, and what they mean.

The tables are read from top to bottom, the narrower word first. J6: who was struck off for breach or fraud stays out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.vocabulary import InstitutionClass, Level, LicenceKind, Ownership
from yb_desktop.law.areas import Areas
from yb_desktop.law.catalogue import Kind

_CLASS_WORDS: tuple[tuple[str, InstitutionClass], ...] = (
    ("连锁", InstitutionClass.CHAIN_PHARMACY),
    ("药店|药房|零售药|大药|医药超市|单体", InstitutionClass.SINGLE_PHARMACY),
    ("互联网", InstitutionClass.INTERNET_HOSPITAL),
    ("军队|部队|解放军|武警", InstitutionClass.MILITARY_HOSPITAL),
    ("中西医结合医院", InstitutionClass.INTEGRATED_HOSPITAL),
    ("(民族|彝|藏|蒙|傣|苗)医医?院", InstitutionClass.ETHNIC_HOSPITAL),
    ("中医医?院", InstitutionClass.TCM_HOSPITAL),
    ("康复医院", InstitutionClass.REHABILITATION_HOSPITAL),
    ("妇幼", InstitutionClass.MCH_CENTRE),
    ("护理院", InstitutionClass.NURSING_HOME_HOSPITAL),
    ("血液透析|血透", InstitutionClass.DIALYSIS_CENTRE),
    ("安宁疗护", InstitutionClass.PALLIATIVE_CENTRE),
    ("急救", InstitutionClass.EMERGENCY_CENTRE),
    ("养老|敬老|福利院", InstitutionClass.ELDER_CARE_CLINIC),
    ("社区卫生服务中心", InstitutionClass.COMMUNITY_CENTRE),
    ("社区卫生服务站", InstitutionClass.COMMUNITY_STATION),
    ("街道卫生院", InstitutionClass.SUBDISTRICT_HOSPITAL),
    ("中心卫生院", InstitutionClass.CENTRAL_TOWNSHIP_HOSPITAL),
    ("卫生院", InstitutionClass.TOWNSHIP_HOSPITAL),
    ("村.*卫生[室所]|卫生室", InstitutionClass.VILLAGE_CLINIC),
    ("防治[院所站]|疾控|疾病预防", InstitutionClass.SPECIALIST_CENTRE),
    ("门诊部", InstitutionClass.OUTPATIENT_DEPARTMENT),
    ("诊所", InstitutionClass.CLINIC),
    ("卫生[所站]|医务室|保健[室站]", InstitutionClass.INFIRMARY),
    ("(眼科|口腔|骨科|精神|肿瘤|儿童|传染|妇产|皮肤|专科|肛肠|耳鼻喉).*医院", InstitutionClass.SPECIALIST_HOSPITAL),
    ("医院", InstitutionClass.GENERAL_HOSPITAL),
)
_CLASSES = tuple((re.compile(words), cls) for words, cls in _CLASS_WORDS)
_BY_LABEL = {cls.label: cls for cls in InstitutionClass}

_PRIVATE = re.compile("非公|民营|私|社会办|个体|民办|股份|合伙|有限")
_PUBLIC = re.compile("公立|国有|政府|集体|全民|公办")
_NO_MATTER = re.compile("(未|无|没有|不)(被)?(解除|取消|欺诈|骗保|违规|违约|终止|注销)|恢复")
_FOR_BREACH = re.compile("欺诈|骗保|骗取|违规|违约|违法|吊销|清退|处罚")
_ENDED = re.compile("解除|取消|终止|注销|停业|歇业|退出|除名|吊销|清退")

_PEOPLES = re.compile("((彝|傣|傈僳|回|苗|白|壮|布依|水|哈尼|纳西|拉祜|瑶|藏|蒙古)族)+(?=乡$)")

_TOWNSHIP_LEVEL = frozenset(
    {
        InstitutionClass.CENTRAL_TOWNSHIP_HOSPITAL,
        InstitutionClass.TOWNSHIP_HOSPITAL,
        InstitutionClass.SUBDISTRICT_HOSPITAL,
        InstitutionClass.VILLAGE_CLINIC,
    }
)
_USUALLY_PUBLIC = _TOWNSHIP_LEVEL | {InstitutionClass.MCH_CENTRE, InstitutionClass.COMMUNITY_CENTRE}


def class_of(text: str) -> InstitutionClass | None:
    """Give the class that a label or a name stands for, or nothing."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    exact = _BY_LABEL.get(text)
    return exact or next((cls for words, cls in _CLASSES if words.search(plain)), None)


def area_resolver(areas: Areas, home_area: str) -> Callable[[str], str | None]:
    """Make the look-up that lists need: a township of the home county (石羊镇, 石羊, 湾碧乡), a county, or any code."""
    home = home_area[:6]
    names: dict[str, str] = {}
    for township in areas.within(home):
        plain = _PEOPLES.sub("", township.name)
        for name in (township.name, plain, re.sub(r"(街道|镇|乡)$", "", plain)):
            names.setdefault(name, township.code)

    def resolve(text: str) -> str | None:
        if text in names:
            return names[text]
        if found := areas.find(text):
            return found.code
        try:
            return areas.resolve(text)
        except BadInput:
            return None

    return resolve


def ownership_of(text: str) -> Ownership | None:
    """Give the owner that a text names, or nothing."""
    if _PRIVATE.search(text):
        return Ownership.PRIVATE
    return Ownership.PUBLIC if _PUBLIC.search(text) else None


def default_ownership(cls: InstitutionClass) -> Ownership:
    """Give the usual owner of a class, for lists that do not say."""
    return Ownership.PUBLIC if cls in _USUALLY_PUBLIC else Ownership.PRIVATE


def profit_of(text: str, cls: InstitutionClass) -> bool:
    """Say whether it works for profit: as written, else pharmacies do."""
    if "营利" in text:
        return "非营利" not in text
    return cls.kind is Kind.PHARMACY


def level_of(cls: InstitutionClass) -> Level:
    """Give the level at which a class usually stands (J2)."""
    return Level.TOWNSHIP if cls in _TOWNSHIP_LEVEL else Level.COUNTY


def licence_kind(cls: InstitutionClass, number: str) -> LicenceKind:
    """Give the licence a class holds (A2)."""
    if cls.kind is Kind.PHARMACY:
        return LicenceKind.DRUG_RETAIL
    if cls is InstitutionClass.MILITARY_HOSPITAL:
        return LicenceKind.MILITARY_SERVICE
    return LicenceKind.TCM_CLINIC_FILING if "备" in number else LicenceKind.MEDICAL_PRACTICE


def struck_off(status: str) -> str | None:
    """Say why a row must not be taken in, from what the list says of its state (J6); nothing where it may."""
    if not status or _NO_MATTER.search(status) or not (_ENDED.search(status) or "骗保" in status):
        return None
    if _FOR_BREACH.search(status):
        return f"名单注明“{status}”：因违规或欺诈被取消的机构不予纳入（J6）。"
    return f"名单注明“{status}”：已不是定点机构，不纳入。"
