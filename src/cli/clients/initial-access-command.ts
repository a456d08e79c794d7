/** `kapu clients initial-access-token`: who may register clients by a program of theirs, where the profile has that at all. */
import { type Command, InvalidArgumentError } from 'commander';
import { securityEvents } from '../../audit/events/security-events.ts';
import { ConfigurationError } from '../../errors.ts';
import { createInitialAccess } from '../../oidc/clients/initial-access-store.ts';
import { createSealer } from '../../storage/sealed.ts';
import { recorderOf, withCommandContext } from '../command-context.ts';
import { print } from '../output.ts';

interface Allowance {
  readonly uses: number;
  readonly hours: number;
}

const hour = 60 * 60;

export function addInitialAccessCommand(clients: Command): void {
  clients
    .command('initial-access-token')
    .description(
      'Makes a token with which clients may be registered dynamically (RFC 7591), printed this once.',
    )
    .option('--uses <number>', 'how many clients it registers', upTo(100_000), 1)
    .option('--hours <number>', 'how long it is valid', upTo(30 * 24), 24)
    .addHelpText('after', '\nThe profile must allow dynamic registration; production does not.')
    .action((allowance: Allowance) => issue(allowance));
}

function issue({ uses, hours }: Allowance): Promise<void> {
  return withCommandContext(async (context) => {
    const { store, config } = context;
    const { profile, secrets } = config;
    if (!profile.dynamic_registration) {
      throw new ConfigurationError(`the profile ${profile.name} has no dynamic registration`);
    }
    const access = createInitialAccess(store, createSealer(secrets.sealing_keys));
    await recorderOf(context).recordFirst(securityEvents.initialAccessIssued(uses));
    print(await access.issue({ uses, lifeInSeconds: hours * hour }, new Date()));
  });
}

function upTo(most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^[1-9]\d*$/.test(text) || number > most) {
      throw new InvalidArgumentError(`must be a number from 1 to ${most}`);
    }
    return number;
  };
}
