"""A question taken apart into what it asks, each a question of its own.

What marks a thing asked is an interrogative: 办了几期读书班，写了多少篇心得 asks two. What has none is place, time or
premise, and is carried on: 郑州市政协主题教育期间 + 写了多少篇心得.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.language.stages import stage_in
from qa.understanding.asked_part import AskedPart
from qa.understanding.clause import ASKING
from qa.understanding.coordinated import each_of, find_distributive
from qa.understanding.ellipsis import (
    acts_on_nothing,
    compared_again,
    is_year_beside,
    noun_counted,
    of_each_year,
    with_noun,
    without_idle,
    without_passed,
)
from qa.understanding.frame import OF_PERIOD
from qa.understanding.heads import Cut, has_topic, scope_words, topic_words
from qa.understanding.interrogatives import Interrogative, find_interrogative, masked
from qa.understanding.joined import each_measured
from qa.understanding.joints import joined_clauses, with_commas
from qa.understanding.parts_english import english_parts
from qa.understanding.reckoning import sum_among
from qa.understanding.shares import formal_verb, of_those
from qa.understanding.stage_series import in_formal_stages
from qa.understanding.where_when import Read, of_the_same_place, replace_scope
from qa.understanding.whether import claimed_figures, confirms, read_whether, without_hearsay

__all__ = ["AskedPart", "Follow", "take_apart"]

Follow = Callable[[str, str], str | None]


_SENTENCE_END = "?？!！。；;\n"
_BORDER = re.compile(r"[?？!！。；;\n]+|[,，](?![0-9]{3}(?![0-9]))")
# 不是出过事吗，后来怎么应对的: asks nothing, it says what is meant.
_PREMISE = re.compile("(?<!是)不是[^，,?？]{2,24}[吗嘛么]$")
# Asks for an answer, not whether something is so.
_REQUESTS = re.compile(r"\s*(?:可以|好|行)[吗么]\s*")
_WRITTEN_WHERE = re.compile(
    r"[，,?？。；; ]{1,4}(?P<report>[^，,?？。；;]{0,16}?(?:报告|公报|文件|材料)[里中上]?[面头]?)"
    r"(?:是|都|又|到底|究竟)?(?:怎么|如何)(?:写|说|讲|提|表述|介绍|交代|记载)[到过]?的?[呢啊]?[?？。 ]*$"
)
# 当年: the year said before.
_THAT_YEAR = re.compile("^(?:当年|同年|该年|这一年|那一年|那年)(?!度)的?")
_THEN = re.compile("^(?:当时|那时候?|其间|那(?:段|个)时[间期])")
# 是1.36万亿: of what was asked before.
_CLAIMS_ONLY = re.compile(
    "^(?:应该|大[约概]|约|就|已经?)*(?:是|为|有|达到?|超过了?|突破了?|不到|不足)?[0-9](?![0-9]{3}年)"
)
# 调整后是个什么数: asks again for the figure asked before.
_SAYS_AGAIN = re.compile("^[^，,]{0,8}[是为]个?(?:什么数|哪个数|多少数)$")
_THANKS = re.compile(r"\s*(?:谢谢|多谢|感谢|麻烦|辛苦|拜托)[㐀-鿿]{0,4}\s*")
_ELLIPTIC = re.compile(r".{1,16}呢\s*")
_LEAD = re.compile(
    f"^[\\s,，]*(?:(?:{ASKING}|那么|那(?![个些时里儿位次一年边样天种])|另外|此外|还有|以及|同时|并且|而且|然后|其次|又|并|再|还|且|也)[,，\\s]*)+"
)
_AMONG = re.compile("^(?:这?其中|这里面|里面)[的,，有]*")
# 其中立案的占几成: of what was counted before.
_SHARE_OF_IT = re.compile(
    "(?:其中|里面|里头|当中|这里面|这些里)?(?P<of>[^，,占？?]{1,12}?)的?占(?:了|到|比)?(?:几成|百分之[几多]少?|多大的?(?:比例|比重)|比例(?:是|有)?多[少大])"
)
_PRONOUN = re.compile("(?<!其)它们?的?|(?:他们|她们)的?|该[省市区县州旗](?:政协)?的?|[这那](?:些|几)")
_BARE = re.compile(r"^(?:的|[有是为]|各|又|都)?(?:多少|几)(?:[㐀-鿿]{1,2})?$")
# What is done with a thing that is named before it.
_OBJECT_FIRST = re.compile("^(?:又|还|都|其中|有)*(?:被|往|向|给|由|让|为|获|得到)")
# A goal or a rate is of something: of what was asked before.
_OF_ANOTHER = re.compile(
    "(?>(?:目标|指标|预期|计划|任务|增速|增幅|降幅|增长率|涨幅|占比|比重|比例|总量|总数|规模|数字)[的值数]?|又|则|了|分别|各|定在?|设在?|是|为|有|要|将|到|达到?|"
    "要求|初步|[的，,\\s])++"
)
_PLAN_PERIOD = re.compile('[“"]?[一二三四五六七八九十]{1,2}五[”"]?(?:规划)?(?:时期|期间)?的?')
_BARE_MEASURE = re.compile("(?:多少|几)[㐀-鿿]?")
_LONGEST_OBJECT = 16
# 形成了什么材料: the report has a word of its own for it.
_HOLLOW_NOUN = re.compile("(?<=什么)(?:材料|东西|成果|文件|文字|结果|名堂)$")
# 农村公路2024年完成了多少: how much of it there is.
_DONE_WITH = re.compile("(?:完成|实现|做|干|搞|建|办|落实)[了成到]{0,2}(?:多少|几何)[?？]?$")
# 全市进出口总额, behind 衡阳南岳机场2019年: of the place, not of the airport.
_OF_WHOLE = re.compile("全[市省区县州旗](?!国)")
# 跟全国其他自治州比又排第几: what is ranked was said before.
_RANKS = re.compile(
    "(?:[在跟和与同比][^，,]{1,14}?(?:相?比|里|中|内|当中)?)?(?:又|也|能|还|大概|大约){0,2}(?:排名?在?|位列|位居|名列|居)?"
)
_RANKED_IN = re.compile("在[^，,的在]{1,10}$")
# 有几个“零”，具体是哪几个: each of what was counted.
_WHICH_OF_THEM = re.compile(
    "(?:具体|分别|都|各|又|到底|究竟){0,2}(?:是|有|指|叫){0,2}(?:哪[几些][个项条种类件场次]?|什么|啥)"
)
_NO_OBJECT = re.compile("^[没未不被是由]|[的了过]$|^$")


def take_apart(text: str, *, read: Read, cut: Cut, follow: Follow) -> tuple[AskedPart, ...]:
    """What the question asks, in its order; empty where it is one thing. cut: a Chinese text's words. follow: a
    question that leans on the one before it, made whole.
    """
    first = read(text)
    if first.language == "en":
        return english_parts(first, read)
    clauses = _clauses(_with_its_report(first.text, read))
    if not clauses or not _scope_comes_first(clauses, read):
        return ()
    of_years = of_each_year(clauses, read)
    if of_years != clauses:
        return tuple(AskedPart(_label(said), asked) for said, asked in zip(clauses, of_years, strict=True))
    parts: list[AskedPart] = []
    before = ""
    things: list[AskedPart] = []
    for clause in clauses:
        if things and (again := _asked_of_each(clause, things, read, cut, follow)):
            parts.extend(again)
            continue
        own = AskedPart(_label(clause), clause) if not before else _completed(clause, before, read, cut, follow)
        if not own.otherwise and _HOLLOW_NOUN.search(own.question):
            own = replace(own, otherwise=_HOLLOW_NOUN.sub("", own.question))
        before = before if own.lacks_object or is_year_beside(own.label) else own.question
        several = each_of(own.question, read=read, cut=cut)
        several = several or (each_measured(own.question, read=read, cut=cut) if len(clauses) > 1 else [])
        things = [
            AskedPart(thing, question, _DONE_WITH.sub("有多少", question), leans=own.leans)
            for thing, question in several
        ]
        parts.extend(things or [own])
    return tuple(in_formal_stages(parts, cut)) if len(parts) > 1 else ()


def _with_its_report(text: str, read: Read) -> str:
    """塌了多少房子？西藏的报告里怎么写的 → 西藏塌了多少房子: the end says only where to look."""
    where = _WRITTEN_WHERE.search(text)
    if where is None or where.start() == 0:
        return text
    before, report = text[: where.start()], read(where["report"])
    if not report.place or read(before).place:
        return before
    year = "" if read(before).year else report.year_words("zh")
    return f"{report.place_words('zh')}{year}{before}"


def _asked_of_each(clause: str, things: Sequence[AskedPart], read: Read, cut: Cut, follow: Follow) -> list[AskedPart]:
    """What a clause asks of each of the things before it: A、B 2024年各完成多少，2025年计划又各是多少; [] where it
    names what it asks of.
    """
    span = find_distributive(clause)
    bare = _LEAD.sub("", clause[: span[0]] + clause[span[1] :] if span else clause)
    asked, said = find_interrogative(bare), read(bare)
    if said.place:
        return []
    if _ELLIPTIC.fullmatch(bare) and asked is None:
        if said.year is None or not _OF_ANOTHER.fullmatch(said.rest.rstrip("呢 ") or "的"):
            return []
    elif asked is None or not _OF_ANOTHER.fullmatch(read(bare[: asked.start]).rest or "的"):
        return []
    asked_of = ((thing, _completed(bare, thing.question, read, cut, follow)) for thing in things)
    return [replace(own, label=f"{thing.label}，{own.label}") for thing, own in asked_of]


def _label(clause: str) -> str:
    """What asks, without what joins it to the clause before: 还得了什么荣誉 → 得了什么荣誉."""
    return _LEAD.sub("", clause).strip(" ,，、?？。")


def _scope_comes_first(clauses: Sequence[str], read: Read) -> bool:
    """Whether no later clause says first where it is: 居民的心声怎么送到上头?中原区… asks one thing after an opening.

    拜祖大典2023年那届规模多大?…郑州市有什么打算 asks two: when it was is said in the first.
    """
    said = [read(clause) for clause in clauses]
    return said[0].place is not None or bool(said[0].years) or all(each.place is None for each in said)


def _clauses(text: str) -> list[str]:
    """The stretches that ask one thing each, with what is said before them; what follows the last is of the last."""
    text = with_commas(text)
    found: list[str] = []
    begin = 0
    hidden = masked(text)
    start = 0
    for border in [*_BORDER.finditer(hidden), None]:
        end = border.start() if border else len(text)
        piece = text[start:end]
        if _THANKS.fullmatch(piece) and not text[begin:start].strip(_SENTENCE_END + " ，,"):
            begin = start = border.end() if border else end
            continue
        is_tag = confirms(piece) or _REQUESTS.fullmatch(piece) is not None
        at_end = border is None or border[0][0] in _SENTENCE_END
        elliptic = found and _ELLIPTIC.fullmatch(piece) is not None
        if found and not elliptic and _SAYS_AGAIN.search(piece) and not piece.rstrip().endswith("呢"):
            is_tag = True
        said = text[begin:start].strip(_SENTENCE_END + " ，,")
        if said and is_tag and confirms(piece) and not find_interrogative(said):
            found.append(text[begin:end])
            begin = end
        elif not at_end and _PREMISE.search(piece):
            pass
        elif not is_tag and (elliptic or find_interrogative(piece, is_last=at_end)):
            found.extend(joined_clauses(text[begin:start], piece))
            begin = end
        elif at_end and not is_tag and _is_doubted(text[begin:end], border):
            found.append(text[begin:end])
            begin = end
        elif found and (is_tag or not hidden[end:].strip(_SENTENCE_END + " ，,")):
            found[-1] += text[begin:end]
            begin = end
        start = border.end() if border else end
    if found and text[begin:].strip(_SENTENCE_END + " ，,"):
        found[-1] += text[begin:]
    return [clause.strip(" ,，" + _SENTENCE_END) for clause in found]


def _is_doubted(sentence: str, border: re.Match[str] | None) -> bool:
    """Whether a sentence without an interrogative asks: 都办完了吧？"""
    return border is not None and border[0][0] in "?？" and read_whether(sentence, "zh") is not None


def _asked_in(clause: str) -> Interrogative | None:
    """Its interrogative; of a statement that is to be confirmed, its end."""
    asked = find_interrogative(clause)
    if asked is None and read_whether(clause, "zh"):
        return Interrogative(len(clause), len(clause), counts=False, whether=True)
    return asked


def _before_asked(clause: str, asked: Interrogative) -> str:
    """What stands before its interrogative; of a statement that is to be confirmed, before the figure it gives."""
    whether = read_whether(clause, "zh") if asked.whether else None
    if whether is None or asked.end < len(clause):
        return clause[: asked.start]
    figures = claimed_figures(whether.statement, "zh")
    return whether.statement[: figures[0].start] if figures else without_passed(whether.statement)


def _completed(clause: str, before: str, read: Read, cut: Cut, follow: Follow) -> AskedPart:
    """A later clause with what it leaves to the one before: its place, body, time and topic."""
    label = _label(clause)
    clause = without_idle(clause.rstrip("?？ "))
    if _ELLIPTIC.fullmatch(clause) and find_interrogative(clause) is None:
        return AskedPart(label, follow(clause, before) or clause, leans=read(clause).place is None)
    bare = without_hearsay(_AMONG.sub("", _LEAD.sub("", clause)).strip())
    shared = _share_of_it(clause, before, read, follow)
    if again := shared or compared_again(bare, before) or sum_among(_LEAD.sub("", clause), before):
        return AskedPart(label, again)
    before = without_hearsay(before)
    if again := of_those(_LEAD.sub("", clause).strip(), before, read):
        return AskedPart(label, again, leans=True)
    last = read(before)
    bare = _THAT_YEAR.sub("", bare) if last.year else bare
    if (then := _THEN.match(bare)) and (period := OF_PERIOD.search(before)):
        bare = f"{period[0].removesuffix('的')}{bare[then.end() :]}"
    new = of_the_same_place(read(bare), last)
    asked, asked_before = _asked_in(bare), _asked_in(before)
    if new.place and new.place_words("zh") != last.place_words("zh"):
        if asked and _BARE.match(new.rest.strip("的 ，,")) and (moved := replace_scope(last, new)):
            return AskedPart(label, moved)
        year = last.year_words("zh") if not new.year else ""
        return AskedPart(label, bare[: new.place[1]] + year + bare[new.place[1] :])
    bare = bare if new.place else _PRONOUN.sub("", bare, count=1)
    new, asked = of_the_same_place(read(bare), last), _asked_in(bare)
    if asked is None or asked_before is None or new.place:
        return AskedPart(label, bare)
    head = read(_before_asked(before, asked_before))
    whole = topic_words(head, cut, without_year=new.year is not None, takes_object=bool(_object(before, asked_before)))
    if stage_in(bare) and (stage := stage_in(whole)):
        whole = whole.replace(stage, "", 1)
    scope = scope_words(head, without_year=new.year is not None)
    if head.place and head.year and _OF_WHOLE.match(bare) and head.place[1] < head.year[0]:
        scope = f"{head.text[: head.place[1]]}{head.text[slice(*head.year)]}"
    if new.year:  # another year is of no plan's period that was asked of before
        whole, scope = (_PLAN_PERIOD.sub("", each) for each in (whole, scope))
    noun = noun_counted(before, _object(before, asked_before))
    if (named := with_noun(bare, noun)) != bare:
        return AskedPart(label, scope + named, leans=True)
    return _leaning(label, bare, before, whole, scope, read, cut)


def _share_of_it(clause: str, before: str, read: Read, follow: Follow) -> str | None:
    """其中立案的占几成 → 新乡收到的提案中立案的占百分之几, behind 新乡收到多少件提案."""
    share = _SHARE_OF_IT.fullmatch(_LEAD.sub("", clause).strip())
    if share is None or read(clause).place is not None:
        return None
    return (follow(f"{share['of']}的占百分之几", before) or "").rstrip("?？") or None


def _leaning(label: str, bare: str, before: str, whole: str, scope: str, read: Read, cut: Cut) -> AskedPart:
    """A clause that asks of no place of its own: with the topic and the object of the one before where it has none.

    whole: that one's place, time and topic; scope: the first two alone.
    """
    asked, asked_before = _asked_in(bare), _asked_in(before)
    if not asked or not asked_before:
        return AskedPart(label, bare)
    if asked.whether and _CLAIMS_ONLY.search(bare) and whole != scope:
        return AskedPart(label, whole + bare, leans=True)
    is_bare = not bare[asked.end :].strip("的了 ") and _BARE_MEASURE.fullmatch(bare[asked.start : asked.end])
    of_its_own = _unit(bare, asked) not in ("", _unit(before, asked_before))  # 改造又做了多少户, behind 多少城镇就业
    if (
        is_bare
        and not of_its_own
        and (thing := _object(before, asked_before))
        and acts_on_nothing(bare[: asked.start], cut)
    ):
        unit = "" if asked.end - asked.start > len("多少") or bare[asked.start] == "几" else _unit(before, asked_before)
        whole_of = f"{thing}{formal_verb(bare)}{unit}" if _OBJECT_FIRST.search(bare) else f"{bare}{unit}{thing}"
        return AskedPart(label, scope + whole_of, scope + bare, leans=True, lacks_object=True)
    if asked_before.counts and _WHICH_OF_THEM.fullmatch(bare) and _object(before, asked_before):
        return AskedPart(label, f"{whole}{before[asked_before.start :].rstrip('?？')}{bare}", leans=True)
    if bare.startswith("第几", asked.start) and whole != scope and _RANKS.fullmatch(bare[: asked.start]):
        return AskedPart(label, _RANKED_IN.sub("", whole) + bare, leans=True)
    if has_topic(read(bare[: asked.start]), cut):
        if _OF_ANOTHER.fullmatch(read(bare[: asked.start]).rest) and whole != scope:
            return AskedPart(label, whole + bare, leans=True)
        question = scope + bare
        return AskedPart(label, question, whole + bare if whole != scope else "", leans=True)
    if asked_before.whether and _object(bare, asked) and whole != scope:
        return AskedPart(label, scope + bare, whole + bare, leans=True)
    thing = _object(before, asked_before) if whole == scope else ""
    if thing and (is_bare or not (asked.counts or bare[asked.end :].strip("的了 "))):
        return AskedPart(label, f"{scope}{bare}{thing}" if asked.counts else f"{scope}{thing}{bare}", leans=True)
    if thing and not asked.counts and not _object(bare, asked):
        return AskedPart(label, f"{scope}{thing}{bare}", scope + bare, leans=True)
    return AskedPart(label, whole + bare, leans=True)


def _unit(clause: str, asked: Interrogative) -> str:
    """The measure word that a clause asks with: 篇 of 多少篇."""
    return clause[asked.start : asked.end].removeprefix("多少").removeprefix("几")


def _object(clause: str, asked: Interrogative) -> str:
    """The noun that is counted or asked for: 办了几期|读书班; "" where none stands behind the interrogative."""
    noun = clause[asked.end :].strip("?？ ，,")
    if asked.whether and clause[asked.start : asked.end] not in ("有没有", "有无"):
        return ""
    return "" if _NO_OBJECT.search(noun) or len(noun) > _LONGEST_OBJECT else noun
