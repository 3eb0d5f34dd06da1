"""衡阳2019年全市进出口总额: words for the whole of a place that a question names, which its own report leaves out."""

from __future__ import annotations

import re

__all__ = ["without_whole"]

# No 全区域; a question that sets it against a part (全市比市区) keeps it.
_WHOLE = re.compile("(?:[全我][市省县州盟旗]|[全我]区(?!域))的?")
_OF_PART = re.compile(
    "市[本区]|城区|城镇|农村|乡村|全国|[省市]级|其中|占|比重|各[市省区县州]|排[第名]|位[居列]|第几|率先|头一|首[个家次批创]|"
    "第一|最|领先|前列|唯一"
)


def without_whole(text: str) -> str:
    """The question less those words, where it sets the whole against nothing."""
    return text if _OF_PART.search(text) else _WHOLE.sub("", text)
