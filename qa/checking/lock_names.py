"""The names of a model's sentence: places, people, bodies, titles, quotes. Each must stand in the cited spans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.kinds import BY_KEY
from index.language.names import SURNAMES
from index.language.word_classes import word_class
from index.statements.mentions import names_in
from index.types import Level
from qa.checking.lock_sources import Reader, Source
from qa.checking.quotes import find_quote
from qa.checking.struck import Struck

__all__ = ["name_problem", "place_problem", "quote_problem", "scope_problem"]

_QUOTES = re.compile(r"“([^“”]*)”|‘([^‘’]*)’|《([^《》]*)》|〈([^〈〉]*)〉|「([^「」]*)」|『([^『』]*)』|\"([^\"]*)\"")
_QUOTE_MARKS = re.compile('[“”‘’《》〈〉「」『』"]')
_LATIN = re.compile(r"[A-Za-z]+(?:[-.&'’]?[A-Za-z0-9]+)*|(?<=[0-9])[A-Za-z]+")
# Whose a statement is, and how wide it reaches.
_BODIES = re.compile(
    "政协|人大|政府|法院|检察院|纪委|监委|党委|[省市区县州]委(?!员)|国务院|中央|全国|党组|常委会|主席团|公安|财政|教育局|委员会"
)
# 教育厅, 研究院: words of the dictionary that are whose name all the same.
_BODY = re.compile(
    "[㐀-鿿]{2}(?:[厅局署院社所部委办处]|公司|集团|银行|大学|学校|中学|小学|协会|学会|商会|中心|医院|法庭|支队|总队)$"
)
# Surnames that mostly join words.
_JOINING = frozenset("和于向从时常都全关能有应方经由后让被把将与因为自如但且并所以其而则或")
_SUFFIXES = frozenset("公司 集团 银行 大学 学院 学校 医院 协会 学会 商会 研究院 研究所 电视台 日报 报社 中心".split())
_REACH = re.compile("[全我本该](?=[省市区县州国盟旗镇乡])[省市区县州国盟旗镇乡]|各[省市区县州]|[省市县区]级")
_RANKED = re.compile("([省市区县州盟旗])(?:级)?(?:人民)?(政府|政协|人大|法院|检察院)")
_RANKS: dict[Level, str] = {"country": "国", "province": "省区市", "city": "市州盟", "county": "县区市旗"}


def quote_problem(text: str, sources: Sequence[Source]) -> Struck | None:
    """Words in quotation marks or a title's brackets that no cited span has, character for character."""
    for match in _QUOTES.finditer(text):
        inner = next(group for group in match.groups() if group is not None)
        title = match[0][0] in "《〈"
        held = (place for s in sources for place in ((s.text, s.about) if title else (s.text,)))
        if not any(next(find_quote(inner, place), None) for place in held):
            return Struck("quote")
    return Struck("quote") if _QUOTE_MARKS.search(_QUOTES.sub("", text)) else None


def place_problem(text: str, sources: Sequence[Source], reader: Reader) -> Struck | None:
    """A place that no cited span names and no cited report is of."""
    borders = _borders(text, reader)
    for mention in reader.gazetteer.mentions(text):
        if not mention.certain and not {mention.start, mention.end} <= borders:
            continue  # 更新和新增: no 新和
        own = any(place.path and s.report.place.startswith(place.path) for place in mention.places for s in sources)
        body = _BODIES.match(text, mention.end)
        if body and not own and not any(mention.text + body[0] in s.text for s in sources):
            return Struck("place", mention.text)  # 杭州|政协, where the span only went to 杭州
        if own or any(mention.text in s.text or mention.text in s.about for s in sources):
            continue
        if mention.certain or word_class(mention.text) in ("name", "unknown"):
            return Struck("place", mention.text)
    return None


def _borders(text: str, reader: Reader) -> set[int]:
    """Where words begin and end."""
    found, at = {len(text)}, 0
    for word in reader.cut(text):
        start = text.find(word, at)
        if start >= 0:
            at = start + len(word)
            found |= {start, at}
    return found


