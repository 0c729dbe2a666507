"""Lists of institutions: a dry run first, then all or nothing, and undone as a whole (J6, S5)."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.services.office import FIRST, Office
from yb_desktop.base.errors import BadInput, NotAllowed
from yb_desktop.domain.codes import uscc_check_character
from yb_desktop.domain.listing_matching import Verdict
from yb_desktop.services.importing import import_file, plan_import

HEAD = ("机构名称", "统一社会信用代码", "类别", "所在乡镇", "开业日期")


def uscc(serial: int) -> str:
    code = f"52532326MJ103{serial:04d}"
    return code + uscc_check_character(code)


def sheet(folder: Path, *rows: tuple[str, ...]) -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (HEAD, *rows):
        page.append(row)
    file = folder / "名单.xlsx"
    book.save(file)
    book.close()
    return file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give a list with two new rows and one with a wrong check digit."""
    return sheet(
        tmp_path,
        ("六苴镇甲村卫生室", uscc(11), "村卫生室", "六苴镇", "2020-01-02"),
        ("六苴镇乙村卫生室", uscc(12), "村卫生室", "六苴镇", "2020-01-02"),
        ("六苴镇丙村卫生室", "52532326MJ1030013A", "村卫生室", "六苴镇", "2020-01-02"),
    )


def test_a_dry_run_writes_nothing(office: Office, file: Path) -> None:
    at = office.everything()
    plan = plan_import(office.at("经办员"), file)

    assert (plan.count(Verdict.NEW), plan.count(Verdict.FAULTY)) == (2, 1)
    assert office.everything() == at


def test_an_import_is_done_once_and_undone_as_a_whole(office: Office, file: Path) -> None:
    done = office.do("institutions.import_list", file=str(file))

    assert done.state == "imported"
    assert len(done.warnings) == 1
    assert done.warnings[0].startswith("第4行 六苴镇丙村卫生室：")
    again = import_file(office.at("经办员"), on=FIRST, file=file)
    assert (again.written, again.plan.count(Verdict.SAME)) == (0, 2)

    office.do("institutions.undo_import", batch=done.entity)
    with pytest.raises(BadInput):
        office.do("institutions.undo_import", batch=done.entity)
    assert import_file(office.at("经办员"), on=FIRST, file=file).written == 2


def test_an_import_on_which_an_application_rests_stays(office: Office, file: Path) -> None:
    batch = office.do("institutions.import_list", file=str(file)).entity
    with office.desk.store.read() as reader:
        first = reader.listed_in(batch)[0]
    office.do("applications.receive_materials", institution=first)
    at = office.everything()

    with pytest.raises(NotAllowed) as refusal:
        office.do("institutions.undo_import", batch=batch)

    assert refusal.value.rule == "state"
    assert office.everything() == at


def test_what_was_undone_takes_no_application_and_no_staff(office: Office, file: Path) -> None:
    batch = office.do("institutions.import_list", file=str(file)).entity
    with office.desk.store.read() as reader:
        first = reader.listed_in(batch)[0]
    office.do("institutions.undo_import", batch=batch)

    for action in ("applications.receive_materials", "institutions.amend"):
        with pytest.raises(NotAllowed) as refusal:
            office.do(action, FIRST, {"fields": {"phone": "1"}} if action.endswith("amend") else {}, institution=first)
        assert refusal.value.rule == "state"


def test_stopping_an_import_leaves_nothing(office: Office, file: Path) -> None:
    at = office.everything()

    def stop(done: int, of: int) -> None:
        raise InterruptedError(f"{done}/{of}")

    with pytest.raises(InterruptedError):
        import_file(office.at("经办员"), on=FIRST, file=file, progress=stop)
    assert office.everything() == at


def test_an_unknown_column_is_refused(office: Office, file: Path) -> None:
    with pytest.raises(BadInput) as problem:
        office.do("institutions.import_list", file=str(file), columns={"colour": "颜色"})
    assert problem.value.code == "columns"
