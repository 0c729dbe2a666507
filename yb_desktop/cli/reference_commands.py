"""``reference`` and ``texts``: files of reference data and agreement texts, looked at, loaded and listed.

A file is read and checked by what the window checks it with; ``--dry-run`` stops there. Shapes of ``--json``:
``reference load`` and ``texts load`` give what the file is, ``loaded``, and ``moved`` (each clock that moved) or
``faults`` (what keeps a text from being used); the lists are those of the screens.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from yb_desktop.base.canon import Json
from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import write_whole
from yb_desktop.cli.arguments import Commands, add_command, iso_day, office_of
from yb_desktop.cli.office_commands import seated
from yb_desktop.cli.output import Output, row_json
from yb_desktop.domain.reference import FileSort
from yb_desktop.domain.versions import version_words
from yb_desktop.services.agreement_texts import FORMS, load_text, text_in_force
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.reference_files import ReferenceFile, checked_file, hands_down
from yb_desktop.services.views import own_texts, reference
from yb_desktop.services.views.own_texts import LoadedText, TextLine
from yb_desktop.services.views.reference import FileLine

DONE, NO = 0, 1
Line = TypeVar("Line", FileLine, TextLine)


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    files = add_command(commands, "reference", _no_part, "参考资料：规则、放假安排、行政区划、表格和文件原文")
    inner = files.add_subparsers(metavar="list|load", required=True)
    add_command(inner, "list", _list, "本机的参考资料：是哪一版，由谁装入，是否现用")
    load = add_command(inner, "load", _load, "核对并装入一份参考资料，随参考数据下发")
    load.add_argument("file", type=Path, metavar="FILE", help=".toml 资料表；.txt .md .docx 文件原文")
    load.add_argument("--document", default="", metavar="CODE", help="是哪份文件的原文，如 CX、N2")
    _loading(load)

    texts = add_command(commands, "texts", _no_part, "协议文本：各版本，换用本单位的文本")
    inner = texts.add_subparsers(metavar="list|load|back|sample", required=True)
    add_command(inner, "list", _list_texts, "本机的协议文本：各版本、启用日期、是否现用")
    load = add_command(inner, "load", _load_text, "核对并装入协议文本；已拟制的协议仍用原来的文本")
    load.add_argument("form", choices=FORMS, metavar="FORM", help="、".join(FORMS))
    load.add_argument("file", type=Path, metavar="FILE", help="Word 文档（.docx）或表单文件（.toml）")
    _loading(load)
    back = add_command(inner, "back", _back, "不再用本单位的协议文本，改用上级下发的，没有的用程序自带的")
    back.add_argument("form", choices=FORMS, metavar="FORM", help="、".join(FORMS))
    _doing(back)
    sample = add_command(inner, "sample", _sample, "打印协议文本的样稿：现用的，或一份还没有装入的文件")
    sample.add_argument("form", choices=FORMS, metavar="FORM", help="、".join(FORMS))
    sample.add_argument("file", type=Path, nargs="?", default=None, metavar="FILE")
    sample.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")


def _doing(command: argparse.ArgumentParser) -> None:
    command.add_argument("--on", type=iso_day, default=None, metavar="DATE")
    command.add_argument("--as", dest="who", default="", metavar="PERSON")
    command.add_argument("--passphrase-file", type=Path, default=None, metavar="FILE")


def _loading(command: argparse.ArgumentParser) -> None:
    _doing(command)
    command.add_argument("--starts", type=iso_day, default=None, metavar="DATE", help="表格、协议文本的启用日期")
    command.add_argument("--dry-run", action="store_true", help="只核对，不写入")


def _no_part(args: argparse.Namespace, output: Output) -> int:
    raise BadInput("usage", "请写明要做什么，用 --help 查看用法。")


def _at(opened: Desk, args: argparse.Namespace) -> tuple[Desk, date]:
    """Give the desk with the person at it who loads, and the day."""
    desk = seated(opened, args.who, args.passphrase_file)
    return desk, args.on or desk.clock.today()


def _load(args: argparse.Namespace, output: Output) -> int:
    step: Step | None = None
    with office_of(args) as opened:
        found = checked_file(opened, args.file, args.document)
        if args.starts is not None and found.sort is not FileSort.FORM:
            raise BadInput("usage", f"--starts 只用于表格；这是{found.sort.label}。")
        if not args.dry_run:
            desk, on = _at(opened, args)
            step = reference.load(desk, found, on, args.starts)
    if args.json:
        output.json(_file_json(found, step))
    else:
        output.lines(_file_lines(found, step, hands_down=hands_down(opened.info)))
    return DONE


def _file_json(found: ReferenceFile, step: Step | None) -> dict[str, Json]:
    return {
        "sort": found.sort.value,
        "name": found.name,
        "title": found.title,
        "changes": list(found.changes),
        "loaded": step is not None,
        "moved": [row_json(row) for row in step.rows] if step else [],
    }


def _file_lines(found: ReferenceFile, step: Step | None, *, hands_down: bool) -> Iterator[str]:
    yield f"{'已装入' if step else '可以装入'}{found.sort.label}　{found.title}"
    yield from (f"　　{one}" for one in found.changes)
    if step:
        yield from (f"　　期限变动　{text}" for text in step.warnings)
    if step and hands_down:
        yield "下次导出参考数据（export --to all）时下发。"


def _list(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as desk:
        lines = reference.file_lines(desk)
    return _listed(args, output, lines, _line)


def _listed(args: argparse.Namespace, output: Output, lines: Sequence[Line], words: Callable[[Line], str]) -> int:
    if args.json:
        output.json([row_json(line) for line in lines])
    else:
        output.lines(words(line) for line in lines)
    return DONE


def _line(line: FileLine) -> str:
    return _joined(line.sort, line.title, line.version, _since(line), line.office, line.source, _use(line))


def _load_text(args: argparse.Namespace, output: Output) -> int:
    loaded = False
    with office_of(args) as opened:
        found = own_texts.checked_text(opened, args.form, args.file)
        if found.usable and not args.dry_run:
            desk, on = _at(opened, args)
            own_texts.load(desk, found, on, args.starts)
            loaded = True
    if args.json:
        output.json(_text_json(found, loaded=loaded))
    else:
        output.lines(_text_lines(found, loaded=loaded))
    if not found.usable:
        output.error(_not_usable(found))
    return DONE if found.usable else NO


def _not_usable(found: LoadedText) -> BadInput:
    return BadInput("text-file", f"“{found.source}”有 {len(found.faults)} 处要改，没有装入，请改好后再装入。")


def _text_json(found: LoadedText, *, loaded: bool) -> dict[str, Json]:
    return {
        "form": found.form,
        "title": found.title,
        "clauses": found.clauses,
        "blanks": found.blanks,
        "faults": list(found.faults),
        "notes": list(found.notes),
        "loaded": loaded,
    }


def _text_lines(found: LoadedText, *, loaded: bool) -> Iterator[str]:
    if found.usable:
        did = "已装入" if loaded else "可以装入"
        yield f"{did}{own_texts.TITLES[found.form]}　{found.title}　{found.clauses}条，{found.blanks}个空白项"
    yield from (f"　　{one}" for one in (*found.faults, *found.notes))


def _back(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as opened:
        desk, on = _at(opened, args)
        load_text(desk, on=on, form=args.form)
        with desk.store.read() as reader:
            now = version_words(text_in_force(reader, args.form, on).version, desk.info.office)
    if args.json:
        output.json({"form": args.form, "on": on.isoformat(), "version": now})
    else:
        output.lines([f"{own_texts.TITLES[args.form]}自{on}起改用{now}的文本，已拟制的协议不变。"])
    return DONE


def _list_texts(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as desk:
        lines = own_texts.text_lines(desk)
    return _listed(args, output, lines, _text_line)


def _text_line(line: TextLine) -> str:
    return _joined(line.use, line.version, line.title, _since(line), line.source, line.who, _use(line))


def _joined(*words: str) -> str:
    return "　".join(word for word in words if word)


def _since(line: FileLine | TextLine) -> str:
    return f"{line.starts}启用" if line.starts else ""


def _use(line: FileLine | TextLine) -> str:
    return "现用" if line.current else ""


def _sample(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as desk:
        if args.file is None:
            made = own_texts.sample_in_force(desk, args.form)
        else:
            found = own_texts.checked_text(desk, args.form, args.file)
            if not found.usable:
                output.lines(_text_lines(found, loaded=False))
                raise _not_usable(found)
            made = found.preview
    write_whole(args.out, made)
    if args.json:
        output.json({"form": args.form, "file": str(args.out)})
    else:
        output.lines([f"已打印{own_texts.TITLES[args.form]}的样稿：{args.out}"])
    return DONE
