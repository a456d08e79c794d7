/** `kapu config`: is everything set, and new secrets for a new installation. */
import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { phaseAt } from '../assurance/calendar.ts';
import { codesInWords } from '../assurance/one-time-codes.ts';
import { atWork } from './workplace.ts';

export function addConfigCommands(program: Command): void {
  const config = program.command('config').description('The configuration of this installation.');

  config
    .command('check')
    .description(
      'Reads the whole configuration, connects to Redis, and says what is wrong, or what it found.',
    )
    .action(() =>
      atWork(async ({ config: { issuer, clients, calendar, redisUrl, smtpUrl, ...config }, store }) => {
        await store.ping();
        print(`issuer            ${issuer}`);
        print(`relying parties   ${clients.map(({ client_id }) => client_id).join(', ') || 'none'}`);
        print(`phase             ${phaseAt(calendar, new Date())}; see kapu calendar`);
        print(`redis             ${redisUrl ? new URL(redisUrl).host : 'managed, on this machine'}: answers`);
        print(
          `e-mail            ${smtpUrl ? new URL(smtpUrl).host : 'no mail server: messages wait in the queue'}`,
        );
        print(`SMS               ${config.smsGateway ? new URL(config.smsGateway.url).host : 'no gateway'}`);
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
