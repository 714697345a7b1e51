const HEADER = 8;

/** The frames of a log or exec stream (one byte kind, three of nothing, four of length) joined to what was written. */
export function demultiplex(stream: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at + HEADER <= stream.length; ) {
    const end = at + HEADER + stream.readUInt32BE(at + 4);
    parts.push(stream.subarray(at + HEADER, end));
    at = end;
  }
  return Buffer.concat(parts);
}
