"""Documents made for tests: the XML of a .docx and of an .ofd, zipped."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from html import escape

__all__ = ["STRICT", "TRANSITIONAL", "docx_of", "letter_page", "ofd_of", "paragraph", "squeezed", "zip_of"]

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_WORD = f"{_OFFICE}.wordprocessingml"
_SPACES = (
    'xmlns:w="{w}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
# A4 with a line of 28 letters of 16 points.
_SECTION = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1474" w:bottom="1474" w:left="1474" w:right="1474"/></w:sectPr>'
)


def zip_of(parts: Mapping[str, str | bytes]) -> bytes:
    """The parts in their order, packed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return target.getvalue()


def docx_of(body: str, *, w: str = TRANSITIONAL, section: str = _SECTION, counted: int = 0, **parts: str) -> bytes:
    """A .docx. body: the XML in w:body. parts: the XML within the roots of "styles", "numbering", "footnotes"."""
    spaces = _SPACES.format(w=w)
    pages = f"<Pages>{counted}</Pages>" if counted else ""
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": _types(parts),
        "_rels/.rels": _relations({"officeDocument": "word/document.xml", "extended-properties": "docProps/app.xml"}),
        "docProps/app.xml": f"<Properties>{pages}</Properties>",
        "word/_rels/document.xml.rels": _relations({name: f"{name}.xml" for name in parts}),
        "word/document.xml": f"<w:document {spaces}><w:body>{body}{section}</w:body></w:document>",
    }
    for name, inner in parts.items():
        content[f"word/{name}.xml"] = f"<w:{name} {spaces}>{inner}</w:{name}>"
    return zip_of(content)


def paragraph(text: str, properties: str = "", run: str = '<w:sz w:val="32"/>') -> str:
    """A w:p of one run, of 16 points."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{escape(text)}</w:t></w:r></w:p>"


def _types(parts: Iterable[str]) -> str:
    each = {"word/document": f"{_WORD}.document.main", "docProps/app": f"{_OFFICE}.extended-properties"}
    each |= {f"word/{name}": f"{_WORD}.{name}" for name in parts}
    overrides = "".join(f'<Override PartName="/{name}.xml" ContentType="{kind}+xml"/>' for name, kind in each.items())
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: Mapping[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_PACKAGE}">{each}</Relationships>'


def ofd_of(pages: Iterable[str], *, document: str = "", parts: Mapping[str, str] | None = None) -> bytes:
    """An .ofd. pages: the XML in each page. document: more XML in Document.xml."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    shown = list(pages)
    root = "<ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot>"
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(shown)))
    content = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody>{root}</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}>{document}<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        **{f"Doc_0/Pages/Page_{n}/Content.xml": f"<ofd:Page {space}>{page}</ofd:Page>" for n, page in enumerate(shown)},
    }
    for name, inner in (parts or {}).items():
        content[name] = inner.replace(">", f" {space}>", 1)
    return zip_of(content)


def letter_page(lines: Iterable[tuple[float, float, str]], *, size: float = 5.6, more: str = "") -> str:
    """Lines at (x, y) in millimetres, each letter a full or half size from the next; cut into pieces of one kind."""
    objects: list[str] = []
    for x, y, line in lines:
        at = x
        for piece in _pieces(line):
            step = size * (1.0 if ord(piece[0]) >= 0x2000 else 0.5)
            steps = f' DeltaX="g {len(piece) - 1} {step}"' if len(piece) > 1 else ""
            objects.append(
                f'<ofd:TextObject Boundary="{at} {y} {step * len(piece)} {size}" Size="{size}">'
                f'<ofd:TextCode X="0" Y="{size * 0.8}"{steps}>{escape(piece)}</ofd:TextCode></ofd:TextObject>'
            )
            at += step * len(piece)
    return f"<ofd:Content><ofd:Layer>{''.join(objects)}{more}</ofd:Layer></ofd:Content>"


def _pieces(line: str) -> list[str]:
    pieces: list[str] = []
    for letter in line:
        if pieces and (ord(pieces[-1][0]) >= 0x2000) == (ord(letter) >= 0x2000):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def squeezed(text: str) -> str:
    """Without white space and the marks of headings: what of a text may be held against what it came from."""
    return "".join(text.replace("#", "").split())
