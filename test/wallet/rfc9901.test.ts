/**
 * The examples of RFC 9901, §5.2 and §6.3, as they stand in draft-ietf-oauth-selective-disclosure-jwt-20 and later; the keys are those of
 * its Appendix A.5. Signatures and digests are computed anew here: a slip of the pen would show.
 */
import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isSignedBy, readCompactJws } from '../../src/wallet/compact-jws.ts';
import { digestOf, resolveDisclosures } from '../../src/wallet/disclosures.ts';

const issuerKey = keyOf(
  'b28d4MwZMjw8-00CG4xfnn9SLMVMM19SlqZpVb_uNtQ',
  'Xv5zWwuoaTgdS6hV43yI6gBwTnjukmFQQnJ_kCxzqk8',
);
const holderKey = keyOf(
  'TCAER19Zvu3OHF4j4W4vfSVoHIP1ILilDls7vCeGemc',
  'ZxjiWWbZMQGHVWKVQ4hbSIirsVfuecCE6t4jT9F2HZQ',
);

const presentation = `
   eyJhbGciOiAiRVMyNTYiLCAidHlwIjogImV4YW1wbGUrc2Qtand0In0.eyJfc2QiOiBb
   IkNyUWU3UzVrcUJBSHQtbk1ZWGdjNmJkdDJTSDVhVFkxc1VfTS1QZ2tqUEkiLCAiSnpZ
   akg0c3ZsaUgwUjNQeUVNZmVadTZKdDY5dTVxZWhabzdGN0VQWWxTRSIsICJQb3JGYnBL
   dVZ1Nnh5bUphZ3ZrRnNGWEFiUm9jMkpHbEFVQTJCQTRvN2NJIiwgIlRHZjRvTGJnd2Q1
   SlFhSHlLVlFaVTlVZEdFMHc1cnREc3JaemZVYW9tTG8iLCAiWFFfM2tQS3QxWHlYN0tB
   TmtxVlI2eVoyVmE1TnJQSXZQWWJ5TXZSS0JNTSIsICJYekZyendzY002R242Q0pEYzZ2
   Vks4QmtNbmZHOHZPU0tmcFBJWmRBZmRFIiwgImdiT3NJNEVkcTJ4Mkt3LXc1d1BFemFr
   b2I5aFYxY1JEMEFUTjNvUUw5Sk0iLCAianN1OXlWdWx3UVFsaEZsTV8zSmx6TWFTRnpn
   bGhRRzBEcGZheVF3TFVLNCJdLCAiaXNzIjogImh0dHBzOi8vaXNzdWVyLmV4YW1wbGUu
   Y29tIiwgImlhdCI6IDE2ODMwMDAwMDAsICJleHAiOiAxODgzMDAwMDAwLCAic3ViIjog
   InVzZXJfNDIiLCAibmF0aW9uYWxpdGllcyI6IFt7Ii4uLiI6ICJwRm5kamtaX1ZDem15
   VGE2VWpsWm8zZGgta284YUlLUWM5RGxHemhhVllvIn0sIHsiLi4uIjogIjdDZjZKa1B1
   ZHJ5M2xjYndIZ2VaOGtoQXYxVTFPU2xlclAwVmtCSnJXWjAifV0sICJfc2RfYWxnIjog
   InNoYS0yNTYiLCAiY25mIjogeyJqd2siOiB7Imt0eSI6ICJFQyIsICJjcnYiOiAiUC0y
   NTYiLCAieCI6ICJUQ0FFUjE5WnZ1M09IRjRqNFc0dmZTVm9ISVAxSUxpbERsczd2Q2VH
   ZW1jIiwgInkiOiAiWnhqaVdXYlpNUUdIVldLVlE0aGJTSWlyc1ZmdWVjQ0U2dDRqVDlG
   MkhaUSJ9fX0.zjhXTlVnC9cFuDlL7JuR2TK7DCo0XtlMpbuNVNZJhWOkCPsRHn9oHNQk
   I02D6YziRYsapgbA_tV4-0LmAfA53Q~WyJlbHVWNU9nM2dTTklJOEVZbnN4QV9BIiwgI
   mZhbWlseV9uYW1lIiwgIkRvZSJd~WyJBSngtMDk1VlBycFR0TjRRTU9xUk9BIiwgImFk
   ZHJlc3MiLCB7InN0cmVldF9hZGRyZXNzIjogIjEyMyBNYWluIFN0IiwgImxvY2FsaXR5
   IjogIkFueXRvd24iLCAicmVnaW9uIjogIkFueXN0YXRlIiwgImNvdW50cnkiOiAiVVMi
   fV0~WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwgImdpdmVuX25hbWUiLCAiSm9obiJd
   ~WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIlVTIl0~eyJhbGciOiAiRVMyNTYiLCA
   idHlwIjogImtiK2p3dCJ9.eyJub25jZSI6ICIxMjM0NTY3ODkwIiwgImF1ZCI6ICJodH
   RwczovL3ZlcmlmaWVyLmV4YW1wbGUub3JnIiwgImlhdCI6IDE3NDgzNjE5NDEsICJzZF
   9oYXNoIjogIjEtTGNmNkNpQm1QNzJKREZ1QkYwYnZhbFMtRnpJbFh5aUNrSlhwN3BKbW
   MifQ.4OCivqequv7GMn45GWWEBceEwvByv9wY61HvxbOKY0pOxyto9-HG2coh1D3frjl
   1AhF-vDnB1CD0SXL32P-toA`.replace(/\s/g, '');

