"""What the page says of a language model, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["WordingTexts", "wording_texts_for"]


@dataclass(frozen=True, slots=True)
class WordingTexts:
    """The words of one language. Names in braces are filled in with `str.format`."""

    title: str
    head: str
    on: str
    stays: str
    leaves: str
    waiting: str
    struck: str
    chosen: str
    understood: str
    nothing: str
    failed: str


_CHINESE = WordingTexts(
    title="语言模型的说法",
    head="语言模型 {model} 的说法（问题与引文发往 {host}），每句都与所引原文核对过",
    on="已启用语言模型 {model}：提问后，问题与答案所引的原文会发往 {host}。",
    stays="那是本机。",
    leaves="内容会离开本机。",
    waiting="正在组织语言……",
    struck="已删去 1 句：{reason}",
    chosen="模型认为问的是 [{n}]。",
    understood="换个问法再问：{question}",
    nothing="没有更多可说的。",
    failed="语言模型没有给出结果。",
)
_ENGLISH = WordingTexts(
    title="In a language model's words",
    head="In the words of {model} (question and quotes went to {host}); each sentence was held against its source",
    on="A language model is on, {model}: questions and the quotes of their answers go to {host}.",
    stays="That is this machine.",
    leaves="They leave this machine.",
    waiting="Finding words…",
    struck="1 sentence struck: {reason}",
    chosen="The model takes [{n}] for what is meant.",
    understood="Asked again as: {question}",
    nothing="There is no more to say.",
    failed="The language model gave nothing.",
)


def wording_texts_for(language: str) -> WordingTexts:
    """The words for a language tag; anything that is not Chinese gets English."""
    return _CHINESE if language.lower().startswith("zh") else _ENGLISH
