/**
 * Names in certificates as text (RFC 4514). One name has many texts: each character may be escaped, by itself or as the octets of its
 * UTF-8 (§2.4), as `openssl -nameopt RFC2253` does with Hungarian letters, and where a part has several pieces, they have no order (§2.2).
 */

/** The same for two texts of one name, and another for texts of different ones. */
export function normalForm(name: string): string {
  return JSON.stringify(pieces(name, ',').map((part) => pieces(part, '+').map(readPiece).sort()));
}

/** As X509Certificate writes it: a line for each part, the most specific one last. */
export function normalFormOfSubject(subject: string): string {
  return normalForm(subject.split('\n').reverse().join(','));
}

/** What stands between separators that are not escaped. */
const between = { ',': /(?:\\.|[^\\,])+/gs, '+': /(?:\\.|[^\\+])+/gs } as const;

function pieces(text: string, separator: keyof typeof between): string[] {
  return text.match(between[separator]) ?? [];
}

/** A type and its value. OpenSSL writes spaces around the plus; those that belong to a value are escaped at its ends. */
function readPiece(piece: string): string {
  return withoutOuterSpaces(piece)
    .replace(/^[^=]+/, (type) => type.toUpperCase())
    .replace(/((?:\\[0-9a-f]{2})+)|\\(.)/gis, (_escape, octets?: string, character = '') =>
      octets ? Buffer.from(octets.replaceAll('\\', ''), 'hex').toString() : character,
    );
}

/** One pattern for all of it would try each space within as the first of the last ones: seconds, for a name that is nothing else. */
function withoutOuterSpaces(piece: string): string {
  const characters = piece.match(/\\.|[^\\]/gs) ?? [];
  const isOfPiece = (character: string): boolean => character !== ' ';
  return characters.slice(characters.findIndex(isOfPiece), characters.findLastIndex(isOfPiece) + 1).join('');
}
