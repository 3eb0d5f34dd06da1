"""Which files an index is made of: those under the paths of the last build, and those added through the page.

<home>/sources.json   the paths of the last build, so that the page can build the same again, and the checksums of
                      the home's own inputs as they were then: what was uploaded, and its table of corrections
<home>/unpacked/      what lies in the archives under those paths (index.building.unpacked)
<home>/uploads/       reports added through the page; every build of this home holds them, whatever paths it names
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # JSON values

from index.building.unpacked import UNPACKED, Unpacked, forget_unpacked, unpack
from index.checksums import read_sealed, replace_sealed
from index.errors import IndexCorruptError, ReadError, ReadProblem, command
from index.reading.decoding import Found, find_files
from index.reading.files import is_folder, read_regular, shown_name
from index.reading.formats import LARGEST, NOT_READ, SUFFIXES
from index.reports.corrections import CORRECTIONS_FILE

__all__ = [
    "UPLOADS",
    "PassedOver",
    "Sources",
    "find_sources",
    "input_problems",
    "is_as_last_read",
    "note_inputs",
    "paths_to_mirror",
    "remember_paths",
    "remembered_paths",
]

SOURCES_FILE = "sources.json"
UPLOADS = "uploads"
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Files of one kind that stand among the reports and are not read.

    kind: their suffix, "" without one, "link" for a link to a folder. sources: as a report's, in their order.
    """

    kind: str
    sources: tuple[str, ...]

    @property
    def names(self) -> str:
        """`a.pdf, b.pdf, c.pdf, …`."""
        return ", ".join(
            (*map(shown_name, self.sources[:_MOST_NAMES]), *(["…"] if len(self.sources) > _MOST_NAMES else []))
        )

    @property
    def problem(self) -> ReadProblem:
        """Whether the format may hold a report."""
        return "format" if self.kind in NOT_READ else "suffix"

    def __str__(self) -> str:
        """`4 .ppt files are not read: a.ppt, b.ppt, c.ppt, …; save each report as .docx, .pdf or .txt`."""
        n = len(self.sources)
        if self.kind == "link":
            what, remedy = "link to a folder", "name the folder itself to have it read; 请直接写出文件夹"
        elif self.problem == "format":
            what = f"{self.kind} file"
            remedy = NOT_READ[self.kind]
        else:
            what = f"{self.kind} file" if self.kind else "file without a suffix"
            remedy = f"only {', '.join(SUFFIXES)} are; 只读这些格式"
        plural = what if n == 1 else what.replace("link", "links").replace("file", "files")
        return f"{n} {plural} {'is' if n == 1 else 'are'} not read: {self.names}; {remedy}"


@dataclass(frozen=True, slots=True)
class Sources:
    """files: (file, the folder its `source` is counted from): mirrored ones first, each group sorted.

    uploads are counted from the home, so that their source is "uploads/…". missing: (remembered path, why it cannot be
    listed). keeps: whether what is indexed stays although its file is not among these. passed_over: what stands beside
    the mirrored ones and is not read. unlisted: (source of a folder whose content is not known, why); what is indexed
    of it stays. given: files given by their own name. origins: a folder in which archives are laid out → the folder
    they lie in.
    """

    files: tuple[tuple[Path, Path], ...]
    missing: tuple[tuple[str, str], ...] = ()
    keeps: bool = False
    passed_over: tuple[PassedOver, ...] = ()
    unlisted: tuple[tuple[str, str], ...] = ()
    given: frozenset[Path] = frozenset()
    origins: Mapping[Path, Path] = field(default_factory=dict)


def remembered_paths(home: Path) -> tuple[Path, ...] | None:
    """The paths of the last build; None where nothing tells them, as in a home that was never built.

    Raises: IndexCorruptError where the file that tells them is damaged: to guess would take reports out of the index.
    """
    known = _remembered(home)
    return None if known is None else tuple(Path(path) for path in known["paths"])


def paths_to_mirror(home: Path) -> tuple[Path, ...]:
    """The paths of the last build for one that names none; empty where nothing was built in the home.

    Raises: IndexCorruptError where there is an index, but not which paths it mirrors.
    """
    known = remembered_paths(home)
    if known is None and (home / "CURRENT").exists():
        raise IndexCorruptError(
            f"{home / SOURCES_FILE} is missing, so the paths of the last build are not known; {_remedy(home)}"
        )
    return known or ()


