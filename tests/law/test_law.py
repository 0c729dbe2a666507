"""Which article answers: by area, kind and day; the most local first; local values only in a gap."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import shipped
from yb_desktop.law.law import Due, Kind, Law, Pause, load_law

CHUXIONG, QUJING = "532326", "530302"
MEDICAL, PHARMACY = Kind.MEDICAL, Kind.PHARMACY
START = date(2026, 3, 2)


def _sources(dues: tuple[Due, ...]) -> list[tuple[str, bool]]:
    return [(due.source, due.outer) for due in dues]


def test_the_most_local_comes_first_and_the_others_are_outer(law: Law) -> None:
    assert _sources(law.due("E1", START, area=CHUXIONG, kind=MEDICAL)) == [("CX-15", False), ("N2-9", True)]
    assert _sources(law.due("E1", START, area="532331", kind=MEDICAL)) == [("CX-15", False), ("N2-9", True)]


def test_the_order_binds_medical_institutions_only(law: Law) -> None:
    assert _sources(law.due("E1", START, area=CHUXIONG, kind=PHARMACY)) == [("CX-15", False)]
    assert law.due("E1", START, area=QUJING, kind=PHARMACY) == ()


def test_in_qujing_an_application_has_the_orders_limits_and_no_others(law: Law) -> None:
    assert _sources(law.due("E1", START, area=QUJING)) == [("N2-9", False)]
    for rule in ("A16", "A21", "E12", "E13", "G1", "G3", "G4", "G5", "C2"):
        assert law.due(rule, START, area=QUJING) == (), rule
    for row in law.catalogue.rules:
        assert law.due(row.id, START, area=QUJING, kind=PHARMACY) == (), row.id


def test_a_case_follows_the_rules_in_force_on_the_day_its_materials_came_in(law: Law) -> None:
    assert _sources(law.due("E1", date(2022, 4, 27), area=CHUXIONG)) == [("N2-9", False)]
    assert _sources(law.due("E1", date(2022, 4, 28), area=CHUXIONG)) == [("CX-15", False), ("N2-9", True)]
    assert _sources(law.due("E1", START, area=CHUXIONG, in_force_on=date(2022, 4, 1))) == [("N2-9", False)]
    assert law.due("E1", START, area=CHUXIONG, in_force_on=date(2021, 1, 31)) == ()


def test_without_a_kind_the_articles_of_both_kinds_are_given_and_defaults_stay_back(law: Law) -> None:
    assert _sources(law.due("A3", START, area=CHUXIONG)) == [("CX-7(2)1", False), ("CX-8(1)1", False), ("N2-6", True)]
    assert _sources(law.due("G6", START, area=CHUXIONG)) == [("N2-10", False)]
    assert _sources(law.due("G6", START, area=CHUXIONG, kind=PHARMACY)) == [("local", False)]


def test_parts_tell_the_figures_of_one_rule_apart(law: Law) -> None:
    assert [d.last_day for d in law.due("E11", START, area=CHUXIONG)] == [date(2026, 6, 2)] * 2
    assert [d.last_day for d in law.due("E11", START, area=CHUXIONG, part="bar")] == [date(2027, 3, 2)] * 2
    grounds = law.due("A17", START, area=QUJING)
    assert [(d.part, d.last_day.year, d.outer) for d in grounds] == [
        ("fraud", 2029, False),
        ("illegal_termination", 2029, False),
        ("serious_breach", 2027, False),
        ("person_behind_termination", 2031, False),
    ]
    assert law.due("A17", START, area=QUJING, part="fraud") == grounds[:1]
    with pytest.raises(BadInput, match="fraud"):
        law.due("A17", START, area=QUJING, part="theft")


def test_figures(law: Law) -> None:
    on = START
    assert law.figure("A3", area=CHUXIONG, on=on) == 3
    assert law.figure("A5", area=QUJING, kind=MEDICAL, on=on) == 100
    assert law.figure("E3", area=CHUXIONG, on=on) == 3
    assert law.figure("E3", area=QUJING, on=on) is None
    assert law.figure("A9", area=CHUXIONG, kind=PHARMACY, on=on) == 2
    assert law.figure("A9", area=CHUXIONG, kind=PHARMACY, on=on, part="contract") == 1
    assert law.figure("A9", area=CHUXIONG, kind=MEDICAL, on=on) is None
    assert law.figure("C10", area=CHUXIONG, kind=MEDICAL, on=on) == 2
    assert law.figure("J1", area=CHUXIONG, on=on) is None
    with pytest.raises(BadInput, match="fraud"):
        law.figure("A17", area=CHUXIONG, on=on)


def test_lateness_counts_working_days_after_the_last_day(law: Law) -> None:
    friday = date(2026, 3, 6)
    for done, days in ((friday, 0), (date(2026, 3, 2), 0), (date(2026, 3, 8), 0), (date(2026, 3, 9), 1)):
        assert law.working_days_late(friday, done, area=CHUXIONG) == days
    assert (
        law.working_days_late(date(2026, 2, 13), date(2026, 2, 28), area=CHUXIONG) == 6
    )  # 14 and 28 are worked Saturdays


def test_working_days(law: Law) -> None:
    assert law.is_working_day(date(2026, 2, 28), CHUXIONG)
    assert law.next_working_day(date(2026, 2, 14), CHUXIONG) == date(2026, 2, 24)


def test_an_open_pause_gives_the_earliest_day_and_says_so(law: Law) -> None:
    (due,) = law.due("E1", START, area=CHUXIONG, kind=PHARMACY, paused=[Pause(date(2026, 3, 4), None)])
    assert (due.last_day, due.provisional) == (date(2026, 3, 23), True)
    assert "补正材料尚未收到" in due.why
    (over,) = law.due("E1", START, area=CHUXIONG, kind=PHARMACY, paused=[Pause(date(2026, 3, 23), None)])
    assert not over.provisional, "the clock had run out when the notice was issued"


def test_the_sentence_names_words_pause_and_what_is_unknown(law: Law) -> None:
    paused = [Pause(date(2026, 4, 1), date(2026, 4, 3))]
    (due,) = law.due("E1", date(2026, 3, 30), area=CHUXIONG, kind=PHARMACY, paused=paused)
    for text in ("评估时间不超过15个工作日", "2026-03-30", due.last_day.isoformat(), "补正期间不计", "州庆"):
        assert text in due.why
    (local,) = law.due("G3", START, area=CHUXIONG)
    assert "本地默认，非文件规定" in local.why


def test_an_office_sets_its_own_value_for_a_local_default(law: Law) -> None:
    own = law.with_local({"G3": 20})
    (due,) = own.due("G3", START, area=CHUXIONG)
    assert (due.source, due.last_day) == ("local", date(2026, 3, 30))
    assert law.due("G3", START, area=CHUXIONG)[0].last_day == date(2026, 3, 16)
    assert own.fingerprint() != law.fingerprint()
    assert own.with_local({"C4.publicity": 5}).figure("C4", area=CHUXIONG, on=START, part="publicity") == 5
    assert own.with_local({"C4.publicity": 5}).own_values() == {"G3": 20, "C4.publicity": 5}


def test_an_office_sets_its_own_limit_where_no_document_has_one(law: Law) -> None:
    own = law.with_local({"A16": 5, "E1": 20}, area=QUJING)
    assert [(d.source, d.last_day) for d in own.due("A16", START, area=QUJING)] == [("local", date(2026, 3, 9))]
    assert _sources(own.due("E1", START, area=QUJING, kind=PHARMACY)) == [("local", False)]
    assert _sources(own.due("E1", START, area=QUJING, kind=MEDICAL)) == [("N2-9", False)], "a document goes first"
    assert _sources(own.due("A16", START, area=CHUXIONG)) == [("CX-12", False)]


@pytest.mark.parametrize(
    ("key", "value", "area"),
    [
        ("A15", 6, None),
        ("A15", 6, CHUXIONG),
        ("A16", 6, None),
        ("J1", 6, None),
        ("T1", 6, None),
        ("G3", 0, None),
        ("G3", -1, None),
        ("E11", 6, CHUXIONG),
        ("E11.wait", 6, CHUXIONG),
        ("E3", 2, CHUXIONG),
    ],
)
def test_a_documents_figure_is_not_the_offices_to_change(law: Law, key: str, value: int, area: str | None) -> None:
    with pytest.raises(BadInput) as refused:
        law.with_local({key: value}, area=area)
    assert refused.value.code == "local-refused"


def test_every_basis_in_force_is_listed_also_without_a_figure(law: Law) -> None:
    def sources(rule: str, area: str, kind: Kind | None) -> list[str]:
        return [basis.source for basis in law.in_force(rule, area=area, kind=kind, on=START)]

    assert sources("J1", CHUXIONG, PHARMACY) == ["CX-3", "CX-8", "CX-22"]
    assert sources("G9", QUJING, PHARMACY) == ["Q100-4(10)", "Y344-2(5)"]
    assert sources("E8", CHUXIONG, PHARMACY) == ["local"]
    assert sources("E8", QUJING, PHARMACY) == []
    assert sources("G3", CHUXIONG, None) == ["CX-22", "local"]
    assert sources("S5", CHUXIONG, None) == ["Y344-2(6)", "local"]


def test_a_changed_limit_is_one_value_and_its_words(tmp_path: Path, law: Law) -> None:
    for name in ("law", "calendar", "areas"):
        shutil.copytree(shipped("resources", name), tmp_path / name)
    assert load_law(tmp_path).fingerprint() == law.fingerprint()
    chapter = tmp_path / "law" / "rules" / "A.toml"
    text = chapter.read_text("utf-8")
    for old, new in (("value = 10\n", "value = 12\n"), ("10个工作日内完成", "12个工作日内完成")):
        assert text.count(old) == 1
        text = text.replace(old, new)
    chapter.write_text(text, "utf-8")
    changed = load_law(tmp_path)
    assert law.due("A21", START, area=CHUXIONG)[0].last_day == date(2026, 3, 16)
    assert changed.due("A21", START, area=CHUXIONG)[0].last_day == date(2026, 3, 18)
    assert changed.fingerprint() != law.fingerprint()


def test_a_document_that_ended_binds_no_longer(tmp_path: Path) -> None:
    for name in ("law", "calendar", "areas"):
        shutil.copytree(shipped("resources", name), tmp_path / name)
    documents = tmp_path / "law" / "documents.toml"
    text = documents.read_text("utf-8")
    documents.write_text(text.replace("from = 2022-04-28", "from = 2022-04-28\nends = 2026-02-28"), "utf-8")
    changed = load_law(tmp_path)
    assert _sources(changed.due("E1", date(2026, 2, 28), area=CHUXIONG)) == [("CX-15", False), ("N2-9", True)]
    assert _sources(changed.due("E1", date(2026, 3, 1), area=CHUXIONG)) == [("N2-9", False)]
    assert changed.due("G3", START, area=CHUXIONG) == (), "a default goes with the article whose gap it fills"


def test_a_supplement_that_arrived_before_it_was_asked_for_is_refused() -> None:
    with pytest.raises(BadInput, match="早于"):
        Pause(date(2026, 3, 4), date(2026, 3, 3))


def test_an_unknown_area_or_rule_is_refused(law: Law) -> None:
    with pytest.raises(BadInput, match="区划代码"):
        law.due("A15", START, area="110000")
    with pytest.raises(BadInput, match="A99"):
        law.due("A99", START, area=CHUXIONG)


def test_a_hospital_older_than_the_calendar_has_an_age(law: Law) -> None:
    (due, *_) = law.due("A3", date(1912, 5, 1), area=CHUXIONG, kind=MEDICAL, in_force_on=START)
    assert (due.last_day, due.provisional) == (date(1912, 8, 1), True)


def test_a_window_before_a_day_says_from_when(law: Law) -> None:
    (due, _) = law.due("C4", date(2025, 10, 31), area=CHUXIONG)
    assert "2025-10-01起至2025-10-31" in due.why


def test_two_runs_of_one_notice_close_one_window(law: Law) -> None:
    days = [date(2026, 12, 18), date(2026, 12, 21), date(2026, 12, 22)]
    entered = law.with_holidays(area=CHUXIONG, days=days, notice="x")
    assert not any(entered.is_working_day(day, CHUXIONG) for day in days)
    names = [(w.name, w.first.year) for w in entered.calendars.open_windows(CHUXIONG)]
    assert ("彝族年", 2026) not in names
    assert ("火把节", 2026) in names


def test_an_empty_notice_is_refused(law: Law) -> None:
    for days, notice in (([], "x"), ([START], " ")):
        with pytest.raises(BadInput, match="通知"):
            law.with_holidays(area=CHUXIONG, days=days, notice=notice)
