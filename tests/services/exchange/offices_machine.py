"""Two counties, their prefecture and three laptops; mail that is lost, doubled and late; kills and old copies.

After each step: only receipts moved a state on, nothing that was acknowledged is missing on the other side, and what
was refused was refused in words. At the end all mail is carried until nothing changes any more: then logs and matters
are the same everywhere, and where one device has two histories, that was found and two persons settled it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests import databases
from tests.services.exchange.desks import COUNTY, PREFECTURE, SECRET, TODAY, register, signed
from tests.services.exchange.kill_points import MOMENTS, End, in_child
from tests.services.exchange.offices_mail import (
    COUNTIES,
    DESKS,
    OFFICES,
    Mail,
    above_of,
    addressees,
    answers_of,
    differing,
    log_in,
)
from tests.services.exchange.ways import LAPTOPS, World, copied
from yb_desktop.base.canon import Json
from yb_desktop.base.errors import NotAllowed, UserError
from yb_desktop.exchange.bundle import SUFFIX
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchange.device_keys import DeviceKeys
from yb_desktop.services.exchange.keys_care import accept_trust, current_trust, enrol, make_trust
from yb_desktop.services.exchange.sending import export
from yb_desktop.services.exchange.taking import take_in
from yb_desktop.services.people import find_person
from yb_desktop.services.registry import run
from yb_desktop.services.stories.story_defaults import prepare_step
from yb_desktop.store.database import Store
from yb_desktop.store.exchange_forks import all_forks
from yb_desktop.store.exchange_state import (
    RecordState,
    all_channels,
    all_staged,
    received,
    sent,
    span_state,
)

VISITING = ("assign_visit", *["answer_item"] * 4, "resolve_item", "take_back", "visit_failed")
ITEMS = ("three_months", "licence_valid")
FORKED = {"bundle-fork", "log-rolled-back", "own-log", "log-fork"}
"""How the program names two histories of one device."""
OUTDATED = FORKED | {"bundle-key-revoked", "not-enrolled"}
"""How it is found besides that a folder is older than the device's newest enrolment."""

ROUNDS = 12
"""So often the mail is carried round at most until nothing changes."""

kills = st.integers(-2 * MOMENTS, MOMENTS).map(lambda moment: max(moment, 0))
"""The moment of a kill, 0 for none: two times in three."""


