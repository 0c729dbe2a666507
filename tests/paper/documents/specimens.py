"""A specimen of every document there is, with values made from the types of its fields, in several sorts.

Whoever adds a document gets it tested with no line added here: the documents are found in their package. ``USUAL`` is
what an office writes, ``EMPTY`` leaves open whatever may be, ``LONG`` fills every place with a long text of rare
characters, Latin and figures, ``MANY`` makes every list sixty long; ``UNKNOWN`` is a name that no font can print.
"""

from __future__ import annotations

import dataclasses
import enum
import importlib
import inspect
import io
import pkgutil
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from PIL import Image

from tests.paper.documents.forms import RARE
from tests.paper.documents.test_agreement_paper import paper_of
from yb_desktop.base.signing import Signer
from yb_desktop.law.catalogue import LOCAL_TEXT, Kind
from yb_desktop.paper import documents
from yb_desktop.paper.documents.agreement import AgreementPaper
from yb_desktop.paper.documents.minutes import Minutes
from yb_desktop.paper.documents.values import LastDay, Sender

Make = Callable[[object, Signer | None], bytes]
OFFICE = "大姚县医疗保险管理局"
LONG_TEXT = (
    "大姚县金碧镇堃祎喆㛃䶮𠅤大药房连锁有限责任公司（北城街道第128分店）自2025年12月31日起使用HIS系统V3.0.1版，"
    "按云医保〔2026〕1号文件退回1,234,567.89元，“另有说明”的除外"
)
DOUBT = "国务院尚未公布2027年放假安排"
UNKNOWN = "\U000f0000"
_DAY = date(2026, 12, 28)  # as wide as a day can be
_HEX = "0123456789abcdef" * 4
_TEXTS: Mapping[str, tuple[str, ...]] = {
    "office": (OFFICE,),
    "number": ("532326-2026-0001",),
    "agreement": ("532326-2026-0002",),
    "notice": ("大医保稽〔2026〕1号",),
    "phone": ("0878-6221234",),
    "uscc": ("91532326MA6K00001X",),
    "article": ("楚医保〔2022〕10号第12条",),
    "articles": ("国家医疗保障局令第2号第14条", "楚医保〔2022〕10号第12条"),
    "to": ("大姚县石羊镇柳树村卫生室",),
    "institution": ("大姚县石羊镇柳树村卫生室",),
    "party": ("大姚县石羊镇柳树村卫生室",),
    "address": ("石羊镇柳树村民委员会12号",),
    "cls": ("村卫生室（所）",),
    "area": ("大姚县",),
    "answer": ("符合",),
    "choices": ("符合", "不符合"),
    "result": ("合格",),
    "until": ("2026年12月31日",),
    "on": ("2026年3月2日",),
    "alg": ("ed25519",),
    "value": ("98.5",),
    "unit": ("家",),
    "name": ("大姚县金碧镇祎喆诊所", "云南鸿翔一心堂药业大姚永安店", "大姚县人民医院"),
    "person": RARE,
    "people": RARE,
    "persons": RARE,
    "team": RARE,
    "lead": ("毛堃",),
    "title": ("定点医疗机构现场核查表",),
    "what": ("首次定点申请",),
}
_HEXES = {"sha256", "file_sha256", "fingerprint", "seed", "digits", "content", "digest", "public", "key", "id"}
_SENTENCES = (
    "2026年3月2日现场查看，门诊登记与上传的结算明细一致，留存复印件3份",
    "药品进销存台账齐全，抽查20种药品账物相符",
    "未按规定核验参保人员身份2人次，涉及金额1,280.50元",
)


class Sort(enum.Enum):
    """Which values a specimen has."""

    USUAL = "usual"
    EMPTY = "empty"
    LONG = "long"
    MANY = "many"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: its name, the type of its values, and how it is printed."""

    name: str
    values: type
    make: Make


def papers() -> Iterator[Paper]:
    """Find every document: the functions of the package that take frozen values and a signer and give bytes."""
    for module in pkgutil.iter_modules(documents.__path__):
        held = importlib.import_module(f"{documents.__name__}.{module.name}")
        for name, made in inspect.getmembers(held, inspect.isfunction):
            hints = typing.get_type_hints(made)
            values = next(iter(hints.values()), None)
            own = made.__module__ == held.__name__ and {"signer", "return"} == set(list(hints)[1:])
            if own and hints["return"] is bytes and isinstance(values, type) and dataclasses.is_dataclass(values):
                yield Paper(name, values, _maker(made))


def _maker(made: Callable[..., bytes]) -> Make:
    return lambda values, signer: made(values, signer=signer)


def dated(paper: Paper) -> bool:
    """Say whether a document prints last days, which may be provisional or the office's own."""
    hints = typing.get_type_hints(paper.values).values()
    return any(LastDay in {kind, *typing.get_args(kind)} for kind in hints)


