"""Gathers the report of a finished visit: merged answers with who gave them, photos, signatures (E3–E5)."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.case import Case, Visit
from yb_desktop.domain.case_facts import Inspector, InspectorReplaced, Signature, TeamDrawn, VisitAssigned
from yb_desktop.domain.drawing import EXPERT_WORDS
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.forms import Item, Section, form
from yb_desktop.domain.scoring import HUNDREDTHS, Answer, points_of
from yb_desktop.domain.versions import version_words
from yb_desktop.domain.visiting import Merged, merged
from yb_desktop.paper.documents.visit_report import ReportGroup, ReportItem, ReportPhoto, ReportSignature, VisitReport
from yb_desktop.services.desk import Desk
from yb_desktop.services.paper.values import entry_on, sender, what_of
from yb_desktop.store.reading import Reader

_LONGEST = 1400
"""Pixels of a photo's longer side on paper: 88 mm at more than 300 dots an inch."""


def report(desk: Desk, reader: Reader, case: Case, visit: Visit, number: str) -> VisitReport:
    """Gather 现场核查报告 of a finished visit."""
    finished = visit.finished or visit.assigned
    entry = entry_on(reader, case.institution, finished)
    sheet = form(visit.form, visit.version)
    found = merged(visit, entry)
    asked = sheet.for_institution(entry.cls, entry.beds)
    photos, absent = _photos(reader, visit, {item.id: item.label for item in sheet.items})
    return VisitReport(
        sender=sender(desk, number, finished),
        institution=entry.name,
        cls=entry.cls.label,
        address=entry.address,
        principal=entry.principal,
        what=what_of(case),
        visit=visit.number,
        sheet=f"{sheet.title}（{version_words(visit.version, gap='')}）",
        assigned=visit.assigned,
        finished=finished,
        lead=visit.lead,
        team=tuple((one.person, EXPERT_WORDS.get(one.field, one.field)) for one in _team(reader, case, visit)),
        groups=tuple(_group(section, asked, visit, found) for section in sheet.sections),
        points=visit.score,
        pass_mark=sheet.pass_mark * HUNDREDTHS,
        passed=visit.passed,
        vetoes=tuple(sheet.find(item).label for item in visit.vetoes),
        signatures=tuple(_signature(reader, one) for one in visit.signatures),
        content=visit.content,
        photos=photos,
        absent=absent,
    )


def _team(reader: Reader, case: Case, visit: Visit) -> tuple[Inspector, ...]:
    """Give the team of a visit; the case itself remembers the newest team only."""
    team: tuple[Inspector, ...] = ()
    here = False
    for record in reader.records_of(case.id):
        match read_fact(record):
            case TeamDrawn(team=drawn):
                if here:
                    break
                team = drawn
            case InspectorReplaced(out=out, into=into):
                team = tuple(into if member.person == out else member for member in team)
            case VisitAssigned(number=number):
                if here:
                    break
                here = number == visit.number
            case _:
                pass
    return team


def _group(section: Section, asked: tuple[Item, ...], visit: Visit, found: Merged) -> ReportGroup:
    heads = {head.section: head.points for head in found.score.heads}
    items = tuple(_item(item, visit, found) for item in section.items if item in asked)
    return ReportGroup(section.title, items, heads.get(section.id), section.points)


def _item(item: Item, visit: Visit, found: Merged) -> ReportItem:
    given = found.answers[item.id]
    said = [one.fact for one in visit.answers if one.fact.item == item.id]
    remarks = [f"{one.inspector}：{one.note}" for one in said if one.note]
    remarks += [f"组长裁定：{one.fact.reason}" for one in visit.resolutions if one.fact.item == item.id]
    photos = sum(len(one.photos) for one in said)
    remarks += [f"照片{photos}张"] if photos else []
    scored = not item.veto and given.answer is not Answer.NOT_APPLICABLE
    return ReportItem(
        label=item.label,
        answer=given.answer.label,
        said=tuple((one.inspector, Answer(one.answer).label) for one in said),
        points=points_of(item, given) if scored else None,
        full=item.points,
        remarks="\n".join(remarks),
    )


def _photos(reader: Reader, visit: Visit, labels: dict[str, str]) -> tuple[tuple[ReportPhoto, ...], tuple[str, ...]]:
    """Give the photos that are here, in the order of their answers, and the digests of those that are not."""
    shown: list[ReportPhoto] = []
    absent: list[str] = []
    for answer in visit.answers:
        fact = answer.fact
        for photo in fact.photos:
            data = reader.blob(photo.sha256)
            if data is None:
                absent.append(photo.sha256)
            else:
                label = labels.get(fact.item, fact.item)
                shown.append(ReportPhoto(upright_jpeg(data, _LONGEST), label, fact.inspector, photo.sha256))
    return tuple(shown), tuple(absent)


def _signature(reader: Reader, one: Signature) -> ReportSignature:
    role = "核查人员" if one.role == "inspector" else "被核查机构"
    data = reader.blob(one.ink) if one.ink else None
    return ReportSignature(one.person, role, upright_jpeg(data, _LONGEST) if data else b"")


def upright_jpeg(data: bytes, longest: int) -> bytes:
    """Give a picture as an upright grey or RGB JPEG whose longer side has at most ``longest`` pixels.

    Raises ``BadInput`` (``photo``) for what is no picture.
    """
    try:
        with Image.open(io.BytesIO(data)) as opened:
            opened.draft(opened.mode, (longest, longest))  # a big JPEG is read at a size near the one wanted
            turned = ImageOps.exif_transpose(opened)
            plain = turned if turned.mode in {"L", "RGB"} else turned.convert("RGB")
            plain.thumbnail((longest, longest))
            out = io.BytesIO()
            plain.save(out, "JPEG", quality=82)
            return out.getvalue()
    except (OSError, Image.DecompressionBombError) as problem:
        raise BadInput("photo", "有一张照片已经损坏，不能打印。请检查现场核查所附的照片。") from problem
