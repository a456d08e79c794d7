/** What becomes of each fault once the browser is back: really produced, and written down. */
import { decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import * as oidc from 'openid-client';
import { acrOf, reaches } from '../registration/sandbox-client.ts';
import type { SandboxSettings } from '../settings.ts';
import { fetchKeys, responseChecks } from '../walk/answers.ts';
import { check, equal, expiryCheck, kidsOf } from '../walk/token-checks.ts';
import { requestOf } from '../walk/wire.ts';
import { type FaultName, requestOfFault } from './faults.ts';
import { startRefusingProxy } from './refusing-proxy.ts';
import { type Outcome, type Run, redeem, wordsOf } from './run.ts';

type Produce = (run: Run, settings: SandboxSettings) => Promise<Outcome>;

export function produceFault(name: FaultName, run: Run, settings: SandboxSettings): Promise<Outcome> {
  // What led here, the discovery and the keys, is no part of the fault.
  run.recorder.take();
  return (productions[name] ?? readRefusal)(run, settings);
}

const productions: Partial<Record<FaultName, Produce>> = {
  'used-code': useCodeTwice,
  'wrong-verifier': (run) => expectRefusal(run, { pkceCodeVerifier: oidc.randomPKCECodeVerifier() }),
  'wrong-nonce': expectAnotherNonce,
  'stale-acr': demandMore,
  'rotated-key': meetUnknownKey,
  clock: readWrongClock,
  unavailable: beToldToWait,
  'mix-up': mixUp,
};

/** The provider sent an error back instead of a code. */
async function readRefusal(run: Run): Promise<Outcome> {
  const error = await redeem(run).then(() => undefined, wordsOf);
  const exchanges = [...cameBack(run), ...run.recorder.take()];
  const checks = responseChecks(run);
  return { isProduced: error !== undefined, exchanges, checks, ...(error ? { error } : {}) };
}

/** The provider answered well; the client must not take it. */
async function expectRefusal(run: Run, wishes: oidc.AuthorizationCodeGrantChecks): Promise<Outcome> {
  const error = await redeem(run, wishes).then(() => undefined, wordsOf);
  const exchanges = [...cameBack(run), ...run.recorder.take()];
  return { isProduced: error !== undefined, exchanges, ...(error ? { error } : {}) };
}

async function expectAnotherNonce(run: Run): Promise<Outcome> {
  const expectedNonce = oidc.randomNonce();
  const outcome = await expectRefusal(run, { expectedNonce });
  const claims = idTokenClaimsIn(outcome);
  return claims ? { ...outcome, checks: [equal('nonce', expectedNonce, claims.nonce)] } : outcome;
}

/** With the clock that the run was given when it began. */
async function readWrongClock(run: Run, { now }: SandboxSettings): Promise<Outcome> {
  const outcome = await expectRefusal(run, {});
  const claims = idTokenClaimsIn(outcome);
  const ownTime = new Date(now().getTime() + requestOfFault('clock').clockSkew * 1000);
  return claims ? { ...outcome, checks: [expiryCheck(claims, ownTime)] } : outcome;
}

function idTokenClaimsIn({ exchanges }: Outcome): JWTPayload | undefined {
  const answer = exchanges.find(({ method }) => method === 'POST')?.answer;
  return answer?.status === 200 ? decodeJwt(JSON.parse(answer.body).id_token) : undefined;
}

async function useCodeTwice(run: Run): Promise<Outcome> {
  const tokens = await redeem(run).catch(() => undefined);
  if (!tokens) {
    return readRefusal(run);
  }
  const error = await redeem(run).then(() => undefined, wordsOf);
  // The tokens of the first use are worth nothing any more: the provider must take the code for stolen.
  await oidc.fetchUserInfo(run.configuration, tokens.access_token, oidc.skipSubjectCheck).catch(() => {});
  const exchanges = run.recorder.take().filter(({ address }) => !address.endsWith('/jwks'));
  return { isProduced: error !== undefined, exchanges, ...(error ? { error } : {}) };
}

async function demandMore(run: Run): Promise<Outcome> {
  const tokens = await redeem(run).catch(() => undefined);
  if (!tokens) {
    return readRefusal(run);
  }
  const acr = tokens.claims()?.acr;
  const isEnough = reaches(acr, 'substantial');
  const isSteppedUp = run.parameters.acr_values === acrOf('substantial');
  const checks = [check('acr', isEnough, `≥ ${acrOf('substantial')}`, acr)];
  const exchanges = [...requestMade(run), ...tokenAnswer(run)];
  return {
    isProduced: isSteppedUp || !isEnough,
    exchanges,
    checks,
    ...(isEnough ? {} : { goesOn: 'step-up' }),
  };
}

/** The client has kept the keys; then the provider signs with another one. */
async function meetUnknownKey(run: Run, { replaceSigningKey }: SandboxSettings): Promise<Outcome> {
  const kept = await fetchKeys(run);
  // Dated back, so that nobody has to wait: the library asks for the keys again once a minute at most.
  const twoMinutesAgo = Math.floor(Date.now() / 1000) - 120;
  oidc.setJwksCache(run.configuration, { jwks: kept as oidc.ExportedJWKSCache['jwks'], uat: twoMinutesAgo });
  await replaceSigningKey?.();
  const tokens = await redeem(run).catch(() => undefined);
  if (!tokens) {
    return readRefusal(run);
  }
  const { kid } = decodeProtectedHeader(String(tokens.id_token));
  const known = kept.keys.some((key) => key.kid === kid);
  const fresh = (oidc.getJwksCache(run.configuration)?.jwks ?? kept) as typeof kept;
  const isFound = fresh.keys.some((key) => key.kid === kid);
  const algorithm = run.client.idTokenAlgorithm;
  const checks = [
    check('signature', known, kidsOf(kept, algorithm), kid),
    check('signature', isFound, kidsOf(fresh, algorithm), kid),
  ];
  return { isProduced: !known && isFound, exchanges: run.recorder.take(), checks, ...takenApart(tokens) };
}

/** Through a proxy of our own that is overloaded for a second. */
async function beToldToWait(run: Run): Promise<Outcome> {
  const proxy = await startRefusingProxy(run.recorder.fetch);
  try {
    run.configuration[oidc.customFetch] = proxy.fetch as oidc.CustomFetch;
    const error = await redeem(run).then(() => undefined, wordsOf);
    await proxy.untilItIsOver();
    run.tokens = await redeem(run);
    const exchanges = proxy.exchanges();
    return { isProduced: error !== undefined, exchanges, ...(error ? { error } : {}) };
  } finally {
    run.recorder.take();
    await proxy.stop();
  }
}

/** The answer as it would look if another provider had sent it: only `iss` tells. */
async function mixUp(run: Run): Promise<Outcome> {
  run.callback?.searchParams.set('iss', 'https://masik-szolgaltato.example');
  const error = await redeem(run).then(() => undefined, wordsOf);
  const exchanges = [...cameBack(run), ...run.recorder.take()];
  return {
    isProduced: error !== undefined,
    exchanges,
    checks: responseChecks(run),
    ...(error ? { error } : {}),
  };
}

function requestMade({ address }: Run) {
  return address ? [requestOf('GET', address)] : [];
}

function cameBack({ callback }: Run) {
  return callback ? [requestOf('GET', callback)] : [];
}

function tokenAnswer(run: Run) {
  return run.recorder.take().filter(({ method }) => method === 'POST');
}

function takenApart({ id_token: token = '' }: { id_token?: string | undefined }) {
  return { token: { header: { ...decodeProtectedHeader(token) }, claims: decodeJwt(token) } };
}
