"""The letter by which a legal representative lets someone else sign."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.forms import CLINIC, LONG, OFFICE, in_order, sender, sound
from tests.paper.documents.reading import pages_of
from yb_desktop.paper.documents.authorisation import Authorisation, authorisation

LETTER = Authorisation(
    sender=sender("532326-2026-0001-乙方委托书"),
    party=CLINIC,
    legal_rep="王喆",
    uscc="52532326MJ10100015",
    other=OFFICE,
    agreement="532326-2026-0001",
    title="定点医疗机构医疗保障服务协议",
    agent="孙𠅤",
    letter="2026年4月7日委托书",
)


def test_it_says_who_may_sign_what_and_with_whom() -> None:
    text = sound(lambda signer: authorisation(LETTER, signer=signer))
    in_order(
        text,
        "授权委托书",
        f"委托单位：{CLINIC}",
        "法定代表人：王喆",
        "受委托人：孙𠅤",
        f"与{OFFICE}签订《定点医疗机构医疗保障服务协议》（协议编号：532326-2026-0001）",
        "受委托人无转委托权",
        "2026年4月7日委托书。",
        f"委托单位：{CLINIC}",
    )
    assert len(pages_of(authorisation(LETTER))) == 1


def test_the_one_who_signs_may_be_filled_in_by_hand() -> None:
    open_ = replace(LETTER, party=LONG, agent="", letter="", uscc="")
    text = sound(lambda signer: authorisation(open_, signer=signer))
    assert "受委托人：职务：" in text
    assert "登记的委托书" not in text
    assert LONG in text
