/** Citizens with an Ügyfélkapu+, made through the stores. Each signs in once: a step of an authenticator passes once. */
import { randomBytes } from 'node:crypto';
import { profileSchema } from '../../src/accounts/account.ts';
import { createAccountStore } from '../../src/accounts/account-store.ts';
import { createPasswordHasher } from '../../src/accounts/password/password-hash.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import type { Config } from '../../src/config.ts';
import type { Store } from '../../src/storage/redis.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import type { Enrolment } from '../../src/totp/enrolment/enrolment.ts';
import { createEnrolmentStore, type StoredEnrolment } from '../../src/totp/enrolment/enrolment-store.ts';
import { anybody } from '../support/requester.ts';
import { identifiedPerson, samplePerson } from '../support/sample-profile.ts';
import { passwordOf } from '../support/typed-password.ts';

export interface Citizen {
  readonly accountId: string;
  readonly username: string;
  readonly secretKey: string;
}

export interface Citizens {
  /** The same for all: hashed once, verified at every sign-in. */
  readonly password: string;
  readonly phc: string;
  /** Makes more until at least `count` have not signed in yet. */
  prepare(count: number): Promise<void>;
  /** One who has never signed in. */
  next(): Citizen;
}

const madeAtOnce = 100;

export async function createCitizens({ secrets }: Config, store: Store): Promise<Citizens> {
  const sealer = createSealer(secrets.sealing_keys);
  const accounts = createAccountStore(store, sealer, secrets);
  const enrolments = createEnrolmentStore(store, sealer, secrets);
  const hasher = await createPasswordHasher(secrets);
  const password = `jelszó ${randomBytes(12).toString('hex')}`;
  const phc = await hasher.hash(passwordOf(password), anybody);
  const waiting: Citizen[] = [];
  let made = 0;

  async function make(): Promise<Citizen> {
    made += 1;
    const username = `minta.${made}`;
    const profile = profileSchema.parse(samplePerson(username));
    const identification = identifiedPerson;
    const outcome = await accounts.add(profile, phc, new Date(), { identification });
    if (outcome.kind !== 'added') {
      throw new Error(`${username}: ${outcome.kind}`);
    }
    return { accountId: outcome.id, username, secretKey: await enrol(outcome.id) };
  }

  /** The application from its first page to its last, proven with a code of 1970. */
  async function enrol(accountId: string): Promise<string> {
    await enrolments.start({ accountId, browser: 'of the bench', sessionsEndedAt: 0 }, 0, new Date());
    const shown = await applicationIn('key-shown', accountId);
    await enrolments.prove(accountId, shown, 'Telefon', 0);
    await enrolments.showCancellationCode(accountId, await applicationIn('proven', accountId), new Date());
    const last = await applicationIn('cancellation-code-shown', accountId);
    const outcome = await enrolments.activate(
      accountId,
      last,
      1,
      new Date(),
      securityEvents.plusActivated(accountId, 'any', 'any'),
    );
    if (outcome !== 'activated') {
      throw new Error(`an Ügyfélkapu+ was not activated: ${outcome}`);
    }
    return shown.enrolment.secretKey;
  }

  async function applicationIn<State extends Enrolment['state']>(
    state: State,
    accountId: string,
  ): Promise<StoredEnrolment<Extract<Enrolment, { state: State }>>> {
    const stored = await enrolments.find(accountId);
    if (stored?.enrolment.state !== state) {
      throw new Error(`an application is not in the state ${state}`);
    }
    return stored as StoredEnrolment<Extract<Enrolment, { state: State }>>;
  }

  return {
    password,
    phc,
    async prepare(count) {
      while (waiting.length < count) {
        const missing = Math.min(madeAtOnce, count - waiting.length);
        waiting.push(...(await Promise.all(Array.from({ length: missing }, make))));
      }
    },
    next() {
      const citizen = waiting.pop();
      if (!citizen) {
        throw new Error('every citizen has signed in: the machine became faster than it was at first');
      }
      return citizen;
    },
  };
}
