/** What the demo keeps in its data directory besides Redis: secrets, made once and readable by their owner alone. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface DemoCitizen {
  readonly username: string;
  readonly password: string;
  /** Base32; null for a citizen whose authenticator, if any, is not the demo's own. */
  readonly totp_secret: string | null;
}

/** Somebody who works at the clerk's desk. */
export interface DemoStaff extends DemoCitizen {
  readonly role: string;
}

/** `demo.json`: everything that the start page shows and that a test needs to walk the demo. */
export interface DemoDescription {
  readonly issuer: string;
  readonly portal: string;
  readonly sandbox: string;
  readonly wallet: string;
  readonly window_check: string;
  readonly mailbox: string;
  readonly citizens: readonly DemoCitizen[];
  readonly staff: readonly DemoStaff[];
  readonly clients: readonly { client_id: string; client_secret: string; redirect_uris: readonly string[] }[];
}

/** Makes the provider's keys and peppers unless they are there: with other ones no sealed record would open again. */
export function ensureSecretsFile(dataDirectory: string): string {
  const path = join(dataDirectory, 'secrets.json');
  if (!existsSync(path)) {
    const secrets = {
      sealing_keys: [{ kid: 's1', key: newKey() }],
      cookie_keys: [newKey()],
      password_pepper: newKey(),
      index_key: newKey(),
      subject_key: newKey(),
    };
    writePrivately(path, `${JSON.stringify(secrets, undefined, 2)}\n`);
  }
  return path;
}

/** The secret by which the provider knows one of the demo's programs. */
export function ensureClientSecret(dataDirectory: string, program: 'portal' | 'sandbox'): string {
  const path = join(dataDirectory, `${program}-client-secret`);
  if (!existsSync(path)) {
    writePrivately(path, `${newKey()}\n`);
  }
  return readFileSync(path, 'utf8').trim();
}

export function demoFileIn(dataDirectory: string): string {
  return join(dataDirectory, 'demo.json');
}

/** The citizens and clerks that an earlier start has seeded. */
export function knownCitizens(dataDirectory: string): Set<string> {
  const path = demoFileIn(dataDirectory);
  if (!existsSync(path)) {
    return new Set();
  }
  const { citizens, staff = [] } = JSON.parse(readFileSync(path, 'utf8')) as Partial<DemoDescription>;
  return new Set([...(citizens ?? []), ...staff].map(({ username }) => username));
}

export function writeDemoFile(dataDirectory: string, description: DemoDescription): void {
  writePrivately(demoFileIn(dataDirectory), `${JSON.stringify(description, undefined, 2)}\n`);
}

/** With this `scripts/kapu` is the command line of the demo: what `node --env-file` reads. */
export function writeEnvironmentFile(dataDirectory: string, environment: NodeJS.ProcessEnv): void {
  const lines = Object.entries(environment)
    .filter(([name]) => /^(KAPU|PORTAL)_/.test(name))
    .map(([name, value = '']) => `${name}="${value}"\n`);
  writePrivately(join(dataDirectory, 'demo.env'), lines.join(''));
}

/** Written aside and moved into place, so that a crash leaves the whole file or none. */
export function writePrivately(path: string, text: string): void {
  const aside = `${path}.new`;
  writeFileSync(aside, text, { mode: 0o600 });
  renameSync(aside, path);
}

export function newKey(): string {
  return randomBytes(32).toString('base64url');
}
