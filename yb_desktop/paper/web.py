"""A composed document as one self-contained page (.html), for a publicity list on a website.

Nothing is fetched: no script, no picture, no font, and a policy that forbids them all; the one style sheet stands in
the page and is named there by its hash. It prints as A4, and on a phone each row of a table becomes a card with the
column's name beside every value. The text is that of the PDF.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from yb_desktop.paper.blocks import (
    Align,
    Block,
    Codes,
    Composed,
    CutLine,
    FillLine,
    Heading,
    Imprint,
    KeepTogether,
    Labelled,
    PageBreak,
    Para,
    Photos,
    SignatureBlock,
    Signatures,
    Space,
    Span,
    Table,
    Text,
    Title,
)
from yb_desktop.paper.fonts import Face
from yb_desktop.paper.grid import Rows, head_rows, spots
from yb_desktop.paper.markup import escaped, parts_of, plain

_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 46rem; color: #111; background: #fff;
  font: 1.0625rem/1.8 FangSong, STFangsong, "FangSong_GB2312", "Noto Serif CJK SC", "Source Han Serif SC", serif;
  overflow-wrap: anywhere; }
.issuer { margin: 0; padding-bottom: .5rem; border-bottom: .25rem double #d90000; color: #d90000; text-align: center;
  font-size: 1.75rem; font-weight: bold; line-height: 1.3; }
.number { margin: .5rem 0 0; text-align: right; }
h1 { margin: 2rem 0 1.5rem; text-align: center; font-size: 1.5rem; line-height: 1.5; }
h2 { margin: 1rem 0 0; font: bold 1.0625rem/1.8 SimHei, "Microsoft YaHei", "PingFang SC", sans-serif; }
p { margin: 0; text-indent: 2em; text-align: justify; }
p.flat { text-indent: 0; } .hei { font-family: SimHei, "Microsoft YaHei", "PingFang SC", sans-serif; }
table { width: 100%; margin: 1rem 0; border-collapse: collapse; font-size: .9375rem; line-height: 1.5; }
th, td { padding: .4rem .5rem; border: 1px solid #333; vertical-align: middle; }
th { font-family: SimHei, "Microsoft YaHei", "PingFang SC", sans-serif; font-weight: normal; background: #f4f4f4; }
.center { text-align: center; } .right { text-align: right; } .left { text-align: left; }
dl { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: .25rem 0; } dl div { display: flex; flex: 1 1 12rem; }
dt { white-space: nowrap; } dd { flex: 1; margin: 0; border-bottom: 1px solid #333; }
.signed { margin: 2rem 2em 0 0; text-align: right; } .signed p { text-align: right; } .mark { color: #999; }
.imprint { margin-top: 1.5rem; border-top: 1px solid #333; }
.imprint + .imprint { margin-top: 0; }
hr { margin: 2rem 0 .5rem; border: 0; border-top: 1px dashed #333; }
@media (max-width: 40rem) {
  body { font-size: 1rem; } h1 { font-size: 1.25rem; } .issuer { font-size: 1.375rem; }
  table, tbody, tr, td { display: block; width: 100%; } thead { display: none; }
  tr { margin-bottom: .75rem; border: 1px solid #333; border-radius: .25rem; }
  td, td.center, td.right { border: 0; border-bottom: 1px solid #ddd; text-align: left; }
  tr td:last-child { border-bottom: 0; }
  td[data-head]::before { content: attr(data-head) "："; color: #555; }
}
@media print {
  @page { size: A4; margin: 25mm 26mm 25mm 28mm; }
  body { max-width: none; padding: 0; font-size: 14pt; } th { background: none; }
  thead { display: table-header-group; } tr, .signed { break-inside: avoid; } h1, h2 { break-after: avoid; }
}
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode("utf-8")).digest()).decode("ascii")
_POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
_ALIGNS = {Align.JUSTIFY: "left", Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right"}


def web_page(composed: Composed) -> bytes:
    """Write a composed document as .html. Raises ``BadInput`` (``glyph``) for a control character."""
    document = composed.document
    head = []
    if document.issuer:
        head = [f'<p class="issuer flat">{escaped(document.issuer)}</p>', _number(document.number)]
    body = "\n".join((*head, *(piece for block in composed.blocks for piece in _set(block))))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escaped(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<link rel="icon" href="data:,">\n'
        f"<title>{escaped(document.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"{body}\n</main>\n</body>\n</html>\n"
    ).encode()


def _number(number: str) -> str:
    return f'<p class="number flat">{escaped(number)}</p>'


def _set(block: Block) -> Iterator[str]:
    match block:
        case Title():
            yield f"<h1>{_marked(block.text, Face.SONG_BOLD)}</h1>"
        case Heading():
            yield f"<h2>{_marked(block.text, Face.HEI)}</h2>"
        case Para():
            flat = "flat " if not block.indent or block.align in {Align.CENTER, Align.RIGHT} else ""
            yield f'<p class="{flat}{_ALIGNS[block.align]}">{_marked(block.text, block.face or Face.FANG)}</p>'
        case Labelled():
            yield f"<p>{_marked((Span(block.label, block.face),), Face.FANG)}{_marked(block.text, Face.FANG)}</p>"
        case Table():
            yield _table(block)
        case KeepTogether():
            for inner in block.blocks:
                yield from _set(inner)
        case _:
            yield from _strip(block)


def _strip(
    block: Space | PageBreak | FillLine | SignatureBlock | Signatures | CutLine | Imprint | Photos | Codes,
) -> Iterator[str]:
    match block:
        case FillLine():
            said = ((escaped(field.label), escaped(plain(field.value))) for field in block.fields)
            yield f"<dl>{''.join(f'<div><dt>{label}</dt><dd>{value}</dd></div>' for label, value in said)}</dl>"
        case SignatureBlock():
            mark = f'<p class="mark">{escaped(block.mark)}</p>'
            yield f'<div class="signed">{mark}<p>{escaped(block.office)}</p><p>{escaped(block.day)}</p></div>'
        case Signatures():
            for party in block.parties:
                yield f'<p class="flat hei">{escaped(party.name)}</p><p class="mark flat">{escaped(party.mark)}</p>'
                yield from _strip(FillLine(party.fields))
        case CutLine():
            yield f'<hr><p class="flat center">{escaped(block.text)}</p>'
        case Imprint():
            yield from (f'<p class="imprint flat">抄送：{escaped(one)}。</p>' for one in (block.copies_to,) if one)
            yield f'<p class="imprint flat">{escaped(block.office)}　{escaped(block.day)}印发</p>'
        case Space() | PageBreak() | Photos() | Codes():
            return


def _marked(text: Text, face: Face) -> str:
    out = []
    for part, own in parts_of(text, face):
        said = escaped(part).replace("\n", "<br>")
        out.append(f'<span class="hei">{said}</span>' if own is Face.HEI and face is not Face.HEI else said)
    return "".join(out)


def _table(block: Table) -> str:
    width = len(block.columns)
    head = "".join(f"<tr>{row}</tr>" for row in _rows(block, head_rows(block), width, "th"))
    body = "".join(f"<tr>{row}</tr>" for row in _rows(block, block.rows, width, "td"))
    total = sum(column.weight for column in block.columns)
    widths = "".join(f'<col width="{100 * column.weight / total:.0f}%">' for column in block.columns)
    return f"<table><colgroup>{widths}</colgroup><thead>{head}</thead><tbody>{body}</tbody></table>"


def _rows(block: Table, rows: Rows, width: int, tag: str) -> Iterator[str]:
    cells: dict[int, list[str]] = {at: [] for at in range(len(rows))}
    for one in spots(rows, width):
        column = block.columns[one.column]
        align = _ALIGNS[one.cell.align or column.align]
        spans = (f' colspan="{one.columns}"' if one.columns > 1 else "") + (
            f' rowspan="{one.rows}"' if one.rows > 1 else ""
        )
        named = f' data-head="{escaped(column.head)}"' if tag == "td" and column.head and one.columns == 1 else ""
        face = one.cell.face or Face.SONG
        cells[one.row].append(f'<{tag} class="{align}"{spans}{named}>{_marked(one.cell.text, face)}</{tag}>')
    for row in cells.values():
        yield "".join(row)
