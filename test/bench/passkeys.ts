/** Signing in with a passkey alone beside password and code, on the same machine in the same minute: each in turn, twice. */
import { acrOf } from '../../src/assurance/levels.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { parseAnswer, registrationAnswerSchema } from '../../src/passkeys/browser-answer.ts';
import { createPasskeyOptions } from '../../src/passkeys/passkey-options.ts';
import { createPasskeyStore } from '../../src/passkeys/passkey-store.ts';
import { createPasskeyVerifier } from '../../src/passkeys/passkey-verifier.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { type Asked, askedOf, PasskeyDevice } from '../support/passkey-device.ts';
import { type Citizen, createCitizens } from './citizens.ts';
import { atOnce, createExperiments } from './experiments.ts';
import type { Installation } from './installation.ts';
import { type Measurement, measure } from './measure.ts';
import type { Tokens } from './relying-party.ts';
import { row } from './report.ts';
import { formOn, signIn } from './sign-in.ts';

export interface PasskeyFigures {
  /** Sign-ins a second, in those with password and code. */
  readonly ratio: number;
  /**
   * CPU of a node and of Redis for one with password and code, in that of one with a passkey: what the same cores take, where there is a node for
   * each. The rate says less: one node alone answers on one core, and hashes on all; and the load takes its share of them.
   */
  readonly cpuRatio: number;
  /** CPU of the bare engine for one of whoever knocks, who sees no page and proves nothing: what no sign-in is below. In milliseconds. */
  readonly cpuOfBareEngine: number;
  readonly byPasskey: SignInCosts;
  readonly byPassword: SignInCosts;
}

interface SignInCosts extends Pick<Measurement, 'perSecond' | 'cpu'> {
  /** To Redis, of one after another. */
  readonly roundTrips: number;
}

/** So many that each signs in two or three times: accounts of the other sign-ins have one session, and none comes to twenty. */
const owners = 2000;
/** As long as that of the other sign-ins (bench.ts): V8 compiles for a thousand of them, on threads that are counted. */
const warmUpInSeconds = 8;
/** For their round trips. */
const oneByOne = 50;

export async function measurePasskeys(
  installation: Installation,
  seconds: number,
  signal: AbortSignal,
): Promise<PasskeyFigures> {
  const { config, store, kapu, redisPid } = installation;
  const citizens = await createCitizens(config, store);
  await citizens.prepare(owners);
  const devices = await Promise.all(
    Array.from({ length: owners }, () => deviceOf(installation, citizens.next())),
  );
  const experiments = createExperiments(installation, citizens, signal);
  let turn = 0;
  const signInNext = (): Promise<Tokens> => {
    turn += 1;
    const device = devices[turn % owners] as PasskeyDevice;
    return kapu.relyingParty.signIn(acrOf('substantial'), async (browser, path) => {
      const page = await browser.get(path);
      const { action, hidden } = formOn(page, 'passkey');
      return browser.post(action, { ...hidden, credential: device.sign(askedOf(page)) });
    });
  };
  const processes = { provider: kapu.process.pid, redis: redisPid, load: process.pid };
  const byPasskey = (length: number): Promise<Measurement> =>
    measure(signInNext, { atOnce, seconds: length, signal, processes });

  await experiments.hashing(warmUpInSeconds);
  await experiments.signIns(warmUpInSeconds);
  await byPasskey(warmUpInSeconds);
  const rounds = [];
  for (let round = 0; round < 2; round += 1) {
    rounds.push({ byPassword: await experiments.signIns(seconds), byPasskey: await byPasskey(seconds) });
  }
  const [passkey, password] = [rounds.map((of) => of.byPasskey), rounds.map((of) => of.byPassword)].map(
    meanOf,
  );
  if (!passkey || !password) {
    throw new Error('nothing was measured');
  }
  await experiments.bareSignIns(warmUpInSeconds);
  const bare = await experiments.bareSignIns(seconds);
  await citizens.prepare(oneByOne);
  const byPasswordNext = (): Promise<Tokens> => signIn(kapu.relyingParty, citizens.next(), citizens.password);
  const costsOf = ({ cpu }: Pick<Measurement, 'cpu'>): number => (cpu.provider ?? 0) + (cpu.redis ?? 0);
  return {
    ratio: passkey.perSecond / password.perSecond,
    cpuRatio: costsOf(password) / costsOf(passkey),
    cpuOfBareEngine: bare.cpu.provider ?? Number.NaN,
    byPasskey: { ...passkey, roundTrips: await roundTripsOf(store, signInNext) },
    byPassword: { ...password, roundTrips: await roundTripsOf(store, byPasswordNext) },
  };
}

