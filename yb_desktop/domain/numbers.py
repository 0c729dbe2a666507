"""Document numbers (文号) and agreement numbers of an office: one series a document and year, no gaps."""

from __future__ import annotations

from yb_desktop.law.areas import Areas

WORDS = {
    "intake_receipt": "收",
    "supplement_notice": "补",
    "acceptance_notice": "受",
    "refusal_notice": "不受",
    "visit_form": "核",
    "minutes": "纪",
    "result_notice": "评",
    "publicity_list": "公示",
    "assessment_notice": "考",
    "inquiry_letter": "函",
    "audit_notice": "稽",
    "audit_findings": "稽告",
    "audit_review": "稽复",
    "audit_decision": "稽处",
    "mending_order": "改",
    "recovery_notice": "追",
    "change_form": "变",
    "suspension_decision": "中止",
    "resumption_decision": "恢复",
    "termination_decision": "解",
    "termination_announcement": "解告",
    "renewal_notice": "续",
}
"""The word that tells the series of each numbered document."""


def document_number(office_word: str, document: str, year: int, serial: int) -> str:
    """Give a document number such as ``大医保受〔2026〕12号``."""
    return f"{office_word}医保{WORDS[document]}〔{year}〕{serial}号"


def agreement_number(office: str, year: int, serial: int) -> str:
    """Give an agreement number such as ``532326-2026-0001``."""
    return f"{office}-{year}-{serial:04d}"


def office_word(areas: Areas, office: str) -> str:
    """Give the short word of an office in its numbers: the first character of its area's name (大姚县 → 大)."""
    return areas.get(office).name[:1]
