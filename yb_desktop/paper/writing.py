"""Writes pages that are set into a PDF file: one document, or many one after the other with a contents beside them.

Fonts, pictures and drawn characters that pages share are written once. Pages go to the file as they come and the fonts
after the last of them, so a file takes no more memory than its longest document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from yb_desktop.paper import qr
from yb_desktop.paper.bodies import Body, wrapped
from yb_desktop.paper.drawing import Drawing
from yb_desktop.paper.embedding import Subset
from yb_desktop.paper.feet import Foot
from yb_desktop.paper.flow import Shape
from yb_desktop.paper.fonts import Face
from yb_desktop.paper.metadata import About, write_metadata
from yb_desktop.paper.pdf import PdfFile, Ref, Sink, text_string
from yb_desktop.paper.photos import jpeg_size
from yb_desktop.paper.styles import QR_SIDE, Sheet
from yb_desktop.paper.typecase import Typecase

_MASK = 3  # of the QRs of pages: signed text looks like chance, any mask does


@dataclass(frozen=True, slots=True)
class LaidPage:
    """A page that is set."""

    body: Body
    foot: Foot

    @property
    def text(self) -> str:
        """The characters that are not blank, in reading order: the foot lies below everything else."""
        return self.body.text + self.foot.text


@dataclass(frozen=True, slots=True)
class Laid:
    """A document that is set: its pages, and the text of each page's QR where it is signed."""

    sheet: Sheet
    pages: tuple[LaidPage, ...]
    codes: tuple[str | None, ...]
    text_hash: str


class Writer:
    """One file. ``common`` are fonts that this file shares with others."""

    def __init__(self, sink: Sink, common: Mapping[Face, Subset] | None = None) -> None:
        self.typecase = Typecase(common)
        self._file = PdfFile(sink)
        self._catalog, self._tree, self._resources = (self._file.reserve() for _ in range(3))
        self._objects: list[str] = []
        self._pictures: dict[bytes, str] = {}
        self._shapes: dict[tuple[Shape, ...], str] = {}
        self._leaves: list[Ref] = []
        self._contents: list[tuple[str, int]] = []  # with the page each begins on, from 0
        self._bodies: WeakKeyDictionary[Body, Ref] = WeakKeyDictionary()

    def add(self, laid: Laid, *, name: str = "") -> None:
        """Write the pages of a document; under its ``name`` it stands in the file's contents."""
        first = len(self._leaves)
        width, height = laid.sheet.paper
        for page, code in zip(laid.pages, laid.codes, strict=True):
            contents = self._contents_of(page, code, laid.sheet)
            self._leaves.append(
                self._file.add(
                    f"<</Type/Page/Parent {self._tree}/MediaBox[0 0 {width:.2f} {height:.2f}]"
                    f"/Resources {self._resources}/Contents[{contents}]>>"
                )
            )
        if name:
            self._contents.append((name, first))

    @property
    def contents(self) -> tuple[tuple[str, int], ...]:
        """The names of documents, each with the page it begins on (from 0)."""
        return tuple(self._contents)

    def finish(self, about: About) -> None:
        """Write what the pages share, and close the file."""
        file = self._file
        fonts = self.typecase.write(file)
        file.set(self._resources, f"<</Font<<{fonts}>>/XObject<<{''.join(self._objects)}>>>>")
        leaves = " ".join(str(leaf) for leaf in self._leaves)
        file.set(self._tree, f"<</Type/Pages/Count {len(self._leaves)}/Kids[{leaves}]>>")
        info, entries = write_metadata(file, about)
        if self._contents:
            entries += f"/Outlines {self._outline()}/PageMode/UseOutlines"
        file.set(
            self._catalog,
            f"<</Type/Catalog/Pages {self._tree}/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>{entries}>>",
        )
        file.finish(catalog=self._catalog, info=info)

    def _outline(self) -> Ref:
        top = self._file.reserve()
        refs = [self._file.reserve() for _ in self._contents]
        for at, (name, page) in enumerate(self._contents):
            before = f"/Prev {refs[at - 1]}" if at else ""
            after = f"/Next {refs[at + 1]}" if at + 1 < len(refs) else ""
            self._file.set(
                refs[at],
                f"<</Title {text_string(name)}/Parent {top}{before}{after}"
                f"/Dest[{self._leaves[page]}/XYZ null null null]>>",
            )
        self._file.set(top, f"<</Type/Outlines/First {refs[0]}/Last {refs[-1]}/Count {len(refs)}>>")
        return top

    def _contents_of(self, page: LaidPage, code: str | None, sheet: Sheet) -> str:
        streams = [self._body(page.body), self._file.stream("", self._foot(page.foot, code, sheet).encode("ascii"))]
        if page.body.pictures:
            drawing = Drawing()
            for picture, x, y in page.body.pictures:
                drawing.picture(self._picture(picture.jpeg), picture, x, y)
            streams.insert(0, self._file.stream("", drawing.operators().encode("ascii")))
        return " ".join(str(stream) for stream in streams)

    def _body(self, body: Body) -> Ref:
        ref = self._bodies.get(body)
        if ref is None:
            whole = self.typecase.takes_all(body.characters)
            ref = self._file.shared(body.packed if whole else wrapped(body.drawn(self.typecase)))
            self._bodies[body] = ref
        return ref

    def _foot(self, foot: Foot, code: str | None, sheet: Sheet) -> str:
        drawing = Drawing(self.typecase)
        for words, x, y in foot.words:
            drawing.words(words, x, y)
        body = foot.place.body
        drawing.drawn(body.operators if self.typecase.takes_all(body.characters) else body.drawn(self.typecase))
        if foot.place.shapes:
            drawing.shared(self._shape(foot.place.shapes, sheet))
        if code is not None:
            x, y = foot.place.qr
            drawing.qr(qr.modules(code, mask=_MASK), x=x, y=y, side=QR_SIDE)
        return drawing.operators()

    def _picture(self, jpeg: bytes) -> str:
        name = self._pictures.get(jpeg)
        if name is None:
            size = jpeg_size(jpeg)
            entries = (
                f"/Type/XObject/Subtype/Image/Width {size.width}/Height {size.height}/ColorSpace{size.colours}"
                "/BitsPerComponent 8/Filter/DCTDecode"
            )
            name = self._pictures[jpeg] = f"P{len(self._pictures)}"
            self._objects.append(f"/{name} {self._file.stream(entries, jpeg, packed=True)}")
        return name

    def _shape(self, shapes: tuple[Shape, ...], sheet: Sheet) -> str:
        name = self._shapes.get(shapes)
        if name is None:
            drawing = Drawing(self.typecase)
            for shape in shapes:
                drawing.shape(shape)
            width, height = sheet.paper
            box = f"/Type/XObject/Subtype/Form/BBox[0 0 {width:.2f} {height:.2f}]/Resources<<>>"
            name = self._shapes[shapes] = f"S{len(self._shapes)}"
            drawn = self._file.stream(box, drawing.operators().encode("ascii"))
            self._objects.append(f"/{name} {drawn}")
        return name
