"""The office's own commands: ``init``, ``do``, ``list``, ``import``, ``people``, ``check``, ``backup``, ``restore``."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from yb_desktop.base.canon import Json, parse
from yb_desktop.base.clock import PcClock
from yb_desktop.base.errors import BadInput, NotAllowed, Unmet
from yb_desktop.cli.arguments import Commands, add_command, data_folder, iso_day, office_of, secret
from yb_desktop.cli.listing import LISTS, listed
from yb_desktop.cli.output import Output, due_json, late_json, row_json, unmet_json
from yb_desktop.domain.listing_matching import ImportPlan, Sorted, Verdict
from yb_desktop.domain.people import Role
from yb_desktop.domain.vocabulary import Level
from yb_desktop.services import actions, people
from yb_desktop.services.checking import check_office
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.importing import import_file, plan_import
from yb_desktop.services.offices import make_office, put_back, with_password
from yb_desktop.services.registry import run, spec
from yb_desktop.services.timing import due_of

actions.load()


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    init = add_command(commands, "init", _init, "新建机构数据文件夹")
    init.add_argument("--office", required=True, metavar="CODE")
    init.add_argument("--name", required=True, metavar="NAME")
    init.add_argument("--level", required=True, choices=[level.value for level in Level])
    init.add_argument("--laptop", action="store_true", help="这是本机构的一台核查电脑（设备名如nb1）")
    init.add_argument("--device", default="pc1", metavar="NAME", help="本机的设备名，一个单位内不能重复")
    init.add_argument(
        "--database", default="", metavar="postgresql://…", help="多台电脑合用的数据库；不写则存在本机文件夹里"
    )
    init.add_argument("--password-file", type=Path, default=None, metavar="FILE", help="数据库密码，在文件的第一行")

    do = add_command(commands, "do", _do, "办理一个动作")
    do.add_argument("action", metavar="ACTION")
    do.add_argument("--with", dest="params", default="{}", metavar="JSON")
    do.add_argument("--on", type=iso_day, default=None, metavar="DATE")
    do.add_argument("--as", dest="who", default="", metavar="PERSON")
    do.add_argument("--passphrase-file", type=Path, default=None, metavar="FILE")

    lists = add_command(commands, "list", _list, "列表")
    lists.add_argument("what", choices=list(LISTS))
    lists.add_argument("--find", default="", metavar="TEXT")
    lists.add_argument("--limit", type=int, default=50, metavar="N")

    bring = add_command(commands, "import", _import, "导入机构名单")
    bring.add_argument("file", type=Path, metavar="FILE.xlsx")
    bring.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    bring.add_argument("--as", dest="who", default="", metavar="PERSON")

    _add_people(commands)
    _add_keeping(commands)


def _add_people(commands: Commands) -> None:
    who = add_command(commands, "people", _people_list, "工作人员")
    inner = who.add_subparsers(metavar="add|list|passwd")
    new = add_command(inner, "add", _people_add, "登记工作人员")
    new.add_argument("name", metavar="NAME")
    new.add_argument("--role", action="append", required=True, choices=[role.value for role in Role])
    new.add_argument("--field", default="", choices=["", "insurance", "medicine", "finance", "it"])
    new.add_argument("--as", dest="who", default="", metavar="PERSON")
    add_command(inner, "list", _people_list, "列出工作人员")
    word = add_command(inner, "passwd", _people_passwd, "设置密码")
    word.add_argument("name", metavar="NAME")
    word.add_argument("--passphrase-file", type=Path, default=None, metavar="FILE")


def _add_keeping(commands: Commands) -> None:
    check = add_command(commands, "check", _check, "检查数据、字体、日历和磁盘")
    check.add_argument("--full", action="store_true", help="连同整条记录链和全部附件")
    backup = add_command(commands, "backup", _backup, "备份")
    backup.add_argument("--out", type=Path, required=True, metavar="FILE")
    restore = add_command(commands, "restore", _restore, "从备份恢复")
    restore.add_argument("file", type=Path, metavar="FILE")


def _init(args: argparse.Namespace, output: Output) -> int:
    desk = make_office(
        data_folder(args),
        office=args.office,
        name=args.name,
        level=Level(args.level),
        laptop=args.laptop,
        device=args.device,
        database=_database(args.database, args.password_file),
    )
    desk.store.close()
    if args.json:
        output.json({"office": desk.info.office, "name": desk.info.name, "device": desk.info.device})
    else:
        output.lines([f"已建立{desk.info.name}（{desk.info.office}）的数据文件夹：{desk.store.folder}"])
    return 0


def _database(address: str, password_file: Path | None) -> str:
    if password_file is None:
        return address
    if not address:
        raise BadInput("usage", "--password-file 只与 --database 一起使用。")
    return with_password(address, secret(password_file, ""))


def seated(desk: Desk, who: str, passphrase: Path | None = None) -> Desk:
    """Give the desk with a person at it: the one named, or the office's only one; nobody while none was entered."""
    with desk.store.read() as reader:
        active = [person for person in reader.people() if person.ended is None]
        if not active and not who:
            return desk
        if not who and len(active) > 1:
            names = "、".join(person.name for person in active)
            raise BadInput("usage", f"请用 --as 指明由谁办理：{names}。")
        person = people.find_person(reader, who or active[0].id)
    if people.has_password(desk, person):
        return people.sign_in(desk, person, secret(passphrase, f"{person.name}的密码："))
    return desk.sign_in(person)


