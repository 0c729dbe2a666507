"""Reference data (参考数据) downward: one snapshot for every office of the prefecture, with versions that only go up.

It carries what no office could know by itself: the prefecture's holidays, values, agreement texts and files (rules,
calendars, divisions, forms, official texts), and the barred persons and the suspended and terminated agreements of all
counties (A17, C12, C14 across a border). A version is made when something is new; else the newest is handed out again.
The trust list goes beside it, in the bundle of its own that everyone can check.
"""

from __future__ import annotations

from collections.abc import Sequence

from yb_desktop.base.errors import NotAllowed
from yb_desktop.base.signing import Signer
from yb_desktop.domain.changes import Suspended, Terminated
from yb_desktop.domain.office import office_id
from yb_desktop.domain.records import Record
from yb_desktop.exchange.manifest import EVERYONE
from yb_desktop.exchange.trust import TrustList
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.assigning import concerning
from yb_desktop.services.exchange.envelopes import envelope_for, own_head
from yb_desktop.services.exchange.everyone import versions
from yb_desktop.services.exchange.preparing import Prepared, left_over, place_of, write_new
from yb_desktop.services.reference_files import hands_down
from yb_desktop.store.reading import Reader

_ENDING = (Suspended.TYPE, Terminated.TYPE)


def next_reference(desk: Desk, trust: TrustList, signers: Sequence[Signer], *, cap: int) -> Prepared | None:
    """Write the next version into the outbox, ``None`` when the newest still tells everything.

    Raises ``NotAllowed`` for any office but the prefecture's, and when there is nothing to tell.
    """
    if not hands_down(desk.info):
        raise NotAllowed.by("state", "参考数据由州（市）级经办机构下发，本机构只接收。")
    with desk.store.read() as reader:
        envelope, head = envelope_for(desk, reader, EVERYONE, "reference"), own_head(reader)
        path = place_of(desk, envelope, "reference", signers)
        if left := left_over(reader, path, trust, envelope):
            return left
        records = snapshot(reader)
        if not records:
            raise NotAllowed.by(
                "state", "还没有可下发的参考数据：没有登记地方假日、设定、资料文件、受限人员，也没有中止、解除的协议。"
            )
        newest = next(iter(versions(reader)), None)
        if newest and (newest[0].epoch, newest[0].records) == (reader.info.epoch, len(records)):
            return None  # a snapshot only grows
        return write_new(desk, reader, envelope, kind="reference", head=head, records=records, signers=signers, cap=cap)


def has_reference(reader: Reader) -> bool:
    """Say whether there is anything that the other offices must know."""
    return bool(reader.office().history or reader.every_blocked() or _ended(reader))


def snapshot(reader: Reader) -> list[Record]:
    """Give every record that the other offices must know; it only grows, so a suspension lifted is known too."""
    entities = [office_id(reader.info.office), *(one.id for one in reader.every_blocked()), *_ended(reader)]
    return concerning(reader, entities)


def _ended(reader: Reader) -> list[str]:
    """Name the agreements that were ever suspended or terminated."""
    return [record.entity for one in _ENDING for record in reader.of_type(one)]
