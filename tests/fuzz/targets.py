"""What the fuzzer calls: every reader of bytes from outside, on its own and behind a signature that always holds.

Rule kept here: bytes from outside end in a value or in ``Refused``, ``BadInput`` or ``WorldError``; anything else that
is raised is a mistake of ours. The first byte of an input chooses the target, the rest is for it.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.exchange.vectors.wrong import FOLDER, Keys, taken_apart
from yb_desktop.base.canon import parse
from yb_desktop.base.errors import BadInput, Refused, WorldError
from yb_desktop.base.signing import key_id
from yb_desktop.domain.facts import read_fact
from yb_desktop.domain.records import read_record
from yb_desktop.exchange import sm2
from yb_desktop.exchange.armour import open_sm
from yb_desktop.exchange.bundle import _read_into
from yb_desktop.exchange.ceremony import read_draft
from yb_desktop.exchange.enrol import read_enrol
from yb_desktop.exchange.keys import public_key_in
from yb_desktop.exchange.manifest import Manifest, decode_manifest
from yb_desktop.exchange.receipt import read_receipt
from yb_desktop.exchange.signatures import SignatureLine, read_lines
from yb_desktop.exchange.trust import decode_content, load_trust

EXPECTED = (Refused, BadInput, WorldError)
Target = Callable[[bytes], object]


class Anyone:
    """Lets every signature hold, so that the fuzzer gets to what lies behind it."""

    def verify(self, lines: Sequence[SignatureLine], body: bytes) -> None:
        """Take any signature."""

    def admit(self, manifest: Manifest) -> None:
        """Take any sender."""


class Targets:
    """The targets, with a folder in memory for what a reader keeps."""

    def __init__(self, folder: Path) -> None:
        """Open the keys of the vectors."""
        self._folder = folder
        self._keys = Keys()
        self._trust = load_trust(FOLDER / "good" / "532300-root-all.trust-1-2.ybb.tar")
        self.all: tuple[Target, ...] = (
            self.bundle,
            self.signed_bundle,
            decode_manifest,
            read_lines,
            parse,
            self.record,
            decode_content,
            self.armour,
            self.as_file(read_enrol),
            self.as_file(load_trust),
            self.as_file(read_draft),
            self.as_file(public_key_in),
            self.sm2_signature,
        )

    def __call__(self, data: bytes) -> None:
        """Give the bytes to the target that the first of them chooses; raise what should not have been raised."""
        if not data:
            return
        try:
            self.all[data[0] % len(self.all)](data[1:])
        except EXPECTED:
            return

    def bundle(self, data: bytes) -> None:
        """Read a bundle as it comes."""
        _read_into(io.BytesIO(data), Path("x"), self._trust, self._folder, "532300").discard()

    def signed_bundle(self, data: bytes) -> None:
        """Read a bundle whose signatures hold, and all that is in it."""
        read = _read_into(io.BytesIO(data), Path("x"), Anyone(), self._folder, None)
        try:
            for record in read.records():
                read_fact(record)
            if read.manifest.kind == "receipt":
                read_receipt(read)
        finally:
            read.discard()

    def record(self, data: bytes) -> None:
        """Read one line of a log."""
        read_fact(read_record(data))

    def armour(self, data: bytes) -> None:
        """Take the SM profile off."""
        signer = self._keys.sm2["prefecture"]
        open_sm(io.BytesIO(data), io.BytesIO(), {key_id(signer.public_key): signer.pkcs8()})

    def sm2_signature(self, data: bytes) -> None:
        """Verify 65 bytes of key and the rest of signature."""
        sm2.verify(data[:65], data[65:], b"message")

    def as_file(self, read: Callable[[Path], object]) -> Target:
        """Give a reader of files its bytes in a file."""

        def target(data: bytes) -> None:
            with tempfile.NamedTemporaryFile(dir=self._folder) as file:
                file.write(data)
                file.flush()
                read(Path(file.name))

        return target

    def seeds(self) -> list[bytes]:
        """Give what to begin with: the vectors, and their parts, each for the targets that understand them."""
        out: list[bytes] = []

        def seed(target: int, data: bytes) -> None:
            out.append(bytes([target]) + data)

        for file in sorted(FOLDER.glob("*/*.tar")):
            data = file.read_bytes()
            for target in (0, 1):
                seed(target, data)
            if ".enrol-" in file.name or ".trust-" in file.name:
                seed(8 if ".enrol-" in file.name else 9, data)
            if file.parent.name == "good":
                members = taken_apart(file, ()).members
                seed(2, members["bundle.json"])
                seed(3, members["bundle.sig"])
                seed(4, members["bundle.json"])
                if "data/trust.json" in members:
                    seed(6, members["data/trust.json"])
        for file in FOLDER.glob("good/*.sm"):
            seed(7, file.read_bytes())
        signer = self._keys.sm2["prefecture"]
        seed(12, signer.public_key + signer.sign(b"message"))
        return out
