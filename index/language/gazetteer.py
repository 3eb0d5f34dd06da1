"""China's administrative divisions: names in every form, which lies within which, and where a text names one.

The tables are data/divisions.tsv (made by tools/build_gazetteer.py), divisions of today and those that older reports
speak of, former names being aliases; and data/areas.tsv, places that are no divisions (雄安新区, 兵团). A zone of a
place (郑州高新区) or a town (清徐县徐沟镇) needs no row: its code is that of the place, a colon and its name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from index.language.script import simplified
from index.language.zones import TOWN_RANKS, zone_at, zones_in
from index.types import Level, Place

__all__ = ["COUNTRY", "Gazetteer", "Mention"]

COUNTRY = "100000"

_LEVEL_ORDER: dict[Level, int] = {"country": 0, "province": 1, "city": 2, "county": 3}
# English rank → how the Chinese name of such a place ends.
_RANK_IN_ENGLISH = {
    "province": ("省", "自治区"),
    "region": ("自治区", "特别行政区"),
    "municipality": ("市",),
    "city": ("市",),
    "prefecture": ("州", "盟", "地区", "市"),
    "league": ("盟",),
    "district": ("区",),
    "county": ("县",),
    "banner": ("旗",),
}
_ENGLISH_RANK = re.compile(
    rf"\s+(?:(?:Special|Autonomous|Administrative)\s+)*({'|'.join(_RANK_IN_ENGLISH)})(?![a-z])", re.IGNORECASE
)
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:['’`-][A-Za-zÀ-ÖØ-öø-ÿ]+)*")
_LATIN_MAX_WORDS = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named at text[start:end]; places: what it can mean, the most prominent first.

    certain: False when the words may well mean something else: the bare name of a county (上街), or an ordinary word
    (日照).
    """

    start: int
    end: int
    text: str
    places: tuple[Place, ...]
    certain: bool


@dataclass(frozen=True, slots=True)
class _Row:
    place: Place
    short: str
    aliases: tuple[str, ...]


