"""What is said of a struck sentence, and of a model that gave nothing of use."""

from __future__ import annotations

from collections.abc import Sequence

from index.errors import LlmError, LlmProblem
from qa.checking.struck import Struck, StruckFor
from qa.types import Language, Worded

__all__ = ["failure", "reason", "struck_lines"]

_LONGEST = 24

_STRUCK: dict[StruckFor, tuple[str, str]] = {
    "uncited": ("没有注明出处", "it cites nothing"),
    "citation": ("注的出处不存在", "it cites what is not there"),
    "characters": ("有不该出现的字符或链接", "it has characters or links that do not belong there"),
    "quote": ("引号或书名号里的文字与所引原文不符", "its quotation does not stand in the source cited"),
    "figure": ("数字 {what} 不在所引原文中", "the figure {what} is not in the source cited"),
    "unit": ("{what} 的单位与所引原文不符", "the unit of {what} is not that of the source cited"),
    "stage": ("{what} 在所引原文中说的不是这一环节", "the source says {what} of another stage"),
    "negation": ("肯定与否定同所引原文相反", "it denies what the source says, or says what it denies"),
    "direction": ("增减或方向与所引原文不符", "the source has it the other way"),
    "year": ("时间 {what} 与所引原文不符", "{what} is not the time of the source cited"),
    "place": ("{what} 不是所引原文说的地方", "{what} is not of the place of the source cited"),
    "misplaced": ("{what} 在所引原文中说的是另一件事", "the source says {what} of something else"),
    "name": ("有所引原文没有的名称或词语", "it has a name or word that the source does not have"),
    "scope": ("{what} 不是所引原文说的范围或单位", "{what} is not whom the source speaks of"),
    "words": ("说的不是所引原文的内容", "the source cited does not say this"),
    "addressed": ("不是在陈述报告内容", "it does not state what a report says"),
}
_FAILED: dict[LlmProblem, tuple[str, str]] = {
    "setup": ("语言模型的设置有误", "the language model is not set up rightly"),
    "missing": (
        "没有安装 openai 软件包（./run setup --llm）",
        "the openai package is not installed (./run setup --llm)",
    ),
    "unreachable": ("连接不上语言模型", "the language model cannot be reached"),
    "slow": ("语言模型太慢，没有等到", "the language model took too long"),
    "refused": ("语言模型服务拒绝了请求", "the language model's server refused"),
    "nonsense": ("语言模型的回答不成样子", "the language model answered nonsense"),
    "long": ("语言模型写得太长，后面没有要", "the language model wrote too much; the rest was left"),
    "cut": ("语言模型的回答断在半途", "the language model stopped half way"),
}


def reason(struck: Struck, language: Language) -> str:
    """Why a sentence was struck: 数字 419 不在所引原文中."""
    what = struck.what if len(struck.what) <= _LONGEST else struck.what[:_LONGEST] + "…"
    return _STRUCK[struck.why][language == "en"].format(what=what)


def failure(error: LlmError, language: Language) -> str:
    """Why a model gave nothing, or no more."""
    return _FAILED[error.problem][language == "en"]


def struck_lines(worded: Worded, language: Language) -> Sequence[str]:
    """One line for each reason: 已删去 1 句：数字 419 不在所引原文中."""
    counts: dict[str, int] = {}
    for sentence in worded.sentences:
        if sentence.struck:
            counts[sentence.reason] = counts.get(sentence.reason, 0) + 1
    if language == "en":
        return [f"{n} sentence{'s' * (n > 1)} struck: {why}" for why, n in counts.items()]
    return [f"已删去 {n} 句：{why}" for why, n in counts.items()]
