"""Pictures set into a document's text: a scanned table pasted into Word is read where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from index.errors import ReadError, command
from index.reading.extracted import Tell
from index.reading.formats import reads_pictures
from index.reading.paragraphs import Block

__all__ = ["MOST_READ", "SetIn"]

MOST_READ = 200
_NOT_READ = "what stands only in them is not found"


class SetIn:
    """The pictures of one document, as they come: each is read once, however often it is shown."""

    def __init__(self, source: str, tell: Tell, count: int) -> None:
        """count: how many there may be, which is told while they are read."""
        self._source, self._tell, self._count = source, tell, max(1, count)
        self._known: set[str] = set()
        self._unread = self._without_text = self._done = 0

    @property
    def shown(self) -> bool:
        """Whether the document has any that gave no text."""
        return bool(self._unread or self._without_text)

    def block(self, name: str, unpack: Callable[[], bytes] | None) -> Block:
        """What a picture says, as a block of its own; without text where it says nothing or cannot be read.

        name: tells the same picture, shown again. unpack: gives its bytes; None where it is no picture but a
        drawing.
        """
        if name and name in self._known:
            return Block("", "figure")
        self._known.add(name)
        if unpack is None or self._done >= MOST_READ or not reads_pictures():
            self._unread += 1
            return Block("", "figure")
        from index.reading.picture import extract

        try:
            read = extract(unpack(), self._source)
        except ReadError:  # of this picture alone: of a format of its own (EMF), damaged, too large
            self._unread += 1
            return Block("", "figure")
        self._done += 1
        self._tell("ocr", self._done, max(self._done, self._count))
        if not read.text.strip():
            self._without_text += 1
        return Block(read.text, "figure", recognised=read.recognised)

    def said(self) -> Iterator[str]:
        """What a user must know of them."""
        if self._unread:
            remedy = "" if reads_pictures() else f"; run {command('setup --documents')} to have them read"
            chinese = "" if reads_pictures() else f"；运行 {command('setup --documents')} 后可识别"
            yield (
                f"{self._unread} pictures are not read; {_NOT_READ}{remedy} "
                f"{self._unread} 张图片没有读，只在图里的内容搜不到{chinese}"
            )
        if self._without_text:
            yield f"{self._without_text} pictures give no text {self._without_text} 张图片里没有认出文字"