class Gazetteer:
    """The table of divisions, loaded once: `Gazetteer.load()`."""

    def __init__(
        self, rows: Iterable[tuple[str, str, str, str, str]], *, ordinary_words: frozenset[str] = frozenset()
    ) -> None:
        """rows: code, name, short name, pinyin, aliases separated by commas.

        ordinary_words: names that also mean something else: short names of provinces and cities, and such as 城区.
        """
        table = sorted(rows)
        names = {code: name for code, name, *_ in table}
        self._ordinary_words = ordinary_words
        self._rows: dict[str, _Row] = {}
        for code, name, short, pinyin, aliases in table:
            path = "".join(names[above] for above in (*_ancestors(code, names), code) if above != COUNTRY) or name
            place = Place(code=code, name=name, path=path, level=_level(code), pinyin=pinyin)
            self._rows[code] = _Row(place, short, tuple(filter(None, aliases.split(","))))
        self._parents = {code: above[-1] for code in names if (above := _ancestors(code, names))}

    @classmethod
    @cache
    def load(cls) -> Gazetteer:
        """The packaged table; the same object every time."""
        data = resources.files("index.language").joinpath("data")
        tables = ("divisions.tsv", "areas.tsv")
        lines = (line for name in tables for line in data.joinpath(name).read_text(encoding="utf-8").splitlines())
        fields = (line.split("\t") for line in lines if not line.startswith("#"))
        words = data.joinpath("ordinary_words.txt").read_text(encoding="utf-8").splitlines()
        return cls(
            ((code, name, short, pinyin, aliases) for code, name, short, pinyin, aliases in fields),
            ordinary_words=frozenset(words),
        )

    def place(self, code: str) -> Place:
        """The division with this code, or the zone. Raises KeyError for a code that is not in the table."""
        row = self._rows.get(code)
        return row.place if row else self._zone(code)

    def parent(self, code: str) -> Place | None:
        """The division it lies in; a county run by its province directly lies in the province."""
        above = code.partition(":")[0] if ":" in code else self._parents.get(code)
        return None if above is None else self.place(above)

    def _zone(self, code: str) -> Place:
        base, colon, name = code.partition(":")
        around = self._rows[base].place
        if not colon or not name:
            raise KeyError(code)
        return Place(code=code, name=name, path=around.path + name, level=_level(code), pinyin=around.pinyin)

    def children(self, code: str) -> tuple[Place, ...]:
        """The divisions directly below, by code."""
        return tuple(self.place(child) for child in self._children.get(code, ()))

    def lineage(self, code: str) -> tuple[str, ...]:
        """The code, then those of the divisions it lies in, outermost first; () for ""."""
        return (code, *_ancestors(code, self._rows)) if code else ()

    def is_within(self, inner_code: str, outer_code: str) -> bool:
        """Whether inner is outer or lies in it, at any depth."""
        if inner_code == outer_code:
            return True
        return outer_code in _ancestors(inner_code, self._rows)

    def short(self, place: Place) -> str:
        """What it is called without its rank: 上街区 → 上街, 怒江傈僳族自治州 → 怒江; a zone as a whole: 高新区."""
        row = self._rows.get(place.code)
        return row.short if row else place.name

    def names(self, place: Place) -> tuple[str, ...]:
        """Every Chinese form that a text may call it by: 郑州市, 郑州, 河南省郑州市; its former names."""
        row = self._rows.get(place.code)
        if row is None:
            around = self.place(place.code.partition(":")[0])
            return (place.name, place.path, self.short(around) + place.name, around.name + place.name)
        forms = (place.name, row.short, place.path, *_ranked_forms(row), *row.aliases)
        return tuple(dict.fromkeys(form for form in forms if len(form) > 1 and not form.isascii()))

    def letters(self, place: Place) -> tuple[str, ...]:
        """The single characters that stand for it: 上海市 → 沪, 申."""
        row = self._rows.get(place.code)
        return tuple(form for form in row.aliases if len(form) == 1) if row else ()

    def is_ordinary(self, form: str) -> bool:
        """Whether a form of a name is also a word of the language: 长治, 资源, 城区."""
        return form in self._ordinary_words

    def capital(self, province_code: str) -> Place | None:
        """The seat of a province's government (省会); None for municipalities and what has no cities in the table."""
        seat = province_code[:2] + "0100"
        return self.place(seat) if province_code.endswith("0000") and seat in self._rows else None

    def named(self, name: str) -> tuple[Place, ...]:
        """Every division of this name, the most prominent first; () when there is none.

        Any form: 河南省郑州市上街区, 郑州上街, 上街区, 上街, 豫, "Shangjie", "shangjie district", "Inner Mongolia".
        """
        text = simplified(unicodedata.normalize("NFKC", name).strip())
        if _LATIN_WORD.search(text):
            return next((m.places for m in self.mentions_latin(text) if m.end - m.start >= len(text)), ())
        text = re.sub(r"\s+", "", text)
        if text in self._forms:
            return self._places(self._forms[text])
        for row in self._rows.values():
            if text == row.place.path or text in row.aliases:
                return (row.place,)
        mentions = self.mentions(text)
        return mentions[0].places if len(mentions) == 1 and len(mentions[0].text) == len(text) else ()

    def mentions(self, text: str) -> list[Mention]:
        """The places a Chinese text names, left to right, longest match first, not overlapping.

        A path (河南省郑州市上街区) is one mention of its innermost place. The country is not looked for.
        """
        found: list[Mention] = []
        starts = self._starts
        free_from = 0
        for position in [at for at in range(len(text) - 1) if text[at : at + 2] in starts]:
            form = self._longest_form(text, position) if position >= free_from else None
            if form is not None and not self._is_cut_from(text, position, form):
                found.append(self._extend(text, position, form))
                free_from = found[-1].end
        return found

    def mentions_latin(self, text: str) -> list[Mention]:
        """The places a text names in pinyin or English: "Zhongyuan District", "Xi'an", "Xinxiang's"; case is ignored.

        certain is False for the bare name of a county and for names written in lower case.
        """
        words = list(_LATIN_WORD.finditer(text))
        found: list[Mention] = []
        number = 0
        while number < len(words):
            taken = 1
            for count in range(min(_LATIN_MAX_WORDS, len(words) - number), 0, -1):
                mention = self._latin_mention(text, words[number : number + count])
                if mention is not None:
                    found.append(mention)
                    taken = sum(1 for word in words[number:] if word.start() < mention.end)
                    break
            number += taken
        return found

    def zones(self, text: str, codes: Iterable[str]) -> list[Mention]:
        """The zones and towns that a text names alone, of those with these codes: 高新技术开发区 → 郑州市高新区."""
        known: dict[str, list[str]] = {}
        for code in sorted(codes):
            base, _, name = code.partition(":")
            if name and code not in self._rows and base in self._rows:
                known.setdefault(name, []).append(code)
        if not known:
            return []
        found = []
        for zone in zones_in(text):
            if zone.name in known:
                places = self._places(known[zone.name])
                found.append(Mention(zone.start, zone.end, text[zone.start : zone.end], places, certain=True))
        found.extend(
            Mention(text.find(name), text.find(name) + len(name), name, self._places(known[name]), certain=True)
            for name in known
            if name.endswith(TOWN_RANKS) and name in text
        )
        return found

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = {}
        for code, above in self._parents.items():
            children.setdefault(above, []).append(code)
        return children

    @cached_property
    def _forms(self) -> dict[str, tuple[str, ...]]:
        """Every Chinese form of at least two characters → codes, the most prominent first."""
        forms: dict[str, list[str]] = {}
        for code, row in self._rows.items():
            for form in {row.place.name, row.short, *_ranked_forms(row), *row.aliases}:
                if len(form) >= 2 and not form.isascii():
                    forms.setdefault(form, []).append(code)
        for code, row in self._rows.items():
            for form in _former_ranks(row):
                if form not in forms:
                    forms[form] = [code]
        return {form: tuple(sorted(codes, key=self._prominence)) for form, codes in forms.items()}

    @cached_property
    def _starts(self) -> dict[str, tuple[int, ...]]:
        """First two characters → the lengths of the forms that begin so, longest first; the country is left out."""
        starts: dict[str, set[int]] = {}
        for form, codes in self._forms.items():
            if codes != (COUNTRY,):
                starts.setdefault(form[:2], set()).add(len(form))
        return {start: tuple(sorted(lengths, reverse=True)) for start, lengths in starts.items()}

    @cached_property
    def _latin(self) -> dict[str, tuple[str, ...]]:
        """Latin letters without spaces or marks, lower case → codes, the most prominent first."""
        forms: dict[str, list[str]] = {}
        for code, row in self._rows.items():
            for form in {row.place.pinyin, *(_latin_key(alias) for alias in row.aliases if _LATIN_WORD.search(alias))}:
                forms.setdefault(form, []).append(code)
        return {form: tuple(sorted(codes, key=self._prominence)) for form, codes in forms.items()}

    def _prominence(self, code: str) -> tuple[int, bool, str]:
        # A seat of government (郑州, 410100) before other cities of the name: 抚州 after 福州.
        return (_LEVEL_ORDER[_level(code)], code[2:] != "0100", code)

    def _places(self, codes: Iterable[str]) -> tuple[Place, ...]:
        return tuple(self.place(code) for code in codes)

    def _longest_form(self, text: str, position: int) -> str | None:
        for length in self._starts.get(text[position : position + 2], ()):
            form = text[position : position + length]
            if form in self._forms:
                return form
        return None

    def _is_cut_from(self, text: str, position: int, form: str) -> bool:
        """Whether the bare name of a county is but the end of one word and the beginning of a longer name: 下城 of
        看一下城阳区.
        """
        if self._is_certain(form, self._forms[form]):
            return False
        inside = (self._longest_form(text, start) for start in range(position + 1, position + len(form)))
        return any(longer is not None and len(longer) > len(form) for longer in inside)

    def _extend(self, text: str, start: int, form: str) -> Mention:
        """Follows a path inwards from `form`: each next name must name a division within the last."""
        codes = self._forms[form]
        end = start + len(form)
        certain = self._is_certain(form, codes)
        while (inner := self._longest_form(text, end)) is not None:
            within = tuple(
                code
                for code in self._forms[inner]
                if any(self.is_within(code, outer) and code != outer for outer in codes)
            )
            if not within:
                break
            codes, end, certain = within, end + len(inner), True
        zone = zone_at(text, end)
        if zone is not None and codes[0] != COUNTRY:
            typed = text[zone.start : zone.end]
            listed = tuple(code for code in self._forms.get(typed, ()) if self.is_within(code, codes[0]))
            codes = listed or tuple(f"{code}:{zone.name}" for code in codes)
            end, certain = zone.end, True
        return Mention(start, end, text[start:end], self._places(codes), certain)

    def _is_certain(self, form: str, codes: tuple[str, ...]) -> bool:
        rows = [self._rows[code] for code in codes]
        if form in self._ordinary_words:
            return False
        if any(form != row.short or form == row.place.name for row in rows):
            return True
        return rows[0].place.level != "county"

    def _latin_mention(self, text: str, words: list[re.Match[str]]) -> Mention | None:
        start, end = words[0].start(), words[-1].end()
        if re.search(r"['’]s$", text[start:end], re.IGNORECASE):
            end -= 2
        codes = self._latin.get(_latin_key(text[start:end]))
        if codes is None or re.search(r"[^\w\s'’`-]", text[start:end]):
            return None
        rank = _ENGLISH_RANK.match(text, end)
        if rank:
            endings = _RANK_IN_ENGLISH[rank[1].lower()]
            ranked = tuple(code for code in codes if self._rows[code].place.name.endswith(endings))
            if ranked:
                return Mention(start, rank.end(), text[start : rank.end()], self._places(ranked), True)
        certain = _level(codes[0]) != "county" and text[start].isupper()
        return Mention(start, end, text[start:end], self._places(codes), certain)


