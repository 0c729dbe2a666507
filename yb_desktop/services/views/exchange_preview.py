"""“这个数据包会做什么”: what taking a bundle in would do, as rows to read before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from yb_desktop.base.signing import Signer
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchanging import Effect, Preview, TakenIn, needs_signature, preview
from yb_desktop.services.views.exchange import when_words
from yb_desktop.services.views.exchange_kinds import ANSWERS, KIND_WORDS
from yb_desktop.services.views.exchange_ways import LAPTOPS

WHOLE = "bundle"
"""The type of an effect that speaks of the bundle itself."""


class Deed(Enum):
    """What a line does; the value is the word shown."""

    REFUSES = "不接收"
    CLASHES = "有冲突"
    WAITS = "等待"
    CHANGES = "变更"
    ADDS = "新增"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One thing the bundle would do."""

    deed: Deed
    text: str
    entity: str


@dataclass(frozen=True, slots=True)
class BundlePlan:
    """A bundle before it is taken in; ``blocked`` says why it cannot be taken in at all, ``code`` is that refusal's.

    ``early`` where bundles before it are missing: it is kept, and goes in as soon as they are here.
    """

    file: Path
    bundle: str
    kind: str
    sender: str
    created: str
    records: int
    duplicate: bool
    early: bool
    blocked: str
    code: str
    needs_signature: bool
    lines: tuple[PlanLine, ...]

    def count(self, deed: Deed) -> int:
        """Count the lines that do the same."""
        return sum(one.deed is deed for one in self.lines)


def bundle_plan(desk: Desk, file: Path, signer: Signer | None = None) -> BundlePlan:
    """Say what a bundle would do; nothing is written. Raises ``Refused`` for a bundle that does not hold."""
    found = preview(desk, file, signer)
    manifest = found.manifest
    whole = [one.text for one in found.refuses if one.type == WHOLE]
    return BundlePlan(
        file=file,
        bundle=manifest.id,
        kind=ANSWERS if found.hands_on else KIND_WORDS.get(manifest.kind, manifest.kind),
        sender=f"{LAPTOPS} {manifest.sender.device}" if manifest.kind == "result" else found.sender,
        created=when_words(manifest.created),
        records=manifest.records.count,
        duplicate=found.duplicate,
        early=bool(found.waits_for) and not (found.adds or found.changes),
        blocked="".join(whole),
        code=found.code,
        needs_signature=not whole and needs_signature(desk, file),
        lines=_lines(found),
    )


def taken_words(done: TakenIn) -> str:
    """Say what became of a bundle, in sentences."""
    if done.duplicate:
        return "这个数据包以前已经接收过，没有重复入库；回执可以再交给对方一次。"
    if done.missing:
        what = f"分卷第 {done.part}/{done.of} 卷，已到 {done.here} 卷，还缺" if done.of > 1 else "还缺前面的"
        return f"已收下，先放着：{what} {'、'.join(done.missing)}。缺的到齐后会自动入库。"
    if done.kind == "receipt":
        parts = [f"回执已登记：本机构 {done.taken} 条记录已由对方入库"]
    else:
        parts = [f"已入库 {done.taken} 条记录"]
    if done.refused:
        fate = "没有接收，原因已写入回执" if done.receipt else "被退回"
        parts.append(f"{len(done.refused)} 条{fate}")
    if done.questioned:
        parts.append(f"{len(done.questioned)} 条有疑问")
    return "；".join((*parts, *_brought_about(done))) + "。"


def _brought_about(done: TakenIn) -> Iterator[str]:
    if done.also:
        yield f"先前等待的 {len(done.also)} 个数据包一并入库"
    if done.again:
        yield f"先前搁置的 {len(done.again)} 条记录现已入库"
    if done.moved:
        yield f"{len(done.moved)} 个期限的最后一日有变动（{_moved(done)}）"


def _moved(done: TakenIn) -> str:
    """Name the first clocks that moved, with the days."""
    some = (f"{one.rule}：{one.before or '未定'}改为{one.after or '未定'}" for one in done.moved[:_NAMED])
    return "，".join(some) + ("等" if len(done.moved) > _NAMED else "")


_NAMED = 3
"""So many clocks that moved are named."""


def _lines(found: Preview) -> tuple[PlanLine, ...]:
    groups: tuple[tuple[Deed, tuple[Effect, ...]], ...] = (
        (Deed.REFUSES, found.refuses),
        (Deed.CLASHES, found.clashes),
        (Deed.CHANGES, found.changes),
        (Deed.ADDS, found.adds),
    )
    lines = [PlanLine(deed, one.text, one.entity) for deed, effects in groups for one in effects]
    waits = [PlanLine(Deed.WAITS, f"还缺 {name}", name) for name in found.waits_for]
    if (part := found.manifest.set).of > 1:
        words = f"分卷第 {part.part}/{part.of} 卷，连这一卷已到 {found.here} 卷；到齐后一次入库"
        waits.insert(0, PlanLine(Deed.WAITS, words, found.manifest.id))
    return (*waits, *lines)
