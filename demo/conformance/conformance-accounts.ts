/** The accounts with which the conformance suite signs in, several since a code serves once in thirty seconds; their passwords are made on the first start and stay. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { profileSchema } from '../../src/accounts/account.ts';
import type { Config } from '../../src/config.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { createInitialAccess } from '../../src/oidc/clients/initial-access-store.ts';
import { connectToRedis } from '../../src/storage/redis.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { newKey, writePrivately } from '../launch/demo-files.ts';
import { type SampleCitizen, seedCitizens } from '../launch/seed.ts';

export interface ConformanceAccount {
  readonly username: string;
  readonly password: string;
  /** Base32; null for who has only a password. */
  readonly totp_secret: string | null;
  readonly assurance: 'low' | 'substantial';
}

const usernames = {
  low: ['suite.low', 'suite.low2'],
  substantial: [
    'suite.substantial',
    'suite.substantial2',
    'suite.substantial3',
    'suite.substantial4',
    'suite.substantial5',
    'suite.substantial6',
  ],
} as const;

const person = {
  family_name: 'Minta',
  given_name: 'Anna',
  birth_family_name: 'Minta',
  birth_given_name: 'Anna',
  mothers_birth_name: 'Példa Mária',
  place_of_birth: 'Budapest',
  email: 'anna@minta.example',
  email_verified: true,
  phone_number: '+36000000000',
  phone_number_verified: true,
};

/** @param redis path of the unix socket */
export async function seedConformanceAccounts(
  config: Config,
  redis: string,
  now: Date,
): Promise<ConformanceAccount[]> {
  const all = [...usernames.low, ...usernames.substantial];
  const withPlus: readonly string[] = usernames.substantial;
  const passwords = ensurePasswords(config.dataDirectory, all);
  const citizens = all.map(
    (username, place): SampleCitizen => ({
      profile: profileSchema.parse({ ...person, birthdate: birthdateOf(place), username }),
      password: String(passwords[username]),
      enrolled: withPlus.includes(username),
      remark: '',
    }),
  );
  const seeded = await seedCitizens(config, redis, citizens, new Set(), now);
  return seeded.map(({ username, password, totp_secret }) => ({
    username,
    password,
    totp_secret,
    assurance: withPlus.includes(username) ? 'substantial' : 'low',
  }));
}

/** Each is a person of their own: one person has one account. */
function birthdateOf(place: number): string {
  return `${1956 + place}-03-14`;
}

function ensurePasswords(dataDirectory: string, all: readonly string[]): Readonly<Record<string, string>> {
  const path = join(dataDirectory, 'conformance-passwords.json');
  const known: Record<string, string> = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const passwords = Object.fromEntries(all.map((username) => [username, known[username] ?? newKey()]));
  writePrivately(path, `${JSON.stringify(passwords)}\n`);
  return passwords;
}

/** A suite registers a client for every module of every plan. */
const allowance = { uses: 100_000, lifeInSeconds: 30 * 24 * 60 * 60 };

export async function issueInitialAccess({ secrets }: Config, redis: string, now: Date): Promise<string> {
  const store = await connectToRedis(redis, createLogger('silent'));
  try {
    return await createInitialAccess(store, createSealer(secrets.sealing_keys)).issue(allowance, now);
  } finally {
    await store.quit();
  }
}
