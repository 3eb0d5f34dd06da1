"""Figures asked of several things that are only joined, with no 各 or 分别: A、B和C是多少 → what each of them is."""

from __future__ import annotations

import re

from index.language.conjunctions import AND
from qa.understanding.coordinated import each_of
from qa.understanding.heads import Cut
from qa.understanding.interrogatives import find_interrogative, masked
from qa.understanding.where_when import Read

__all__ = ["each_joined", "each_measured", "is_measured", "of_years"]

# Reckoned of all together, or of one by another: no figure of each.
_TOGETHER = re.compile(
    "一共|总共|共计|总计|合计|统共|加起来|合起来|加在一|加总|相加|之和|总和|平均|相差|差距|差[了多几]|之比|占|比重|比例|倍|比(?!上年|去年)"
)
_JOINT = re.compile(AND)
_HOW = "(?:实际|预计|预期|目前|现在|当时|大[约概致]|约|又|已经?|都|全年|同比|比上年|比去年|累计|共|最终|最后|大体)"
_VERB = (
    "(?:是|为|有|在|达到?|完成|实现|增长|增加|提高|上升|提升|新增|净增|上涨|下降|减少|降低|回落|压减|建成|举办|召开|开展|"
    "组织|新?开工|竣工|投产|收到|立案|办[结复]|报送|走访|引进|[新扩]建|投入|[涨升增降定设办搞开建修]|控制|保持|稳定|安排|"
    "确定|突破|超过|发展)"
)
# …的增长目标是: what is said of each of the things.
_SAID_OF_EACH = re.compile(
    "(?P<said>(?:的?(?:预期|增长|计划|年度|预计|实际|同比|年均|控制|发展){0,3}(?:目标|指标|任务|增速|增幅|涨幅|降幅|增长率|增长幅度)[值数]?)?"
    f"的?{_HOW}{{0,3}}{_VERB}{{0,2}}[了到至在为成]{{0,2}})$"
)
_YEARS = re.compile(r"(?:19|20)\d\d年?(?:(?:、|和|与|及|以及|，|,)(?:19|20)\d\d年?){1,3}")
# 实际是多少: as it came out, not 实际增长, at constant prices.
_ACTUALLY = re.compile("实际(?=是|为|有|达|完成|$)")
_MEASURED = re.compile(
    "(?:[值额率量]|收入|支出|投资|人口|面积|产量|总数|人数|贷款|存款|税收|预算|余额|里程|外资|内资|[进出]口|利润|利税|指数|寿命|GDP|CPI)(?:（[^）]{1,12}）)?$",
    re.IGNORECASE,
)


def each_joined(clause: str, *, read: Read, cut: Cut) -> list[tuple[str, str]]:
    """The things that one 多少 may ask of each, with the question of it; empty where it asks of one, or all.

    济南2003年的进出口总额、财政收入是多少 → 进出口总额, 济南2003年的进出口总额是多少; 财政收入, …
    """
    if several := of_years(clause, read):
        each_year = [(year, each_joined(asked, read=read, cut=cut)) for year, asked in several]
        return [(f"{thing}，{year}", question) for year, things in each_year for thing, question in things]
    asked = find_interrogative(clause)
    if asked is None or not asked.counts:
        return []
    head = clause[: asked.start]
    said = _SAID_OF_EACH.search(head)
    if said is None or not _JOINT.search(masked(head)) or _TOGETHER.search(masked(clause)):
        return []
    asks = f"{_ACTUALLY.sub('', said['said'])}{clause[asked.start :]}"
    return each_of(f"{head[: said.start()]}分别{asks}", read=read, cut=cut)


def of_years(clause: str, read: Read) -> list[tuple[str, str]]:
    """The clause of each of the years that it names in a row: 2019年和2020年的A、B; [] for one year, or a period."""
    said = read(clause)
    if said.year is None or len(said.years) < 2 or not _YEARS.fullmatch(said.text[slice(*said.year)]):
        return []
    before, after = said.text[: said.year[0]], said.text[said.year[1] :].removeprefix("年")
    return [(f"{year}年", f"{before}{year}年{after}") for year in said.years]


def each_measured(clause: str, *, read: Read, cut: Cut) -> list[tuple[str, str]]:
    """The same, only where each of them is named whole as what a figure is of, so that no figure is of all together."""
    things = each_joined(clause, read=read, cut=cut)
    return things if all(is_measured(thing) and thing.partition("，")[0] in clause for thing, _ in things) else []


def is_measured(thing: str) -> bool:
    """Whether a thing is named as what a figure is of: 进出口总额, 登记失业率; not 博士点, which may be counted."""
    return _MEASURED.search(thing.partition("，")[0]) is not None
