"""Takes out of an environment all that running the page does not need: tests, checks, what builds packages, pip itself.

Run by the Python of that environment, as the Containerfile does; nothing can be installed into it afterwards.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distributions, requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

__all__ = ["needed_by"]


def needed_by(name: str) -> set[str]:
    """The package and all installed ones that it needs, without extras that nothing asks for; normalized names."""
    seen: set[tuple[str, str]] = set()
    waiting = [(canonicalize_name(name), "")]
    while waiting:
        package, extra = waiting.pop()
        if (package, extra) in seen:
            continue
        try:
            needs = map(Requirement, requires(package) or ())
        except PackageNotFoundError:  # torch and what needs it may be left out
            continue
        seen.add((package, extra))
        for each in needs:
            if each.marker is None or each.marker.evaluate({"extra": extra}):
                waiting += [(canonicalize_name(each.name), asked) for asked in ("", *each.extras)]
    return {package for package, _ in seen}


def uninstall(names: Iterable[str]) -> int:
    """Takes them out with pip, which may be one of them; pip's exit status."""
    return subprocess.run(
        [sys.executable, "-m", "pip", "uninstall", "--yes", "--quiet", *names], check=False
    ).returncode


if __name__ == "__main__":
    installed = {canonicalize_name(found.name) for found in distributions()}
    raise SystemExit(uninstall(sorted(installed - needed_by("wenzheng"))))
