"""A Milvus server for tests: `milvus-lite server`, a process of its own, over TCP on the loopback."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

_PATIENCE_S = 30.0


class LiteServer:
    """Started at once; its data stay where they are when it is killed and started again, at the same address."""

    def __init__(self, folder: Path) -> None:
        for needed in ("pymilvus", "milvus_lite"):
            pytest.importorskip(needed, reason="the tests of the Milvus engine need pymilvus and milvus-lite")
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.uri = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        assert self._process is None
        program = Path(sys.executable).with_name("milvus-lite")
        words = ["server", "--data-dir", str(self.folder / "data"), "--host", "127.0.0.1", "--port", str(self.port)]
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen([str(program), *words], stdout=log, stderr=subprocess.STDOUT)
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end:
            with socket.socket() as probe:
                probe.settimeout(0.2)
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self._process.poll() is None, (self.folder / "server.log").read_text()
            time.sleep(0.05)
        raise AssertionError(f"the server did not answer within {_PATIENCE_S} s")

    def kill(self) -> None:
        """kill -9: nothing is written any more."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._process = None

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
            self._process = None