/** Redis counts how often something came on a connection. Of one sign-in after another that is once for each round trip. */
async function roundTripsOf(store: Installation['store'], work: () => Promise<unknown>): Promise<number> {
  const reads = async (): Promise<number> =>
    Number(/total_reads_processed:(\d+)/.exec(await store.info('stats'))?.[1]);
  const before = await reads();
  for (let nth = 0; nth < oneByOne; nth += 1) {
    await work();
  }
  return ((await reads()) - before - 1) / oneByOne;
}

/** Set up through the stores, as the page does it. */
async function deviceOf({ config, store }: Installation, { accountId }: Citizen): Promise<PasskeyDevice> {
  const { issuer, secrets } = config;
  const relyingParty = { id: 'localhost', origin: issuer, name: 'Kapu' };
  const sealer = createSealer(secrets.sealing_keys);
  const passkeys = createPasskeyStore(store, sealer, createRecorder(store, sealer));
  const challengeKeys = secrets;
  const verifier = createPasskeyVerifier({ passkeys, relyingParty, challengeKeys });
  const arrival = { place: { purpose: 'registration', of: accountId }, at: new Date() } as const;
  const owner = { id: accountId, username: 'minta', displayName: 'Minta' };
  const options = createPasskeyOptions(relyingParty, challengeKeys);
  const device = new PasskeyDevice({ origin: issuer });
  const asked = options.toRegister(owner, [], arrival.place, arrival.at) as Asked;
  const answer = parseAnswer(registrationAnswerSchema, device.make(asked));
  const verdict =
    answer &&
    (await verifier.register(
      { id: accountId, sessionsEndedAt: 0 },
      answer,
      arrival,
      () => 'Telefon',
      () => securityEvents.passkeyAdded(accountId, 'any', 'any'),
    ));
  if (verdict?.kind !== 'added') {
    throw new Error('a passkey was not set up');
  }
  return device;
}

function meanOf(measured: readonly Measurement[]): Pick<Measurement, 'perSecond' | 'cpu'> {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const names = Object.keys(measured[0]?.cpu ?? {});
  return {
    perSecond: mean(measured.map(({ perSecond }) => perSecond)),
    cpu: Object.fromEntries(names.map((name) => [name, mean(measured.map(({ cpu }) => cpu[name] ?? 0))])),
  };
}

export function passkeysInWords({
  ratio,
  cpuRatio,
  cpuOfBareEngine,
  byPasskey,
  byPassword,
}: PasskeyFigures): string {
  const cpu = ({ cpu: of }: PasskeyFigures['byPasskey']): string =>
    `${(of.provider ?? 0).toFixed(2)} ms of the provider, ${(of.redis ?? 0).toFixed(2)} ms of Redis (and ${(of.load ?? 0).toFixed(2)} ms of the load)`;
  return `${[
    '\nSign-ins with a passkey alone',
    row('a second, in those with password and code', ratio.toFixed(2)),
    row(
      'a second',
      `${byPasskey.perSecond.toFixed(0)} (password and code: ${byPassword.perSecond.toFixed(0)})`,
    ),
    row('CPU of one with password and code, in those', cpuRatio.toFixed(2)),
    row('CPU of one', cpu(byPasskey)),
    row('CPU of one with password and code', cpu(byPassword)),
    row('CPU of one at the bare engine, who sees no page', `${cpuOfBareEngine.toFixed(2)} ms`),
    row(
      'round trips to Redis',
      `${byPasskey.roundTrips.toFixed(1)} (password and code: ${byPassword.roundTrips.toFixed(1)})`,
    ),
  ].join('\n')}\n`;
}
