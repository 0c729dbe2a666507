"""The papers of an agreement in force: there after their step, refused before, true to the records (C1–C14)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.services.many import sign_many
from tests.services.office import Make, Office
from tests.services.paper.printing import CHANGES, printed, refs_of
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.changes import RenewalPapers
from yb_desktop.domain.vocabulary import Level
from yb_desktop.paper.days import day_words
from yb_desktop.services import papers
from yb_desktop.services import renewal_round as rounds
from yb_desktop.store import lists

APRIL = date(2026, 4, 1)
MAY = date(2026, 5, 6)
JUNE = date(2026, 6, 1)


def last(office: Office, document: str) -> str:
    """Print the newest paper of a kind."""
    return printed(office, [ref for ref in refs_of(office) if ref.document == document][-1])


def test_before_its_step_a_paper_is_refused(bound: Office) -> None:
    assert refs_of(bound) == ()
    for document in sorted(CHANGES):
        with pytest.raises(BadInput, match="还没有") as refusal:
            papers.paper(bound.at("经办员"), document, agreement=bound.agreement)
        assert refusal.value.code == "paper"
        with pytest.raises(BadInput, match="哪一份协议"):
            papers.paper(bound.at("经办员"), document)


def test_a_change_is_applied_for_on_one_form_and_done_on_another(bound: Office) -> None:
    fields: dict[str, Json] = {"name": "大姚县堃㛃䶮𠅤诊所", "beds": 20, "controller": {"name": "王祎喆"}}
    bound.do("changes.request_change", JUNE, fields=fields, approved_on="2026-04-01", evidence="核准通知书")
    change = bound.paper().changes[0]
    (asked,) = refs_of(bound)
    assert (asked.title, asked.number, asked.on) == ("变更申请表", f"{bound.paper().number}-变更申请", JUNE)
    before = printed(bound, asked)
    assert f"逾期{change.late}个工作日提出申请" in before
    bound.both("changes.complete_change", date(2026, 6, 15))
    form, done = refs_of(bound)
    assert printed(bound, form) == before, "what was applied for stays as it was"
    text = printed(bound, done)
    assert (done.title, done.number) == ("变更办理单", "大医保变〔2026〕1号")
    with bound.desk.store.read() as reader:
        old = reader.institution(bound.institution).registration
    assert old.name == "大姚县堃㛃䶮𠅤诊所"
    for words in ("机构名称", "大姚县堃㛃䶮𠅤诊所", "床位数0张20张", "实际控制人（未登记）王祎喆", "核准通知书"):
        assert words in text, words
    # C2: seven working days after 1 June are over on the 10th; 11, 12 and 15 June are late.
    assert "至2026年6月10日（自2026年6月1日的次日起算7个工作日，楚医保〔2022〕10号第32条）" in text
    assert "经办机构逾期3个工作日办结。" in text
    assert "经办人：经办员" in text
    assert "审核人：审核员" in text


def test_two_changes_have_two_forms_each(bound: Office) -> None:
    bound.do("changes.request_change", APRIL, fields={"beds": 3})
    bound.do("changes.request_change", APRIL, fields={"grade": "一级"})
    bound.both("changes.complete_change", MAY)
    bound.both("changes.complete_change", MAY)
    refs = refs_of(bound)
    assert [ref.number.removeprefix(bound.paper().number) for ref in refs] == [
        "-变更申请",
        "-变更申请2",
        "大医保变〔2026〕1号",
        "大医保变〔2026〕2号",
    ]
    assert "机构等级（未登记）一级" in printed(bound, refs[1])
    assert "机构等级（未登记）一级" in printed(bound, refs[3])
    assert "床位数0张3张" in printed(bound, refs[2])


def test_a_wish_to_suspend_says_c7_and_a_later_name_does_not_change_it(bound: Office) -> None:
    bound.do("changes.request_suspension", APRIL, reason="装修", from_="2026-04-20")
    bound.both("changes.suspend", date(2026, 4, 2))
    (ref,) = refs_of(bound)
    text = printed(bound, ref)
    wish, suspension = bound.paper().asked[0], bound.paper().suspensions[0]
    assert (ref.number, ref.on) == (suspension.number, suspension.on)
    assert f"晚{wish.late}个工作日（依据国家医疗保障局令第2号第44条）" in text
    assert "自2026年4月20日起中止与你单位" in text
    (due,) = [
        one for one in bound.desk.law.due("C7", suspension.begins, area="532326", kind=bound.paper().institution_kind)
        if not one.outer
    ]  # fmt: skip
    assert f"至迟于{day_words(due.last_day)}（暂定）" in text
    assert "楚医保〔2022〕10号第34条（一）、国家医疗保障局令第2号第42条" in text
    bound.do("institutions.amend", date(2026, 4, 3), fields={"phone": "0878-1111111"})
    assert printed(bound, ref) == text


def test_an_imposed_suspension_names_its_item_and_is_counted(bound: Office) -> None:
    bound.both("changes.suspend", APRIL, ground="false_data", reason="虚报人次")
    bound.do("changes.resume", date(2026, 4, 2), reason="整改到位")
    bound.both("changes.suspend", MAY, ground="fund_risk")
    first, resumed, second = refs_of(bound)
    text = printed(bound, first)
    assert "第34条（二）第2项" in text
    assert "未按规定提供数据或者数据不真实。具体情况：虚报人次。" in text
    assert "第1次由我单位作出的中止" in text
    assert "引以为戒" in text
    assert "180日" not in text
    text = printed(bound, second)
    assert "第2次由我单位作出的中止" in text
    assert "已达到应当解除协议的次数" in text
    assert "（依据楚医保〔2022〕10号第35条（一）第1项、国家医疗保障局令第2号第43条）" in text
    text = printed(bound, resumed)
    assert f"2026年4月1日作出的中止决定书（{first.number}）" in text
    assert "自2026年4月2日起恢复履行" in text
    assert "提出恢复" not in text


def test_a_resumption_names_the_request_that_met_the_limit(bound: Office) -> None:
    bound.do("changes.request_suspension", APRIL)
    bound.both("changes.suspend", APRIL)
    bound.do("changes.request_resumption", MAY)
    bound.do("changes.resume", JUNE)
    text = last(bound, "resumption_decision")
    assert "于2026年5月6日提出恢复履行协议的申请，未超过规定的期限（最后一日为2026年9月28日" in text


def test_a_termination_names_its_grounds_what_was_counted_and_who_is_barred(bound: Office) -> None:
    for day in (APRIL, MAY):
        bound.both("changes.suspend", day, ground="fund_risk")
        bound.do("changes.resume", day)
    bound.both("changes.terminate", JUNE, grounds=["suspended_twice", "fund_fraud"], reason="虚构服务")
    text = last(bound, "termination_decision")
    ending = bound.paper().ending
    assert ending is not None
    for words in (
        "1．协议有效期内累计2次及以上被中止协议。2．经查实有欺诈骗保行为。",
        "2026年4月1日，大医保中止〔2026〕1号；2026年5月6日，大医保中止〔2026〕2号。",
        "第35条（一）第1项、第35条（一）第3项",
        f"自{day_words(ending.effective)}起解除与你单位",
        "你单位再次申请医疗保障定点的，不予受理，至2029年6月1日",
        f"由{'、'.join(ending.persons)}任法定代表人",
        "至2031年6月1日",
        "自2031年6月2日",
    ):
        assert words in text, words
    with pytest.raises(BadInput, match="还没有"):
        papers.paper(bound.at("经办员"), "termination_announcement", agreement=bound.agreement)
    bound.do("changes.publish_terminated", date(2026, 6, 3), where=["州医疗保障局网站", "公示栏"], day="2026-06-02")
    text = last(bound, "termination_announcement")
    assert "2026年6月1日自解除之日起" in text
    assert "本公告于2026年6月2日在州医疗保障局网站、公示栏公布。" in text


def test_a_wish_to_terminate_holds_nothing_against_anybody(bound: Office) -> None:
    bound.do("changes.request_termination", APRIL, reason="歇业", from_="2026-08-03")
    bound.both("changes.terminate", APRIL)
    text = last(bound, "termination_decision")
    assert "（理由：歇业），请求自2026年8月3日起解除。" in text
    assert "自2026年8月3日起解除与你单位" in text
    assert "第35条（一）第12项" in text
    assert "不予受理" not in text


def test_branches_of_a_chain_are_named(made: Make) -> None:
    office = made(kind="pharmacy", class_="chain_pharmacy", name="大姚连锁一店", legal_rep="总部法人")
    office.in_force()
    sign_many(office, 2, on=date(2026, 3, 12), ends=date(2027, 3, 11))
    office.both("changes.terminate", APRIL, grounds=["drug_safety"])
    text = last(office, "termination_decision")
    assert "第35条（二）第2项" in text
    assert "（总部法人、负责人戊）任法定代表人、企业负责人或者实际控制人的下列分支药店" in text
    assert "（依据楚医保〔2022〕10号第35条（二）第14项）" in text
    assert "大姚连锁一店2（532326-2026-0002）；大姚连锁一店3（532326-2026-0003）" in text
    assert "（本地默认，非文件规定）" in text, "C16 binds medical institutions only"


def test_a_decision_of_the_prefecture_names_agreements_elsewhere(made: Make) -> None:
    code = "52532326MJ00000017"
    county = made(seed=8, uscc=code)
    county.in_force()
    prefecture = made(area="532300", level=Level.PREFECTURE, uscc=code)
    prefecture.in_force()
    sent(county, prefecture)
    prefecture.both("changes.suspend", APRIL, ground="fund_risk")
    text = last(prefecture, "suspension_decision")
    assert f"（依据国家医疗保障局令第2号第44条）：{county.paper().number}（大姚县）。" in text


def test_in_qujing_only_the_order_of_the_nation_is_cited(made: Make) -> None:
    office = made(area="530326")
    office.in_force()
    office.both("changes.suspend", APRIL, ground="fund_risk")
    text = last(office, "suspension_decision")
    assert "楚医保" not in text
    assert "国家医疗保障局令第2号" in text
    office.do("changes.request_change", APRIL, fields={"beds": 3})
    text = last(office, "change_form")
    assert "办理期限本地区没有规定。" in text


def test_a_renewal_that_is_public_has_its_notice(bound: Office) -> None:
    bound.do("changes.request_renewal", date(2026, 11, 2))
    bound.do("changes.publish_renewal", date(2026, 11, 9), where=["公示栏"])
    (ref,) = refs_of(bound)
    text = printed(bound, ref)
    assert "2027年3月11日2026年11月2日一、公示时间" in text
    assert "自2026年11月9日起，至2026年11月18日" in text
    assert "公示栏。" in text
    assert "本地默认，非文件规定" in text


def test_a_round_stands_on_one_notice_in_order(bound: Office) -> None:
    ends = date(2026, 12, 31)
    many = sign_many(bound, 60, on=date(2026, 3, 12), ends=ends)
    desk = bound.at("经办员")
    rounds.request_all(desk, on=date(2026, 12, 2), papers={one: RenewalPapers(credit_report="报告") for one in many})
    rounds.publish_all(desk, on=date(2026, 12, 3), agreements=many, where=("公示栏",))
    bound.agreement = many[30]
    (ref,) = refs_of(bound)
    text = printed(bound, ref)
    assert "下列60家定点医药机构" in text
    places = [text.index(f"532326-2026-{serial:04d}") for serial in range(2, 62)]
    assert places == sorted(places)


def test_a_step_taken_back_has_no_paper_and_its_number_is_not_given_again(bound: Office) -> None:
    bound.do("changes.request_change", APRIL, fields={"beds": 3})
    void(bound, APRIL)
    assert refs_of(bound) == ()
    bound.do("changes.request_change", APRIL, fields={"beds": 4})
    (ref,) = refs_of(bound)
    assert ref.number.endswith("-变更申请2")
    bound.both("changes.suspend", MAY, ground="fund_risk")
    void(bound, MAY)
    with pytest.raises(BadInput, match="还没有"):
        papers.paper(bound.at("经办员"), "suspension_decision", agreement=bound.agreement)


def void(office: Office, on: date) -> None:
    office.do("cases.void_step", on, {"agreement": office.agreement}, reason="登记有误")
    office.do("cases.release", on, {"agreement": office.agreement}, who="审核员")


def sent(from_: Office, to: Office) -> None:
    """Take everything one office has on record into the books of another."""
    info = from_.desk.info
    with from_.desk.store.read() as reader:
        records = list(reader.records(office=info.office, device=info.device))
    with to.desk.store.write() as tx:
        assert tx.take(records).refused == ()


def test_another_office_does_not_print_it(made: Make) -> None:
    office, other = made(seed=8), made(area="532323")
    office.in_force()
    office.do("changes.request_change", APRIL, fields={"beds": 3})
    sent(office, other)
    assert papers.documents_of(other.at("经办员"), agreement=office.agreement) == ()
    with pytest.raises(NotAllowed) as refusal:
        papers.paper(other.at("经办员"), "change_form", agreement=office.agreement)
    assert refusal.value.rule == "J1"


def test_every_number_of_the_register_has_its_paper(bound: Office) -> None:
    bound.do("changes.request_change", APRIL, fields={"beds": 3})
    bound.both("changes.complete_change", APRIL)
    bound.both("changes.suspend", MAY, ground="fund_risk")
    bound.do("changes.resume", MAY)
    bound.both("changes.terminate", JUNE, grounds=["as_agreed"])
    bound.do("changes.publish_terminated", JUNE)
    with bound.desk.store.read() as reader:
        given = {(row.document, row.number) for row in lists.documents(reader, entity=bound.agreement).rows}
    there = {(ref.document, ref.number) for ref in refs_of(bound)}
    assert {one for one in given if one[0] in CHANGES} == {one for one in there if "变更申请" not in one[1]}
