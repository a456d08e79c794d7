/**
 * `node test/bench/enumeration.ts`: whether the time of a refusal tells names that somebody has from names that nobody has. Wrong
 * passwords for names of citizens, of disabled accounts, of citizens who were imported with a slow hash and have not signed in since, and
 * of nobody, in random order, at both doors: first one after the other where nobody was imported, then eight at once where somebody
 * was, since refusals wait for their beat there.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { hash as bcryptHash } from '@node-rs/bcrypt';
import { profileSchema } from '../../src/accounts/account.ts';
import { createAccountStore } from '../../src/accounts/account-store.ts';
import { parseForeignHash } from '../../src/accounts/password/foreign/parse-hash.ts';
import { markForeign } from '../../src/accounts/password/foreign/stored-hash.ts';
import { createPasswordHasher } from '../../src/accounts/password/password-hash.ts';
import { acrOf } from '../../src/assurance/levels.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { foreignHashesKey } from '../../src/storage/catalogue/account-keys.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { anybody } from '../support/requester.ts';
import { samplePerson } from '../support/sample-profile.ts';
import { passwordOf } from '../support/typed-password.ts';
import { type Answer, Browser, createHttp } from './browser.ts';
import { type Installation, startInstallation } from './installation.ts';
import { quantile } from './measure.ts';
import { rankTest } from './rank-test.ts';
import { expect, registration } from './relying-party.ts';

const kinds = ['citizen', 'disabled', 'imported', 'nobody'] as const;
type Kind = (typeof kinds)[number];

/** Who is there, and how many requests are under way at once. */
interface Scene {
  readonly name: string;
  readonly kinds: readonly Kind[];
  readonly lanes: number;
}

const scenes: readonly Scene[] = [
  { name: 'nobody was imported', kinds: ['citizen', 'disabled', 'nobody'], lanes: 1 },
  { name: 'some were imported', kinds: ['citizen', 'imported', 'nobody'], lanes: 8 },
];

interface Try {
  readonly kind: Kind;
  readonly username: string;
}

type Times = Record<Kind, number[]>;

const warmUp = 160;
const costOfImportedHash = 10;
/** One address may err a hundred times: its rate limit is reset before that. */
const triesBetweenResets = 50;

/** As many names of each kind, each to be tried once, in random order. */
async function makeNames(
  { config, store }: Installation,
  kinds: readonly Kind[],
  count: number,
): Promise<Try[]> {
  const accounts = createAccountStore(store, createSealer(config.secrets.sealing_keys), config.secrets);
  const hasher = await createPasswordHasher(config.secrets);
  const password = 'the password of everybody';
  const ours = await hasher.hash(passwordOf(password), anybody);
  const imported = await hashedElsewhere(password);
  const tries: Try[] = [];
  for (let made = 0; made < count * kinds.length; made += 1) {
    const kind = kinds[made % kinds.length] as Kind;
    const username = `minta.${randomBytes(6).toString('hex')}`;
    if (kind !== 'nobody') {
      const hash = kind === 'imported' ? imported : ours;
      const outcome = await accounts.add(profileSchema.parse(samplePerson(username)), hash, new Date());
      if (outcome.kind === 'added' && kind === 'disabled') {
        await accounts.disable(outcome.id, securityEvents.accountDisabled(outcome.id));
      }
    }
    tries.push({ kind, username });
  }
  return shuffled(tries);
}

/** As it is stored after an import. */
async function hashedElsewhere(password: string): Promise<string> {
  const parsed = parseForeignHash(await bcryptHash(password, { cost: costOfImportedHash }));
  if (parsed.kind === 'unusable') {
    throw new Error(parsed.reason);
  }
  return markForeign(parsed.hash);
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    [mixed[at], mixed[other]] = [mixed[other] as Item, mixed[at] as Item];
  }
  return mixed;
}

interface Form {
  readonly browser: Browser;
  readonly action: string;
  readonly hidden: Record<string, string>;
}

