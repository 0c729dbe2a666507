"""Files that travel downward as one snapshot: rules, divisions, forms, texts; each office answers for itself."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import msgspec
import pytest

from tests.paper.documents.reading import text_of as text_of_paper
from tests.services.exchange.desks import COUNTY, OTHER, PREFECTURE, TODAY, register, signed
from tests.services.exchange.test_reference import last_days
from tests.services.exchange.ways import TOWNSHIP, World
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput, NotAllowed, Refused, YbError
from yb_desktop.base.files import shipped
from yb_desktop.domain.agreement_text import text_of
from yb_desktop.domain.forms import FormUse
from yb_desktop.domain.office import TEXT_MEDIA
from yb_desktop.domain.people import Role
from yb_desktop.domain.versions import OWN_FIRST, of_office, version_words
from yb_desktop.law.catalogue import Kind
from yb_desktop.services.agreement_texts import FORMS, text_at, text_in_force
from yb_desktop.services.exchange import sending
from yb_desktop.services.exchange.keys_care import accept_trust, make_trust
from yb_desktop.services.exchange.sending import ExportedBundle
from yb_desktop.services.exchange.trust_changes import TrustChanges
from yb_desktop.services.paper.empty import EMPTY, empty_form
from yb_desktop.services.papers import documents_of, paper
from yb_desktop.services.reference_files import checked_file, form_in_force, keep_file
from yb_desktop.services.views.applications import case_view
from yb_desktop.services.views.exchange import exchange_view
from yb_desktop.services.views.exchange_preview import taken_words
from yb_desktop.services.views.exchange_ways import Stage
from yb_desktop.services.views.forms_in_use import form_lines
from yb_desktop.services.views.own_texts import text_lines
from yb_desktop.services.views.reference import NEVER, NEW, OLD, file_lines, load
from yb_desktop.services.views.rules import Place, rule_view

PREFECTURE_FIRST = of_office(PREFECTURE, OWN_FIRST)
"""The first version of a form that the prefecture loaded."""
RULES = """
[[rule]]
id = "A15"
title = "材料不全的一次性告知"
kind = "deadline"
count = "act"
[[rule.basis]]
source = "CX-12"
value = 7
unit = "working_days"
words = "收到材料之日起7个工作日内"
[[rule.basis]]
source = "N2-8"
kinds = ["medical"]
value = 5
unit = "working_days"
words = "自收到材料之日起5个工作日内"
"""
AREAS = """
[[area]]
code = "532326199"
name = "新设镇"
[[alias]]
old = "532326101"
new = "532326199"
note = "撤并"
"""
TEXT = """# 实施细则

第十一条【材料】 应当提交材料。

第十二条【告知】 材料不全的，应当一次性告知。
（一）书面告知。

## 第三章 评估

