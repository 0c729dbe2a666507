"""J5: the institution an internet hospital leans on, and its agreement, through which the internet hospital joins."""

from __future__ import annotations

from yb_desktop.domain.agreement import Agreement
from yb_desktop.domain.case import Case
from yb_desktop.domain.vocabulary import AgreementState
from yb_desktop.law.law import Law
from yb_desktop.store.reading import Reader


def host_agreement(reader: Reader, law: Law, case: Case) -> Agreement | None:
    """J5: give the agreement in force of the institution that a case leans on."""
    if not case.host:
        return None
    hosts = [case.host]
    if not case.host.startswith("inst-"):  # the register may name the host as people do
        county = law.areas.county(case.area).code
        hosts = [row.id for row in reader.same_name_in(county, case.host)]
    agreements = [agreement for host in hosts for agreement in reader.agreements_of(host)]
    return next((a for a in agreements if a.state is AgreementState.IN_FORCE), None)
