"""The words of asking beyond question and answer, in both languages: what was understood, history, feedback, stages."""

from __future__ import annotations

from dataclasses import dataclass

from qa import AnswerForm, ScopePart, Stage

__all__ = ["AskTexts", "ask_texts_for"]


@dataclass(frozen=True, slots=True)
class AskTexts:
    """The words of one language. Names in braces are filled in with `str.format`."""

    of_cppcc: str
    understood: str
    leave_out: str
    put_back: str
    left_out: dict[ScopePart, str]
    whole: str
    as_typed: str
    as_comparison: str
    leaves_out: str
    lift: dict[ScopePart, str]
    within: str
    not_held: str
    instead: str
    namesakes: str
    several_places: str
    several_figures: str
    row_columns: tuple[str, ...]
    parts: str
    forms: dict[AnswerForm, str]
    rows_differ: str
    rows_unstated: str
    and_more: str
    history: str
    no_history: str
    clear: str
    useful: str
    right: str
    wrong: str
    note: str
    send: str
    thanks: str
    counted_before: str
    not_written: str
    stages: dict[Stage, str]
    working: str
    stop: str
    stopping: str
    stopped: str
    stopped_help: str


_CHINESE = AskTexts(
    of_cppcc="政协的报告",
    understood="识别为：",
    leave_out="不按“{words}”限定，再问一次",
    put_back="恢复“{words}”的限定，再问一次",
    left_out={
        "place": "已不限地区，答案可能出自别的地方。",
        "year": "已不限年份，取各地最近一次报告。",
        "kind": "已不限报告类型。",
    },
    whole="理解为：",
    as_typed="按原话提问",
    as_comparison="在对比中打开",
    leaves_out="筛选（{filtered}）排除了问题所问的（{asked}），所以没有回答。",
    lift={
        "place": "去掉地区筛选，再问一次",
        "year": "去掉年份筛选，再问一次",
        "kind": "去掉类型筛选，再问一次",
    },
    within="只在{filtered}范围内问",
    not_held="没有收录：{names}",
    instead="语料中没有{asked}自己的报告，以下出自{cited}的报告。",
    namesakes="同名的还有{places}，以上不涉及。",
    several_places="不止一地的报告写到，问题没有说明指哪一地：",
    several_figures="报告中有几种口径，问题没有说明指哪一种：",
    row_columns=("地区", "时期", "报告写的", "统计的是"),
    parts="逐项回答",
    forms={
        "plain": "",
        "summary": "按报告的标题摘录",
        "list": "逐条摘录",
        "how": "摘录做法与原因",
        "definition": "报告中的说明",
        "yes_no": "与报告核对",
        "calculation": "由报告的数字算出",
        "trend": "逐年",
        "mention": "提到的各处",
        "role": "报告中的职务",
        "conversation": "",
    },
    rows_differ="注意：口径不同，不宜直接比较。",
    rows_unstated="未提及：{places}。",
    and_more="等{n}地",
    history="提问记录",
    no_history="问过的问题会列在这里，只存在这个浏览器里。",
    clear="清空记录",
    useful="这个回答对吗？",
    right="对",
    wrong="不对",
    note="哪里不对？（可不填）",
    send="提交",
    thanks="已记下，谢谢。",
    counted_before="这个回答已经评过，或者已经过期；重新提问后可以再评。",
    not_written="没能记下：反馈文件已满或无法写入，请看服务程序的记录。",
    stages={"parse": "解析", "search": "检索", "check": "核对"},
    working="正在回答",
    stop="停止",
    stopping="正在停止…",
    stopped="已停止",
    stopped_help="这个问题没有回答完。再按一次“提问”可以重新回答。",
)

_ENGLISH = AskTexts(
    of_cppcc="CPPCC reports",
    understood="Understood as:",
    leave_out="Ask again without limiting it to “{words}”",
    put_back="Ask again limited to “{words}”",
    left_out={
        "place": "Not limited to a place: the answer may be from elsewhere.",
        "year": "Not limited to a year: the newest report of each place is used.",
        "kind": "Not limited to a kind of report.",
    },
    whole="Taken to mean: ",
    as_typed="Ask as typed",
    as_comparison="Open as comparison",
    leaves_out="The filter ({filtered}) leaves out what is asked about ({asked}), so nothing was answered.",
    lift={
        "place": "Ask again without the place filter",
        "year": "Ask again without the year filter",
        "kind": "Ask again without the kind filter",
    },
    within="Ask within {filtered} only",
    not_held="Not indexed: {names}",
    instead="No report of {asked} itself is indexed; this is from the report of {cited}.",
    namesakes="Other places of that name, of which this says nothing: {places}.",
    several_places="The reports of several places state it; the question does not say which is meant:",
    several_figures="The reports give several figures; the question does not say which is meant:",
    row_columns=("Place", "Period", "As reported", "What is counted"),
    parts="Answers, one by one",
    forms={
        "plain": "",
        "summary": "excerpts by the report's headings",
        "list": "excerpts, item by item",
        "how": "excerpts on how and why",
        "definition": "as the report explains it",
        "yes_no": "checked against the report",
        "calculation": "reckoned from the reports' figures",
        "trend": "year by year",
        "mention": "every mention",
        "role": "offices as reported",
        "conversation": "",
    },
    rows_differ="Note: the figures do not count the same thing.",
    rows_unstated="Not stated: {places}.",
    and_more=" and others, {n} in all",
    history="Your questions",
    no_history="What you ask is listed here. It is kept in this browser only.",
    clear="Clear the list",
    useful="Is this right?",
    right="Right",
    wrong="Wrong",
    note="What is wrong? (optional)",
    send="Send",
    thanks="Noted, thank you.",
    counted_before="This answer was judged before, or is too old. Ask again to judge it.",
    not_written="Not noted: the file is full or cannot be written; the server's log says more.",
    stages={"parse": "Reading", "search": "Searching", "check": "Checking"},
    working="Answering",
    stop="Stop",
    stopping="Stopping…",
    stopped="Stopped",
    stopped_help="The question was not answered to the end. Press Ask to try again.",
)


def ask_texts_for(language: str) -> AskTexts:
    """The words for a language tag such as "zh-CN" or "en"; anything that is not Chinese gets English."""
    return _CHINESE if language.lower().startswith("zh") else _ENGLISH
