"""Web pages as they were saved from any site: the article's text, without what stands around it.

A page gives its title and address as front matter, then a line with the day it was published and by whom, then its
text: headings marked as such, a blank line between paragraphs, tables in Markdown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import partial

from index.errors import ReadError
from index.reading.extracted import Extracted, Tell, silent
from index.reading.html_bytes import decode_page, is_mht, page_of_mht
from index.reading.html_head import Head, is_about_the_page, read_head
from index.reading.html_region import begins_more, find_region, is_furniture, weight_of
from index.reading.html_tables import table_text
from index.reading.html_tree import HEADINGS, Element, Line, lines_of_tree, parse_tree

__all__ = ["extract"]

_LEAST = 25.0  # weight of the shortest notice that is an article
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十\d]{1,3}[条章节]|[①-⑳]")
_NEXT_PAGE = re.compile(r"下一?页\s*[>»]*")
_ABOUT_LINES = 12  # from the top of an article, within which its publication is told
_NO_ARTICLE = (
    "holds no article, only links or a form; open the report itself, save that page, and add it. "
    "网页里没有正文（只有链接或表单），请打开报告本身的网页再保存"
)
_FRAMES = (
    "is a page of frames, whose text lies in other files; open the frame by itself and save that. "
    "这是框架网页，正文在别的文件里，请单独打开框架后再保存"
)
_PART = "the page has a next one, which is not read; add that too. 网页分页，只读了这一页，请把下一页也加入"


def extract(data: bytes, source: str, tell: Tell = silent) -> Extracted:
    """The article of a page (.html, .htm) or of one saved with all its parts (.mht, .mhtml).

    Raises: ReadError where no encoding fits, where it holds no article (a list of links, a login), where its text lies
    in frames, or where it is nested too deeply.
    """
    tell("read", 0, 1)
    hint, address = "", ""
    if is_mht(data):
        data, hint, address = page_of_mht(data, source)
    encoding, raw = decode_page(data, source, hint)
    root = parse_tree(raw, source)
    region = find_region(root)
    drawn = partial(table_text, left_out=region.left_out)
    lines = [line for each in region.roots for line in lines_of_tree(each, region.left_out, drawn=drawn)]
    length, linked = sum(line.length for line in lines), sum(line.linked for line in lines)
    if sum(map(weight_of, lines)) < _LEAST or linked > length / 2:
        in_frames = next(root.iter("frameset"), None) is not None
        raise ReadError(source, _FRAMES if in_frames else _NO_ARTICLE, problem="empty")
    body, about = _without_furniture(lines)
    shown = list(lines_of_tree(root, ()))
    told = [*about, *(line for line in shown if is_about_the_page(line))]
    head = read_head(root, raw, told[:_ABOUT_LINES], shown, address=address)
    text = "\n\n".join([*_first_lines(head, body), *_blocks(body)]) + "\n"
    tell("read", 1, 1)
    return Extracted(_front_matter(head) + text, encoding, notes=(_PART,) if _is_a_part(root) else ())


def _is_a_part(root: Element) -> bool:
    return any(_NEXT_PAGE.fullmatch("".join(each.itertext()).strip()) and each.get("href") for each in root.iter("a"))


def _without_furniture(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of the article, and those near its ends that tell of its publication."""
    kept: list[Line] = []
    about: list[Line] = []
    more = False
    for line in lines:
        near = len(kept) < _ABOUT_LINES
        if near and is_about_the_page(line):
            about.append(line)
        elif begins_more(line):
            more = True
        elif not is_furniture(line) and not (more and not line.text.endswith("。")):
            more = False
            kept.append(line)
    while kept and is_about_the_page(kept[-1]):
        about.append(kept.pop())
    return kept, about


def _front_matter(head: Head) -> str:
    fields = [f"source: {head.address}"] if head.address else []
    fields += [f"title: {head.title}"] if head.title else []
    return "---\n" + "\n".join(fields) + "\n---\n\n" if fields else ""


def _first_lines(head: Head, body: list[Line]) -> list[str]:
    """The title, unless the article begins with it, and what `index.reports.metadata` reads of a publication."""
    plain = "".join(head.title.split())
    opening = "".join("".join(line.text.split()) for line in body[:8])
    lines = [f"# {head.title}"] if plain and plain not in opening else []
    paper = head.publisher if head.publisher.endswith("报") else f"来源：{head.publisher}" if head.publisher else ""
    day = head.day.isoformat() if head.day else ""
    told = f"{day} {paper}".strip() if paper else f"发布日期：{day}" if day else ""
    return [*lines, told] if told else lines


def _blocks(lines: Sequence[Line]) -> list[str]:
    """With the marks of headings, and the numbers of lists that a browser shows."""
    seen: set[Element] = set()
    items: Counter[Element] = Counter()
    blocks = []
    for line in lines:
        if line.owner.tag in HEADINGS:
            blocks.append(f"{'#' * int(line.owner.tag[1])} {line.text}")
            continue
        item = line.owner if line.owner.tag == "li" else line.owner.getparent()
        number = ""
        if item is not None and item.tag == "li" and item not in seen:
            seen.add(item)
            above = item.getparent()
            if above.tag == "ol" and "list-style" not in (above.get("style") or ""):
                items[above] += 1
                number = "" if _NUMBERED.match(line.text) else f"{_first_number(above) + items[above] - 1}. "
        blocks.append(number + line.text)
    return blocks


def _first_number(ordered: Element) -> int:
    start = (ordered.get("start") or "1")[:6]
    return int(start) if start.isascii() and start.isdigit() else 1
