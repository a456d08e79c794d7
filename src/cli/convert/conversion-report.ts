/** `FILE.report`: of each person what did not come along, one JSON object a line; and the sums of it. Names of people are in it, secrets never. */
import { type FileHandle, open } from 'node:fs/promises';
import { inWords } from '../import/progress-bar.ts';
import type { ConvertedPerson } from './line-of-person.ts';
import type { Found } from './person.ts';

export interface ConversionReport {
  converted: number;
  rejected: number;
  withApp: number;
  /** By kind of hash. */
  readonly passwords: Map<string, number>;
  /** By member and reason. */
  readonly leftBehind: Map<string, number>;
  readonly path: string;
  write(entry: object): Promise<void>;
  close(): Promise<void>;
}

export async function createReport(path: string): Promise<ConversionReport> {
  const file: FileHandle = await open(path, 'w', 0o600);
  await file.chmod(0o600);
  return {
    converted: 0,
    rejected: 0,
    withApp: 0,
    passwords: new Map(),
    leftBehind: new Map(),
    path,
    write: (entry) => file.appendFile(`${JSON.stringify(entry)}\n`),
    close: () => file.close(),
  };
}

type Outcome = ConvertedPerson | Extract<Found, { kind: 'unusable' }>;

export async function addTo(report: ConversionReport, found: Found, outcome: Outcome): Promise<void> {
  const { line } = found;
  if (outcome.kind !== 'line') {
    const { member, reason } = outcome;
    const username = found.kind === 'person' ? found.person.username : found.username;
    report.rejected += 1;
    await report.write({ line, username: username?.slice(0, 64), what: 'rejected', member, reason });
    return;
  }
  const { username, passwordKind, apps, leftBehind, noticed } = outcome;
  report.converted += 1;
  report.withApp += apps > 0 ? 1 : 0;
  addOne(report.passwords, passwordKind ?? 'none');
  for (const one of leftBehind) {
    addOne(report.leftBehind, `${one.member}: ${one.reason}`);
    await report.write({ line, username, what: 'left-behind', ...one });
  }
  for (const one of noticed) {
    addOne(report.leftBehind, `${one.member}: ${one.reason}`);
    await report.write({ line, username, what: 'noticed', ...one });
  }
}

/** For the operator, with the sums. */
export function sentencesOf({
  converted,
  rejected,
  withApp,
  passwords,
  leftBehind,
  path,
}: ConversionReport): string[] {
  return [
    `${inWords(converted)} converted, ${inWords(withApp)} with an authenticator app, ${inWords(rejected)} rejected`,
    ...sums('passwords', passwords),
    ...sums('left behind or noticed', leftBehind),
    ...(rejected > 0 || leftBehind.size > 0 ? [`Who, and why: ${path}`] : []),
  ];
}

function sums(title: string, counts: ReadonlyMap<string, number>): string[] {
  const lines = [...counts].sort(([one], [other]) => one.localeCompare(other, 'en'));
  return lines.map(([name, count]) => `  ${title}: ${name}: ${inWords(count)}`);
}

function addOne(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
