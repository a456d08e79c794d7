/** The examples of RFC 9901 as published: §4.2, §5, §6 and Appendix A, with the keys of A.5. */
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isSignedBy, readCompactJws } from '../../src/wallet/verification/compact-jws.ts';
import { digestOf, resolveDisclosures } from '../../src/wallet/verification/sd-jwt-disclosures.ts';
import { type Expected, verifyPresentation } from '../../src/wallet/verification/sd-jwt-vc.ts';

const issuerKey = keyOf(
  'b28d4MwZMjw8-00CG4xfnn9SLMVMM19SlqZpVb_uNtQ',
  'Xv5zWwuoaTgdS6hV43yI6gBwTnjukmFQQnJ_kCxzqk8',
);
const holderKey = keyOf(
  'TCAER19Zvu3OHF4j4W4vfSVoHIP1ILilDls7vCeGemc',
  'ZxjiWWbZMQGHVWKVQ4hbSIirsVfuecCE6t4jT9F2HZQ',
);
const expected: Expected = { audience: 'https://verifier.example.org', nonce: '1234567890' };
const presentedAt = 1748537244;

function keyOf(x: string, y: string) {
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
}

function printed(name: string): string {
  return readFileSync(join(import.meta.dirname, 'rfc9901', name), 'utf8');
}

function example(name: string) {
  const text = printed(`${name}.txt`).replace(/\s/g, '');
  const [issuerJwt = '', ...rest] = text.split('~');
  const holderJwt = rest.pop() ?? '';
  return { text, issued: readCompactJws(issuerJwt), disclosures: rest, holderJwt };
}

/** As JSON shows it: without the prototypes that the claims do not have. */
function resolved(payload: Readonly<Record<string, unknown>>, disclosures: readonly string[]): unknown {
  return JSON.parse(JSON.stringify(resolveDisclosures(payload, disclosures).claims));
}

const examples: [string, number][] = [
  ['5.1-issued', 10],
  ['5.2-presented', 4],
  ['A.1-presented', 2],
  ['A.2-presented', 6],
  ['A.3-issued', 27],
  ['A.3-presented', 3],
  ['A.4-presented', 4],
];

describe.each(examples)('example %s', (name, numberOfDisclosures) => {
  const { issued, disclosures } = example(name);

  it('is signed by the issuer, and by nobody else', () => {
    expect(isSignedBy(issued, issuerKey)).toBe(true);
    expect(isSignedBy(issued, holderKey)).toBe(false);
  });

  it('is processed to what the document prints', () => {
    expect(disclosures).toHaveLength(numberOfDisclosures);
    expect(resolved(issued.payload, disclosures)).toEqual(JSON.parse(printed(`${name}.json`)));
  });

  it('is refused when a disclosure comes twice, or one that it does not speak of', () => {
    const foreign = Buffer.from('["salt", "given_name", "Anna"]').toString('base64url');
    const [first = ''] = disclosures;
    expect(() => resolveDisclosures(issued.payload, [...disclosures, first])).toThrow('duplicate');
    expect(() => resolveDisclosures(issued.payload, [...disclosures, foreign])).toThrow('disclosure');
  });
});

describe.each(['5.2-presented', 'A.3-presented', 'A.4-presented'])('the key binding of %s', (name) => {
  const { text, holderJwt } = example(name);
  const holder = readCompactJws(holderJwt);

  it('is signed by the holder, and by nobody else', () => {
    expect(isSignedBy(holder, holderKey)).toBe(true);
    expect(isSignedBy(holder, issuerKey)).toBe(false);
  });

  it('is to exactly what was presented', () => {
    const { audience: aud, nonce } = expected;
    const hash = digestOf(text.slice(0, text.lastIndexOf('~') + 1));
    expect(holder.payload).toEqual({ nonce, aud, iat: presentedAt, sd_hash: hash });
  });
});

describe('the presentation of A.3, an identity card, before our verifier', () => {
  const { text, holderJwt } = example('A.3-presented');
  const { disclosures: all } = example('A.3-issued');
  const [givenName = ''] = all;

  function verify(presentation: string, { asked = expected, second = presentedAt, key = issuerKey } = {}) {
    const findIssuer = (_: unknown, vct: string) => ({ issuer: vct, key });
    return verifyPresentation(presentation, asked, findIssuer, new Date(second * 1000));
  }

  it('is believed', () => {
    const { claims, issuer } = verify(text);
    expect(issuer).toBe('urn:eudi:pid:de:1');
    expect(JSON.parse(JSON.stringify(claims))).toEqual(JSON.parse(printed('A.3-presented.json')));
  });

  const without = text.slice(0, -holderJwt.length);
  const refused: [string, () => unknown, string][] = [
    [
      'for another transaction',
      () => verify(text, { asked: { ...expected, nonce: '1234567891' } }),
      'wrong-nonce',
    ],
    [
      'for another verifier',
      () => verify(text, { asked: { ...expected, audience: 'https://else.example' } }),
      'wrong-audience',
    ],
    ['an hour later', () => verify(text, { second: presentedAt + 3600 }), 'wrong-time'],
    ['when it has expired', () => verify(text, { second: 1883000000 }), 'expired'],
    ['from another issuer', () => verify(text, { key: holderKey }), 'issuer-signature'],
    ['without its key binding', () => verify(without), 'holder-signature'],
    ['with a claim more', () => verify(`${without}${givenName}~${holderJwt}`), 'wrong-sd-hash'],
    [
      'with a claim less',
      () => verify(`${without.split('~').slice(0, -2).join('~')}~${holderJwt}`),
      'wrong-sd-hash',
    ],
    ['when it is no credential of that format', () => verify(example('5.2-presented').text), 'type'],
  ];

  it.each(refused)('is refused %s', (_, attempt, reason) => {
    expect(attempt).toThrow(reason);
  });
});

