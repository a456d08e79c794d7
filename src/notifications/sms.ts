/** The port to whoever carries text messages, and what those messages say. */

/** Carries a text message to a telephone. */
export interface SmsGateway {
  /**
   * @param to E.164, e.g. `+36301234567`
   * @param id the same whenever this message is tried again, so that the gateway can tell
   * @throws Error when it was not taken; its message holds neither the number nor the text.
   */
  send(to: string, text: string, id: string): Promise<void>;
}

export const textKinds = [
  'sign-in-code',
  'contact-code-new',
  'contact-code-old',
  'desk-approved',
  'desk-done',
] as const;

export type TextKind = (typeof textKinds)[number];

/** One message holds 160 characters of GSM 03.38, or 70 with letters that it lacks, such as á, í, ó, ő and ű. */
const wordings: Record<'hu' | 'en', Record<TextKind, string>> = {
  hu: {
    'sign-in-code': 'Kód: {code}, azonosító: {sessionIdentifier}. Ne adja meg senkinek! Lejár: {until}.',
    'contact-code-new': 'Kód az új számhoz: {code}, azonosító: {sessionIdentifier}. Ne adja meg!',
    'contact-code-old': 'Kód a változáshoz: {code}, azonosító: {sessionIdentifier}. Ne adja meg!',
    'desk-approved': 'Hivatali kérés a fiókjához. Ha nem Ön volt, vonja vissza a fiókjában!',
    'desk-done': 'Teljesítettük a fiókjához a hivatalban benyújtott kérést.',
  },
  en: {
    'sign-in-code':
      '{code} is your code to sign in, session identifier {sessionIdentifier}. Do not give it to anybody. Valid until {until}.',
    'contact-code-new':
      '{code} is your code to confirm this number, session identifier {sessionIdentifier}. Do not give it to anybody.',
    'contact-code-old':
      '{code} is your code to change your contact data, session identifier {sessionIdentifier}. Do not give it to anybody.',
    'desk-approved':
      'A request about your account was made at the government window. If it was not you, cancel it in your account.',
    'desk-done': 'The request about your account made at the government window was carried out.',
  },
};

export function writeText(
  kind: TextKind,
  locale: 'hu' | 'en',
  values: Readonly<Record<string, string>>,
): string {
  return wordings[locale][kind].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
