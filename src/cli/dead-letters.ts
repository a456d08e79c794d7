/** Listing what was given up, and queueing it again: the same for every queue. */
import type { Command } from 'commander';
import type { Recorder } from '../audit/audit-log.ts';
import { securityEvents } from '../audit/events/security-events.ts';
import { ConfigurationError } from '../errors.ts';
import { requeueRecording } from '../operations/requeue.ts';
import type { Requeue } from '../storage/outbox/outbox.ts';
import { type CommandContext, recorderOf, withCommandContext } from './command-context.ts';
import { print } from './output.ts';

export interface DeadLetterQueue {
  /** Of the command, e.g. `messages`. */
  readonly name: string;
  readonly about: string;
  readonly aboutList: string;
  readonly moreAboutList: string;
  open(context: CommandContext): DeadLettersInLines;
}

export interface DeadLettersInLines {
  countWaiting(): Promise<number>;
  /** Oldest first. */
  list(): AsyncIterable<DeadLetterInLine>;
  retry(id: string, requeue: Requeue): Promise<boolean>;
}

export interface DeadLetterInLine {
  readonly id: string;
  readonly buriedAt: Date;
  /** What stands between the instant and the reason; `undefined` becomes a dash. */
  readonly columns: readonly (string | undefined)[];
  readonly reason: string;
}

/** @returns the command, for what else there is of this queue */
export function addDeadLetterCommands(program: Command, queue: DeadLetterQueue): Command {
  const { name } = queue;
  const thing = name.slice(0, -1);
  const command = program.command(name).description(queue.about);
  const withLetters = (
    work: (letters: DeadLettersInLines, recorder: Recorder) => Promise<void>,
  ): Promise<void> => withCommandContext((context) => work(queue.open(context), recorderOf(context)));

  command
    .command('list')
    .description(queue.aboutList)
    .addHelpText('after', queue.moreAboutList)
    .action(() =>
      withLetters(async (letters, recorder) => {
        await recorder.recordFirst(securityEvents.deadLettersListed(name));
        await list(letters);
      }),
    );

  command
    .command('retry')
    .description(`Queues ${name} again that were given up.`)
    .argument('[ids...]', 'ids as listed')
    .option('--all', 'every one')
    .action((ids: string[], { all = false }: { all?: boolean }) =>
      withLetters((letters, recorder) => {
        const requeue = requeueRecording(recorder, (id) => securityEvents.deadLetterRetried(name, id));
        return retry({ ...letters, retry: (id) => letters.retry(id, requeue) }, thing, ids, all);
      }),
    );

  return command;
}

async function list(letters: DeadLettersInLines): Promise<void> {
  for await (const { id, buriedAt, columns, reason } of letters.list()) {
    print([id, buriedAt.toISOString(), ...columns.map((column) => column ?? '-'), reason].join('\t'));
  }
  process.stderr.write(`${await letters.countWaiting()} more are waiting to be sent\n`);
}

async function retry(
  letters: Pick<DeadLettersInLines, 'list'> & { retry(id: string): Promise<boolean> },
  thing: string,
  named: readonly string[],
  all: boolean,
): Promise<void> {
  if (all === named.length > 0) {
    throw new ConfigurationError(`name the ${thing}s as kapu ${thing}s list shows them, or give --all`);
  }
  const ids = all ? await everyId(letters) : named;
  const unknown: string[] = [];
  for (const id of ids) {
    const isQueued = await letters.retry(id);
    unknown.push(...(isQueued ? [] : [id]));
  }
  print(`${ids.length - unknown.length} queued again`);
  if (unknown.length > 0) {
    throw new ConfigurationError(`there is no ${thing} ${unknown.join(', ')}`);
  }
}

async function everyId(letters: Pick<DeadLettersInLines, 'list'>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of letters.list()) {
    ids.push(id);
  }
  return ids;
}
