/** DER (ITU-T X.690) as far as certificates need it: each element once, whole, and with a length that is written in one way. */
export interface Element {
  /** The whole identifier octet; tags above 30 are in no certificate. */
  readonly tag: number;
  readonly content: Buffer;
}

export const sequence = 0x30;
export const objectIdentifier = 0x06;
export const octetString = 0x04;
export const boolean = 0x01;
export const integer = 0x02;
export const bitString = 0x03;

/** `[n]`, as a choice or an optional member is told apart. */
export const member = (number: number, isConstructed: boolean): number =>
  (isConstructed ? 0xa0 : 0x80) + number;

/** The elements that follow one another. @throws for what is no DER */
export function elementsIn(bytes: Buffer): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { length, start } = lengthAt(bytes, at + 1);
    const end = start + length;
    if (end > bytes.length) {
      throw new Error('an element of DER is longer than what holds it');
    }
    elements.push({ tag: bytes[at] as number, content: bytes.subarray(start, end) });
    at = end;
  }
  return elements;
}

/** The one element there is. @throws where there is another, or none */
export function onlyElementIn(bytes: Buffer, tag: number): Buffer {
  const [element, ...others] = elementsIn(bytes);
  if (element?.tag !== tag || others.length > 0) {
    throw new Error('another element of DER was expected');
  }
  return element.content;
}

function lengthAt(bytes: Buffer, at: number): { length: number; start: number } {
  const first = bytes[at];
  if (first === undefined) {
    throw new Error('an element of DER has no length');
  }
  if (first < 0x80) {
    return { length: first, start: at + 1 };
  }
  const octets = first - 0x80;
  if (octets < 1 || octets > 3 || at + 1 + octets > bytes.length) {
    throw new Error('a length of DER is indefinite, or too long');
  }
  const length = bytes.readUIntBE(at + 1, octets);
  if (length < 0x80 || length < 2 ** (8 * (octets - 1))) {
    throw new Error('a length of DER is not written in the shortest way');
  }
  return { length, start: at + 1 + octets };
}
