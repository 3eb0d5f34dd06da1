"""`wenzheng llm`: which language model is on; and the lines of what it worded, as they come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.errors import LlmError, command
from qa.commands.terminal import print_answer
from qa.composing.llm.reasons import struck_lines
from qa.composing.llm.settings import LlmSettings, forget_llm, keep_llm, llm_settings
from qa.types import Answer, Language

__all__ = ["print_worded", "set_up_llm"]

_HEAD = {
    "zh": "语言模型的说法（{model}，问题与引文发往 {host}；每句都与所引原文核对过）：",
    "en": "In the words of a language model ({model}; question and quotes went to {host}; each sentence checked):",
}
_UNDERSTOOD = {"zh": "换个问法再问：{question}", "en": "Asked again as: {question}"}
_CHOSEN = {"zh": "模型认为问的是 [{n}]。", "en": "The model takes [{n}] for what is meant."}
_OFF = {"zh": "没有启用语言模型。", "en": "No language model is on."}


def set_up_llm(home: Path, *, url: str | None, model: str | None, key_from: str | None, off: bool) -> int:
    """Turns the home's model on or off, then says which is on. Returns the exit status. Raises: LlmError."""
    if off and (url or model or key_from):
        raise LlmError("--off stands alone. --off 不能与其他选项同用")
    if off:
        print("off 已关闭" if forget_llm(home) else "It was off. 本来就没有启用")
    elif url or model or key_from:
        file = keep_llm(home, url or "", model or "", key_from=key_from or "")
        print(f"Written to {file}, which holds no key. 已写入，其中不含密钥")
    _say(llm_settings(home), home)
    return 0


def _say(settings: LlmSettings | None, home: Path) -> None:
    if settings is None:
        print("off       no language model is used, and nothing is sent anywhere. 未启用，不发送任何内容")
        print(f"to use    {command('llm --url http://127.0.0.1:11434/v1 --model NAME', home=home)}")
        return
    print(f"on        {settings.model}")
    print(f"host      {settings.host}")
    away = "It stays on this machine. 不离开本机" if settings.is_here else "It leaves this machine. 会离开本机"
    print(f"sent      the question and the quotes of its answer, nothing else. {away}")
    if settings.is_open:
        print("          Not encrypted: use https. 未加密传输，请改用 https")
    print(f"key       {settings.key_from}: {'set 已设' if settings.key else 'not set 未设'}")
    print(f"set in    {settings.origin}")


def print_worded(answer: Answer, steps: Iterator[Answer]) -> Answer:
    """What the model adds to an answer printed above, sentence by sentence. Returns the last of the steps."""
    last, shown, language = answer, 0, answer.language
    for last in steps:
        worded = last.worded
        if worded is None:
            continue
        if last.understood_as and last.status != answer.status and not shown:
            print("\n" + _UNDERSTOOD[language].format(question=last.understood_as))
            print_answer(last)
            answer = last
        for sentence in worded.sentences[shown:]:
            if not shown:
                print("\n" + _HEAD[language].format(model=worded.model, host=worded.host))
            shown += 1
            if not sentence.struck:
                print(f"    {sentence.text}", flush=True)
    if last.worded is None:
        print("\n" + _OFF[language])
    else:
        _print_end(last, language)
    return last


def _print_end(answer: Answer, language: Language) -> None:
    if answer.worded is None:
        return
    if answer.worded.chosen is not None:
        print("    " + _CHOSEN[language].format(n=answer.worded.chosen))
    for line in struck_lines(answer.worded, language):
        print(f"    {line}")
    if answer.worded.failed:
        print(f"    {answer.worded.failed}")
