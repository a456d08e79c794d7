/** `kapu config`: is everything set, and new secrets for a new installation. */
import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { codesInWords } from '../assurance/code-channels.ts';
import { phaseAt } from '../assurance/cutover-calendar.ts';
import { createClientStore } from '../clients/client-store.ts';
import type { Config } from '../config.ts';
import { ConfigurationError } from '../errors.ts';
import type { Store } from '../storage/redis.ts';
import { createSealer } from '../storage/sealed.ts';
import {
  clockInWords,
  createStoreClock,
  isTooFarOff,
  measureClock,
  mostSecondsOff,
} from '../storage/store-clock.ts';
import { withCommandContext } from './command-context.ts';

function walletsInWords(issuer: Config['walletIssuer']): string {
  return issuer
    ? `credentials for ${issuer.policy.wallets.map(({ client_name: name }) => name).join(', ')}`
    : 'nothing is issued to wallets';
}

export function addConfigCommands(program: Command): void {
  const config = program.command('config').description('The configuration of this installation.');

  config
    .command('check')
    .description(
      'Reads the whole configuration, connects to Redis, and says what is wrong, or what it found.',
    )
    .action(() =>
      withCommandContext(async ({ config: { issuer, calendar, redisUrl, smtpUrl, ...config }, store }) => {
        await store.ping();
        print(`issuer            ${issuer}`);
        print(`profile           ${config.profile.name}`);
        print(`relying parties   ${await activeClients(store, config)}`);
        print(`phase             ${phaseAt(calendar, new Date())}; see kapu calendar`);
        print(`redis             ${redisUrl ? new URL(redisUrl).host : 'managed, on this machine'}: answers`);
        print(`clock             ${await clockOf(store)}`);
        print(
          `e-mail            ${smtpUrl ? new URL(smtpUrl).host : 'no mail server: messages wait in the queue'}`,
        );
        print(`SMS               ${config.smsGateway ? new URL(config.smsGateway.url).host : 'no gateway'}`);
        print(`wallets           ${walletsInWords(config.walletIssuer)}`);
        print(`one-time codes    ${codesInWords(config.oneTimeCodes)}`);
        print('The configuration is complete.');
      }),
    );

  config
    .command('new-secrets')
    .description(
      'Prints fresh secrets for KAPU_SECRETS_FILE. Keep them safe: without them no account can be opened.',
    )
    .action(() => print(JSON.stringify(newSecrets(), null, 2)));
}

async function activeClients(store: Store, { secrets }: Pick<Config, 'secrets'>): Promise<string> {
  const clients = await createClientStore(store, createSealer(secrets.sealing_keys)).list();
  const active = clients.filter(({ status }) => status.kind === 'active');
  return (
    active.map(({ registration }) => registration.client_id).join(', ') || 'none; see kapu clients apply'
  );
}

/** @throws ConfigurationError when a node on this machine would not be ready */
async function clockOf(store: Store): Promise<string> {
  const secondsAhead = await measureClock({ storeClock: createStoreClock(store), now: () => new Date() });
  if (isTooFarOff(secondsAhead)) {
    const problem = `the clock of this machine is ${clockInWords(secondsAhead)}`;
    throw new ConfigurationError(`${problem}; a node serves nobody above ${mostSecondsOff} s`);
  }
  return clockInWords(secondsAhead);
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

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
