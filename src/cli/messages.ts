/** `kapu messages`: e-mails that were given up, and sending them again. */
import { type Command, Option } from 'commander';
import { ConfigurationError } from '../errors.ts';
import { messageKinds, textKinds } from '../notifications/message-kinds.ts';
import { createDeadLetters } from '../notifications/message-queue.ts';
import { asFile, ourTemplates } from '../notifications/templates.ts';
import type { MessageLanguage } from '../notifications/words.ts';
import { createSealer } from '../storage/sealed.ts';
import { addDeadLetterCommands } from './dead-letters.ts';

export function addMessageCommands(program: Command): void {
  const messages = addDeadLetterCommands(program, {
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

  messages
    .command('template')
    .description(
      'Prints what a mail or a text message says, as a file of config/messages; without a name, all there are.',
    )
    .argument('[kind]', 'e.g. password-changed, or sign-in-code.sms')
    .addOption(new Option('--lang <language>', 'in which language').choices(['hu', 'en']).default('hu'))
    .addHelpText(
      'after',
      `
Change it, and keep it as config/messages/<kind>.<language>.txt: the subject, an empty line, paragraphs. What stands in
braces is filled in; kapu config check says what is missing or not known.`,
    )
    .action((kind: string | undefined, { lang }: { lang: MessageLanguage }) => printTemplate(kind, lang));
}

function printTemplate(kind: string | undefined, language: MessageLanguage): void {
  if (kind === undefined) {
    const all = [...messageKinds, ...textKinds.map((one) => `${one}.sms`)];
    process.stdout.write(`${all.join('\n')}\n`);
    return;
  }
  const text = textKinds.find((one) => `${one}.sms` === kind);
  if (text) {
    process.stdout.write(`${ourTemplates.textOf(text, language)}\n`);
    return;
  }
  const known = messageKinds.find((one) => one === kind);
  if (!known) {
    throw new ConfigurationError(`there is no mail ${kind}; kapu messages template names them`);
  }
  process.stdout.write(asFile(ourTemplates.mailOf(known, language)));
}
