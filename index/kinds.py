"""The kinds of report there are: one row each, with all that the program knows of a kind.

Whoever needs the kinds or their names takes them from here. One more kind is one more row, and its openings in
tests/data/openings.jsonl.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.types import Form, Kind

__all__ = [
    "BY_KEY",
    "KINDS",
    "OF_CPPCC",
    "REPORT_KINDS",
    "UNRELATED",
    "ReportKind",
    "form_name",
    "form_names",
    "is_of_organ",
    "kind_names",
]

Periods = Literal["review", "titled", "year"]
Meeting = Literal["congress", "cppcc", ""]
UNRELATED: Kind = "unrelated"


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One kind of report. key: its name in filters and in JSON. zh, en: its name in texts.

    titles: found in a line that is the title of one. says: found in the opening of one whose title does not tell.
    periods: how its time is read: "review" where the text looks back
    and ahead, "titled" where the title names the year reviewed and, if there is one, the year planned, "year" where it
    covers one year and plans none. meeting: whose it is given at. author: who gives it where the text does not name a
    body, {place} being its own; "" where that cannot be told. named: words of a question that ask for such a report
    wherever they stand. organ: the body that gives it, which asks for it behind a place or a rank: 新乡|法院.
    several: one place has several of them at a time (of its departments, of subjects), told apart by their titles.
    """

    key: Kind
    zh: str
    en: str
    titles: re.Pattern[str] | None
    periods: Periods
    meeting: Meeting = ""
    author: str = ""
    named: re.Pattern[str] | None = None
    organ: re.Pattern[str] | None = None
    says: re.Pattern[str] | None = None
    several: bool = False


