/** What PKCS#11 2.40 and 3.0 call what JOSE (RFC 7518, RFC 8037) calls ES256, RS256, PS256 and EdDSA. */
import { constants, createHash, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import { type Attribute, word } from './cryptoki.ts';

export type SignatureAlgorithm = 'ES256' | 'RS256' | 'PS256' | 'EdDSA';

export const attributeTypes = {
  CKA_CLASS: 0x000,
  CKA_TOKEN: 0x001,
  CKA_PRIVATE: 0x002,
  CKA_LABEL: 0x003,
  CKA_ID: 0x102,
  CKA_SENSITIVE: 0x103,
  CKA_SIGN: 0x108,
  CKA_VERIFY: 0x10a,
  CKA_MODULUS: 0x120,
  CKA_MODULUS_BITS: 0x121,
  CKA_PUBLIC_EXPONENT: 0x122,
  CKA_EXTRACTABLE: 0x162,
  CKA_EC_PARAMS: 0x180,
  CKA_EC_POINT: 0x181,
} as const;

export const objectClasses = { CKO_PRIVATE_KEY: 3 } as const;

const mechanisms = {
  CKM_RSA_PKCS_KEY_PAIR_GEN: 0x0000,
  CKM_RSA_PKCS: 0x0001,
  CKM_RSA_PKCS_PSS: 0x000d,
  CKM_SHA256: 0x0250,
  CKM_EC_KEY_PAIR_GEN: 0x1040,
  CKM_ECDSA: 0x1041,
  CKM_EC_EDWARDS_KEY_PAIR_GEN: 0x1055,
  CKM_EDDSA: 0x1057,
} as const;

const CKG_MGF1_SHA256 = 2;
const rsaModulusLength = 3072;
const hashLength = 32;

export interface KeyKind {
  /** By which it is made. */
  readonly mechanism: number;
  readonly publicAttributes: readonly Attribute[];
  readonly privateAttributes: readonly Attribute[];
  publicKeyFrom(read: (type: number) => Promise<Buffer>): Promise<JsonWebKey>;
  readonly signing: {
    readonly mechanism: number;
    readonly parameter?: Buffer;
    /** What of it the mechanism signs. */
    prepare(data: Buffer): Buffer;
  };
  verifies(key: KeyObject, data: Buffer, signature: Buffer): boolean;
}

export function kindOf(algorithm: SignatureAlgorithm): KeyKind {
  return kinds[algorithm];
}

export function isTrue(value: Buffer): boolean {
  return value.length === 1 && value[0] !== 0;
}

const yes = Buffer.from([1]);
const no = Buffer.from([0]);
const {
  CKA_TOKEN,
  CKA_PRIVATE,
  CKA_SENSITIVE,
  CKA_SIGN,
  CKA_VERIFY,
  CKA_EXTRACTABLE,
  CKA_MODULUS,
  CKA_MODULUS_BITS,
  CKA_PUBLIC_EXPONENT,
  CKA_EC_PARAMS,
  CKA_EC_POINT,
} = attributeTypes;

const privateAttributes: readonly Attribute[] = [
  { type: CKA_TOKEN, value: yes },
  { type: CKA_PRIVATE, value: yes },
  { type: CKA_SENSITIVE, value: yes },
  { type: CKA_EXTRACTABLE, value: no },
  { type: CKA_SIGN, value: yes },
];

const publicAttributes: readonly Attribute[] = [
  { type: CKA_TOKEN, value: yes },
  { type: CKA_VERIFY, value: yes },
];

/** DER of the object identifier of P-256 (RFC 5480 §2.1.1.1), and of the name of the curve of Ed25519 (PKCS#11 3.0 §2.3.10). */
const p256 = Buffer.from('06082a8648ce3d030107', 'hex');
const ed25519 = Buffer.concat([Buffer.from([0x13, 12]), Buffer.from('edwards25519')]);
/** DER of what stands before a SHA-256 hash in a signature of RSASSA-PKCS1-v1_5 (RFC 8017 §9.2). */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

const sha256 = (data: Buffer): Buffer => createHash('sha256').update(data).digest();

/** A point is handed out as an octet string in DER. */
const contentOf = (der: Buffer, length: number): Buffer => der.subarray(der.length - length);

const rsa = {
  mechanism: mechanisms.CKM_RSA_PKCS_KEY_PAIR_GEN,
  publicAttributes: [
    ...publicAttributes,
    { type: CKA_MODULUS_BITS, value: word(rsaModulusLength) },
    { type: CKA_PUBLIC_EXPONENT, value: Buffer.from([1, 0, 1]) },
  ],
  privateAttributes,
  async publicKeyFrom(read: (type: number) => Promise<Buffer>): Promise<JsonWebKey> {
    const [n, e] = [await read(CKA_MODULUS), await read(CKA_PUBLIC_EXPONENT)];
    return { kty: 'RSA', n: n.toString('base64url'), e: e.toString('base64url') };
  },
};

const kinds: Readonly<Record<SignatureAlgorithm, KeyKind>> = {
  ES256: {
    mechanism: mechanisms.CKM_EC_KEY_PAIR_GEN,
    publicAttributes: [...publicAttributes, { type: CKA_EC_PARAMS, value: p256 }],
    privateAttributes,
    async publicKeyFrom(read) {
      const point = contentOf(await read(CKA_EC_POINT), 2 * hashLength);
      const [x, y] = [point.subarray(0, hashLength), point.subarray(hashLength)];
      return { kty: 'EC', crv: 'P-256', x: x.toString('base64url'), y: y.toString('base64url') };
    },
    signing: { mechanism: mechanisms.CKM_ECDSA, prepare: sha256 },
    verifies: (key, data, signature) => verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature),
  },
  RS256: {
    ...rsa,
    signing: {
      mechanism: mechanisms.CKM_RSA_PKCS,
      prepare: (data) => Buffer.concat([digestInfo, sha256(data)]),
    },
    verifies: (key, data, signature) => verify('sha256', data, key, signature),
  },
  PS256: {
    ...rsa,
    signing: {
      mechanism: mechanisms.CKM_RSA_PKCS_PSS,
      parameter: Buffer.concat([word(mechanisms.CKM_SHA256), word(CKG_MGF1_SHA256), word(hashLength)]),
      prepare: sha256,
    },
    verifies: (key, data, signature) =>
      verify(
        'sha256',
        data,
        { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: hashLength },
        signature,
      ),
  },
  EdDSA: {
    mechanism: mechanisms.CKM_EC_EDWARDS_KEY_PAIR_GEN,
    publicAttributes: [...publicAttributes, { type: CKA_EC_PARAMS, value: ed25519 }],
    privateAttributes,
    async publicKeyFrom(read) {
      const point = contentOf(await read(CKA_EC_POINT), 32);
      return { kty: 'OKP', crv: 'Ed25519', x: point.toString('base64url') };
    },
    signing: { mechanism: mechanisms.CKM_EDDSA, prepare: (data) => data },
    verifies: (key, data, signature) => verify(null, data, key, signature),
  },
};
