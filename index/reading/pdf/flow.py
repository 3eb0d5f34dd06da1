"""Paragraphs and tables that go on in the next column or on the next page; the table of contents left out."""

from __future__ import annotations

import re

from index.reading.headings import is_finished, marked_heading
from index.reading.pdf.paragraphs import Block, glued
from index.reading.pdf.tables import Table

__all__ = ["joined_blocks", "without_contents"]

_SPACE = re.compile(r"\s+")
_CONTENTS = ("目录", "目次")
_LEADERS = re.compile(r"[.．·…‥]{4,}|(?:[.·…] ){3,}")
_LAST_NUMBER = re.compile(r"(?<![\d.])\d{1,4}\Z")
_PARAGRAPH = 40  # characters: what is longer and ends no sentence goes on
_LONGEST_ENTRY = 60  # characters
_NEAR, _NEARER = 12.0, 4.0  # points by which a table's columns may differ on the next page


def joined_blocks(blocks: list[Block], *, indents: bool) -> list[Block]:
    """What goes on in the next column or on the next page as one. indents: the text's first lines are set in."""
    found: list[Block] = []
    for block in blocks:
        if block.table is not None:
            _add_table(found, block)
        elif found and _goes_on(found[-1], block, indents=indents):
            last = found[-1]
            text = glued(last.text, block.text)
            start = len(text) - len(block.text)
            last.pages += [(start + offset, page) for offset, page in block.pages]
            last.text, last.open_end, last.last = text, block.open_end, block.last
        else:
            found.append(block)
    return found


def _goes_on(last: Block, block: Block, *, indents: bool) -> bool:
    """Whether a paragraph that ends a column goes on at the head of the next."""
    if not (last.last and block.first) or last.boxed != block.boxed:
        return False
    if last.table is not None or last.level or block.level:
        return False
    finished = is_finished(last.text)
    if block.indented or (finished and (marked_heading(block.text) is not None or block.lonely)):
        return False
    if last.open_end:
        return indents or not finished
    return not finished and (len(last.text) > _PARAGRAPH or last.text.endswith(("，", "、", ",")))


def _add_table(found: list[Block], block: Block) -> None:
    """Add a table, to the one on the page before or in the column before where it goes on."""
    between = 0
    while between < 3 and between < len(found) and found[-1 - between].table is None:
        between += 1
    place = len(found) - 1 - between
    before = found[place] if place >= 0 else None
    if before is None or before.table is None or block.table is None or not before.last:
        found.append(block)
        return
    captions = {_named(each.text) for each in found[max(0, place - 3) : place]}
    repeated = all(_named(each.text) in captions for each in found[place + 1 :])
    pages = block.pages[0][1] - before.pages[-1][1]
    follows = pages == 1 or (pages == 0 and block.first and place == len(found) - 1)
    if repeated and follows and _same_columns(before.table, block.table, beside=pages == 0):
        del found[place + 1 :]
        _extend(before, block)
    else:
        found.append(block)


def _named(text: str) -> str:
    """A caption without what says that it is repeated."""
    return _SPACE.sub("", text).replace("（续）", "").replace("(续)", "").replace("续表", "").replace("（续表）", "")


def _same_columns(first: Table, second: Table, *, beside: bool) -> bool:
    """beside: the second stands in the next column of the page, as far to the right as that begins."""
    if len(first.rows[0]) != len(second.rows[0]):
        return False
    if first.rows[0] == second.rows[0]:
        return True
    near = _NEARER if first.ruled and second.ruled else _NEAR
    shift = second.edges[0] - first.edges[0] if beside else 0.0
    return first.ruled == second.ruled and all(
        abs(a + shift - b) <= near for a, b in zip(first.edges, second.edges, strict=False)
    )


def _extend(before: Block, block: Block) -> None:
    first, second = before.table, block.table
    if first is None or second is None:
        return
    heads = 0
    while heads < min(len(first.rows), len(second.rows)) and first.rows[heads] == second.rows[heads]:
        heads += 1
    before.pages += [(len(first.rows), page) for _, page in block.pages]
    first.rows += second.rows[heads:]
    before.last, before.open_end = block.last, block.open_end


def without_contents(blocks: list[Block]) -> list[Block]:
    """Without the table of contents: lines with leaders, and below its title those that stand again further down."""
    texts = [_bare(block.text) for block in blocks]
    last_place = {text: n for n, text in enumerate(texts)}
    kept: list[Block] = []
    end = 0
    for n, block in enumerate(blocks):
        if n < end or (block.table is None and _is_entry(block.text)):
            continue
        if texts[n] in _CONTENTS:
            end = _end_of_contents(blocks, texts, last_place, n + 1)
            if end > n + 1:
                continue
        kept.append(block)
    return kept


def _is_entry(text: str) -> bool:
    """A line with leaders and the number of a page."""
    return _LEADERS.search(text) is not None and _LAST_NUMBER.search(text.rstrip(" ）)")) is not None


def _end_of_contents(blocks: list[Block], texts: list[str], last_place: dict[str, int], begin: int) -> int:
    """Where the text begins: at the first entry's second place, or behind the last of short lines that stand again."""
    end = begin
    first = ""
    for n in range(begin, len(blocks)):
        block, name = blocks[n], _LAST_NUMBER.sub("", texts[n]).rstrip(".…·")
        if block.table is not None or len(name) > _LONGEST_ENTRY or block.text.endswith("。") or name == first:
            return n if name == first else end
        first = first or name
        if _is_entry(block.text) or last_place.get(name, 0) > n or last_place[texts[n]] > n:
            end = n + 1
    return end


def _bare(text: str) -> str:
    return _SPACE.sub("", text)
