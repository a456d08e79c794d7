/** `kapu accounts convert`. */
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { unreadFile } from '../../configuration/files/unread-file.ts';
import { ConfigurationError } from '../../errors.ts';
import { writeWhole } from '../files/whole-file.ts';
import { addTo, type ConversionReport, createReport, sentencesOf } from './conversion-report.ts';
import { columns } from './from-csv.ts';
import { lineOfPerson } from './line-of-person.ts';
import type { Found } from './person.ts';
import { sources, takesAppsApart } from './sources.ts';

interface ConvertOptions {
  readonly from: string;
  readonly totp?: string;
  readonly out?: string;
}

export function addConvertCommand(accounts: Command): void {
  accounts
    .command('convert')
    .description(
      'Makes lines for "kapu accounts import" of what another system exported. Reads and writes files alone.',
    )
    .argument('<file>', 'the export')
    .addOption(
      new Option('--from <system>', 'whose export it is').choices(Object.keys(sources)).makeOptionMandatory(),
    )
    .option('--totp <file>', 'authenticator apps, where the system exports them apart (authelia, aspnet)')
    .option('--out <file>', 'file to write, readable by its owner alone; standard output if absent')
    .addHelpText(
      'after',
      `
How to export, and what comes along, is in docs/bringing-people-over.md:
  keycloak   kc.sh export --realm REALM --file realm.json --users same_file
  django     manage.py dumpdata auth.user otp_totp.totpdevice > dump.json
  ldif       slapcat > directory.ldif
  authelia   users_database.yml; --totp the file that "authelia storage user totp export" writes
  aspnet     AspNetUsers as CSV with a header; --totp AspNetUserTokens as CSV
  shadow     /etc/shadow
  htpasswd   Apache's file
  csv        with a header of these names: ${columns.slice(0, 2).join(', ')}, …

What is written holds password hashes, and keys of authenticator apps in the clear: keep it like the secrets file, and delete it after the
import. FILE.report says of each person what stayed behind and why, with the line of the export, its member and its kind.

Examples:
  $ kapu accounts convert --from keycloak realm.json --out citizens.ndjson
  $ kapu accounts convert --from authelia users_database.yml --totp totp.yml --out citizens.ndjson

Exits with 0 when everybody came along, with 1 when somebody did not.`,
    )
    .action(convert);
}

async function convert(path: string, { from, totp, out }: ConvertOptions): Promise<void> {
  const source = sources[from as keyof typeof sources];
  if (totp !== undefined && !takesAppsApart(from)) {
    throw new ConfigurationError(`--totp: the export of ${from} holds its apps itself`);
  }
  process.stderr.write(
    'This contains password hashes, keys of apps and personal data: keep it like the secrets file.\n',
  );
  const opened: Closable[] = [];
  const closedAtTheEnd = async <File extends Closable>(opening: Promise<File>): Promise<File> => {
    const file = await opening;
    opened.push(file);
    return file;
  };
  let report: ConversionReport;
  try {
    const file = await closedAtTheEnd(openToRead(path));
    const apps = totp === undefined ? undefined : await closedAtTheEnd(openToRead(totp));
    report = await closedAtTheEnd(createReport(`${path}.report`));
    const lines = Readable.from(linesOf(source(file, apps), report));
    await (out === undefined
      ? pipeline(lines, process.stdout, { end: false })
      : writeWhole(out, (output) => pipeline(lines, output)));
  } finally {
    await Promise.all(opened.map((one) => one.close()));
  }
  for (const sentence of sentencesOf(report)) {
    process.stderr.write(`${sentence}\n`);
  }
  if (report.rejected > 0) {
    process.exitCode = 1;
  }
}

interface Closable {
  close(): Promise<void>;
}

async function* linesOf(found: AsyncGenerator<Found>, report: ConversionReport): AsyncGenerator<string> {
  for await (const one of found) {
    const converted = one.kind === 'person' ? lineOfPerson(one.person) : one;
    await addTo(report, one, converted);
    if (converted.kind === 'line') {
      yield `${converted.text}\n`;
    }
  }
}

async function openToRead(path: string): Promise<FileHandle> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw unreadFile(path, error);
  });
  if (!(await file.stat()).isFile()) {
    await file.close();
    throw new ConfigurationError(`${path}: must be a file, since some are read more than once`);
  }
  return file;
}
