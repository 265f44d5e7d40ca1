"""Serve a folder on this machine, as a host would, or as a host that fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Server(ThreadingHTTPServer):
    """A server of files. ``fault`` is "", "silent" (it accepts and never answers) or "broken" (503)."""

    daemon_threads = True
    fault = ""

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
        self.end = threading.Event()

    @property
    def address(self) -> str:
        """Return the address of the folder, with a slash at its end."""
        return f"http://127.0.0.1:{self.server_port}/"


class _Handler(SimpleHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        if self.server.fault == "silent":
            self.server.end.wait(60)
        elif self.server.fault == "broken":
            self.send_error(503)
        else:
            super().do_GET()

    def log_message(self, *words: object) -> None:
        """Print nothing of what is asked for."""


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Yield a server of the files in *folder*, to which faults can be given."""
    server = Server(folder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.end.set()
        server.shutdown()
        server.server_close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Yield the address at which the files in *folder* are served."""
    with serving(folder) as server:
        yield server.address
