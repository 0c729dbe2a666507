"""A stick lost, doubled, cut, forged, brought to the wrong office: five stories, with the words the clerks read.

Each time both offices end where they should: the records once in the prefecture's books, acknowledged in the county's,
and nothing else changed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.exchange.offices import head_of
from tests.services.exchange.desks import COUNTY, OTHER, PREFECTURE, Pair, office, register
from yb_desktop.base.clock import FixedClock
from yb_desktop.base.errors import Refused
from yb_desktop.exchange.keys import make_key
from yb_desktop.exchange.pack import FIRST_PLACE, Envelope, write_submission
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.sending import Exported
from yb_desktop.services.exchanging import accept_trust, export, take_in, verify_bundle
from yb_desktop.services.views.exchange import exchange_view
from yb_desktop.services.views.exchange_preview import bundle_plan, taken_words

BUNDLE = "532326-pc1-532300.submission-1-1"


@pytest.fixture
def story(pair: Pair) -> Iterator[Pair]:
    """Two clinics are registered in the county; at the end both offices have them and agree that they have."""
    register(pair.county, 1, 2)
    yield pair
    with pair.county.store.read() as ours, pair.prefecture.store.read() as theirs:
        assert theirs.log_head(COUNTY, "pc1") == ours.log_head(COUNTY, "pc1")
        assert list(theirs.every_institution()) == list(ours.every_institution())
    for desk in (pair.county, pair.prefecture):
        assert [item.text for item in desk.store.check(full=True) if not item.ok] == []
    assert stages(pair) == ["已入库"]
    assert exchange_view(pair.county).owed == 0
    assert exchange_view(pair.county).forks == exchange_view(pair.prefecture).forks == ()


def stages(pair: Pair) -> list[str]:
    """Read the column of the county's page that says how far its bundles have come."""
    return [one.stage.value for one in exchange_view(pair.county).sent if one.kind == "报送"]


def send(pair: Pair, stick: str, *, again: bool = False) -> Exported:
    return export(pair.county, to=PREFECTURE, out=pair.stick(stick), signer=pair.county_key, again=again)


def arrives(pair: Pair, file: Path) -> str:
    """Take in at the prefecture and carry the receipt back; give the words shown there."""
    done = take_in(pair.prefecture, file, pair.prefecture_key, out=pair.stick("back"))
    assert done.receipt is not None
    take_in(pair.county, done.receipt, None)
    return taken_words(done)


def refusal(work: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        work()
    return caught.value.code, caught.value.text


def refused_at(desk: Desk, file: Path, code: str) -> str:
    """See that a file is refused when it is looked at and when it is taken in, in the same words; nothing changes."""
    with desk.store.read() as reader:
        before = reader.log_head(COUNTY, "pc1")
    looked = refusal(lambda: bundle_plan(desk, file))
    assert looked == refusal(lambda: take_in(desk, file, None))
    with desk.store.read() as reader:
        assert reader.log_head(COUNTY, "pc1") == before
    assert looked[0] == code
    return looked[1]


def test_the_stick_was_lost_on_the_way(story: Pair) -> None:
    send(story, "lost")
    shutil.rmtree(story.home / "lost")
    assert stages(story) == ["已导出"]
    assert exchange_view(story.county).owed == 1
    nothing = send(story, "second")
    assert nothing.text == "没有新的记录要导出；以前导出的还没有收到回执，需要时可以再次导出。"
    again = send(story, "second", again=True)
    assert again.text == "已导出1个数据包、2条记录，已写入并读回核对，可以拔出。"
    assert arrives(story, again.bundles[0].file) == "已入库 2 条记录。"


def test_the_stick_came_twice(story: Pair) -> None:
    (one,) = send(story, "first").bundles
    (two,) = send(story, "second", again=True).bundles
    assert arrives(story, one.file) == "已入库 2 条记录。"
    plan = bundle_plan(story.prefecture, two.file)
    assert (plan.duplicate, plan.lines, plan.needs_signature) == (True, (), False)
    assert arrives(story, two.file) == "这个数据包以前已经接收过，没有重复入库；回执可以再交给对方一次。"


@pytest.mark.parametrize("left", [100, 700, 5000])
def test_the_copy_on_the_stick_was_cut_short(story: Pair, left: int) -> None:
    (one,) = send(story, "stick").bundles
    data = one.file.read_bytes()
    cut = story.stick("copied") / one.file.name
    cut.write_bytes(data[:left])
    text = refused_at(story.prefecture, cut, "bundle-cut")
    assert text == "数据包不完整，文件被截断了。请重新拷贝；仍不行时请让对方重新导出。"
    assert stages(story) == ["已导出"]
    shutil.copyfile(one.file, cut)
    assert arrives(story, cut) == "已入库 2 条记录。"


def test_somebody_changed_what_is_on_the_stick(story: Pair) -> None:
    (one,) = send(story, "stick").bundles
    changed = story.stick("changed") / one.file.name
    data = one.file.read_bytes()
    changed.write_bytes(data.replace(b'"count":2', b'"count":9'))
    assert changed.read_bytes() != data
    text = refused_at(story.prefecture, changed, "bundle-signature")
    assert text == "数据包的签名不成立，内容可能被改动过。请不要使用，并联系对方核实后重新导出。"
    assert arrives(story, one.file) == "已入库 2 条记录。"


def test_somebody_made_a_bundle_in_the_countys_name(story: Pair) -> None:
    (one,) = send(story, "stick").bundles
    with story.county.store.read() as reader:
        records = list(reader.records(office=COUNTY, device="pc1"))
    noon = FixedClock(story.county.clock.today()).now()
    envelope = Envelope(COUNTY, "pc1", (PREFECTURE,), FIRST_PLACE, noon, "0" * 32)
    forged = write_submission(
        story.stick("forged"), envelope, head=head_of(records), records=records, signers=[make_key()]
    ).path
    text = refused_at(story.prefecture, forged, "bundle-key-unknown")
    assert text.startswith("签名所用的密钥不在信任名单上。请先更新信任名单；如仍不认识，请联系上级核实对方身份")
    found = verify_bundle(forged, story.trust_file)
    assert (found.ok, found.reason) == (False, text)
    assert arrives(story, one.file) == "已入库 2 条记录。"


def test_the_stick_came_to_the_wrong_office(story: Pair) -> None:
    (one,) = send(story, "stick").bundles
    other = office(story.home / "other", OTHER)
    accept_trust(other, story.trust_file, story.fingerprint)
    text = refused_at(other, one.file, "bundle-wrong-receiver")
    assert text == f"这个数据包不是发给本机构的。请交给写明的接收机构（{PREFECTURE}）。"
    with other.store.read() as reader:
        assert list(reader.every_institution()) == []
    other.store.close()
    refused_at(story.county, one.file, "bundle-own")
    assert arrives(story, one.file) == "已入库 2 条记录。"
