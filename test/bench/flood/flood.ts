/**
 * What a flood of wrong passwords does to those who are known: ten times what the machine hashes, from a thousand networks, at one node as
 * in production, while citizens sign in with the right password and a code in browsers that they used before.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { acrOf } from '../../../src/assurance/levels.ts';
import { currentCode } from '../../../src/totp/totp.ts';
import { Browser, createHttp } from '../browser.ts';
import { type Citizen, type Citizens, createCitizens } from '../citizens.ts';
import { createExperiments } from '../experiments.ts';
import { type Installation, type OnStop, startInstallation } from '../installation.ts';
import { quantile } from '../measure.ts';
import { registration, type Tokens } from '../relying-party.ts';
import { formOn, signIn as signInForTokens } from '../sign-in.ts';
import type { FloodAnswers, FlooderTask } from './flooder.ts';

export interface FloodFigures {
  readonly hashesPerSecond: number;
  /** Wrong passwords: due, sent and answered a second. */
  readonly flood: FloodAnswers & { readonly seconds: number };
  /** Whole sign-ins of known devices. */
  readonly unloaded: Latencies;
  readonly flooded: Latencies;
  /** Of the p95. */
  readonly floodedToUnloaded: number;
  /** Of the p95 of a refresh: in a flood of twice as many passwords as there are sign-ins at most, and without. */
  readonly refreshes: { readonly unloaded: number; readonly flooded: number; readonly ratio: number };
}

interface Latencies {
  readonly signIns: number;
  readonly p50: number;
  readonly p95: number;
  readonly worst: number;
}

const timesWhatIsHashed = 10;
const timesSignIns = 2;
const refreshesOfEach = 100;
const pauseBetweenRefreshesInMilliseconds = 50;
const networks = 1000;
const signInsOfEach = 60;
const atOnce = 4;
const settlingInMilliseconds = 3000;
const hashingSeconds = 3;
const stepInMilliseconds = 30_000;

export async function measureFlood(
  onStop: OnStop,
  signal: AbortSignal,
  profileDirectory?: string,
): Promise<FloodFigures> {
  const environment = { KAPU_TRUST_PROXY: 'true' };
  const installation = await startInstallation(onStop, signal, { profileDirectory, environment });
  try {
    return await measureAt(installation, signal);
  } catch (error) {
    throw await installation.explain(error);
  }
}

async function measureAt(installation: Installation, signal: AbortSignal): Promise<FloodFigures> {
  const citizens = await createCitizens(installation.config, installation.store);
  const { hashing, signIns } = createExperiments(installation, citizens, signal);
  const { perSecond: hashesPerSecond } = await hashing(hashingSeconds);
  const { perSecond: signInsPerSecond } = await signIns(hashingSeconds);
  const refresh = await refreshing(installation, citizens);
  const unloadedRefreshes = await refresh();
  const known = await knownDevices(installation, citizens, 2 * signInsOfEach);
  await delay(stepInMilliseconds - (Date.now() % stepInMilliseconds), undefined, { signal });
  const unloaded = await signInAll(known.splice(0, signInsOfEach), citizens.password);

  const { issuer } = installation.config;
  const flooder = installation.start('flooder', {
    script: fileURLToPath(import.meta.resolve('./flooder.ts')),
  });
  const flooding = async (perSecond: number): Promise<void> => {
    await tell({ kind: 'flood', perSecond });
    await delay(settlingInMilliseconds, undefined, { signal });
  };
  const tell = (task: FlooderTask): Promise<FloodAnswers> => flooder.ask<FloodAnswers>(task, signal);
  await tell({ kind: 'prepare', issuer, authorization: authorization(), networks });
  const begun = performance.now();
  await flooding(timesWhatIsHashed * hashesPerSecond);
  const flooded = await signInAll(known, citizens.password);
  const answers = await tell({ kind: 'stop' });
  const flood = { ...answers, seconds: (performance.now() - begun) / 1000 };
  await flooding(timesSignIns * signInsPerSecond);
  const floodedRefreshes = await refresh();
  await tell({ kind: 'stop' });
  return {
    hashesPerSecond,
    flood,
    unloaded,
    flooded,
    floodedToUnloaded: flooded.p95 / unloaded.p95,
    refreshes: {
      unloaded: unloadedRefreshes,
      flooded: floodedRefreshes,
      ratio: floodedRefreshes / unloadedRefreshes,
    },
  };
}

