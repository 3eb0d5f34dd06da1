"""Every word of the page, in both languages.

A language is one value of `Texts`, so a word that exists in one language only cannot be written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from qa import Kind, Language, PeriodKind, Place, Status, kind_names

__all__ = ["Texts", "shown_kinds", "texts_for"]


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one language. Names in braces are filled in with `str.format`."""

    language: Language
    tabs: dict[str, str]
    tagline: str
    question: str
    placeholder: str
    ask: str
    examples: str
    example_questions: tuple[str, ...]
    welcome: str
    places: str
    years: str
    kinds: str
    kind_names: dict[Kind, str]
    all: str
    sidebar: str
    language_label: str
    corpus: str
    reports: str
    other_articles: str
    sections: str
    chunks: str
    built: str
    model: str
    report_list: str
    more_reports: str
    answer: str
    status: dict[Status | Literal["filtered"], str]
    status_note: dict[Status | Literal["filtered"], str]
    readings: str
    literal: str
    copy: str
    copied: str
    copy_link: str
    copy_citation: str
    download: str
    evidence: str
    related: str
    searched: str
    inferred: str
    given: str
    everywhere: str
    any_year: str
    period: dict[PeriodKind, str]
    lexical: str
    dense: str
    rank: str
    not_ranked: str
    open_source: str
    citation: str
    outline: str
    close: str
    previous: str
    next: str
    cited_here: str
    on_web: str
    fetched: str
    original: str
    original_page: str
    original_pages: str
    open_original_page: str
    previous_page: str
    next_page: str
    enlarge: str
    download_original: str
    download_short: str
    original_waiting: str
    original_marked: str
    original_unmarked: str
    file_notes: str
    delivered: str
    covers: str
    plans: str
    no_date: str
    span_changed: str
    span_outside: str
    report_gone: str
    empty_question: str
    long_question: str
    no_index: str
    no_index_help: str
    failed: str
    failed_help: str
    unreachable: str
    took: str
    separator: str

    def place(self, place: Place) -> str:
        """A place as this language's readers know it: "郑州市", "Zhengzhou 郑州市"."""
        return place.name if self.language == "zh" else f"{place.pinyin.capitalize()} {place.name}"

    def join(self, words: list[str]) -> str:
        """The words as a list of this language: "新乡市、郑州市" or "A, B"."""
        return self.separator.join(words)


def shown_kinds(language: Language) -> dict[Kind, str]:
    """The kinds of report as a list shows them: "Government work report"."""
    return {kind: name[0].upper() + name[1:] for kind, name in kind_names(language).items()}


_CHINESE = Texts(
    language="zh",
    tabs={"ask": "问答", "compare": "对比", "library": "资料库", "interface": "接口"},
    tagline="工作报告问答 · 每个数字都能回到原文",
    question="问题",
    placeholder="问一个报告里写了的问题，回车提问",
    ask="提问",
    examples="试试这些",
    example_questions=(
        "新乡2023年立案多少件提案?",
        "上街区2017年有多少件提案?",
        "哪个市立案的提案最多?",
        "洛阳政协提了多少件提案?",
    ),
    welcome="答案只取自已收录的报告，引文逐字照原文；报告没写的，会直说没有。",
    places="地区",
    years="年份",
    kinds="类型",
    kind_names=shown_kinds("zh"),
    all="全部",
    sidebar="筛选与提问记录",
    language_label="语言 Language",
    corpus="语料",
    reports="报告",
    other_articles="其他文章",
    sections="章节",
    chunks="段落",
    built="建于",
    model="模型",
    report_list="收录的报告",
    more_reports="另有 {n} 篇",
    answer="答案",
    status={
        "answered": "引文与原文一致",
        "ambiguous": "有歧义",
        "not_indexed": "语料中没有",
        "not_stated": "报告没有写",
        "filtered": "被筛选排除",
    },
    status_note={
        "answered": "引文逐字取自原文；所引的是不是所问的，请看引文判断",
        "ambiguous": "报告给出了几种说法，问题没有指明是哪一种",
        "not_indexed": "没有收录所问地区、单位或时期的报告",
        "not_stated": "范围内的报告没有提到",
        "filtered": "所选的筛选条件排除了问题所问的",
    },
    readings="可能的几种说法",
    literal="最贴近字面",
    copy="复制答案",
    copied="已复制",
    copy_link="复制链接",
    copy_citation="复制引文（GB/T 7714）",
    download="下载 {form} 引文",
    evidence="原文依据",
    related="相关段落（不是依据）",
    searched="查找范围：{total} 份报告中的 {searched} 份",
    inferred="从问题识别",
    given="按所选条件",
    everywhere="所有地区",
    any_year="最近一次报告",
    period={"covers": "回顾", "plans": "计划", "delivered": "作报告于"},
    lexical="关键词第 {rank}",
    dense="语义第 {rank}",
    rank="第 {rank} 条",
    not_ranked="按范围列出",
    open_source="查看原文",
    citation="引文 {n}",
    outline="目录",
    close="关闭",
    previous="上一处",
    next="下一处",
    cited_here="引用处",
    on_web="网上原文",
    fetched="{day} 取得",
    original="原件",
    original_page="第{page}页",
    original_pages="第 {page} / {pages} 页",
    open_original_page="看原件第{page}页",
    previous_page="上一页",
    next_page="下一页",
    enlarge="放大",
    download_original="下载原件",
    download_short="下载",
    original_waiting="正在取这一页……",
    original_marked="框出的是引用处。",
    original_unmarked="引用处在这一页，但在页面上标不出具体位置。",
    file_notes="读取说明",
    delivered="作报告",
    covers="回顾",
    plans="计划",
    no_date="日期未载",
    span_changed="这条链接生成之后，此处的文字已经改变，请核对。",
    span_outside="链接所指的位置不在这份报告之内。",
    report_gone="链接所指的报告已不在语料中，可能已更新或移除。请重新提问。",
    empty_question="请先输入问题。",
    long_question="问题太长（{length} 个字符）。请缩短到 {limit} 个字符以内。",
    no_index="还没有索引",
    no_index_help="请在终端运行 {command} 建立索引，然后重新提问；不必重启本页。",
    failed="没能完成",
    failed_help="这是程序出错，不是报告里没有。请重试；若仍然如此，请查看终端里的记录。",
    unreachable="连接不上服务程序，它可能已经停止。请重新启动后刷新本页。（按 Esc 关闭）",
    took="{ms}\u00a0毫秒",
    separator="、",
)

