/** The nine steps of a sign-in; each does what its number says and writes down what was seen. */
import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as oidc from 'openid-client';
import { addressOf, callbackOf, type Run, redeem, type Shown, wordsOf } from '../faults/run.ts';
import { fetchKeys, responseChecks } from './answers.ts';
import { equal, idTokenChecks } from './token-checks.ts';
import { requestOf } from './wire.ts';

export const lastStep = 9;

type Step = (run: Run, now: Date) => Promise<Shown>;

/** Does step `number` and keeps what it showed. A refusal is shown as well. */
export async function takeStep(run: Run, number: number, now: Date): Promise<void> {
  const step = steps[number - 1];
  if (!step) {
    throw new Error(`there is no step ${number}`);
  }
  try {
    run.steps.set(number, await step(run, now));
  } catch (error) {
    run.steps.set(number, { exchanges: run.recorder.take(), error: wordsOf(error) });
  }
}

const steps: readonly Step[] = [
  discover,
  prepareRequest,
  redirect,
  readAnswer,
  redeemCode,
  checkIdToken,
  readUserinfo,
  refresh,
  signOut,
];

async function discover(run: Run): Promise<Shown> {
  // The discovery document was read when the run began.
  await fetchKeys(run);
  return { exchanges: run.recorder.take() };
}

async function prepareRequest(run: Run): Promise<Shown> {
  const address = await addressOf(run);
  const { state, nonce, verifier, challenge } = run;
  const values = [
    { name: 'state', value: state },
    { name: 'nonce', value: nonce },
    { name: 'code_verifier', value: verifier },
    { name: 'code_challenge', value: challenge },
  ];
  return { exchanges: run.pushes ? run.recorder.take() : [requestOf('GET', address)], values };
}

async function redirect(run: Run): Promise<Shown> {
  const address = run.address ?? (await addressOf(run));
  return { exchanges: [requestOf('GET', address)] };
}

async function readAnswer(run: Run): Promise<Shown> {
  return { exchanges: [requestOf('GET', callbackOf(run))], checks: responseChecks(run) };
}

async function redeemCode(run: Run): Promise<Shown> {
  run.tokens = await redeem(run);
  return { exchanges: run.recorder.take().filter(({ method }) => method === 'POST') };
}

async function checkIdToken(run: Run, now: Date): Promise<Shown> {
  const token = String(run.tokens?.id_token);
  const checks = await idTokenChecks(token, {
    issuer: run.configuration.serverMetadata().issuer,
    client: run.client,
    jwks: await fetchKeys(run),
    now,
    nonce: run.nonce,
    minimum: run.client.wish.minimum,
  });
  run.recorder.take();
  return {
    exchanges: [],
    token: { header: { ...decodeProtectedHeader(token) }, claims: decodeJwt(token) },
    checks,
  };
}

async function readUserinfo(run: Run): Promise<Shown> {
  const sub = String(run.tokens?.claims()?.sub);
  const claims = await oidc.fetchUserInfo(run.configuration, String(run.tokens?.access_token), sub);
  return { exchanges: run.recorder.take(), checks: [equal('same-sub', sub, claims.sub)] };
}

async function refresh(run: Run): Promise<Shown> {
  const before = run.tokens;
  if (!before?.refresh_token) {
    return { exchanges: [] };
  }
  const after = await oidc.refreshTokenGrant(run.configuration, before.refresh_token);
  run.tokens = after;
  const exchanges = run.recorder.take().filter(({ method }) => method === 'POST');
  return { exchanges, checks: [equal('same-sub', String(before.claims()?.sub), after.claims()?.sub)] };
}

async function signOut(run: Run): Promise<Shown> {
  return { exchanges: [requestOf('GET', signOutAddress(run))] };
}

/** OpenID Connect RP-Initiated Logout 1.0. */
export function signOutAddress({ configuration, tokens, client, parameters }: Run): URL {
  return oidc.buildEndSessionUrl(configuration, {
    ...(tokens?.id_token ? { id_token_hint: tokens.id_token } : {}),
    post_logout_redirect_uri: new URL('/signed-out', client.redirectUri).href,
    ui_locales: String(parameters.ui_locales),
  });
}
