"""The words of the tab 对比, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CompareTexts", "compare_texts_for"]


@dataclass(frozen=True, slots=True)
class CompareTexts:
    """The words of one language. Names in braces are filled in with `str.format`."""

    indicator: str
    placeholder: str
    compare: str
    examples: str
    welcome: str
    result: str
    columns: tuple[str, ...]
    sort: str
    completeness: str
    all_state: str
    not_stated_by: str
    and_more: str
    absent: str
    show_absent: str
    hide_absent: str
    searched_report: str
    differs: str
    same: str
    differ_note: str
    none_alike: str
    apart: str
    other_count: str
    own_count: str
    other_body: str
    own_body: str
    no_count: str
    other_years: str
    own_years: str
    other_unit: str
    own_unit: str
    other_value: str
    same_year: str
    chart_of: str
    chart_left_out: str
    pattern: str
    show_all: str
    show_fewer: str
    copy: str
    copied: str
    download: str
    copy_link: str
    approximate: str
    nobody: str
    nobody_help: str
    empty: str
    too_long: str


_CHINESE = CompareTexts(
    indicator="指标",
    placeholder="要比较的指标，例如 提案立案",
    compare="对比",
    examples="报告里常见的",
    welcome="写一个指标，看各地、各年的报告怎么说；每个数字都能点开原文，没写的列为“未提及”，不当作 0。",
    result="对比结果",
    columns=("地区", "时期", "数字", "单位", "统计的是", "口径", "出处"),
    sort="按{column}排序",
    completeness="查找了 {total} 份报告中的 {searched} 份，共 {groups} 行：{stated} 行写明，{unstated} 行未提及",
    all_state="都写明了。",
    not_stated_by="：{places}。",
    and_more="等",
    absent="未提及",
    show_absent="显示未提及的 {n} 行",
    hide_absent="收起未提及的 {n} 行",
    searched_report="查过的报告",
    differs="口径不同",
    same="同多数",
    differ_note="其中 {n} 行口径不同，不宜直接比较。多数为：{usual}。",
    none_alike="各行口径都不相同，不宜直接比较。",
    apart="口径不同，另列",
    other_count="统计的是“{own}”，多数是“{usual}”",
    own_count="统计的是“{own}”",
    other_body="出自{own}，多数出自{usual}",
    own_body="出自{own}",
    no_count="未注明",
    other_years="时期是{own}，多数是{usual}",
    own_years="时期是{own}",
    other_unit="单位是“{own}”，多数是“{usual}”",
    own_unit="单位是“{own}”",
    other_value="另一份报告写作 {figure}",
    same_year="只比同一年：",
    chart_of="{indicator}，单位：{unit}",
    chart_left_out="另有 {n} 行口径不同，没有画。",
    pattern="斜纹：时期不同",
    show_all="显示全部 {n} 行",
    show_fewer="只显示前 {n} 行",
    copy="复制表格",
    copied="已复制",
    download="下载 CSV",
    copy_link="复制链接",
    approximate="约数",
    nobody="没有报告写明“{indicator}”",
    nobody_help="查找了 {total} 份报告中的 {searched} 份，都没有写出这个指标的数字。可以换一种说法，或放宽地区和年份。",
    empty="请先写要比较的指标。",
    too_long="指标太长（{length} 个字符）。请缩短到 {limit} 个字符以内，一次只比一个。",
)

_ENGLISH = CompareTexts(
    indicator="Indicator",
    placeholder="What to compare, such as proposals filed",
    compare="Compare",
    examples="Often stated",
    welcome="Name an indicator to see what the report of each place and year states. Every figure opens its source; "
    "what is not stated is listed as such, never as 0.",
    result="Comparison",
    columns=("Place", "Period", "Figure", "Unit", "What is counted", "Comparable", "Source"),
    sort="Sort by {column}",
    completeness="{searched} of {total} reports searched, {groups} rows: {stated} stated, {unstated} not stated",
    all_state=".",
    not_stated_by=": {places}.",
    and_more=" and more",
    absent="not stated",
    show_absent="Show the {n} not stated",
    hide_absent="Hide the {n} not stated",
    searched_report="Report searched",
    differs="differs",
    same="as most",
    none_alike="No two of them count the same thing over the same period: not to be compared as they stand.",
    apart="Of something else, listed apart",
    differ_note="{n} of them count something else or another period: not to be compared as they stand. Most: {usual}.",
    other_count="counts “{own}”, most count “{usual}”",
    own_count="counts “{own}”",
    other_body="from a {own}, most from a {usual}",
    own_body="from a {own}",
    no_count="not said",
    other_years="for {own}, most for {usual}",
    own_years="for {own}",
    other_unit="in “{own}”, most in “{usual}”",
    own_unit="in “{own}”",
    other_value="another report says {figure}",
    same_year="One year only: ",
    chart_of="{indicator}, in {unit}",
    chart_left_out="{n} more count something else and are not drawn.",
    pattern="Hatched: another period",
    show_all="Show all {n} rows",
    show_fewer="Show the first {n} rows",
    copy="Copy table",
    copied="Copied",
    download="Download CSV",
    copy_link="Copy link",
    approximate="approximate",
    nobody="No report states “{indicator}”",
    nobody_help="{searched} of {total} reports were searched; none gives a figure for it. Try the reports' own Chinese "
    "words, or fewer filters.",
    empty="Please name an indicator first.",
    too_long="The indicator is too long ({length} characters). Please keep it within {limit}; one at a time.",
)


def compare_texts_for(language: str) -> CompareTexts:
    """The words for a language tag such as "zh-CN" or "en"; anything that is not Chinese gets English."""
    return _CHINESE if language.lower().startswith("zh") else _ENGLISH
