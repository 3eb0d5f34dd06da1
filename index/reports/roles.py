"""Review or plan: what a heading says, and what the verbs of a passage say where no heading does."""

from __future__ import annotations

import re

from index.types import Role

__all__ = [
    "heading_role",
    "is_appendix",
    "is_period_heading",
    "passage_role",
    "shifts_to_plan",
    "unnumbered",
    "years_named",
]

_REVIEW = re.compile(
    r"回顾|总结$|工作总结|亮点|完成情况|执行情况|落实情况|(?:过去|刚刚过去|去年|上年|近)的?.{0,3}年(?!.*(?:安排|任务|目标))|去年"
    r"|主要成[绩就效]|取得的?.{0,6}成[绩就效]|整体情况|主要做法|工作开展情况|[一二三四五]年来|本届政府(?:工作)?的?(?:主要)?工作"
    r"|(?:工作|基本|主要|进展)情况$|工作成绩|的[一三四五]年$|完成了|(?:圆满|胜利|超额|全面|较好|顺利)完成(?!.*20\d\d年.*目标)"
)
# 今年以来, 今年上半年 look back.
_THIS_YEAR = r"今年(?!以来|上半年|前[一二三四五六七八九十\d]|[一二三1-3]季度)"
_PLAN = re.compile(
    r"安排|部署|建议|打算|计划|目标|任务|今后|未来|下一?[步阶]|下半年|明年|总体要求|指导思想|总体思路|基本思路|工作思路"
    rf"|{_THIS_YEAR}|新的?一年|展望|重点工作|主要工作|工作重点|努力方向|工作要点|工作意见|发展意见|总体部署"
)
# One section for both halves: "1999年工作回顾和2000年工作的总体要求".
_BOTH = re.compile(r"(?:回顾|总结|成绩|情况)[和与及、暨].{0,20}(?:安排|要求|任务|目标|思路|打算|草案|计划)")
# What is still wrong, which is of the time reviewed: "存在的主要问题", but not "着力解决民生问题".
_SHORTCOMINGS = re.compile(
    r"(?:存在|面临|遇到)着?的?.{0,6}(?:问题|不足|困难|短板|差距|挑战|薄弱环节)"
    r"|^(?:主要|突出|当前|目前|现存){0,2}的?(?:问题|不足|困难|短板|差距)(?:[和与及、](?!解决)|$)"
)
_PUT_RIGHT = re.compile(r"改进|整改|措施|对策|努力")
# Under a review heading only words like these open a plan: "重点工作扎实推进" still reviews.
_PLAN_INSIDE_REVIEW = re.compile(
    r"(?:(?:19|20)\d\d|今|明)年.{0,8}(?:安排|任务|目标|思路|建议|打算|重点|要求|部署)|今后|下一?步(?:工作|打算)|明年"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*+(?:年|$|(?=政协|政府|工作|重点|主要))")
_CHINESE_YEAR = re.compile(r"[一二][〇○零九][〇○零一二三四五六七八九]{2}(?=年)")
_APPENDIX = re.compile(
    r"名词(?:解释|注释|说明)|有关(?:用语|名词|名称)|用语(?:说明|解释)|释义|附件|注释|附注|缩略语|相关词语|专业术语"
)
_PERIOD_WORDS = re.compile(
    r"(?:过去|今后|未来|刚刚过去|新)的?[一二三四五几\d]+年|[一二三四五]年来|[去今明]年|一年|[上下]半年|本届|“?十[一二三四五]五”?"
)
# "一年来，我们主要抓了以下工作：" leads into a list within a section; "2021年1月12日在…会议上" dates the speech.
_LEAD_IN = re.compile(r"[：:]$|我们|以下|是$|^[一二三四五]年来|^这一年|月\s*\d{1,2}\s*日")
_PERIOD_ALONE = re.compile(r"(?:工作)?(?:回顾|总结|安排|计划|目标|建议|打算)|.{0,8}(?:主要做法|整体情况)")

_NUMBERING = re.compile(
    r"^(?:第.{1,3}[章部分篇节]+|[一二三四五六七八九十]+[、．.]|[（(].{1,3}[）)]|\d{1,2}\s*[．.、])\s*"
)

_PAST = re.compile(
    r"一年来|[三四五]年来|过去|去年|始终(?:坚持|把|围绕|担|牢记|保持)|先后|荣获|被评为|被命名|率先(?:在|完成|实现|出台)|[\u4e00-\u9fff]了[^解断]"
    r"|共(?:收|提|开|组织|完成|立|召|办|形成|报|编)|完成.{0,12}\d|实现\S{0,12}\d|增长\d|开展\S{0,16}\d+(?:余)?[次场期项]"
    r"|\d(?:余|多)?(?:次|件|篇|场|期|人次|家|条)|得到\S{0,10}(?:肯定|批示|好评)|有力(?:推动|促进)|取得\S{0,10}(?:成效|突破|进展)"
    r"|全年(?:共|完成|实现|累计)|累计|(?:作出|实现|展现|取得|书写|迈出|呈现)新"
)
_INTENDED = re.compile(
    rf"{_THIS_YEAR}|新的?一年|力争|争取|预期目标|继续|必须|以更[高优强严大实新广]"
    r"|将(?=深入|进一步|继续|认真|坚持|更加|全面|围绕|努力|着力|切实|以|重点|在|不断|积极|加快|按照|紧|把)"
    r"|(?<![重主首需只必紧])要(?![求素闻点员务领事害道])"
)
# Verbs that plans pile up, but that reviews use too.
_URGED = re.compile(
    r"进一步|确保|着力|加快|努力|深入推进|大力|积极(?:推|探|争|培)|探索|更好|推进|不断(?:提|增|完|扩)|健全|抓好|做好|引导|左右|以上"
)


def heading_role(heading: str, *, top: bool) -> Role | None:
    """What the heading says of the time it speaks of, or None. top: not under another heading.

    Example: `2023年工作回顾` → review; `主要预期目标` → plan; `重点工作扎实推进` under a review → None.
    """
    if is_appendix(heading) or _BOTH.search(heading):
        return "other"
    if _SHORTCOMINGS.search(heading):
        return "other" if _PLAN.search(heading) or _PUT_RIGHT.search(heading) else "review"
    if _REVIEW.search(heading):
        return "review"
    if top and _PLAN.search(heading):
        return "plan"
    return None


def shifts_to_plan(heading: str) -> bool:
    """Whether a heading under a review heading leaves the review: "（八）2018年工作安排"."""
    return bool(_PLAN_INSIDE_REVIEW.search(heading)) and not _REVIEW.search(heading)


def is_appendix(heading: str) -> bool:
    """Whether the heading opens the glossary or the annexes."""
    return bool(_APPENDIX.search(heading)) and len(heading) <= 40


def is_period_heading(heading: str) -> bool:
    """Whether the heading names a time and what is said of it: "2018 工作安排", "过去五年工作回顾", "今后五年目标"."""
    if len(heading) > 40 or _LEAD_IN.search(heading):
        return False
    timed = bool(years_named(heading)) or bool(_PERIOD_WORDS.search(heading))
    spoken = bool(_REVIEW.search(heading) or _PLAN.search(heading)) or heading.endswith(("工作", "主要工作"))
    return (timed and spoken) or bool(_PERIOD_ALONE.fullmatch(heading))


def unnumbered(heading: str) -> str:
    """The heading without its number: "二、2018年工作安排" → "2018年工作安排"."""
    return _NUMBERING.sub("", heading)


def years_named(text: str) -> tuple[int, ...]:
    """The years written out in the text, ascending: "2018 工作安排" → (2018,), "二〇〇二年工作意见" → (2002,)."""
    text = _CHINESE_YEAR.sub(lambda found: found[0].translate(_DIGITS), _half_width(text))
    return tuple(sorted({int(year) for year in _YEAR.findall(text)}))


def passage_role(text: str) -> tuple[Role | None, float]:
    """Role a passage's verbs speak for, and how strongly, in [0, 1]; None when they speak for neither.

    Example: "常委会始终坚持…先后…集中学习12次" → review; "将深入宣传…更好发挥" → plan.
    """
    text = _half_width(text)
    past = 2.5 * len(_PAST.findall(text))
    ahead = 1.5 * len(_INTENDED.findall(text)) + len(_URGED.findall(text))
    if past + ahead < 2:
        return None, 0.0
    return ("review" if past > ahead else "plan"), abs(past - ahead) / (past + ahead)


def _half_width(text: str) -> str:
    return text.translate(_FULL_WIDTH)


_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
