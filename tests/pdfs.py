"""Small PDF files written byte by byte, so that tests know where each character stands and need no program for it.

Each character is a box in a font of the file's own (Type 3, as Chromium writes them), with its meaning in a table.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842
FULL_PICTURE = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /Im Do Q"
_WORDS = re.compile(r"«(?P<family>\w)\|(?P<size>[\d.]+)\|(?P<code>[0-9a-f]*)»")
_MOST = 250  # characters of a font


@dataclass(frozen=True)
class Sheet:
    """A page: what is drawn on it, and its entries (/Rotate 90, /CropBox [...])."""

    content: str
    entries: str = ""


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 10,
    mode: int = 0,
    grey: float = 0,
    matrix: str = "1 0 0 1",
    font: str = "F",
) -> str:
    """Words drawn from a point, y upwards. matrix: the first four numbers of the text's. font: F or B, which differ."""
    return f"BT {grey} g {mode} Tr {matrix} {x} {y} Tm «{font}|{size}|{words.encode('utf-16-be').hex()}» ET"


def lines(x: float, y: float, rows: Iterable[str], *, size: float = 10, leading: float = 16, font: str = "F") -> str:
    """Rows of text from a point downwards."""
    return "\n".join(text(x, y - n * leading, row, size=size, font=font) for n, row in enumerate(rows))


def wrapped(words: str, per_line: int, *, indent: int = 2) -> list[str]:
    """A paragraph as lines of so many characters, its first set in by ideographic spaces."""
    first = per_line - indent
    rest = words[first:]
    return ["\u3000" * indent + words[:first], *(rest[n : n + per_line] for n in range(0, len(rest), per_line))]


def grid(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Ruling lines along all of these places."""
    across = [f"{xs[0]} {y} m {xs[-1]} {y} l S" for y in ys]
    return "\n".join(["0 G 0.5 w", *across, *(f"{x} {ys[0]} m {x} {ys[-1]} l S" for x in xs)])


@dataclass
class _Fonts:
    """The characters of each family, in fonts of at most so many."""

    known: dict[tuple[str, str], int] = field(default_factory=dict)
    families: dict[str, list[str]] = field(default_factory=dict)

    def shown(self, found: re.Match[str]) -> str:
        """The words as operators that draw them."""
        words = bytes.fromhex(found["code"]).decode("utf-16-be")
        return " ".join(self._shown(found["family"], found["size"], character) for character in words)

    def _shown(self, family: str, size: str, character: str) -> str:
        characters = self.families.setdefault(family, [])
        if (family, character) not in self.known:
            self.known[family, character] = len(characters)
            characters.append(character)
        font, code = divmod(self.known[family, character], _MOST)
        return f"/{family}{font} {size} Tf <{code + 1:02X}> Tj"


def pdf_of(sheets: Sequence[Sheet | str], *, locked: bool = False) -> bytes:
    """The file. locked: as if it had a password."""
    pages = [Sheet(sheet) if isinstance(sheet, str) else sheet for sheet in sheets]
    fonts = _Fonts()
    contents = [_WORDS.sub(fonts.shown, page.content) for page in pages]
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]

    def added(data: bytes) -> int:
        objects.append(data)
        return len(objects)

    image = added(
        _stream(
            zlib.compress(b"\xc0" * 16),
            "/Type/XObject/Subtype/Image/Width 4/Height 4/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode",
        )
    )
    boxes = {
        width: added(_stream(f"{width} 0 0 -120 {width} 880 d1 80 0 {width - 160} 800 re f".encode()))
        for width in (500, 1000)
    }
    names = [
        f"/{family}{n // _MOST} {added(_font(characters[n : n + _MOST], boxes, added))} 0 R"
        for family, characters in fonts.families.items()
        for n in range(0, len(characters), _MOST)
    ]
    resources = f"/Resources<</Font<<{''.join(names)}>>/XObject<</Im {image} 0 R>>>>/MediaBox[0 0 {WIDTH} {HEIGHT}]"
    kids = []
    for page, content in zip(pages, contents, strict=True):
        drawn = added(_stream(content.encode()))
        kids.append(added(f"<</Type/Page/Parent 2 0 R{resources}/Contents {drawn} 0 R{page.entries}>>".encode()))
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode()
    lock = added(b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"ab" * 32 + b">/U<" + b"cd" * 32 + b">>>") if locked else 0
    return _file(objects, f"/Encrypt {lock} 0 R/ID[<00><00>]" if locked else "")


def _font(characters: list[str], boxes: dict[int, int], added: Callable[[bytes], int]) -> bytes:
    widths = [500 if ord(character) < 0x7F else 1000 for character in characters]
    meaning = "".join(
        f"1 beginbfchar <{n:02X}> <{character.encode('utf-16-be').hex()}> endbfchar "
        for n, character in enumerate(characters, 1)
    )
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def "
        f"1 begincodespacerange <00> <FF> endcodespacerange {meaning}endcmap end end"
    )
    number = added(_stream(table.encode()))
    last = len(characters)
    return (
        f"<</Type/Font/Subtype/Type3/FontBBox[0 -120 1000 880]/FontMatrix[0.001 0 0 0.001 0 0]"
        f"/CharProcs<<{''.join(f'/b{width} {place} 0 R' for width, place in boxes.items())}>>/Resources<<>>"
        f"/Encoding<</Type/Encoding/Differences[1 {''.join(f'/b{width}' for width in widths)}]>>"
        f"/FirstChar 1/LastChar {last}/Widths[{' '.join(map(str, widths))}]/ToUnicode {number} 0 R>>"
    ).encode()


def _stream(data: bytes, entries: str = "") -> bytes:
    return f"<</Length {len(data)}{entries}>>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: list[bytes], trailer: str) -> bytes:
    written = bytearray(b"%PDF-1.7\n")
    places = []
    for n, each in enumerate(objects, 1):
        places.append(len(written))
        written += f"{n} 0 obj\n".encode() + each + b"\nendobj\n"
    start = len(written)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    written += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    written += f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(written)
