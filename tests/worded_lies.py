"""Lies made of real sentences, and a judge of what is shown that knows nothing of the lock: simple, and strict."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

CITIES = "北京 上海市 杭州 深圳市 成都 武汉市 西安 兰州市 银川 贵阳 昆明市 南宁 长沙市 福州".split()
PEOPLE = "张伟 李建国 王秀英 刘德明 陈志强 赵丽华 孙国庆 周海涛 吴晓东 郑文斌".split()
BODIES = "腾讯公司 北京大学 中国银行 省教育厅 市人大 市纪委 县政府 华为集团 新华日报".split()
UNITS = "件 篇 次 场 人 名 个 家 户 项 条 元 亩 吨 公里 平方米 %".split()
STAGES = "收到 立案 办复 采纳 报送".split()
WAYS = (("增长", "下降"), ("提高", "降低"), ("增加", "减少"), ("上升", "下降"))
VERBS = "提交 报送 立案 召开 开展 走访 举办 组织 完成 形成 建成 新增 获得 发生 邀请 收到 收集".split()
PAYLOADS = (
    "<script>alert(1)</script>", "[点此](http://evil.example)", "![x](data:image/png;base64,AAAA)",
    "<img src=x onerror=alert(1)>", "javascript:alert(1)", "{{7*7}}", "$(rm -rf /)",
    "\x1b[31m红\x1b[0m", "<!-- x -->", "&#60;b&#62;",
)  # fmt: skip
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_COUNTED = re.compile(r"(?<![\d.第])(\d+(?:\.\d+)?)(?=([件篇次场人名个家户项条]))")
_QUOTED = re.compile("“([^“”]{2,30})”")
_CHINESE = "零一二三四五六七八九"
_NUMERALS = re.compile("[零〇一二两三四五六七八九十百千万亿]{2,}")


@dataclass(frozen=True)
class Lie:
    """kind: what is wrong with it. sentence: as a model would write it. false: whether all of it must be struck."""

    kind: str
    sentence: str
    quote: str


def lies(quote: str, others: Sequence[str], chance: random.Random) -> Iterator[Lie]:
    """Every kind of lie that can be made of this quote, once. others: further true quotes, cited as [2] and on."""
    body = quote.strip().rstrip("。")
    clauses = [each for each in re.split("[，；]|,(?!\\d{3})", body) if _COUNTED.search(each)]
    if clauses and chance.random() < 0.3:
        body = chance.choice(clauses)
    for kind, make in MAKERS.items():
        said = make(body, others, chance)
        if (
            said is not None
            and said != body
            and not (kind == "city" and any(c[:2] in quote for c in CITIES if c in said))
        ):
            marker = "" if kind == "uncited" else "[9]" if kind == "no such citation" else "[1]"
            yield Lie(kind, said if kind in ("of another span", "injected") else f"{said}{marker}。", quote)


def _numbers(text: str) -> set[str]:
    return set(_DIGITS.findall(text.replace(",", "")))


def _other_number(number: str, text: str, chance: random.Random) -> str | None:
    at = chance.randrange(len(number))
    for digit in chance.sample("123456789", 9):
        changed = number[:at] + digit + number[at + 1 :]
        if (
            number[at] not in f".{digit}"
            and changed not in _numbers(text)
            and not (len(changed) > 1 and changed[0] == "0")
        ):
            return changed
    return None


def _with_number(write: Callable[[str], str]) -> Callable[..., str | None]:
    """Puts another number for one of the text's, written in some way."""

    def make(text: str, _others: Sequence[str], chance: random.Random) -> str | None:
        places = list(_COUNTED.finditer(text))
        if not places:
            return None
        match = chance.choice(places)
        changed = _other_number(match[1], text, chance)
        return None if changed is None else text[: match.start(1)] + write(changed) + text[match.end(1) :]

    return make


def in_chinese(number: str) -> str:
    """409 → 四百零九."""
    if "." in number:
        whole, fraction = number.split(".")
        return in_chinese(whole) + "点" + "".join(_CHINESE[int(c)] for c in fraction)
    value, written = int(number), ""
    for power, name in ((10_000, "万"), (1_000, "千"), (100, "百"), (10, "十")):
        if value >= power:
            digit, value = divmod(value, power)
            written += (in_chinese(str(digit)) if digit > 9 else _CHINESE[digit]) + name
            if value and value < power // 10:
                written += "零"
    return written + (_CHINESE[value] if value or not written else "")


