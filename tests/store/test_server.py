"""A store on a server: the same as a file in all it says, open to several PCs, and worded when it cannot be reached."""

from __future__ import annotations

import random
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests import databases
from tests.postgres import PASSWORD, Server
from tests.store.bulk import register
from tests.store.desk import COUNTY, PREFECTURE, Desk, another_pc, append_all, clinic, law, opened
from yb_desktop.base.errors import BadInput, Refused, WorldError
from yb_desktop.domain.institution import Registered
from yb_desktop.domain.office import HolidayEntered, office_id
from yb_desktop.law.catalogue import Kind
from yb_desktop.store import lists, migrate
from yb_desktop.store.check import table_digest
from yb_desktop.store.database import OfficeInfo, Store
from yb_desktop.store.dialect.interface import GUARDED, WRITING
from yb_desktop.store.exchange_state import RecordState, Sent, last_sent_seq, put_sent, record_state, sent
from yb_desktop.store.institution_list import institution_count
from yb_desktop.store.oversight_rows import RecordStates
from yb_desktop.store.rows import InstitutionRow, Page
from yb_desktop.store.schema import create_all
from yb_desktop.store.server import ADDRESS_NAME, PASSWORD_NAME, address_of
from yb_desktop.store.tables import KEPT, PROJECTIONS
from yb_desktop.store.tables.log import meta

pytestmark = databases.on_server

_DAY = date(2026, 3, 2)
_WORDS = ("", "柳", "柳树", "卫生室", "大姚县", "石羊 药房", "liushu", "dyx", "d", "12", "5253", "王文", "龘", "3号")


def digests(store: Store) -> dict[str, str]:
    """A digest of every table but ``meta``, which knows the device."""
    with store.read() as reader:
        return {t.name: table_digest(reader.connection, t) for t in (*PROJECTIONS, *KEPT) if t is not meta}


def answers(store: Store) -> dict[str, list[str]]:
    """What searches and lists say, page by page, in their order."""
    said: dict[str, list[str]] = {}

    def every(page: Callable[..., Page[InstitutionRow]]) -> list[str]:
        one = page()
        found = [row.id for row in one.rows]
        while one.after is not None:
            one = page(after=one.after)
            found += [row.id for row in one.rows]
        return found

    with store.read() as reader:
        for find in _WORDS:
            for kind, area in ((None, ""), (Kind.MEDICAL, "532326"), (None, "532326103"), (None, "532300")):
                name = f"{find} {kind} {area}"
                page = partial(lists.institutions, reader, find=find, kind=kind, area=area, limit=37)
                said[name] = every(page)
                said[f"count {name}"] = [str(institution_count(reader, find=find, kind=kind, area=area))]
            said[f"due {find}"] = [f"{row.entity}/{row.ordinal}" for row in lists.due(reader, find=find).rows]
            said[f"cases {find}"] = [row.id for row in lists.applications(reader, find=find, sort="limit").rows]
            said[f"agreements {find}"] = [row.id for row in lists.agreements(reader, find=find).rows]
        said["newest"] = [row.id for row in lists.institutions(reader, sort="newest", limit=500).rows]
        said["documents"] = [row.number for row in lists.documents(reader).rows]
    return said


@pytest.fixture
def at_server(store: Store) -> Store:
    return store


@pytest.fixture
def in_file(tmp_path: Path) -> Iterator[Store]:
    made = Store.create(tmp_path / "file", COUNTY, law())
    yield made
    made.close()


def test_a_server_says_the_same_as_a_file(at_server: Store, in_file: Store, desk: Desk) -> None:
    records = [*register(desk, 250), *desk.history(random.Random(3), 20)]
    for store in (at_server, in_file):
        with store.write() as tx:
            append_all(tx, records)
    assert digests(at_server) == digests(in_file)
    assert answers(at_server) == answers(in_file)
    before = digests(at_server)
    assert at_server.rebuild() == len(records)
    assert digests(at_server) == before
    assert answers(at_server) == answers(in_file)
    assert all(item.ok for item in at_server.check(full=True) if item.name != "disk")


