"""Questions for a cell of a table: its row and its column named, or one that the table does not have.

The rows are named by indicators of the fact table, the columns as statistical bulletins and budgets name theirs; the
numbers are drawn.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.types import Report
from qa import Retriever
from training.examples import Example

__all__ = ["Table", "table_examples", "tables_asked"]

_OF_A_REPORT = 3
_ROWS = (4, 9)
_NAME = re.compile(r"[一-鿿]{2,10}")
_LONGEST = 400
# Column heads with how each is asked for; {year} is the report's, {before} the one before.
_HEADS: Sequence[Sequence[tuple[str, Sequence[str]]]] = (
    (("绝对数", ("是多少", "绝对数", "达到多少")), ("比上年增长（%）", ("增长多少", "增幅", "比上年增长百分之几"))),
    (("{before}年", ("{before}年是多少", "在{before}年有多少")), ("{year}年", ("{year}年是多少", "{year}年的数"))),
    (
        ("预算数", ("预算数", "预算安排了多少")),
        ("执行数", ("执行数", "实际执行多少")),
        ("完成预算（%）", ("完成预算的百分之几", "预算完成率")),
    ),
    (
        ("年度目标", ("年度目标是多少", "原定多少")),
        ("完成数", ("完成多少", "实际做到多少")),
        ("完成率（%）", ("完成率", "完成了百分之几")),
    ),
    (("全市", ("全市是多少",)), ("城镇", ("城镇是多少", "城里的数")), ("农村", ("农村是多少", "乡下的数"))),
    (("上半年", ("上半年是多少",)), ("全年", ("全年是多少", "一整年的数")), ("同比（%）", ("同比增长多少", "同比"))),
    (
        ("受理（件）", ("受理多少件", "收了几件")),
        ("审结（件）", ("审结多少件", "结了几件")),
        ("结案率（%）", ("结案率", "结案的比例")),
    ),
)
_FIRST = ("指标", "项目", "科目", "名称", "类别")


@dataclass(frozen=True, slots=True)
class Table:
    """names: of the rows. heads: of the columns after the first. cells: (rows, columns). where: what stands above."""

    names: Sequence[str]
    heads: Sequence[str]
    cells: Sequence[Sequence[str]]
    first: str
    where: str

    def printed(self, rows: Sequence[int]) -> tuple[str, dict[tuple[int, int], tuple[int, int]]]:
        """The table as the index holds one, with these rows; and where each cell stands."""
        text = f"{self.where}\n\n| {self.first} | {' | '.join(self.heads)} |\n|{' --- |' * (len(self.heads) + 1)}"
        places = {}
        for row in rows:
            text += f"\n| {self.names[row]} |"
            for column, cell in enumerate(self.cells[row]):
                places[row, column] = (len(text) + 1, len(text) + 1 + len(cell))
                text += f" {cell} |"
        return text, places


def table_examples(retriever: Retriever, reports: Sequence[Report], seed: int) -> list[Example]:
    """Some tables for each report, with the indicators that it speaks of."""
    chance = random.Random(seed)
    examples = []
    for report in reports:
        names = sorted({fact.indicator for fact in retriever.index.facts(report.id) if _NAME.fullmatch(fact.indicator)})
        if len(names) < _ROWS[1] + 1 or not report.covers:
            continue
        place = retriever.gazetteer.short(retriever.gazetteer.place(report.place_code)) if report.place_code else ""
        for _ in range(_OF_A_REPORT):
            made = tables_asked(names, place, report.covers[-1], chance)
            examples += [
                Example(
                    each.question,
                    each.header,
                    each.passage,
                    each.spans,
                    source=each.source,
                    file=Path(report.source).name,
                )
                for each in made
            ]
    chance.shuffle(examples)
    return examples


def tables_asked(names: Sequence[str], place: str, year: int, chance: random.Random) -> Iterator[Example]:
    """One table with two of its cells asked for, and a row and a column that it lacks."""
    columns = [
        (head.format(year=year, before=year - 1), [way.format(year=year, before=year - 1) for way in ways])
        for head, ways in chance.choice(_HEADS)
    ]
    chosen = chance.sample(names, chance.randint(*_ROWS) + 1)
    *kept, missing = chosen
    cells = [[_number(head, chance) for head, _ in columns] for _ in kept]
    title = f"表{chance.randint(1, 6)}　{year}年{chance.choice(('主要指标', '有关情况', '完成情况', '基本情况'))}"
    table = Table(kept, [head for head, _ in columns], cells, chance.choice(_FIRST), title)
    header = f"{place} {year}年 {chance.choice(('统计公报', '政府工作报告', '预算执行情况报告', '工作总结'))}"
    text, places = table.printed(range(len(kept)))
    if len(text) > _LONGEST:
        return
    row, other = chance.sample(range(len(kept)), 2)
    for number in (row, other):
        column = chance.randrange(len(columns))
        yield Example(
            _asked(kept[number], columns[column][1], place, year, chance),
            header,
            text,
            (places[number, column],),
            source="cell",
        )
    yield Example(_asked(missing, chance.choice(columns)[1], place, year, chance), header, text, source="no-row")
    rest = [n for n in range(len(kept)) if n != row]
    yield Example(
        _asked(kept[row], chance.choice(columns)[1], place, year, chance),
        header,
        table.printed(rest)[0],
        source="no-row",
    )
    lacked = [ways for heads in _HEADS for head, ways in heads if "{" not in head and head not in table.heads]
    asked = _asked(kept[row], chance.choice(lacked), place, year, chance)
    if not any(head.partition("（")[0] in asked for head in table.heads):
        yield Example(asked, header, text, source="no-column")


def _asked(name: str, ways: Sequence[str], place: str, year: int, chance: random.Random) -> str:
    way = chance.choice(ways)
    where = place if chance.random() < 0.6 else ""
    when = f"{year}年" if chance.random() < 0.5 and not re.match(r"在?\d{4}年", way) else ""
    between = "的" if chance.random() < 0.2 else ""
    return f"{where}{when}{name}{between}{way}{chance.choice(('', '？', '?'))}"


def _number(head: str, chance: random.Random) -> str:
    if "%" in head:
        return (
            f"{chance.choice((-1, 1, 1)) * chance.uniform(0, 30):.1f}"
            if "完成" not in head
            else f"{chance.uniform(60, 118):.1f}"
        )
    size = 10 ** chance.uniform(0.5, 5)
    return chance.choice((f"{size:.0f}", f"{size:.1f}", f"{size:,.0f}"))
