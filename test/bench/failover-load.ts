/**
 * What goes on while the master is killed: sign-ins whose codes are given twice at once, and a program that registers clients. What was
 * acknowledged is remembered.
 */
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { acrOf } from '../../src/assurance/levels.ts';
import { currentCode } from '../../src/totp/totp.ts';
import { sampleRegistration } from '../support/registry.ts';
import { type Answer, Browser, createHttp, type Http } from './browser.ts';
import type { Citizens } from './citizens.ts';
import { redirectUri, registration } from './relying-party.ts';
import { formOn } from './sign-in.ts';

export interface Tally {
  /** Ids of clients whose registration was acknowledged. */
  readonly registered: string[];
  tokensVerified: number;
  lost: number;
  /** Codes of authenticators and of relying parties that were accepted. */
  codes: number;
  codesUsedTwice: number;
  signIns: number;
  /** Answers of 5xx other than 503. */
  readonly faults: string[];
  unanswered: number;
}

export function createTally(): Tally {
  return {
    registered: [],
    tokensVerified: 0,
    lost: 0,
    codes: 0,
    codesUsedTwice: 0,
    signIns: 0,
    faults: [],
    unanswered: 0,
  };
}

export interface LoadParts {
  readonly issuer: string;
  /** Of the nodes, which are asked in turn. */
  readonly ports: readonly number[];
  readonly clientSecret: string;
  readonly citizens: Citizens;
  /** Secret of the program that registers clients. */
  readonly writer: string;
  readonly tally: Tally;
  readonly signal: AbortSignal;
}

export interface Load {
  /** In how many milliseconds a sign-in had gone through that began after this instant. */
  untilSignIn(since: number, signal: AbortSignal): Promise<number>;
  /** Whether refresh tokens that were given are good. */
  verifyTokens(): Promise<void>;
  stop(): Promise<void>;
}

/** What every actor of the load works with. */
interface Stage extends LoadParts {
  readonly http: Http & { readonly issuer: string };
  /** Refresh tokens that were given and not asked for since. */
  readonly tokens: string[];
  /** When the last sign-in that went through had begun. */
  signedInAt: number;
  isOver: boolean;
}

/** For a sign-in that goes through, after a fail-over: then something is wrong for good. */
const longestWaitInMilliseconds = 60_000;
const signInsAtOnce = 2;
const pauseInMilliseconds = 300;
/** The administration lets one program do no more. */
const pauseOfWriterInMilliseconds = 1200;

export function startLoad(parts: LoadParts): Load {
  const http = counted(createHttp(parts.issuer, parts.ports), parts.tally);
  const stage: Stage = { ...parts, http, tokens: [], signedInAt: 0, isOver: false };
  const actors = [
    ...Array.from({ length: signInsAtOnce }, () => repeat(stage, signInOnce, pauseInMilliseconds)),
    repeat(stage, registerOnce, pauseOfWriterInMilliseconds),
  ];
  return {
    async untilSignIn(since, signal) {
      const until = since + longestWaitInMilliseconds;
      while (stage.signedInAt < since && performance.now() < until && !signal.aborted) {
        await delay(20);
      }
      return performance.now() - since;
    },
    verifyTokens: () => verifyTokens(stage),
    async stop() {
      stage.isOver = true;
      await Promise.all(actors);
    },
  };
}

/** What is refused is tried again with somebody else: that is what the load is. */
async function repeat(
  stage: Stage,
  work: (stage: Stage) => Promise<void>,
  milliseconds: number,
): Promise<void> {
  while (!stage.isOver && !stage.signal.aborted) {
    await work(stage).catch(() => {});
    await delay(milliseconds);
  }
}

function counted(http: Stage['http'], tally: Tally): Stage['http'] {
  const ask: Http = async (question) => {
    const answer = await http(question).catch((error: Error) => {
      tally.unanswered += 1;
      throw error;
    });
    if (answer.status >= 500 && answer.status !== 503) {
      tally.faults.push(`${question.method} ${question.path.split('?')[0]} ${answer.status}`);
    }
    return answer;
  };
  return Object.assign(ask, { issuer: http.issuer });
}

