/** What the lines of a batch say: accounts that can be taken in, and lines that cannot. It asks nobody, so any thread may do it. */
import { lacksData } from '../../accounts/account.ts';
import { readAccountLine } from '../../accounts/import/account-line.ts';
import type { ImportedAccount } from '../../accounts/import/imported-account.ts';
import type { Peppers } from '../../accounts/password/peppers.ts';
import { isOfMixedScripts } from '../../accounts/username.ts';
import type { Identification } from '../../assurance/identification.ts';
import { type Batch, linesIn } from './batches.ts';
import { type FileLine, longestLine } from './lines.ts';
import { faultOfPasskeys } from './moved-passkeys.ts';
import type { Reject } from './rejects-file.ts';

/** What lines are read by. */
export interface ReadingRules {
  readonly peppers: Peppers;
  /** How those are identified whose lines do not say it; nobody, unless it is given. */
  readonly declared?: Identification;
  /** That passkeys of this installation are bound to. */
  readonly rpId: string;
}

/** What an operator is told of those that were added, beside their number. */
const tellings = {
  incomplete: ({ profile }: ImportedAccount) => lacksData(profile),
  withApp: ({ apps }: ImportedAccount) => apps.length > 0,
  withPasskey: ({ passkeys }: ImportedAccount) => passkeys.length > 0,
  withoutPassword: ({ password }: ImportedAccount) => password.kind === 'nobodys',
  wrapped: ({ password }: ImportedAccount) => password.kind === 'foreign' && !password.hash.isSlow,
  mixedScripts: ({ profile }: ImportedAccount) => isOfMixedScripts(profile.username),
} as const;

export type Telling = keyof typeof tellings;
export const everyTelling = Object.keys(tellings) as readonly Telling[];

/** What is said of a line when it is known what became of it. */
export interface ReadLine {
  readonly line: number;
  readonly username: string;
  /** Of all that an operator is told of, what this one is. */
  readonly told: readonly Telling[];
}

export interface ReadBatch {
  readonly accounts: readonly ImportedAccount[];
  /** Of each of these accounts. */
  readonly lines: readonly ReadLine[];
  readonly rejects: readonly Reject[];
}

export function readBatch(batch: Batch, rules: ReadingRules, now: Date): ReadBatch {
  const accounts: ImportedAccount[] = [];
  const lines: ReadLine[] = [];
  const rejects: Reject[] = [];
  for (const line of linesIn(batch)) {
    const read = readLine(line, rules, now);
    if (isReject(read)) {
      rejects.push(read);
    } else {
      accounts.push(read);
      lines.push({ line: line.number, username: read.profile.username, told: toldOf(read) });
    }
  }
  return { accounts, lines, rejects };
}

function readLine(
  { number, bytes }: Pick<FileLine, 'number' | 'bytes'>,
  { peppers, declared, rpId }: ReadingRules,
  now: Date,
): ImportedAccount | Reject {
  if (bytes === undefined) {
    return { line: number, username: undefined, reason: `is longer than ${longestLine} bytes` };
  }
  const read = readAccountLine(bytes, peppers, now, declared);
  if (read.kind === 'unusable') {
    const { username, reason, member } = read;
    return { line: number, username, reason, member };
  }
  const { account } = read;
  const fault = faultOfPasskeys(account, rpId);
  if (fault) {
    const { member, reason } = fault;
    return { line: number, username: account.profile.username, reason: `${member}: ${reason}`, member };
  }
  return account;
}

function isReject(read: ImportedAccount | Reject): read is Reject {
  return 'reason' in read;
}

function toldOf(account: ImportedAccount): readonly Telling[] {
  return everyTelling.filter((name) => tellings[name](account));
}