def specimen(paper: Paper, sort: Sort) -> object:
    """Give values of a sort for a document."""
    if paper.values is AgreementPaper:
        return _agreement(sort)
    return _Maker(sort).made(paper.values, paper.name)


def turns(paper: Paper) -> Iterator[object]:
    """Give usual values as a matter may turn out: every question answered yes, or no, or with nothing handed in."""
    for yes, count in ((True, 1), (False, 1), (True, 0)):
        yield _Maker(Sort.USUAL, yes=yes, step=count).made(paper.values, paper.name)


def _agreement(sort: Sort) -> AgreementPaper:
    usual = paper_of(Kind.MEDICAL)
    if sort is Sort.UNKNOWN:
        return dataclasses.replace(usual, party_b=f"张{UNKNOWN}三")
    if sort is Sort.LONG:
        return dataclasses.replace(usual, party_a=LONG_TEXT[:60], party_b=LONG_TEXT)
    return usual


class _Maker:
    """Makes values from types, each text a little different from the last so that order can be seen."""

    def __init__(self, sort: Sort, *, yes: bool = True, step: int = 1) -> None:
        self.sort = sort
        self.yes = yes and sort is not Sort.EMPTY
        self.step = step
        self.count = 0

    def made(self, kind: object, name: str) -> object:
        """Make a value of a type for a field of a name."""
        origin, inner = typing.get_origin(kind), typing.get_args(kind)
        if origin in {typing.Union, types.UnionType}:
            return None if self.sort is Sort.EMPTY and type(None) in inner else self.made(inner[0], name)
        if origin is tuple:
            return self._tuple(inner, name)
        if isinstance(kind, type) and dataclasses.is_dataclass(kind):
            return self._record(kind)
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return next(iter(kind))
        return self._simple(kind, name)

    def _tuple(self, inner: tuple[object, ...], name: str) -> tuple[object, ...]:
        if len(inner) != 2 or inner[1] is not Ellipsis:
            return tuple(self.made(one, name if at == 0 else "remark") for at, one in enumerate(inner))
        if name == "choices":
            return _TEXTS["choices"]
        if name in {"states", "split"}:  # as many figures as there are states
            return tuple(self.made(inner[0], name) for _ in range(3))
        length = 3 if inner[0] is str and self.sort is Sort.MANY and name not in _NAMES else self._length(name)
        return tuple(self.made(inner[0], name) for _ in range(length))

    def _length(self, name: str) -> int:
        match self.sort:
            case Sort.EMPTY:
                return 1 if name == "grades" else 0
            case Sort.MANY:
                return 2 if name in _FEW else 60
            case Sort.USUAL | Sort.LONG | Sort.UNKNOWN:
                return 3

    def _record(self, kind: type) -> object:
        if kind is Sender:
            return Sender(LONG_TEXT[:28] if self.sort is Sort.LONG else OFFICE, "大医保受〔2026〕12号", _DAY)
        if kind is LastDay:
            doubt = "" if self.sort is Sort.EMPTY else DOUBT
            return LastDay(_DAY, "自2026年3月2日的次日起算8个工作日", LOCAL_TEXT, doubt, free=date(2026, 12, 29))
        hints = typing.get_type_hints(kind)
        values = {field.name: self.made(hints[field.name], field.name) for field in dataclasses.fields(kind)}
        if kind is Minutes:
            members = values["members"]
            assert isinstance(members, tuple)
            values |= {"qualified": len(members), "unqualified": 0, "abstained": 0}
        return kind(**values)

    def _simple(self, kind: object, name: str) -> object:
        self.count += 1
        if kind is bool:
            return self.yes
        if kind is int:
            return self.count * self.step
        if kind is date:
            return _DAY
        if kind is bytes:
            return _picture()
        assert kind is str, (kind, name)
        return self._text(name)

    def _text(self, name: str) -> str:
        if name in _HEXES:
            return _HEX
        if self.sort is Sort.EMPTY:
            return _TEXTS[name][0] if name in _NEVER_EMPTY else ""
        if self.sort is Sort.LONG and name not in _SHORT:
            return LONG_TEXT
        if self.sort is Sort.UNKNOWN and name not in _SHORT:
            return f"张{UNKNOWN}三"
        texts = _TEXTS.get(name, _SENTENCES)
        return texts[self.count % len(texts)]


_NAMES = {"people", "persons", "team", "missing"}
_FEW = {"sections", "groups", "scores", "heads", "photos", "said", "legend", "members", "bundles", "states", "split"}
_NEVER_EMPTY = {"number", "office", "alg", "title"}
_SHORT = {"number", "agreement", "answer", "alg"}


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), (200, 220, 240)).save(out, "JPEG")
    return out.getvalue()


PAPERS = tuple(papers())