def remember_paths(home: Path, paths: Sequence[Path]) -> None:
    """Keep the paths for the next build that names none, and what the inputs of the home are now. Raises: OSError."""
    _write(home, [str(path.absolute()) for path in paths], _inputs(home))


def note_inputs(home: Path, *names: str) -> None:
    """Take some inputs of the home (paths below it) for right as they are now, after a change of ours without a build.

    Raises: OSError.
    """
    try:
        known = _remembered(home)
    except IndexCorruptError:
        return  # which `status`, `verify` and the next build say
    if known is not None:
        now = _inputs(home)
        kept = {name: value for name, value in known["inputs"].items() if name not in names}
        _write(home, known["paths"], kept | {name: now[name] for name in names if name in now})


def is_as_last_read(home: Path, name: str) -> bool:
    """Whether an input of the home (a path below it) has the bytes that were last read; not where that is not known."""
    try:
        known = _remembered(home)
    except IndexCorruptError:  # which `status`, `verify` and the next build say
        return False
    return known is not None and known["inputs"].get(name) == _checksum(home / name, home)


def input_problems(home: Path) -> list[str]:
    """What of the home's own inputs was altered since they were read, and what is wrong with the file that tells."""
    try:
        known = _remembered(home)
    except IndexCorruptError as error:
        return [str(error)]
    if known is None:
        return [f"{home / SOURCES_FILE} is missing; {_remedy(home)}"]
    now, then = _inputs(home), known["inputs"]
    how = f"put it back, or run `{command('build', home=home)}` to read it as it is; 请放回原文件，或重新建索引"
    return [
        f"{home / name} is {'not what the last build read' if name in now else 'missing'}; {how}"
        for name in sorted(now.keys() | then.keys())
        if now.get(name) != then.get(name)
    ]


def _remembered(home: Path) -> dict[str, Any] | None:
    """Raises: IndexCorruptError."""
    path = home / SOURCES_FILE
    try:
        known = json.loads(read_sealed(path))
        if not all(isinstance(each, str) for each in (*known["paths"], *known["inputs"].values())):
            raise ValueError("it does not hold paths")
        return dict(known)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        if known_before := _of_older_version(path):
            return known_before
        raise IndexCorruptError(
            f"{path} is damaged ({error}), so the paths of the last build are not known; {_remedy(home)}"
        ) from error


def _write(home: Path, paths: Sequence[str], inputs: Mapping[str, str]) -> None:
    known = {"paths": paths, "inputs": dict(sorted(inputs.items()))}
    # ASCII, since the name of a path need not be UTF-8.
    replace_sealed(home / SOURCES_FILE, json.dumps(known, indent=1) + "\n")


def _of_older_version(path: Path) -> dict[str, Any] | None:
    """What a version wrote that knew no checksums."""
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        return {"paths": [str(each) for each in known["paths"]], "inputs": {}} if known.keys() == {"paths"} else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _remedy(home: Path) -> str:
    return f"run `{command('build', home=home)} PATH` with the PATHs of your reports; 请指明报告所在的文件夹重新建索引"


def _inputs(home: Path) -> dict[str, str]:
    """Path below the home → SHA-256, of what its owner gave it; of what cannot be read as a file, why not."""
    folder = home / UPLOADS
    uploads = (path for path in folder.rglob("*") if not path.name.startswith(".")) if folder.is_dir() else ()
    files = [path for path in (home / CORRECTIONS_FILE, *uploads) if path.is_symlink() or path.is_file()]
    return {path.relative_to(home).as_posix(): _checksum(path, home) for path in sorted(files)}


def _checksum(path: Path, home: Path) -> str:
    try:
        return hashlib.sha256(read_regular(path, most=LARGEST, beneath=home)).hexdigest()
    except ReadError as error:
        return str(error)