def test_a_copy_of_a_server_is_a_file_and_goes_back_into_either(
    at_server: Store, in_file: Store, desk: Desk, tmp_path: Path
) -> None:
    with at_server.write() as tx:
        append_all(tx, desk.history(random.Random(3), 12))
        blob = tx.add_blob(b"%PDF", "application/pdf")
    other = another_pc(at_server, tmp_path / "pc2", "pc2")
    kept, said = digests(at_server), answers(at_server)
    copy = at_server.keep_copy(_DAY)
    with at_server.write() as tx:
        tx.append(desk.record(Registered(registration=clinic("后来的诊所")), "inst-later"))
    later = digests(at_server)
    at_server.close()
    in_file.close()

    assert Store.restore(copy, in_file.folder, day=_DAY, holder="x").epoch == 2
    with closing(opened(in_file.folder)) as restored:
        assert restored.info == replace(COUNTY, epoch=2)
        assert (digests(restored), answers(restored)) == (kept, said)
        assert all(item.ok for item in restored.check(full=True) if item.name != "disk")

    assert Store.restore(copy, at_server.folder, day=_DAY, holder="x").epoch == 2
    with closing(opened(at_server.folder)) as restored:
        assert (restored.info.epoch, restored.epoch_owed()) == (2, _DAY)
        assert (digests(restored), answers(restored)) == (kept, said)
        with restored.read() as reader:
            assert reader.blob(blob) == b"%PDF"
        restored.epoch_settled()
        assert (restored.epoch_owed(), other.epoch_owed()) == (None, _DAY)  # each PC settles its own
    replaced = at_server.folder / f"replaced-{_DAY.isoformat()}-1"
    replaced.rename(tmp_path / "replaced")
    with closing(opened(tmp_path / "replaced")) as before:
        assert digests(before) == later
    assert [path.name for path in replaced.parent.glob("*.restore*")] == []
    other.close()


def test_the_copy_of_another_office_is_not_put_on_a_server(at_server: Store, tmp_path: Path) -> None:
    with closing(Store.create(tmp_path / "prefecture", PREFECTURE, law())) as other:
        copy = other.backup(tmp_path / "prefecture.db")
    at_server.close()
    with pytest.raises(Refused) as caught:
        Store.restore(copy, at_server.folder, day=_DAY, holder="x")
    assert caught.value.code == "other-office"
    assert list(at_server.folder.glob("replaced-*")) == []
    opened(at_server.folder).close()


def test_pcs_join_one_office_each_with_a_log_of_its_own(at_server: Store, tmp_path: Path, desk: Desk) -> None:
    with closing(another_pc(at_server, tmp_path / "pc2", "pc2")) as second:
        assert second.info == replace(COUNTY, device="pc2")
        with at_server.write() as tx:
            tx.append(desk.record(Registered(registration=clinic()), "inst-1"))
        with second.write() as tx:
            tx.append(Desk(second.info, seed=2).record(Registered(registration=clinic()), "inst-2"))
            assert tx.log_head(COUNTY.office, "pc1")[0] == tx.log_head(COUNTY.office, "pc2")[0] == 1
    refusals: list[tuple[OfficeInfo, str]] = [
        (replace(COUNTY, device="pc2"), "device-taken"),
        (replace(PREFECTURE, device="pc3"), "other-office"),
    ]
    address = address_of(at_server.folder)
    assert address
    for info, code in refusals:
        with pytest.raises(Refused) as caught:
            Store.create(tmp_path / "refused", info, law(), database=address.database)
        assert caught.value.code == code
        assert sorted(path.name for path in (tmp_path / "refused").iterdir()) == ["lock"]
    again = opened(tmp_path / "pc2")
    assert again.info.device == "pc2"
    again.close()


