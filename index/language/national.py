"""The names of national bodies, whose reports are of the whole country."""

from __future__ import annotations

import re

__all__ = ["NATIONAL_BODIES", "is_national_body"]

_MINISTRIES = (
    "财政|教育|科技|科学技术|公安|民政|司法|外交|国防|农业农村|农业|商务|文化和旅游|应急管理|生态环境|环境保护|自然资源|国土资源|"
    "交通运输|水利|住房和?城乡建设|人力资源和?社会保障|工业和信息化|人社|住建|工信|审计|国家安全"
)
# As they are called in running text and in questions.
NATIONAL_BODIES = (
    r"中国政协|政协全国委员会|中国人民政治协商会议全国委员会|国务院|"
    r"全国(?:政协|人大|人民代表大会|工商联|总工会|妇联|青联|文联|侨联|法院|检察院)(?:常委会|常务委员会)?|"
    r"最高(?:人民)?(?:法院?|检(?:察院)?)|"
    r"国家(?:主席|统计局|税务总局|发展和?改革委(?:员会)?|发改委|市场监管总局|市场监督管理总局|能源局|卫生健康委(?:员会)?|林草局|"
    r"铁路局|医保局|医疗保障局|文物局|知识产权局|数据局|监委|监察委员会|金融监督管理总局|金融监管总局|药监局|药品监督管理局|粮食和物资储备局|移民管理局|"
    r"邮政局|外汇局|外汇管理局|疾控局|信访局|档案局|民委|民族事务委员会|体育总局|广播电视总局|国际发展合作署)|"
    r"中国(?:证监会|银保监会|银监会|保监会|证券监督管理委员会|人民银行(?![一-龥]{0,8}[分支]行)|民用航空局|民航局|气象局|地震局)|海关总署|"
    rf"(?:{_MINISTRIES})部(?!门|分|署|队|长|级|委|件)"
)
_ALONE = re.compile(
    rf"(?:中华人民共和国)?(?:{NATIONAL_BODIES}|审计署|国务院[一-龥]{{2,16}}(?:办公室|小组|委员会))(?:办公厅|新闻办公室)?"
)


def is_national_body(words: str) -> bool:
    """Whether the words are the name of such a body and nothing more: 国家统计局, not 国家统计局桂林调查队."""
    return _ALONE.fullmatch(words) is not None
