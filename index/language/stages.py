"""The words of the genre that say what was done with what is counted: verbs, stages of a proposal, growth and level."""

from __future__ import annotations

import re

__all__ = [
    "ACTION",
    "CHANGE",
    "COMPARED_WITH",
    "LEVEL",
    "NOT",
    "OPENING",
    "OPENING_ACTION",
    "denies_stage",
    "is_denied",
    "last_stage_in",
    "nearest_stages",
    "same_stage",
    "same_stages",
    "stage_in",
    "stages_in",
    "without_stages",
    "worded_as",
]

# What becomes of a proposal or a piece of information, in its order, and the words for each stage. 收到 a
# proposal is what its author calls 提交.
_STAGES = {
    "收到": ("收到", "提交", "收集", "征集", "提出", "接收", "收集到", "征求", "受理"),
    "立案": ("立案", "审查立案"),
    "交办": ("交办", "转办", "转交", "分办"),
    "办复": ("办复", "办结", "办理", "答复", "办毕", "复函", "办理完毕"),
    "采纳": ("采纳", "采用", "吸收", "批示"),
    "报送": ("报送", "上报", "编报", "编发", "呈报"),
    "督办": ("督办", "跟踪督办"),
}
_CHANGES_OF = (
    ("增长", "增加", "提高", "上升", "提升", "扩大", "净增", "增"),
    ("下降", "减少", "降低", "回落", "压减", "压缩", "缩短", "收窄", "降"),
)
_STAGE_OF = {word: stage for stage, words in _STAGES.items() for word in words} | {"报": "报送"}
_CHANGE_OF = {word: words[0] for words in _CHANGES_OF for word in words}
_STAGE_WORD = re.compile("|".join(sorted(_STAGE_OF.keys() - {"报"}, key=lambda word: -len(word))))
_COUNTED = re.compile(rf"({_STAGE_WORD.pattern})[^\d，,。；;：:]{{0,8}}\d")
# 未立案, 没有被采纳, 不予立案, 尚未全部办结; 未来 is none.
_NOT = re.compile(
    r"(?:没有?|未(?!来)|并?未曾?|尚未|不予|不能|不再|不|无法|没能|未能)(?:予以?|被|能够?|得到|完全|全部|及时|通过|进行|最终|\s){0,9}$"
)
_REACH_OF_NOT = 10
_NOT_IN_ENGLISH = re.compile(r"\b(?:not|never|no)\b|n't\b|\bun(?=filed|answered|handled|adopted)", re.IGNORECASE)
NOT = "未"


def same_stage(stated: str, asked: str) -> bool:
    """Whether two verbs speak of the same stage: 提交 and 收到, but not 收到 and 立案."""
    if stated == asked:
        return True
    return any(asked in words and words.get(stated) == words[asked] for words in (_STAGE_OF, _CHANGE_OF))


def stage_in(text: str) -> str:
    """The first word of text that names a stage of a proposal: 立案交办 → 立案; "" where none does.

    One that was not reached is named so: 没有立案 → 未立案.
    """
    match = _STAGE_WORD.search(text)
    if match is None:
        return ""
    return NOT + match[0] if is_denied(text, match.start()) else match[0]


def last_stage_in(text: str) -> str:
    """The last word of text that names a stage, as `stage_in` gives one: 立案409件，办结率 → 办结."""
    words = list(_STAGE_WORD.finditer(text))
    if not words:
        return ""
    return NOT + words[-1][0] if is_denied(text, words[-1].start()) else words[-1][0]


def stages_in(text: str) -> frozenset[str]:
    """All the stages that a text speaks of: `收到412件，未立案54件` → 收到, 未立案."""
    found: set[str] = set()
    for match in _STAGE_WORD.finditer(text):
        stage = _STAGE_OF[match[0]]
        found.add(NOT + stage if is_denied(text, match.start()) else stage)
    if found and _NOT_IN_ENGLISH.search(text):
        found = {stage if stage.startswith(NOT) else NOT + stage for stage in found}
    return frozenset(found)


def without_stages(text: str) -> str:
    """The text without the words for stages: `向省政协报送` → 向省政协."""
    return _STAGE_WORD.sub("", text)


def worded_as(question: str, passage: str) -> str:
    """The question with the passage's own word for each stage it names: 收到多少件, of 提交提案412件 → 提交多少件.

    Only where the passage has a figure behind such a word, and not the question's own word.
    """

    def own(word: re.Match[str]) -> str:
        if word[0] in passage or is_denied(question, word.start()):
            return word[0]
        counted = (each for each in _COUNTED.finditer(passage) if _STAGE_OF[each[1]] == _STAGE_OF[word[0]])
        return next((each[1] for each in counted), word[0])

    return _STAGE_WORD.sub(own, question)


