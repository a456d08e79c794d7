/** The demo's citizens: invented sample persons with sample passwords, put into the stores on the first start. */
import { type Profile, profileSchema } from '../../src/accounts/account.ts';
import { type AccountStore, createAccountStore } from '../../src/accounts/account-store.ts';
import {
  createIdentificationStore,
  type IdentificationStore,
} from '../../src/accounts/identification/identification-store.ts';
import { operatorRequesting } from '../../src/accounts/password/hash-queue.ts';
import { createPasswordHasher, type PasswordHasher } from '../../src/accounts/password/password-hash.ts';
import { readPassword, type TypedPassword } from '../../src/accounts/password/typed-password.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { deskEvents } from '../../src/audit/events/desk-events.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import type { Config } from '../../src/config.ts';
import type { DeskRole } from '../../src/desk/staff/role.ts';
import { createRoleStore, type RoleStore } from '../../src/desk/staff/role-store.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { connectToRedis } from '../../src/storage/redis.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import {
  type AuthenticatorStore,
  createAuthenticatorStore,
} from '../../src/totp/authenticators/authenticator-store.ts';
import type { Enrolment } from '../../src/totp/enrolment/enrolment.ts';
import {
  createEnrolmentStore,
  type EnrolmentStore,
  type StoredEnrolment,
} from '../../src/totp/enrolment/enrolment-store.ts';
import type { DemoCitizen } from './demo-files.ts';

export interface SampleCitizen {
  readonly profile: Profile;
  readonly password: string;
  /** True: an Ügyfélkapu+ whose code the start page shows. */
  readonly enrolled: boolean;
  /** Works at the desk. */
  readonly role?: DeskRole;
  /** For the person who started the demo. */
  readonly remark: string;
}

export interface SeededCitizen extends DemoCitizen {
  readonly role: DeskRole | undefined;
  readonly remark: string;
}

interface Stores {
  readonly accounts: AccountStore;
  readonly identifications: IdentificationStore;
  readonly authenticators: AuthenticatorStore;
  readonly enrolments: EnrolmentStore;
  readonly roles: RoleStore;
  readonly hasher: PasswordHasher;
}

/** By this name the demo knows its own authenticator among those that people enrol. */
const demoAuthenticatorName = 'Mintaalkalmazás a kezdőlapon';

const sampleCitizens: readonly SampleCitizen[] = [
  {
    profile: profileSchema.parse({
      username: 'minta.anna',
      family_name: 'Minta',
      given_name: 'Anna',
      birth_family_name: 'Minta',
      birth_given_name: 'Anna',
      mothers_birth_name: 'Példa Mária',
      place_of_birth: 'Budapest',
      birthdate: '1956-03-14',
      email: 'minta.anna@example.com',
      email_verified: true,
    }),
    password: 'kilenc-zold-alma-reggel',
    enrolled: false,
    remark: 'password only',
  },
  {
    profile: profileSchema.parse({
      username: 'minta.bela',
      family_name: 'Minta',
      given_name: 'Béla',
      birth_family_name: 'Minta',
      birth_given_name: 'Béla',
      mothers_birth_name: 'Próba Ilona',
      place_of_birth: 'Szeged',
      birthdate: '1984-11-02',
      email: 'bela@minta.example',
      email_verified: true,
      phone_number: '+36000000000',
    }),
    password: 'piros-bicikli-az-udvaron',
    enrolled: true,
    remark: 'has Ügyfélkapu+; its code ticks on the start page',
  },
  {
    profile: profileSchema.parse({
      username: 'minta.cecilia',
      family_name: 'Minta',
      given_name: 'Cecília',
      birth_family_name: 'Próba',
      birth_given_name: 'Cecília',
      mothers_birth_name: 'Példa Erzsébet',
      place_of_birth: 'Pécs',
      birthdate: '1991-07-23',
      email: 'cecilia@minta.example',
      email_verified: true,
      locale: 'en',
    }),
    password: 'blue-kettle-on-sunday',
    enrolled: false,
    remark: 'password only; letters in English',
  },
  staff('minta.klara', 'Klára', 'clerk', 'kek-kancso-az-ablakban', 'clerk at /desk'),
  staff('minta.vilmos', 'Vilmos', 'supervisor', 'barna-kalap-a-fogason', 'supervisor at /desk'),
  staff('minta.ella', 'Ella', 'auditor', 'feher-hajo-a-tavon', 'auditor at /desk'),
  staff('minta.oszkar', 'Oszkár', 'operator', 'szurke-torony-a-ligetben', 'operator at /operator'),
];

/** The office of the demo's clerks, in config/desk.json. */
const demoOffice = 'budapest-1';

function staff(
  username: string,
  givenName: string,
  role: DeskRole,
  password: string,
  remark: string,
): SampleCitizen {
  const profile = profileSchema.parse({
    username,
    family_name: 'Minta',
    given_name: givenName,
    birth_family_name: 'Minta',
    birth_given_name: givenName,
    mothers_birth_name: 'Példa Anna',
    place_of_birth: 'Budapest',
    birthdate: '1979-05-20',
    email: `${username}@minta.example`,
    email_verified: true,
  });
  return { profile, password, enrolled: true, role, remark };
}

/**
 * Adds whoever is missing and changes nobody who is there.
 * @param redis path of the unix socket
 * @param known user names that an earlier start has seeded: what they did with their Ügyfélkapu+ since then stays
 */
