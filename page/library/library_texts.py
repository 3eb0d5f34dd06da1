"""The words of the tab 资料库, in both languages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from page.serving.bodies import UPLOAD_BYTES_AT_ONCE
from page.texts import shown_kinds
from qa import FORMATS, MAX_UPLOAD_BYTES, PACKED, Action, Kind, Language, Refusal

__all__ = ["LibraryTexts", "library_texts_for"]


@dataclass(frozen=True, slots=True)
class LibraryTexts:
    """The words of one language. Names in braces are filled in with `str.format`."""

    language: Language
    add: str
    add_hint: str
    pictures_read: str
    pictures_not_read: str
    formats: dict[str, str]
    which_formats: str
    drop: str
    too_large: str
    unreachable: str
    web: str
    web_hint: str
    web_add: str
    web_none: str
    web_many: str
    web_long: str
    rebuild: str
    folders: str
    folders_none: str
    folders_unknown: str
    read_only: str
    reports: str
    table: str
    filter: str
    filter_hint: str
    shown: str
    none_match: str
    columns: tuple[str, ...]
    kinds: dict[Kind, str]
    part: str
    uploaded: str
    corrected: str
    edit: str
    edit_of: str
    remove_short: str
    remove_of: str
    form: str
    fields: dict[str, str]
    hints: dict[str, str]
    wrong: dict[str, str]
    save: str
    reset: str
    cancel: str
    remove: str
    confirm: str
    confirm_yes: str
    confirm_no: str
    not_owned: str
    status: dict[str, str]
    counted: str
    not_detected: str
    n_reports: str
    n_pages: str
    recognised: str
    notes: str
    same_as: str
    renamed: str
    problems: dict[str, str]
    done: dict[Action, str]
    refusals: dict[Refusal, str]
    failures: dict[str, str]
    as_before: str
    changes: str
    totals: str
    unread: str
    duplicate: str
    versions: str
    version_of: str
    busy: str
    stages: dict[str, str]
    file_stages: dict[str, str]
    at_page: str
    pace: str
    slow_pace: str
    seconds: str
    minutes: str


_CHINESE = LibraryTexts(
    language="zh",
    add="加入报告",
    add_hint="可一次选多个文件，每个不超过 {most} MB。报告存在本机的索引文件夹里，不外传。",
    pictures_read="扫描件和照片会识别文字。",
    pictures_not_read="扫描件和照片现在还读不了：装上 ./run setup --documents 之后才会识别文字。",
    formats={
        "text": "纯文本",
        "html": "网页",
        "xlsx": "Excel、WPS 表格（.xlsx）",
        "xls": "旧式 Excel、WPS 表格",
        "docx": "Word",
        "office": "旧式 Word、WPS、其他文档（需装有 LibreOffice）",
        "ofd": "OFD 版式文件",
        "pdf": "PDF（文字版或扫描件）",
        "picture": "图片（扫描件、照片）",
        "packed": "压缩包和邮件（读其中的文件）",
    },
    which_formats="能读哪些格式",
    drop="把报告文件拖到这里，或点此选择",
    too_large="没有上传：{names}。每个文件不能超过 {most} MB，一次总共不能超过 {most_at_once} MB；"
    "过大的请分成几份，其余的请下次再加。",
    unreachable="上传没有完成。请检查服务程序是否还在运行，然后重试。",
    web="网址（每行一个）",
    web_hint="一次最多 {most} 个，以 http:// 或 https:// 开头，只取公网上的网页和文件。",
    web_add="取来并加入",
    web_none="还没有写网址。请每行写一个。",
    web_many="一次最多 {most} 个网址，这里有 {n} 个，一个也没有取。请分几次加入。",
    web_long="第 {number} 个网址有 {n} 个字符，最长 {longest} 个，一个也没有取。请从浏览器重新复制，每行一个。",
    rebuild="重建索引",
    folders="索引还收录这些文件夹里的报告，改动后请重建：{folders}",
    folders_none="索引只含在本页加入的报告。",
    folders_unknown="索引由旧版程序建立，没有记下文件夹。在终端再运行一次 {command} 并给出文件夹，本页就能重建和更正。",
    read_only="本页以只读方式运行，不能加入、移除、更正或重建。",
    reports="收录的报告",
    table="收录的报告，可左右滚动",
    filter="筛选",
    filter_hint="标题、地区、年份或文件名",
    shown="共 {total} 份，显示 {shown} 份；请筛选以缩小范围",
    none_match="没有符合的报告。",
    columns=("标题", "地区", "回顾", "计划", "类型", "作报告", "章节", "段落", "数字", "操作"),
    kinds=shown_kinds("zh"),
    part="第 {part}/{parts} 部分",
    uploaded="本页加入",
    corrected="已更正",
    edit="更正",
    edit_of="更正：{title}",
    remove_short="移除",
    remove_of="移除：{title}",
    form="更正",
    fields={"place": "地区", "covers": "回顾年份", "plans": "计划年份", "delivered": "作报告日期", "kind": "类型"},
    hints={
        "place": "任何写法均可：上街区、郑州上街；留空表示没有",
        "covers": "2023 或 2019-2023",
        "plans": "2024",
        "delivered": "2024-02-20",
        "kind": "",
    },
    wrong={
        "place": "不认识这个地区，或它不止一处。请写 新乡市，或写全称如 河南省郑州市上街区。",
        "covers": "回顾年份要写成 2023 或 2019-2023。",
        "plans": "计划年份要写成 2024 或 2024-2026。",
        "delivered": "日期要写成 2024-02-20。",
        "kind": "没有这种类型。",
    },
    save="保存并重建",
    reset="恢复自动识别",
    cancel="取消",
    remove="移除这个文件",
    confirm="要移除“{file}”吗？其中的 {n} 份报告会从索引中删去，存在本页的副本也会删除；您自己的原文件不受影响。",
    confirm_yes="确认移除",
    confirm_no="不移除",
    not_owned="这份报告来自您自己的文件夹（{file}），本页不会删除它。要移除，请把文件移出该文件夹，再点“重建索引”。",
    status={"added": "已加入", "same": "已经有了", "refused": "没有收"},
    counted="加入 {added} 个文件，已有 {same} 个，没有收 {refused} 个",
    not_detected="没有识别出地区，按地区提问时会找不到它；请在下表中点“更正”补上。",
    n_reports="{n} 份报告",
    n_pages="{n} 页",
    recognised="{n} 页由图片识别，平均把握 {confidence} %，引用前请对照原件",
    notes="读取说明（{n}）",
    same_as="内容与 {source} 完全相同，不重复收录。",
    renamed="同名的文件已有一个，内容不同；这一个存为 {source}。",
    problems={
        "format": "不读这种格式。请在原来的程序里另存为 .docx、.pdf 或 .txt，再加入。",
        "suffix": "只读这些格式：{suffixes}。如果这是文本，请把文件名改为以 .txt 结尾。",
        "large": "文件太大：在本页加入的不能超过 {most} MB，其中纯文本和网页不能超过 {most_text} MB。请分成几份。",
        "unreadable": "文件读不到，可能已被移走或没有权限。请检查后重新加入。",
        "empty": "文件是空的。请确认正文已经保存进去。",
        "binary": "内容不是文件名所说的格式，也不是文本，改名也读不了。请用原来的程序另存为 .docx、.pdf 或 .txt。",
        "encoding": "认不出编码（不是 UTF-8，也不像中文 GB18030、Big5 或 UTF-16）。请另存为 UTF-8。",
        "special": "这不是普通文件（是管道、套接字、设备或文件夹）。请移走，或换成普通文件。",
        "outside": "这是一个指向文件夹之外的链接。请把文件本身放进来。",
        "name": "文件名含有不能用的字符。请改名。",
        "damaged": "文件已损坏或加了密码，打不开。请用原来的程序打开，另存一份再加入。",
        "web": "没有取到：没有这一页、网站不让程序取、不是公网地址，或太慢。请核对网址，或用浏览器下载后加入文件。",
        "slow": "读了太久还没有读完，没有收。请分成几份。",
        "memory": "读它要的内存太多，没有收。请分成几份。",
        "crash": "读这个文件时进程中断了，没有收。请重新另存一次，或存为纯文本；其他文件不受影响。",
        "parse": "这个文件无法解析，这是程序的错误；详情在终端的记录里。其他文件不受影响。",
        "store": "存不下来。请检查磁盘空间和索引文件夹的权限。",
        "build": "建索引时没有成功，没有加入。请重试。",
        "folder": "文件夹不在了或没有报告；其中的报告照旧保留。请放回文件夹，或在终端用现在的文件夹重新 build。",
        "correction": "更正表里这一行不能用。",
        "other": "不能收录。",
    },
    done={
        "add": "已加入",
        "remove": "已移除“{title}”，并删除了本页保存的副本。",
        "correct": "已更正“{title}”，以后重建也照此办理。",
        "reset": "“{title}”恢复为自动识别的结果。",
        "rebuild": "索引已重建。",
    },
    refusals={
        "not_owned": "“{title}”来自您自己的文件夹，本页不会删除它。要移除，请把文件移出该文件夹，再点“重建索引”。",
        "gone": "“{title}”的文件已经不在了。点“重建索引”，索引就会去掉它。",
        "folders_unknown": "不知道“{title}”来自哪个文件夹。请在终端运行 `{command} 文件夹`，之后就能在这里更正。",
        "no_such_report": "索引里没有这份报告了，可能已被移除。请刷新本页。",
        "wrong_values": "没有保存，请改正：",
        "nothing_changed": "没有改动，索引照旧。",
        "nothing": "没有可建的内容。请先加入报告。",
    },
    failures={
        "locked": "另一个程序正在建这个索引。请等它结束后重试。",
        "model": "取不到语义模型，所以没有改动索引。请连上网络再试，或在终端用 --model none 建只按词检索的索引。",
        "system": "磁盘或权限出了问题，索引没有改动。请检查后重试。",
        "other": "程序出错，索引没有改动；详情在终端的记录里。请重试。",
    },
    as_before="索引和原来一样，仍可提问。",
    changes="新增 {added} · 更新 {updated} · 移除 {removed} · 未变 {unchanged}",
    totals="现有 {reports} 份报告、{chunks} 个段落，用时 {seconds} 秒。",
    unread="没能读取（其余照常收录，读不了的保留上一个可用的版本）：",
    duplicate="与 {first} 内容相同，只收录一次。",
    version_of="与 {other} 是同一报告",
    versions="与 {first} 是同一份报告的两个版本，都已收录；数字不同之处，回答时并列。",
    busy="正在处理……",
    stages={
        "fetch": "取网页",
        "check": "检查文件",
        "read": "读取报告",
        "merge": "合并分段",
        "embed": "计算向量",
        "write": "写入索引",
    },
    file_stages={
        "take": "读取",
        "read": "读取",
        "convert": "转换格式",
        "ocr": "识别文字",
        "parse": "分析章节和数字",
    },
    at_page="{doing} 第 {page}/{pages} 页",
    pace="每秒 {rate}，约剩 {left}",
    slow_pace="约剩 {left}",
    seconds="{n} 秒",
    minutes="{n} 分钟",
)

_ENGLISH = LibraryTexts(
    language="en",
    add="Add reports",
    add_hint="Several files at once, up to {most} MB each. They are kept in the index's folder on the machine that "
    "serves this page, and sent nowhere else.",
    pictures_read="The text of scans and photos is recognised.",
    pictures_not_read="Scans and photos are not read yet: their text is recognised once ./run setup "
    "--documents has been run.",
    formats={
        "text": "Plain text",
        "html": "Web pages",
        "xlsx": "Excel (.xlsx)",
        "xls": "Old Excel and WPS workbooks",
        "docx": "Word",
        "office": "Old Word, WPS and other documents (needs LibreOffice)",
        "ofd": "OFD",
        "pdf": "PDF (text or scanned)",
        "picture": "Pictures (scans, photos)",
        "packed": "Archives and mails (the files in them)",
    },
    which_formats="Which formats are read",
    drop="Drop report files here, or click to choose",
    too_large="Not uploaded: {names}. A file may have up to {most} MB, and all at once {most_at_once} MB; split what "
    "is larger, and add the others next time.",
    unreachable="The upload did not complete. Check that the server is still running, then try again.",
    web="Web addresses, one a line",
    web_hint="At most {most} at a time, beginning with http:// or https://; pages and files of the public web only.",
    web_add="Fetch and add",
    web_none="There is no address yet. Write one a line.",
    web_many="At most {most} addresses at a time; these are {n}, and none was fetched. Add them in several goes.",
    web_long="Address {number} has {n} characters, at most {longest} are taken, and none was fetched. Copy it from the "
    "browser again, one a line.",
    rebuild="Rebuild the index",
    folders="The index also holds the reports of these folders; rebuild after changing them: {folders}",
    folders_none="The index holds only what was added on this page.",
    folders_unknown="An older version built this index and did not note its folders. Run {command} once more in a "
    "terminal "
    "with your folders; then this page can rebuild and correct.",
    read_only="This page is read-only: nothing can be added, removed, corrected or rebuilt here.",
    reports="Reports indexed",
    table="Reports indexed; scrolls sideways",
    filter="Filter",
    filter_hint="title, place, year or file name",
    shown="{shown} of {total} shown; filter to narrow them down",
    none_match="No report matches.",
    columns=(
        "Title",
        "Place",
        "Reviews",
        "Plans",
        "Kind",
        "Delivered",
        "Sections",
        "Passages",
        "Figures",
        "Change",
    ),
    kinds=shown_kinds("en"),
    part="part {part}/{parts}",
    uploaded="added here",
    corrected="corrected",
    edit="Correct",
    edit_of="Correct: {title}",
    remove_short="Remove",
    remove_of="Remove: {title}",
    form="Correct",
    fields={
        "place": "Place",
        "covers": "Years reviewed",
        "plans": "Years planned",
        "delivered": "Delivered on",
        "kind": "Kind",
    },
    hints={
        "place": "in any form: 上街区, 郑州上街, Shangjie; empty for none",
        "covers": "2023 or 2019-2023",
        "plans": "2024",
        "delivered": "2024-02-20",
        "kind": "",
    },
    wrong={
        "place": "This place is not known, or there are several. Write 新乡市, or in full as 河南省郑州市上街区.",
        "covers": "Write the years reviewed as 2023 or 2019-2023.",
        "plans": "Write the years planned as 2024 or 2024-2026.",
        "delivered": "Write the date as 2024-02-20.",
        "kind": "There is no such kind.",
    },
    save="Save and rebuild",
    reset="Back to what was detected",
    cancel="Cancel",
    remove="Remove this file",
    confirm="Remove “{file}”? Its {n} report(s) leave the index, and the copy kept by this page is deleted. Your "
    "own file "
    "is not touched.",
    confirm_yes="Yes, remove",
    confirm_no="Keep it",
    not_owned="This report comes from a folder of yours ({file}), and this page does not delete it. To take it "
    "out, move "
    "the file out of that folder, then rebuild the index.",
    status={"added": "Added", "same": "Already there", "refused": "Not added"},
    counted="{added} file(s) added, {same} already there, {refused} not added",
    not_detected="No place was detected, so questions about a place will not find it; put it right with “Correct” "
    "below.",
    n_reports="{n} report(s)",
    n_pages="{n} page(s)",
    recognised="{n} page(s) read from pictures, {confidence}% sure on average; compare the original before citing",
    notes="Notes on reading ({n})",
    same_as="The same text as {source}; it is indexed once.",
    renamed="Another file has this name; this one is kept as {source}.",
    problems={
        "format": "This format is not read. Save it as .docx, .pdf or .txt in the program it comes from, then "
        "add that.",
        "suffix": "Only these formats are read: {suffixes}. If this is text, give it a name that ends in .txt.",
        "large": "The file is too large: here a file may have up to {most} MB, plain text and web pages {most_text} "
        "MB. Split it.",
        "unreadable": "The file cannot be opened; it may have been moved, or may not be read. Check, then add it "
        "again.",
        "empty": "The file is empty. Check that the text was saved.",
        "binary": "It is neither what its name says nor text, and another name does not change that. Save it as .docx, "
        ".pdf or .txt in the program it comes from.",
        "encoding": "Its encoding is not known (neither UTF-8 nor Chinese as GB18030, Big5, UTF-16). Save it as UTF-8.",
        "special": "This is no file but a pipe, a socket, a device or a folder. Take it away, or put a file in its "
        "place.",
        "outside": "This is a link that leads out of the folder. Put the file itself there.",
        "name": "Its name holds characters that cannot be used. Rename it.",
        "damaged": "The file is damaged or locked with a password. Open it in its program and save it anew.",
        "web": "It could not be fetched: there is no such page, or it is closed to programs, not public, or slow. "
        "Check the address, or fetch it with a browser and add the file.",
        "slow": "It took too long to read. Split it into one file per report.",
        "memory": "It takes too much memory to read. Split it into one file per report.",
        "crash": "The process that read it was brought down. Save it anew, or as plain text; the others are not "
        "affected.",
        "parse": "The program failed on this file; the terminal says more. The others are not affected.",
        "store": "It cannot be stored. Check the disk's space and the permissions of the index's folder.",
        "build": "It could not be indexed and was not added. Please try again.",
        "folder": "The folder is gone or holds no report; its reports stay. Put it back, or build again in a "
        "terminal with "
        "the folders of today.",
        "correction": "This line of the table of corrections cannot be used.",
        "other": "It cannot be indexed.",
    },
    done={
        "add": "Added",
        "remove": "“{title}” is removed, and the copy kept by this page deleted.",
        "correct": "“{title}” is put right, and stays so through later rebuilds.",
        "reset": "“{title}” is as detected again.",
        "rebuild": "The index is rebuilt.",
    },
    refusals={
        "not_owned": "“{title}” comes from a folder of yours, and this page does not delete it. To take it out, "
        "move the "
        "file out of that folder, then rebuild the index.",
        "gone": "The file of “{title}” is no longer there. Rebuild the index to take it out.",
        "folders_unknown": "It is not known which folder “{title}” comes from. Run `{command} FOLDER` in a "
        "terminal; "
        "then it can be corrected here.",
        "no_such_report": "The index no longer holds this report; it may have been removed. Please reload this page.",
        "wrong_values": "Not saved; please put right:",
        "nothing_changed": "Nothing was changed; the index is as it was.",
        "nothing": "There is nothing to build. Add reports first.",
    },
    failures={
        "locked": "Another program is building this index. Wait for it to end, then try again.",
        "model": "The embedding model cannot be had, so the index was not changed. Connect to the network and try "
        "again, or "
        "build in a terminal with --model none to search words alone.",
        "system": "The disk or its permissions got in the way; the index was not changed. Check, then try again.",
        "other": "The program failed, and the index was not changed; the terminal says more. Please try again.",
    },
    as_before="The index is as it was, and answers as before.",
    changes="{added} added · {updated} updated · {removed} removed · {unchanged} unchanged",
    totals="{reports} reports with {chunks} passages now, in {seconds} s.",
    unread="Not read (the rest is indexed, and of these the last good version stays):",
    duplicate="The same text as {first}; indexed once.",
    version_of="another version: {other}",
    versions="Another version of the report in {first}; both are indexed, and answers show both where figures differ.",
    busy="Working…",
    stages={
        "fetch": "Fetching pages",
        "check": "Checking files",
        "read": "Reading reports",
        "merge": "Merging segments",
        "embed": "Computing vectors",
        "write": "Writing the index",
    },
    file_stages={
        "take": "reading",
        "read": "reading",
        "convert": "converting",
        "ocr": "recognising text",
        "parse": "finding sections and figures",
    },
    at_page="{doing}, page {page} of {pages}",
    pace="{rate} a second, about {left} left",
    slow_pace="about {left} left",
    seconds="{n} s",
    minutes="{n} min",
)


def _with_limits(words: LibraryTexts) -> LibraryTexts:
    """With what may be uploaded put in: suffixes, and megabytes of a file, of a text, of all at once."""
    megabytes = {"most": MAX_UPLOAD_BYTES, "most_text": FORMATS["text"].most, "most_at_once": UPLOAD_BYTES_AT_ONCE}
    limits = {name: str(size // 2**20) for name, size in megabytes.items()}
    limits["suffixes"] = " ".join((*(suffix for each in FORMATS.values() for suffix in each.suffixes), *PACKED))
    return replace(
        words,
        add_hint=words.add_hint.format(**limits),
        too_large=words.too_large.format(names="{names}", **limits),
        problems={name: said.format(**limits) for name, said in words.problems.items()},
    )


_CHINESE, _ENGLISH = _with_limits(_CHINESE), _with_limits(_ENGLISH)


def library_texts_for(language: str) -> LibraryTexts:
    """The words for a language tag such as "zh-CN" or "en"; anything that is not Chinese gets English."""
    return _CHINESE if language.lower().startswith("zh") else _ENGLISH