def nearest_stages(text: str, at: int) -> frozenset[str]:
    """The stage named nearest to this place, with those written together with it: 立案交办|409件 → 立案, 交办."""
    words = list(_STAGE_WORD.finditer(text))
    if not words:
        return frozenset()
    near = min(range(len(words)), key=lambda n: (max(words[n].start() - at, at - words[n].end()), n))
    first = last = near
    while first > 0 and words[first - 1].end() == words[first].start():
        first -= 1
    while last + 1 < len(words) and words[last].end() == words[last + 1].start():
        last += 1
    named = ((_STAGE_OF[word[0]], is_denied(text, word.start())) for word in words[first : last + 1])
    return frozenset(NOT + stage if denied else stage for stage, denied in named)


def denies_stage(stated: str, asked: str) -> bool:
    """Whether what is stated is the opposite of what is asked: 立案 of 未立案, and the other way round.

    What was not done is only stated where it is said: 收到412件 does not answer how many were not filed.
    """
    given, wanted = stages_in(stated), stages_in(asked)
    return any((stage.startswith(NOT) or _opposite(stage) in given) and stage not in given for stage in wanted)


def same_stages(stated: str, asked: str) -> bool:
    """Whether they speak of a stage in common, where each speaks of any."""
    given, wanted = stages_in(stated), stages_in(asked)
    return not given or not wanted or bool(given & wanted)


def _opposite(stage: str) -> str:
    return stage.removeprefix(NOT) if stage.startswith(NOT) else NOT + stage


def is_denied(text: str, at: int) -> bool:
    """Whether the verb that begins at this place is said not to have happened: 没有被|采纳."""
    return _NOT.search(text, max(0, at - _REACH_OF_NOT), at) is not None


def _words(text: str) -> str:
    return "|".join(sorted(text.split(), key=lambda word: (-len(word), word)))