def test_each_pc_has_an_outbox_of_its_own(at_server: Store, tmp_path: Path, desk: Desk) -> None:
    bundle = "532326-pc1-532300.submission-1-1"
    one = Sent(bundle, "a" * 64, "x", "532300", "532300.submission", 1, 1, 1, 1, 1, "2026-03-02T10:00:00Z")
    with closing(another_pc(at_server, tmp_path / "pc2", "pc2")) as second:
        with at_server.write() as tx:
            tx.append(first := desk.record(Registered(registration=clinic()), "inst-1"))
            put_sent(tx, one)
        with second.write() as tx:
            tx.append(other := Desk(second.info, seed=2).record(Registered(registration=clinic()), "inst-2"))
            assert (sent(tx), last_sent_seq(tx, one.channel)) == ((), 0)
            assert record_state(tx, other.rid) is RecordState.LOCAL
            assert record_state(tx, first.rid) is RecordState.EXPORTED  # seen from the other PC too
            states = RecordStates(tx)
            assert states.of(COUNTY.office, "pc1", 1, first.rid) is RecordState.EXPORTED
            assert states.of(COUNTY.office, "pc2", 1, other.rid) is RecordState.LOCAL
            assert states.of(COUNTY.office, "lap1", 1, "rec-x") is RecordState.TAKEN


def test_a_holiday_that_one_pc_enters_counts_at_the_other(at_server: Store, tmp_path: Path, desk: Desk) -> None:
    with closing(another_pc(at_server, tmp_path / "pc2", "pc2")) as second:
        fact = HolidayEntered(area="532326", days=(date(2026, 3, 9),), notice="姚政办〔2026〕3号")
        with at_server.write() as tx:
            tx.append(desk.record(fact, office_id(COUNTY.office)))
        with second.read() as reader:
            assert reader.law.fingerprint() == at_server.law.fingerprint() != law().fingerprint()


@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_log_and_blobs_of_a_server_are_only_ever_added_to(
    at_server: Store, desk: Desk, statement: str, table: str
) -> None:
    with at_server.write() as tx:
        tx.append(desk.record(Registered(registration=clinic()), "inst-1"))
        tx.add_blob(b"%PDF", "application/pdf")
    said = text(statement.format(table, "day = 'x'" if table == "log" else "media = 'x'"))
    writing = at_server._engine.execution_options(**{WRITING: True})
    with pytest.raises(IntegrityError, match="append-only"), writing.begin() as connection:
        connection.execute(said)


def test_a_guard_that_is_gone_is_found(at_server: Store) -> None:
    with at_server._engine.execution_options(**{WRITING: True}).begin() as connection:
        connection.execute(text("ALTER TABLE log DISABLE TRIGGER log_no_update"))
    [item] = [item for item in at_server.check() if item.name == "database"]
    assert not item.ok
    assert "log_no_update" in item.text
    at_server.close()
    with pytest.raises(WorldError) as caught:
        opened(at_server.folder)
    assert caught.value.code == "corrupt"


def test_a_password_is_kept_apart_and_for_its_owner_alone(server: Server, folder: Path) -> None:
    database = server.make(f"secret_{server.count}")
    server.run("GRANT ALL ON SCHEMA public TO yb_secret", database)
    plain = server.at(database, "yb_secret")
    for wrong in (plain, plain.replace("@", ":nonsense@", 1)):
        with pytest.raises(WorldError) as caught:
            Store.create(folder, COUNTY, law(), database=wrong)
        assert caught.value.code == "password"
    Store.create(folder, COUNTY, law(), database=plain.replace("@", f":{quote(PASSWORD)}@", 1)).close()
    opened(folder).close()
    assert stat.S_IMODE((folder / PASSWORD_NAME).stat().st_mode) == 0o600
    assert "nonsense" not in (folder / PASSWORD_NAME).read_text("utf-8")
    assert "密码" not in (folder / ADDRESS_NAME).read_text("utf-8")
    assert quote(PASSWORD) not in (folder / ADDRESS_NAME).read_text("utf-8")


