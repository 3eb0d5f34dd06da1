"""Where a long question asks: the sentences behind the background that people give first."""

from __future__ import annotations

import re

from index.language.units import UNIT_PATTERN

__all__ = ["asked_part", "left_out_part"]

_SENTENCE = re.compile(r"(?:[^。！!？?；;\n.]|\.(?!\s))*(?:[。！!？?；;\n]|\.(?=\s))*")
_ASKS = re.compile(
    rf"多少|几[个件次条篇项家人名位成月年]|(?<![那这十百千好])几(?:{UNIT_PATTERN}|[回趟样拨遍里码点番版])(?=[呢啊了呀]?(?:[，,。！!？?；;]|$))|"
    r"百分之几|几[成倍]|多[大高长久远快]|(?:什么|啥)(?!都[不没])|咋|哪|谁|怎[么样]|如何|为何|为什么|是否|有没有|有无|吗|呢|是不是|对不对|"
    r"([要能会该需可])不\1|"
    r"[？?]|\b(?:what|how|which|who|whom|whose|when|where|why|did|does|is|are|was|were|has|have)\b",
    re.IGNORECASE,
)
# Asks without an interrogative: 2024年的工作思路，概括一下.
_TELLS = re.compile("(?:概括|归纳|总结|梳理|介绍|概述|简述)一?下|[说讲谈列理捋](?:一?[说讲谈列理捋]|一下)|列出|列举")
# What turns from the background to the question within a sentence: 我在写材料，请问焦作…
_TURNS = re.compile(
    r"(?:^|(?<=[,，:：。！!？?\s]))\s{0,9}(?:(?:您?你?好|老师|大家好)[,，!！\s]{0,9})?(?:所以|因此|现在|就|那么?)?我?"
    r"(?:听说|据说|请问(?:一?下|大家)?|想?(?:请)?问(?:问|一?下)|想(?:请)?问|请教(?:一?下)?|劳驾|告诉我|我的问题是|问题是|问题[:：]|"
    r"麻烦(?:问|查|(?:帮我?)?(?:查|看|找){1,2})?(?:一?下)?|"
    r"(?:请|能不能|可以)?(?:帮我?|给我|替我)(?:查|找|看|说|讲){1,2}(?:一?下|一[查看])?|"
    r"(?:查|看|说|讲|问|了解|介绍|统计)一?下|(?:很?想|需?要|求)(?:要)?(?:知道|了解|查|看)(?:一?下|到)?|"
    r"please tell me|could you (?:please )?tell me|my question is|I(?:'d| would) like to know)[,，:：\s]*",
    re.IGNORECASE,
)
_LEAST_QUESTION = 4
_MARKED = re.compile("[？?]")
# A clause in which the asker speaks of himself: 我是县里办公室的工作人员; 我同事说 leads to what is asked.
# No figure of a report is asked for in it.
_OF_THE_ASKER = re.compile(
    r"^[\s,，]*(?:您好|你好|大家好|老师好|打扰了?|急|在线等|谢谢|感谢|背景|说明|备注|情况是|"
    r"(?:我们?(?!省|市|区|县|州|国)|咱们?|本人|俺)(?![^,，]{0,8}[说讲])[^,，]*)[\s,，:：]+"
)
_STATES_WHERE_OR_WHEN = re.compile(r"(?:19|20)\d\d|\d年|[省市区县州]政协|报告")


# A clause that leaves something out before or after the question: 不要新乡的，…; …，不含区县.
_LEFT_OUT = re.compile(
    r"^[\s,，]*(?:请)?(?:不要|别给我?|别说|别要|别看|不看|不说|不算|不是|不含|不包括|排除|去掉|剔除|撇开|抛开|除了?|除去)"
    r"[^,，。？?]{1,40}[,，]"
)
_ONLY = re.compile(
    r"^[\s,，]*(?:还有|而)?(?:我)?(?:只看|仅看|只要|只说|只想?知道|仅限|限于|光看|单看|我?要(?!把|在|求|闻|不要)|是(?!不是|否))(?=[^\s])"
)


def left_out_part(text: str) -> int:
    """Where the question itself begins: behind a clause that leaves places or years out, behind 只看, 仅限, 只要."""
    clause = _LEFT_OUT.match(text)
    start = clause.end() if clause and text[clause.end() :].strip() else 0
    only = _ONLY.match(text[start:])
    return start + (only.end() if only else 0)


def asked_part(text: str) -> tuple[int, int]:
    """The span of the text that asks; the whole text where nothing in it tells background and question apart.

    From the first sentence that asks to the last one; within it, after the words that turn to the question (请问), and
    without clauses in which the asker speaks of himself.
    """
    sentences = [match.span() for match in _SENTENCE.finditer(text) if match[0].strip()]
    asking = [span for span in sentences if _ASKS.search(text[slice(*span)])]
    asking = asking or [span for span in sentences if _TELLS.search(text[slice(*span)])][-1:]
    start, end = (asking[0][0], asking[-1][1]) if asking else (0, len(text))
    turns = [match for match in _TURNS.finditer(text, start, end) if end - match.end() >= _LEAST_QUESTION]
    if turns and not _MARKED.search(text, start, turns[0].start()):  # 抗疫是怎么抓的？听说突出了几个字 asks both
        start = turns[0].end()
    while clause := _OF_THE_ASKER.match(text[start:end]):
        rest = text[start + clause.end() : end]
        if _STATES_WHERE_OR_WHEN.search(clause[0]) or not _ASKS.search(rest) or len(rest) < 4:
            break
        start += clause.end()
    return start, end
