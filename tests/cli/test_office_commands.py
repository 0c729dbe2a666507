"""init, do, list, import, people, check, backup, restore: the office without a window."""

from __future__ import annotations

import io
import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Said, Yb
from tests.postgres import PASSWORD, Server
from yb_desktop.cli.demo_list import make_demo_list
from yb_desktop.law.law import shipped_law

CLINIC = {
    "kind": "medical",
    "class": "clinic",
    "name": "大姚金碧李堃诊所",
    "area": "532326101",
    "opened": "2025-01-01",
    "licence": {"kind": "medical_practice", "number": "PDY0001"},
}


def do(yb: Yb, data: Path, action: str, params: object, *more: str) -> Said:
    return yb("--data", data, "do", action, "--with", json.dumps(params, ensure_ascii=False), "--json", *more)


def test_init_refuses_a_level_that_does_not_fit(yb: Yb, tmp_path: Path) -> None:
    said = yb("--data", tmp_path / "x", "init", "--office", "532300", "--name", "楚雄州", "--level", "county")
    assert said.status == 1
    assert "级别" in said.err
    assert not (tmp_path / "x" / "office.db").exists()


def test_init_refuses_a_folder_in_use(yb: Yb, county: Path) -> None:
    said = yb("--data", county, "init", "--office", "532326", "--name", "大姚县", "--level", "county")
    assert said.status == 3
    assert "已经有数据" in said.err


def test_do_prints_a_story_step_and_the_new_entity(yb: Yb, county: Path) -> None:
    made = do(yb, county, "institutions.register", CLINIC)
    assert made.status == 0, made.err
    institution = made.json["entity"]
    step = do(yb, county, "applications.receive_materials", {"institution": institution}, "--on", "2026-03-02").json
    assert (step["state"], step["documents"]) == ("received", ["intake_receipt"])
    assert step["due"][0]["last_day"] == "2026-03-09"
    refused = do(yb, county, "applications.accept", {"case": step["entity"]}, "--on", "2026-03-02")
    assert refused.status == 1
    assert refused.json["refused"]["rule"] == "A4"
    assert {one["rule"] for one in refused.json["unmet"]} >= {"A4", "A5", "A17"}
    assert refused.json["state"] == "received"


def test_do_names_what_it_does_not_know(yb: Yb, county: Path) -> None:
    assert "办理动作" in do(yb, county, "applications.dance", {}).err
    unknown = do(yb, county, "institutions.register", {**CLINIC, "colour": "red"})
    assert unknown.status == 2
    assert "colour" in unknown.err
    assert yb("--data", county, "do", "institutions.register", "--with", "[1").status != 0


def test_a_wrong_uscc_is_said_with_the_right_check_character(yb: Yb, county: Path) -> None:
    said = do(yb, county, "institutions.register", {**CLINIC, "uscc": "91350100M000100Y44"})
    assert said.status == 1
    assert "校验" in said.err
    assert yb("--data", county, "list", "institutions", "--json").json == []


def test_lists_find_by_initials_and_part_of_a_name(yb: Yb, county: Path) -> None:
    do(yb, county, "institutions.register", CLINIC)
    for text in ("金碧", "李堃", "dyjb", "jinbi", "PDY0001"):
        [row] = yb("--data", county, "list", "institutions", "--find", text, "--json").json
        assert row["name"] == CLINIC["name"], text
    assert yb("--data", county, "list", "institutions", "--find", "昆明", "--json").json == []


def test_import_dry_run_writes_nothing(yb: Yb, county: Path, tmp_path: Path) -> None:
    areas = shipped_law().areas
    made = make_demo_list(tmp_path / "名单.xlsx", townships=[(a.code, a.name) for a in areas.within("532326")], seed=5)
    dry = yb("--data", county, "import", made.path, "--dry-run", "--json").json
    assert (len(dry["new"]), len(dry["faulty"]), dry["written"]) == (made.new, made.faulty, 0)
    assert set(dry["faulty"][0]) == {"row", "name", "reason"}
    assert yb("--data", county, "list", "institutions", "--json").json == []
    done = yb("--data", county, "import", made.path, "--json").json
    assert done["written"] == made.new
    again = yb("--data", county, "import", made.path, "--json").json
    assert (again["written"], again["new"]) == (0, [])


