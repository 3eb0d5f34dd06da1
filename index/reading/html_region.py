"""Which part of a page is its article: where the running text stands, without what stands around it.

A line weighs as many characters as it has outside links, a quarter of them where no mark says that it is a sentence;
from the page's body we go down to whoever holds more than half of what weighs, and take what belongs beside it along.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from index.reading.html_tables import table_text
from index.reading.html_tree import HEADINGS, Element, Line, hidden_elements, lines_of_tree

__all__ = ["Region", "begins_more", "find_region", "is_furniture", "weight_of"]

_SENTENCE = re.compile("[一-龥].?.?[，。；！？：、,;:]")
_ENDS = ("。", "！", "？", "；", "”", "!", "?")
_WORDS = re.compile("[A-Z]?[a-z]+|[A-Z]+")
# Words of classes and ids that say what an element is for; tags of HTML5 that say it themselves.
_AROUND = frozenset(
    "nav navi navbar navigation menu submenu crumb crumbs breadcrumb breadcrumbs location position share sharebar "
    "bdshare social related relate relevant xg sidebar aside footer foot bottom copyright login signin register "
    "search searchbox toolbar tools prev next pager pagination paging page comment comments reply recommend "
    "recommended hot rank ranking ranklist ad ads advert advertisement banner qrcode sweep qr print friendlink "
    "friendlinks links hide hidden modal popup dialog cookie header top topbar logo keywords tags tag statement "
    "disclaimer subscribe download".split()
)
_TAGS_AROUND = frozenset({"nav", "footer", "aside", "header"})
_NAMED = frozenset("div ul ol dl section table td form p center h3 h4 h5".split())
_BESIDE = frozenset("left right side sider col column aside sidebar".split())
_COLUMNS = re.compile(r"float:(?:left|right)")
_HOLDS_OTHERS = frozenset(
    "html body div section article main center form fieldset table tbody tr td span font details dl dd ul".split()
)
_FLOWS = frozenset({"p", "table", "blockquote", "pre", "ol", "ul", "dl", "figure", *HEADINGS})
_LONGEST_FURNITURE = 300
_FURNITURE = re.compile(
    r"[【\[（(<>|·\s]{0,4}(?:(?:您|你)?(?:现在|当前)?所?在?的?(?:当前)?所?在?位置|上[一1]?[篇条]|下[一1]?[篇条页]|前一篇|后一篇|"
    r"分享(?:到|至|本文|按钮)?(?:[:：]|$)|字[号体](?:大小)?(?:[:：]|$)|(?:打印|关闭)(?:本[页文]|此[页文]|文章|窗口|页面|[】\])〕]|\s|$)|"
    r"扫一扫|用微信扫|微信扫|长按.{0,4}二维码|返回(?:顶部|首页|列表)|"
    r"(?:浏览|点击|阅读|访问)(?:次数|量|数)?[:：]|版权(?:所有|声明)|版权归|©|主办单位[:：]|承办单位[:：]|网站标识码|网站地图|联系我们|"
    r"责任编辑[:：]|加入收藏|设为首页|我要(?:纠错|评论|留言)|无障碍)|"
    r"^.{0,200}(?:ICP备|公网安备|[Cc]opyright ?[©(\d]|All [Rr]ights [Rr]eserved)"
)
_MORE = re.compile(
    r"[【\[（(\s]{0,4}(?:相关(?:阅读|链接|新闻|稿件|文章|附件|信息|解读|报道|推荐|内容|文档|资讯|专题)|延伸阅读|推荐阅读|拓展阅读|"
    r"热[点门](?:推荐|新闻|排行|文章)|猜你喜欢|更多(?:新闻|阅读|推荐)|最新(?:文章|新闻)|往期(?:回顾|推荐)|精彩推荐)[】\]）)：:\s]{0,4}"
)
_TOOLS = re.compile(
    r"打印|字[体号]|放大|正常|缩小|恢复|默认|超?大|中|小|分享|关闭|收藏|复制链接|转发|评论|点赞|返回|顶部|纠错|朗读|播放|微信|微博|新浪|"
    r"腾讯|朋友圈|好友|空间|本页|本文|窗口|字|到|至|号"
)
_LONGEST_TOOLS = 60
_HAN = re.compile("[一-龥]")
_DIGIT = re.compile(r"\d")
# A link counts little where text leads, much where there is nothing else.
_MOSTLY_LINKS = 0.5
_HALF, _THIRD = 1 / 2, 1 / 3
_PASSED = 0.02  # of the page's text may be left on the way down
_SAME_TEXT = 200  # characters; shorter ones stand twice in an article itself


@dataclass(frozen=True, slots=True)
class Region:
    """roots: what to read, in the page's order. left_out: what in them is not of the article."""

    roots: tuple[Element, ...]
    left_out: frozenset[Element]


def is_furniture(line: Line) -> bool:
    """Whether a line helps to find one's way on the site, and says nothing: 上一篇：…, 版权所有 …, only links."""
    if line.length <= _LONGEST_FURNITURE and _FURNITURE.match(line.text):
        return True
    if line.length <= _LONGEST_TOOLS and not _HAN.search(rest := _TOOLS.sub("", line.text)) and rest != line.text:
        return not _DIGIT.search(rest)
    return bool(line.linked) and line.linked > _MOSTLY_LINKS * line.length and not line.text.endswith(_ENDS)


def begins_more(line: Line) -> bool:
    """Whether it is the head of a list of other articles: 【相关阅读】."""
    return bool(_MORE.fullmatch(line.text))