def _wide(number: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in number)


def _separated(number: str) -> str:
    whole, point, fraction = number.partition(".")
    return f"{int(whole):,}{point}{fraction}"


def _unit(text: str, _others: Sequence[str], chance: random.Random) -> str | None:
    places = list(_COUNTED.finditer(text))
    if not places:
        return None
    match = chance.choice(places)
    people = "人名" if match[2] in "人名" else match[2]
    unit = chance.choice([each for each in UNITS if each not in people and match[1] + each not in text])
    return text[: match.end(1)] + unit + text[match.end(1) + 1 :]


def _swapped(text: str, _others: Sequence[str], chance: random.Random) -> str | None:
    """Two figures of one unit change places."""
    places = list(_COUNTED.finditer(text))
    pairs = [(a, b) for a in places for b in places if a.start() < b.start() and a[2] == b[2] and a[1] != b[1]]
    if not pairs:
        return None
    a, b = chance.choice(pairs)
    return text[: a.start()] + b[1] + text[a.end() : b.start()] + a[1] + text[b.end() :]


def _city(text: str, _others: Sequence[str], chance: random.Random) -> str | None:
    city = chance.choice([each for each in CITIES if each[:2] not in text])
    return chance.choice((f"{city}{text}", f"在{city}，{text}", f"{city}政协{text}"))


def _year(text: str, _others: Sequence[str], chance: random.Random) -> str | None:
    year = chance.choice([each for each in range(2005, 2030) if str(each) not in text and not 2016 <= each <= 2025])
    written = chance.choice(
        (str(year), "二〇" + in_chinese(str(year - 2000)) if year > 2019 else str(year), _wide(str(year)))
    )
    return f"{written}年，{text}"


def _inserted(words: Sequence[str], *ways: str) -> Callable[..., str | None]:
    def make(text: str, _others: Sequence[str], chance: random.Random) -> str | None:
        return chance.choice(ways).format(name=chance.choice([w for w in words if w not in text]), text=text)

    return make


def _denied(text: str, _others: Sequence[str], chance: random.Random) -> str | None:
    places = [text.find(verb) for verb in VERBS if verb in text]
    if not places or any(word in text for word in ("未", "没有", "不")):
        return None
    at = chance.choice(places)
    return text[:at] + chance.choice(("未", "没有", "并未", "未能")) + text[at:]


def _undenied(text: str, _others: Sequence[str], chance: random.Random) -> str | None:
    match = re.search("(?:没有|未能|尚未|未)(?=[㐀-鿿]{4})(?!来)", text)
    return text[: match.start()] + text[match.end() :] if match else None


def _turned(text: str, _others: Sequence[str], chance: random.Random) -> str | None:
    found = [
        (a, b) for pair in WAYS for a, b in (pair, pair[::-1]) if re.search(rf"{a}(?:了)?\d", text) and b not in text
    ]
    if not found:
        return None
    one, other = chance.choice(found)
    return re.sub(rf"{one}(?=(?:了)?\d)", other, text)


def _stage(text: str, _others: Sequence[str], chance: random.Random) -> str | None:
    there = [stage for stage in STAGES if re.search(rf"{stage}(?:提案|建议|信息)?\d", text)]
    free = [stage for stage in STAGES if stage not in text]
    if not there or not free:
        return None
    return text.replace(chance.choice(there), chance.choice(free))


def _requoted(text: str, _others: Sequence[str], chance: random.Random) -> str | None:
    places = list(_QUOTED.finditer(text))
    if not places:
        return f"“坚持问题导向，狠抓落实见效”，{text}"
    match = chance.choice(places)
    at = chance.randrange(match.start(1), match.end(1))
    return text[:at] + chance.choice([c for c in "新高优强快实深广" if c != text[at]]) + text[at + 1 :]


def _rounded(text: str, _others: Sequence[str], chance: random.Random) -> str | None:
    places = [m for m in _COUNTED.finditer(text) if len(m[1]) >= 3 and "." not in m[1] and not m[1].endswith("0")]
    if not places:
        return None
    match = chance.choice(places)
    near = str(round(int(match[1]), -1))
    return None if near in _numbers(text) else text[: match.start()] + f"近{near}" + text[match.end() :]


