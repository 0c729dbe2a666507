"""The fields of a new institution, described; and the action's parameters made of what was entered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from yb_desktop.base.canon import Json
from yb_desktop.law.catalogue import Kind as InstitutionKind
from yb_desktop.services.views.institutions import (
    AreaChoice,
    Word,
    class_words,
    level_words,
    licence_words,
    ownership_words,
)
from yb_desktop.ui.ask import Cite
from yb_desktop.ui.widgets.form_spec import FieldSpec, Kind, Option

_PLAIN = (
    "name", "class", "area", "uscc", "address", "level", "ownership", "profit", "opened", "legal_rep", "principal",
    "controller", "phone", "bank_account", "grade", "beds", "head_office", "host",
)  # fmt: skip


def register_fields(kind: InstitutionKind, areas: Sequence[AreaChoice], cite: Cite) -> tuple[FieldSpec, ...]:
    """Describe the form for a kind of institution."""
    own = _medical() if kind is InstitutionKind.MEDICAL else _pharmacy()
    return (*_who(kind, areas), *own, *_licence(kind, cite), *_people())


def register_params(kind: InstitutionKind, values: Mapping[str, Json]) -> dict[str, Json]:
    """Give the parameters of ``institutions.register``."""
    params: dict[str, Json] = {"kind": kind.value}
    params.update({name: values[name] for name in _PLAIN if name in values})
    departments = values.get("departments")
    if isinstance(departments, str):
        params["departments"] = [part for part in re.split(r"[、，,；;\s]+", departments) if part]
    number = values.get("licence_number")
    if isinstance(number, str):
        licence: dict[str, Json] = {"kind": values.get("licence_kind"), "number": number}
        if until := values.get("licence_until"):
            licence["valid_until"] = until
        params["licence"] = licence
    return params


def _who(kind: InstitutionKind, areas: Sequence[AreaChoice]) -> tuple[FieldSpec, ...]:
    places = tuple(Option(one.code, f"{one.name}（{one.code}）") for one in areas)
    return (
        FieldSpec("name", "名称", required=True, maximum=80, wide=True, hint="与执业（经营）许可证一致"),
        FieldSpec("class", "类别", Kind.CHOICE, required=True, choices=_options(class_words(kind))),
        FieldSpec("area", "所在区划", Kind.AREA, required=True, choices=places, hint="输入乡镇名称"),
        FieldSpec(
            "uscc", "信用代码", maximum=18, hint="统一社会信用代码，18位", help="没有的（如军队机构）填许可证号。"
        ),
        FieldSpec("opened", "正式运营", Kind.DATE),
        FieldSpec("address", "地址", maximum=120, wide=True),
        FieldSpec("level", "级别", Kind.CHOICE, choices=_options(level_words()), initial="county"),
        FieldSpec("ownership", "所有制", Kind.CHOICE, choices=_options(ownership_words()), initial="private"),
        FieldSpec("profit", "营利性质", Kind.CHECK, hint="营利性"),
    )


def _medical() -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("grade", "等级", maximum=20, hint="如 二级甲等"),
        FieldSpec("beds", "床位", Kind.NUMBER, minimum=0, maximum=9_999, unit="张"),
        FieldSpec("departments", "科室", maximum=200, wide=True, hint="用顿号分开"),
        FieldSpec("host", "依托机构", maximum=80, wide=True, hint="互联网医院、养老机构内设机构填写"),
    )


def _pharmacy() -> tuple[FieldSpec, ...]:
    return (FieldSpec("head_office", "连锁总部", maximum=80, wide=True),)


def _licence(kind: InstitutionKind, cite: Cite) -> tuple[FieldSpec, ...]:
    kinds = licence_words(kind)
    return (
        FieldSpec(
            "licence_kind",
            "证件种类",
            Kind.CHOICE,
            choices=_options(kinds),
            initial=kinds[0].value,
            group="许可证",
            basis=cite("A2"),
        ),
        FieldSpec("licence_number", "证件号码", maximum=40),
        FieldSpec("licence_until", "有效期至", Kind.DATE, help="备案证没有期限的不填。"),
    )


def _people() -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("legal_rep", "法定代表人", maximum=40, group="人员与联系"),
        FieldSpec("principal", "主要负责人", maximum=40),
        FieldSpec("controller", "实际控制人", Kind.PERSON, wide=True),
        FieldSpec("phone", "电话", maximum=40),
        FieldSpec("bank_account", "银行账户", maximum=40),
    )


def _options(words: Sequence[Word]) -> tuple[Option, ...]:
    return tuple(Option(one.value, one.label) for one in words)
