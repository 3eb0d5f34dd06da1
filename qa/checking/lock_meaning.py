"""What a model's sentence says beside figures and names: what it denies, which way things go, and that it is of what is
cited at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.language.changes import changes_in
from index.language.word_classes import word_class
from qa.checking.lock_lists import DENIALS, OPPOSITES, PLAIN
from qa.checking.lock_sources import Reader, Source, said_in
from qa.checking.struck import Struck

__all__ = ["direction_problem", "negation_problem", "words_problem"]

_NOT_DONE = re.compile("(?:并|从|尚)?未(?:能|曾|予)?(?![来必免央知]|成年)|没有")
_REACH, _SAME = 8, 4
_BORDER = re.compile("[，,。；;：:、！？!?（）()]")
# What only the spans may say: that something is all, the first, the best.
_EXTREMES = re.compile(
    "第一|首次|首个|首位|首家|率先|唯一|最[高低大小多少好早快强佳优]|领先|居首|翻[一两]?番|翻倍|创[^，。]{0,4}新高"
)
_ALL = re.compile("全部|所有|全都|悉数|无一|百分之百")
_SAYS_ALL = re.compile("全部|所有|均|都|悉数|无一|100%|百分之百|全面|完毕|各|每")
# Whom a report never speaks to: a reader or a model.
_ADDRESSED = re.compile(
    r"[你您?？]|多少|本模型|语言模型|人工智能助手|AI助手|提示词|指令|系统提示|点击|链接|网址|扫码|二维码|密码|验证码|转账|汇款|"
    r"微信|QQ|电话|"
    r"作为(?:一[个名])?(?:AI|助手|模型)|抱歉|对不起|无法回答|忽略|无视|(?:以上|上述|之前)(?:的)?(?:规则|要求|内容)|(?<![邀申聘提恳敬宴])请(?!示|求|进)"
)
_LEAST_OF_SEGMENT, _LEAST_OF_FIGURE = 0.6, 0.5


def negation_problem(text: str, sources: Sequence[Source], reader: Reader) -> Struck | None:
    """What the spans say and the sentence denies, or they deny and it says: 未发生 for 发生."""
    ours = _denied(text, reader)
    theirs = [denied for source in sources for denied in _denied(source.text, reader)]
    for denied in ours:
        if denied and not any(_shares(denied, other, 2) for other in theirs):
            return Struck("negation")
    for denied in theirs:
        said = _shares(text, denied, min(_SAME, len(denied)))
        if (
            said
            and not any(_shares(denied, other, 2) for other in ours)
            and not _is_said_plainly(denied, sources, reader)
        ):
            return Struck("negation")
    return None


def _is_said_plainly(denied: str, sources: Sequence[Source], reader: Reader) -> bool:
    """Whether a span also says, without denying them, the very words: 立案409件，未立案25件."""
    for source in sources:
        rest = source.text
        for each in _denied(rest, reader):
            rest = rest.replace(each, "", 1)
        if _shares(rest, denied, min(_SAME, len(denied))):
            return True
    return False


def _denied(text: str, reader: Reader) -> list[str]:
    """What stands behind each denying word of a text, up to its clause's end: 未|发生重大安全事故."""
    # Also where words are cut otherwise: 常态化未开展 as 化未.
    ends, at = {match.end() for match in _NOT_DONE.finditer(text)}, 0
    for word in reader.cut(text):
        start = text.find(word, at)
        if start < 0:
            continue
        at = start + len(word)
        if word in DENIALS:
            ends.add(at)
    return [_BORDER.split(text[end : end + _REACH])[0] for end in sorted(ends)]


def _shares(text: str, other: str, length: int) -> bool:
    """Whether so many characters in a row stand in both."""
    return length > 0 and any(other[i : i + length] in text for i in range(len(other) - length + 1))


def direction_problem(text: str, sources: Sequence[Source]) -> Struck | None:
    """A rise where the spans know a fall alone, or a word where they have but its opposite."""
    said = "\n".join(source.text for source in sources)
    ways, given = changes_in(text) - {0}, changes_in(said) - {0}
    if given and ways - given:
        return Struck("direction")
    pairs = (*OPPOSITES, *((other, one) for one, other in OPPOSITES))
    if any(one in text and one not in said and other in said for one, other in pairs):
        return Struck("direction")
    if any(match[0] not in said for match in _EXTREMES.finditer(text)):
        return Struck("words")
    return Struck("words") if _ALL.search(text) and not _SAYS_ALL.search(said) else None


def words_problem(text: str, sources: Sequence[Source], reader: Reader, question: str) -> Struck | None:
    """Words that the spans do not have: more than a wording needs, or those that say what a figure counts."""
    if _ADDRESSED.search(text) and not any(m in s.text for s in sources for m in _ADDRESSED.findall(text)[:1]):
        return Struck("addressed")
    held = "\n".join(part for s in sources for part in (s.text, s.about))
    words = _content(text, reader)
    if words and sum(_stands(word, held + question) for word in words) < _LEAST_OF_SEGMENT * len(words):
        return Struck("words")
    if not words and not said_in(text):
        return Struck("words")
    about = "\n".join(s.about for s in sources)
    for said in said_in(text):
        own = [word for word in _content(said.clause, reader) if word not in about]
        if own and sum(_stands(word, held) for word in own) < _LEAST_OF_FIGURE * len(own):
            return Struck("misplaced", said.figure.text)
    return None


def _content(text: str, reader: Reader) -> list[str]:
    """The words of a text that say something of their own."""
    return [
        word
        for word in reader.cut(text)
        if len(word) > 1
        and "㐀" <= word[0] <= "鿿"
        and word not in PLAIN
        and word_class(word) not in ("particle", "number")
    ]


def _stands(word: str, held: str) -> bool:
    """Whether a word stands in what is held, or its parts of two characters do."""
    return word in held or (len(word) > 2 and all(word[i : i + 2] in held for i in range(0, len(word) - 1, 2)))