export function seedDemo(
  config: Config,
  redis: string,
  known: ReadonlySet<string>,
  now: Date,
): Promise<SeededCitizen[]> {
  return seedCitizens(config, redis, sampleCitizens, known, now);
}

export async function seedCitizens(
  { secrets }: Config,
  redis: string,
  citizens: readonly SampleCitizen[],
  known: ReadonlySet<string>,
  now: Date,
): Promise<SeededCitizen[]> {
  const store = await connectToRedis(redis, createLogger('silent'));
  try {
    const sealer = createSealer(secrets.sealing_keys);
    const stores: Stores = {
      accounts: createAccountStore(store, sealer, secrets),
      identifications: createIdentificationStore(createRecorder(store, sealer), sealer, secrets),
      authenticators: createAuthenticatorStore(store, sealer),
      enrolments: createEnrolmentStore(store, sealer, secrets),
      roles: createRoleStore(createRecorder(store, sealer), sealer, secrets.index_key),
      hasher: await createPasswordHasher(secrets),
    };
    const seeded: SeededCitizen[] = [];
    for (const citizen of citizens) {
      seeded.push(await seedCitizen(stores, citizen, known, now));
    }
    return seeded;
  } finally {
    await store.quit();
  }
}

async function seedCitizen(
  stores: Stores,
  { profile, password, enrolled, role, remark }: SampleCitizen,
  known: ReadonlySet<string>,
  now: Date,
): Promise<SeededCitizen> {
  const { username } = profile;
  const existing = await stores.accounts.findId(username);
  const id = existing ?? (await addAccount(stores, profile, password, now));
  await ensureIdentified(stores, id, now);
  const isUnfinished = existing === undefined || !known.has(username);
  if (enrolled && isUnfinished) {
    await ensurePlus(stores, id, now);
  }
  if (role && isUnfinished) {
    const held = { role, office: demoOffice, status: 'active', grantedAt: now.toISOString() } as const;
    await stores.roles.put(id, held, deskEvents.roleChanged(id, role, demoOffice, 'active'));
  }
  const authenticators = await stores.authenticators.list(id);
  const own = authenticators.readable.find(({ name }) => name === demoAuthenticatorName);
  return { username, password, totp_secret: own?.secretKey ?? null, role, remark };
}

async function addAccount(
  { accounts, hasher }: Stores,
  profile: Profile,
  password: string,
  now: Date,
): Promise<string> {
  const hash = await hasher.hash(sampleOf(password), operatorRequesting);
  const outcome = await accounts.add(profile, hash, now, { identification: seenAtDesk(now) });
  if (outcome.kind !== 'added') {
    throw new Error(`${profile.username} could not be added: ${outcome.kind}`);
  }
  return outcome.id;
}

/** At the one window of the demo, by nobody in particular. */
const demoWindow = { staffNumber: '00000-00000', office: demoOffice };

function seenAtDesk(now: Date) {
  const { staffNumber: clerk, office } = demoWindow;
  return {
    by: 'desk',
    at: now.toISOString(),
    document: 'id-card',
    number: '123456AB',
    clerk,
    office,
  } as const;
}

/** An earlier version of the demo asked for no document. */
async function ensureIdentified({ accounts, identifications }: Stores, id: string, now: Date): Promise<void> {
  if ((await accounts.find(id))?.identification === undefined) {
    await identifications.record(id, seenAtDesk(now), () =>
      deskEvents.identificationRaised(demoWindow, id, 'id-card'),
    );
  }
}

function sampleOf(password: string): TypedPassword {
  const read = readPassword(password);
  if (read.kind !== 'typed') {
    throw new Error(`a sample password is ${read.kind}`);
  }
  return read.password;
}

/** Walks the application as a citizen does, with a code that nobody had to type. */
async function ensurePlus({ accounts, enrolments }: Stores, accountId: string, now: Date): Promise<void> {
  const account = await accounts.find(accountId);
  if (account?.hasPlus) {
    return;
  }
  const begun = await enrolments.find(accountId);
  const applicant = { accountId, browser: 'of the demo', sessionsEndedAt: account?.sessionsEndedAt ?? 0 };
  await enrolments.start(applicant, begun?.version ?? 0, now);
  const keyShown = await inState(enrolments, accountId, 'key-shown');
  await enrolments.prove(accountId, keyShown, demoAuthenticatorName, 0);
  const proven = await inState(enrolments, accountId, 'proven');
  await enrolments.showCancellationCode(accountId, proven, now);
  const codeShown = await inState(enrolments, accountId, 'cancellation-code-shown');
  const outcome = await enrolments.activate(
    accountId,
    codeShown,
    1,
    now,
    securityEvents.plusActivated(accountId, codeShown.enrolment.authenticatorId, demoAuthenticatorName),
  );
  if (outcome !== 'activated') {
    throw new Error(`the sample Ügyfélkapu+ could not be activated: ${outcome}`);
  }
}

async function inState<State extends Enrolment['state']>(
  enrolments: EnrolmentStore,
  accountId: string,
  state: State,
): Promise<StoredEnrolment<Extract<Enrolment, { state: State }>>> {
  const stored = await enrolments.find(accountId);
  if (stored?.enrolment.state !== state) {
    throw new Error(`the sample application is not in the state ${state}`);
  }
  return stored as StoredEnrolment<Extract<Enrolment, { state: State }>>;
}
