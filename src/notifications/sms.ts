/** The port to whoever carries text messages, and what those messages say. */
import type { TextKind } from './message-kinds.ts';
import { type MailTemplates, ourTemplates } from './templates.ts';
import { fill, type MessageLanguage } from './words.ts';

/** Carries a text message to a telephone. */
export interface SmsGateway {
  /**
   * @param to E.164, e.g. `+36301234567`
   * @param id the same whenever this message is tried again, so that the gateway can tell
   * @throws Error when it was not taken; its message holds neither the number nor the text.
   */
  send(to: string, text: string, id: string): Promise<void>;
}

export function writeText(
  kind: TextKind,
  locale: MessageLanguage,
  values: Readonly<Record<string, string>>,
  templates: Pick<MailTemplates, 'textOf'> = ourTemplates,
): string {
  return fill(templates.textOf(kind, locale), values);
}