第十三条 评估由小组组织。
"""


def file(world: World, name: str, text: str) -> Path:
    path = world.home / name
    path.write_text(text, "utf-8")
    return path


def loaded(world: World, name: str, text: str, document: str = "", who: str = "prefecture") -> None:
    """Load a file at a desk."""
    desk = world[who]
    with desk.store.read() as reader:
        leaders = [one for one in reader.people() if Role.LEADER in one.roles]
    if leaders:
        desk = desk.sign_in(leaders[0])
    load(desk, checked_file(desk, file(world, name, text), document), TODAY)


def handed_out(world: World, *names: str) -> tuple[ExportedBundle, ...]:
    """Export the reference data and take it in at these desks."""
    bundles = world.send("prefecture", "all").bundles
    for name in names:
        for one in bundles:
            assert world.take(name, one.file).refused == ()
    return bundles


def new_sheet(name: str = "visit_medical", title: str = "州里的核查表", **changed: str) -> str:
    """Give the text of a form of the program with another title, and labels changed by their items."""
    text = shipped("forms", f"{name}.toml").read_text("utf-8")
    plain = tomllib.loads(text)
    labels = {item["id"]: item["label"] for section in plain["section"] for item in section["item"]}
    for old, new in ((plain["title"], title), *((labels[one], label) for one, label in changed.items())):
        text = text.replace(f'"{old}"', f'"{new}"', 1)
    return text


def place(world: World) -> Place:
    return Place(world["county"].info.area, Kind.MEDICAL, TODAY)


def test_a_changed_limit_moves_the_clocks_of_a_county_and_what_was_done_stays(world: World) -> None:
    register(world["county"], 1)
    with world["county"].store.read() as reader:
        institution = reader.same_name_in(COUNTY, "第1村卫生室")[0].id
    case = world.do("county", "applications.receive_materials", institution=institution).entity
    before = last_days(world, "county", case)
    found = checked_file(world["prefecture"], file(world, "新规则.toml", RULES))
    assert any("5个工作日" in one and "7个工作日" in one for one in found.changes)
    loaded(world, "新规则.toml", RULES)
    (one,) = world.send("prefecture", "all").bundles
    done = world.take("county", one.file)
    after = last_days(world, "county", case)
    assert after != before
    assert {rule for rule, day in {*after} - {*before}} == {"A15"}
    assert case in {moved.entity for moved in done.moved}
    assert "期限的最后一日有变动" in taken_words(done)
    words = {basis.words for basis in rule_view(world["county"], "A15", place(world)).bases}
    assert "收到材料之日起7个工作日内" in words
    past = world["county"].law.as_of(date(2026, 3, 1))
    assert past.figure("A15", area=COUNTY, on=TODAY) == 5, "steps of earlier days keep the rule of their day"
    world["county"].store.rebuild()
    assert last_days(world, "county", case) == after
    world["county"].store.close()
    del world.desks["county"]
    assert last_days(world, "county", case) == after, "opened again, the same law holds"


def test_divisions_take_effect(world: World) -> None:
    loaded(world, "区划.toml", AREAS)
    handed_out(world, "county")
    areas = world["county"].law.areas
    assert areas.get("532326101").name == "新设镇", "the old code means the new township"
    assert areas.parent("532326199") == areas.get(COUNTY)
    assert "532326101" not in {one.code for one in areas.within(COUNTY)}


def test_a_form_is_a_version_that_new_visits_use_and_laptops_know(world: World) -> None:
    world.do("county", "evaluation.assign_visit", case=world.visited, laptops=["nb1"])
    old = world.case("county", world.visited).visit
    assert old is not None
    loaded(world, "核查表.toml", new_sheet())
    handed_out(world, "county")
    with world["county"].store.read() as reader:
        form = form_in_force(reader, FormUse.VISIT, Kind.MEDICAL, TODAY)
    assert (form.title, version_words(form.version, COUNTY)) == ("州里的核查表", "上级第 1 版")
    assert version_words(form.version, PREFECTURE) == "本单位第 1 版"
    world.do("county", "evaluation.visit_failed", case=world.visited, reason="closed")
    world.do("county", "evaluation.assign_visit", case=world.visited, laptops=["nb2"])
    new = world.case("county", world.visited).visit
    assert new is not None
    assert (old.version, new.version) == (1, form.version)
    *_, last = world.send("county", COUNTY).bundles
    assert world.take("nb2", last.file).refused == ()
    who = world.case("nb2", world.visited).team[0].person
    world.do("nb2", "evaluation.answer_item", case=world.visited, item="three_months", inspector=who, answer="yes")
    world.answer("county", world.send("nb2", COUNTY), "nb2")
    assert len(new.answers) + 1 == len((world.case("county", world.visited).visit or new).answers)


def test_every_form_travels_and_what_was_begun_keeps_its_own(world: World) -> None:
    """Materials, the panel's sheet and the assessment; each on paper too, and the prefecture reads what came of it."""
    register(world["county"], 1, 2)
    with world["county"].store.read() as reader:
        first, second = (reader.same_name_in(COUNTY, f"第{n}村卫生室")[0].id for n in (1, 2))
    lacking: list[Json] = ["internal_rules"]
    old = world.do("county", "applications.receive_materials", institution=first, missing=lacking).entity
    world.do("county", "evaluation.draw_panel", case=world.visited)
    loaded(world, "材料.toml", new_sheet("materials_medical", "州里的材料", internal_rules="州里要的制度"))
    loaded(world, "评估.toml", new_sheet("evaluation_medical", "州里的评估表"))
    loaded(world, "考核.toml", new_sheet("assessment_medical", "州里的考核表"))
    handed_out(world, "county")
    new = world.do("county", "applications.receive_materials", institution=second, missing=lacking).entity
    world.do("county", "evaluation.draw_panel", case=world.visited)
    county = world["county"]

    assert [world.case("county", case).materials for case in (old, new)] == [1, PREFECTURE_FIRST]
    asked = [[one.title for one in case_view(county, case).missing] for case in (old, new)]
    assert asked[0] != asked[1] == ["州里要的制度"]
    receipts = [text_of_paper(paper(county, "intake_receipt", case=case)) for case in (old, new)]
    assert ["州里要的制度" in text for text in receipts] == [False, True]
    before, after = (
        text_of_paper(paper(county, "evaluation_form", case=world.visited, number=one.number))
        for one in documents_of(county, case=world.visited)
        if one.document == "evaluation_form"
    )
    assert ("州里的评估表" in before, "州里的评估表" in after) == (False, True)
    empty = {name: text_of_paper(empty_form(county, name, Kind.MEDICAL, signer=None)) for name in EMPTY}
    assert "州里要的制度" in empty["application_form"]
    assert "州里的考核表" in empty["assessment_form"]
    assert "州里" not in empty["visit_form"]

    used = {line.title: line.version_words for line in form_lines(county)}
    assert {used[title] for title in ("州里的材料", "州里的评估表", "州里的考核表")} == {"上级第 1 版"}

    for one in world.send("county", PREFECTURE).bundles:
        assert world.take("prefecture", one.file).refused == ()
    assert [one.title for one in case_view(world["prefecture"], new).missing] == ["州里要的制度"]
    with pytest.raises(NotAllowed, match="州里要的制度"):
        world.do("county", "applications.accept", case=new)