def test_people_passwords_and_two_persons(yb: Yb, county: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("very-long-word\n", encoding="utf-8")
    assert yb("--data", county, "people", "add", "周国强", "--role", "reviewing", "--role", "leader").status == 0
    assert yb("--data", county, "people", "add", "李晓梅", "--role", "handling", "--as", "周国强").status == 0
    assert yb("--data", county, "people", "passwd", "李晓梅", "--passphrase-file", secret).status == 0
    assert [p["name"] for p in yb("--data", county, "people", "list", "--json").json] == ["周国强", "李晓梅"]
    unnamed = do(yb, county, "institutions.register", CLINIC)
    assert unnamed.status == 2
    assert "--as" in unnamed.err
    wrong = tmp_path / "wrong"
    wrong.write_text("not-this-word\n", encoding="utf-8")
    refused = do(yb, county, "institutions.register", CLINIC, "--as", "李晓梅", "--passphrase-file", str(wrong))
    assert refused.status == 1
    assert "4次" in refused.err
    done = do(yb, county, "institutions.register", CLINIC, "--as", "李晓梅", "--passphrase-file", str(secret))
    assert done.status == 0, done.err


def test_five_wrong_passwords_lock_the_account(yb: Yb, county: Path, tmp_path: Path) -> None:
    secret, wrong = tmp_path / "secret", tmp_path / "wrong"
    secret.write_text("very-long-word\n", encoding="utf-8")
    wrong.write_text("not-this-word\n", encoding="utf-8")
    yb("--data", county, "people", "add", "李晓梅", "--role", "handling")
    yb("--data", county, "people", "passwd", "李晓梅", "--passphrase-file", secret)
    for _ in range(5):
        do(yb, county, "institutions.register", CLINIC, "--as", "李晓梅", "--passphrase-file", str(wrong))
    locked = do(yb, county, "institutions.register", CLINIC, "--as", "李晓梅", "--passphrase-file", str(secret))
    assert locked.status == 1
    assert "锁定" in locked.err


def test_check_backup_and_restore(yb: Yb, county: Path, tmp_path: Path) -> None:
    do(yb, county, "institutions.register", CLINIC)
    checked = yb("--data", county, "check", "--full", "--json")
    assert checked.status == 0, checked.out
    assert {"fonts", "calendar"} <= {item["name"] for item in checked.json["items"]}
    copy = tmp_path / "copy.db"
    assert yb("--data", county, "backup", "--out", copy).status == 0
    elsewhere = tmp_path / "elsewhere"
    assert yb("restore", copy, "--data", elsewhere).status == 0
    [row] = yb("--data", elsewhere, "list", "institutions", "--json").json
    assert row["name"] == CLINIC["name"]


@pytest.mark.parametrize("command", [("check",), ("list", "due"), ("do", "institutions.register")])
def test_a_folder_without_data_is_named(yb: Yb, tmp_path: Path, command: tuple[str, ...]) -> None:
    said = yb("--data", tmp_path / "nothing", *command)
    assert said.status == 3
    assert "没有本程序的数据" in said.err


def test_data_is_asked_for(yb: Yb) -> None:
    said = yb("check")
    assert said.status == 2
    assert "--data" in said.err


def test_a_password_without_a_terminal_is_asked_for_in_words(
    yb: Yb, county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = tmp_path / "secret"
    word.write_text("very-long-word\n", encoding="utf-8")
    yb("--data", county, "people", "add", "李晓梅", "--role", "handling")
    yb("--data", county, "people", "passwd", "李晓梅", "--passphrase-file", word)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    refused = do(yb, county, "institutions.register", CLINIC, "--as", "李晓梅")
    assert refused.status == 1
    assert "--passphrase-file" in refused.err
    monkeypatch.setattr("sys.stdin", io.StringIO("very-long-word\n"))
    assert do(yb, county, "institutions.register", CLINIC, "--as", "李晓梅").status == 0


def test_a_reader_who_leaves_early_is_no_mistake_of_ours() -> None:
    command = f"{shlex.quote(sys.executable)} -m yb_desktop rules --json | head -c 1"
    checkout = Path(__file__).parents[2]
    said = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=True, text=True, cwd=checkout)
    assert (said.stdout, said.stderr) == ("[", "")


@pytest.mark.stock("initdb", "pg_ctl")
def test_init_at_a_server_keeps_the_password_out_of_sight(server: Server, yb: Yb, tmp_path: Path) -> None:
    database = server.at(server.make("commands"), "yb_secret")
    server.run("GRANT ALL ON SCHEMA public TO yb_secret", "commands")
    (tmp_path / "word").write_text(f"{PASSWORD}\n", "utf-8")
    data = tmp_path / "pc1"
    office = ("init", "--office", "532326", "--name", "大姚县", "--level", "county", "--database", database)
    wrong = yb("--data", data, *office)
    assert (wrong.status, "密码" in wrong.err) == (3, True)
    made = yb("--data", data, *office, "--password-file", tmp_path / "word")
    assert made.status == 0, made.err
    assert PASSWORD not in (data / "database.json").read_text("utf-8")
    second = yb("--data", tmp_path / "pc2", *office, "--device", "pc2", "--password-file", tmp_path / "word", "--json")
    assert second.json == {"office": "532326", "name": "大姚县", "device": "pc2"}
    registered = do(yb, data, "institutions.register", CLINIC)
    assert registered.status == 0, registered.err
    assert "大姚金碧李堃诊所" in yb("--data", tmp_path / "pc2", "list", "institutions").out
    assert "数据库完好" in yb("--data", tmp_path / "pc2", "check", "--full").out
    copied = yb("--data", data, "backup", "--out", tmp_path / "copy.db")
    assert copied.status == 0, copied.err
    restored = yb("--data", tmp_path / "alone", "restore", tmp_path / "copy.db", "--json")
    assert restored.json == {"office": "532326", "epoch": 2}
    assert "大姚金碧李堃诊所" in yb("--data", tmp_path / "alone", "list", "institutions").out


def test_init_takes_a_password_for_a_server_only(yb: Yb, tmp_path: Path) -> None:
    office = ("init", "--office", "532326", "--name", "大姚县", "--level", "county")
    said = yb("--data", tmp_path / "x", *office, "--password-file", tmp_path / "word")
    assert (said.status, "--database" in said.err) == (2, True)
