"""Measure words and units of the genre: which there are, what kind each is, and which may stand for which."""

from __future__ import annotations

import re
from collections.abc import Collection

__all__ = [
    "CLASSIFIERS",
    "PEOPLE",
    "SHARES",
    "TIME_UNITS",
    "UNCOUNTED_UNITS",
    "UNITS",
    "UNIT_PATTERN",
    "counts_alike",
    "measures_another",
    "unit_fits",
    "unit_may_stand",
]

UNITS = tuple(
    sorted(
        """微克 毫克 微克/立方米
        件次 件 人次 人 余人 名 位 次 场次 场 篇 份 条 项 个百分点 百分点 个 家次 家 户次 户 期 幅 处 所 座 栋
        套 间 辆 台 架 艘 列 架次 支 批 批次 轮 类 种 门 部 本 册 卷 集 首 张 块 片 枚 点位 级 届 岁 天 日 周 月
        个月 年 小时 分钟 秒 倍 成 折 度 位次 元 美元 欧元 港元 公里 千米 米 厘米 毫米 海里 平方公里 平方千米
        平方米 立方米 公顷 亩 亩次 吨 公斤 千克 斤 克 升 吨标准煤 千瓦时 度电 千瓦 兆瓦 标箱 标准箱 TEU 床
        张床位 张床 床位 学位 个学位 套房 字 人份 户籍 株 棵 头 只 羽 匹 尾 卡路里 比特 孔 平方 方 令 道 盏 根
        句 字节 万 页 票 案 号 阶段 对 双 颗 款 组 团 队 名额 师 单 笔 桩 起 宗 例 站 班次 班 线 层 环节 环 区
        县 市 镇 乡 村 街道 社区 州 省 国 国家 语种 步 席 席次 卡 分 厅 馆 院 校 厂 店 店铺 园 港 桥 栋楼 楼
        组团 标段 井 池 田 公顷次 亿 ‰ % ％ ℃""".split(),
        key=lambda unit: (-len(unit), unit),
    )
)
UNIT_PATTERN = "|".join(re.escape(unit) for unit in UNITS)

CLASSIFIERS = frozenset(
    "件 名 位 个 家 篇 条 项 场 期 份 座 所 处 套 辆 台 户 支 批 类 种 门 部 本 册 首 张 块 枚 轮 起 宗 例 笔 款 只 头 "
    "株 棵 栋 间 架 艘 列 对 组 幅 集 片 对 颗 批次 团 队 道 根 盏".split()
)
TIME_UNITS = frozenset("年 个月 天 小时 分钟 秒 岁 日 周".split())
# A numeral before one of these names something rather than counting it: 312国道, 3号线, 5A级, 一届.
UNCOUNTED_UNITS = frozenset("号 线 届 级 国 月 步 层 点位 阶段 师 省 市 县 区 镇 乡 村 州 分 度 孔 方 令 码 卡".split())

PEOPLE = frozenset("人 名 位".split())
SHARES = frozenset(("%", "个百分点"))
# Units that may stand for each other when a question names one and the report prints another.
_INTERCHANGEABLE = (
    frozenset("件 件次 项 条 个 份 篇".split()),
    frozenset("人 名 位 人次".split()),
    frozenset("次 场 场次 期 个".split()),
    frozenset("家 个 家次".split()),
    frozenset("部 本 册".split()),
    frozenset("条 个 期 部 集 篇".split()),
    frozenset("样 项 个 件 种".split()),
    frozenset("回 趟 次".split()),
    frozenset("吨 斤 公斤".split()),
    frozenset("% 个百分点 ‰".split()),
)
_OCCASIONS = frozenset("次 场 场次 回 趟".split())
_WRITTEN = frozenset("件 篇 份".split())
_BODIES = frozenset("个 家 所".split())  # as hospitals and schools are counted
# What is counted, and what is measured in each way: none of one stands for one of another.
_MEASURED = (
    CLASSIFIERS | PEOPLE | frozenset("人次 场次 次 回 趟 家次 户次 件次".split()),
    frozenset("元 美元 欧元 港元".split()),
    frozenset("公里 千米 米 厘米 毫米 海里".split()),
    frozenset("平方公里 平方千米 平方米 公顷 亩".split()),
    frozenset("立方米 升".split()),
    frozenset("吨 公斤 千克 斤 克 吨标准煤".split()),
    frozenset("千瓦时 度电 千瓦 兆瓦".split()),
    frozenset("小时 分钟 秒".split()),
    frozenset("字".split()),
)


def measures_another(asked: Collection[str], unit: str) -> bool:
    """Whether a figure's unit surely measures another thing than each that is asked for: 10多万字 for 多少篇,
    12次 for 多少件.
    """
    own = next((known for known in _MEASURED if unit in known), None)
    if unit in _OCCASIONS and asked and _WRITTEN.issuperset(asked):
        return True
    return (
        own is not None
        and bool(asked)
        and all(each not in own and any(each in known for known in _MEASURED) for each in asked)
    )


def unit_fits(asked: Collection[str], unit: str) -> bool:
    """Whether a figure's unit is one asked for; 人, 名 and 位 all count people."""
    return unit in asked or (unit in PEOPLE and not PEOPLE.isdisjoint(asked))


def counts_alike(unit: str, other: str) -> bool:
    """Whether figures of two units count the same and can be added: 12次 and 4场次, 39名 and 6位, 8家 and
    7所; not 3件 and 2篇.
    """
    return unit == other or any(unit in group and other in group for group in (PEOPLE, _OCCASIONS, _BODIES))


def unit_may_stand(asked: Collection[str], unit: str) -> bool:
    """Whether a figure's unit is one asked for or one that may stand for it: 几条视频 → 7期."""
    whole = any(each.startswith(unit) for each in asked if unit)  # 9340个 for 多少个学位
    return (
        unit_fits(asked, unit)
        or whole
        or any(unit in group and not group.isdisjoint(asked) for group in _INTERCHANGEABLE)
    )