# Verbs whose object is counted.
_ACTIONS = _words(
    """收到 提交 提出 征集 收集 收集到 梳理 梳理出 报送 编发 编报 上报 呈报 采用 采纳 召开 举办 举行 开展
    走访 走访联系 慰问 形成 撰写 受理 引进 引育 招引 签约 签订 签署 发放 兑现 拆除 建成 新建 改建 扩建
    改扩建 续建 打造 培育 实施 办理 办复 办结 立案 审查立案 交办 转办 转交 督办 出台 制定 修订 修编
    邀请 邀约 动员 资助 筹集 筹措 募集 化解 查处 取缔 关停 淘汰 清理 整治 解决 新开工 开工建设 开工
    竣工 完成 实现 获得 荣获 获评 获批 入选 认定 评选 评出 表彰 命名 选派 派驻 派出 接待 惠及 吸引 撬动
    安排 下达 拨付 减免 落实 开通 新开通 种植 安置 帮扶 帮助 转移 培养 选树 创建 设立 建立 成立 组建
    搭建 推出 推进 启动 推动 谋划 储备 承办 承接 承担 处置 配备 发布 编印 编辑 编写 出版 印发 征求 汇编
    遴选 聘请 增补 吸纳 推荐 组织实施 开发 提请 清退 压减 压缩 盘活 整合 改造 更新 维修 修复 修缮 铺设
    疏浚 打通 抓好 做好 办好 办成 落地 落户 实行 选取 确定 筛选 参加 参与 牵头 协助 推送 发表 刊发 采写
    播发 印制 赠送 捐赠 捐款 捐助 救助 救治 覆盖 争创 新设 取消 下放 精简 调整 兴建 增设 投放 投用 引入
    投入 转化 流转 提供 处理 破获 侦破 查办 审结 调处 免除 新增 净增 扶持 支持 培训 建设 举报 争取
    争取到 集聚 汇聚 拥有 配套 栽植 治理 收储 供应 消化 腾出 巩固 提升 优化 规划 修建 修筑 架设 加固
    搬迁 征收 拆迁 购买 购置 新购 联系 组织 带动 推广 新认定 新改建 新建改建 制订 修订完善 选聘 讲授
    反映 制作 辑印 完善 践行 带领 领办 刊登 实地走访 走访调研 招收 招聘 录用 吸收 评聘 开设 开行 开辟
    承诺 受益 实有 联合开展 组织开展 组织召开 摸排 排查 整改 挽回 抓获 追缴 退还 复垦 接收 新发展 取得
    取得了 开放 探明 开复工 复工 促进 创办 创成 创评 开建 签下 输转 调度 批回 推介 执行 晋升 新晋
    竣工投产 建成投产 新投产 投产 新培育 新引进 新签约 新建成 选定 引聚 招募 组团 累计培育 认证 授牌
    挂牌 评定 归集 发行 助解 颁布 减少 筛查 引建 新引建 拒批 关闭 扩容"""
)
# What comes before a statement and is no part of what is counted.
OPENING = re.compile(
    "(?:"
    + _words(
        """其中 共计 一共 总共 累计 先后 已经 全年 一年来 五年来 三年来 几年来 年来 年内 同时 分别 陆续 总计
    合计 平均每年 平均 每年 全市 全省 全区 全县 全州 全盟 全旗 全国 我市 我省 我区 我县 我州 全会期间
    会议期间 大会期间 期间 届内 目前 现有 现已 首次 首批 以来 截至目前 当年 本年 去年 今年 上年
    过去一年 上半年 以及 力争 确保 争取 努力 积极 大力 全力 加快 着力 扎实 深入 继续 持续 成功 稳步
    有序 统筹 全部 预计 计划 年均 同比 一是 二是 三是 四是 五是 六是 一批 主动 广泛 认真 精心 常态化
    因地制宜 高质量 高标准 高效 切实 严格 大幅 逐步 进一步 不断 直接 带头"""
    )
    + "|(?:[共已还仅就现又再各并新将把要约近逾了总全有]|基本|重点|全面|优先|集中)(?="
    + _ACTIONS
    + "|$)"
    + r"|(?:(?:19|20)\d\d年(?:度|来|底|末)?)|[”’）)\]，,：:]|\W)+"
)
# Verbs whose object is counted, wherever in the clause they stand: 区政协班子成员分批走访|企业.
ACTION = re.compile(
    "(?:"
    + _ACTIONS
    + r")(?<!办理(?=协商|工作|质量|情况))(?:了|出|到(?!位))?"
    # Not where the verb is part of a name: 覆盖率, 建成区, 帮扶资金, 服务业.
    + r"(?!率|区(?!域)|面积|数|量|额|力|度|业|费|资金|总|者|人员|单位|对象|户|方案|性|型|会$|活动|工程|项目)"
)
# Verbs that are stripped only where the clause opens with them, being nouns elsewhere: 新增|就业, 但 城镇新增就业.
OPENING_ACTION = frozenset(
    "减少 执行 晋升 认证 取得 促进 新增 净增 培训 建设 治理 完善 反映 投入 支持 扶持 规划 提升 优化 巩固 开发 "
    "改造 更新 绿化 供应 拥有 处理 参与 参加 创建 组织 落实 联系 推广 覆盖 安置 帮扶 提供 转移 建议 征收 带动 "
    "造林 植树 搬迁 配套 集聚 汇聚 流转 造 编制 转化 养殖 种植 实现 完成 调整 救助 消化 整治".split()
)
# Ends of a clause after which the figure is how much, not how many were acted on.
_CHANGES = """增长 增加 提高 上升 提升 扩大 净增 增 下降 减少 降低 回落 压减 压缩 缩短 收窄 削减 上涨 回升 增产 减产
    下调 上调 增幅 降幅 涨幅 跌"""
CHANGE = re.compile(
    rf"(?:同比|环比|年均|平均|累计|分别|预计|预期|(?<!占)比|较|名义|实际|可比价|按可比价计算){{0,6}}(?P<verb>{_words(_CHANGES)})(?P<level>到|至|为)?了?$"
)
LEVEL = re.compile(
    r"(?:已|可|将|预计|分别|均|累计|总数|总量){0,6}(?:"
    + _words(
        """达到 达 突破 超过 超 为 是 有 占 实现 完成 保持在 稳定在 控制在 保持 在 到 至 增至 降至 升至 增加到
    提高到 上升到 提升到 下降到 减少到 降低到 扩大到 降到 接近 逼近 高于 低于 不低于 不少于 不超过 跃上
    迈上 站上 共 共计 合计 总计 累计 就 各 高达 多达 分别为 分别达到 只有 约 近 逾 完成了 实现了"""
    )
    + r"|[由从](?:上年|去年|(?:19|20)\d\d年[底末]?)?的?|(?:分别)?[为是](?:上年|去年|(?:19|20)\d\d年|“[^”]{0,60}”)的)$"
)
# 比上年, 较2012年, 比年初: what a change is measured against.
COMPARED_WITH = re.compile(
    r"(?:比|较|与)(?:上年|去年|上一年|上年度|上届|同期|年初|前年|全[国省市]|上年同期|去年同期|(?:19|20)\d\d年(?:[底末初])?|全[国省市]平均(?:水平|增速)?|[^，,]{0,6}?(?:年|期|时|末|底))(?:底|末|同期|相比)?(?:的)?(?:同口径)?"
)