def scope_problem(text: str, sources: Sequence[Source]) -> Struck | None:
    """A body, or how wide a statement reaches (全市 for 全省), that neither span nor report bears out."""
    for match in _REACH.finditer(text):
        rank = match[0][-1] if match[0][0] in "全我本该各" else match[0][0]
        own = any(rank in _RANKS.get(s.report.level or "city", "") for s in sources)
        if not any(match[0] in s.text or match[0] in s.about for s in sources) and not (
            own and match[0][0] in "全我本该"
        ):
            return Struck("scope", match[0])
    for match in _RANKED.finditer(text):
        own = any(match[1] in _RANKS.get(s.report.level or "city", "") and match[2] in _own(s) for s in sources)
        if not own and not any(match[0] in s.text or match[0] in s.about for s in sources):
            return Struck("scope", match[0])
    for match in _BODIES.finditer(text):
        if not any(match[0] in held for s in sources for held in (s.text, s.about, _bodies_of(s))):
            return Struck("scope", match[0])
    return None


def _own(source: Source) -> str:
    return f"{source.about}\n{_bodies_of(source)}"


def _bodies_of(source: Source) -> str:
    kind = BY_KEY.get(source.report.kind)
    return f"{kind.zh} {kind.author}" if kind else ""


def name_problem(text: str, sources: Sequence[Source], reader: Reader) -> Struck | None:
    """A person, a body or another name that no cited span has; or a word that is none, which could be one."""
    held = "\n".join(part for s in sources for part in (s.text, s.about, _bodies_of(s)))
    for kind, name in names_in(text, reader.gazetteer):
        if kind == "person" and name not in held:
            return Struck("name")
        if kind == "organisation" and not all(word in held for word in reader.cut(name)):
            return Struck("name")
    lowered = held.lower()
    if any(match[0].lower() not in lowered for match in _LATIN.finditer(text)):
        return Struck("name")
    if any(True for _ in _strange(text, held, reader)):
        return Struck("name")
    return None


def _strange(text: str, held: str, reader: Reader) -> Iterator[str]:
    """Words that stand in nothing cited and are names, or no words of the language."""
    previous = ""
    for word, following in pairwise([*reader.cut(text), ""]):
        if not "㐀" <= word[0] <= "鿿":
            previous = ""
            continue
        if following in _SUFFIXES and word + following not in held and word_class(word) != "particle":
            yield word + following  # 华为|集团, where the span has 华为 alone
        if word in SURNAMES and _is_named(word, following, held):
            yield word + following
        if word in held:
            previous = ""
            continue
        kind = word_class(word)
        if len(word) > 1 and (
            kind == "name" or _BODY.search(word) or (kind == "unknown" and not _is_compound(word, held))
        ):
            yield word
        # 张 伟: two characters that stand nowhere, side by side.
        if len(word) == 1 and previous and kind != "particle" and word_class(previous) != "particle":
            yield previous + word
        previous = word if len(word) == 1 else ""


def _is_named(surname: str, following: str, held: str) -> bool:
    """Whether a surname and the word behind it may be a name that is not held: 王|新生 where 王新军 is."""
    given = 0 < len(following) <= 2 and "㐀" <= following[0] <= "鿿" and word_class(following) != "particle"
    return given and surname not in _JOINING and following not in held and surname + following not in held


def _is_compound(word: str, held: str) -> bool:
    """Whether an unknown word is made of known ones or of what is held: 提案办理, 共办复."""
    if word in _GENRE:
        return True
    return any(
        all(
            piece in held
            or (len(piece) > 1 and word_class(piece) == "other")
            or piece in _JOINTS
            or (len(piece) == 1 and word_class(piece) == "particle")
            for piece in pieces
        )
        for pieces in ((word[:at], word[at:]) for at in range(1, len(word)))
    )


_GENRE = frozenset("办复 办结率 办复率 建言 履职 协商议政".split())
_JOINTS = frozenset(
    "共 已 均 各 等 及 与 和 并 为 达 较 约 近 逾 超 则 数 件 次 人 名 项 的 中 内 里 上 下 率 量 额".split()
)
