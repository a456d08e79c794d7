/** `kapu messages`: e-mails that were given up, and sending them again. */
import type { Command } from 'commander';
import { createDeadLetters } from '../notifications/message-queue.ts';
import { createSealer } from '../storage/sealed.ts';
import { addDeadLetterCommands } from './dead-letters.ts';

export function addMessageCommands(program: Command): void {
  addDeadLetterCommands(program, {
    name: 'messages',
    about: 'E-mails to citizens that could not be delivered.',
    aboutList: 'Lists what was given up, oldest first: id, when, kind, recipient, reason, separated by tabs.',
    moreAboutList: `
A reason such as "EENVELOPE 550 RCPT TO" is the mail server's: 550 is what it said to the recipient's address.
"unreadable" messages were sealed with a key that the secrets file does not hold.`,

    open({ store, config }) {
      const letters = createDeadLetters(store, createSealer(config.secrets.sealing_keys));
      return {
        ...letters,
        async *list() {
          for await (const { message, ...letter } of letters.list()) {
            yield { ...letter, columns: [message?.kind, message?.to] };
          }
        },
      };
    },
  });
}
