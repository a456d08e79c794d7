/** Requests of verifiers (OpenID4VP 1.0 §5, RFC 9101): fetched, and believed only if the authority that we pinned vouches for who asks. */
import { base64url, newNonce } from './bytes.ts';
import { type Certificate, thumbprintOf } from './certificate.ts';
import { encryptTo, isContentEncryption, type Recipient } from './jwe.ts';
import { type Json, verifyUnder } from './jws.ts';

export interface PresentationRequest {
  /** With its prefix: who is told the credential. */
  readonly clientId: string;
  /** As the verifier calls itself, in the request that it signed. */
  readonly names: { readonly hu: string; readonly en: string };
  /** What the certificate says of them: the host. */
  readonly host: string;
  readonly responseUri: string;
  readonly nonce: string;
  readonly state: string | undefined;
  readonly query: unknown;
  readonly recipient: Recipient;
}

export type RequestProblem = 'unreachable' | 'over' | 'untrusted' | 'not-understood';

/** Told to the citizen. */
export class RequestRefused extends Error {
  readonly problem: RequestProblem;

  constructor(problem: RequestProblem, cause?: unknown) {
    super(`not answered: ${problem}`, { cause });
    this.problem = problem;
  }
}

const audience = 'https://self-issued.me/v2';
const longestRequest = 64 * 1024;

/** @throws RequestRefused */
export async function openRequest(
  link: URLSearchParams,
  anchor: Certificate,
  now: Date,
): Promise<PresentationRequest> {
  const usesPost = link.get('request_uri_method') === 'post';
  const walletNonce = newNonce();
  const text = await fetchRequest(link.get('request_uri') ?? '', usesPost ? walletNonce : undefined);
  const { payload, leaf } = await verifyUnder(anchor, text, 'oauth-authz-req+jwt', now).catch((cause) => {
    throw new RequestRefused('untrusted', cause);
  });
  const isMeantForUs =
    payload.client_id === link.get('client_id') &&
    payload.aud === audience &&
    (!usesPost || payload.wallet_nonce === walletNonce) &&
    (await isNamedBy(leaf, String(payload.client_id), String(payload.response_uri)));
  if (!isMeantForUs) {
    throw new RequestRefused('untrusted');
  }
  if (typeof payload.exp === 'number' && payload.exp * 1000 <= now.getTime()) {
    throw new RequestRefused('over');
  }
  return readRequest(payload, leaf);
}

async function fetchRequest(address: string, walletNonce: string | undefined): Promise<string> {
  const body = walletNonce === undefined ? undefined : new URLSearchParams({ wallet_nonce: walletNonce });
  const method = body ? 'POST' : 'GET';
  const response = await fetch(address, {
    method,
    ...(body && { body }),
    credentials: 'omit',
    redirect: 'error',
  }).catch((cause: unknown) => {
    throw new RequestRefused('unreachable', cause);
  });
  if (!response.ok) {
    throw new RequestRefused('over');
  }
  const text = await response.text();
  if (text.length > longestRequest) {
    throw new RequestRefused('not-understood');
  }
  return text;
}

/**
 * OpenID4VP 1.0 §5.9.3: the name follows from the certificate. Beyond that the answer goes only to a host that the certificate names,
 * whichever prefix is used: it is what the citizen is shown.
 */
async function isNamedBy(leaf: Certificate, clientId: string, responseUri: string): Promise<boolean> {
  const [, prefix, name = ''] = /^(\w+):(.+)$/.exec(clientId) ?? [];
  const host = URL.parse(responseUri)?.hostname ?? '';
  if (!leaf.dnsNames.includes(host)) {
    return false;
  }
  return prefix === 'x509_hash'
    ? name === base64url(await thumbprintOf(leaf))
    : prefix === 'x509_san_dns' && name === host;
}

function readRequest(payload: Json, leaf: Certificate): PresentationRequest {
  const metadata = (payload.client_metadata ?? {}) as Json;
  const [jwk] = ((metadata.jwks as Json | undefined)?.keys as Recipient['jwk'][] | undefined) ?? [];
  const offered = (metadata.encrypted_response_enc_values_supported as unknown[] | undefined) ?? ['A128GCM'];
  const encryption = offered.filter(isContentEncryption).at(-1);
  const host = URL.parse(String(payload.response_uri))?.host ?? '';
  const isUnderstood =
    payload.response_type === 'vp_token' &&
    payload.response_mode === 'direct_post.jwt' &&
    typeof payload.nonce === 'string' &&
    payload.transaction_data === undefined &&
    payload.redirect_uri === undefined;
  if (!isUnderstood || !jwk || !encryption || !host) {
    throw new RequestRefused('not-understood');
  }
  const name = typeof metadata.client_name === 'string' ? metadata.client_name : (leaf.dnsNames[0] ?? host);
  const inEnglish = metadata['client_name#en'];
  return {
    clientId: String(payload.client_id),
    names: { hu: name, en: typeof inEnglish === 'string' ? inEnglish : name },
    host,
    responseUri: String(payload.response_uri),
    nonce: String(payload.nonce),
    state: typeof payload.state === 'string' ? payload.state : undefined,
    query: payload.dcql_query,
    recipient: { jwk, encryption },
  };
}

/** What the verifier made of an answer. */
export type Reception =
  | { readonly kind: 'taken' /** Where the citizen goes on. */; readonly next: string | undefined }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' };

/** @param presentations by the ids of the queries that they answer */
export async function sendPresentations(
  request: PresentationRequest,
  presentations: Readonly<Record<string, string>>,
): Promise<Reception> {
  const entries = Object.entries(presentations).map(([id, presentation]) => [id, [presentation]]);
  const answer = { vp_token: Object.fromEntries(entries), state: request.state };
  return post(request, { response: await encryptTo(request.recipient, answer) });
}

export async function sendRefusal(request: PresentationRequest): Promise<Reception> {
  return post(request, { error: 'access_denied', ...(request.state && { state: request.state }) });
}

async function post(
  { responseUri }: PresentationRequest,
  fields: Record<string, string>,
): Promise<Reception> {
  const response = await fetch(responseUri, {
    method: 'POST',
    body: new URLSearchParams(fields),
    credentials: 'omit',
    redirect: 'error',
  }).catch(() => undefined);
  if (!response?.ok) {
    return { kind: response ? 'refused' : 'unreachable' };
  }
  const { redirect_uri: next } = (await response.json().catch(() => ({}))) as Json;
  const isOnTheWeb = typeof next === 'string' && /^https?:$/.test(URL.parse(next)?.protocol ?? '');
  return { kind: 'taken', next: isOnTheWeb ? next : undefined };
}
