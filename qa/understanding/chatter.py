"""What people say beside their questions: greetings, thanks, that they have understood, who is there."""

from __future__ import annotations

import re

__all__ = ["is_chatter", "without_chatter"]

_CHINESE = """你好 您好 大家好 你好呀 哈喽 哈啰 嗨 嘿 喂 早 早上好 上午好 中午好 下午好 晚上好 晚安 早安 午安 在吗
    在不在 有人吗 有人在吗 你在吗 谢谢 谢谢你 谢谢您 谢谢啦 多谢 多谢了 感谢 感谢你 感谢您 非常感谢
    十分感谢 谢了 谢 谢啦 辛苦 辛苦了 辛苦啦 麻烦了 麻烦你了 麻烦您了 打扰了 不客气 客气了 好 好的 好吧
    好嘞 好啊 好滴 好哒 好了 行 行吧 行了 可以 可以了 嗯 嗯嗯 哦 噢 喔 额 呃 啊 呀 哎 唉 哇 对 对的 对了
    是的 是 没错 没事 没事了 没问题 没问题了 没有了 没了 不用 不用了 不需要了 就这样 就这样吧 先这样
    先这样吧 明白 明白了 我明白了 知道了 我知道了 懂了 我懂了 了解 了解了 清楚了 收到 收到了 再见 拜拜
    拜 回见 回头见 下次见 再会 哈 哈哈 哈哈哈 呵呵 嘻嘻 嘿嘿 真棒 太棒了 很棒 棒 太好了 很好 非常好 不错
    挺好 厉害 真厉害 太厉害了 牛 牛啊 赞 点赞 给你点赞 原来如此 原来是这样 这样啊 是这样啊 有意思 有道理
    好用 真好用 真好 真不错 答得好 回答得很好 说得好 你真聪明 祝你愉快 祝好 你是谁 您是谁 你叫什么
    你叫什么名字 你是什么 随便问问 随便看看 ok okay thanks hi hello bye 你会什么 你会做什么 你能做什么
    你能干什么 你能干啥 你可以做什么 你有什么用 你有什么功能 能做什么 能问什么 能问你什么 我能问什么
    可以问什么 我可以问什么 怎么提问 你好吗 好吗 介绍一下你自己 介绍下你自己 自我介绍 自我介绍一下 帮助
    使用说明 测试 测试一下 试一下 试试 试试看 今天天气怎么样 你吃了吗 讲个笑话 的 了 哟 哦哦 啦 吧 嘛 呗
    那 那就 你 您 太 真 真的 很 大家 老师 朋友 回答 解答 你的 您的 没有其他问题了 没有其它问题了
    没有别的问题了 没别的了 没有问题了 没别的问题了 今天过得怎么样 过得怎么样 最近怎么样 再次 一下""".split()
_ENGLISH = """hi hello hey there hiya greetings good morning afternoon evening night day thanks thank thx ty
    cheers you u so very much a lot many again all please pls ok okay k alright right sure fine yes yeah
    yep no nope got it i see understood understand great cool nice awesome perfect excellent wonderful
    amazing wow haha hahaha lol bye goodbye later cya that's thats that is was helpful really well done
    job work never mind nothing else for now your help everyone team test testing ping just oh hmm ah um
    welcome appreciate the and then""".split()
# Of these words a greeting is made, but they say nothing alone.
_HOLLOW_ENGLISH = frozenset(
    "there a lot many it i see that is was nothing else for now your the and then so very much all again right you u "
    "day work job just help morning night evening afternoon well done really k later everyone team understand".split()
)
_PHRASE_IN_ENGLISH = re.compile(
    r"(?:who are you|what are you|what is your name|what's your name|are you (?:a (?:bot|robot|human|person)|"
    r"an ai|there)|what can (?:you do|i ask(?: you)?)|what do you do|thank(?:s| you)(?: (?:so|very) much|"
    r" a (?:lot|million|bunch))?(?: for [a-z ]{1,30})?|that(?:'s| is) (?:it|all)|how are you(?: doing|"
    r" today)?|how do you work|how does this work|how do i use (?:this|it)|help(?: me)?|anyone there|"
    r"is anyone there|nice to meet you|tell me a joke|introduce yourself|no problem|no worries|that(?:'s|"
    r" is) all|i see|got it|see you(?: later| soon)?|all right|good (?:morning|afternoon|evening|night|day|"
    r"job)|well done|never mind|you(?:'re| are) welcome|have a (?:nice|good|great) (?:day|one|evening|"
    r"weekend)|this is a test)",
    re.IGNORECASE,
)

# 你都能回答什么问题, 你会做些什么: asked of whoever answers, not of a report.
_OF_YOU = (
    "[你您]都?(?:能|会|可以|懂|知道)?(?:做|干|回答|帮我?|帮忙|说|讲|告诉我|查)?些?(?:什么|啥|哪些)(?:问题|事情?|东西|忙|功能)?|"
    "[你您]是(?:什么|哪个|哪家)(?:公司|机构)?(?:的|做的|开发的)?(?:大?模型|AI|人工智能|机器人|东西|软件|系统|程序)?|"
    "[你您]是(?![说指在])[^,，]{1,12}[吗么]|(?:感谢|谢谢|多谢)(?:你们?|您|大家|老师)[^多几什哪谁怎如何吗呢]{0,12}"
)
_SAID = re.compile(
    f"(?>{_OF_YOU}|" + "|".join(sorted(_CHINESE, key=lambda word: (-len(word), word))) + r"|哈{2}|6{3}|[^\w%％]|_)*+",
    re.IGNORECASE,
)
_SAID_IN_ENGLISH = re.compile("(?>(?:" + "|".join(_ENGLISH) + r")\b|[^\w%％]|_)*+", re.IGNORECASE)
_PIECE = re.compile(r"[^,，.。!！?？;；~～…\n]+[,，.。!！?？;；~～…\n]*")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def is_chatter(text: str) -> bool:
    """Whether nothing is asked of the reports: 好的，谢谢！; "ok, got it"; a sign or a picture alone."""
    return not without_chatter(text)


def without_chatter(text: str) -> str:
    """The text less the pieces between its marks that are chatter, "" where it is all.

    你好，立案多少件？谢谢！ → 立案多少件？
    """
    pieces = [match[0] for match in _PIECE.finditer(text)]
    return "".join(piece for piece in pieces if not _is_chatter(piece)).strip()


def _is_chatter(piece: str) -> bool:
    bare = _EDGES.sub("", piece)
    if _SAID.fullmatch(bare) or _PHRASE_IN_ENGLISH.fullmatch(bare):
        return True
    words = re.findall(r"[a-z']+", bare.lower())
    return bool(_SAID_IN_ENGLISH.fullmatch(bare)) and not _HOLLOW_ENGLISH.issuperset(words)
