"""Makes questions for reports that a collection does not hold.

    python -m tools.make_not_indexed GOLD.tsv HOME

Half ask for places that have no report, half for years that no report of the place reviews or plans. HOME is an index
of the whole collection: what it knows of reports that GOLD.tsv leaves out counts too, and so does a sentence in the
report of a place above that states what is asked of a district. The same questions every time.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from index.language.gazetteer import Gazetteer
from index.storage.store import Index
from index.types import Place

__all__ = ["QUESTIONS", "make_questions"]

SEED = 20_260
QUESTIONS = Path(__file__).resolve().parent.parent / "tests" / "data" / "not-indexed.jsonl"
PLACES = {"city": 18, "province": 1, "county": 16, "within": 8, "english": 7}
YEARS = {"chinese": 47, "english": 3}
FIRST_YEAR, LAST_YEAR = 1996, 2025
_WITHOUT_SUCH_REPORTS = re.compile("三沙|台湾|香港|澳门")
_ENGLISH_RANK = {"市": "City", "县": "County", "区": "District", "省": "Province"}


class Asked(NamedTuple):
    """One thing to ask. wording: with {place} and {time}; key: words of a sentence that would state it."""

    wording: str
    key: str
    first_year: int = FIRST_YEAR
    last_year: int = LAST_YEAR


CHINESE = (
    Asked("{time}{place}地区生产总值是多少?", "生产总值", 2000),
    Asked("{place}{time}一般公共预算收入完成了多少亿元?", "预算收入", 2015),
    Asked("{place}的财政收入{time}有多少?", "财政.{0,3}收入"),
    Asked("{time},{place}的粮食总产量是多少吨?", "粮食"),
    Asked("{place}{time}新增城镇就业多少人?", "就业", 2003),
    Asked("{place}{time}认定了多少家高新技术企业?", "高新技术企业|高企", 2008),
    Asked("{time}到{place}来玩的游客有多少人次?", "游客|旅游"),
    Asked("{place}{time}办理了多少件政协提案?", "提案"),
    Asked("{time}{place}政协立案的提案有几件?", "提案"),
    Asked("{place}政协{time}收到多少条社情民意信息?", "社情民意"),
    Asked("{place}{time}PM2.5平均浓度是多少?", "PM|颗粒物", 2014),
    Asked("{place}{time}空气质量优良的日子有几天?", "优良", 2006),
    Asked("{time}{place}改造了多少个老旧小区?", "老旧小区", 2018),
    Asked("{place}{time}建成5G基站多少座?", "5G", 2019),
    Asked("{time}{place}新增养老床位多少张?", "养老", 2010),
    Asked("{place}{time}新增了多少个中小学学位?", "学位", 2012),
    Asked("{place}{time}的城镇化率达到了百分之几?", "城镇化", 2004),
    Asked("{place}{time}固定资产投资增长多少?", "固定资产投资"),
    Asked("{time}{place}的外贸进出口总额是多少?", "进出口"),
    Asked("{place}{time}社会消费品零售总额有多少亿元?", "零售"),
    Asked("{time}谁在{place}作的政府工作报告?", "政府工作报告"),
    Asked("{place}{time}脱贫多少人?", "脱贫", 2014, 2020),
    Asked("{place}{time}森林覆盖率是多少?", "森林覆盖"),
    Asked("{time}{place}修了多少公里农村公路?", "公路"),
    Asked("{place}{time}实际利用外资多少美元?", "外资"),
    Asked("{place}{time}农村居民一年人均能挣多少钱?", "农村.{0,6}收入|农民.{0,6}收入"),
    Asked("{time}{place}一共帮多少人找到了活干?", "就业|上岗"),
    Asked("{place}{time}地里总共打了多少粮?", "粮食"),
    Asked("{time}{place}的天有多少天是蓝的?", "优良|蓝天", 2010),
    Asked("{place}{time}给老百姓办成了哪些实事?", "实事", 2002),
    Asked("{time}{place}开工建设了多少套保障性住房?", "保障", 2009, 2022),
    Asked("{place}{time}有哪些企业上市?", "上市", 2005),
    Asked("{time}{place}博物馆、图书馆一共有几座?", "博物馆|图书馆", 2008),
    Asked("{place}{time}单位生产总值能耗下降了多少?", "能耗", 2007),
    Asked("请问{place}{time}引进了多少个亿元以上项目?", "项目", 2005),
)
ENGLISH = (
    Asked("What was the GDP of {place}{time}?", "生产总值", 2000),
    Asked("How many CPPCC proposals were handled in {place}{time}?", "提案"),
    Asked("How many new urban jobs did {place} create{time}?", "就业", 2003),
    Asked("How many tourists visited {place}{time}?", "游客|旅游"),
    Asked("What was the total grain output of {place}{time}?", "粮食"),
    Asked("How many old residential compounds did {place} renovate{time}?", "老旧小区", 2018),
    Asked("By how much did the fixed-asset investment of {place} grow{time}?", "固定资产投资"),
    Asked("Who delivered the government work report of {place}{time}?", "政府工作报告"),
    Asked("How many high-tech enterprises did {place} have{time}?", "高新技术企业|高企", 2008),
    Asked("What was the urbanization rate of {place}{time}?", "城镇化", 2004),
)


@dataclass(frozen=True, slots=True)
class Held:
    """What a collection holds. years: code of a place → every year that a report of it reviews or plans."""

    gazetteer: Gazetteer
    years: dict[str, frozenset[int]]
    texts: dict[str, tuple[str, ...]]


def held(gold: Path, home: Path) -> Held:
    """By the index at home and by the gold table; a year that either of them knows counts."""
    gazetteer = Gazetteer.load()
    years: dict[str, set[int]] = defaultdict(set)
    texts: dict[str, list[str]] = defaultdict(list)
    with Index.open(home) as index:
        for report in index.reports:
            years[report.place_code] |= {*report.covers, *report.plans}
            texts[report.place_code].append(report.text)
    with gold.open(encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            for place in gazetteer.named(row["place"])[:1]:
                years[place.code] |= {int(row["covers"]), int(row["covers"]) + 1}
    return Held(
        gazetteer,
        {code: frozenset(found) for code, found in years.items()},
        {code: tuple(found) for code, found in texts.items()},
    )


def make_questions(held: Held) -> list[dict[str, object]]:
    """The whole set, places first."""
    chance = random.Random(SEED)  # noqa: S311
    return [
        {
            "id": f"n{number:03}", "lang": "en" if text.isascii() else "zh", "type": "unanswerable", "question": text,
            "answers": [], "status": "not_indexed", "evidence": [], "evidence_mode": "any", "note": note,
        }
        for number, (text, note) in enumerate([*_of_places(held, chance), *_of_years(held, chance)], start=1)
    ]  # fmt: skip


def _of_places(held: Held, chance: random.Random) -> Iterable[tuple[str, str]]:
    absent = _absent(held)
    askings = _in_turn(CHINESE, chance)
    english = _in_turn(ENGLISH, chance)
    taken: set[str] = set()
    for group, count in PLACES.items():
        candidates = [place for place in absent[group] if place.code not in taken]
        chance.shuffle(candidates)
        for place in candidates[:count]:
            taken.add(place.code)
            asked = next(
                each for each in (english if group == "english" else askings) if not _stated_above(held, place, each)
            )
            year = chance.randint(max(asked.first_year, 2008), asked.last_year)
            dated = chance.random() < 0.8 or "政府工作报告" in asked.wording
            text = _written(held, place, asked, year if dated else None, form=chance.random())
            yield text, f"no report of {place.path}"


def _absent(held: Held) -> dict[str, list[Place]]:
    """Places without a report, of the kinds that are asked about differently."""
    groups: dict[str, list[Place]] = {group: [] for group in PLACES}
    for province in held.gazetteer.children("100000"):
        places = [province, *_below(held.gazetteer, province)]
        for place in places:
            if place.code in held.years or _WITHOUT_SUCH_REPORTS.search(place.path):
                continue
            above = held.gazetteer.parent(place.code)
            within = place.level == "county" and above is not None and above.code in held.years
            groups["within" if within and place.name.endswith("区") else place.level].append(place)
            if place.level != "province" and place.name[-1] in _ENGLISH_RANK and _only(held, place):
                groups["english"].append(place)
    return groups


def _below(gazetteer: Gazetteer, place: Place) -> Iterable[Place]:
    for child in gazetteer.children(place.code):
        yield child
        yield from _below(gazetteer, child)


def _only(held: Held, place: Place) -> bool:
    return len(held.gazetteer.named(place.name)) == 1 and len(held.gazetteer.named(place.pinyin)) == 1


def _of_years(held: Held, chance: random.Random) -> Iterable[tuple[str, str]]:
    codes = sorted(code for code in held.years if code and code != "100000")
    chance.shuffle(codes)
    askings = {"chinese": _in_turn(CHINESE, chance), "english": _in_turn(ENGLISH, chance)}
    for language, count in YEARS.items():
        for _ in range(count):
            # The pinyin of a city is its English name; of an autonomous region it is not.
            code = next(code for code in codes if language == "chinese" or _is_city_of_one_name(held, code))
            codes.remove(code)
            place = held.gazetteer.place(code)
            known_years = held.years[place.code]
            asked = next(each for each in askings[language] if _years_left(each, known_years))
            years = _years_left(asked, known_years)
            near = [year for year in years if {year - 1, year + 1} & known_years]
            year = chance.choice(near if near and chance.random() < 0.5 else years)
            known = "、".join(map(str, sorted(known_years)))
            text = _written(held, place, asked, year, form=chance.random())
            yield text, f"reports of {place.path} review or plan {known}"


def _is_city_of_one_name(held: Held, code: str) -> bool:
    place = held.gazetteer.place(code)
    return place.level == "city" and len(held.gazetteer.named(place.pinyin)) == 1


def _years_left(asked: Asked, known: frozenset[int]) -> list[int]:
    return [year for year in range(asked.first_year, asked.last_year + 1) if year not in known]


def _in_turn(askings: tuple[Asked, ...], chance: random.Random) -> Iterator[Asked]:
    """Each once in random order, then each again."""
    while True:
        yield from chance.sample(askings, len(askings))


def _stated_above(held: Held, place: Place, asked: Asked) -> bool:
    """Whether the report of a place above has a sentence that names the place and speaks of what is asked."""
    name = held.gazetteer.short(place)
    above = held.gazetteer.parent(place.code)
    while above is not None:
        for text in held.texts.get(above.code, ()):
            if any(name in sentence and re.search(asked.key, sentence) for sentence in re.split("[。;；]", text)):
                return True
        above = held.gazetteer.parent(above.code)
    return False


def _written(held: Held, place: Place, asked: Asked, year: int | None, *, form: float) -> str:
    """form: in [0, 1), chooses how the place is called: 玉溪 or 玉溪市, 宣化区 or 张家口市宣化区."""
    gazetteer = held.gazetteer
    if asked in ENGLISH:
        name = place.pinyin.capitalize()
        if place.level != "city":
            name += f" {_ENGLISH_RANK[place.name[-1]]}"
        return asked.wording.format(place=name, time=f" in {year}" if year else "")
    above = gazetteer.parent(place.code)
    name = place.name
    if place.level == "county" and above is not None and (form < 1 / 3 or len(gazetteer.named(name)) > 1):
        name = above.name + name
    elif place.level == "city" and form < 1 / 3 and _has_one_short_name(gazetteer, place):
        name = gazetteer.short(place)
    return asked.wording.format(place=name, time=f"{year}年" if year else "").lstrip(",")


def _has_one_short_name(gazetteer: Gazetteer, place: Place) -> bool:
    short = gazetteer.short(place)
    return len(gazetteer.named(short)) == 1 and gazetteer.mentions(short)[0].certain


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, metavar="GOLD.tsv")
    parser.add_argument("home", type=Path, metavar="HOME")
    parser.add_argument("--out", type=Path, default=QUESTIONS)
    options = parser.parse_args()
    lines = (json.dumps(line, ensure_ascii=False) + "\n" for line in make_questions(held(options.gold, options.home)))
    options.out.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