/** Refreshes of citizens who signed in before, a few at once. @returns the p95 of a number of them, in milliseconds */
async function refreshing(
  { kapu: { relyingParty } }: Installation,
  citizens: Citizens,
): Promise<() => Promise<number>> {
  await citizens.prepare(atOnce);
  const signedIn = Array.from({ length: atOnce }, () =>
    signInForTokens(relyingParty, citizens.next(), citizens.password),
  );
  const tokens: Tokens[] = await Promise.all(signedIn);
  return async () => {
    const latencies: number[] = [];
    const refreshSome = async (_: unknown, place: number): Promise<void> => {
      for (let turn = 0; turn < refreshesOfEach; turn += 1) {
        const begun = performance.now();
        tokens[place] = await relyingParty.refresh(tokens[place] as Tokens);
        latencies.push(performance.now() - begun);
        await delay(pauseBetweenRefreshesInMilliseconds);
      }
    };
    await Promise.all(tokens.map(refreshSome));
    return quantile(latencies, 0.95);
  };
}

interface KnownDevice {
  readonly citizen: Citizen;
  readonly browser: Browser;
}

/** Browsers in which their owners signed in before, each in a network of its own. */
async function knownDevices(
  { config: { issuer } }: Installation,
  citizens: Citizens,
  count: number,
): Promise<KnownDevice[]> {
  await citizens.prepare(count);
  const http = createHttp(issuer);
  const known: KnownDevice[] = [];
  while (known.length < count) {
    const from = { 'X-Forwarded-For': `192.0.2.${known.length}` };
    const device = { citizen: citizens.next(), browser: new Browser(http, from) };
    await signIn(device, citizens.password);
    known.push(device);
  }
  return known;
}

async function signInAll(devices: KnownDevice[], password: string): Promise<Latencies> {
  const latencies: number[] = [];
  const signInSome = async (): Promise<void> => {
    for (let device = devices.pop(); device; device = devices.pop()) {
      device.browser.forgetAllBut('kapu_device');
      const begun = performance.now();
      await signIn(device, password);
      latencies.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, signInSome));
  const [p50, p95] = [quantile(latencies, 0.5), quantile(latencies, 0.95)];
  return { signIns: latencies.length, p50, p95, worst: Math.max(...latencies) };
}

/** From the relying party's link to the way back with a code. */
async function signIn({ citizen, browser }: KnownDevice, password: string): Promise<void> {
  const passwordForm = formOn(await browser.get(authorization()), 'password');
  const { username, secretKey } = citizen;
  const codePage = await browser.post(passwordForm.action, { ...passwordForm.hidden, username, password });
  const codeForm = formOn(codePage, 'code');
  const { code } = currentCode(secretKey, new Date());
  const { headers } = await browser.post(codeForm.action, { ...codeForm.hidden, code });
  if (!new URL(headers.location ?? '', 'http://nowhere').searchParams.has('code')) {
    throw new Error(`no way back with a code: ${headers.location}`);
  }
}

function authorization(): string {
  const query = new URLSearchParams({
    client_id: registration.client_id,
    redirect_uri: registration.redirect_uris[0],
    response_type: 'code',
    scope: 'openid',
    acr_values: acrOf('substantial'),
    code_challenge: randomBytes(32).toString('base64url'),
    code_challenge_method: 'S256',
  });
  return `/auth?${query}`;
}
