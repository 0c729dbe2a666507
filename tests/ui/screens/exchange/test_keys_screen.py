"""Keys and the trust list through the screen: enrolled, changed, the root ceremony, and the papers of both."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from shiboken6 import isValid

from tests.paper.documents.reading import text_of
from tests.ui.looking import opened, says
from tests.ui.recording import RecordingAsk
from tests.ui.screens.exchange.showing import Show
from yb_desktop.exchange.ceremony import read_draft
from yb_desktop.services.desk import Desk
from yb_desktop.services.exchanging import current_trust, enrol
from yb_desktop.services.stories.sample_exchange import (
    PASSPHRASE,
    SampleExchange,
)
from yb_desktop.ui.preview import PreviewDialog
from yb_desktop.ui.screens.exchange.ceremony_dialogs import DraftDialog, RootKeyDialog, SignDialog
from yb_desktop.ui.screens.exchange.keys_page import EnrolDialog
from yb_desktop.ui.screens.exchange.page import ExchangeScreen

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_a_device_without_key_says_what_to_do_and_enrols(
    county: Desk, show: Show, ask: RecordingAsk, tmp_path: Path, qtbot: QtBot
) -> None:
    screen = show(county)
    says(screen.warnings, "本机还没有密钥", qtbot)
    screen.tabs.setCurrentWidget(screen.keys)
    screen.keys.enrol_button.click()
    dialog = opened(screen, EnrolDialog, qtbot)
    dialog.passphrase.setText(PASSPHRASE)
    dialog.again.setText("etwas anderes")
    dialog.submit()
    says(dialog, "两次输入的口令不一样", qtbot)
    dialog.again.setText(PASSPHRASE)
    dialog.folder.show_folder(tmp_path)
    dialog.submit()
    qtbot.waitUntil(lambda: screen.view is not None and bool(screen.view.keys.fingerprint))
    assert screen.view is not None
    assert screen.view.keys.fingerprint in ask.said[0]
    assert len(screen.view.keys.fingerprint.split()) == 8
    says(screen.warnings, "还没有信任名单", qtbot)
    says(screen.keys, "不在数据库里", qtbot)
    assert list(tmp_path.glob("*.enrol-1-1.ybb.tar"))


@pytest.mark.parametrize("document", ["key_form", "root_fingerprint"])
def test_the_papers_of_keys_are_at_hand(
    sample: SampleExchange, show: Show, ask: RecordingAsk, qtbot: QtBot, document: str
) -> None:
    screen = show(sample.county)
    screen.tabs.setCurrentWidget(screen.keys)
    (screen.keys.form_button if document == "key_form" else screen.keys.roots_button).click()
    paper = opened(screen, PreviewDialog, qtbot)
    qtbot.waitUntil(paper.save_button.isEnabled)
    ask.path = sample.stick / "单.pdf"
    paper.save()
    qtbot.waitUntil(ask.path.exists)
    assert screen.view is not None
    keys = screen.view.keys
    wanted = keys.fingerprint if document == "key_form" else keys.root
    assert wanted.replace(" ", "") in text_of(ask.path.read_bytes())


def test_the_first_trust_list_needs_the_root_from_paper(
    sample: SampleExchange, unenrolled: Desk, show: Show, ask: RecordingAsk, qtbot: QtBot
) -> None:
    screen = show(unenrolled)
    ask.path = sample.trust
    ask.answer = "0000 " * 8
    screen.keys.accept_trust()
    qtbot.waitUntil(lambda: [one.code for one in ask.refused] == ["trust-fingerprint"])
    ask.answer = sample.root
    screen.keys.accept_trust()
    qtbot.waitUntil(lambda: screen.view is not None and screen.view.keys.trust_version == 1)
    assert screen.view is not None
    assert screen.view.keys.root == sample.root


def heard(ask: RecordingAsk, words: str) -> bool:
    return words in ask.said[-1]


def keeper(screen: ExchangeScreen, name: str, stick: Path, qtbot: QtBot) -> Path:
    """Have a keeper make a root key."""
    screen.keys.root_button.click()
    dialog = opened(screen, RootKeyDialog, qtbot)
    dialog.form.set_values({"person": name})
    for line in (dialog.passphrase, dialog.again):
        line.setText(PASSPHRASE)
    dialog.folder.show_folder(stick)
    dialog.submit()
    path = stick / f"{name}.root.key"
    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())
    return path


def test_three_keepers_make_a_list_and_two_of_them_sign_it(
    prefecture: Desk, show: Show, ask: RecordingAsk, tmp_path: Path, qtbot: QtBot
) -> None:
    request = enrol(prefecture, tmp_path / "paper", PASSPHRASE)
    screen = show(prefecture)
    screen.tabs.setCurrentWidget(screen.keys)
    keys = [keeper(screen, name, tmp_path, qtbot) for name in ("王主任", "李科长", "张股长")]
    fingerprint = ask.said[0].split("根指纹：")[1][:39]

    screen.keys.draft_button.click()
    dialog = opened(screen, DraftDialog, qtbot)
    for path in keys:
        ask.path = path
        dialog.root_button.click()
    ask.path = request.file
    dialog.request_button.click()
    says(dialog, request.fingerprint, qtbot)
    dialog.folder.show_folder(tmp_path)
    dialog.submit()
    qtbot.waitUntil(partial(heard, ask, "请王主任、李科长逐一签名"))
    draft = tmp_path / "信任名单第1版.ybb.draft"

    stranger = SignDialog(screen._context, draft, keys[2], screen.keys)
    stranger.open()
    stranger.passphrase.setText(PASSPHRASE)
    stranger.submit()
    says(stranger, "不在待签名之列", qtbot)
    stranger.reject()
    for path, said in ((keys[0], "还要李科长签名"), (keys[1], "已签齐")):
        signing = SignDialog(screen._context, draft, path, screen.keys)
        signing.open()
        signing.passphrase.setText(PASSPHRASE)
        signing.submit()
        qtbot.waitUntil(partial(heard, ask, said))
    (ask.path,) = tmp_path.glob("*.trust-1-1.ybb.tar")
    ask.answer = fingerprint
    screen.keys.accept_trust()
    qtbot.waitUntil(lambda: screen.view is not None and screen.view.keys.enrolled)
    assert screen.view is not None
    assert screen.view.keys.root == fingerprint
    content = current_trust(prefecture).content
    assert (content.threshold, len(content.roots)) == (2, 3)


def test_a_lost_device_counts_as_far_as_the_keepers_say(
    sample: SampleExchange, show: Show, ask: RecordingAsk, qtbot: QtBot
) -> None:
    screen = show(sample.prefecture)
    screen.tabs.setCurrentWidget(screen.keys)
    screen.keys.draft_button.click()
    dialog = opened(screen, DraftDialog, qtbot)
    dialog.form.set_values({"ended": ["532326/pc1"], "until": 5})
    dialog.folder.show_folder(sample.stick)
    dialog.submit()
    qtbot.waitUntil(lambda: bool(ask.said))
    keys = read_draft(sample.stick / "信任名单第2版.ybb.draft").content.keys
    assert {key.office: key.until_seq for key in keys} == {"532326": 5, "532300": None}


def test_a_key_is_changed_from_the_keys_page(
    sample: SampleExchange, show: Show, ask: RecordingAsk, tmp_path: Path, qtbot: QtBot
) -> None:
    screen = show(sample.county)
    screen.tabs.setCurrentWidget(screen.keys)
    screen.keys.enrol_button.click()
    dialog = opened(screen, EnrolDialog, qtbot)
    dialog.form.set_values({"change": True})
    dialog.passphrase.setText(PASSPHRASE)
    dialog.folder.show_folder(tmp_path)
    dialog.submit()
    qtbot.waitUntil(lambda: screen.view is not None and bool(screen.view.keys.changing))
    assert screen.view is not None
    assert screen.view.keys.changing in ask.said[0]
    says(screen.keys, "登入信任名单后自动换用", qtbot)
    assert not screen.view.keys.problem, "the present key signs on"
    assert not screen.keys.draft_button.isVisible(), "lists are made by the prefecture"
