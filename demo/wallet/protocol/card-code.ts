/**
 * A presentation as a QR code (decision 30): the parts without their base64url, without the issuer's certificate, which whoever checks
 * has already, deflated, and written in base45 (RFC 9285), the alphabet of QR codes.
 */
import {
  type Bytes,
  base64url,
  concatenated,
  deflated,
  fromBase64url,
  inflated,
  textOf,
  utf8,
} from './bytes.ts';
import { type Certificate, textOfCertificate, thumbprintOf } from './certificate.ts';

const prefix = 'KAPU1:';
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
/** What fits into the largest QR code. */
const longestCode = 4296;
const mostBytes = 32 * 1024;
const certificateMark = 'sha256:';

/** @param presentation SD-JWT with key binding */
export async function writeCardCode(presentation: string): Promise<string> {
  const parts = presentation.split('~');
  const [issued = '', binding = ''] = [parts.shift(), parts.pop()];
  const pieces = [...issued.split('.'), ...binding.split('.'), ...parts].map(fromBase64url);
  pieces[0] = utf8(await withoutCertificate(textOf(pieces[0] as Bytes)));
  return (
    prefix + base45(await deflated(concatenated(...pieces.flatMap((piece) => [lengthOf(piece), piece]))))
  );
}

/**
 * @param known certificates of issuers, of which the code names one
 * @returns the presentation, of which nothing is believed yet
 * @throws Error for what is no such code; UnknownIssuer when the certificate is not among those
 */
export async function readCardCode(code: string, known: readonly Certificate[]): Promise<string> {
  if (!code.startsWith(prefix) || code.length > longestCode) {
    throw new Error('not a code of a digital ID card');
  }
  const bytes = await inflated(fromBase45(code.slice(prefix.length)), 'deflate-raw', mostBytes);
  const pieces = piecesOf(bytes);
  const [header] = pieces;
  if (!header || pieces.length < 6) {
    throw new Error('not a presentation');
  }
  pieces[0] = utf8(await withCertificate(textOf(header), known));
  const texts = pieces.map(base64url);
  const [issued, binding] = [texts.slice(0, 3).join('.'), texts.slice(3, 6).join('.')];
  return [issued, ...texts.slice(6), binding].join('~');
}

export class UnknownIssuer extends Error {}

async function withoutCertificate(header: string): Promise<string> {
  const { x5c } = JSON.parse(header) as { x5c?: string[] };
  const [text] = x5c ?? [];
  if (!text) {
    return header;
  }
  const der = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return header.replace(text, certificateMark + base64url(await thumbprintOf({ der })));
}

async function withCertificate(header: string, known: readonly Certificate[]): Promise<string> {
  for (const certificate of known) {
    const mark = certificateMark + base64url(await thumbprintOf(certificate));
    if (header.includes(mark)) {
      return header.replace(mark, textOfCertificate(certificate));
    }
  }
  throw new UnknownIssuer('a certificate that was not downloaded');
}

function lengthOf({ length }: Bytes): Bytes {
  return Uint8Array.of(length >> 8, length & 0xff);
}

function piecesOf(bytes: Bytes): Bytes[] {
  const pieces: Bytes[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    const end = at + 2 + length;
    if (end > bytes.length) {
      throw new Error('breaks off');
    }
    pieces.push(bytes.slice(at + 2, end));
    at = end;
  }
  return pieces;
}

export function base45(bytes: Bytes): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const isPair = at + 1 < bytes.length;
    let number = isPair ? (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0) : (bytes[at] ?? 0);
    for (let digit = 0; digit < (isPair ? 3 : 2); digit += 1) {
      text += alphabet[number % 45];
      number = Math.floor(number / 45);
    }
  }
  return text;
}

/** @throws Error for what is no base45 */
export function fromBase45(text: string): Bytes {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const digits = Array.from(text.slice(at, at + 3), (character) => alphabet.indexOf(character));
    const number = digits.reduceRight((sum, digit) => sum * 45 + digit, 0);
    const largest = digits.length === 3 ? 0xffff : 0xff;
    if (digits.includes(-1) || digits.length === 1 || number > largest) {
      throw new Error('not base45');
    }
    bytes.push(...(digits.length === 3 ? [number >> 8, number & 0xff] : [number]));
  }
  return Uint8Array.from(bytes);
}
