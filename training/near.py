"""Questions changed by one word, so that the passage answers them no longer: 收到 for 立案, 农村 for 城镇."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

__all__ = ["changed"]

# Words of one family may stand for each other in a question, never in its answer.
_FAMILIES: Sequence[Sequence[str]] = (
    ("收到", "立案", "办结", "办复", "并案", "不予立案", "采纳", "督办"),
    ("受理", "审结", "执结", "调解", "撤诉", "改判"),
    ("批捕", "起诉", "不起诉", "抗诉", "追诉"),
    ("签约", "开工", "竣工", "投产", "落户"),
    ("新增", "累计", "淘汰", "减少"),
    ("新建", "改造", "拆除", "修缮"),
    ("上半年", "一季度", "前三季度", "下半年", "12月份"),
    ("城镇", "农村"),
    ("城市", "乡村"),
    ("出口", "进口"),
    ("收入", "支出"),
    ("存款", "贷款"),
    ("男性", "女性"),
    ("小学", "初中", "高中", "幼儿园", "大学"),
    ("招生", "毕业", "在校"),
    ("出生", "死亡"),
    ("常住人口", "户籍人口", "流动人口"),
    ("产量", "产值", "销量", "库存"),
    ("播种面积", "总产量", "单产"),
    ("申请", "授权"),
    ("长度", "面积", "投资额"),
    ("主办", "会办"),
    ("民事", "刑事", "行政"),
    ("一审", "二审", "再审"),
    ("一般债券", "专项债券", "再融资债券"),
    ("预算数", "执行数", "决算数"),
    ("市本级", "全市", "县级"),
    ("国家级", "省级", "市级"),
    ("第一产业", "第二产业", "第三产业"),
    ("党派提案", "委员提案", "集体提案", "联名提案"),
    ("人大代表建议", "政协提案"),
    ("省外", "境外", "市外"),
    ("公路", "铁路", "航空", "水路"),
    ("粮食", "蔬菜", "水果", "油料", "棉花"),
)
# The same in English, each word with what a passage would say for it.
_ENGLISH: Sequence[Sequence[tuple[str, str]]] = (
    (("exports", "出口"), ("imports", "进口")),
    (("urban", "城镇|城市"), ("rural", "农村|乡村|农民")),
    (("revenue", "收入"), ("expenditure", "支出")),
    (("deposits", "存款"), ("loans", "贷款")),
    (("primary schools", "小学"), ("kindergartens", "幼儿园"), ("universities", "大学|高校")),
    (("received", "收到|受理"), ("filed", "立案"), ("concluded", "办结|审结")),
    (("granted", "授权"), ("applied for", "申请")),
    (("civil", "民事"), ("criminal", "刑事"), ("administrative", "行政")),
    (("started", "开工|启动"), ("completed", "竣工|建成|完成"), ("signed", "签约|签订")),
    (("first half", "上半年"), ("first quarter", "一季度")),
)


def changed(question: str, passage: str, chance: random.Random) -> Iterator[str]:
    """At most one question that asks for what the passage does not speak of: the other word stands nowhere in it."""
    found = [*_in_chinese(question, passage), *_in_english(question, passage)]
    if found:
        yield chance.choice(found)


def _in_chinese(question: str, passage: str) -> Iterator[str]:
    for family in _FAMILIES:
        held = [word for word in family if word in question]
        # 不予立案 holds 立案: the longest is what is asked for; two apart ask for both.
        if held and all(word in max(held, key=len) for word in held):
            word = max(held, key=len)
            yield from (question.replace(word, other) for other in family if other not in passage + question)


def _in_english(question: str, passage: str) -> Iterator[str]:
    for family in _ENGLISH:
        held = [word for word, _ in family if re.search(rf"\b{word}\b", question, re.IGNORECASE)]
        if len(held) == 1:
            for other, said in family:
                if other != held[0] and not re.search(said, passage):
                    yield re.sub(rf"\b{held[0]}\b", other, question, flags=re.IGNORECASE)
