"""Personal names in running text, by the role, credit or line they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["SURNAMES", "find_names"]

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦"
    "昌马苗凤方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵"
    "湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆"
    "高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊"
    "於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘"
    "景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦"
    "雍却璩桑桂濮牛寿边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡"
    "国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权"
    "逯盖益桓公肖闫佟付仝代仉仙"
)
_ROLE = (
    r"记者|通讯员|主席|副主席|秘书长|市长|副市长|区长|县长|省长|书记|主任|编辑|责任编辑|委员|信息员|部长|院长|"
    r"校长|教授|同志|代表|作者|摄影|图|文"
)
_NAME = rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}"
_SPACED_NAME = rf"[{SURNAMES}](?:[ \t　]*[\u4e00-\u9fff]){{1,2}}"
_ROLE_NAME = re.compile(rf"(?:{_ROLE})[\s:：　]*(?P<names>{_NAME}(?:[、/\s]{{1,9}}{_NAME}){{0,60}})(?![\u4e00-\u9fff])")
_ROLE_NAME_INLINE = re.compile(
    rf"(?:{_ROLE})(?P<names>{_NAME})(?=代表|受|向|主持|出席|同志|指出|强调|在|作|介绍|说|讲话|批示|等|，|,|、|。)"
)
_NAME_ROLE = re.compile(
    rf"(?P<names>{_NAME}(?:、{_NAME}){{0,60}})(?=委员|同志|院士|教授|记者|先生|女士|代表|任|当选|出席|指出|等提交)"
)
_CREDIT = re.compile(rf"(?P<names>{_NAME})(?=[/／](?:文|图|摄))")
_LINE_NAME = re.compile(rf"^[ \t　]*(?P<names>{_SPACED_NAME})[ \t　]*$", re.MULTILINE)
# Words that look like a surname and a given name beside a role: 常务委员, 全媒体记者.
_NO_NAME = re.compile(
    r"^(?:常务|常委|全媒|全国|全市|全体|全区|新任|新闻|安全|党|政协|向|和|与|从|等|成为|应邀|家|大|经济|经常|干部|田间|文史|文化|"
    r"水利|高校|广大|明确|于是|支部|管理|任|时任|关于|国家|万人|万企|都是)"
)


_NO_NAME_WITHIN = re.compile(
    r"会议|会上|工作|政府|代表|委员|主席|市长|经济|发展|人民|建设|列席|审议|报告|任务|记者|活动"
)


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each name or row of names, in order: 记者 鲁燕, 杜新军代表, 刘赛/图, a line 李 亚 平."""
    taken: list[tuple[int, int]] = []
    for pattern in (_CREDIT, _ROLE_NAME, _ROLE_NAME_INLINE, _NAME_ROLE, _LINE_NAME):
        for match in pattern.finditer(text):
            span = match.span("names")
            if (
                not _NO_NAME.match(match["names"])
                and not _NO_NAME_WITHIN.search(match["names"])
                and not any(span[0] < end and start < span[1] for start, end in taken)
            ):
                taken.append(span)
    yield from sorted(taken)