class Offices(RuleBasedStateMachine):
    """Everybody, and the mail between them."""

    def __init__(self, made: World, keys: dict[str, DeviceKeys]) -> None:
        """Begin with a copy of what was made."""
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="yb-offices-")
        self.world = copied(made, Path(self.folder.name) / "家")
        self.world.keys = keys
        self.mail: list[Mail] = []
        self.number = 0
        self.copies: dict[str, list[Path]] = {name: [] for name in OFFICES}
        self.acknowledged: dict[str, dict[int, str]] = {name: {} for name in DESKS}
        self.put_back: set[str] = set()
        self.behind_its_back: set[str] = set()
        self.settled: set[str] = set()
        self.heard: dict[str, set[str]] = {name: set() for name in DESKS}

    # What people do in their own office.

    @rule(name=st.sampled_from(COUNTIES), amend=st.booleans(), kill=kills)
    def work(self, name: str, amend: bool, kill: int) -> None:
        """Register a clinic, or correct one."""
        with self.world[name].store.read() as reader:
            known = [one.id for one in reader.every_institution()]
        if amend and known:
            self.number += 1
            fields: Json = {"phone": f"0878-{self.number:07}"}
            self.attempt(name, "institutions.amend", {"institution": known[-1], "fields": fields})
        else:
            self.number += 1
            self.maybe_killed(name, lambda: register(self.world[name], self.number), kill)

    @rule(deed=st.sampled_from(VISITING), laptop=st.sampled_from(LAPTOPS), yes=st.booleans(), who=st.integers(0, 2))
    def visit(self, deed: str, laptop: str, yes: bool, who: int) -> None:
        """Go on with the county's visit: in the office, or on a laptop."""
        about: dict[str, Json] = {"case": self.world.visited}
        item, team = ITEMS[who % 2], self.world.case("county", self.world.visited).team
        match deed:
            case "assign_visit":
                about |= {"laptops": list(LAPTOPS[: who + 1])}
            case "answer_item":
                about |= {"item": item, "inspector": team[who].person, "answer": "yes" if yes else "no"}
            case "resolve_item":
                about |= {"item": item, "answer": "yes", "reason": "复核"}
            case "take_back":
                about |= {"laptop": laptop, "reason": "电脑丢失", "instead": LAPTOPS[who] if yes else ""}
            case _:
                about |= {"reason": "closed"}
        self.attempt(laptop if deed == "answer_item" else "county", f"evaluation.{deed}", about)

    def attempt(self, name: str, action: str, params: dict[str, Json]) -> None:
        """Do an action, or be refused in words."""
        desk = self.world[name]
        self.refused_in_words(
            name, lambda: run(desk, action, on=TODAY, params=prepare_step(desk, action, TODAY, params))
        )

    # What goes between the offices.

    @rule(name=st.sampled_from(DESKS[1:]), within=st.booleans(), again=st.booleans(), kill=kills)
    def send(self, name: str, within: bool, again: bool, kill: int) -> None:
        """Export to the office above; the county also to its laptops."""
        inside = name in LAPTOPS or (name == "county" and within)
        self.export(name, COUNTY if inside else PREFECTURE, again=again, kill=kill)

    @precondition(lambda self: self.mail)
    @rule(which=st.integers(0, 99), keep=st.booleans(), kill=kills)
    def deliver(self, which: int, keep: bool, kill: int) -> None:
        """Bring a bundle to whom it may be for; ``keep`` brings it once more later."""
        mail = self.mail[which % len(self.mail)]
        if not keep:
            self.mail.remove(mail)
        for name in mail.to:
            self.take(name, mail, kill=kill)

    @precondition(lambda self: self.mail)
    @rule()
    def deliver_newest(self) -> None:
        """Bring what was written last, and what comes back at once."""
        self.deliver(len(self.mail) - 1, keep=False, kill=0)

    @precondition(lambda self: self.mail)
    @rule(which=st.integers(0, 99))
    def lose(self, which: int) -> None:
        """Lose a bundle."""
        self.mail.pop(which % len(self.mail))

    @precondition(lambda self: self.mail)
    @rule(which=st.integers(0, 99), name=st.sampled_from(DESKS))
    def misdeliver(self, which: int, name: str) -> None:
        """Bring a bundle to the wrong office."""
        mail = self.mail[which % len(self.mail)]
        if name not in mail.to:
            before = self.standing(name)
            codes = self.take(name, mail, kill=0)
            assert codes, f"{mail.file.name} was taken in by {name}"
            assert self.standing(name) == before

    def export(self, name: str, to: str, *, again: bool, kill: int) -> None:
        """Export into a new folder, and put what is whole there into the mail."""
        out = self.new_folder()
        world = self.world
        self.maybe_killed(name, lambda: export(world[name], to=to, out=out, signer=world.key(name), again=again), kill)
        self.collect(out)

    def take(self, name: str, mail: Mail, *, kill: int) -> set[str]:
        """Take a bundle in with its receipts; give the codes of what was refused."""
        out = self.new_folder()
        world = self.world
        codes = self.maybe_killed(name, lambda: take_in(world[name], mail.file, world.key(name), out=out), kill)
        world.seat(name)
        self.collect(out)
        return codes

    def maybe_killed(self, name: str, step: Callable[[], object], kill: int) -> set[str]:
        """Do a step at a desk, or do it in a process that is killed at a moment."""
        if not kill:
            return self.refused_in_words(name, step)
        self.world.shut(name)
        ended = in_child(step, kill, UserError)
        self.world.shut(name)  # what is made from here on gets other ids than the child gave
        return {"?"} if ended is End.REFUSED else set()

    def refused_in_words(self, name: str, step: Callable[[], object]) -> set[str]:
        try:
            step()
        except UserError as refusal:
            said = refusal
        else:
            return set()
        assert said.text.endswith("。"), said.text
        self.heard[name].add(said.code)
        return {said.code}

    def new_folder(self) -> Path:
        self.world.sticks += 1
        (folder := self.world.home / f"mail-{self.world.sticks}").mkdir()
        return folder

    def collect(self, out: Path) -> None:
        """Put what lies whole in a folder into the mail."""
        self.mail.extend(Mail(file, addressees(file)) for file in sorted(out.glob(f"*{SUFFIX}")))

    # Old copies.

    @rule(name=st.sampled_from(OFFICES))
    def copy(self, name: str) -> None:
        """Make a backup."""
        target = self.world.home / f"copy-{name}-{len(self.copies[name])}.db"
        self.copies[name].append(self.world[name].store.backup(target))

    @precondition(lambda self: any(self.copies.values()) and len(self.put_back) < 2)
    @rule(name=st.sampled_from(OFFICES), which=st.integers(0, 9), properly=st.booleans())
    def put_copy_back(self, name: str, which: int, properly: bool) -> None:
        """Put a backup back as the program does it, or behind its back."""
        if not self.copies[name]:
            return
        old = self.copies[name][which % len(self.copies[name])]
        folder = self.world.home / name
        self.world.shut(name)
        self.put_back.add(name)
        if properly:
            Store.restore(old, folder, day=TODAY, holder="测试")
            self.enrol_again(name)
            return
        self.behind_its_back.add(name)
        databases.slip_in(old, folder)

    def enrol_again(self, name: str, *, new_epoch: bool = False) -> None:
        """Enrol a device anew, with two keepers of the root keys."""
        self.bring_trust_lists()
        world = self.world
        roots = world.home / "roots"
        request = enrol(world[name], self.new_folder(), SECRET, new_epoch=new_epoch)
        version = current_trust(world["prefecture"]).version + 1
        draft = roots / f"{version}.ybb.draft"
        make_trust(world["prefecture"], draft, add=[request.file])
        signed(draft, roots)
        self.bring_trust_lists()

    def bring_trust_lists(self) -> None:
        """Bring everybody the trust lists they have not got."""
        every = sorted((self.world.home / "roots").glob(f"*.trust-*{SUFFIX}"))
        for name in DESKS:
            for file in every[current_trust(self.world[name]).version :]:
                accept_trust(self.world[name], file)

    def settle_forks(self) -> None:
        """Have two persons of the prefecture settle what forked there: what the device has now stands."""
        with self.world["prefecture"].store.read() as reader:
            found = [one for one in all_forks(reader) if not one.settled_by]
        if not found or "prefecture" in self.behind_its_back:
            return
        clerk, reviewer = self.two_persons()
        for fork in found:
            params: dict[str, Json] = {"fork": fork.bundle, "stands": "present", "reason": "恢复了旧备份"}
            try:
                run(clerk, "exchange.settle_fork", on=TODAY, params=params)
            except NotAllowed:  # others have gone by what came first: its laptops' answers rest on it
                return
            run(reviewer, "cases.release", on=TODAY, params={"office": PREFECTURE})
        for name in COUNTIES:
            if self.device(name) in {(fork.office, fork.device) for fork in found}:
                self.enrol_again(name, new_epoch=True)
                self.settled.add(name)
        self.carry_all()

    def two_persons(self) -> tuple[Desk, Desk]:
        """Enter two people of the prefecture; give their desks."""
        desk = self.world["prefecture"]
        for name, roles in (("王五", ["handling", "leader"]), ("赵六", ["reviewing", "leader"])):
            run(desk, "oversight.add_person", on=TODAY, params={"name": name, "roles": list(roles)})
            with desk.store.read() as reader:
                desk = desk.sign_in(find_person(reader, "王五"))
                person = find_person(reader, name)
        self.world["prefecture"] = desk
        return desk, desk.sign_in(person)

    # What must hold.

    def log_of(self, at: str, whose: str) -> dict[int, str]:
        """Give number and id of each record of a device as a desk has it, those set aside too."""
        with self.world[at].store.read() as reader:
            return log_in(reader, *self.device(whose))

    def device(self, name: str) -> tuple[str, str]:
        info = self.world[name].info
        return info.office, info.device

    def standing(self, name: str) -> str:
        """Give all that a desk knows, but for what time it was."""
        with self.world[name].store.read() as reader:
            logs = [log_in(reader, *self.device(whose)) for whose in DESKS]
            return repr((logs, all_channels(reader), sent(reader), received(reader), all_staged(reader)))

    @invariant()
    def only_receipts_move_states_on_and_nothing_is_lost(self) -> None:
        """What a receipt called taken is with the other side, unless that side has put an old copy back."""
        for name in DESKS[1:]:
            above = above_of(name)
            own = self.log_of(name, name)
            with self.world[name].store.read() as reader:
                taken = [seq for seq in own if span_state(reader, seq) is RecordState.TAKEN]
            self.acknowledged[name] |= {seq: own[seq] for seq in taken}
            if above not in self.put_back and name not in self.put_back:
                assert self.acknowledged[name].items() <= self.log_of(above, name).items()

    @invariant()
    def nobody_sees_a_fork_where_there_is_none(self) -> None:
        """Lost, doubled and late mail, and kills, are no forks."""
        if not self.put_back:
            assert not {code for codes in self.heard.values() for code in codes} & FORKED

    def teardown(self) -> None:
        """Carry all mail until it is quiet; then judge."""
        try:
            self.carry_all()
            self.settle_forks()
            for name in DESKS[1:]:
                self.judge(name)
            self.judge_answers()
            for name in DESKS:
                wrong = [item.text for item in self.world[name].store.check(full=True) if not item.ok]
                assert not wrong, (name, wrong)
        finally:
            self.world.close()
            self.folder.cleanup()

    def carry_all(self) -> None:
        self.bring_trust_lists()
        for name in COUNTIES:
            self.work(name, amend=False, kill=0)
        for _ in range(ROUNDS):
            before = [self.standing(name) for name in DESKS]
            for name in DESKS[1:]:
                self.export(name, COUNTY if name in LAPTOPS else PREFECTURE, again=True, kill=0)
            self.export("county", COUNTY, again=True, kill=0)
            while self.mail:
                self.deliver(0, keep=False, kill=0)
            if before == [self.standing(name) for name in DESKS]:
                return
        raise AssertionError("the mail never comes to rest")

    def judge(self, name: str) -> None:
        """See that the office above has the same log, or that the two histories were found."""
        above = above_of(name)
        ours, theirs = self.log_of(name, name), self.log_of(above, name)
        heard = self.heard[name] | self.heard[above]
        if {name, above} & self.behind_its_back and heard & OUTDATED and name not in self.settled:
            return
        if not theirs.items() <= ours.items() and name not in self.settled:
            assert name in self.put_back
            assert heard & FORKED, (name, self.heard)
            return
        assert theirs == ours, (name, self.heard)
        if name not in self.settled:
            assert self.acknowledged[name].items() <= theirs.items()
        with self.world[name].store.read() as reader:
            states = {span_state(reader, seq) for seq in ours}
            assert states <= {RecordState.TAKEN}, (name, states, self.heard)
            with self.world[above].store.read() as other:
                assert differing(reader, other) == []

    def judge_answers(self) -> None:
        """See that the prefecture has all that the county has of its laptops, and tells the visits alike."""
        heard = (self.heard["county"] | self.heard["prefecture"]) & OUTDATED
        if heard and self.put_back & {"county", "prefecture"} and "county" not in self.settled:
            return
        with self.world["county"].store.read() as reader, self.world["prefecture"].store.read() as above:
            assert answers_of(above, self.world.visited) == answers_of(reader, self.world.visited), self.heard


def play(made: World, *, examples: int, steps: int) -> None:
    """Play so many rounds of so many steps, each with a copy of what was made."""
    keys = {name: made.key(name) for name in DESKS}
    for name in DESKS:
        made.shut(name)

    class Copied(Offices):
        def __init__(self) -> None:
            super().__init__(made, keys)

    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=[HealthCheck.too_slow],
    )
    run_state_machine_as_test(Copied, settings=chosen)
