/** What the demo is made of: the programs, where each listens and what it is told. */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { ClientDeclaration } from '../../src/configuration/clients/client-declarations.ts';
import { demoFileIn, ensureSecretsFile } from './demo-files.ts';
import type { DemoPorts } from './demo-ports.ts';
import type { DemoCommand } from './demo-processes.ts';
import { type DemoWallets, walletClientId } from './demo-wallets.ts';

export const projectRoot = resolve(import.meta.dirname, '../..');
export const clientId = 'e-ugyintezes';
const registrarId = 'homokozo';

export interface NodeContext {
  readonly dataDirectory: string;
  readonly ports: DemoPorts;
  readonly issuer: string;
  readonly portal: string;
  readonly sandbox: string;
  readonly wallet: string;
  readonly windowCheck: string;
  readonly wallets: DemoWallets;
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
  wallets: { configDirectory, authorities },
  portalSecret,
}: NodeContext): NodeJS.ProcessEnv {
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
    KAPU_CONFIG_DIR: configDirectory,
    KAPU_CREDENTIAL_CERTIFICATE_FILE: authorities.credentialSigning.certificateFile,
    KAPU_CREDENTIAL_KEY_FILE: authorities.credentialSigning.privateKeyFile,
    KAPU_CREDENTIAL_TRUST_ANCHOR_FILE: authorities.trustAnchorFile,
    KAPU_WALLET_CERTIFICATES_FILE: authorities.requestSigning.certificateFile,
    KAPU_WALLET_KEY_FILE: authorities.requestSigning.privateKeyFile,
    // On this machine: both relying parties are told of sign-outs, and the verifier asks for the issuer's status lists.
    KAPU_PRIVATE_HOSTS: [portal, sandbox, issuer].map((address) => new URL(address).host).join(','),
    PORTAL_URL: portal,
    PORTAL_CLIENT_SECRET: portalSecret,
  };
}

export function providerCommand(demo: NodeContext): DemoCommand {
  return {
    name: 'the provider',
    log: join(demo.dataDirectory, 'kapu.log'),
    directory: projectRoot,
    script: [programOf('demo/provider/main.ts'), demoFileIn(demo.dataDirectory)],
    environment: providerEnvironment(demo),
  };
}

export function portalCommand({
  dataDirectory,
  ports,
  issuer,
  portal,
  portalSecret,
}: NodeContext): DemoCommand {
  return {
    name: 'the portal',
    log: join(dataDirectory, 'portal.log'),
    directory: projectRoot,
    script: [programOf('demo/portal/main.ts')],
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

export function sandboxCommand(demo: NodeContext): DemoCommand {
  const { dataDirectory, ports, sandbox, sandboxSecret } = demo;
  return {
    name: 'the sandbox',
    log: join(dataDirectory, 'sandbox.log'),
    directory: projectRoot,
    script: [programOf('demo/sandbox/main.ts')],
    environment: {
      // What the operator's command needs, which the sandbox runs as a program of its own.
      ...providerEnvironment(demo),
      SANDBOX_PORT: String(ports.sandbox),
      SANDBOX_URL: sandbox,
      SANDBOX_CLIENT_ID: registrarId,
      SANDBOX_CLIENT_SECRET: sandboxSecret,
      SANDBOX_KEYS_COMMAND: JSON.stringify([process.execPath, programOf('src/cli/kapu.ts'), 'keys']),
    },
  };
}

/** The machine client by which the sandbox registers others: in the demo only, so in no file of `config/clients`. */
export function sandboxRegistrar({ sandboxSecret }: NodeContext): ClientDeclaration {
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

/** Two origins, of which neither sees what the other keeps in a browser. */
export function walletCommand({
  dataDirectory,
  ports,
  issuer,
  wallet,
  windowCheck,
  wallets,
}: NodeContext): DemoCommand {
  return {
    name: 'the wallet',
    log: join(dataDirectory, 'wallet.log'),
    directory: projectRoot,
    script: [programOf('demo/wallet/main.ts')],
    environment: {
      ...process.env,
      KAPU_ISSUER: issuer,
      WALLET_PORT: String(ports.wallet),
      WALLET_URL: wallet,
      WINDOW_CHECK_PORT: String(ports.windowCheck),
      WINDOW_CHECK_URL: windowCheck,
      WALLET_CLIENT_ID: walletClientId,
      WALLET_TRUST_ANCHOR_FILE: wallets.authorities.trustAnchorFile,
    },
  };
}

export function mailboxCommand({ dataDirectory, ports }: NodeContext): DemoCommand {
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

/** A program of the repository. The demo runs from its sources: only browsers need them compiled (`scripts/build-demo`). */
export function programOf(path: string): string {
  return join(projectRoot, path);
}
