"""What bundles are called (数据包的种类), on the screens and on the sheet that goes with a stick."""

from __future__ import annotations

from yb_desktop.exchange.bundle import VerifiedBundle
from yb_desktop.services.exchange.clashing import MERGED
from yb_desktop.services.exchange.relaying import hands_on
from yb_desktop.store import undoing
from yb_desktop.store.exchange_state import Received, Sent
from yb_desktop.store.reading import Reader

KIND_WORDS = {
    "submission": "报送",
    "receipt": "回执",
    "enrol": "登记申请",
    "trust": "信任名单",
    "reference": "参考数据",
    "assignment": "任务",
    "result": "核查结果",
}
"""What each kind of bundle is called."""
ANSWERS = "核查电脑记录"
"""What an extract is called in which an office hands on what its laptops answered."""


def channel_words(channel: str) -> str:
    """Name the kind of bundles that go by a channel."""
    kind = channel.rpartition(".")[2]
    return KIND_WORDS.get(kind, kind)


def bundle_words(bundle: VerifiedBundle) -> str:
    """Name the kind of a bundle by what is in it."""
    return ANSWERS if hands_on(bundle) else KIND_WORDS.get(bundle.manifest.kind, bundle.manifest.kind)


def sent_words(one: Sent) -> str:
    """Name the kind of a bundle of ours."""
    return ANSWERS if one.last_at else channel_words(one.channel)


def received_words(reader: Reader, one: Received) -> str:
    """Name the kind of a bundle that was taken in."""
    to_office = one.channel == f"{reader.info.office}.assignment" and one.records and not reader.info.laptop
    if to_office and undoing.any_between(reader.connection, one.first_at, one.last_at, MERGED):
        return ANSWERS
    return channel_words(one.channel)
