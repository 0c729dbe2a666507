"""What the tests of the forms have in common: names that try the fonts, and a form read back as a person would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.paper.conftest import TestSigner, assert_sound, read_back_chars
from tests.paper.documents.reading import text_of
from yb_desktop.base.signing import Signer
from yb_desktop.paper.blocks import Style
from yb_desktop.paper.documents.values import Sender
from yb_desktop.paper.verify import Verdict, trusted, verify

OFFICE = "大姚县医疗保险管理局"
CLINIC = "大姚县石羊镇柳树村卫生室"
LONG = "大姚县金碧镇堃㛃䶮𠅤大药房连锁有限责任公司北城街道办事处第一百二十八分店西南角门市部"
RARE = ("毛堃", "李祎", "王喆", "赵㛃", "钱䶮", "孙𠅤")
MANY = tuple(f"第{place}位姓名" for place in range(1, 61))
SIGNER = TestSigner(b"\x01" * 32)


def sender(number: str) -> Sender:
    return Sender(OFFICE, number, date(2026, 3, 12))


def sound(make: Callable[[Signer | None], bytes], style: Style = Style.FORM) -> str:
    """Give the text of a paper; it is the same bytes each time, genuine, and nothing lies outside its box."""
    data = make(SIGNER)
    assert data == make(SIGNER)
    assert {one.verdict for one in verify(data, keys=trusted(SIGNER.public_key))} == {Verdict.GENUINE}
    assert_sound(read_back_chars(data), style)
    return text_of(data)


def in_order(text: str, *words: str) -> None:
    """Each of the words stands in the text, one behind the other."""
    at = 0
    for word in words:
        found = text.find(word, at)
        assert found >= 0, f"{word!r} is not behind {text[max(at - 20, 0) : at]!r}"
        at = found + len(word)
