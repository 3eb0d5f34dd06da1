"""A share whose whole and part are told by verbs: 收集的信息，报到省里的占百分之几 → the question for each of them."""

from __future__ import annotations

import re

from qa.understanding.heads import scope_words
from qa.understanding.where_when import Read

__all__ = ["counted_noun", "formal_verb", "of_those", "part_and_whole"]

_INSIDE = "(?:里头|里面|当中|之中|其中|里|中)"
_SHARE = (
    "(?:百分之(?:多少|几)|几成|几分之几|多少个?百分[点比]|多大(?:的)?(?:比例|比重|部分)|多少|(?:比例|比重|百分比|比率|份额)(?:大[约概])?(?:是|为|有|达到?)?"
    "(?:多少|几成|百分之[几多]少?|多大))"
)
_PART_FIRST = re.compile(
    rf"^(?P<whole>[^，,。？?]{{3,50}}?)(?:{_INSIDE}[，,]?|[，,])(?:其中)?(?P<part>[^，,。？?占]{{2,24}}?)的?(?:又|还|大[约概])?占(?:比|了|到|其中的?)?(?:大[约概])?(?:是|为|有|达到?)?的?{_SHARE}$"
)
_PART_BEHIND = re.compile(
    rf"^(?P<whole>[^，,。？?]{{2,50}}?)(?:{_INSIDE}[，,]?|[，,]其中|[，,](?=[又还大约概能]{{0,4}}有(?:百分之|几成|几分之几|多[大少高]))|"
    rf"(?=[又还]?有[百几多][^，,。？?]{{2,12}}(?:被|得到|获|[到给了])))"
    rf"(?:又|还|大[约概]|能)*有(?:百分之(?:多少|几)|几成|几分之几|多[大少高](?:的)?比例)的?(?:是)?(?P<part>[^，,。？?]{{2,20}})$"
)
# The words of the genre for what people say shorter: 报到省政协 is 报送, 报上去 too.
_SAID_SHORT = (
    (re.compile("报(?=[到给])|(?<![上申通汇呈编日晚周月电情简海回])报(?=[了的]|$)|报上去"), "报送"),
    (re.compile("(?<![税吸回招丰秋接没征验营创增歉查签])收(?=[了的](?![入支]))"), "收到"),
    (
        re.compile("报送(?:到|给|至)?(?P<to>(?:全国|[省市区县州])政协|[省市区县州]委|[省市]里)(?=的|了|$)"),
        r"向\g<to>报送",
    ),
    (re.compile("报送(?:到|给)"), "报送"),
    (re.compile("立了案"), "立案"),
    (re.compile("用上"), "采用"),
)
_NOUN = re.compile("(?:的|(?<=[0-9]年))(?P<noun>[^的，,。？?]{2,16})$")

_DONE = re.compile("[了被]|立案|办[复结理]|报送|采[用纳]|收[到集]|提[出交]|[的出到给]$")


def counted_noun(text: str) -> str:
    """The noun that a phrase counts, less what is said of it: 新乡报送的社情民意信息 → 社情民意信息; "" for none."""
    found = _NOUN.search(text.strip(" ，,"))
    return found["noun"] if found else ""


def part_and_whole(text: str, read: Read) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The part and the whole of a share: of each its label, and what counts it in the order it is tried; () where the
    text asks for none that is told so.
    """
    found = _PART_FIRST.match(text) or _PART_BEHIND.match(text)
    if found is None:
        return ()
    part = found["part"].strip(" ，,的")
    scope, own, noun = _whole_of(found["whole"], read)
    if not noun:
        return ()
    counted = part if part.endswith(noun) else f"{part}的{noun}"
    return (
        (
            counted if _DONE.search(part) else part,
            tuple(scope + each for each in dict.fromkeys((*_wordings(counted), part))),
        ),
        (own, tuple(scope + each for each in _wordings(own))),
    )


# 其中又有百分之几被采用, 报上去的这些又有百分之几被采用: of those that the question before makes a share of.
_OF_THOSE = re.compile(
    rf"^(?:其中|这些(?:当中|里面?|中)?|(?P<verb>[^，,。？?的]{{1,10}}的)(?:这些|那些)?(?P<inside>{_INSIDE})?)[，,]?(?P<asked>(?:又|还)?有"
    "(?:百分之(?:多少|几)|几成|几分之几|多[大少高](?:的)?比例)[^，,。？?]{2,20})$"
)


def of_those(clause: str, before: str, read: Read) -> str:
    """A share of the part that the question before makes a share of, as a question of its own; "" for another clause.

    收集的信息里有多大比例报给了省政协, then 其中又有百分之几被采用 → 报给了省政协的信息里又有百分之几被采用.
    """
    asked = _OF_THOSE.match(clause)
    found = (_PART_FIRST.match(before) or _PART_BEHIND.match(before)) if asked else None
    if asked is None or found is None:
        return ""
    scope, _, noun = _whole_of(found["whole"], read)
    verb = asked["verb"] or f"{found['part'].strip(' ，,的')}的"
    return f"{scope}{verb}{noun}{asked['inside'] or '里'}{asked['asked']}" if noun else ""


def _whole_of(words: str, read: Read) -> tuple[str, str, str]:
    """The words of place and time that a whole begins with, what it is, and the noun that it counts."""
    whole = words.strip(" ，,")
    scope = scope_words(read(whole))
    own = whole.removeprefix(scope).lstrip("的")
    return scope, own, counted_noun(f"的{own}") if "的" not in own else counted_noun(own)


def formal_verb(phrase: str) -> str:
    """The phrase with the verbs of the genre for what people say shorter: 往省里报了 → 往省里报送了."""
    for short, word in _SAID_SHORT:
        phrase = short.sub(word, phrase)
    return phrase


def _wordings(phrase: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((formal_verb(phrase), phrase)))
