/** `kapu messages`: e-mails that were given up, and sending them again. */
import type { Command } from 'commander';
import { ConfigurationError } from '../errors.ts';
import { createDeadLetters, type DeadLetters } from '../notifications/message-queue.ts';
import { createSealer } from '../storage/sealed.ts';
import { atWork } from './workplace.ts';

export function addMessageCommands(program: Command): void {
  const messages = program
    .command('messages')
    .description('E-mails to citizens that could not be delivered.');

  messages
    .command('list')
    .description(
      'Lists what was given up, oldest first: id, when, kind, recipient, reason, separated by tabs.',
    )
    .addHelpText(
      'after',
      `
A reason such as "EENVELOPE 550 RCPT TO" is the mail server's: 550 is what it said to the recipient's address.
"unreadable" messages were sealed with a key that the secrets file does not hold.`,
    )
    .action(() => withDeadLetters(list));

  messages
    .command('retry')
    .description('Queues messages again that were given up.')
    .argument('[ids...]', 'ids as listed')
    .option('--all', 'every one')
    .action((ids: string[], { all = false }: { all?: boolean }) =>
      withDeadLetters((letters) => retry(letters, ids, all)),
    );
}

function withDeadLetters(work: (letters: DeadLetters) => Promise<void>): Promise<void> {
  return atWork(({ store, config }) =>
    work(createDeadLetters(store, createSealer(config.secrets.sealing_keys))),
  );
}

async function list(letters: DeadLetters): Promise<void> {
  for await (const { id, buriedAt, reason, message } of letters.list()) {
    print([id, buriedAt.toISOString(), message?.kind ?? '-', message?.to ?? '-', reason].join('\t'));
  }
  process.stderr.write(`${await letters.countWaiting()} more are waiting to be sent\n`);
}

async function retry(letters: DeadLetters, named: readonly string[], all: boolean): Promise<void> {
  if (all === named.length > 0) {
    throw new ConfigurationError('name the messages as kapu messages list shows them, or give --all');
  }
  const ids = all ? await everyId(letters) : named;
  const unknown: string[] = [];
  for (const id of ids) {
    const isQueued = /^\d+-\d+$/.test(id) && (await letters.retry(id));
    unknown.push(...(isQueued ? [] : [id]));
  }
  print(`${ids.length - unknown.length} queued again`);
  if (unknown.length > 0) {
    throw new ConfigurationError(`there is no message ${unknown.join(', ')}`);
  }
}

async function everyId(letters: DeadLetters): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of letters.list()) {
    ids.push(id);
  }
  return ids;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