def test_what_cannot_be_reached_or_used_is_said_in_words(server: Server, folder: Path) -> None:
    latin = server.make(f"latin_{server.count}", more="ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'")
    nowhere = "postgresql://yb@127.0.0.1:9/yb"
    attempts: list[tuple[str, str]] = [
        (nowhere, "server-absent"),
        (server.at("no_such_database"), "no-database"),
        (server.at(latin), "encoding"),
    ]
    for address, code in attempts:
        with pytest.raises(WorldError) as caught:
            Store.create(folder, COUNTY, law(), database=address)
        assert caught.value.code == code, caught.value.text
        assert not (folder / ADDRESS_NAME).exists()
    for address in ("mysql://yb@host/yb", "//"):
        with pytest.raises(BadInput) as refused:
            Store.create(folder, COUNTY, law(), database=address)
        assert refused.value.code == "database"


def test_a_server_that_is_too_old_is_refused(server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yb_desktop.store.server._OLDEST", 1_000_000)
    with pytest.raises(WorldError) as caught:
        Store.create(folder, COUNTY, law(), database=server.address())
    assert caught.value.code == "old-server"
    assert "请管理员升级" in caught.value.text


def test_a_server_that_only_lets_look_says_so(server: Server, at_server: Store, desk: Desk) -> None:
    at_server.close()
    server.run("ALTER ROLE yb SET default_transaction_read_only = on", "postgres")
    try:
        with closing(opened(at_server.folder)) as store:
            with pytest.raises(WorldError, match="只允许查看") as caught, store.write() as tx:
                tx.append(desk.record(Registered(registration=clinic()), "inst-1"))
            assert caught.value.code == "read-only"
    finally:
        server.run("ALTER ROLE yb RESET default_transaction_read_only", "postgres")


def test_a_lost_connection_is_said_and_the_next_action_goes_on(server: Server, at_server: Store, desk: Desk) -> None:
    record = desk.record(Registered(registration=clinic()), "inst-1")

    def cut_off() -> None:
        with at_server.write() as tx:
            tx.append(record)
            server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'yb'", "postgres")

    with pytest.raises(WorldError) as caught:
        cut_off()
    assert caught.value.code == "connection-lost"
    with at_server.write() as tx:
        tx.append(record)
    with at_server.read() as reader:
        assert reader.log_head(COUNTY.office, "pc1") == (1, record.hash)


def test_migrations_make_what_a_new_database_has(server: Server, tmp_path: Path) -> None:
    schemas: list[set[str]] = []
    for make in (create_all, lambda connection: migrate.run_to(connection, "head")):
        folder_of = tmp_path / f"made{len(schemas)}"
        with closing(Store.create(folder_of, COUNTY, law(), database=server.address())) as store:
            engine = store._engine
            with engine.execution_options(**{WRITING: True}).begin() as connection:
                connection.execute(text("DROP SCHEMA public CASCADE"))
                connection.execute(text("CREATE SCHEMA public"))
                make(connection)
                schemas.append(
                    {
                        str(tuple(row))
                        for query in _SCHEMA
                        for row in connection.execute(text(query))
                        if "alembic_version" not in str(row)
                    }
                )
    assert schemas[0] == schemas[1]
    assert any("append_only" in line for line in schemas[0])


_SCHEMA = (
    "SELECT table_name, column_name, data_type, is_nullable, collation_name FROM information_schema.columns",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
)


def test_a_database_of_another_program_is_not_ours(server: Server, at_server: Store) -> None:
    with at_server._engine.execution_options(**{WRITING: True}).begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    at_server.close()
    with pytest.raises(WorldError) as caught:
        opened(at_server.folder)
    assert caught.value.code == "not-ours"
