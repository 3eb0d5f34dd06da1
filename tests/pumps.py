"""Inputs that make a regular expression slow, from its own parts: each of its repeats, fed over and over."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from re import Pattern
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any  # what the standard library's parser gives has no types

__all__ = ["pumps"]

# What texts are full of: any repeat that takes one of them is fed it, whatever else it takes.
_COMMON = " \n\t0的a.，、。：“”《》（）(*#|-<_=是年A１　"
_MOST_FORMS = 5
_MOST_PUMPS = 40
_CLASSES = {
    sre.CATEGORY_DIGIT: "0１",
    sre.CATEGORY_NOT_DIGIT: " \n\t的a.，、。：“”《》（）(*#|-<_=是年A　",
    sre.CATEGORY_SPACE: " \n\t　",
    sre.CATEGORY_NOT_SPACE: "0的a.，、。：“”《》（）(*#|-<_=是年A１",
    sre.CATEGORY_WORD: "0的a_是年A１",
    sre.CATEGORY_NOT_WORD: " \n\t.，、。：“”《》（）(*#|-<=　",
}


def pumps(pattern: Pattern[str]) -> list[tuple[str, str]]:
    """(head, what is to be repeated behind it), at most _MOST_PUMPS.

    For each repeat within the pattern what it takes: behind the start of the pattern, repeated together with that
    start, and behind a character that is part of nothing; then each beginning of the pattern, and common characters.
    """
    tree = list(parser.parse(pattern.pattern, pattern.flags))
    common = ((head, each) for each in _COMMON for head in ("", "\x01"))
    return list(dict.fromkeys(chain(_pumps(tree, ""), common)))[: _MOST_PUMPS + len(_COMMON)]


def _pumps(items: list[Any], before: str) -> Iterator[tuple[str, str]]:
    head = before
    for operation, argument in items:
        for inner, most in _parts(operation, argument):
            if most > 1:
                for form in _forms(inner):
                    yield head, form
                    yield "\x01", form
                    if head:
                        yield "", head + form
            yield from _pumps(inner, head)
        head += next(iter(_forms([(operation, argument)])), "")
        if head:
            yield "", head


def _parts(operation: Any, argument: Any) -> list[tuple[list[Any], int]]:
    """The parts within an item of a pattern, each with how often it may stand."""
    if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [(list(argument[2]), int(argument[1]))]
    if operation is sre.SUBPATTERN:
        return [(list(argument[3]), 1)]
    if operation is sre.BRANCH:
        return [(list(each), 1) for each in argument[1]]
    if operation in (sre.ASSERT, sre.ASSERT_NOT):
        return [(list(argument[1]), 1)] if argument[0] == 1 else []
    if operation is sre.ATOMIC_GROUP:
        return [(list(argument), 1)]
    return []


def _forms(items: list[Any]) -> list[str]:
    """Some of what these items match, one behind the other."""
    forms = [""]
    for operation, argument in items:
        ways = _ways(operation, argument)[:_MOST_FORMS]
        if ways:
            forms = [form + way for form in forms for way in ways][:_MOST_FORMS]
    return [form for form in forms if form]


def _ways(operation: Any, argument: Any) -> list[str]:
    if operation is sre.LITERAL:
        return [chr(argument)]
    if operation is sre.ANY:
        return ["的", " "]
    if operation is sre.NOT_LITERAL:
        return [each for each in _COMMON if ord(each) != argument]
    if operation is sre.IN:
        return _members(argument)
    if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [form * max(1, int(argument[0])) for form in _forms(list(argument[2]))]
    if operation is sre.BRANCH:
        return [form for each in argument[1] for form in _forms(list(each))[:1]]
    inner = _parts(operation, argument) if operation in (sre.SUBPATTERN, sre.ATOMIC_GROUP) else []
    return _forms(inner[0][0]) if inner else []


def _members(items: list[Any]) -> list[str]:
    """Some characters of a class, the common ones first."""
    negated = items[0][0] is sre.NEGATE
    common = [each for each in _COMMON if any(_is_in(each, item) for item in items) != negated]
    named = [chr(argument) for operation, argument in items if operation is sre.LITERAL]
    ranges = [chr(argument[0]) for operation, argument in items if operation is sre.RANGE]
    return common if negated else list(dict.fromkeys((*common, *ranges, *named)))


def _is_in(character: str, item: Any) -> bool:
    operation, argument = item
    if operation is sre.LITERAL:
        return ord(character) == argument
    if operation is sre.RANGE:
        return bool(argument[0] <= ord(character) <= argument[1])
    return operation is sre.CATEGORY and character in _CLASSES[argument]
