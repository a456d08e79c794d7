/** One way from the sandbox to the provider and back: the walk step by step, or a fault on purpose. */
import { importJWK } from 'jose';
import * as oidc from 'openid-client';
import type { Language } from '../../site/language.ts';
import type { SandboxClient } from '../registration/sandbox-client.ts';
import { createRecorder, type Exchange, type Recorder } from '../walk/wire.ts';
import type { FaultName } from './faults.ts';

export type Tokens = oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;

/** A rule that a client must check, what it should find and what it found. */
export interface Check {
  readonly name: CheckName;
  readonly holds: boolean;
  readonly expected: string;
  readonly found: string;
}

export type CheckName =
  | 'state'
  | 'response-iss'
  | 'no-error'
  | 'signature'
  | 'alg'
  | 'iss'
  | 'aud'
  | 'exp'
  | 'iat'
  | 'nonce'
  | 'acr'
  | 'auth_time'
  | 'same-sub'
  | 'typ'
  | 'events'
  | 'logout-sub'
  | 'no-nonce';

/** What a page shows of a step, or of a fault. */
export interface Shown {
  readonly exchanges: readonly Exchange[];
  readonly values?: readonly { name: string; value: string }[];
  readonly checks?: readonly Check[];
  /** A token, taken apart. */
  readonly token?: { header: Readonly<Record<string, unknown>>; claims: Readonly<Record<string, unknown>> };
  /** What the client library said. */
  readonly error?: string;
}

export interface Run {
  readonly client: SandboxClient;
  readonly fault: FaultName | undefined;
  readonly pushes: boolean;
  readonly recorder: Recorder;
  readonly configuration: oidc.Configuration;
  readonly startedAt: Date;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly challenge: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Of the walk, by number. */
  readonly steps: Map<number, Shown>;
  address: URL | undefined;
  callback: URL | undefined;
  tokens: Tokens | undefined;
  /** Of a fault. */
  outcome: Outcome | undefined;
}

export interface Outcome extends Shown {
  /** False: this time it went well, so there is no fault to be seen. */
  readonly isProduced: boolean;
  readonly goesOn?: 'step-up';
}

export interface RunWishes {
  readonly client: SandboxClient;
  readonly issuer: string;
  readonly language: Language;
  readonly now: Date;
  readonly fault?: FaultName;
  readonly pushes?: boolean;
  readonly parameters?: Readonly<Record<string, string | undefined>>;
  /** Seconds that the client's clock is off. */
  readonly clockSkew?: number;
}

const scope = 'openid profile email natural_person';
const timeoutInSeconds = 10;

/** Discovers the provider, then makes up what belongs to one request only. @throws when the provider does not answer */
export async function startRun(wishes: RunWishes): Promise<Run> {
  const { client, issuer, language, now } = wishes;
  const recorder = createRecorder(new URL(issuer).origin);
  const configuration = await discover(wishes, recorder);
  const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
  const challenge = await oidc.calculatePKCECodeChallenge(verifier);
  const parameters = {
    redirect_uri: client.redirectUri,
    response_type: 'code',
    scope,
    state,
    nonce,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ui_locales: language,
    ...wishes.parameters,
  };
  return {
    client,
    fault: wishes.fault,
    pushes: wishes.pushes ?? false,
    recorder,
    configuration,
    startedAt: now,
    state,
    nonce,
    verifier,
    challenge,
    parameters: withoutAbsent(parameters),
    steps: new Map(),
    address: undefined,
    callback: undefined,
    tokens: undefined,
    outcome: undefined,
  };
}

function withoutAbsent(parameters: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

async function discover(
  { client, issuer, clockSkew = 0 }: RunWishes,
  { fetch }: Recorder,
): Promise<oidc.Configuration> {
  const insecure = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
  const metadata = {
    id_token_signed_response_alg: client.idTokenAlgorithm,
    [oidc.clockSkew]: clockSkew,
  };
  return oidc.discovery(new URL(issuer), client.id, metadata, await authenticationOf(client), {
    execute: [oidc.enableNonRepudiationChecks, ...insecure],
    timeout: timeoutInSeconds,
    [oidc.customFetch]: fetch as oidc.CustomFetch,
  });
}

async function authenticationOf({ secret, privateKey }: SandboxClient): Promise<oidc.ClientAuth> {
  if (secret !== undefined) {
    return oidc.ClientSecretBasic(secret);
  }
  if (privateKey === undefined) {
    return oidc.None();
  }
  const key = (await importJWK(privateKey, 'ES256')) as oidc.CryptoKey;
  return oidc.PrivateKeyJwt({ key, kid: String(privateKey.kid) });
}

/** Where the browser is sent; pushes the request before, if that is wished. */
export async function addressOf(run: Run): Promise<URL> {
  run.address = run.pushes
    ? await oidc.buildAuthorizationUrlWithPAR(run.configuration, { ...run.parameters })
    : oidc.buildAuthorizationUrl(run.configuration, { ...run.parameters });
  return run.address;
}

/** The code for tokens, as a correct client does it, with every check of the library. */
export function redeem(run: Run, wishes: oidc.AuthorizationCodeGrantChecks = {}): Promise<Tokens> {
  return oidc.authorizationCodeGrant(run.configuration, callbackOf(run), {
    pkceCodeVerifier: run.verifier,
    expectedState: run.state,
    expectedNonce: run.nonce,
    idTokenExpected: true,
    ...wishes,
  });
}

export function callbackOf({ callback }: Run): URL {
  if (!callback) {
    throw new Error('nobody has come back yet');
  }
  return new URL(callback);
}

/** As it would stand in a log of a developer. */
export function wordsOf(error: unknown): string {
  if (error instanceof oidc.ResponseBodyError || error instanceof oidc.AuthorizationResponseError) {
    const { name, error: code, error_description: description } = error;
    return [`${name}: ${code}`, description].filter(Boolean).join(' – ');
  }
  if (!(error instanceof Error)) {
    return String(error);
  }
  const { message } = error.cause instanceof Error ? error.cause : error;
  return [`${error.name}: ${error.message}`, message].filter((words) => words !== error.message).join(' – ');
}
