/** Receiving a credential (OpenID4VCI 1.0): the pre-authorized code flow with a transaction code, DPoP, and a key for each copy. */
import { digestOf, type Jwk, newNonce } from './bytes.ts';
import type { Certificate } from './certificate.ts';
import { type Json, type Keys, newDeviceKeys, publicJwk, signJws, verifyUnder } from './jws.ts';
import { type ReadCredential, readCredential } from './sd-jwt.ts';

export interface Offer {
  readonly issuer: string;
  readonly configurationId: string;
  readonly code: string;
  /** Digits of the transaction code; zero for an offer without one. */
  readonly codeLength: number;
}

/** A credential with the key that it belongs to. */
export interface Copy {
  readonly text: string;
  readonly keys: Keys;
}

export type OfferProblem = 'unreachable' | 'over' | 'not-understood' | 'unknown-issuer';
export type IssuanceProblem = 'unreachable' | 'wrong-code' | 'refused';

/** Told to the citizen; everything else is a fault. */
export class IssuanceFailed extends Error {
  readonly problem: OfferProblem | IssuanceProblem;

  constructor(problem: OfferProblem | IssuanceProblem) {
    super(`no credential: ${problem}`);
    this.problem = problem;
  }
}

const preAuthorized = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';

/** @param link of a QR code or a page: any address with `credential_offer_uri`. @throws IssuanceFailed */
export async function openOffer(link: URLSearchParams, knownIssuer: string): Promise<Offer> {
  const address = link.get('credential_offer_uri') ?? '';
  if (!address.startsWith(`${knownIssuer}/`)) {
    throw new IssuanceFailed('unknown-issuer');
  }
  const response = await reach(address, {});
  if (!response.ok) {
    throw new IssuanceFailed('over');
  }
  const offer = (await response.json()) as Json;
  const [configurationId] = (offer.credential_configuration_ids as string[] | undefined) ?? [];
  const grant = (offer.grants as Json | undefined)?.[preAuthorized] as Json | undefined;
  const code = grant?.['pre-authorized_code'];
  if (offer.credential_issuer !== knownIssuer) {
    throw new IssuanceFailed('unknown-issuer');
  }
  if (typeof code !== 'string' || typeof configurationId !== 'string') {
    throw new IssuanceFailed('not-understood');
  }
  const { length = 6 } = (grant?.tx_code ?? { length: 0 }) as { length?: number };
  return { issuer: knownIssuer, configurationId, code, codeLength: length };
}

export interface Recipient {
  /** As the issuer knows this wallet. */
  readonly clientId: string;
  readonly anchor: Certificate;
  readonly now: () => Date;
}

interface Received {
  readonly copies: readonly Copy[];
  /** The first copy. All are verified, and say the same. */
  readonly credential: ReadCredential;
}

/** As many copies as the issuer gives at once, each for a new key of this device. @throws IssuanceFailed */
export async function receiveCredential(
  { issuer, configurationId, code }: Offer,
  transactionCode: string,
  { clientId, anchor, now }: Recipient,
): Promise<Received> {
  const endpoints = await endpointsOf(issuer);
  const dpop = await newDeviceKeys();
  const token = await redeem(endpoints.token, dpop, {
    client_id: clientId,
    grant_type: preAuthorized,
    'pre-authorized_code': code,
    tx_code: transactionCode,
  });
  const nonce = (await answerOf(await reach(endpoints.nonce, { method: 'POST' }))).c_nonce;
  const keys = await Promise.all(Array.from({ length: endpoints.batchSize }, newDeviceKeys));
  const proofs = await Promise.all(keys.map((key) => proofOf(key, { aud: issuer, nonce }, clientId, now())));
  const response = await reach(endpoints.credential, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `DPoP ${token}`,
      dpop: await dpopProof(dpop, endpoints.credential, now(), token),
    },
    body: JSON.stringify({ credential_configuration_id: configurationId, proofs: { jwt: proofs } }),
  });
  const { credentials } = (await answerOf(response)) as { credentials?: { credential?: unknown }[] };
  const texts = (credentials ?? []).map(({ credential }) => String(credential));
  const [first] = texts;
  if (!first || texts.length > keys.length) {
    throw new IssuanceFailed('refused');
  }
  const copies = await matched(texts, keys);
  for (const { text } of copies) {
    await verifyUnder(anchor, text.slice(0, text.indexOf('~')), 'dc+sd-jwt', now());
  }
  return { copies, credential: await readCredential(first) };

  async function redeem(endpoint: string, keys: Keys, fields: Record<string, string>): Promise<string> {
    const answer = await reach(endpoint, {
      method: 'POST',
      headers: { dpop: await dpopProof(keys, endpoint, now()) },
      body: new URLSearchParams(fields),
    });
    const { access_token: accessToken, error } = (await answer.json()) as Json;
    if (typeof accessToken !== 'string') {
      throw new IssuanceFailed(error === 'invalid_grant' ? 'wrong-code' : 'refused');
    }
    return accessToken;
  }
}

/** Each credential says to which key it belongs; an issuer may answer in any order. */
async function matched(texts: readonly string[], keys: readonly Keys[]): Promise<Copy[]> {
  const byX = new Map<unknown, Keys>();
  for (const pair of keys) {
    byX.set((await publicJwk(pair)).x, pair);
  }
  return Promise.all(
    texts.map(async (text) => {
      const { payload } = await readCredential(text);
      const own = byX.get((payload.cnf as { jwk?: Jwk } | undefined)?.jwk?.x);
      if (!own) {
        throw new IssuanceFailed('refused');
      }
      return { text, keys: own };
    }),
  );
}

interface Endpoints {
  readonly token: string;
  readonly nonce: string;
  readonly credential: string;
  readonly batchSize: number;
}

async function endpointsOf(issuer: string): Promise<Endpoints> {
  const [own, server] = await Promise.all(
    ['openid-credential-issuer', 'openid-configuration'].map(async (name) =>
      answerOf(await reach(`${issuer}/.well-known/${name}`, {})),
    ),
  );
  const { batch_size: batchSize = 1 } = (own?.batch_credential_issuance ?? {}) as { batch_size?: number };
  return {
    token: String(server?.token_endpoint),
    nonce: String(own?.nonce_endpoint),
    credential: String(own?.credential_endpoint),
    batchSize,
  };
}

async function proofOf(keys: Keys, claims: Json, clientId: string, now: Date): Promise<string> {
  const header = { typ: 'openid4vci-proof+jwt', jwk: await publicJwk(keys) };
  return signJws(header, { iss: clientId, iat: seconds(now), ...claims }, keys);
}

/** RFC 9449. */
async function dpopProof(keys: Keys, address: string, now: Date, token?: string): Promise<string> {
  const header = { typ: 'dpop+jwt', jwk: await publicJwk(keys) };
  const ath = token === undefined ? {} : { ath: await digestOf(token) };
  const claims = { jti: newNonce(), htm: 'POST', htu: address, iat: seconds(now), ...ath };
  return signJws(header, claims, keys);
}

async function reach(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { ...request, credentials: 'omit', redirect: 'error' });
  } catch {
    throw new IssuanceFailed('unreachable');
  }
}

async function answerOf(response: Response): Promise<Json> {
  if (!response.ok) {
    throw new IssuanceFailed('refused');
  }
  return (await response.json()) as Json;
}

function seconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}
