"""An English question taken apart into what it asks: where and how many, A, and how many B."""

from __future__ import annotations

import re

from qa.understanding.asked_part import AskedPart
from qa.understanding.followup_english import english_clause
from qa.understanding.trade_english import worked_out
from qa.understanding.where_when import Read, WhereWhen
from qa.understanding.whether import read_whether

__all__ = ["english_parts"]

_ENGLISH_BORDER = re.compile(
    r"(?:(?<=[?.!;])\s{1,4}|,?\s(?:and|but|or)\s{1,4}|,\s{1,4})(?=(?:and\s)?(?:by )?"
    r"(?:how|what|which|who|whom|whose|when|where|why)\b)|"
    r",?\s(?:and|but)\s{1,4}(?=(?:in|to|from|at|with|for|on|of|under|against) (?:how|what|which|whom)\b)|"
    r"(?<=\?)\s{1,4}(?=\w)|(?:(?<=[?.!;])\s{1,4}|,?\sand\s{1,4})(?=(?:did|does|do|was|were|is|are|has|have) "
    r"(?:it|they|he|she|the|any|all|there)\b)",
    re.IGNORECASE,
)
_ENGLISH_ASKS = re.compile(
    r"(?:^|[\s,(])(?:how|what|which|who|whom|whose|when|where|why)\b|^(?:did|does|do|was|were|is|are|has|have)\b",
    re.IGNORECASE,
)
# When Anhui restructured its subjects, how many were added: when it was is no question.
_ENGLISH_WHEN = re.compile(
    r"(?:when|where|after|before|while) (?!(?:did|does|do|was|were|is|are|will|has|have|had|can)\b)\w",
    re.IGNORECASE,
)
# "…, how many proposals?" only says again what was asked.
_HAS_VERB = re.compile(
    r"\b(?:did|does|do|was|were|is|are|has|have|had|will|would|can)\b|\w{2,30}ed\b|^who", re.IGNORECASE
)
_HOW_MANY_BARE = re.compile(r"(?:and )?how many (?P<noun>[A-Za-z][\w'’ -]{2,50})", re.IGNORECASE)
_HOW_MANY_DONE = re.compile(
    r"\bhow many (?P<noun>[A-Za-z][\w'’ -]{2,50}?) (?:did|does|do|were|was|are|is|have|has|had|will)\b", re.IGNORECASE
)
_CONCERNING = re.compile(r" (?:for|on|about|regarding|concerning) [^?]{3,80}$", re.IGNORECASE)
_ITS = re.compile(r"\b(?:its|their|it|they|them)\b", re.IGNORECASE)
_COUNTED_BARE = re.compile(r"\bhow many (?=(?:of them )?(?:did|do|does|were|was|are|is|have|has|had)\b)", re.IGNORECASE)
_COUNTED_NOUN = re.compile(
    r"\bhow many (?P<counted>(?:[\w'’-]+ ){0,3}?[\w'’-]+s)\b|"
    r"\b[0-9]{1,9}(?:,[0-9]{3}){0,3} (?P<claimed>(?:[\w'’-]+ )?[\w'’-]+s)\b|"
    r"\b(?:all|any|most|none) (?:of )?the (?P<all>[\w'’-]+s)\b",
    re.IGNORECASE,
)


def english_parts(first: WhereWhen, read: Read) -> tuple[AskedPart, ...]:
    """What the question asks, in its order, each with what it leaves to the one before; () where it is one thing."""
    if parts_ordered := worked_out(first.text, read):
        return tuple(parts_ordered)
    pieces = [piece for piece in _ENGLISH_BORDER.split(first.text) if piece.strip(" ,?.")]
    asking: list[str] = []
    premise = ""
    for piece in pieces:
        doubted = read_whether(piece, "en") is not None
        if _ENGLISH_WHEN.match(piece):
            premise += piece + ", "
        elif (doubted or _ENGLISH_ASKS.search(piece)) and (doubted or not asking or _HAS_VERB.search(piece)):
            asking.append((premise.strip(" ,") + ", " * bool(premise) + piece).strip(" ,"))
            premise = ""
        elif asking and (again := _of_another_noun(piece, asking[-1])):
            asking.append(again)
        elif asking and not asking[-1].endswith("?"):
            asking[-1] += " " + piece.strip()
        else:
            premise += piece + " "
    if asking and premise:
        asking[-1] += " " + premise.strip()
    parts: list[AskedPart] = []
    before = ""
    for clause in asking:
        own = AskedPart(clause.strip(" ,?."), clause) if not before else _completed_english(clause, before, read)
        before = own.question
        parts.append(own)
    return tuple(parts) if len(parts) > 1 else ()


def _of_another_noun(piece: str, before: str) -> str:
    """How many A did it handle, and how many B → how many B did it handle; "" where the piece asks for no other."""
    bare, counted = _HOW_MANY_BARE.fullmatch(piece.strip(" ,?.")), _HOW_MANY_DONE.search(before)
    if bare is None or counted is None or bare["noun"].lower() in counted["noun"].lower():
        return ""
    return before[: counted.start("noun")] + bare["noun"] + before[counted.end("noun") :]


def _completed_english(clause: str, before: str, read: Read) -> AskedPart:
    label = clause.strip(" ,?.")
    noun = _COUNTED_NOUN.search(before)
    clause = clause.rstrip(" ?.")
    if noun and _COUNTED_BARE.search(clause):
        clause = _COUNTED_BARE.sub(lambda asked: f"{asked[0]}{noun[noun.lastgroup or 'all']} ", clause)
    last = read(before.rstrip(" ?."))
    whole = english_clause(f"and {clause}", last, read) or clause
    leans = read(clause).place is None
    about = _CONCERNING.search(last.text)
    if about is None or not _ITS.search(clause) or about[0].strip() in whole:
        return AskedPart(label, whole + "?", leans=leans)
    return AskedPart(label, f"{whole}{about[0]}?", whole + "?", leans=leans)
