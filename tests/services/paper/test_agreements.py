"""The papers around the signing: negotiation, study, authorisation, filing, one by one and as a batch."""

from __future__ import annotations

import msgspec
import pytest

from tests.paper.documents.reading import text_of
from tests.services.cases import ADMITTED, DRAFTED, LISTED, VISITED, Led
from tests.services.paper.conftest import exists, numbers, printed
from yb_desktop.base.errors import BadInput
from yb_desktop.services import papers
from yb_desktop.services.paper.agreements import filing_of


@pytest.fixture
def negotiating(led: Led) -> Led:
    led.do("2026-03-02", "applications.receive_materials")
    led.through(ADMITTED, VISITED, LISTED, DRAFTED[:1])
    return led


def test_the_negotiation_is_on_record_with_its_topics(negotiating: Led) -> None:
    assert not exists(negotiating, "negotiation_record")
    step = negotiating.do("2026-04-08", "agreements.negotiate", requests="明确时限", agreed="按现行文本签订")
    assert step.documents == ("negotiation_record",)
    text = printed(negotiating, "negotiation_record")
    for words in ("公示期满日2026年4月2日", "7其他需要协商谈判的事项", "乙方诉求明确时限", "按现行文本签订"):
        assert words in text, words


def test_topics_that_were_entered_are_printed_as_they_are(negotiating: Led) -> None:
    negotiating.do("2026-04-08", "agreements.negotiate", topics=["预算指标", "信息接口"])
    text = printed(negotiating, "negotiation_record")
    assert "1预算指标□一致□不一致2信息接口" in text
    assert "文件列明" not in text


def test_the_study_sheet_lists_who_came(negotiating: Led) -> None:
    negotiating.do("2026-04-08", "agreements.negotiate")
    assert not exists(negotiating, "study_sheet")
    step = negotiating.do("2026-04-09", "agreements.study", people=["负责人戊", "医师己", "外来人"])
    assert step.documents == ("study_sheet",)
    assert "1负责人戊主要负责人2医师己医师3外来人" in printed(negotiating, "study_sheet")


def test_whoever_signs_for_another_has_a_letter(negotiating: Led) -> None:
    negotiating.through(DRAFTED[1:])
    assert numbers(negotiating, "authorisation") == ["532326-2026-0001-乙方委托书"]
    assert "受委托人：职务：" in printed(negotiating, "authorisation")
    negotiating.do("2026-04-10", "agreements.print")
    assert not exists(negotiating, "filing_form") or "协议备案表" not in printed(negotiating, "filing_form")
    signers = [
        {"party": "a", "name": "副局长丁", "authorisation": "2026年第1号委托书"},
        {"party": "b", "name": "法人丁"},
    ]
    step = negotiating.do("2026-04-10", "agreements.sign", signers=signers)
    assert step.documents == ("authorisation", "filing_form")
    assert numbers(negotiating, "authorisation") == ["532326-2026-0001-甲方委托书"]
    text = printed(negotiating, "authorisation")
    assert "委托单位：大姚县医疗保险管理局" in text
    assert "受委托人：副局长丁" in text
    assert "2026年第1号委托书" in text


def test_an_agreement_is_filed_alone_or_in_a_batch(negotiating: Led) -> None:
    negotiating.through(DRAFTED[1:])
    negotiating.do("2026-04-10", "agreements.print")
    with pytest.raises(BadInput, match="还没有签订"):
        papers.filing_of(negotiating.clerk, (negotiating.agreement,))
    with pytest.raises(BadInput, match="请指明要备案的协议"):
        papers.filing_of(negotiating.clerk, ())
    step = negotiating.do("2026-04-10", "agreements.sign")
    assert step.documents == ("filing_form",)
    assert not exists(negotiating, "authorisation")
    text = printed(negotiating, "filing_form")
    for words in ("医疗保障服务协议备案表", "532326-2026-0001", "2026年4月10日", "备案日期：年月日", "第23条"):
        assert words in text, words
    step = negotiating.do("2026-04-13", "agreements.file", receipt="姚医保备〔2026〕5号")
    assert step.documents == ("filing_form",)
    text = printed(negotiating, "filing_form")
    assert "接收回执号：姚医保备〔2026〕5号备案日期：2026年4月13日" in text
    twice = papers.filing_of(negotiating.clerk, (negotiating.agreement, negotiating.agreement))
    assert twice == papers.paper(negotiating.clerk, "filing_form", agreement=negotiating.agreement)
    assert "共1件" in text_of(twice)


def test_a_batch_is_numbered_by_its_first_and_their_count(negotiating: Led) -> None:
    negotiating.through(DRAFTED[1:])
    negotiating.do("2026-04-10", "agreements.print")
    negotiating.do("2026-04-10", "agreements.sign")
    clerk = negotiating.clerk
    with clerk.store.read() as reader:
        one = reader.agreement(negotiating.agreement)
        two = msgspec.structs.replace(one, number="532326-2026-0002")
        text = text_of(filing_of(clerk, reader, (one, two), None))
    assert "编号：532326-2026-0001等2份-备案" in text
    assert "共2件" in text
    assert text.index("1大姚县石羊镇柳树村卫生室") < text.index("2大姚县石羊镇柳树村卫生室")
