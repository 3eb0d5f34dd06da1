"""A question of nothing but whole fields of public work, in everyday words → the fields, and how reports name them.

在教育和看病这两块都做成了哪些事 → 教育 and 医疗; 打算建成哪些交通大工程 → works of 交通. A question that says
more is of no whole field: 教育经费投了多少, 怎么治松材线虫病.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

__all__ = ["AskedFields", "Field", "Works", "read_fields"]


@dataclass(frozen=True, slots=True)
class Field:
    """name: its first everyday word. telling: one of these says that a sentence is of it; beside: these only add.
    of_others: phrases that have such words and are of another field.
    """

    name: str
    telling: re.Pattern[str]
    beside: re.Pattern[str] | None
    of_others: re.Pattern[str] | None

    def words_in(self, text: str) -> tuple[frozenset[str], frozenset[str]]:
        """The telling words that stand in a text, and those that only add."""
        if self.of_others:
            text = self.of_others.sub("\0", text)
        beside = self.beside.findall(text) if self.beside else []
        return frozenset(self.telling.findall(text)), frozenset(beside)


@dataclass(frozen=True, slots=True)
class Works:
    """Works that are asked for by name. named: as reports name the kind, None for any. done: only those that are
    finished, begun: only those that are started.
    """

    named: re.Pattern[str] | None
    done: bool
    begun: bool


@dataclass(frozen=True, slots=True)
class AskedFields:
    """fields: in the order of the question, each with its word there. works: where these are asked for."""

    fields: tuple[tuple[str, Field], ...]
    works: Works | None


_WHICH = r"(?:哪[些几][个条座所家处项类种批]?|什么|啥)"
_BIG = r"(?:的|大型|大|重大|重点|新|主要|标志性|民生|基础设施|市政|建设|骨干|关键|省级|市级){0,3}"
_DONE = r"建成|完工|竣工|落成|通车|投用|投入使用|启用|开通|贯通|交付|建好|修好|盖好|修成|盖成|修通|打通|造好|建完"
_BEGUN = r"开工|动工|启动|破土|开建|上马|奠基"
_BUILT = rf"{_DONE}|{_BEGUN}|新建|修建|兴建|扩建|改建|建设|建造|建起|修起|建|修|盖|造|实施|推进|搞"
_FINISHED, _STARTED, _BUILDS = re.compile(_DONE), re.compile(_BEGUN), re.compile(_BUILT)
# What is said of doing and of asking, which tells nothing of what is asked about.
_SAYS_NOTHING_WORDS = (
    f"{_BUILT}|改造|改革|改|整修|翻修|"
    "有力|有效|具体|主要|重要|重点|重大|大型|标志性|全面|切实|实实在在|实际|好好|狠|真正|持续|着力|"
    "采取|采用|推出|出台|开展|进行|加强|加大|加快|促进|提升|提高|改善|缓解|解决|治理|整治|防治|治|防|发展|抓好|抓|落实|保障|完善|优化|应对|"
    "取得|完成|办成|办好|做成|做好|做到|干成|干出|搞出|搞成|弄成|办理|办|做|干|弄|忙活|忙|推动|推|努力|下|使|动|花|费|出|用|拿|靠|凭|想|"
    "措施|举措|方式|手段|途径|动作|行动|招数|实招|硬招|新招|高招|招|功夫|力气|力|劲头|劲|心思|真格|文章|点子|套路|路子|"
    "工作|实事|好事|大事|事情|事儿|事|项目|工程|成绩|成效|成果|成就|进展|变化|亮点|贡献|任务|目标|内容|情况|名堂|动静|"
    "打算|计划|安排|准备|部署|规划|思路|要|想|将|会|能|拟|今后|接下来|下一步|未来|"
    "恶|方面|领域|问题上|这块|这一块|这两块|这几块|这些|这件|这项|这个|那块|这头|这摊|两块|几块|两方面|这两个|这几个|这|那|块|两|"
    "老百姓|百姓|市民|群众|居民|民众|人民|大家|大伙|咱们|咱|我们|我|人们|城里|城市|"
    "市委|政府|市里|省里|区里|县里|当地|全市|全省|全区|全县|本市|政协|报告|"
    "得|过|了|的|地|着|在|和|与|及|跟|以及|还有|同|都|也|又|还|就|给|为|替|让|对|对于|关于|围绕|针对|把|将|从|上|里|中|来|去|是|有|"
    "啥|些|大|新|好|实|各|分别|到底|究竟|一共|总共|列|说|讲|谈|提|写|讲讲|说说|概括|归纳|总结|梳理|简要|简单|一下|捋|概述|介绍|"
    "请|帮忙|帮|几句|几条|年度|年里|年间|年|全年|当年|那年|期间|时候|时|呢|吗|呀|啊|下来|起来|出来"
)
# 办法治气 has 法治: taken out before a field is looked for.
_WAYS = re.compile("办法|做法|方法")
_NOT_CJK = re.compile(r"[^㐀-鿿A-Za-z0-9]+")


def read_fields(question: str, content: str) -> AskedFields | None:
    """The fields that a question is of; None where it is of none or says more than them.

    content: the question less its place, time and question words.
    """
    table = _table()
    named = _works_asked().search(question.lower())
    if named and not _BUILDS.search(question):
        return None  # 医院有哪些
    works = _works_in(question, named["which"] or named["of_which"]) if named else None
    content = _WAYS.sub(" ", content.lower())
    found: dict[int, tuple[str, Field]] = {}
    for match in table.asked.finditer(content):
        for number in table.of_word[match[0]]:
            found.setdefault(number, (match[0], table.fields[number]))
    left = table.asked.sub(" ", content)
    if works:
        left = table.works.sub(" ", left)
    if (not found and works is None) or _NOT_CJK.sub("", table.says_nothing.sub(" ", left)):
        return None
    if works and works.named:
        return AskedFields((), works)
    return AskedFields(tuple(found.values()), works)


def _works_in(question: str, asked: str) -> Works:
    """The works that are asked for: 建成哪些学校, 要修的路有哪些."""
    table = _table()
    named = [table.named[kind] for kind in table.works.findall(asked)]
    words = _any_of([word for words in named for word in words]) if all(named) else None
    done, begun = _FINISHED.search(question), _STARTED.search(question)
    return Works(words, done is not None, begun is not None and done is None)


@dataclass(frozen=True, slots=True)
class _Table:
    fields: tuple[Field, ...]
    asked: re.Pattern[str]
    of_word: dict[str, tuple[int, ...]]
    works: re.Pattern[str]
    named: dict[str, tuple[str, ...]]
    says_nothing: re.Pattern[str]


@functools.cache
def _table() -> _Table:
    fields: list[Field] = []
    of_word: dict[str, tuple[int, ...]] = {}
    for number, (asked, telling, beside, of_others) in enumerate(_rows("fields.tsv", 4)):
        name, *_ = asked
        fields.append(Field(name, _any_of(telling), _any_or_none(beside), _any_or_none(of_others)))
        for word in asked:
            of_word[word.lower()] = (*of_word.get(word.lower(), ()), number)
    named: dict[str, tuple[str, ...]] = {}
    for asked, names in _rows("works.tsv", 2):
        named |= dict.fromkeys(asked, names)
    says_nothing = _any_of(_SAYS_NOTHING_WORDS.split("|"))
    return _Table(tuple(fields), _any_of(tuple(of_word)), of_word, _any_of(tuple(named)), named, says_nothing)


@functools.cache
def _works_asked() -> re.Pattern[str]:
    """Where works are asked for: 哪些交通大工程, 要修的路有哪些."""
    keys, kinds = _table().asked.pattern, _table().works.pattern
    several = rf"(?:{kinds})(?:[和、与及](?:{kinds})){{0,3}}"
    return re.compile(
        rf"{_WHICH}{_BIG}(?:{keys})?{_BIG}(?P<which>{several})(?=[?？，,。呢啊呀来]|$)|"
        rf"(?P<of_which>{several})(?:都|主要|分别)?(?:有|是|包括)?{_WHICH}[?？。呢]?$"
    )


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    """Any of the words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))))


def _any_or_none(words: Sequence[str]) -> re.Pattern[str] | None:
    return _any_of(words) if words else None


def _rows(name: str, cells: int) -> list[list[tuple[str, ...]]]:
    """The rows of a table, each cell as its words."""
    text = resources.files("qa.understanding").joinpath("data", name).read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return [
        [tuple(word for word in cell.split("|") if word) for cell in (*line, *[""] * cells)[:cells]] for line in lines
    ]
