"""Text as programs damage it to the characters that were meant.

Unseen characters go (U+200B, the byte order mark inside a text, soft hyphens, marks of direction, control characters);
radicals (⽴, ⻄) and compatibility ideographs (U+F98E) become the characters they look like; a soft return within a
sentence joins, anywhere else it is a line's end; a single no-break or ideographic space within a sentence goes. Widths
of digits and signs stay as printed. Doing it twice is doing it once.
"""

from __future__ import annotations

import html
import re
import unicodedata

from index.reading.headings import is_byline, is_finished, is_title, marked_heading

__all__ = ["clean_characters", "mend_characters", "without_entities"]

# CJK Radicals Supplement, which Unicode gives no decomposition: each radical, then the character it is printed for.
_RADICALS = (
    "⺁厂⺅亻⺆冂⺈刀⺉刂⺊卜⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺖忄⺘扌⺙攵⺛旡⺜日⺝月⺞歹⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王"
    "⺪疋⺫罒⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车"
    "⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐"
    "⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟㇐一㇑丨㇒丿㇔丶㇟乚"
)
_LOOKS_LIKE = dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True)) | {
    chr(code): unicodedata.normalize("NFKC", chr(code))
    for block in ((0x2F00, 0x2FD6), (0xF900, 0xFADA), (0x2F800, 0x2FA1E))
    for code in range(*block)
    if unicodedata.normalize("NFKC", chr(code)) != chr(code)
}
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffc\U0001bca0-\U0001bca3\U000e0000-\U000e0fff"
)
# Left over from a web page: &nbsp; &ldquo; &#8220; &amp;nbsp;.
_ENTITY = re.compile(
    r"&(?:amp;){0,3}(?P<name>#\d{3,6}|#[xX](?:[aA][0-9a-fA-F]|[bB]7|[0-9a-fA-F]{3,5})|nbsp|amp|quot|[lr][ds]quo|[mn]dash"
    r"|hellip|middot|e[nm]sp|thinsp|times|permil);"
)
_CONTROLS = "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"
_DAMAGED = re.compile(f"[{_UNSEEN}{_CONTROLS}]|[" + re.escape("".join(_LOOKS_LIKE)) + "]")
# Word's soft return, a page's end, and the line ends of other systems; U+001C to U+001E end a line for Python.
_SOFT = "\v\f\x1c-\x1e\x85\u2028\u2029"
_JOINT = re.compile(rf"((?<![^\S{_SOFT}])[^\S{_SOFT}]*+[{_SOFT}]\s*)")
_HAS_SOFT = re.compile(f"[{_SOFT}]")
_NO_BREAK = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_IDEOGRAPH = "[㐀-鿿\U00020000-\U0003ffff]"
_SPACE_WITHIN = re.compile(rf"(?<={_IDEOGRAPH})[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000](?={_IDEOGRAPH})")
# From one stop to the next; what is not ended by a stop is a heading, a label or a by-line, where a space parts.
_STRETCH = re.compile(r"(?<![^，,。！？!?；;：:、\n])[^，,。！？!?；;：:、\n]*+[，,。！？!?；;：:、]")
_RUNNING = re.compile(r"[，,。！？!?；;]")
# Nobody ends a line on purpose behind one of these, nor begins one with a stop or with 的.
_OPEN_END = re.compile(
    r"(?:[，,、（(“《]|的|了|和|与|及|在|对|将|为|共|把|以|等|从|由|于|其中|经审查|收到|提交|立案|办复|办结|采纳|达到?|增长|下降|完成|实现)$"
)
_CLOSED_HEAD = re.compile(r"[，,。、；;：:！？!?）)”》%％]|的|了|件|个百分点")
_BEGINS_ANEW = re.compile(
    r"各位|同志们|主席团|尊敬的|[\d０-９]{1,4}\s?[年月]|[-*+|#>]|[（(]?[一二三四五六七八九十\d０-９]{1,3}[）).．、]"
)
_LONGEST = 600


def clean_characters(text: str) -> str:
    """Without unseen characters, and with radicals and compatibility ideographs as the characters they stand for."""
    return _DAMAGED.sub(lambda match: _LOOKS_LIKE.get(match[0], ""), text)


def without_entities(text: str) -> str:
    """What a web page left over (&nbsp;, &#8220;) as the characters that it means."""
    return _ENTITY.sub(lambda match: html.unescape(f"&{match['name']};"), text)


def mend_characters(text: str) -> str:
    """The whole of it for a report's text: characters, soft returns, and spaces that part no words."""
    text = without_entities(text)
    text = clean_characters(text.replace("\r\n", "\n").replace("\r", "\n"))
    if _HAS_SOFT.search(text):
        text = _without_soft_returns(text)
    return _without_inner_spaces(text)


def _without_soft_returns(text: str) -> str:
    """Each soft return gone within a sentence, a line's end elsewhere; from the last on, as what follows decides."""
    pieces = _JOINT.split(text)
    kept = [pieces[-1]]
    head = _first_line(pieces[-1])
    for n in range(len(pieces) - 3, -1, -2):
        piece, joint = pieces[n], pieces[n + 1]
        last = piece.rsplit("\n", 1)[-1]
        cut = _is_cut(last[-_LONGEST:].strip(), head.strip())
        kept += ["" if cut else "\n\n" if joint.count("\n") > 1 else "\n", piece]
        first = _first_line(piece)
        head = _shortened(first + head) if cut and "\n" not in piece else first
    return "".join(reversed(kept))


def _first_line(text: str) -> str:
    return _shortened(text.lstrip().split("\n", 1)[0])


def _shortened(line: str) -> str:
    """Its two ends, which are all that is looked at."""
    return line if len(line) <= 2 * _LONGEST else line[:_LONGEST] + line[-_LONGEST:]


def _is_cut(line: str, following: str) -> bool:
    """Whether a sentence runs over a soft return: "…经审查" + "立案313件，办复率100%。"."""
    if not line or not following or is_finished(line) or is_title(line) or is_byline(line):
        return False
    if "|" in line or "\t" in line or "\t" in following or is_title(following) or is_byline(following):
        return False
    if _CLOSED_HEAD.match(following):
        return True
    if _BEGINS_ANEW.match(following) or marked_heading(following) is not None:
        return False
    heading = marked_heading(line)
    if (heading is not None and heading.alone) or not is_finished(following):
        return False
    return bool(_OPEN_END.search(line) or _RUNNING.search(line) or following[0].isdigit())


def _without_inner_spaces(text: str) -> str:
    """No-break spaces as plain ones; none within a sentence: `经审查　立案306件，`, `立 案 提 案 306 件，`.

    Where several stretches of characters are parted so, they may be names in a row, and stay.
    """
    if not _SPACE_WITHIN.search(text):
        return _NO_BREAK.sub(" ", text)
    return _NO_BREAK.sub(" ", _STRETCH.sub(lambda match: _joined(match[0]), text))


def _joined(stretch: str) -> str:
    spaces = len(_SPACE_WITHIN.findall(stretch))
    words = stretch.split()
    single = sum(len(word) == 1 for word in words) * 2 > len(words)
    return _SPACE_WITHIN.sub("", stretch) if spaces == 1 or (spaces > 1 and single) else stretch
