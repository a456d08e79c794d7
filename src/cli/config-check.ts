/** `kapu config`: is everything set, and new secrets for a new installation. */

import { randomBytes, X509Certificate } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { openBreachedPasswords } from '../accounts/password/breached-passwords.ts';
import { codesInWords } from '../assurance/code-channels.ts';
import { phaseAt } from '../assurance/cutover-calendar.ts';
import { isValidAt } from '../certificates.ts';
import { createClientStore } from '../clients/client-store.ts';
import { checkDeclarations } from '../clients/declarations.ts';
import { faultsOfDemands } from '../clients/profile-rules.ts';
import type { Registration } from '../clients/registration.ts';
import { type Config, loadClientDeclarations, loadConfig } from '../config.ts';
import { parseRedisAddress, redisInWords } from '../configuration/addresses/redis-address.ts';
import { ConfigurationError } from '../errors.ts';
import { openHsm } from '../hsm/hsm.ts';
import { templatesOf } from '../notifications/templates.ts';
import { createLogger } from '../observability/logger.ts';
import { scopesOf } from '../oidc/policy/claims.ts';
import { inspectStore } from '../storage/connection/open-store.ts';
import type { Store } from '../storage/redis.ts';
import { shareOfSealsUsed } from '../storage/seal-count.ts';
import { createSealer } from '../storage/sealed.ts';
import { clockInWords, createStoreClock, measureClock } from '../storage/store-clock.ts';
import { aclFile } from '../storage/verification/acl-rules.ts';
import { sentencesOf, whatKeepsOut } from '../storage/verification/finding.ts';
import { unwrittenFile } from './files/whole-file.ts';
import { print } from './output.ts';

export function addConfigCommands(program: Command): void {
  const config = program.command('config').description('The configuration of this installation.');

  config
    .command('check')
    .description(
      'Reads the whole configuration, asks Redis for all that is demanded of it, and says what is wrong, or what it found. Writes nothing.',
    )
    .action(checkAll);

  config
    .command('new-secrets')
    .description(
      'Prints fresh secrets for KAPU_SECRETS_FILE. Keep them safe: without them no account can be opened.',
    )
    .option('--out <file>', 'a file to make for them, which its owner alone may read')
    .action(({ out }: { out?: string }) => {
      const secrets = `${JSON.stringify(newSecrets(), null, 2)}\n`;
      if (out === undefined) {
        process.stdout.write(secrets);
      } else {
        writeNewFile(out, secrets);
      }
    });

  addAclCommand(config);
}

function addAclCommand(config: Command): void {
  config
    .command('redis-acl')
    .description(
      'Prints the users of Redis, for its ACL file: one for nodes, one for commands, one for backups.',
    )
    .addHelpText(
      'after',
      `
Each may do what it does, on our keys, and nothing else. Put in the SHA-256 of each password, which Redis asks for (printf %s PASSWORD | sha256sum), and give each its
own KAPU_REDIS_URL: kapu-node to the nodes, kapu-command to whoever sits at the terminal, kapu-backup to kapu backup. Made anew with each version.

A node and a command refuse to start with a user that may not do what they do, and warn of one that may more than Kapu ever does.`,
    )
    .action(() => {
      process.stdout.write(aclFile());
    });
}

/** @throws ConfigurationError with everything that is wrong */
async function checkAll(): Promise<void> {
  const config = loadConfig();
  templatesOf(config.messageFiles);
  const seen = { 'relying parties': '', clock: '', 'Redis answers': '', 'sealing key': '' };
  const unmet: string[] = [];
  const { findings, known } = await inspectStore(
    { ...config, user: 'node' },
    createLogger('silent'),
    async (store) => {
      const { active: clients, unreadable } = await clientsIn(store, config);
      seen['relying parties'] =
        clients.map(({ client_id }) => client_id).join(', ') || 'none; see kapu clients apply';
      unmet.push(...unreadable, ...unmetDemands(clients, config));
      seen['Redis answers'] = await timesOfAnswers(store);
      seen['sealing key'] = await useOfSealingKey(store, config);
      seen.clock = clockInWords(
        await measureClock({ storeClock: createStoreClock(store), now: () => new Date() }),
      );
    },
  );
  await tryHsm(config);
  await tryBreachedPasswords(config);
  const wrong = whatKeepsOut('node', findings);
  if (wrong.length > 0) {
    throw new ConfigurationError(...wrong);
  }
  for (const [name, value] of Object.entries({ ...linesOf(config, known.id), ...seen })) {
    print(`${name.padEnd(18)}${value}`);
  }
  const unverified = [
    ...sentencesOf(findings, 'unverified'),
    ...faultOfOwnCertificate(config, new Date()),
    ...faultsOfDeclarations(config),
    ...unmet,
  ];
  for (const sentence of unverified) {
    print(`not verified      ${sentence}`);
  }
  print(
    unverified.length === 0
      ? 'The configuration is complete.'
      : `The configuration is complete, but look at what was not verified (${unverified.length}).`,
  );
}

/** @throws ConfigurationError where the module, its token or its PIN is not there */
async function tryHsm({ hsm: settings }: Config): Promise<void> {
  const hsm = settings && (await openHsm(settings));
  await hsm?.close();
}

