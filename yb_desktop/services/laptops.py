"""Laptops of the office (核查电脑): which there are, and taking a visit back from one.

A laptop is a device of the office with its own key and data folder. What it may write is an inspector's answers on a
visit that was assigned to it; the keepers of the root keys enrol it for nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.laptops import VisitTakenBack
from yb_desktop.domain.vocabulary import CaseState
from yb_desktop.services.desk import Desk, Step
from yb_desktop.services.registry import action
from yb_desktop.store.reading import Reader


def enrolled_laptops(reader: Reader) -> tuple[str, ...]:
    """Name the devices of this office that are on the trust list as laptops."""
    from yb_desktop.services.exchange.keys_care import kept_trust

    kept = kept_trust(reader)
    return tuple(device for office, device in (kept.laptops() if kept else ()) if office == reader.info.office)


def check_laptops(reader: Reader, laptops: Sequence[str]) -> None:
    """Check that these devices are laptops of this office, each named once. Raises ``BadInput`` (``laptops``)."""
    known = enrolled_laptops(reader) if laptops else ()
    unknown = [one for one in laptops if one not in known]
    if unknown:
        others = f"可以选：{'、'.join(known)}。" if known else "目前一台也没有登记。"
        text = f"“{'、'.join(unknown)}”不是信任名单上本机构的核查电脑，请先登记。{others}"
        raise BadInput("laptops", text)
    if len(set(laptops)) != len(laptops):
        raise BadInput("laptops", "同一台核查电脑写了两次，请改正。")


@action("evaluation.take_back", "收回核查任务")
def take_back(desk: Desk, *, on: date, case: str, laptop: str, reason: str, instead: str = "") -> Step:
    """E4: wait no more for a laptop's results, perhaps give the visit to another ``instead``.

    What the first sends later is taken in all the same.
    """
    with desk.act("evaluation.take_back", on) as act:
        found = act.case(case, CaseState.EVALUATING)
        if not reason.strip():
            raise BadInput("reason", "请写明收回的原因。")
        visit = found.visit
        if visit is None or laptop not in visit.laptops:
            raise BadInput("laptop", f"这次核查没有分派给“{laptop}”，请核对。")
        if laptop in visit.taken_back:
            raise NotAllowed.by("state", f"“{laptop}”的核查任务已经收回。")
        if instead:
            check_laptops(act.reader, (*visit.laptops, instead))
        act.append(case, VisitTakenBack(laptop=laptop, reason=reason, instead=instead))
        return act.done(case)
