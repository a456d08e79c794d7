/** CBOR (RFC 8949), as far as authenticators write it: integers, byte and text strings, arrays and maps. */
export type Cbor = number | string | Uint8Array | readonly Cbor[] | ReadonlyMap<Cbor, Cbor>;

export function encodeCbor(value: Cbor): Buffer {
  if (typeof value === 'number') {
    return value >= 0 ? head(0, value) : head(1, -1 - value);
  }
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([head(3, bytes.length), bytes]);
  }
  if (value instanceof Uint8Array) {
    return Buffer.concat([head(2, value.length), value]);
  }
  if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<Cbor, Cbor>)].flat().map(encodeCbor);
    return Buffer.concat([head(5, entries.length / 2), ...entries]);
  }
  const items = (value as readonly Cbor[]).map(encodeCbor);
  return Buffer.concat([head(4, items.length), ...items]);
}

function head(major: number, argument: number): Buffer {
  const type = major << 5;
  if (argument < 24) {
    return Buffer.from([type | argument]);
  }
  if (argument < 0x100) {
    return Buffer.from([type | 24, argument]);
  }
  return Buffer.from([type | 25, argument >> 8, argument & 0xff]);
}