_ENGLISH = Texts(
    language="en",
    tabs={"ask": "Ask", "compare": "Compare", "library": "Library", "interface": "Interfaces"},
    tagline="Questions over work reports · every figure leads back to its source",
    question="Question",
    placeholder="Ask something the reports state, then press Enter",
    ask="Ask",
    examples="Try one of these",
    example_questions=(
        "How many proposals did Zhengzhou file in 2023?",
        "How many proposals did Shangjie have in 2017?",
        "Which city filed the most proposals?",
        "How many proposals did Luoyang file?",
    ),
    welcome="Answers come from the indexed reports alone and quote them word for word. What they do not say is not "
    "made up.",
    places="Places",
    years="Years",
    kinds="Kinds of report",
    kind_names=shown_kinds("en"),
    all="All",
    sidebar="Filters and your questions",
    language_label="语言 Language",
    corpus="Corpus",
    reports="Reports",
    other_articles="Other articles",
    sections="Sections",
    chunks="Passages",
    built="Built",
    model="Model",
    report_list="Reports indexed",
    more_reports="and {n} more",
    answer="Answer",
    status={
        "answered": "Quote matches the source",
        "ambiguous": "Several readings",
        "not_indexed": "Not in the corpus",
        "not_stated": "Not stated",
        "filtered": "Left out by the filter",
    },
    status_note={
        "answered": "The quote stands in the source word for word; whether it is what you asked, the quote shows",
        "ambiguous": "The reports state several, and the question does not choose",
        "not_indexed": "No report of the place, body or period asked about is indexed",
        "not_stated": "The reports searched do not say it",
        "filtered": "The filters chosen leave out what the question asks about",
    },
    readings="What it may mean",
    literal="most literal",
    copy="Copy answer",
    copied="Copied",
    copy_link="Copy link",
    copy_citation="Copy citation (GB/T 7714)",
    download="Download the citation as {form}",
    evidence="Evidence",
    related="Related passages (not evidence)",
    searched="Searched {searched} of {total} reports",
    inferred="understood from the question",
    given="as selected",
    everywhere="all places",
    any_year="newest report",
    period={"covers": "reviewing", "plans": "planning", "delivered": "delivered in"},
    lexical="keywords #{rank}",
    dense="meaning #{rank}",
    rank="No. {rank}",
    not_ranked="listed by scope",
    open_source="Open source",
    citation="Citation {n}",
    outline="Outline",
    close="Close",
    previous="Previous",
    next="Next",
    cited_here="Cited here",
    on_web="On the web",
    fetched="fetched {day}",
    original="Original",
    original_page="p. {page}",
    original_pages="page {page} of {pages}",
    open_original_page="See page {page} of the original",
    previous_page="Previous page",
    next_page="Next page",
    enlarge="Enlarge",
    download_original="Download original",
    download_short="Download",
    original_waiting="Fetching the page…",
    original_marked="The frame shows the cited place.",
    original_unmarked="The cited place is on this page, but where exactly cannot be shown.",
    file_notes="Notes on reading",
    delivered="delivered",
    covers="reviews",
    plans="plans",
    no_date="date not printed",
    span_changed="The text here has changed since this link was made; please check it.",
    span_outside="The place this link points to lies outside this report.",
    report_gone="The report this link points to is no longer in the corpus; it may have been updated or removed. "
    "Please ask again.",
    empty_question="Please type a question first.",
    long_question="The question is too long ({length} characters). Please keep it within {limit}.",
    no_index="There is no index yet",
    no_index_help="Run {command} in a terminal to build one, then ask again; this page need not be restarted.",
    failed="That did not work",
    failed_help="The program failed; this does not mean that the reports lack it. Please try again, and if it persists "
    "look at the terminal.",
    unreachable="The server cannot be reached; it may have stopped. Start it again and reload this page. (Esc closes.)",
    took="{ms}\u00a0ms",
    separator=", ",
)


def texts_for(language: str) -> Texts:
    """The words for a language tag such as "zh-CN" or "en"; anything that is not Chinese gets English."""
    return _CHINESE if language.lower().startswith("zh") else _ENGLISH