def find_sources(paths: Sequence[Path] | None, home: Path) -> Sources:
    """The files to index. paths: None takes those of the last build, and bears it when one of them is gone.

    Raises: ReadError where paths are given and hold no file, or one of them is not there.
    """
    folder = home / UPLOADS
    added = find_files([folder]) if is_folder(folder) else Found([], [])
    uploads = tuple((file, home) for file, _ in added.reports)
    unlisted = [(path, home, why) for path, _, why in added.unlisted]
    ours = (folder, home / UNPACKED)
    if paths is not None:
        found = find_files(paths)
        given = frozenset(paths)
        inner = _unpacked(found.packed, home, given, ours)
        mirrored = sorted((*_outside(found.reports, ours), *inner.found.reports))
        passed_over = _passed_over((*found.others, *inner.found.others), home, inner.origins)
        unknown = (*found.unlisted, *inner.found.unlisted)
        if not mirrored:
            there = "".join(f" ({each})" for each in passed_over)
            there += "".join(f" ({shown_name(source)} {why})" for source, why in _named(unknown))
            raise ReadError(
                ", ".join(shown_name(str(path)) for path in paths),
                f"holds no report; give a report's file or a folder of them{there}",
            )
        return Sources(
            (*mirrored, *uploads),
            passed_over=passed_over,
            unlisted=_named((*unknown, *unlisted)),
            given=given,
            origins=inner.origins,
        )
    known = remembered_paths(home)
    reports: dict[Path, Path] = {}
    others: dict[Path, Path] = {}
    packed: dict[Path, Path] = {}
    missing: list[tuple[str, str]] = []
    for path in known or ():
        try:
            found = find_files([path])
            others.update(found.others)
            unlisted.extend(found.unlisted)
            files = _outside(found.reports, ours)
            if not files and not found.packed:
                raise ReadError(str(path), "holds no report any more; its reports stay until a build without it")
            for archive, root in found.packed:
                packed.setdefault(archive, root)
            for file, root in files:
                reports.setdefault(file, root)
        except ReadError as error:
            missing.append((shown_name(str(path)), str(error).removeprefix(f"{error.source}: ")))
    given = frozenset(known or ())
    inner = _unpacked(sorted(packed.items()), home, given, ours, forget=not missing)
    return Sources(
        (*sorted((*reports.items(), *inner.found.reports)), *uploads),
        tuple(missing),
        keeps=known is None or bool(missing),
        passed_over=_passed_over((*sorted(others.items()), *inner.found.others), home, inner.origins),
        unlisted=_named((*unlisted, *inner.found.unlisted)),
        given=given,
        origins=inner.origins,
    )


def _unpacked(
    packed: Sequence[tuple[Path, Path]],
    home: Path,
    given: frozenset[Path],
    ours: Sequence[Path],
    *,
    forget: bool = True,
) -> Unpacked:
    """What lies in the archives, those of the home left out. forget: what was laid out of others."""
    archives = _outside(packed, ours)
    if forget:
        with suppress(OSError):  # in a home that may only be read
            forget_unpacked(home, archives)
    return unpack(archives, home, given=given)


def _named(unlisted: Sequence[tuple[Path, Path, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((path.relative_to(root).as_posix(), why) for path, root, why in unlisted)


def _passed_over(others: Sequence[tuple[Path, Path]], home: Path, unpacked: Collection[Path]) -> tuple[PassedOver, ...]:
    """Grouped by their kind; without our own files, which are the tables of corrections and the home."""
    own = home.resolve()
    kinds: dict[str, list[str]] = {}
    for path, root in others:
        is_ours = path.parent.resolve().is_relative_to(own) and root not in unpacked
        if path != root / CORRECTIONS_FILE and not is_ours:
            kind = "link" if is_folder(path) else path.suffix.lower()
            kinds.setdefault(kind, []).append(path.relative_to(root).as_posix())
    return tuple(PassedOver(kind, tuple(sources)) for kind, sources in sorted(kinds.items()))


def _outside(files: Sequence[tuple[Path, Path]], folders: Sequence[Path]) -> list[tuple[Path, Path]]:
    """Without those in folders of the home, which may lie within a mirrored one."""
    resolved = [folder.resolve() for folder in folders if is_folder(folder)]
    return [
        (file, root)
        for file, root in files
        if not any(file.parent.resolve().is_relative_to(folder) for folder in resolved)
    ]
