"""Big registers and many applications made quickly; names from real words, so that searches meet what they would."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

from tests.store.desk import Desk, clinic, materials
from yb_desktop.domain.case_facts import Withdrawn
from yb_desktop.domain.institution import Registered
from yb_desktop.domain.pairing import Prepared
from yb_desktop.domain.records import Record

_PLACES = (("大姚县", "dayaoxian"), ("姚安县", "yaoanxian"), ("南华县", "nanhuaxian"), ("永仁县", "yongrenxian"))
_TOWNS = (("石羊镇", "shiyangzhen"), ("龙街镇", "longjiezhen"), ("金碧镇", "jinbizhen"), ("新街乡", "xinjiexiang"))
_FIRST = (("柳", "liu"), ("杨", "yang"), ("河", "he"), ("山", "shan"), ("塘", "tang"), ("桥", "qiao"), ("坝", "ba"))
_SECOND = (("树", "shu"), ("坪", "ping"), ("头", "tou"), ("尾", "wei"), ("湾", "wan"), ("口", "kou"), ("坡", "po"))
_ENDS = (
    ("村卫生室", "cunweishengshi"),
    ("大药房", "dayaofang"),
    ("诊所", "zhensuo"),
    ("中心卫生院", "zhongxinweishengyuan"),
)
_PERSONS = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "文祥国华建平春梅秀英志强丽芳海燕永福"


def register(desk: Desk, count: int, seed: int = 7, *, of: str = "") -> Iterator[Record]:
    """Give ``count`` registrations of made-up institutions; ``of`` tells those of an office from others'."""
    rng = random.Random(seed)
    for number in range(count):
        parts = [rng.choice(words) for words in (_PLACES, _TOWNS, _FIRST, _SECOND, _ENDS)]
        digits = "".join(rng.choice("一二三四五六七八九") for _ in range(2))
        name = "".join(part[0] for part in parts[:4]) + digits + parts[4][0]
        pinyin = "".join(part[1] for part in parts)
        initials = "".join(part[1][0] for part in parts)
        person = rng.choice(_PERSONS) + rng.choice(_GIVEN) + rng.choice(_GIVEN)
        entry = clinic(
            name,
            area=f"5323{rng.choice(('26', '25', '24', '27'))}{rng.randrange(100, 112)}{rng.randrange(20):03d}",
            uscc=f"5253{rng.randrange(10**13):013d}X",
            number=f"PDY{rng.randrange(10**15):015d}",
            legal_rep=person,
            pinyin=pinyin,
            initials=initials,
        )
        yield desk.record(Registered(registration=entry), f"inst-{of}{number:06d}", "2026-01-05")


def applications(desk: Desk, count: int, seed: int = 7) -> Iterator[Record]:
    """Give ``count`` applications of registered institutions: a third of them over, one in fifty waits for a second."""
    rng = random.Random(seed)
    yield from register(desk, count, seed)
    for number in range(count):
        case = f"case-{number:06d}"
        fact = materials(f"inst-{number:06d}", f"姚医保收〔2026〕{number + 1}号")
        yield desk.record(fact, case, f"2026-0{rng.randrange(1, 3)}-{rng.randrange(6, 28):02d}")
        if number % 3 == 0:
            yield desk.record(Withdrawn(reason="不办了"), case, "2026-03-20")
        elif number % 50 == 1:
            yield desk.record(Prepared(action="applications.refuse", params="{}"), case, "2026-03-02")


def year(desk: Desk, count: int, of: str = "") -> Iterator[Record]:
    """Give the ``count`` records of an office's year: a thirtieth of them its register, the rest whole cases."""
    known = max(1, count // 30)
    yield from register(desk, known, of=of)
    number = 0
    while desk.seq < count:
        case = desk.full_case(f"inst-{of}{number % known:06d}", f"case-{of}{number}", f"agr-{of}{number}")
        yield from islice(case, count - desk.seq)
        number += 1