def test_an_official_text_stands_beside_its_rule(world: World) -> None:
    assert all(not basis.text for basis in rule_view(world["county"], "A15", place(world)).bases)
    loaded(world, "细则.md", TEXT, "CX")
    handed_out(world, "county")
    texts = {basis.code: basis.text for basis in rule_view(world["county"], "A15", place(world)).bases}
    assert texts["CX"] == "第十二条【告知】 材料不全的，应当一次性告知。\n（一）书面告知。"
    assert texts["N2"] == ""
    loaded(world, "本县.txt", "第十二条 本县自己的抄本。", "CX", who="county")
    texts = {basis.code: basis.text for basis in rule_view(world["county"], "A15", place(world)).bases}
    assert texts["CX"] == "第十二条 本县自己的抄本。"
    lines = [(line.sort, line.office, line.current) for line in file_lines(world["county"])]
    assert lines == [("文件原文", world["county"].info.name, True), ("文件原文", world["prefecture"].info.name, True)]


def test_agreement_texts_from_above_are_used_and_older_agreements_keep_theirs(world: World) -> None:
    for form in FORMS:
        text = msgspec.structs.replace(text_of(form), title="州里的协议")
        with world["prefecture"].store.write() as tx:
            kept = tx.add_blob(msgspec.json.encode(text, order="deterministic"), TEXT_MEDIA)
        world.do("prefecture", "agreements.load_text", form=form, file=kept, source="协议.docx")
    handed_out(world, "county")
    for form in FORMS:
        with world["county"].store.read() as reader:
            now = text_in_force(reader, form, TODAY)
            assert (now.title, version_words(now.version, COUNTY)) == ("州里的协议", "上级第 1 版")
            assert text_in_force(reader, form, date(2026, 3, 31)).version == 1
            assert text_at(reader, form, 1, COUNTY).title != "州里的协议"
        with world["prefecture"].store.read() as reader:
            assert text_at(reader, form, now.version, COUNTY).title == "州里的协议", "the prefecture can read it too"
            assert text_in_force(reader, form, TODAY).version == 1001
    seen = [(line.form, line.version, line.who) for line in text_lines(world["county"]) if line.current]
    assert seen == [(form, "上级第 1 版", "上级") for form in FORMS]


def test_each_office_answers_for_itself(world: World) -> None:
    loaded(world, "细则.md", TEXT, "CX")
    (first,) = handed_out(world)
    assert [line.state for line in exchange_view(world["prefecture"]).reference.lines] == [NEVER] * 3
    receipt = world.take("county", first.file).receipt
    assert receipt is not None
    world.take("prefecture", receipt)
    states = {line.office: line.state for line in exchange_view(world["prefecture"]).reference.lines}
    assert states == {COUNTY: NEW, OTHER: NEVER, TOWNSHIP: NEVER}
    (sent,) = [one for one in exchange_view(world["prefecture"]).sent if one.kind == "参考数据"]
    assert (sent.stage, sent.owed) == (Stage.EXPORTED, True), "one county's receipt is not the others'"

    (again,) = handed_out(world)
    assert (again.id, again.sha256) == (first.id, first.sha256), "nothing new: the same version is handed out"
    trust = [one.name for one in (world.home / f"stick-{world.sticks}").iterdir() if ".trust-" in one.name]
    assert trust == ["532300-root-all.trust-1-1.ybb.tar"], "the trust list goes beside it"

    for name in ("other", "township"):
        receipt = world.take(name, again.file).receipt
        assert receipt is not None
        world.take("prefecture", receipt)
    view = exchange_view(world["prefecture"])
    assert (view.reference.lacking, view.reference.version) == (0, "第 1 版")
    assert [one.stage for one in view.sent if one.kind == "参考数据"] == [Stage.TAKEN]

    loaded(world, "区划.toml", AREAS)
    handed_out(world, "county")
    states = {line.office: line.state for line in exchange_view(world["prefecture"]).reference.lines}
    assert states == {COUNTY: OLD, OTHER: OLD, TOWNSHIP: OLD}, "nobody has said so yet"
    here = exchange_view(world["county"]).reference
    assert (here.version, here.source) == ("第 2 版", "楚雄彝族自治州医保中心")
    register(world["county"], 3)
    (log,) = world.send("county", PREFECTURE).bundles
    world.take("prefecture", log.file)
    states = {line.office: line.state for line in exchange_view(world["prefecture"]).reference.lines}
    assert states[COUNTY] == NEW, "whatever a county sends says which version it has"