# In this order a title is tried: 人大常委会工作报告 before 常委会工作报告, 法院白皮书 before 法院….
KINDS: tuple[ReportKind, ...] = (
    ReportKind(
        "white_paper",
        "白皮书、公报",
        "white paper or communiqué",
        re.compile(
            r"(?:白|蓝|绿)皮书|(?:状况|资源|质量|环境|保护|灾害|泥沙|保持|发展|工作|情况|事业|知识产权)(?<!统计)公报"
        ),
        "year",
        named=re.compile(r"白皮书|(?:状况|资源|环境)公报|white paper", re.IGNORECASE),
        several=True,
        says=re.compile(r"发[布表](?:此|本|该)?白皮书"),
    ),
    ReportKind(
        "bulletin",
        "统计公报",
        "statistical bulletin",
        re.compile(r"(?:统计|普查(?:主要数据)?|调查(?:主要数据)?|主要数据)(?:年度)?公报"),
        "year",
        named=re.compile(
            r"(?:统计|普查)公报|statistical (?:bulletin|communiqu[eé])|国家统计局|National Bureau of Statistics",
            re.IGNORECASE,
        ),
        organ=re.compile(r"统计局"),
        several=True,
        says=re.compile(r"统计局[ \t\u3000]*国家统计局[一-龥]{2,10}调查队\s*$", re.MULTILINE),
    ),
    ReportKind(
        "congress_report",
        "人大常委会工作报告",
        "people's congress standing committee work report",
        re.compile(
            r"(?:人民代表大会|人大)(?:常委会|常务委员会|主席团)(?!第.{1,5}次)[^，。；]{0,16}?(?:工作报告|工作要点|工作总结|履职报告)"
        ),
        "review",
        "congress",
        "{place}人民代表大会常务委员会",
        named=re.compile(
            r"人大(?:常委会|常务委员会)?(?:的)?工作报告|(?:全国人大|全国人民代表大会)(?:常委会|常务委员会)|"
            r"people['’]s congress(?: standing committee)? (?:work )?report",
            re.IGNORECASE,
        ),
        organ=re.compile(
            r"人大(?!代表|工作者|建议|议案|附中|[一二三四五六七八九十\d]{1,3}次)|人民代表大会(?:常务委员会|常委会)"
        ),
        says=re.compile(
            r"[代受][^，。\n]{0,16}(?:人民代表大会|人大)(?:常委会|常务委员会)(?:委托|，?向)[^。]{0,20}报告工作"
        ),
    ),
    ReportKind(
        "supervision_report",
        "纪委监委工作报告",
        "discipline and supervision report",
        re.compile(
            r"(?:监察委员会|监委|纪委|纪律检查委员会|纪检监察)[^，。；]{0,40}?(?:报告|工作总结|工作要点|(?:工作)?情况(?:的)?(?:通报|报告))"
        ),
        "review",
        named=re.compile(r"(?:纪委|监委|监察委员会)(?:的)?(?:专项)?工作报告", re.IGNORECASE),
        organ=re.compile(r"纪委(?:监委)?|监委|监察委"),
        says=re.compile(r"[代受][^，。\n]{0,20}(?:纪律检查委员会|纪委|监察委员会)(?:常务委员会|常委会)?(?:委托|，?向)"),
    ),
    ReportKind(
        "court_report",
        "法院工作报告",
        "court work report",
        re.compile(r"法院[^，。；]{0,16}?(?:工作报告|工作要点|工作总结|工作情况的?报告)"),
        "review",
        "congress",
        named=re.compile(
            r"法院(?:的)?工作报告|最高人民法院|最高法(?!人)|"
            r"\bcourt(?:['’]s)? (?:work )?report|Supreme People['’]s Court",
            re.IGNORECASE,
        ),
        organ=re.compile(r"(?:(?:中级|高级)?人民)?法院|中院|高院"),
        says=re.compile(r"代表[^，。\n]{0,16}法院[，,]?\s?(?:向|作)"),
    ),
    ReportKind(
        "procuratorate_report",
        "检察院工作报告",
        "procuratorate work report",
        re.compile(r"检察(?:院|机关)?[^，。；]{0,16}?(?:工作报告|工作要点|工作总结|工作情况的?报告)"),
        "review",
        "congress",
        named=re.compile(
            r"检察院?(?:的)?工作报告|最高人民检察院|最高检|"
            r"\bprocurat\w+ (?:work )?report|Supreme People['’]s Procuratorate",
            re.IGNORECASE,
        ),
        organ=re.compile(r"(?:人民)?检察院"),
        says=re.compile(r"代表[^，。\n]{0,16}检察院[，,]?\s?(?:向|作)"),
    ),
    ReportKind(
        "accounts_report",
        "决算报告",
        "final accounts",
        re.compile(
            r"决算(?![^，。；]{0,20}审计)(?:（?草案）?)?(?:的?(?:报告|说明|公开|情况)|情况|公开说明|[和及与暨][^，。；]{0,30}报告|$)"
        ),
        "year",
        named=re.compile(r"决算(?!数)|final accounts", re.IGNORECASE),
        several=True,
    ),
    ReportKind(
        "budget_report",
        "预算报告",
        "budget report",
        re.compile(
            r"预算(?![^，。；]{0,20}审计)(?:[^，。；]{0,40}?(?:报告|草案|执行情况|调整方案|说明|公开)|$|（?草案）?$)"
        ),
        "titled",
        "congress",
        named=re.compile(
            r"预算(?:的)?报告|预算(?:执行情况|草案)|(?:部门|单位|年度?(?:财政|市级|区级|县级|省级|本级)?)预算(?!收入|[外内])|"
            r"budget report",
            re.IGNORECASE,
        ),
        several=True,
    ),
    ReportKind(
        "plan_report",
        "国民经济和社会发展计划报告",
        "economic and social development plan report",
        re.compile(
            r"(?:(?:国民)?经济(?:和|与|、)?社会发展|国民经济)(?:年度)?计划(?:[^，。；]{0,60}?(?:报告|草案|执行情况|安排)|$)|"
            r"^[^，。；]{0,20}计划执行情况[^，。；]{0,40}报告"
        ),
        "titled",
        "congress",
        named=re.compile(
            r"国民经济(?:和|与)社会发展计划|计划(?:草案|执行情况)?(?:的)?报告|development plan report", re.IGNORECASE
        ),
    ),
    ReportKind(
        "proposal_report",
        "政协提案工作报告",
        "CPPCC proposal work report",
        re.compile(
            r"^(?!.*人民政府).*提案(?:办理)?(?:工作)?的?(?:办理)?(?:情况)?的?(?:情况)?的?(?:报告|通报|汇报)|提案委员会.{0,6}报告"
        ),
        "review",
        "cppcc",
        "政协{place}委员会常务委员会",
    ),
    ReportKind(
        "cppcc_report",
        "政协常委会工作报告",
        "CPPCC standing committee work report",
        re.compile(
            r"(?:政协|政治协商会议|(?<!大会)(?<!检查委员会)常务委员会|(?<!人大)常委会).{0,30}工作(?:报告|综述)|"
            r"政协[^，。；]{0,24}工作(?:亮点|回顾|总结|要点)|政协.{0,30}履职(?:纪实|综述)"
        ),
        "review",
        "cppcc",
        "政协{place}委员会常务委员会",
        says=re.compile(
            r"(?:代表|受)(?:[^，。\n]{0,20}(?:政协|(?<!代表大会)常务委员会|(?<!人大)常委会))[^。]{0,30}报告(?:工作|提案)?"
        ),
    ),
    ReportKind(
        "government_report",
        "政府工作报告",
        "government work report",
        re.compile(r"(?<!法治)(?<!数字)政府(?!建设|信息|网站|采购|债务|投资|立法|质量|系统).{0,6}工作报告"),
        "review",
        "congress",
        "{place}人民政府",
        named=re.compile(r"政府工作报告|government work report", re.IGNORECASE),
        says=re.compile(
            r"(?:代表|受)(?:国务院|[^，。\n]{0,16}政府)[^。\n]{0,12}[，,]?\s*(?:向|(?<!工)作)|"
            r"人民代表大会第.{1,3}次会议上?[）)]?\s*\n"
        ),
    ),
    ReportKind(
        "department_report",
        "部门工作总结、要点",
        "department summary or key points",
        re.compile(
            r"(?:[局厅委部办署院团社]|委员会|办公室|中心|总队|支队|大队|街道|联合会|总工会|妇联|残联|科协)(?:机关|系统)?(?:关于)?[^，。；]{0,16}?"
            r"(?:工作(?:年度)?(?:总结|要点|思路|打算|计划|情况总结|情况汇报)|年度工作报告|年终总结|工作情况和)"
        ),
        "titled",
        named=re.compile(r"[局厅委办]的?[^，。；]{0,8}?工作(?:总结|要点)"),
        several=True,
    ),
    ReportKind(
        "other_report",
        "其他报告",
        "other report",
        re.compile(
            r"(?:报告|规划纲要|发展规划|目标纲要|工作总结|工作要点|情况(?:的)?(?:通报|汇报)|运行情况(?:分析)?"
            r"|年报|年鉴(?:[—–（( -]{0,3}(?:19|20)\d\d[)）]?)?)$|"
            r"(?:19|20)\d\d年度?[^，。；]{0,30}(?:工作|建设|实施|执行|管理)情况$|(?:办案|主要|统计)数据$|(?:保护|发展|环境|质量)状况$"
        ),
        "titled",
        several=True,
    ),
)
BY_KEY: dict[Kind, ReportKind] = {kind.key: kind for kind in KINDS}
# As people look for them: the commonest first, what is none of the others last.
_COMMON = ("cppcc_report", "proposal_report", "government_report")
REPORT_KINDS: tuple[Kind, ...] = (*_COMMON, *(kind.key for kind in KINDS if kind.key not in _COMMON))
OF_CPPCC: tuple[Kind, ...] = tuple(kind for kind in REPORT_KINDS if BY_KEY[kind].meeting == "cppcc")
# Anything else printed in the same file: searchable, never counted as a report of the place.
_FORM_NAMES: dict[str, dict[Form, str]] = {
    "zh": {"whole": "全文", "excerpt": "摘编", "interpretation": "解读"},
    "en": {"whole": "whole", "excerpt": "excerpt", "interpretation": "interpretation"},
}
_UNRELATED_NAMES = {"zh": "其他文章", "en": "other article"}


def kind_names(language: Literal["zh", "en"]) -> dict[Kind, str]:
    """What each kind is called, in the order of REPORT_KINDS, what is no report last."""
    names = {key: BY_KEY[key].zh if language == "zh" else BY_KEY[key].en for key in REPORT_KINDS}
    return {**names, UNRELATED: _UNRELATED_NAMES[language]}


def form_name(form: Form, language: Literal["zh", "en"]) -> str:
    """What is said beside the kind of what is not the report itself: 解读; "" for a whole report."""
    return "" if form == "whole" else _FORM_NAMES[language][form]


def form_names(language: Literal["zh", "en"]) -> dict[Form, str]:
    """What each form is called where one is chosen, the whole report first."""
    return dict(_FORM_NAMES[language])


def is_of_organ(title: str, kinds: Sequence[Kind]) -> bool:
    """Whether a title names the body that gives reports of one of these kinds."""
    organs = [each.organ or each.named for each in KINDS if each.key in kinds]
    return any(organ is not None and organ.search(title) is not None for organ in organs)
