"""What the machine of offices found, each as a plain story."""

from __future__ import annotations

from pathlib import Path

from tests.services.exchange.desks import COUNTY, PREFECTURE, SECRET, TODAY, Pair, register, signed
from yb_desktop.services.exchanging import accept_trust, current_trust, enrol, export, make_trust, take_in
from yb_desktop.store.database import Store
from yb_desktop.store.exchange_state import RecordState, span_state


def restored(pair: Pair, copy: Path) -> None:
    """Put the county's copy back and enrol it anew."""
    pair.county.store.close()
    Store.restore(copy, pair.home / "county", day=TODAY, holder="测试")
    pair.reopen_county()
    enrolled_anew(pair, enrol(pair.county, pair.stick("登记"), SECRET).file)


def enrolled_anew(pair: Pair, request: Path) -> None:
    roots = pair.home / "roots"
    draft = roots / f"{current_trust(pair.prefecture).version + 1}.ybb.draft"
    make_trust(pair.prefecture, draft, add=[request])
    trust = signed(draft, roots)
    for desk in (pair.prefecture, pair.county):
        accept_trust(desk, trust)


def carried(pair: Pair, name: str) -> None:
    """Export everything again and carry the receipts back."""
    stick = pair.stick(name)
    for one in export(pair.county, to=PREFECTURE, out=stick, signer=pair.county_key, again=True).bundles:
        take_in(pair.prefecture, one.file, pair.prefecture_key, out=stick)
    for receipt in sorted(stick.glob(f"{PREFECTURE}-*.receipt-*")):
        take_in(pair.county, receipt, pair.county_key)


def all_taken(pair: Pair) -> None:
    with pair.county.store.read() as ours, pair.prefecture.store.read() as theirs:
        assert theirs.log_head(COUNTY, "pc1") == ours.log_head(COUNTY, "pc1")
        states = {span_state(ours, seq) for seq in range(1, ours.log_head(COUNTY, "pc1")[0] + 1)}
    assert states == {RecordState.TAKEN}


def test_a_bundle_of_the_epoch_before_is_no_sign_of_a_rollback(pair: Pair) -> None:
    """It was lost, and the first bundle after the restore has the same number in the new epoch."""
    register(pair.county, 1)
    export(pair.county, to=PREFECTURE, out=pair.stick("lost"), signer=pair.county_key)
    restored(pair, pair.county.store.backup(pair.home / "copy.db"))
    carried(pair, "stick")
    all_taken(pair)
