/** `kapu calendar`: what each relying party offers and accepts at an instant. */
import { type Command, InvalidArgumentError } from 'commander';
import { codesInWords } from '../assurance/code-channels.ts';
import { isPasswordAcceptedAnywhere, phaseAt } from '../assurance/cutover-calendar.ts';
import { createClientStore } from '../clients/client-store.ts';
import { offersAt } from '../clients/offers-at.ts';
import { createSealer } from '../storage/sealed.ts';
import { type CommandContext, withCommandContext } from './command-context.ts';
import { print } from './output.ts';

export function addCalendarCommand(program: Command): void {
  program
    .command('calendar')
    .description(
      'Shows what each relying party would offer and accept at an instant, by the calendar of the cut-over.',
    )
    .option('--at <instant>', 'ISO 8601 with offset, e.g. 2027-03-31T23:59:59+02:00', parseInstant)
    .addHelpText(
      'after',
      `
The phases: password, announced, both-offered, application-only (a password alone opens nothing but the application
for an Ügyfélkapu+), closed. They begin at the local times of config/calendar.json.`,
    )
    .action(({ at = new Date() }: { at?: Date }) =>
      withCommandContext((context) => printCalendar(context, at)),
    );
}

function parseInstant(text: string): Date {
  const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const instant = new Date(text);
  if (!isInstant || Number.isNaN(instant.getTime())) {
    throw new InvalidArgumentError('must be an instant such as 2027-03-31T23:59:59+02:00');
  }
  return instant;
}

async function printCalendar(context: CommandContext, at: Date): Promise<void> {
  const { calendar, oneTimeCodes } = context.config;
  print(`at      ${at.toISOString()}`);
  print(`phase   ${phaseAt(calendar, at)}`);
  print(`a password alone is accepted ${isPasswordAcceptedAnywhere(calendar, at) ? 'somewhere' : 'nowhere'}`);
  print(`one-time codes   ${codesInWords(oneTimeCodes)}`);
  print('');
  print(['relying party', 'offers', 'least assurance', 'a password opens', 'until'].join('\t'));
  const clients = createClientStore(context.store, createSealer(context.config.secrets.sealing_keys));
  for (const { registration, offer } of await offersAt({ calendar, oneTimeCodes }, clients, at)) {
    const { client_id } = registration;
    const until = offer.passwordUntil?.toISOString() ?? '-';
    print([client_id, offer.methods.join(' '), offer.least, offer.passwordOpens, until].join('\t'));
  }
}