/** §6.3: the address, and in it digests of its parts. */
const recursive = {
  address: `WyJRZ19PNjR6cUF4ZTQxMmExMDhpcm9BIiwgImFkZHJlc3MiLCB7Il9zZCI6
      IFsiNnZoOWJxLXpTNEdLTV83R3BnZ1ZiWXp6dTZvT0dYcm1OVkdQSFA3NVVk
      MCIsICI5Z2pWdVh0ZEZST0NnUnJ0TmNHVVhtRjY1cmRlemlfNkVyX2o3Nmtt
      WXlNIiwgIktVUkRQaDRaQzE5LTN0aXotRGYzOVY4ZWlkeTFvVjNhM0gxRGEy
      TjBnODgiLCAiV045cjlkQ0JKOEhUQ3NTMmpLQVN4VGpFeVc1bTV4NjVfWl8y
      cm8yamZYTSJdfV0`.replace(/\s/g, ''),
  region: 'WyI2SWo3dE0tYTVpVlBHYm9TNXRtdlZBIiwgInJlZ2lvbiIsICJTYWNoc2VuLUFuaGFsdCJd',
  country: 'WyJlSThaV205UW5LUHBOUGVOZW5IZGhRIiwgImNvdW50cnkiLCAiREUiXQ',
};

function keyOf(x: string, y: string) {
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
}

const parts = presentation.split('~');
const issued = readCompactJws(parts[0] ?? '');
const holder = readCompactJws(parts.at(-1) ?? '');
const disclosures = parts.slice(1, -1);

describe('the presentation of §5.2', () => {
  it('is signed by the issuer and by the holder, and by nobody else', () => {
    expect(isSignedBy(issued, issuerKey)).toBe(true);
    expect(isSignedBy(holder, holderKey)).toBe(true);
    expect(isSignedBy(issued, holderKey)).toBe(false);
    expect(isSignedBy(holder, issuerKey)).toBe(false);
  });

  it('is what the holder’s hash is of', () => {
    expect(holder.payload).toEqual({
      nonce: '1234567890',
      aud: 'https://verifier.example.org',
      iat: 1748361941,
      sd_hash: digestOf(presentation.slice(0, presentation.lastIndexOf('~') + 1)),
    });
  });

  it('is processed to what the document says', () => {
    const { claims, disclosed } = resolveDisclosures(issued.payload, disclosures);
    expect(JSON.parse(JSON.stringify(claims))).toEqual({
      iss: 'https://issuer.example.com',
      iat: 1683000000,
      exp: 1883000000,
      sub: 'user_42',
      nationalities: ['US'],
      cnf: {
        jwk: {
          kty: 'EC',
          crv: 'P-256',
          x: 'TCAER19Zvu3OHF4j4W4vfSVoHIP1ILilDls7vCeGemc',
          y: 'ZxjiWWbZMQGHVWKVQ4hbSIirsVfuecCE6t4jT9F2HZQ',
        },
      },
      family_name: 'Doe',
      address: { street_address: '123 Main St', locality: 'Anytown', region: 'Anystate', country: 'US' },
      given_name: 'John',
    });
    expect([...disclosed].sort()).toEqual(['address', 'family_name', 'given_name']);
  });
});

describe('recursive disclosures, as of §6.3', () => {
  const payload = {
    _sd: ['HvrKX6fPV0v9K_yCVFBiLFHsMaxcD_114Em6VT8x1lg'],
    iss: 'https://issuer.example.com',
    _sd_alg: 'sha-256',
  };
  const { address, region, country } = recursive;

  it('are put where their digests stand, in whatever order they come', () => {
    const { claims } = resolveDisclosures(payload, [country, address, region]);
    expect(JSON.parse(JSON.stringify(claims))).toEqual({
      iss: 'https://issuer.example.com',
      address: { region: 'Sachsen-Anhalt', country: 'DE' },
    });
  });

  it('are refused where what leads to them is missing', () => {
    expect(() => resolveDisclosures(payload, [country])).toThrow('disclosure');
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
