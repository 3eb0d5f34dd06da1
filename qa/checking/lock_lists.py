"""The words that the lock knows: those that deny, those that may not stand for each other, those that say nothing."""

from __future__ import annotations

__all__ = ["DENIALS", "ENGLISH_PLAIN", "OPPOSITES", "PLAIN"]

DENIALS = frozenset(
    """未 没有 没 并未 从未 尚未 未能 未曾 未予 并非 不是 不曾 不予 不 无 非 不再 不能 不得 无法 没能 杜绝 避免
    难以
    禁止 拒绝 不会 不可 不含 不包括 无须 无需 并无 毫无 尚无 并不 决不 绝不 从不""".split()
)
# Beside stages (收到, 立案) and changes (增长, 下降), which have rules of their own.
OPPOSITES = tuple(
    (one, other)
    for one, _, other in (
        pair.partition("/")
        for pair in """同意/反对 支持/反对 通过/否决 成功/失败 盈利/亏损 提前/推迟 加快/放缓 改善/恶化 进口/出口
        收入/支出 城镇/农村 城市/农村 男性/女性 增设/撤销 设立/撤销 恢复/取消 新增/取消 开放/关闭 开工/竣工 开工/完工
        合格/不合格 满意/不满意 达标/超标 流入/流出 国内/国外 线上/线下 网上/现场 公开/保密 减免/征收 集体/个人
    委员/代表
        首次/再次 上半年/下半年 上午/下午 东部/西部 南部/北部 最高/最低 最多/最少 最大/最小 顺差/逆差 生产/消费
        计划/实际 预计/实际 力争/完成 力争/实现 计划/完成 将/已""".split()
    )
)
# What a wording needs beside what it words.
PLAIN = frozenset(
    """根据 据悉 报告 显示 表明 指出 提到 介绍 其中 此外 同时 分别 以及 达到 共计 总计 合计 一共 累计 方面 情况 工作
    相关 有关 内容 主要 包括 进行 开展 实现 完成 数量 总数 数字 年度 全年 期间 上述 这些 该市 该县 该区 该省 当地 当年
    该年 本年度 引文 资料 材料 原文 所引 来源 写道 说明 可见 由此 因此 具体 来看 而言 就是 例如 比如 等等 共有 拥有 成为
    属于
    作为 通过 得到 取得 获得 作出 提出 之中 之后 以来 以上 左右 大约 超过 接近 同比 相比 比重 比例 占比 比率 水平 规模
    总量 总额 结果 成果 成效 成绩 一年 年内 年间 已经 持续 不断 进一步 积极 全面 深入 有效 有力 着力 大力 加强 推进
    推动 促进
    提升 提高 增强 做好 落实 围绕 重点 重要 多项 多个 一系列 一批 措施 举措 做法 办法 方式 问题 领域 任务 目标 过程 阶段
    时间 时候 地区 地方 城市 单位 部门 总体 整体 概括 综上 综合 归纳 总结 回顾 答案 统计 数据 显著 明显 人数 件数
    次数
    户数 家数 面积 金额 价值""".split()
)
ENGLISH_PLAIN = frozenset(
    """a an the of in on at to for by with from and or was were is are be been has have had that this these those it its
    their which who as into during about than per any all each every some also while over under more less after before
    there they total number year report according out up such other same well both between through where when not no
    began begin begins begun occur occurred occurs happened took take place taken made make makes done held hold carried
    reached reach reaching stood stands rose risen rise grew grown grow fell fallen fall went gone came come set put
    given gave got became become most among including included include them amounted totaled totalled accounted
    completed completion compared percent percentage points point increase increased decrease decreased decline
    declined down only""".split()
)
