"""Write a PDF anew with its small objects in compressed streams (PDF 1.5): a tagged one has tens of thousands."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import IndirectObject, PdfObject, StreamObject

#: Objects in a stream: enough to compress well, few enough to be read quickly.
TOGETHER = 200
#: What of the trailer the table of objects keeps.
KEPT = ("/Root", "/Info", "/ID")


def compact(pdf: bytes) -> bytes:
    """Return a PDF with the same objects under the same numbers, in less space.

    Source: ISO 32000-1, 7.5.7 (object streams) and 7.5.8 (cross-reference streams).
    """
    reader = PdfReader(BytesIO(pdf))
    # What it has written itself are whole objects, in no streams yet.
    numbers = sorted(reader.xref[0])
    found = {number: reader.get_object(IndirectObject(number, 0, reader)) for number in numbers}
    objects = {number: each for number, each in found.items() if each is not None}
    small = [number for number, each in objects.items() if not isinstance(each, StreamObject)]
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 0xFFFF)}
    for number, each in objects.items():
        if isinstance(each, StreamObject):
            places[number] = (1, len(out), 0)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, _written(each))
    following = numbers[-1] + 1
    for start in range(0, len(small), TOGETHER):
        group = small[start : start + TOGETHER]
        places[following] = (1, len(out), 0)
        places |= {number: (2, following, index) for index, number in enumerate(group)}
        out += _object_stream(following, group, objects)
        following += 1
    start = len(out)
    places[following] = (1, start, 0)
    out += _table(
        following, places, {name: _written(reader.trailer.raw_get(name)) for name in KEPT if name in reader.trailer}
    )
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _written(each: PdfObject) -> bytes:
    out = BytesIO()
    each.write_to_stream(out)
    return out.getvalue()


def _object_stream(own: int, group: Sequence[int], objects: Mapping[int, PdfObject]) -> bytes:
    head, body = bytearray(), bytearray()
    for number in group:
        head += b"%d %d " % (number, len(body))
        body += _written(objects[number]) + b"\n"
    about = b"/Type /ObjStm /N %d /First %d" % (len(group), len(head))
    return _stream(own, about, bytes(head + body))


def _table(own: int, places: Mapping[int, tuple[int, int, int]], trailer: Mapping[str, bytes]) -> bytes:
    free = (0, 0, 0)
    rows = (places.get(number, free) for number in range(own + 1))
    table = b"".join(kind.to_bytes(1) + place.to_bytes(4) + more.to_bytes(2) for kind, place, more in rows)
    kept = b"".join(b" %s %s" % (name.encode(), value) for name, value in trailer.items())
    return _stream(own, b"/Type /XRef /W [1 4 2] /Size %d%s" % (own + 1, kept), table)


def _stream(number: int, about: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    head = b"%d 0 obj\n<< %s /Filter /FlateDecode /Length %d >>\nstream\n" % (number, about, len(packed))
    return head + packed + b"\nendstream\nendobj\n"
