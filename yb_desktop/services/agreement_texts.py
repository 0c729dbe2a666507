"""Which agreement text is in force here, and the texts that an office loads in place of the program's own.

A loaded text is a new version of its form, kept as a blob that a record of the office names; agreements keep the
version they were drafted with for good. What the office above loaded comes with its reference data and holds where the
office has none of its own.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import msgspec

from yb_desktop.base.errors import BadInput
from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.agreement_text import AgreementText, text_of
from yb_desktop.domain.office import Office, OwnText, TextLoaded, office_id
from yb_desktop.domain.versions import OWN_FIRST, of_office, office_in, version_words
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.office_settings import in_order
from yb_desktop.services.registry import action
from yb_desktop.store.reading import Reader

FORMS = ("agreement_medical", "agreement_pharmacy", "agreement_internet")
"""The texts that an office may replace."""


@action("agreements.load_text", "装入协议文本")
def load_text(desk: Desk, *, on: date, form: str, file: str = "", starts: date | None = None, source: str = "") -> Step:
    """G3: replace an agreement text from ``starts`` on; ``file`` is a checked text taken in before.

    Without a file the office goes back to the text from above, else to the one that comes with the program. Agreements
    drafted before keep theirs.
    """
    if form not in FORMS:
        raise BadInput("form", f"没有名为“{form[:40]}”的协议文本。")
    first = starts or on
    if first < on:
        raise BadInput("starts", f"启用日期{first}早于装入之日（{on}），已拟制的协议仍用原来的文本。请改正日期。")
    with desk.act("agreements.load_text", on) as act:
        in_order(act)
        if file:
            version = OWN_FIRST + sum(one.form == form and bool(one.sha256) for one in act.reader.office().texts)
            title = _read(act.reader, file, version).title
        else:
            shipped = text_of(form)
            version, title = shipped.version, shipped.title
        entity = office_id(desk.info.office)
        act.append(
            entity, TextLoaded(form=form, version=version, starts=first, title=title, sha256=file, source=source)
        )
        return act.done(entity)


def text_in_force(reader: Reader, form: str, on: date) -> AgreementText:
    """Give the text of a form that is used on a day: the office's own, else that from above, else the shipped one."""
    for office in reader.offices():
        own = [one for one in office.texts if one.form == form and one.starts <= on]
        newest = max(enumerate(own), key=lambda one: (one[1].starts, one[0]))[1] if own else None
        if newest is not None and newest.sha256:
            return _read(reader, newest.sha256, version_here(reader, office, newest))
    return text_of(form)


def version_here(reader: Reader, office: Office, text: OwnText) -> int:
    """Give the version that a text which an office loaded has here: with that office's code where it is another's."""
    ours = office.office == reader.info.office or text.version < OWN_FIRST
    return text.version if ours else of_office(office.office, text.version)


def text_at(reader: Reader, form: str, version: int, office: str = "") -> AgreementText:
    """Give a text at a version, an office's own too (of ``office``, by default ours). Raises ``BadInput``."""
    if version < OWN_FIRST:
        return text_of(form, version)
    named, own = office_in(version)
    found = _own(reader, form, own, named or office or reader.info.office)
    if found is None:
        raise BadInput(
            "agreement-text", f"本机没有该协议所用的文本（{version_words(version)}），由签订机构装入，请与其联系。"
        )
    return _read(reader, found.sha256, version)


def text_here(reader: Reader, agreement: Agreement) -> AgreementText | None:
    """Give the text of an agreement, ``None`` where it is another office's own and has not come here."""
    try:
        return text_at(reader, agreement.form, agreement.version, agreement.office)
    except BadInput:
        return None


def _own(reader: Reader, form: str, version: int, office: str) -> OwnText | None:
    held = reader.entity(office_id(office))
    texts = held.texts if isinstance(held, Office) else ()
    return next((one for one in texts if (one.form, one.version) == (form, version) and one.sha256), None)


def _read(reader: Reader, sha256: str, version: int) -> AgreementText:
    data = reader.blob(sha256)
    if data is None:
        raise BadInput("agreement-text", "找不到装入的协议文本，请重新装入。")
    return _decoded(data, version)


@lru_cache(maxsize=16)
def _decoded(data: bytes, version: int) -> AgreementText:
    try:
        text = msgspec.json.decode(data, type=AgreementText)
    except msgspec.MsgspecError as problem:
        raise BadInput("agreement-text", "装入的协议文本读不出来，请重新装入。") from problem
    return msgspec.structs.replace(text, version=version)
