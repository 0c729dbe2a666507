"""Word, Excel and web from the blocks of the PDF: the same text, the same bytes again, nothing runs or is fetched."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
from defusedxml.ElementTree import fromstring
from docx.oxml.ns import qn
from openpyxl import load_workbook

from tests.paper.documents.reading import foreign_pages_of, pages_of
from yb_desktop.base.errors import BadInput
from yb_desktop.paper.blocks import (
    Align,
    Cell,
    Column,
    Composed,
    Document,
    Labelled,
    PageBreak,
    Para,
    Party,
    Signatures,
    Style,
    Table,
    Title,
)
from yb_desktop.paper.documents.acceptance_notice import AcceptanceNotice, compose_acceptance_notice
from yb_desktop.paper.documents.assessment_form import AssessmentResult, Grade
from yb_desktop.paper.documents.assessment_notice import AssessmentNotice, compose_assessment_notice
from yb_desktop.paper.documents.publicity_list import ListedInstitution, PublicityList, compose_publicity_list
from yb_desktop.paper.documents.refusal_notice import RefusalNotice, compose_refusal_notice
from yb_desktop.paper.documents.result_notice import ResultNotice, SiteScore, compose_result_notice
from yb_desktop.paper.documents.supplement_notice import SupplementNotice, compose_supplement_notice
from yb_desktop.paper.documents.values import LastDay, Sender
from yb_desktop.paper.page import printed
from yb_desktop.paper.web import web_page
from yb_desktop.paper.word import word_file
from yb_desktop.paper.workbook import workbook

TODAY = date(2026, 3, 12)
LONG = "大姚县金碧镇堃㛃䶮𠅤大药房连锁有限责任公司北城街道办事处第一百二十八分店西南角门市部"
SENDER = Sender("大姚县医疗保险管理局", "大医保受〔2026〕1号", TODAY)
DUE = LastDay(date(2026, 4, 2), "自2026年3月12日的次日起算15个工作日", "楚医保〔2022〕10号第15条", "州庆放假未公布")
HOSTILE = ("=1+1祎喆诊所", "<script>alert(1)</script>卫生室", "+cmd|' /C calc'!A0", '@SUM(A1)&"\'"')
WHAT = "定点医疗机构首次定点申请"

LETTERS: dict[str, Composed] = {
    "acceptance_notice": compose_acceptance_notice(
        AcceptanceNotice(SENDER, LONG, WHAT, TODAY, ("《办法》第12条",), (DUE,))
    ),
    "supplement_notice": compose_supplement_notice(
        SupplementNotice(SENDER, LONG, WHAT, TODAY, "大医保收〔2026〕1号", ("申请表：未盖章；", "许可证复印件"), (DUE,))
    ),
    "refusal_notice": compose_refusal_notice(
        RefusalNotice(SENDER, LONG, WHAT, TODAY, "以弄虚作假手段申请", ("《办法》第13条",), date(2027, 5, 7))
    ),
    "result_notice": compose_result_notice(
        ResultNotice(
            SENDER, LONG, WHAT, False, TODAY, SiteScore(TODAY, 5850, 6000), TODAY, "人员不足", "配齐人员", again=DUE
        )
    ),
    "assessment_notice": compose_assessment_notice(
        AssessmentNotice(
            SENDER,
            LONG,
            "532326-2026-0001",
            TODAY,
            date(2027, 3, 11),
            2026,
            100,
            AssessmentResult(TODAY, 7850, Grade("合格", 6000, 80, renews=True), ("没有骗保",)),
        )
    ),
}


def listed(names: tuple[str, ...]) -> Composed:
    some = tuple(ListedInstitution(name, "零售药店", "金碧镇中心街1号", "张堃") for name in names)
    return compose_publicity_list(PublicityList(SENDER, some, ("政府网站",), TODAY, DUE, ("《办法》第19条",)))


LIST = listed((LONG, *HOSTILE))


def plain(text: str) -> str:
    return "".join(text.split())


def pdf_text(composed: Composed) -> str:
    """Give the PDF's text without the feet of its pages."""
    data = printed(composed)
    number = plain(composed.document.number)
    pages = [re.sub(f"{re.escape(number)}第1份，共1份第\\d+页，共\\d+页(—\\d+—)?$", "", one) for one in pages_of(data)]
    return "".join(pages)


def word_text(data: bytes) -> str:
    """Give the text of a Word file in its order, as an independent reader sees it."""
    body = docx.Document(io.BytesIO(data)).element.body
    return plain("".join(node.text or "" for node in body.iter(qn("w:t"))))