def _params(text: str) -> dict[str, Json]:
    value = parse(text.encode("utf-8", "surrogateescape"))
    if not isinstance(value, dict):
        raise BadInput("usage", '--with 应为一个JSON对象，例如：{"case": "case-…"}。')
    return value


def _do(args: argparse.Namespace, output: Output) -> int:
    params = _params(args.params)
    with office_of(args) as opened:
        spec(args.action)
        desk = seated(opened, args.who, args.passphrase_file)
        on = args.on or desk.clock.today()
        try:
            step = run(desk, args.action, on=on, params=params)
        except NotAllowed as refusal:
            if not args.json:
                raise
            output.json(_refused_json(desk, args.action, on, params, refusal))
            output.error(refusal)
            return 1
    if args.json:
        output.json(_step_json(args.action, on, step))
    else:
        output.lines(_step_lines(step))
    return 0


def _step_json(name: str, on: date, step: Step) -> dict[str, Json]:
    return {
        "on": on.isoformat(),
        "do": name,
        "ok": True,
        "refused": None,
        "state": step.state,
        "due": [due_json(one) for one in step.due],
        "late": [late_json(one) for one in step.late],
        "documents": list(step.documents),
        "unmet": [],
        "entity": step.entity,
        "pending": step.pending,
        "warnings": list(step.warnings),
        **({"rows": [row_json(row) for row in step.rows]} if step.rows else {}),
    }


def _refused_json(desk: Desk, name: str, on: date, params: dict[str, Json], refusal: NotAllowed) -> dict[str, Json]:
    about = params.get("case") or params.get("agreement") or ""
    with desk.store.read() as reader:
        entity = reader.entity(str(about)) if about else None
        due = due_of(entity, desk.law)
    state = getattr(entity, "state", None)
    return {
        "on": on.isoformat(),
        "do": name,
        "ok": False,
        "refused": unmet_json(Unmet(refusal.rule, refusal.text, refusal.allowed_from)),
        "state": str(state) if state is not None else "",
        "due": [due_json(one) for one in due],
        "late": [],
        "documents": [],
        "unmet": [unmet_json(one) for one in refusal.unmet],
    }


def _step_lines(step: Step) -> Iterator[str]:
    yield f"已办理：{step.entity}　状态 {step.state}" + ("（待另一人审核）" if step.pending else "")
    for due in step.due:
        yield f"　　{due.rule}　最后一日{due.last_day}{'（暂定）' if due.provisional else ''}　{due.source}"
    for late in step.late:
        yield f"　　{late.rule}　逾期{late.working_days}个工作日"
    yield from (f"　　注意：{text}" for text in step.warnings)
    for row in step.rows:
        told = (value for value in msgspec.structs.asdict(row).values() if value not in (None, "", ()))
        yield "　　" + "　".join(str(value) for value in told)


