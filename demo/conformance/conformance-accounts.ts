/** The two accounts with which the conformance suite signs in; their passwords are made on the first start and stay. */
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

const assuranceOf = { 'suite.low': 'low', 'suite.substantial': 'substantial' } as const;

type Username = keyof typeof assuranceOf;

const usernames = Object.keys(assuranceOf) as Username[];

/** Each is a person of their own: one person has one account. */
const birthdateOf = { 'suite.low': '1956-03-14', 'suite.substantial': '1957-03-14' } as const;

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
  const passwords = ensurePasswords(config.dataDirectory);
  const citizens = usernames.map(
    (username): SampleCitizen => ({
      profile: profileSchema.parse({ ...person, birthdate: birthdateOf[username], username }),
      password: passwords[username],
      enrolled: assuranceOf[username] === 'substantial',
      remark: '',
    }),
  );
  const seeded = await seedCitizens(config, redis, citizens, new Set(), now);
  return seeded.map(({ username, password, totp_secret }) => ({
    username,
    password,
    totp_secret,
    assurance: assuranceOf[username as Username],
  }));
}

function ensurePasswords(dataDirectory: string): Record<Username, string> {
  const path = join(dataDirectory, 'conformance-passwords.json');
  if (!existsSync(path)) {
    const made = Object.fromEntries(usernames.map((username) => [username, newKey()]));
    writePrivately(path, `${JSON.stringify(made)}\n`);
  }
  return JSON.parse(readFileSync(path, 'utf8'));
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