async function openForm(issuer: string, path: string): Promise<Form> {
  const browser = new Browser(createHttp(issuer));
  const page = await browser.get(path);
  const [, action = '', body = ''] =
    /<form[^>]*? method="post" action="([^"]+(?:password|megszuntetes))"([\s\S]*?)<\/form>/.exec(page.text) ??
    [];
  expect(action !== '', 'the page with the form', page);
  const hidden = [...body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  return { browser, action, hidden: Object.fromEntries(hidden.map(([, name, value]) => [name, value])) };
}

const doors: Record<string, string> = {
  'the sign-in': `/auth?${new URLSearchParams({
    client_id: registration.client_id,
    redirect_uri: registration.redirect_uris[0],
    response_type: 'code',
    scope: 'openid',
    acr_values: acrOf('substantial'),
    code_challenge: randomBytes(32).toString('base64url'),
    code_challenge_method: 'S256',
  })}`,
  'the page for cancelling': '/megszuntetes',
};

async function measureDoor(
  installation: Installation,
  path: string,
  { kinds, lanes }: Scene,
  count: number,
): Promise<Times> {
  const form = await openForm(installation.config.issuer, path);
  const tries = await makeNames(installation, kinds, count + Math.ceil(warmUp / kinds.length));
  if (kinds.includes('imported')) {
    await installation.store.set(foreignHashesKey(), 1);
  }
  const times: Times = { citizen: [], disabled: [], imported: [], nobody: [] };
  const waiting = tries.entries();
  await Promise.all(Array.from({ length: lanes }, tryInTurn));
  return times;

  async function tryInTurn(): Promise<void> {
    for (const [number, one] of waiting) {
      await tryOnce(number, one);
    }
  }

  async function tryOnce(number: number, { kind, username }: Try): Promise<void> {
    if (number % triesBetweenResets === 0) {
      await resetRateLimits(installation);
    }
    const began = performance.now();
    const answer = await refuse(form, username);
    const milliseconds = performance.now() - began;
    expect(answer.status === 422, 'a wrong password', answer);
    if (number >= warmUp) {
      times[kind].push(milliseconds);
    }
  }
}

function refuse({ browser, action, hidden }: Form, username: string): Promise<Answer> {
  const typed = {
    username,
    password: 'not this one',
    cancellation_code: 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA',
  };
  return browser.post(action, { ...hidden, ...typed });
}

async function resetRateLimits({ store }: Installation): Promise<void> {
  const keys = await store.keys('wrong-*');
  if (keys.length > 0) {
    await store.del(...keys);
  }
}

function report(door: string, { name, kinds }: Scene, times: Times): void {
  console.log(`${door}, ${name}:`);
  for (const kind of kinds) {
    const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile(times[kind], share).toFixed(3));
    console.log(`  ${kind.padEnd(9)} ${times[kind].length} tries, median ${middle} ms (${low} to ${high})`);
  }
  for (const one of kinds.filter((kind) => kind !== 'nobody')) {
    const { auc, z, p } = rankTest(times[one], times.nobody);
    const figures = `AUC ${auc.toFixed(4)}, z ${z.toFixed(2)}, p ${p.toFixed(3)}`;
    console.log(`  ${`${one} – nobody`.padEnd(19)} ${figures}`);
  }
}

const { values: options } = parseArgs({ options: { tries: { type: 'string', default: '600' } } });
const undos: (() => unknown)[] = [];
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => stopped.abort());
}

try {
  const installation = await startInstallation((undo) => undos.push(undo), stopped.signal);
  for (const [door, path] of Object.entries(doors)) {
    stopped.signal.throwIfAborted();
    for (const scene of scenes) {
      await installation.store.del(foreignHashesKey());
      report(door, scene, await measureDoor(installation, path, scene, Number(options.tries)));
    }
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
for (const undo of undos.reverse()) {
  await undo();
}
process.exit();