describe('one claim, disclosed in the ways of §4.2', () => {
  const [umlaut, ...otherwise] = [
    'WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0',
    'WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNXHUwMGY2Yml1cyJd',
    'WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsImZhbWlseV9uYW1lIiwiTcO2Yml1cyJd',
    'WwoiXzI2YmM0TFQtYWM2cTJLSTZjQlc1ZXMiLAoiZmFtaWx5X25hbWUiLAoiTcO2Yml1cyIKXQ',
  ] as const;
  const payload = { given_name: 'Alice', _sd: ['X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0'] };

  it('is known by the digest of its letters', () => {
    expect(resolved(payload, [umlaut])).toEqual({ given_name: 'Alice', family_name: 'Möbius' });
  });

  it.each(otherwise)('is another disclosure, though the same claim: %s', (text) => {
    expect(() => resolveDisclosures(payload, [text])).toThrow('disclosure');
    expect(resolved({ _sd: [digestOf(text)] }, [text])).toEqual({ family_name: 'Möbius' });
  });

  it('is an element of an array, which is gone when it is not disclosed', () => {
    const element = 'WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0';
    const nationalities = ['DE', { '...': 'w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs' }, 'US'];
    expect(resolved({ nationalities }, [element])).toEqual({ nationalities: ['DE', 'FR', 'US'] });
    expect(resolved({ nationalities }, [])).toEqual({ nationalities: ['DE', 'US'] });
  });
});

describe('an address, in the structures of §6', () => {
  const street = 'WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwgInN0cmVldF9hZGRyZXNzIiwgIlNjaHVsc3RyLiAxMiJd';
  const locality = 'WyJlbHVWNU9nM2dTTklJOEVZbnN4QV9BIiwgImxvY2FsaXR5IiwgIlNjaHVscGZvcnRhIl0';
  const region = 'WyI2SWo3dE0tYTVpVlBHYm9TNXRtdlZBIiwgInJlZ2lvbiIsICJTYWNoc2VuLUFuaGFsdCJd';
  const country = 'WyJlSThaV205UW5LUHBOUGVOZW5IZGhRIiwgImNvdW50cnkiLCAiREUiXQ';
  const whole =
    `WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwgImFkZHJlc3MiLCB7InN0cmVldF9hZGRyZXNzIjogIlNjaHVsc3RyLiAxMiIs
    ICJsb2NhbGl0eSI6ICJTY2h1bHBmb3J0YSIsICJyZWdpb24iOiAiU2FjaHNlbi1BbmhhbHQiLCAiY291bnRyeSI6ICJERSJ9XQ`.replace(
      /\s/g,
      '',
    );
  const ofDigests =
    `WyJRZ19PNjR6cUF4ZTQxMmExMDhpcm9BIiwgImFkZHJlc3MiLCB7Il9zZCI6IFsiNnZoOWJxLXpTNEdLTV83R3BnZ1ZiWXp6
    dTZvT0dYcm1OVkdQSFA3NVVkMCIsICI5Z2pWdVh0ZEZST0NnUnJ0TmNHVVhtRjY1cmRlemlfNkVyX2o3NmttWXlNIiwgIktVUkRQaDRaQzE5LTN0
    aXotRGYzOVY4ZWlkeTFvVjNhM0gxRGEyTjBnODgiLCAiV045cjlkQ0JKOEhUQ3NTMmpLQVN4VGpFeVc1bTV4NjVfWl8ycm8yamZYTSJdfV0`.replace(
      /\s/g,
      '',
    );
  const digests = [
    '6vh9bq-zS4GKM_7GpggVbYzzu6oOGXrmNVGPHP75Ud0',
    '9gjVuXtdFROCgRrtNcGUXmF65rdezi_6Er_j76kmYyM',
    'KURDPh4ZC19-3tiz-Df39V8eidy1oV3a3H1Da2N0g88',
  ];
  const address = {
    street_address: 'Schulstr. 12',
    locality: 'Schulpforta',
    region: 'Sachsen-Anhalt',
    country: 'DE',
  };

  it('§6.1: as one, or not at all', () => {
    const flat = { _sd: ['fOBUSQvo46yQO-wRwXBcGqvnbKIueISEL961_Sjd4do'] };
    expect(resolved(flat, [whole])).toEqual({ address });
    expect(resolved(flat, [])).toEqual({});
  });

  it('§6.2: part by part; nothing of it leaves it empty', () => {
    const structured = { address: { _sd: [...digests, 'WN9r9dCBJ8HTCsS2jKASxTjEyW5m5x65_Z_2ro2jfXM'] } };
    expect(resolved(structured, [street, locality, region, country])).toEqual({ address });
    expect(resolved(structured, [region])).toEqual({ address: { region: 'Sachsen-Anhalt' } });
    expect(resolved(structured, [])).toEqual({ address: {} });
  });

  it('§6.2: with the country for everyone to see, and no second one by disclosure', () => {
    const open = { address: { _sd: digests, country: 'DE' } };
    expect(resolved(open, [locality])).toEqual({ address: { locality: 'Schulpforta', country: 'DE' } });
    expect(() => resolveDisclosures(open, [country])).toThrow('disclosure');
  });

  it('§6.3: recursively, in whatever order the parts come, and only with what leads to them', () => {
    const recursive = { _sd: ['HvrKX6fPV0v9K_yCVFBiLFHsMaxcD_114Em6VT8x1lg'] };
    expect(resolved(recursive, [country, street, ofDigests, region, locality])).toEqual({ address });
    expect(resolved(recursive, [ofDigests])).toEqual({ address: {} });
    expect(() => resolveDisclosures(recursive, [country])).toThrow('disclosure');
  });
});