/** Two browsers of the same citizen give the same code in the same instant, and the relying party redeems what comes of it twice. */
async function signInOnce(stage: Stage): Promise<void> {
  const { citizens, tally } = stage;
  const began = performance.now();
  const citizen = citizens.next();
  const attempts = await Promise.all([
    toCodePage(stage, citizen.username),
    toCodePage(stage, citizen.username),
  ]);
  const { code } = currentCode(citizen.secretKey, new Date());
  const ways = await Promise.allSettled(attempts.map((attempt) => giveCode(attempt, code)));
  const given = ways.flatMap((way) => (way.status === 'fulfilled' && way.value ? [way.value] : []));
  tally.codes += given.length > 0 ? 1 : 0;
  tally.codesUsedTwice += given.length > 1 ? 1 : 0;
  for (const { code: authorizationCode, verifier, browser } of given) {
    const fields = {
      grant_type: 'authorization_code',
      code: authorizationCode,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    };
    const answers = await Promise.allSettled([askForTokens(stage, fields), askForTokens(stage, fields)]);
    const tokens = answers.flatMap((answer) =>
      answer.status === 'fulfilled' && answer.value.status === 200 ? [JSON.parse(answer.value.text)] : [],
    );
    tally.codes += tokens.length > 0 ? 1 : 0;
    tally.codesUsedTwice += new Set(tokens.map(({ access_token }) => access_token)).size > 1 ? 1 : 0;
    if (tokens.length > 0) {
      tally.signIns += 1;
      stage.signedInAt = Math.max(stage.signedInAt, began);
    }
    await keepRefreshToken(stage, browser);
  }
}

interface Attempt {
  readonly browser: Browser;
  readonly verifier: string;
  readonly codePage: Answer;
}

async function toCodePage({ http, citizens: { password } }: Stage, username: string): Promise<Attempt> {
  const verifier = randomBytes(32).toString('base64url');
  const browser = new Browser(http);
  const passwordForm = formOn(await browser.get(authorizationRequest(verifier)), 'password');
  const codePage = await browser.post(passwordForm.action, { ...passwordForm.hidden, username, password });
  return { browser, verifier, codePage };
}

function authorizationRequest(verifier: string): string {
  const query = new URLSearchParams({
    client_id: registration.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: registration.scope,
    acr_values: acrOf('substantial'),
    state: randomBytes(16).toString('base64url'),
    nonce: randomBytes(16).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return `/auth?${query}`;
}

/** @returns the authorization code, if this browser was let in */
async function giveCode(
  { browser, verifier, codePage }: Attempt,
  code: string,
): Promise<{ code: string; verifier: string; browser: Browser } | undefined> {
  const form = formOn(codePage, 'code');
  const given = codeIn(await browser.post(form.action, { ...form.hidden, code }));
  return given ? { code: given, verifier, browser } : undefined;
}

function codeIn({ headers: { location = '' } }: Answer): string | null {
  return location.startsWith(redirectUri) ? new URL(location).searchParams.get('code') : null;
}

/** Redeeming a code twice takes back all that came of it; so this one is redeemed once. */
async function keepRefreshToken(stage: Stage, browser: Browser): Promise<void> {
  const verifier = randomBytes(32).toString('base64url');
  const code = codeIn(await browser.get(authorizationRequest(verifier)));
  if (!code) {
    return;
  }
  const answer = await askForTokens(stage, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
  if (answer.status === 200) {
    stage.tokens.push((JSON.parse(answer.text) as { refresh_token: string }).refresh_token);
  }
}

function askForTokens({ http, clientSecret }: Stage, fields: Record<string, string>): Promise<Answer> {
  const credentials = Buffer.from(`${registration.client_id}:${clientSecret}`).toString('base64');
  const headers = { Authorization: `Basic ${credentials}`, Accept: 'application/json' };
  return http({ method: 'POST', path: '/token', headers, fields });
}

async function verifyTokens(stage: Stage): Promise<void> {
  for (const refresh_token of stage.tokens.splice(0)) {
    const { status } = await askForTokens(stage, { grant_type: 'refresh_token', refresh_token });
    stage.tally.tokensVerified += status === 200 || status === 400 ? 1 : 0;
    stage.tally.lost += status === 400 ? 1 : 0;
  }
}

async function registerOnce({ http, writer, tally }: Stage): Promise<void> {
  const credentials = Buffer.from(`writer:${writer}`).toString('base64');
  const token = await http({
    method: 'POST',
    path: '/token',
    headers: { Authorization: `Basic ${credentials}`, Accept: 'application/json' },
    fields: { grant_type: 'client_credentials', scope: 'clients:write' },
  });
  const { access_token } = JSON.parse(token.text) as { access_token: string };
  const client_id = `registered-${randomBytes(8).toString('hex')}`;
  const { status } = await http({
    method: 'POST',
    path: '/admin/clients',
    headers: { Authorization: `Bearer ${access_token}` },
    json: { ...sampleRegistration, client_id },
  });
  if (status === 201) {
    tally.registered.push(client_id);
  }
}
