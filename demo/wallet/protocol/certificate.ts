/** X.509 certificates (RFC 5280) with P-256 keys, as far as a wallet looks into them. Browsers have no reader of their own. */
import { type Bytes, base64, fromBase64, type Key, sha256, textOf } from './bytes.ts';

export interface Certificate {
  readonly der: Bytes;
  /** What the authority signed. */
  readonly signedPart: Bytes;
  /** r and s, 32 bytes each. */
  readonly signature: Bytes;
  /** Names as bytes: they are only compared. */
  readonly issuer: Bytes;
  readonly subject: Bytes;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly isAuthority: boolean;
  readonly dnsNames: readonly string[];
  /** For ES256. */
  readonly key: Key;
}

/** Something in DER: its tag, what it holds, and itself as a whole. */
interface Part {
  readonly tag: number;
  readonly content: Bytes;
  readonly whole: Bytes;
}

const tags = { boolean: 0x01, integer: 0x02, bitString: 0x03, octetString: 0x04, oid: 0x06, sequence: 0x30 };
const utcTime = 0x17;
const generalizedTime = 0x18;
const versionTag = 0xa0;
const extensionsTag = 0xa3;
const dnsNameTag = 0x82;
const ecdsaWithSha256 = '2a8648ce3d040302';
const basicConstraints = '551d13';
const subjectAlternativeName = '551d11';
const es256 = { name: 'ECDSA', hash: 'SHA-256' };

/** @throws Error for what is no such certificate */
async function readCertificate(der: Bytes): Promise<Certificate> {
  const [outer] = partsOf(der);
  const [signed, algorithm, signature] = partsOf(expect(outer, tags.sequence));
  const fields = partsOf(expect(signed, tags.sequence));
  const from = fields[0]?.tag === versionTag ? 1 : 0;
  const [, , issuer, validity, subject, publicKey] = fields.slice(from);
  const [validFrom, validTo] = partsOf(expect(validity, tags.sequence));
  const [algorithmId] = partsOf(expect(algorithm, tags.sequence));
  if (hex(expect(algorithmId, tags.oid)) !== ecdsaWithSha256) {
    throw new Error('a certificate that is not signed with ES256');
  }
  const extensions = extensionsOf(fields.find(({ tag }) => tag === extensionsTag));
  return {
    der,
    signedPart: whole(signed),
    signature: rawSignature(expect(signature, tags.bitString).slice(1)),
    issuer: whole(issuer),
    subject: whole(subject),
    validFrom: instantOf(validFrom),
    validTo: instantOf(validTo),
    isAuthority: isAuthority(extensions.get(basicConstraints)),
    dnsNames: dnsNamesOf(extensions.get(subjectAlternativeName)),
    key: await crypto.subtle.importKey(
      'spki',
      whole(publicKey),
      { name: 'ECDSA', namedCurve: 'P-256' },
      true,
      ['verify'],
    ),
  };
}

/** @param pem one certificate */
export function readPem(pem: string): Promise<Certificate> {
  return readCertificate(fromBase64(pem.replace(/-----[^-]+-----/g, '').replace(/\s/g, '')));
}

/**
 * The first certificate of `x5c`, if the authority that we pinned gave it and both are valid.
 * @throws Error that says why not
 */
export async function leafUnder(anchor: Certificate, x5c: unknown, now: Date): Promise<Certificate> {
  const [text] = Array.isArray(x5c) ? x5c : [];
  if (typeof text !== 'string') {
    throw new Error('names no certificate');
  }
  const leaf = await readCertificate(fromBase64(text));
  const isGiven =
    anchor.isAuthority &&
    !leaf.isAuthority &&
    isSame(leaf.issuer, anchor.subject) &&
    (await crypto.subtle.verify(es256, anchor.key, leaf.signature, leaf.signedPart));
  if (!isGiven || isSame(leaf.der, anchor.der)) {
    throw new Error('a certificate of an authority that we do not know');
  }
  if (![leaf, anchor].every(({ validFrom, validTo }) => validFrom <= now && now <= validTo)) {
    throw new Error('a certificate that is not valid today');
  }
  return leaf;
}

export async function thumbprintOf({ der }: Pick<Certificate, 'der'>): Promise<Bytes> {
  return sha256(der);
}

/** As `x5c` writes it. */
export function textOfCertificate({ der }: Certificate): string {
  return base64(der);
}

function partsOf(bytes: Bytes): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < bytes.length; ) {
    const part = partAt(bytes, at);
    parts.push(part);
    at += part.whole.length;
  }
  return parts;
}

function partAt(bytes: Bytes, at: number): Part {
  const first = bytes[at + 1] ?? 0;
  const lengthOfLength = first < 0x80 ? 0 : first & 0x7f;
  if (lengthOfLength > 3 || first === 0x80) {
    throw new Error('not DER');
  }
  const from = at + 2 + lengthOfLength;
  const length =
    lengthOfLength === 0 ? first : bytes.slice(at + 2, from).reduce((number, byte) => number * 256 + byte, 0);
  if (from + length > bytes.length) {
    throw new Error('DER that breaks off');
  }
  return {
    tag: bytes[at] ?? 0,
    content: bytes.slice(from, from + length),
    whole: bytes.slice(at, from + length),
  };
}

function expect(part: Part | undefined, tag: number): Bytes {
  if (part?.tag !== tag) {
    throw new Error('not a certificate');
  }
  return part.content;
}

function whole(part: Part | undefined): Bytes {
  expect(part, tags.sequence);
  return (part as Part).whole;
}

function extensionsOf(part: Part | undefined): Map<string, Bytes> {
  const [list] = part ? partsOf(part.content) : [];
  const extensions = list ? partsOf(expect(list, tags.sequence)) : [];
  return new Map(
    extensions.map((extension) => {
      const fields = partsOf(expect(extension, tags.sequence));
      return [hex(expect(fields[0], tags.oid)), expect(fields.at(-1), tags.octetString)];
    }),
  );
}

function isAuthority(value: Bytes | undefined): boolean {
  const [list] = value ? partsOf(value) : [];
  const [first] = list ? partsOf(list.content) : [];
  return first?.tag === tags.boolean && first.content[0] === 0xff;
}

function dnsNamesOf(value: Bytes | undefined): string[] {
  const [list] = value ? partsOf(value) : [];
  const names = list ? partsOf(list.content) : [];
  return names.filter(({ tag }) => tag === dnsNameTag).map(({ content }) => textOf(content));
}

/** RFC 5280 §4.1.2.5: two digits of a year mean 1950 to 2049. */
function instantOf(part: Part | undefined): Date {
  const text = part ? textOf(part.content) : '';
  const isShort = part?.tag === utcTime;
  const digits = isShort ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits);
  if (!found || (!isShort && part?.tag !== generalizedTime)) {
    throw new Error('a certificate without dates');
  }
  const [, year, month, day, hour, minute, second] = found;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Two numbers in DER become 32 bytes each. */
function rawSignature(der: Bytes): Bytes {
  const [sequence] = partsOf(der);
  const numbers = partsOf(expect(sequence, tags.sequence)).map((part) => expect(part, tags.integer));
  const raw = new Uint8Array(64);
  for (const [index, number] of numbers.entries()) {
    const digits = number.length > 32 ? number.slice(number.length - 32) : number;
    raw.set(digits, 32 * (index + 1) - digits.length);
  }
  return raw;
}

function isSame(one: Bytes, other: Bytes): boolean {
  return hex(one) === hex(other);
}

function hex(bytes: Bytes): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