/** @throws ConfigurationError where the list is none, for which a node would not start */
async function tryBreachedPasswords({ breachedPasswordsFile: file }: Config): Promise<void> {
  if (file !== undefined) {
    await openBreachedPasswords(file);
  }
}

function linesOf(config: Config, id: string | undefined): Record<string, string> {
  const { redisUrl, smtpUrl, smsGateway, hsm } = config;
  return {
    issuer: config.issuer,
    profile: config.profile.name,
    phase: `${phaseAt(config.calendar, new Date())}; see kapu calendar`,
    redis: `${redisUrl ? redisInWords(parseRedisAddress(redisUrl)) : 'managed, on this machine'}: as demanded`,
    installation: id ?? 'none yet: the first start makes it',
    'e-mail': smtpUrl ? new URL(smtpUrl).host : 'no mail server: messages wait in the queue',
    'signing keys': hsm ? `in ${hsm.token}, by ${hsm.module}` : 'sealed in the store',
    messages: messagesInWords(config.messageFiles.length),
    SMS: smsGateway ? new URL(smsGateway.url).host : 'no gateway',
    wallets: walletsInWords(config.walletIssuer),
    'one-time codes': codesInWords(config.oneTimeCodes),
  };
}

/** Nodes read none of them, and a variable may be set for `kapu clients apply` alone: so it is said, and nothing is refused. */
function faultsOfDeclarations({ profile }: Config): readonly string[] {
  try {
    checkDeclarations(loadClientDeclarations(), scopesOf(profile), profile);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error.sentences;
    }
    throw error;
  }
}

/** A node starts with it all the same: a proxy that does not look at it serves on. */
function faultOfOwnCertificate({ ownTls }: Config, now: Date): string[] {
  const certificate = ownTls && new X509Certificate(ownTls.certificate);
  if (!certificate || isValidAt(certificate, now)) {
    return [];
  }
  const { validFromDate, validToDate } = certificate;
  return [
    `KAPU_TLS_CERTIFICATE_FILE: is valid from ${validFromDate.toISOString()} to ${validToDate.toISOString()}, and not now: a proxy that verifies it comes no further`,
  ];
}

/** Whoever was registered before the profile demanded it is served nothing. */
function unmetDemands(clients: readonly Registration[], { profile }: Config): string[] {
  return clients.flatMap((client) =>
    faultsOfDemands(client, profile).map(({ field, message }) => `${client.client_id}: ${field} ${message}`),
  );
}

async function clientsIn(
  store: Store,
  { secrets }: Pick<Config, 'secrets'>,
): Promise<{ active: Registration[]; unreadable: string[] }> {
  const clients = await createClientStore(store, createSealer(secrets.sealing_keys)).list();
  const active = clients.readable.filter(({ status }) => status.kind === 'active');
  return {
    active: active.map(({ registration }) => registration),
    unreadable: clients.unreadable.map((one) => `${one.of}: its record cannot be read; it is served nothing`),
  };
}

const mostAnswers = 20;
const longestForAnswersInMilliseconds = 3000;

/** However Redis is reached, also through Sentinels, which redis-cli does not know. */
async function timesOfAnswers(store: Store): Promise<string> {
  const times: number[] = [];
  const begun = performance.now();
  while (times.length < mostAnswers && performance.now() - begun < longestForAnswersInMilliseconds) {
    const since = performance.now();
    await store.ping();
    times.push(performance.now() - since);
  }
  const ordered = times.sort((one, other) => one - other);
  const usual = ordered[Math.floor(ordered.length / 2)] ?? 0;
  return `within ${usual.toFixed(1)} ms, ${ordered.at(-1)?.toFixed(1)} ms at most, asked ${times.length} times`;
}

/** Of the one that seals now. */
async function useOfSealingKey(store: Store, { secrets }: Config): Promise<string> {
  const [{ kid } = { kid: '' }] = secrets.sealing_keys;
  const share = await shareOfSealsUsed(store, kid);
  return `${kid}: has sealed ${(100 * share).toFixed(1)} % of the times that it safely may`;
}

function messagesInWords(many: number): string {
  return many === 0 ? 'in our words' : `${many} files of config/messages`;
}

function walletsInWords(issuer: Config['walletIssuer']): string {
  return issuer
    ? `credentials for ${issuer.policy.wallets.map(({ client_name: name }) => name).join(', ')}`
    : 'nothing is issued to wallets';
}

/** @throws ConfigurationError rather than overwrite secrets without which nobody signs in */
function writeNewFile(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new ConfigurationError(`${path}: is there already, and is not overwritten`);
    }
    // Of a full disk nothing stays: half a file would be there already when it is tried again.
    rmSync(path, { force: true });
    throw unwrittenFile(path, error);
  }
}

function newSecrets(): object {
  const key = (): string => randomBytes(32).toString('base64url');
  return {
    sealing_keys: [{ kid: 's1', key: key() }],
    cookie_keys: [key()],
    password_pepper: key(),
    index_key: key(),
    subject_key: key(),
  };
}
