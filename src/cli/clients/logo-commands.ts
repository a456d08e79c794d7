/** `kapu clients logo`: the picture that a relying party registered, fetched once, looked at, and approved (decision 71). */
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { logoAddressOf } from '../../clients/logos/logo.ts';
import type { LogoOutcome } from '../../clients/outcome.ts';
import { ConfigurationError } from '../../errors.ts';
import { writeWhole } from '../files/whole-file.ts';
import { print } from '../output.ts';
import { expectDone, type RegistryContext, withRegistry } from './registry-context.ts';

export function addLogoCommands(clients: Command): void {
  const logo = clients
    .command('logo')
    .description('The logo of a client, shown to citizens once it is approved.');

  logo
    .command('fetch')
    .description('Fetches its logo_uri, once, and writes what citizens would see. Nothing is shown yet.')
    .argument('<client-id>')
    .requiredOption('--out <path>', 'where the picture is written (PNG), to be looked at')
    .action((id: string, { out }: { out: string }) => withRegistry((context) => fetchLogo(context, id, out)));

  logo
    .command('approve')
    .description('Shows citizens the logo that was fetched, until it is withdrawn or logo_uri changes.')
    .argument('<client-id>')
    .argument('<digest>', 'as fetch printed it')
    .action((id: string, digest: string) =>
      withRegistry(async ({ registry }) => {
        expectLogo(id, await registry.approveLogo(id, digest, occasion()));
        print(`approved the logo of ${id}`);
      }),
    );

  logo
    .command('withdraw')
    .description('Shows the logo no longer, and forgets it.')
    .argument('<client-id>')
    .action((id: string) =>
      withRegistry(async ({ registry }) => {
        expectLogo(id, await registry.withdrawLogo(id, occasion()));
        print(`withdrew the logo of ${id}`);
      }),
    );
}

async function fetchLogo({ registry }: RegistryContext, id: string, out: string): Promise<void> {
  const { client } = expectLogo(id, await registry.fetchLogo(id, occasion()));
  const picture = await registry.fetchedLogo(client);
  if (!picture) {
    throw new ConfigurationError(`${id} was changed by somebody else at this moment; try again`);
  }
  await writeWhole(out, (output) => pipeline([picture], output));
  print(`fetched the logo of ${id} from ${logoAddressOf(client)}; look at ${out}`);
  print(`digest ${client.logo?.digest}`);
}

/** @throws ConfigurationError with a sentence, unless it was done */
function expectLogo(id: string, outcome: LogoOutcome) {
  switch (outcome.kind) {
    case 'without-logo':
      throw new ConfigurationError(`${id} has no logo: none was fetched, or logo_uri is not registered`);
    case 'other-logo':
      throw new ConfigurationError(`${id} has another logo by now, or none: fetch it and look at it again`);
    case 'not-fetched':
      throw new ConfigurationError(`the logo of ${id} is not taken: ${sentences[outcome.why]}`);
    default:
      return expectDone(id, outcome);
  }
}

const sentences: Readonly<Record<Extract<LogoOutcome, { kind: 'not-fetched' }>['why'], string>> = {
  'file-too-large': 'the file is larger than 256 kB',
  vector: 'it is an SVG, which can hold scripts and addresses; only PNG is taken',
  'not-png': 'it is no PNG',
  'side-too-long': 'it is larger than 512 by 512 dots',
  'side-too-short': 'its longer side has less than 48 dots',
  animated: 'it moves',
  interlaced: 'it is interlaced; save it without',
  broken: 'the PNG is broken',
  answer: 'there is no file at this address (another status than 200)',
  'malformed address': 'logo_uri is no address',
  'user name in the address': 'logo_uri holds a user name',
  'not https': 'logo_uri is not https',
  'host unknown': 'nobody knows its host',
  'address not public': 'its host is none of the public Internet, and private_hosts does not list it',
  redirect: 'the address leads elsewhere; register the address itself',
  'answer too large': 'the file is larger than 256 kB',
  'no answer in time': 'no answer came in time',
  'not reachable': 'the host cannot be reached',
};

function occasion(): { by: string; now: Date } {
  return { by: 'cli', now: new Date() };
}
