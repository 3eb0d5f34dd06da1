"""What Word's styles and direct formatting say of a paragraph and its runs."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from lxml import etree

__all__ = ["Look", "Styles", "W", "attribute"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 20  # styles upon styles; a style may name itself
_DEFAULT_SIZE = 10.0
_MOST_KNOWN = 2_000
_OFF = ("0", "false", "off", "none")
_OF_RUN = tuple(W + name for name in ("rStyle", "sz", "b", "vanish", "vertAlign"))
_OF_PARAGRAPH = tuple(W + name for name in ("pStyle", "ind", "numPr", "numId", "ilvl", "jc", "outlineLvl"))


@dataclass(frozen=True, slots=True)
class Look:
    """Of a paragraph or a run; None where nothing is said.

    size: in points. level: of the outline, 0 the highest, 9 for text. left, first: where lines and the first line
    begin, in twentieths of a point; first counts from left. number, number_level: of the list that it is an item of; a
    number of 0 is none. name: of the style, in lower case.
    """

    size: float | None = None
    bold: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None
    centred: bool | None = None
    level: int | None = None
    left: int | None = None
    first: int | None = None
    number: int | None = None
    number_level: int | None = None
    name: str | None = None

    def under(self, upper: Look) -> Look:
        """Itself with all that `upper` says."""
        said = {each.name: value for each in fields(upper) if (value := getattr(upper, each.name)) is not None}
        return replace(self, **said)


class Styles:
    """The styles of a document by id, each with what it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        """root: of styles.xml, where there is one."""
        self._elements: dict[str, etree._Element] = {}
        self._looks: dict[str, Look] = {}
        self._known: dict[tuple[Look | None, tuple[object, ...]], Look] = {}
        self._plain = Look(size=_DEFAULT_SIZE)
        default: str | None = None
        if root is None:
            self._default = None
            return
        for r_pr in root.iterfind(f"{W}docDefaults/{W}rPrDefault/{W}rPr"):
            self._plain = self._plain.under(_of_run(r_pr))
        for style in root.iterfind(f"{W}style"):
            name = attribute(style, "styleId")
            self._elements.setdefault(name, style)
            if attribute(style, "type") == "paragraph" and attribute(style, "default") not in ("", *_OFF):
                default = name
        self._default = default

    def paragraph(self, p_pr: etree._Element | None) -> Look:
        """Of a paragraph with these properties."""
        key = (None, () if p_pr is None else _said(p_pr, _OF_PARAGRAPH))
        if (known := self._known.get(key)) is None:
            style = attribute(_child(p_pr, "pStyle")) or self._default
            known = self._plain.under(self._style(style, _DEEPEST))
            known = known if p_pr is None else known.under(_of_paragraph(p_pr))
            self._keep(key, known)
        return known

    def run(self, r_pr: etree._Element | None, paragraph: Look) -> Look:
        """Of a run with these properties in such a paragraph."""
        if r_pr is None:
            return paragraph
        key = (paragraph, _said(r_pr, _OF_RUN))
        if (known := self._known.get(key)) is None:
            style = attribute(_child(r_pr, "rStyle"))
            known = paragraph.under(self._style(style, _DEEPEST)).under(_of_run(r_pr))
            self._keep(key, known)
        return known

    def _keep(self, key: tuple[Look | None, tuple[object, ...]], look: Look) -> None:
        """A document has few looks, each a thousand times; one that has many is read more slowly."""
        if len(self._known) < _MOST_KNOWN:
            self._known[key] = look

    def _style(self, name: str | None, depth: int) -> Look:
        element = self._elements.get(name or "")
        if name is None or element is None or not depth:
            return Look()
        if name not in self._looks:
            look = self._style(attribute(_child(element, "basedOn")) or None, depth - 1)
            p_pr, r_pr = _child(element, "pPr"), _child(element, "rPr")
            look = look.under(Look(name=attribute(_child(element, "name")).lower()))
            look = look if p_pr is None else look.under(_of_paragraph(p_pr))
            self._looks[name] = look if r_pr is None else look.under(_of_run(r_pr))
        return self._looks[name]


def attribute(element: etree._Element | None, name: str = "val") -> str:
    """An attribute of Word's own namespace; "" where it or the element is missing."""
    return "" if element is None else element.get(W + name, "")


def _said(properties: etree._Element, names: tuple[str, ...]) -> tuple[object, ...]:
    """All that a look is made of, as it stands there, in the order of the elements."""
    return tuple([(each.tag, *each.attrib.items()) for each in properties.iter(*names)])


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return None if element is None else element.find(W + name)


def _whole(text: str) -> int | None:
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return None


def _switch(properties: etree._Element, name: str) -> bool | None:
    found = properties.find(W + name)
    return None if found is None else attribute(found) not in _OFF


def _of_run(r_pr: etree._Element) -> Look:
    size = _whole(attribute(_child(r_pr, "sz")))
    raised = attribute(_child(r_pr, "vertAlign"))
    return Look(
        size=size / 2 if size else None,
        bold=_switch(r_pr, "b"),
        hidden=_switch(r_pr, "vanish"),
        raised=raised == "superscript" if raised else None,
    )


def _of_paragraph(p_pr: etree._Element) -> Look:
    indent, list_item = _child(p_pr, "ind"), _child(p_pr, "numPr")
    alignment = attribute(_child(p_pr, "jc"))
    left = _whole(attribute(indent, "left") or attribute(indent, "start"))
    first, hanging = _whole(attribute(indent, "firstLine")), _whole(attribute(indent, "hanging"))
    characters = _whole(attribute(indent, "firstLineChars"))
    if characters is not None and first is None:
        first = characters * 2  # hundredths of a character, of 10 points and more
    level = _whole(attribute(_child(p_pr, "outlineLvl")))
    return Look(
        centred=alignment == "center" if alignment else None,
        level=level if level is not None and 0 <= level <= 9 else None,
        left=left,
        first=-hanging if hanging and not first else first,
        number=_whole(attribute(_child(list_item, "numId"))),
        number_level=_whole(attribute(_child(list_item, "ilvl"))),
    )