def _list(args: argparse.Namespace, output: Output) -> int:
    if args.limit < 1:
        raise BadInput("usage", "--limit 应为正整数。")
    with office_of(args) as desk:
        rows = listed(desk, args.what, find=args.find, limit=args.limit)
    if args.json:
        output.json([dict(row) for row in rows])
    else:
        output.lines("　".join(str(value) for value in row.values() if value not in (None, "")) for row in rows)
    return 0


def _import(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as opened:
        if args.dry_run:
            plan, written = plan_import(opened, args.file), 0
        else:
            desk = seated(opened, args.who)
            report = import_file(desk, on=desk.clock.today(), file=args.file)
            plan, written = report.plan, report.written
    if args.json:
        rows: dict[str, Json] = {v.value: [_row_json(row) for row in plan.of(v)] for v in Verdict}
        output.json({**rows, "written": written})
    else:
        output.lines(_import_lines(plan, written))
    return 0


def _row_json(row: Sorted) -> dict[str, Json]:
    return {"row": row.row, "name": row.name, "reason": row.reason}


def _import_lines(plan: ImportPlan, written: int) -> Iterator[str]:
    labels = {
        Verdict.NEW: "新增",
        Verdict.SAME: "已有",
        Verdict.LIKELY: "疑似重复",
        Verdict.STRUCK_OFF: "已取消定点",
        Verdict.FAULTY: "有误",
    }
    yield "　".join(f"{label}{plan.count(verdict)}" for verdict, label in labels.items()) + f"　写入{written}"
    for verdict in (Verdict.LIKELY, Verdict.STRUCK_OFF, Verdict.FAULTY):
        for row in plan.of(verdict):
            yield f"　　第{row.row}行　{labels[verdict]}　{row.name}：{row.reason}"


def _people_add(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as opened:
        desk = seated(opened, args.who)
        params: dict[str, Json] = {"name": args.name, "roles": list(args.role), "field": args.field}
        step = run(desk, "oversight.add_person", on=desk.clock.today(), params=params)
    if args.json:
        output.json({"id": step.entity, "name": args.name})
    else:
        output.lines([f"已登记{args.name}（{step.entity}）"])
    return 0


def _people_list(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as desk, desk.store.read() as reader:
        found = [person for person in reader.people() if person.ended is None]
    if args.json:
        output.json(
            [{"id": p.id, "name": p.name, "roles": [r.value for r in p.roles], "field": p.field} for p in found]
        )
    else:
        output.lines(f"{p.name}　{'、'.join(role.label for role in p.roles)}　{p.id}" for p in found)
    return 0


def _people_passwd(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as desk:
        with desk.store.read() as reader:
            person = people.find_person(reader, args.name)
        people.set_password(desk, person, secret(args.passphrase_file, f"{person.name}的新密码："))
    if args.json:
        output.json({"id": person.id})
    else:
        output.lines([f"已设置{person.name}的密码。"])
    return 0


def _check(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as desk:
        items = check_office(desk, full=args.full)
    ok = all(item.ok for item in items)
    if args.json:
        output.json({"ok": ok, "items": [{"name": i.name, "ok": i.ok, "text": i.text} for i in items]})
    else:
        output.lines(f"{'正常' if item.ok else '异常'}　{item.text}" for item in items)
    return 0 if ok else 1


def _backup(args: argparse.Namespace, output: Output) -> int:
    with office_of(args) as desk:
        made = desk.store.backup(args.out)
    output.json({"file": str(made)}) if args.json else output.lines([f"已备份到：{made}"])
    return 0


def _restore(args: argparse.Namespace, output: Output) -> int:
    info = put_back(args.file, data_folder(args), day=PcClock().today())
    if args.json:
        output.json({"office": info.office, "epoch": info.epoch})
    else:
        output.lines([f"已恢复{info.name}的数据。本机须重新向上级登记密钥后才能导出。"])
    return 0