def find_region(root: Element) -> Region:
    """Where the article stands; a page without one has a region too, which weighs little."""
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    body = next((element for element in elements if element.tag == "body"), root)
    lines = list(lines_of_tree(body, ()))
    weights = _Weights(elements, lines, set())
    most = _HALF * weights.of(body)
    left_out = {each for each in hidden_elements(elements) if weights.of(each) <= most}
    weights = _Weights(elements, lines, left_out)
    whole = weights.of(body)
    left_out |= {each for each in elements if weights.of(each) <= _most_around(each) * whole}
    weights = _Weights(elements, lines, left_out)
    roots, repeated = _descend(body, weights, left_out)
    return Region(tuple(roots), frozenset(left_out | repeated | _link_lists(roots, weights)))


class _Weights:
    """What each element's lines weigh, those of the elements within it included."""

    def __init__(self, elements: Sequence[Element], lines: Iterable[Line], left_out: Set[Element]) -> None:
        """elements: in the page's order. left_out: elements that weigh nothing, nor what is in them."""
        self._weights: defaultdict[Element, float] = defaultdict(float)
        self._characters: defaultdict[Element, float] = defaultdict(float)
        self._linked: defaultdict[Element, float] = defaultdict(float)
        self._own: defaultdict[Element, float] = defaultdict(float)
        for line in lines:
            weight = weight_of(line)
            self._own[line.owner] += weight
            self._weights[line.owner] += weight
            self._characters[line.owner] += line.length
            self._linked[line.owner] += line.linked
        for element in reversed(elements):
            above = element.getparent()
            for sums in (self._weights, self._characters, self._linked):
                if element in left_out:
                    sums.pop(element, None)
                elif above is not None and element in sums:
                    sums[above] += sums[element]

    def of(self, element: Element) -> float:
        return self._weights.get(element, 0.0)

    def own(self, element: Element) -> float:
        """What the text weighs that stands in no block within it."""
        return self._own.get(element, 0.0)

    def links(self, element: Element) -> float:
        """The share of links, in [0, 1]."""
        return self._linked.get(element, 0.0) / max(1.0, self._characters.get(element, 0.0))


def weight_of(line: Line) -> float:
    """How much it counts as running text; nothing where it is furniture of the site."""
    if is_furniture(line) or begins_more(line):
        return 0.0
    own = line.length - line.linked
    return float(own) if own > 8 and _SENTENCE.search(line.text) else own / 4


def _names(element: Element) -> set[str]:
    words = f"{element.get('class') or ''} {element.get('id') or ''}"
    return {word.lower() for word in _WORDS.findall(words[:500])}


def _most_around(element: Element) -> float:
    """The share of a page's text up to which an element stands around the article; -1 for one that does not."""
    if element.tag in _TAGS_AROUND:
        return _HALF
    return _THIRD if element.tag in _NAMED and not _names(element).isdisjoint(_AROUND) else -1.0


def _descend(body: Element, weights: _Weights, left_out: Set[Element]) -> tuple[list[Element], set[Element]]:
    """The roots of the article, in the page's order, and what is the same text a second time."""
    before: list[Element] = []
    after: list[Element] = []
    repeated: set[Element] = set()
    node = body
    passed, whole_text = 0.0, weights.of(body)
    # Where blocks are never closed, each holds a little text and all the rest: then the first of them is the article.
    anchor: list[Element] | None = None
    while True:
        passed += weights.own(node)
        if passed and anchor is None:
            anchor = [*before, node, *after]
        if anchor and passed > _PASSED * whole_text:
            return anchor, repeated
        children = [each for each in node if isinstance(each.tag, str) and each not in left_out and weights.of(each)]
        again = _repeated(children, weights)
        repeated |= again
        children = [each for each in children if each not in again]
        best = max(children, key=weights.of, default=None)
        if best is None or weights.of(best) <= _HALF * (weights.of(node) - sum(map(weights.of, again))):
            break
        if best.tag not in _HOLDS_OTHERS or (best.tag == "table" and table_text(best, left_out) is not None):
            break
        position = children.index(best)
        before += [each for each in children[:position] if _belongs(each, best, weights)]
        after = [each for each in children[position + 1 :] if _belongs(each, best, weights)] + after
        node = best
    return [*before, node, *after], repeated


def _repeated(children: Sequence[Element], weights: _Weights) -> set[Element]:
    """Later ones that say what an earlier one says: a page for the desk and for the hand in one."""
    seen: defaultdict[float, set[str]] = defaultdict(set)
    alike = Counter(weights.of(each) for each in children)
    found = set()
    for each in children:
        weight = weights.of(each)
        if weight < _SAME_TEXT or alike[weight] == 1:
            continue
        text = "".join("".join(each.itertext()).split())
        if text in seen[weight]:
            found.add(each)
        seen[weight].add(text)
    return found


def _belongs(element: Element, chosen: Element, weights: _Weights) -> bool:
    """Whether what stands beside the chosen element is of the same article."""
    if element.tag == "td" or weights.links(element) > _THIRD:
        return False
    names = _names(element)
    if not names.isdisjoint(_BESIDE) or _COLUMNS.search("".join((element.get("style") or "").lower().split())):
        return False
    if element.tag in _FLOWS:
        return any(weight_of(line) > line.length / 2 for line in lines_of_tree(element, ()))
    own = {name.rstrip("0123456789") for name in (element.get("class") or "").split()}
    others = {name.rstrip("0123456789") for name in (chosen.get("class") or "").split()}
    return (bool(own) and element.tag == chosen.tag and own == others) or weights.of(element) > _THIRD * weights.of(
        chosen
    )


def _link_lists(roots: Sequence[Element], weights: _Weights) -> set[Element]:
    """Lists within the article that are of other articles."""
    return {
        each
        for root in roots
        for each in root.iterdescendants("ul", "ol", "dl", "div", "table")
        if weights.links(each) > _MOSTLY_LINKS
    }
