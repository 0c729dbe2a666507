"""J2, J3: which level of office handles and signs: shown, and binding where the office says so; C17 beside it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.services.office import FIRST, Make, Office
from tests.services.refusing import refused
from yb_desktop.base.canon import Json
from yb_desktop.domain.institution import Registration
from yb_desktop.domain.vocabulary import InstitutionClass, Level
from yb_desktop.law.law import Kind
from yb_desktop.services.levels import level_in_charge
from yb_desktop.services.views.agreements import agreement_view


@pytest.mark.parametrize(
    ("cls", "level", "office"),
    [
        (InstitutionClass.VILLAGE_CLINIC, Level.TOWNSHIP, Level.COUNTY),
        (InstitutionClass.COMMUNITY_CENTRE, Level.PREFECTURE, Level.COUNTY),
        (InstitutionClass.GENERAL_HOSPITAL, Level.COUNTY, Level.COUNTY),
        (InstitutionClass.GENERAL_HOSPITAL, Level.PREFECTURE, Level.PREFECTURE),
        (InstitutionClass.GENERAL_HOSPITAL, Level.PROVINCE, Level.PROVINCE),
    ],
)
def test_who_is_in_charge(cls: InstitutionClass, level: Level, office: Level) -> None:
    entry = Registration(kind=Kind.MEDICAL, cls=cls, name="x", area="532326", level=level)

    assert level_in_charge(entry) is office


def binding(office: Office, rule: str) -> None:
    office.do("oversight.set_local", FIRST, who="审核员", setting=f"binding.{rule}", value=1)


def test_another_level_is_shown_and_refused_where_binding(made: Make) -> None:
    office = made(class_="general_hospital", level_="prefecture")
    step = office.do("applications.receive_materials")
    assert any("J2" in warning and "州（市）级经办机构" in warning for warning in step.warnings)

    other = made(seed=8, class_="general_hospital", level_="prefecture")
    binding(other, "J2")
    refused(other, "applications.receive_materials", FIRST, rule="J2")


def test_our_own_level_is_not_spoken_of(made: Make) -> None:
    office = made(level=Level.TOWNSHIP, area="532326101")
    binding(office, "J2")

    assert not any("J2" in warning for warning in office.do("applications.receive_materials").warnings)


def test_who_signs_is_shown_and_refused_where_binding(made: Make) -> None:
    office = made()
    office.signing()
    step = office.do("agreements.draft", date(2026, 3, 12))
    assert any("J3" in warning for warning in step.warnings)
    again = office.do("agreements.draft", date(2026, 3, 12))
    assert again.warnings == ()  # said once; the page of the draft goes on saying it
    assert "J3" in agreement_view(office.desk, again.entity).advice
    binding(office, "J3")
    refused(office, "agreements.draft", date(2026, 3, 13), rule="J3")

    prefecture = made(seed=8, area="532300", level=Level.PREFECTURE)
    binding(prefecture, "J3")
    prefecture.signing()
    step = prefecture.do("agreements.draft", date(2026, 3, 12))
    assert not any("J3" in warning for warning in step.warnings)


def test_what_is_not_major_goes_to_the_platform_of_codes_too(office: Office) -> None:
    fields: dict[str, Json] = {"phone": "13900000000"}
    assert office.do("institutions.amend", fields=fields).warnings == ()
    office.in_force()
    step = office.do("institutions.amend", date(2026, 4, 1), fields={"phone": "13900000001"})

    assert any("C17" in warning for warning in step.warnings)
