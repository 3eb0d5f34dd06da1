"""The words of asking beyond question and answer, in both languages: what was understood, history, feedback, stages."""

from __future__ import annotations

from dataclasses import dataclass

from index.types import Kind
from qa.types import ScopePart, Stage

__all__ = ["AskTexts", "ask_texts_for"]


@dataclass(frozen=True, slots=True)
class AskTexts:
    """The words of one language. Names in braces are filled in with `str.format`."""

    kinds: str
    kind_names: dict[Kind, str]
    of_cppcc: str
    all: str
    sidebar: str
    understood: str
    leave_out: str
    put_back: str
    left_out: dict[ScopePart, str]
    whole: str
    as_typed: str
    as_comparison: str
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
    kinds="类型",
    kind_names={
        "cppcc_report": "政协常委会工作报告",
        "proposal_report": "政协提案工作报告",
        "government_report": "政府工作报告",
        "unrelated": "同版其他文章",
    },
    of_cppcc="政协的报告",
    all="全部",
    sidebar="筛选与提问记录",
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
    kinds="Kinds of report",
    kind_names={
        "cppcc_report": "CPPCC standing committee report",
        "proposal_report": "CPPCC proposals report",
        "government_report": "Government work report",
        "unrelated": "Other articles",
    },
    of_cppcc="CPPCC reports",
    all="All",
    sidebar="Filters and your questions",
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
