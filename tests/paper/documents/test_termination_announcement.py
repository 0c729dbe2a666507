"""解除公告: who is designated no more, from when, where it was published."""

from __future__ import annotations

from dataclasses import replace

from tests.paper.documents.order_samples import ANNOUNCEMENT, DAY, LONG, body_of
from tests.paper.documents.reading import pages_of
from yb_desktop.paper.documents.termination_announcement import Terminated, termination_announcement


def test_one_institution_its_day_and_the_places() -> None:
    text = body_of(termination_announcement(ANNOUNCEMENT))
    assert "关于解除医疗保障服务协议的公告" in text
    assert "1大姚县石羊镇柳树村卫生室石羊镇柳树村532326-2026-00012026年4月14日" in text
    assert "本公告于2026年4月14日在州医疗保障局网站、县融媒体中心公布。" in text


def test_sixty_institutions_repeat_the_head_and_say_how_many() -> None:
    many = tuple(Terminated(f"{LONG}{place}", "", f"532326-2026-{place:04d}", DAY) for place in range(1, 61))
    pages = pages_of(termination_announcement(replace(ANNOUNCEMENT, institutions=many)))
    text = "".join(pages)
    assert "下列60家医药机构" in text
    assert sum("序号机构名称地址协议编号解除日期" in page for page in pages) >= 3
    places = [text.index(f"532326-2026-{place:04d}") for place in range(1, 61)]
    assert places == sorted(places)