def _summed(text: str, _others: Sequence[str], chance: random.Random) -> str | None:
    places = list(_COUNTED.finditer(text))
    pairs = [
        (a, b) for a in places for b in places if a.start() < b.start() and a[2] == b[2] and "." not in a[1] + b[1]
    ]
    for a, b in pairs:
        total = str(int(a[1]) + int(b[1]))
        if total not in _numbers(text):
            return f"{text}，两项合计{total}{a[2]}"
    return None


def _points(text: str, _others: Sequence[str], _chance: random.Random) -> str | None:
    return re.sub(r"(?<=\d)%", "个百分点", text, count=1) if re.search(r"\d%", text) else None


def _ranged(text: str, _others: Sequence[str], chance: random.Random) -> str | None:
    places = list(_COUNTED.finditer(text))
    if not places:
        return None
    match = chance.choice(places)
    more = str(int(float(match[1])) + 37)
    return None if more in _numbers(text) else text[: match.end(1)] + f"至{more}" + text[match.end(1) :]


def _share(text: str, _others: Sequence[str], chance: random.Random) -> str | None:
    words = [each for each in ("过半", "三分之二", "七成", "一半以上", "翻了一番", "两倍") if each not in text]
    return f"{text}，{chance.choice(words)}"


def _in_english(text: str, _others: Sequence[str], chance: random.Random) -> str | None:
    words = "four hundred and ten,ninety-seven,two thousand,a dozen,twenty-three".split(",")
    return f"The city held {chance.choice(words)} meetings"


def _of_another(text: str, others: Sequence[str], chance: random.Random) -> str | None:
    theirs = [n for n, other in enumerate(others, 2) if not _numbers(text) <= _numbers(other)]
    return f"{text}[{chance.choice(theirs)}]。" if theirs and _numbers(text) else None


def _injected(text: str, _others: Sequence[str], chance: random.Random) -> str | None:
    return f"{text}{chance.choice(PAYLOADS)}[1]。"


MAKERS: dict[str, Callable[[str, Sequence[str], random.Random], str | None]] = {
    "digit": _with_number(str),
    "digit in Chinese": _with_number(in_chinese),
    "digit of full width": _with_number(_wide),
    "digit with separators": _with_number(_separated),
    "digit with unseen characters": _with_number(lambda number: "\u200b".join(number)),
    "digit with more behind it": _with_number(lambda number: number + "万"),
    "unit": _unit,
    "figures swapped": _swapped,
    "city": _city,
    "year": _year,
    "person": _inserted(PEOPLE, "{name}{text}", "由{name}牵头，{text}", "{text}，{name}出席", "市长{name}表示，{text}"),
    "body": _inserted(BODIES, "{name}{text}", "与{name}一道，{text}", "{text}，受到{name}表扬"),
    "denied": _denied,
    "no more denied": _undenied,
    "turned": _turned,
    "stage": _stage,
    "quote": _requoted,
    "rounded": _rounded,
    "summed": _summed,
    "points": _points,
    "ranged": _ranged,
    "share": _share,
    "English words": _in_english,
    "of another span": _of_another,
    "uncited": lambda text, _others, _chance: text + "，",
    "no such citation": lambda text, _others, _chance: text + "，",
    "injected": _injected,
}


def unchecked(shown: str, quotes: Sequence[str], known: str) -> str:
    """What a shown sentence has that neither its quotes nor what is known of their report have; "" where nothing.

    Digits as they are written, numerals, cities, people and bodies of the lies, quotes, and anything like markup.
    """
    said = unicodedata.normalize("NFKC", re.sub(r"\[\d+\]", "", shown)).replace(",", "")
    source = unicodedata.normalize("NFKC", "\n".join((*quotes, known))).replace(",", "")
    for number in _DIGITS.findall(said):
        if number not in _numbers(source):
            return number
    written = {in_chinese(number) for number in _numbers(source) if "." not in number and len(number) < 9}
    for numeral in _NUMERALS.findall(said):
        if numeral not in source and numeral not in written:
            return numeral
    for word in (*CITIES, *PEOPLE, *BODIES):
        if word in said and word not in source:
            return word
    for match in _QUOTED.finditer(shown):
        if "".join(match[1].split()) not in "".join("".join(quotes).split()):
            return match[0]
    unseen = [c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs")]
    return "".join(unseen) or "".join(re.findall("[<>{}$`|\\\\]", shown))
