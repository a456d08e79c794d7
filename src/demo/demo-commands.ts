/** What the demo is made of: the programs, where each listens and what it is told. */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, resolve } from 'node:path';
import type { ClientDeclaration } from '../config.ts';
import { demoFileIn, ensureSecretsFile } from './demo-files.ts';
import type { DemoPorts } from './demo-ports.ts';
import type { DemoCommand } from './demo-processes.ts';

export const projectRoot = resolve(import.meta.dirname, '../..');
export const clientId = 'e-ugyintezes';
const registrarId = 'homokozo';

export interface Surroundings {
  readonly dataDirectory: string;
  readonly ports: DemoPorts;
  readonly issuer: string;
  readonly portal: string;
  readonly sandbox: string;
  readonly mailbox: string;
  readonly portalSecret: string;
  readonly sandboxSecret: string;
}

export function providerEnvironment({
  dataDirectory,
  ports,
  issuer,
  portal,
  sandbox,
  portalSecret,
}: Surroundings): NodeJS.ProcessEnv {
  return {
    ...process.env,
    KAPU_ISSUER: issuer,
    KAPU_HOST: '127.0.0.1',
    KAPU_PORT: String(ports.provider),
    KAPU_DATA_DIR: dataDirectory,
    // Empty: the demo's own Redis, whatever this shell was set up for.
    KAPU_REDIS_URL: '',
    KAPU_SECRETS_FILE: ensureSecretsFile(dataDirectory),
    KAPU_SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    KAPU_DEMO_FILE: demoFileIn(dataDirectory),
    // Both are told of sign-outs, on this machine.
    KAPU_PRIVATE_HOSTS: [portal, sandbox].map((address) => new URL(address).host).join(','),
    PORTAL_URL: portal,
    PORTAL_CLIENT_SECRET: portalSecret,
  };
}

export function providerCommand(demo: Surroundings): DemoCommand {
  return {
    name: 'the provider',
    log: join(demo.dataDirectory, 'kapu.log'),
    directory: projectRoot,
    script: [builtOrSource('../main')],
    environment: providerEnvironment(demo),
  };
}

export function portalCommand({
  dataDirectory,
  ports,
  issuer,
  portal,
  portalSecret,
}: Surroundings): DemoCommand {
  return {
    name: 'the portal',
    log: join(dataDirectory, 'portal.log'),
    directory: projectRoot,
    script: [builtOrSource('./portal/main')],
    environment: {
      ...process.env,
      KAPU_ISSUER: issuer,
      PORTAL_PORT: String(ports.portal),
      PORTAL_URL: portal,
      PORTAL_CLIENT_ID: clientId,
      PORTAL_CLIENT_SECRET: portalSecret,
    },
  };
}

export function sandboxCommand(demo: Surroundings): DemoCommand {
  const { dataDirectory, ports, sandbox, sandboxSecret } = demo;
  return {
    name: 'the sandbox',
    log: join(dataDirectory, 'sandbox.log'),
    directory: projectRoot,
    script: [builtOrSource('./sandbox/main')],
    environment: {
      // What the operator's command needs, which the sandbox runs as a program of its own.
      ...providerEnvironment(demo),
      SANDBOX_PORT: String(ports.sandbox),
      SANDBOX_URL: sandbox,
      SANDBOX_CLIENT_ID: registrarId,
      SANDBOX_CLIENT_SECRET: sandboxSecret,
      SANDBOX_KEYS_COMMAND: JSON.stringify([process.execPath, builtOrSource('../cli/kapu'), 'keys']),
    },
  };
}

/** The machine client by which the sandbox registers others: in the demo only, so in no file of `config/clients`. */
export function sandboxRegistrar({ sandboxSecret }: Surroundings): ClientDeclaration {
  return {
    source: 'the demo',
    metadata: {
      client_id: registrarId,
      client_name: 'Homokozó',
      client_secret: sandboxSecret,
      grant_types: ['client_credentials'],
      scope: 'clients:read clients:write',
    },
  };
}

export function mailboxCommand({ dataDirectory, ports }: Surroundings): DemoCommand {
  const letters = join(dataDirectory, 'mail');
  mkdirSync(letters, { recursive: true, mode: 0o700 });
  const options = { ip: '127.0.0.1', web: ports.mailbox, smtp: ports.smtp, 'mail-directory': letters };
  return {
    name: 'the mailbox',
    log: join(dataDirectory, 'mailbox.log'),
    directory: projectRoot,
    script: [maildev(), ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])],
    environment: process.env,
  };
}

/** A tool for development, run as a program: nothing of it is imported. */
function maildev(): string {
  try {
    const require = createRequire(import.meta.url);
    const description = require.resolve('maildev/package.json');
    return join(dirname(description), 'bin/maildev');
  } catch {
    throw new Error('maildev, the demo’s mailbox, is not installed; run npm ci.');
  }
}

/** The demo's neighbour beside this file, compiled if this file is. */
export function builtOrSource(path: string): string {
  return join(import.meta.dirname, path + extname(import.meta.filename));
}
