// A zip archive whose files are stored as they are, as bytes: what a DOCX and a cartridge are wrapped in.
"use strict";
window.edition.zip = (() => {
  const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  const checksum = (bytes) => ~bytes.reduce((sum, byte) => TABLE[(sum ^ byte) & 255] ^ (sum >>> 8), ~0) >>> 0;
  // Numbers of two and four bytes, the lowest first.
  const numbers = (...pairs) => pairs.flatMap(([size, value]) => Array.from({ length: size }, (_, at) => (value >>> (8 * at)) & 255));
  // The first day that the format knows, so that the same sheet is the same file.
  const DAY = 0x21;
  // In: pairs of a name and a content, which is text or bytes.
  return (files) => {
    const encoder = new TextEncoder();
    const [local, central] = [[], []];
    let at = 0;
    for (const [title, content] of files) {
      const name = encoder.encode(title);
      const bytes = typeof content === "string" ? encoder.encode(content) : content;
      // Needed version, names in UTF-8 (bit 11), stored, time, day, checksum, sizes, lengths of name and of further fields.
      const about = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, DAY], [4, checksum(bytes)], [4, bytes.length], [4, bytes.length], [2, name.length], [2, 0]];
      const head = Uint8Array.from([...numbers([4, 0x04034b50], ...about), ...name]);
      central.push(Uint8Array.from([...numbers([4, 0x02014b50], [2, 20], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), ...name]));
      local.push(head, bytes);
      at += head.length + bytes.length;
    }
    const size = central.reduce((sum, { length }) => sum + length, 0);
    const end = Uint8Array.from(numbers([4, 0x06054b50], [2, 0], [2, 0], [2, central.length], [2, central.length], [4, size], [4, at], [2, 0]));
    const whole = new Uint8Array(at + size + end.length);
    let place = 0;
    for (const piece of [...local, ...central, end]) { whole.set(piece, place); place += piece.length; }
    return whole;
  };
})();