def test_a_snapshot_too_big_for_mail_goes_in_parts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sending.CAPS, "stick", 400_000)
    long = "第十二条 告知。\n" + "补充说明。" * 15_000
    loaded(world, "细则.md", long, "CX")
    loaded(world, "办法.md", long + "二", "N2")
    parts = world.send("prefecture", "all").bundles
    assert [(one.part, one.of) for one in parts] == [(1, 2), (2, 2)]
    early = world.take("county", parts[1].file)
    assert (early.taken, early.missing, early.here) == (0, (parts[0].id,), 1)
    assert file_lines(world["county"]) == ()
    whole = world.take("county", parts[0].file)
    assert whole.taken > 0
    assert whole.also == (parts[1].id,)
    assert world.take("county", parts[1].file).duplicate
    assert {line.title for line in file_lines(world["county"])} == {
        one.title for one in world["county"].law.catalogue.documents if one.code in {"CX", "N2"}
    }


@pytest.mark.parametrize(
    ("name", "text", "document", "words"),
    [
        ("规则.toml", "[[rule]]\nid = 'A15'", "", "写法不对"),
        ("规则.toml", RULES.replace('"A15"', '"A99"'), "", "程序没有规则A99"),
        ("规则.toml", RULES.replace('"deadline"', '"bar"'), "", "种类和计算方法"),
        ("规则.toml", RULES.replace("CX-12", "ZZ-12"), "", "no such source"),
        ("区划.toml", AREAS.replace("532326199", "999999199"), "", "没有上级"),
        ("核查表.toml", new_sheet().replace("points = ", "points = 9"), "", "分值之和"),
        ("细则.md", " \n", "CX", "没有文字"),
        ("细则.md", TEXT, "", "哪一份文件"),
        ("年.toml", "year = 2028\nnotice = ''\nholiday = []", "", "写法不对"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(world: World, name: str, text: str, document: str, words: str) -> None:
    with pytest.raises(YbError) as refused:
        checked_file(world["prefecture"], file(world, name, text), document)
    assert words in refused.value.text


def test_only_the_prefecture_changes_the_law_of_all(world: World) -> None:
    found = checked_file(world["prefecture"], file(world, "新规则.toml", RULES))
    with pytest.raises(NotAllowed):
        checked_file(world["county"], file(world, "新规则.toml", RULES))
    kept = keep_file(world["county"], found)
    with pytest.raises(NotAllowed):
        world.do("county", "oversight.load_reference", sort="rules", file=kept)
    with pytest.raises(BadInput):
        world.do("prefecture", "oversight.load_reference", sort="rules", file="0" * 64)


def test_an_office_whose_trust_list_is_out_of_date_finds_the_newer_one_beside_the_data(world: World) -> None:
    roots = world.home / "roots"
    make_trust(world["prefecture"], roots / "2.ybb.draft", changes=TrustChanges(ended={(COUNTY, "nb3"): None}))
    accept_trust(world["prefecture"], signed(roots / "2.ybb.draft", roots))
    loaded(world, "细则.md", TEXT, "CX")
    (one,) = world.send("prefecture", "all").bundles
    with pytest.raises(Refused) as refused:
        world.take("county", one.file)
    assert refused.value.code == "trust-behind"
    accept_trust(world["county"], one.file.parent / "532300-root-all.trust-1-2.ybb.tar")
    assert world.take("county", one.file).taken > 0
