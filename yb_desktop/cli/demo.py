"""The main job on real input: a county office and its prefecture, from an Excel list to the receipt that comes back.

Everything happens through the same services as in an office; nothing is drawn from a box. Never imports Qt.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from yb_desktop.base.clock import Clock, PcClock
from yb_desktop.base.errors import BadInput
from yb_desktop.base.files import world_error, write_whole
from yb_desktop.base.signing import Signer
from yb_desktop.cli.demo_cases import CASES
from yb_desktop.cli.demo_office import (
    COUNTY,
    PASSWORD,
    PREFECTURE,
    Offices,
    import_list,
    make_list,
    make_offices,
    tell_cases,
)
from yb_desktop.cli.output import Output
from yb_desktop.domain.listing_matching import Verdict
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchanging import (
    accept_trust,
    enrol,
    export,
    make_root_key,
    make_trust,
    open_device_key,
    preview,
    sign_draft,
    take_in,
    verify_bundle,
)
from yb_desktop.services.papers import documents_of, paper
from yb_desktop.store import lists
from yb_desktop.store.exchange_state import RecordState, span_state

TRUST = "trust.ybb.tar"
KEEPERS = ("王主任", "李科长", "赵专员")
"""Who keeps the root keys; two of the three sign."""

_WORDS = {
    Verdict.NEW: "新增",
    Verdict.SAME: "已有",
    Verdict.LIKELY: "疑似重复",
    Verdict.STRUCK_OFF: "已取消定点",
    Verdict.FAULTY: "有误",
}


def run_demo(out: Path | None, output: Output, clock: Clock | None = None) -> Path:
    """Run the whole demo into ``out`` (it may exist if it is empty); gives the county's data folder."""
    began = time.monotonic()
    folder = _empty_folder(out)
    offices = make_offices(folder, clock or PcClock())
    try:
        for line in _told(folder, offices):
            output.lines([line])
        output.lines([f"用时{time.monotonic() - began:.1f}秒。全部文件在：{folder}"])
    finally:
        offices.clerk.store.close()
        offices.prefecture.store.close()
    return folder / "county"


def _empty_folder(out: Path | None) -> Path:
    folder = (out or _fresh(_here() / "yb-demo")).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise BadInput("not-empty", f"文件夹“{folder}”不是空的，请换一个空文件夹，演示不会覆盖已有文件。")
    except OSError as problem:
        raise world_error(problem, folder) from problem
    return folder


def _here() -> Path:
    """Give the current folder, or the system's folder for temporary files where it cannot be written."""
    here = Path.cwd()
    return here if os.access(here, os.W_OK) else Path(tempfile.gettempdir())


def _fresh(wanted: Path) -> Path:
    """Give the folder, or the same with a number, where it is not there yet or empty."""
    place = 1
    folder = wanted
    while folder.exists() and any(folder.iterdir()):
        place += 1
        folder = wanted.with_name(f"{wanted.name}-{place}")
    return folder


def _told(folder: Path, offices: Offices) -> Iterator[str]:
    clerk = offices.clerk
    yield f"建立{clerk.info.name}（{COUNTY}）和{offices.prefecture.info.name}（{PREFECTURE}）；人员口令均为 {PASSWORD}"
    made = make_list(folder, clerk)
    yield f"机构名单：{made.path}（{made.rows}行，有意含重复和错误）"
    report = import_list(clerk, made)
    counts = "，".join(f"{_WORDS[verdict]}{report.plan.count(verdict)}" for verdict in Verdict)
    yield f"导入：{counts}；写入{report.written}家"
    tell_cases(clerk, offices.reviewer)
    yield f"办理{len(CASES)}件申请：{_states(clerk)}"
    yield _enrolled(folder, offices)
    signer = open_device_key(clerk, PASSWORD)
    papers = print_papers(folder, clerk, signer)
    yield f"文书：{len(papers)}份PDF，每页带签名二维码，在 {folder}"
    yield from _exchanged(folder, offices, signer)


