"""A clerk at one PC of a server, as a process of its own: registers institutions, each with a numbered paper.

``python -m tests.store.clerk FOLDER COUNT``; more of them work at the same time.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.store.desk import Desk, clinic, materials, opened
from yb_desktop.domain.institution import Registered
from yb_desktop.store.database import Store


def work(store: Store, count: int) -> None:
    """Register so many institutions, each in a transaction of its own."""
    device = store.info.device
    desk = Desk(store.info, seed=int(device[2:]))
    for number in range(count):
        with store.write() as tx:
            serial = tx.next_serial("intake_receipt", 2026)
            entity, case = desk.new("inst"), desk.new("case")
            tx.append(desk.record(Registered(registration=clinic(f"{device}第{number}诊所")), entity))
            tx.append(desk.record(materials(entity, f"姚医保收〔2026〕{serial}号"), case))


if __name__ == "__main__":
    at_work = opened(Path(sys.argv[1]))
    work(at_work, int(sys.argv[2]))
    at_work.close()
