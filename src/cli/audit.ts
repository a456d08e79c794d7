/** `kapu audit`: the log of security events, its check, its export. */
import { open, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import type { JSONWebKeySet } from 'jose';
import type { Recorder } from '../audit/audit-log.ts';
import { createChainStore } from '../audit/chain/chain-store.ts';
import type { Verdict } from '../audit/chain/verify-chain.ts';
import { securityEvents } from '../audit/events/security-events.ts';
import { verifyInclusionProof } from '../audit/export/inclusion-proof.ts';
import { checkpointLine, lineOf } from '../audit/export/json-lines.ts';
import { verifyExport } from '../audit/export/verify-export.ts';
import { type AuditReader, createAuditReader } from '../audit/reading/audit-reader.ts';
import { parseJson } from '../configuration/files/checked-file.ts';
import { unreadFile } from '../configuration/files/unread-file.ts';
import { ConfigurationError } from '../errors.ts';
import type { Store } from '../storage/redis.ts';
import { createSealer } from '../storage/sealed.ts';
import { recorderOf, withCommandContext } from './command-context.ts';
import { linesOf as linesOfFile } from './import/lines.ts';
import { print } from './output.ts';

interface Range {
  readonly from?: string;
  readonly to?: string;
}

export function addAuditCommands(program: Command): void {
  const audit = program
    .command('audit')
    .description('The log of security events: a chain of hashes with signed checkpoints.');
  addVerifyCommand(audit);
  addReadingCommands(audit);
  addKeyCommands(audit);
  addOfflineCommands(audit);
}

function addVerifyCommand(audit: Command): void {
  audit
    .command('verify')
    .description('Walks along the whole chain and names the first place that is not as it was written.')
    .option('--from <month>', 'first month, e.g. 2026-11 (the oldest there is)')
    .option('--to <month>', 'last month (up to now)')
    .option('--checkpoint <file>', 'what was shipped elsewhere: its last checkpoint must still be there')
    .addHelpText(
      'after',
      `
Exits with 0 when all is as it was written, with 2 when not. Without --checkpoint somebody who may write everywhere in Redis
could take away the newest entries together with the checkpoints on them: keep the shipped copy elsewhere, and give it.
Events of the last second await their place in the chain; how many is said on standard error.`,
    )
    .action((options: Range & { checkpoint?: string }) => withReader((reader) => verify(reader, options)));
}

function addReadingCommands(audit: Command): void {
  audit
    .command('export')
    .description(
      'Writes entries and checkpoints as JSON, one a line; "kapu audit verify-export" checks them.',
    )
    .option('--from <month>', 'first month')
    .option('--to <month>', 'last month')
    .action((range: Range) =>
      withReader(async (reader, store, recorder) => {
        await recorder.recordFirst(securityEvents.auditRead('export'));
        await exportLines(reader, store, range);
      }),
    );

  audit
    .command('tail')
    .description('Shows events as they come, until Ctrl-C; first the last ones of this month.')
    .option('--once', 'only those that are there')
    .action(({ once = false }: { once?: boolean }) =>
      withReader(async (reader, _, recorder) => {
        await recorder.recordFirst(securityEvents.auditRead('tail'));
        await tail(reader, once);
      }),
    );
}

function addKeyCommands(audit: Command): void {
  audit
    .command('keys')
    .description('Prints the keys that verify checkpoints, as a JSON Web Key Set.')
    .action(() =>
      withReader(async ({ keys }) => print(JSON.stringify(await keys.published(), undefined, 2))),
    );

  audit
    .command('rotate-key')
    .description('From now on another key signs checkpoints; what the others signed stays good.')
    .action(() => withReader(async ({ keys }) => print((await keys.rotate()).kid)));
}

function addOfflineCommands(audit: Command): void {
  audit
    .command('verify-export')
    .description('Checks an export or a shipped file; needs no Redis.')
    .argument('<file>')
    .requiredOption('--keys <file>', 'JSON Web Key Set, as "kapu audit keys" prints it')
    .action(async (file: string, { keys }: { keys: string }) =>
      reportExport(await verifyExport(() => linesOf(file), await readKeys(keys))),
    );

  audit
    .command('verify-proof')
    .description('Checks a proof that a citizen downloaded; needs no Redis.')
    .argument('<file>')
    .requiredOption('--keys <file>', 'JSON Web Key Set, as "kapu audit keys" prints it')
    .action((file: string, { keys }: { keys: string }) => checkProof(file, keys));
}

async function verify(
  reader: AuditReader,
  { checkpoint, ...range }: Range & { checkpoint?: string },
): Promise<void> {
  const given = checkpoint === undefined ? undefined : await lastCheckpointIn(checkpoint);
  const { many, since } = await reader.awaiting();
  const waiting = since ? `, since ${since.toISOString()}` : '';
  process.stderr.write(`${many} events await their place in the chain${waiting}\n`);
  report(await reader.verify({ ...monthsOf(range), checkpoint: given }));
}

async function checkProof(file: string, keys: string): Promise<void> {
  const verdict = await verifyInclusionProof(await readText(file), await readKeys(keys));
  if (verdict.kind === 'refused') {
    throw new ConfigurationError(`${file}: ${verdict.why}`);
  }
  const { proof, checkpoint, signedAt } = verdict;
  print(`entry ${proof.sequence} (${proof.event.event}, ${proof.event.at}) is in the chain`);
  print(`checkpoint ${checkpoint}, signed at ${signedAt.toISOString()}`);
}

function withReader(
  work: (reader: AuditReader, store: Store, recorder: Recorder) => Promise<void>,
): Promise<void> {
  return withCommandContext((context) => {
    const { store, config } = context;
    return work(
      createAuditReader(store, createSealer(config.secrets.sealing_keys)),
      store,
      recorderOf(context),
    );
  });
}

function report(verdict: Verdict): void {
  if (verdict.kind === 'whole') {
    print(
      `all is as it was written: ${verdict.entries} entries, up to number ${verdict.last.sequence}; ${verdict.checkpoints} checkpoints`,
    );
    return;
  }
  const { what, month, sequence, why } = verdict;
  print(`${what}: ${month === '' ? '' : `${month}, `}number ${sequence}: ${why}`);
  process.exitCode = 2;
}

/** The hashes alone are anybody's to compute: what no checkpoint of the file covers is not vouched for. */
function reportExport(verdict: Verdict): void {
  if (verdict.kind !== 'whole' || verdict.signedUpTo >= verdict.last.sequence) {
    report(verdict);
    return;
  }
  const { entries, last, signedUpTo } = verdict;
  const first = last.sequence - entries;
  const unsigned = `numbers ${signedUpTo + 1} to ${last.sequence} are covered by no checkpoint of this file: whoever had it could have written them`;
  if (signedUpTo === first) {
    print(`checkpoint: ${unsigned}`);
    process.exitCode = 2;
    return;
  }
  report(verdict);
  print(unsigned);
}

async function exportLines(reader: AuditReader, store: Store, range: Range): Promise<void> {
  const { from, to } = monthsOf(range);
  for await (const entry of reader.opened(from, to)) {
    await write(lineOf(entry));
  }
  for await (const checkpoint of createChainStore(store).checkpoints()) {
    await write(checkpointLine(checkpoint));
  }
}

async function tail(reader: AuditReader, once: boolean): Promise<void> {
  const shownAtFirst = 20;
  // Not since the first of the month: on that day it would be nothing.
  const aMonthAgo = new Date(Date.now() - 31 * 24 * 60 * 60_000);
  let shown = 0;
  const show = ({ at, event }: { at: Date; event: object }): void =>
    print(`${at.toISOString()}\t${JSON.stringify(event)}`);
  const recent: Parameters<typeof show>[0][] = [];
  for await (const entry of reader.find({ from: aMonthAgo })) {
    recent.push(entry);
    recent.splice(0, recent.length - shownAtFirst);
    shown = entry.sequence;
  }
  recent.forEach(show);
  while (!once) {
    await delay(1000);
    for await (const entry of reader.find({ from: new Date(Date.now() - 60_000) })) {
      if (entry.sequence > shown) {
        show(entry);
        shown = entry.sequence;
      }
    }
  }
}

/** Of shipped lines, or of a file that holds nothing but a checkpoint. */
async function lastCheckpointIn(path: string): Promise<string> {
  let last: string | undefined;
  for await (const line of linesOf(path)) {
    const text = line.trim();
    if (text.startsWith('{"checkpoint"')) {
      last = (JSON.parse(text) as { jws: string }).jws;
    } else if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) {
      last = text;
    }
  }
  if (last === undefined) {
    throw new ConfigurationError(`${path}: holds no checkpoint`);
  }
  return last;
}

/** Parted by line feeds alone: JSON holds U+2028 as it was typed, which other readers of lines take for an end. */
async function* linesOf(path: string): AsyncGenerator<string> {
  const file = await open(path).catch((error: unknown) => {
    throw unreadFile(path, error);
  });
  try {
    for await (const { bytes, number } of linesOfFile(file, { offset: 0, lines: 0 })) {
      if (bytes === undefined) {
        throw new ConfigurationError(`${path}: line ${number} is too long`);
      }
      yield bytes.toString('utf8');
    }
  } finally {
    await file.close();
  }
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw unreadFile(path, error);
  });
}

async function readKeys(path: string): Promise<JSONWebKeySet> {
  const keys = parseJson(await readText(path), path) as JSONWebKeySet | null;
  if (!Array.isArray(keys?.keys)) {
    throw new ConfigurationError(`${path}: is no JSON Web Key Set, as "kapu audit keys" prints it`);
  }
  return keys;
}

function monthsOf({ from, to }: Range): Range {
  for (const month of [from, to]) {
    if (month !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
      throw new ConfigurationError(`${month} is no month; write it like 2026-11`);
    }
  }
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

async function write(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) {
    await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
}