def _ancestors(code: str, table: Iterable[str]) -> tuple[str, ...]:
    """Codes above, outermost first, of those in the table (a dict, so that `in` is quick)."""
    base, colon, _ = code.partition(":")
    if colon:
        return (*_ancestors(base, table), base)
    return tuple(above for above in (COUNTRY, code[:2] + "0000", code[:4] + "00") if above != code and above in table)


def _level(code: str) -> Level:
    base, colon, _ = code.partition(":")
    if colon:
        return "city" if _level(base) == "province" else "county"
    if code == COUNTRY:
        return "country"
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def _ranked_forms(row: _Row) -> tuple[str, ...]:
    """Other forms with a rank: 怒江州, 湘西自治州, 三江县, 丽江地区 (until it became a city)."""
    name, short = row.place.name, row.short
    if name.endswith(("自治州", "自治县", "自治旗")):
        return (short + name[-1], short + name[-3:])
    if row.place.level == "city" and name.endswith("市"):
        return (short + "地区",)
    return ()


def _former_ranks(row: _Row) -> tuple[str, ...]:
    """What a district or county-level city was before it rose: 增城区 was 增城市, and a 县 before that."""
    if row.place.level != "county" or len(row.short) < 2 or row.place.name != row.short + row.place.name[-1]:
        return ()
    return tuple(row.short + rank for rank in {"区": "市县", "市": "县"}.get(row.place.name[-1], ""))


def _latin_key(text: str) -> str:
    """Ürümqi → urumqi, Xi'an → xian."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(character for character in plain.lower() if "a" <= character <= "z")