describe('what stands in a presentation once', () => {
  const text = (...values: unknown[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');
  const claim = text('salt', 'given_name', 'Anna');
  const element = text('salt', 'HU');

  const refused: [string, Record<string, unknown>, string[], string][] = [
    [
      'a digest, in two places',
      { _sd: [digestOf(claim)], deeper: { _sd: [digestOf(claim)] } },
      [claim],
      'duplicate',
    ],
    [
      'a digest, also of nothing that was disclosed',
      { list: [{ '...': 'x' }, { '...': 'x' }] },
      [],
      'duplicate',
    ],
    ['a disclosure', { _sd: [digestOf(claim)] }, [claim, claim], 'duplicate'],
    ['a claim', { _sd: [digestOf(claim)], given_name: 'Béla' }, [claim], 'duplicate'],
    [
      'a claim, by two disclosures',
      { _sd: [digestOf(claim), digestOf(text('2', 'given_name', 'B'))] },
      [claim, text('2', 'given_name', 'B')],
      'duplicate',
    ],
    ['a claim’s disclosure for an element', { list: [{ '...': digestOf(claim) }] }, [claim], 'disclosure'],
    ['an element’s disclosure for a claim', { _sd: [digestOf(element)] }, [element], 'disclosure'],
    ['a digest beside other things', { list: [{ '...': 'x', more: 1 }] }, [], 'malformed'],
    ['a digest that is no text', { _sd: [7] }, [], 'malformed'],
    ['digests that are no list', { _sd: 'x' }, [], 'malformed'],
    ['an ellipsis as a claim', { '...': 'x' }, [], 'reserved-claim'],
    ['the name of the hash, further down', { deeper: { _sd_alg: 'sha-256' } }, [], 'reserved-claim'],
    [
      'the name of the hash, by a disclosure',
      { _sd: [digestOf(text('salt', '_sd_alg', 'none'))] },
      [text('salt', '_sd_alg', 'none')],
      'reserved-claim',
    ],
    [
      'a disclosure of four parts',
      { _sd: [digestOf(text('1', '2', '3', '4'))] },
      [text('1', '2', '3', '4')],
      'disclosure',
    ],
    ['a disclosure with padding', { _sd: [] }, [`${claim}=`], 'malformed'],
    ['a salt that is no text', { _sd: [digestOf(text(1, 'a', 'b'))] }, [text(1, 'a', 'b')], 'disclosure'],
    ['another hash', { _sd_alg: 'sha-384' }, [], 'algorithm'],
    [
      'too many',
      { _sd: [] },
      Array.from({ length: 101 }, (_, index) => text('s', `c${index}`, 1)),
      'too-large',
    ],
  ];

  it.each(refused)('%s', (_, payload, given, reason) => {
    expect(() => resolveDisclosures(payload, given)).toThrow(reason);
  });

  it('what is nested beyond reason', () => {
    const deep = Array.from({ length: 30 }).reduce((inner) => ({ inner }), {}) as Record<string, unknown>;
    expect(() => resolveDisclosures(deep, [])).toThrow('too-large');
  });
});
