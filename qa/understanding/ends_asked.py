"""Both ends of a change asked for: 从多少到多少, 年初年底各是多少, 前后分别是多少."""

from __future__ import annotations

import re

__all__ = ["BOTH_ENDS", "before_ends"]

_FIRST = "(?:[年期起最当]初|开始时?|原来|原先|之前|以前|上年|去年|头一年)"
_LAST = "(?:年底|年末|期末|最后|最终|后来|现在|目前|之后|以后|今年|当年)"
BOTH_ENDS = re.compile(
    "[由从](?:多少|几)[^，。？?多几]{0,8}[到至成]了?(?:多少|几)|前后(?:各|分别)自?[是为有]?(?:多少|几)|"
    f"{_FIRST}[^，。？?多几]{{0,6}}(?:多少|几)?[^。？?多几]{{0,6}}{_LAST}[^，。？?多几]{{0,6}}(?:多少|几)"
)
_EACH = re.compile("(?:各自?|分别|都|均|又|是|，|,){1,3}$")


def before_ends(text: str) -> str | None:
    """What a question says before it asks for both: 贫困发生率 of 贫困发生率都从多少到多少; None where it does not."""
    asks = BOTH_ENDS.search(text)
    return _EACH.sub("", text[: asks.start()]) if asks else None