class Page(HTMLParser):
    """Reads a page: its text, and every element with its attributes."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._in_body = False
        self.feed(data.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_body = self._in_body or tag == "body"

    def handle_data(self, data: str) -> None:
        self.text += data if self._in_body else ""


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_says_the_same_in_word_as_on_paper(name: str) -> None:
    data = word_file(LETTERS[name])
    assert word_text(data) == pdf_text(LETTERS[name])
    assert data == word_file(LETTERS[name])


def test_the_publicity_list_says_the_same_everywhere() -> None:
    head = "序号机构名称类别地址主要负责人"
    before, *after = pdf_text(LIST).split(head)
    assert len(after) == 2  # the list runs over a page, which repeats its head
    said = before + head + "".join(after)
    assert word_text(word_file(LIST)) == said
    assert plain(Page(web_page(LIST)).text) == said
    rows = load_workbook(io.BytesIO(workbook(LIST))).active
    assert rows is not None
    cells = plain("".join(str(cell.value) for row in rows.iter_rows() for cell in row if cell.value is not None))
    for words in (*(plain(name) for name in (LONG, *HOSTILE)), "至2026年4月2日（暂定）止", "政府网站。"):
        assert words in cells, words


def test_a_word_file_is_what_word_expects() -> None:
    data = word_file(LIST)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        for name in file.namelist():
            fromstring(file.read(name))
    read = docx.Document(io.BytesIO(data))
    table, imprint = read.tables
    assert [cell.text.strip() for cell in imprint.rows[0].cells] == [SENDER.office, "2026年3月12日印发"]
    assert [cell.text for cell in table.rows[0].cells] == ["序号", "机构名称", "类别", "地址", "主要负责人"]
    assert [row.cells[1].text for row in table.rows[1:]] == [LONG, *HOSTILE]
    assert read.core_properties.created is not None
    assert read.core_properties.created.date() == TODAY
    assert read.sections[0].page_width is not None
    assert round(read.sections[0].page_width.mm) == 210


def test_cells_that_span_mean_the_same_in_word() -> None:
    columns = (Column(1, "甲"), Column(1, "乙", Align.CENTER), Column(1, "丙"))
    rows = ((Cell("高", rows=2), "一", "二"), ("三", "四"), (Cell("宽", columns=3),))
    blocks = (
        Title("表"), Table(columns, rows, groups=(Cell("上", columns=2), "右")), PageBreak(),
        Labelled("附：", "件"), Signatures((Party("甲方"), Party("乙方"))), Para("完", align=Align.CENTER),
    )  # fmt: skip
    document = Document("form_of_spans", "1", "表", TODAY)
    data = word_file(Composed(document, blocks, Style.FORM))
    first, last = docx.Document(io.BytesIO(data)).tables
    grid = [[cell.text for cell in row.cells] for row in first.rows]
    assert grid == [
        ["上", "上", "右"], ["甲", "乙", "丙"], ["高", "一", "二"], ["高", "三", "四"], ["宽", "宽", "宽"],
    ]  # fmt: skip
    assert "盖章处" in last.rows[0].cells[1].text


def test_a_name_is_never_a_formula_in_excel() -> None:
    data = workbook(LIST)
    assert data == workbook(LIST)
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    found = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value in HOSTILE}
    assert set(found) == set(HOSTILE)
    for name in HOSTILE:
        cell = found[name]
        assert cell.data_type == "s"
        assert bool(cell.quotePrefix) is (name[0] in "=+@")
    numbers = [row[0].value for row in sheet.iter_rows(min_row=4) if isinstance(row[0].value, int)]
    assert numbers == [1, 2, 3, 4, 5]
    assert sheet.print_title_rows == "$4:$4"


def test_a_name_is_never_an_element_of_the_page() -> None:
    page = Page(web_page(LIST))
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "img", "iframe", "object", "embed", "form", "base", "svg"}
    assert "<script>alert(1)</script>卫生室" in page.text
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]


def test_the_page_fetches_nothing_and_fits_a_phone() -> None:
    data = web_page(LIST)
    assert data == web_page(LIST)
    page = Page(data)
    links = [value for _, attributes in page.tags for name, value in attributes.items() if name in {"src", "href"}]
    assert links == ["data:,"]
    text = data.decode("utf-8")
    assert "http:" not in text
    assert "https:" not in text
    assert "url(" not in text
    assert "@import" not in text
    metas = {str(a.get("name") or a.get("http-equiv")): a.get("content") for tag, a in page.tags if tag == "meta"}
    assert str(metas["Content-Security-Policy"]).startswith("default-src 'none'; style-src 'sha256-")
    assert metas["viewport"] == "width=device-width, initial-scale=1"
    assert "@media print" in text
    assert 'data-head="机构名称"' in text


@pytest.mark.parametrize("write", [word_file, web_page, workbook])
def test_a_control_character_is_refused(write: Callable[[Composed], bytes]) -> None:
    with pytest.raises(BadInput, match=r"U\+000B"):
        write(listed(("坏\x0b名",)))


@pytest.mark.stock("soffice")
def test_libreoffice_opens_the_word_file_and_the_workbook_with_every_name_whole(tmp_path: Path) -> None:
    (tmp_path / "list.docx").write_bytes(word_file(LIST))
    (tmp_path / "list.xlsx").write_bytes(workbook(LIST))
    for name, kind in (
        ("list.docx", "txt:Text (encoded):UTF8"),
        ("list.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76"),
    ):
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", kind,
             "--outdir", str(tmp_path), str(tmp_path / name)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    text = (tmp_path / "list.txt").read_text(encoding="utf-8-sig")
    table = (tmp_path / "list.csv").read_text(encoding="utf-8")
    for name in (LONG, *HOSTILE):
        assert name in text
        assert name in table.replace('""', '"')


_OF_THE_BROWSER = (".google.com", ".googleapis.com", ".gstatic.com", ".gvt1.com")
"""Whom a fresh browser asks of its own accord; the page names nobody (see above)."""


def chromium(tmp_path: Path, *asked: str) -> str:
    """Start a fresh browser without a window, and give what it prints."""
    browser = next(found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name)))
    own = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
    done = subprocess.run(
        [browser, *own, f"--user-data-dir={tmp_path / 'profile'}", *asked],
        check=True, capture_output=True, text=True, timeout=90,
    )  # fmt: skip
    return done.stdout


_PHONE = """<!DOCTYPE html><meta charset="utf-8">
<iframe id="phone" style="width:360px;height:720px" srcdoc="{page}"></iframe>
<script>
document.getElementById("phone").onload = (loaded) => {{
  const page = loaded.target.contentDocument;
  const boxes = [...page.querySelectorAll("h1, p, td")].map((one) => one.getBoundingClientRect());
  const wide = Math.max(page.documentElement.scrollWidth, ...boxes.map((one) => one.right));
  const letters = [...page.querySelectorAll("td")].map((one) => parseFloat(getComputedStyle(one).fontSize));
  document.title = `${{Math.ceil(wide)}} ${{Math.min(...letters)}} ${{boxes.length}}`;
}};
</script>
"""
"""A page that shows another one as wide as a phone, and says in its title how much room that takes."""


@pytest.mark.stock("chromium")
def test_chromium_shows_the_page_on_a_phone_without_moving_it_aside(tmp_path: Path) -> None:
    shown = web_page(listed((LONG, *HOSTILE))).decode()
    holder = tmp_path / "phone.html"
    holder.write_text(_PHONE.format(page=escape(shown, quote=True)), encoding="utf-8")
    found = re.search(r"<title>(\d+) ([\d.]+) (\d+)</title>", chromium(tmp_path, "--dump-dom", holder.as_uri()))
    assert found is not None
    width, letters, boxes = int(found[1]), float(found[2]), int(found[3])
    assert width <= 360
    assert letters >= 14, "read without glasses"
    assert boxes > len(HOSTILE)


@pytest.mark.stock("chromium")
def test_chromium_prints_the_page_and_asks_for_nothing(tmp_path: Path) -> None:
    page, out, log = tmp_path / "list.html", tmp_path / "list.pdf", tmp_path / "net.json"
    page.write_bytes(web_page(listed((LONG, *HOSTILE) * 12)))
    chromium(tmp_path, f"--log-net-log={log}", "--no-pdf-header-footer", f"--print-to-pdf={out}", page.as_uri())
    pages = foreign_pages_of(out.read_bytes())
    assert "".join(pages).count("<script>alert(1)</script>卫生室") == 12
    assert len(pages) > 1
    assert all("机构名称" in one for one in pages[:-1])
    hosts = set(re.findall(r'"url":"https?://([^/":]+)', log.read_text(encoding="utf-8", errors="replace")))
    assert not [host for host in hosts if not host.endswith(_OF_THE_BROWSER)]
