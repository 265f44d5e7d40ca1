"""A zip archive that is a bag (BagIt, RFC 8493): payload below ``data/``, checksums of all of it, and who made it.

Reproducible: the same files give the same bytes, whenever it is written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class Bag:
    """Writes a bag into a zip archive; a context manager, which writes the checksums when it is left.

    name: of its folder in the archive
    about: labels and values of ``bag-info.txt``; those without a value are left out
    """

    def __init__(self, file: Path, name: str, about: Iterable[tuple[str, str]]) -> None:
        self.name, self.about = name, list(about)
        self._archive = ZipFile(file, "w")
        self._payload: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self._bytes = 0

    @property
    def size(self) -> int:
        """The size of the archive so far, in bytes."""
        return self._archive.start_dir

    def add(self, name: str, content: bytes) -> None:
        """Add a file of the payload, such as ``site/index.html``."""
        self._bytes += len(content)
        self._payload[f"data/{name}"] = self._write(f"data/{name}", content)

    def add_tag(self, name: str, content: bytes) -> None:
        """Add a file beside the payload."""
        self._tags[name] = self._write(name, content)

    def __enter__(self) -> Bag:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if not error:
            about = [*self.about, ("Payload-Oxum", f"{self._bytes}.{len(self._payload)}")]
            lines = (f"{label}: {' '.join(value.split())}\n" for label, value in about if value.strip())
            self.add_tag("bagit.txt", DECLARATION.encode())
            self.add_tag("bag-info.txt", "".join(lines).encode())
            self.add_tag("manifest-sha256.txt", _manifest(self._payload))
            self._write("tagmanifest-sha256.txt", _manifest(self._tags))
        self._archive.close()

    def _write(self, name: str, content: bytes) -> str:
        """Write a file without the time of writing and its rights, which differ between builds; return its checksum."""
        about = ZipInfo(f"{self.name}/{name}")
        about.compress_type, about.external_attr = ZIP_DEFLATED, 0o644 << 16
        self._archive.writestr(about, content)
        return hashlib.sha256(content).hexdigest()


def _manifest(checksums: dict[str, str]) -> bytes:
    """Return a line for each file; what would end a line in its name is written by its number."""
    escapes = str.maketrans({"%": "%25", "\n": "%0A", "\r": "%0D"})
    return "".join(f"{checksum}  {name.translate(escapes)}\n" for name, checksum in sorted(checksums.items())).encode()
