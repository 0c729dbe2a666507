"""reference and texts: files that change the law and the agreement texts, checked and loaded without a window."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.cli.conftest import Yb
from tests.services.exchange.test_reference_files import RULES
from tests.services.test_own_texts import word_file
from yb_desktop.base.files import shipped

TEXT = (
    "州里的协议",
    "甲方：{甲方名称}，乙方：{乙方名称}，协议编号{协议编号}。",
    "第一章　总则",
    "第一条　本协议自{协议起始日期}起至{协议终止日期}止。",
)
FORM = "agreement_medical"


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_rule_file_is_looked_at_then_loaded_and_the_office_counts_with_it(
    yb: Yb, prefecture: Path, tmp_path: Path
) -> None:
    file = written(tmp_path / "新规则.toml", RULES)
    looked = yb("--data", prefecture, "reference", "load", file, "--dry-run", "--json").json
    assert (looked["sort"], looked["title"], looked["loaded"], looked["moved"]) == ("rules", "A15", False, [])
    assert "改为 收到材料之日起7个工作日内" in looked["changes"][0]
    assert yb("--data", prefecture, "reference", "list", "--json").json == []

    loaded = yb("--data", prefecture, "reference", "load", file, "--on", "2026-03-02", "--json").json
    assert loaded == {**looked, "loaded": True}
    [line] = yb("--data", prefecture, "reference", "list", "--json").json
    assert (line["title"], line["version"], line["on"], line["current"]) == ("A15", "第 1 版", "2026-03-02", True)
    asked = ("due", "A15", "--from", "2026-03-02", "--json")
    assert [one["last_day"] for one in yb("--data", prefecture, *asked).json] == ["2026-03-11", "2026-03-09"]
    assert [one["last_day"] for one in yb(*asked).json] == ["2026-03-09", "2026-03-09"]
    assert "7个工作日" in yb("--data", prefecture, "rules", "A15").out


def test_an_official_text_is_loaded_by_any_office_and_a_rule_only_above(yb: Yb, county: Path, tmp_path: Path) -> None:
    text = written(tmp_path / "细则.md", "第十二条 材料不全的，应当一次性告知。")
    nameless = yb("--data", county, "reference", "load", text)
    assert (nameless.status, "哪一份文件" in nameless.err) == (1, True)
    done = yb("--data", county, "reference", "load", text, "--document", "CX")
    assert (done.status, "已装入文件原文" in done.out, "下发" in done.out) == (0, True, False)
    assert "现用" in yb("--data", county, "reference", "list").out
    refused = yb("--data", county, "reference", "load", written(tmp_path / "规则.toml", RULES))
    assert (refused.status, "由州（市）级经办机构装入" in refused.err) == (1, True)
    broken = yb("--data", county, "reference", "load", written(tmp_path / "坏.toml", "[[rule]]"))
    assert (broken.status, broken.out) == (1, "")
    misplaced = yb("--data", county, "reference", "load", text, "--document", "CX", "--starts", "2026-12-01")
    assert (misplaced.status, "--starts" in misplaced.err) == (2, True)
    assert yb("--data", county, "reference", "load", tmp_path / "没有.toml").status == 3


def test_do_alone_loads_no_file(yb: Yb, prefecture: Path) -> None:
    """An action names a file by its hash; only these commands read one, and check it, into the store."""
    with_file = f'{{"sort": "rules", "file": "{hashlib.sha256(RULES.encode()).hexdigest()}"}}'
    refused = yb("--data", prefecture, "do", "oversight.load_reference", "--with", with_file)
    assert (refused.status, "［reference-file］" in refused.err) == (1, True)


def test_a_word_file_becomes_the_agreement_text_from_a_day_and_goes_back(yb: Yb, county: Path, tmp_path: Path) -> None:
    bad = yb(
        "--data",
        county,
        "texts",
        "load",
        FORM,
        word_file(tmp_path / "缺.docx", *TEXT[:-1], "第一条　本协议自{协议起始日期}起生效。"),
        "--json",
    )
    assert (bad.status, bad.json["loaded"], "［text-file］" in bad.err) == (1, False, True)
    assert any("{协议终止日期}" in fault for fault in bad.json["faults"])

    file = word_file(tmp_path / "文本.docx", *TEXT)
    looked = yb("--data", county, "texts", "load", FORM, file, "--dry-run", "--json").json
    assert (looked["title"], looked["clauses"], looked["faults"], looked["loaded"]) == (TEXT[0], 1, [], False)
    assert yb("--data", county, "texts", "sample", FORM, file, "--out", tmp_path / "样稿.pdf").status == 0
    assert (tmp_path / "样稿.pdf").read_bytes().startswith(b"%PDF")
    early = yb("--data", county, "texts", "load", FORM, file, "--on", "2026-03-02", "--starts", "2026-03-01")
    assert (early.status, "［starts］" in early.err) == (1, True)
    assert yb("--data", county, "texts", "load", FORM, file, "--on", "2026-03-02").status == 0
    [own, program, *_others] = yb("--data", county, "texts", "list", "--json").json
    assert (own["version"], own["title"], own["starts"], own["current"]) == (
        "本单位第 1 版",
        TEXT[0],
        "2026-03-02",
        True,
    )
    assert (program["form"], program["current"]) == (FORM, False)
    back = yb("--data", county, "texts", "back", FORM, "--on", "2026-03-03", "--json").json
    assert back == {"form": FORM, "on": "2026-03-03", "version": "第 1 版"}
    assert yb("--data", county, "texts", "load", "agreement_dental", file).status == 2


def test_the_file_of_a_form_that_comes_with_the_program_can_be_loaded_again(yb: Yb, prefecture: Path) -> None:
    sheet = shipped("forms", "visit_pharmacy.toml")
    done = yb("--data", prefecture, "reference", "load", sheet, "--on", "2026-03-02", "--starts", "2026-04-01")
    assert (done.status, "下发" in done.out) == (0, True)
    [line] = yb("--data", prefecture, "reference", "list", "--json").json
    assert (line["sort"], line["version"], line["starts"]) == ("表格", "本单位第 1 版", "2026-04-01")
