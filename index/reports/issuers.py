"""Who gives a report: the body as its title, the line below it, or its first sentence names it."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["detect_body", "is_name_of", "is_short_for"]

_ENDS = (
    r"人民代表大会常务委员会|人大常委会|委员会常务委员会|监察委员会|纪律检查委员会|委员会|法院|检察院|人民政府|统计局|办公厅|办公室|"
    r"调查[总]?队|[局厅署部]|中心|院|总队|支队|联合会|总工会"
)
_HAN = "一-龥"
# 关于|洛阳市财政局|2023年…; 最高人民法院|工作报告; 徐州市人民代表大会常务委员会|工作报告.
_IN_TITLE = re.compile(
    rf"^(?:关于)?(?P<body>(?:(?!关于)[{_HAN}]){{2,30}}?(?:{_ENDS}))(?=(?:关于)?(?:(?:19|20)\d\d|工作|第.{{1,3}}[次届]|专项|[,，]|$))"
)
_LINE = re.compile(rf"^(?P<body>(?:中华人民共和国)?[{_HAN}]{{1,26}}?(?:{_ENDS}))(?:[ \t\u3000]+[{_HAN}]{{2,30}})?$")
_OFFICE = re.compile(
    rf"^(?P<body>[{_HAN}]{{1,24}}(?:{_ENDS}))(?:代)?(?:[局厅院部]长|主任|主席|检察长)[ \t\u3000]*[{_HAN}·•\s]{{2,12}}$"
)
_OFFICE_OF_BODY = re.compile(
    rf"^(?P<body>[{_HAN}]{{1,24}}(?:人大常委会|人民代表大会常务委员会|政协|委员会|局|厅|检察院|法院|监察委员会))"
    rf"(?:代|副)?(?:[局厅院部]长|主任|主席|检察长)"
)
_SPEAKS = re.compile(rf"代表(?P<body>[{_HAN}]{{1,30}}?(?:{_ENDS}))[，,]?(?:向|作|报告)")
_NO_BODY = re.compile(r"^(?:在|各|全[市县区省州]|我|本|提交|听取)|会议$|^(?:市|县|区|省|州)?(?:财政)?全部$")
_HEAD_LINES = 8


def detect_body(title: str, lines: Sequence[str], head: str) -> str:
    """The body as printed; "" where the text does not say it. lines: the first short ones. head: the opening."""
    named = _IN_TITLE.search(title)
    if named and not _NO_BODY.search(named["body"]):
        return named["body"]
    for line in lines[:_HEAD_LINES]:
        for pattern in (_LINE, _OFFICE, _OFFICE_OF_BODY):
            found = pattern.match(line)
            if found and not _NO_BODY.search(found["body"]):
                return found["body"]
    spoken = _SPEAKS.search(head)
    return spoken["body"] if spoken and not _NO_BODY.search(spoken["body"]) else ""


def is_name_of(name: str, body: str) -> bool:
    """Whether a department's name is in the body's, or is a short form of it."""
    return name in body or is_short_for(name, body)


def is_short_for(name: str, body: str) -> bool:
    """Whether a department's name is a short form of the body's: 教体局 of 汉中市南郑区教育体育局."""
    if len(name) < _SHORTEST_NAME or name[-1] not in _DEPARTMENTS or name[-1] != body[-1:]:
        return False
    at = len(body)
    for letter in reversed(name):  # the last of each letter before the one found
        before = body.rfind(letter, max(0, at - _MOST_BETWEEN), at)
        if before < 0:
            return False
        at = before
    return True


_SHORTEST_NAME, _MOST_BETWEEN = 3, 6
_DEPARTMENTS = "局委厅办署"
