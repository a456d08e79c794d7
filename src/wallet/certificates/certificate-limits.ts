/** What a certificate may be used for, and what an authority limits those below it to (RFC 5280 §4.2.1): what Node.js does not tell. */
import type { X509Certificate } from 'node:crypto';
import {
  bitString,
  boolean,
  type Element,
  elementsIn,
  integer,
  member,
  objectIdentifier,
  octetString,
  onlyElementIn,
  sequence,
} from './der.ts';

/** A name of a kind that constraints speak of: `[2]` a DNS name, `[4]` a directory name, `[6]` a URI, and others. */
export interface GeneralName {
  readonly kind: number;
  readonly value: Buffer;
}

export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

export interface CertificateLimits {
  /** Undefined where it does not say: then for anything. */
  readonly keyUsage: { readonly signs: boolean; readonly certifies: boolean } | undefined;
  /** How many authorities may stand between it and a leaf. */
  readonly pathLength: number;
  readonly constraints: NameConstraints;
  /** The subject, where it is not empty, and the alternative names. */
  readonly names: readonly GeneralName[];
  /** Whether it demands something that we do not know. */
  readonly isUnderstood: boolean;
}

const identifiers = {
  keyUsage: '551d0f',
  alternativeNames: '551d11',
  basicConstraints: '551d13',
  nameConstraints: '551d1e',
  /** Read by Node.js, and looked at where it is known what a certificate is for. */
  extendedKeyUsage: '551d25',
  /** Any policy will do. */
  policies: '551d20',
} as const;

const understood: readonly string[] = Object.values(identifiers);
const dnsName = 2;
const directoryName = 4;

/** @throws for a certificate that is not written as it must be */
export function limitsOf({ raw }: X509Certificate): CertificateLimits {
  const [body] = elementsIn(onlyElementIn(raw, sequence));
  const members = elementsIn(body?.content ?? Buffer.alloc(0));
  const extensions = extensionsIn(members);
  return {
    keyUsage: keyUsageIn(extensions.get(identifiers.keyUsage)?.value),
    pathLength: pathLengthIn(extensions.get(identifiers.basicConstraints)?.value),
    constraints: constraintsIn(extensions.get(identifiers.nameConstraints)?.value),
    names: [
      ...subjectIn(members),
      ...alternativeNamesIn(extensions.get(identifiers.alternativeNames)?.value),
    ],
    isUnderstood: [...extensions].every(([id, { isCritical }]) => !isCritical || understood.includes(id)),
  };
}

type Extensions = ReadonlyMap<string, { readonly isCritical: boolean; readonly value: Buffer }>;

function extensionsIn(members: readonly Element[]): Extensions {
  const found = members.find(({ tag }) => tag === member(3, true));
  const list = found ? elementsIn(onlyElementIn(found.content, sequence)) : [];
  const extensions = list.map(({ content }) => {
    const parts = elementsIn(content);
    const [id] = parts;
    const value = parts.at(-1);
    if (id?.tag !== objectIdentifier || value?.tag !== octetString) {
      throw new Error('an extension of a certificate cannot be read');
    }
    const isCritical = parts.some(({ tag, content: flag }) => tag === boolean && flag[0] !== 0);
    return [id.content.toString('hex'), { isCritical, value: value.content }] as const;
  });
  if (new Set(extensions.map(([id]) => id)).size !== extensions.length) {
    throw new Error('an extension of a certificate stands there twice');
  }
  return new Map(extensions);
}

/** The first bits of the first octet, behind the count of unused ones: digitalSignature, then five others, of which the last is keyCertSign. */
function keyUsageIn(value: Buffer | undefined): CertificateLimits['keyUsage'] {
  if (!value) {
    return undefined;
  }
  const bits = onlyElementIn(value, bitString)[1] ?? 0;
  return { signs: (bits & 0x80) !== 0, certifies: (bits & 0x04) !== 0 };
}

function pathLengthIn(value: Buffer | undefined): number {
  const parts = value ? elementsIn(onlyElementIn(value, sequence)) : [];
  const length = parts.find(({ tag }) => tag === integer)?.content;
  return length ? Number(`0x${length.toString('hex')}`) : Number.POSITIVE_INFINITY;
}

function constraintsIn(value: Buffer | undefined): NameConstraints {
  const parts = value ? elementsIn(onlyElementIn(value, sequence)) : [];
  const subtreesOf = (number: number): GeneralName[] =>
    parts
      .filter(({ tag }) => tag === member(number, true))
      .flatMap(({ content }) => elementsIn(content))
      .map(({ content }) => nameIn(elementsIn(content)[0]));
  return { permitted: subtreesOf(0), excluded: subtreesOf(1) };
}

function alternativeNamesIn(value: Buffer | undefined): GeneralName[] {
  return value ? elementsIn(onlyElementIn(value, sequence)).map(nameIn) : [];
}

/** Version (where it is said), number, algorithm, issuer, validity, subject. */
function subjectIn(members: readonly Element[]): GeneralName[] {
  const isVersioned = members[0]?.tag === member(0, true);
  const subject = members[isVersioned ? 5 : 4];
  return subject && subject.content.length > 0 ? [{ kind: directoryName, value: subject.content }] : [];
}

function nameIn(element: Element | undefined): GeneralName {
  if (!element) {
    throw new Error('a name of a certificate is missing');
  }
  const kind = element.tag & 0x1f;
  const value = kind === directoryName ? onlyElementIn(element.content, sequence) : element.content;
  return { kind, value };
}

/** RFC 5280 §6.1.4 (g) and §6.1.3 (b, c). A kind of name that we cannot compare is allowed by no constraint of its kind. */
export function isWithin({ permitted, excluded }: NameConstraints, names: readonly GeneralName[]): boolean {
  return names.every((name) => {
    const ofKind = ({ kind }: GeneralName): boolean => kind === name.kind;
    const isPermitted =
      permitted.every((one) => !ofKind(one)) || permitted.some((base) => isBelow(name, base));
    // What cannot be compared is excluded, rather than what can.
    const isExcluded = excluded.filter(ofKind).some((base) => !isComparable(base) || isBelow(name, base));
    return isPermitted && !isExcluded;
  });
}

/** Directory names are compared as they are written, which is too strict to allow by, and too lax to exclude by. */
function isComparable({ kind }: GeneralName): boolean {
  return kind === dnsName;
}

function isBelow(name: GeneralName, base: GeneralName): boolean {
  if (name.kind !== base.kind) {
    return false;
  }
  switch (name.kind) {
    case dnsName:
      return isSubdomain(name.value.toString('latin1'), base.value.toString('latin1'));
    case directoryName:
      return name.value.subarray(0, base.value.length).equals(base.value);
    case uri:
      return isAtHost(name.value.toString('latin1'), base.value.toString('latin1'));
    default:
      return false;
  }
}

const uri = 6;

function isSubdomain(name: string, base: string): boolean {
  const [low, of] = [name.toLowerCase(), base.toLowerCase().replace(/^\./, '')];
  return of === '' || low === of || low.endsWith(`.${of}`);
}

/** Of a URI the host counts: that one, or with a leading dot those below it. */
function isAtHost(address: string, base: string): boolean {
  const host = URL.parse(address)?.hostname ?? '';
  return base.startsWith('.') ? host.endsWith(base.toLowerCase()) : host === base.toLowerCase();
}
