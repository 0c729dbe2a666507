"""Reference data (参考数据) downward: one snapshot for every office of the prefecture, with versions that only go up.

It carries what no office could know by itself: the prefecture's holidays and values (the clocks are counted by them),
the barred persons and the suspended and terminated agreements of all counties (A17, C12, C14 across a border).
Calendar, rules, forms and areas come with the program; the trust list has a bundle of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from yb_desktop.base.errors import NotAllowed
from yb_desktop.base.signing import Signer, key_id
from yb_desktop.domain.office import office_id
from yb_desktop.domain.records import Record
from yb_desktop.domain.vocabulary import AgreementState, Level
from yb_desktop.exchange.manifest import EVERYONE, Sender, bundle_id
from yb_desktop.exchange.pack import write_extract
from yb_desktop.exchange.trust import TrustList
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.assigning import Prepared, concerning, left_over
from yb_desktop.services.exchange.bundle_files import OUTBOX, bundle_file, inner_folder
from yb_desktop.services.exchange.envelopes import envelope_for, own_head
from yb_desktop.store.reading import Reader


def next_reference(desk: Desk, trust: TrustList, signers: Sequence[Signer]) -> Prepared:
    """Write the next version into the outbox. Raises ``NotAllowed`` for any office but the prefecture's."""
    if desk.info.level not in {Level.PREFECTURE, Level.PROVINCE}:
        raise NotAllowed.by("state", "参考数据由州（市）级经办机构下发，本机构只接收。")
    kept = inner_folder(desk.store.folder, OUTBOX)
    with desk.store.read() as reader:
        envelope = envelope_for(desk, reader, EVERYONE, "reference")
        sender = Sender(desk.info.office, desk.info.device, key_id(signers[0].public_key))
        place, head = envelope.place, own_head(reader)
        path = bundle_file(kept, bundle_id(sender, f"{EVERYONE}.reference", place.epoch, place.seq))
        if left := left_over(path, trust, place.prev, head):
            return left
        records = snapshot(reader)
        if not records:
            raise NotAllowed.by(
                "state", "还没有可下发的参考数据：没有登记地方假日、设定、受限人员，也没有中止、解除的协议。"
            )
        written = write_extract(kept, envelope, kind="reference", head=head, records=records, signers=signers)
    return Prepared(written.path, written, fresh=True)


def has_reference(reader: Reader) -> bool:
    """Say whether there is anything that the other offices must know."""
    ended = reader.every_agreement(AgreementState.SUSPENDED, AgreementState.TERMINATED)
    return bool(reader.office().entered or reader.every_blocked() or next(ended, None))


def snapshot(reader: Reader) -> list[Record]:
    """Give every record that the other offices must know."""
    ended = reader.every_agreement(AgreementState.SUSPENDED, AgreementState.TERMINATED)
    entities = [office_id(reader.info.office), *(one.id for one in reader.every_blocked()), *(one.id for one in ended)]
    return concerning(reader, entities)
