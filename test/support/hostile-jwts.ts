/** JWTs as an attacker would make them: signed by hand, since libraries refuse to. */
import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface Parts {
  readonly header: Record<string, unknown>;
  readonly payload: Record<string, unknown>;
}

export const ownKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const foreignKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

export function jwt({ header, payload }: Parts, key: KeyObject = ownKeys.privateKey): string {
  const input = inputOf({ header, payload });
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

export function inputOf({ header, payload }: Parts): string {
  return [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}

function signedByPublicKey(parts: Parts, secret: string): string {
  const input = inputOf(parts);
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

const tenYears = 10 * 365 * 24 * 3600;

/** @param good what would be accepted; every one of the answers must be refused */
export function hostileVariants(
  good: Parts,
  ownKey: KeyObject = ownKeys.privateKey,
): [name: string, jwt: string][] {
  const ownPublicKey = createPublicKey(ownKey);
  const signed = (parts: Parts): string => jwt(parts, ownKey);
  const now = Math.floor(Date.now() / 1000);
  const headed = (header: object): Parts => ({ ...good, header: { ...good.header, ...header } });
  const saying = (payload: object): Parts => ({ ...good, payload: { ...good.payload, ...payload } });
  const publicPem = ownPublicKey.export({ format: 'pem', type: 'spki' }).toString();
  const publicJwk = JSON.stringify(ownPublicKey.export({ format: 'jwk' }));
  const embedded = { jwk: foreignKeys.privateKey.export({ format: 'jwk' }) };
  const [head = '', body = '', signature = ''] = signed(good).split('.');
  return [
    ['alg none', `${inputOf(headed({ alg: 'none' }))}.`],
    ['alg nOnE', `${inputOf(headed({ alg: 'nOnE' }))}.`],
    [
      'alg HS256, the public key in PEM as its secret',
      signedByPublicKey(headed({ alg: 'HS256' }), publicPem),
    ],
    ['alg HS256, the public JWK as its secret', signedByPublicKey(headed({ alg: 'HS256' }), publicJwk)],
    ['an alg of no known kind', signed(headed({ alg: 'XX999' }))],
    ['no alg', signed(headed({ alg: undefined }))],
    ['typ of an access token', signed(headed({ typ: 'at+jwt' }))],
    ['typ of a logout token', signed(headed({ typ: 'logout+jwt' }))],
    ['typ that is no text', signed(headed({ typ: 1 }))],
    ['kid of nobody', jwt(headed({ kid: 'nobody' }), foreignKeys.privateKey)],
    ['the signature of another key', jwt(good, foreignKeys.privateKey)],
    ['an embedded private key of the attacker', jwt(headed(embedded), foreignKeys.privateKey)],
    ['crit of an unknown extension', signed(headed({ crit: ['exp'], exp: now + 60 }))],
    ['crit of an unencoded payload', signed(headed({ crit: ['b64'], b64: false }))],
    [
      'a payload that was changed afterwards',
      `${head}.${inputOf(saying({ extra: 1 })).split('.')[1]}.${signature}`,
    ],
    ['no signature', `${head}.${body}.`],
    ['two parts', `${head}.${body}`],
    ['five parts', `${head}.${body}.${signature}.${signature}.${signature}`],
    ['a payload that is an array', signed({ ...good, payload: [] as unknown as Record<string, unknown> })],
    ['a payload that is text', `${head}.${Buffer.from('"x"').toString('base64url')}.${signature}`],
    ['no JWT at all', 'x'],
    ['NUL', '\u0000.\u0000.\u0000'],
    ['expired', signed(saying({ exp: now - 3600, iat: now - 7200 }))],
    ['an expiry in ten years', signed(saying({ exp: now + tenYears }))],
    ['an expiry that is no number', signed(saying({ exp: 'tomorrow' }))],
    ['begins in two hours', signed(saying({ nbf: now + 7200, exp: now + 7300 }))],
    ['issued in ten years', signed(saying({ iat: now + tenYears }))],
    ['the audience of another server', signed(saying({ aud: 'https://other.example' }))],
    ['an audience that is an object', signed(saying({ aud: { issuer: true } }))],
    ['the issuer of another client', signed(saying({ iss: 'portal' }))],
  ];
}
