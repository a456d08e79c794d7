/** `kapu logouts`: logouts that a relying party could not be told of, and telling it again. */
import type { Command } from 'commander';
import { createGivenUpLogouts } from '../oidc/back-channel-logout/logout-queue-store.ts';
import { createSealer } from '../storage/sealed.ts';
import { addDeadLetterCommands } from './dead-letters.ts';

export function addLogoutCommands(program: Command): void {
  addDeadLetterCommands(program, {
    name: 'logouts',
    about: 'Logouts that relying parties could not be told of (back-channel logout).',
    aboutList:
      'Lists what was given up, oldest first: id, when, relying party, account, reason, separated by tabs.',
    moreAboutList: `
"answered 400" is the relying party's: it found the logout token wrong. Other reasons lasted for longer than
give_up_logouts_after_hours of config/outgoing.json; "address not public" means a host that private_hosts does not list.
"unreadable" logouts were sealed with a key that the secrets file does not hold; they cannot be told again.`,

    open({ store, config }) {
      const logouts = createGivenUpLogouts(store, createSealer(config.secrets.sealing_keys));
      return {
        ...logouts,
        async *list() {
          for await (const { logout, ...letter } of logouts.list()) {
            yield { ...letter, columns: [logout?.clientId, logout?.accountId] };
          }
        },
      };
    },
  });
}