def _states(clerk: Desk) -> str:
    with clerk.store.read() as reader:
        page = lists.applications(reader, limit=len(CASES))
    counts = Counter(row.state for row in page.rows)
    return "，".join(f"{state.label}{counts[state]}" for state in counts)


def _enrolled(folder: Path, offices: Offices) -> str:
    """Enrol both devices: requests, root ceremony, trust list signed by two of three keepers, accepted by both."""
    keys = folder / "keys"
    keys.mkdir()
    requests = [enrol(desk, keys, PASSWORD).file for desk in (offices.clerk, offices.prefecture)]
    roots = [make_root_key(keys / f"root-{n}.key", person, PASSWORD) for n, person in enumerate(KEEPERS, start=1)]
    draft = keys / "trust.ybb.draft"
    make_trust(offices.prefecture, draft, roots=roots, threshold=2, add=requests)
    sign_draft(draft, keys / "root-1.key", PASSWORD)
    bundle = sign_draft(draft, keys / "root-2.key", PASSWORD).bundle
    if bundle is None:
        raise BadInput("trust", "信任名单的签名不全。")
    trust = bundle.replace(folder / TRUST)
    for desk in (offices.clerk, offices.prefecture):
        accept_trust(desk, trust, roots[0].fingerprint)
    return f"密钥登记：{len(requests)}台设备，三名根密钥持有人中两人签名；根指纹 {roots[0].fingerprint}；{trust}"


def print_papers(folder: Path, clerk: Desk, signer: Signer | None) -> tuple[Path, ...]:
    """Write every paper of every case as a PDF named by institution, document and number."""
    made: list[Path] = []
    with clerk.store.read() as reader:
        rows = lists.applications(reader, limit=len(CASES)).rows
    for row in rows:
        for ref in documents_of(clerk, case=row.id):
            data = paper(clerk, ref.document, case=row.id, number=ref.number, signer=signer)
            file = folder / f"{row.institution_name}-{ref.title}-{_file_part(ref.number)}.pdf"
            write_whole(file, data)
            made.append(file)
    return tuple(made)


def _file_part(number: str) -> str:
    return "".join(character for character in number if character.isalnum() or character in "-〔〕")


def _exchanged(folder: Path, offices: Offices, signer: Signer) -> Iterator[str]:
    """Export at the county, verify, preview and take in at the prefecture, bring the receipt back."""
    clerk, prefecture = offices.clerk, offices.prefecture
    [bundle] = export(clerk, to=PREFECTURE, out=folder, signer=signer).bundles
    yield f"导出：{bundle.file}（{bundle.records}条记录）"
    verified = verify_bundle(bundle.file, folder / TRUST)
    yield f"校验：{'签名、结构、哈希全部通过' if verified.ok else verified.reason}（SHA-256 {bundle.sha256[:16]}…）"
    shown = preview(prefecture, bundle.file)
    effects = (("新增", shown.adds), ("变更", shown.changes), ("冲突", shown.clashes), ("拒绝", shown.refuses))
    yield "预览：" + "，".join(f"{word}{len(rows)}项" for word, rows in effects)
    taken = take_in(prefecture, bundle.file, open_device_key(prefecture, PASSWORD), out=folder)
    yield f"入库：州级收下{taken.taken}条，拒绝{len(taken.refused)}条；回执 {taken.receipt}"
    if taken.receipt is None:
        raise BadInput("receipt", "州级没有签发回执。")
    take_in(clerk, taken.receipt, None)
    with clerk.store.read() as reader:
        last, _ = reader.log_head(clerk.info.office, clerk.info.device)
        states = Counter(span_state(reader, seq) for seq in range(1, last + 1))
    words = "，".join(f"{state.label}{states[state]}条" for state in RecordState if states[state])
    yield f"回执已收：县级记录{words}"
