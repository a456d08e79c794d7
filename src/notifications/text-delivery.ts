/** Hands one text message to the gateway and says what came of it. */
import type { Delivery } from './mail-delivery.ts';
import type { QueuedText } from './message-queue.ts';
import { type SmsGateway, writeText } from './sms.ts';
import type { MailTemplates } from './templates.ts';

/**
 * A gateway that fails keeps no e-mail waiting: the text is tried again by itself, until it is of no use any more.
 * @param name by which the gateway knows the message, however often it is sent
 */
export async function deliverText(
  gateway: SmsGateway | undefined,
  name: string,
  { kind, to, locale, more }: QueuedText,
  templates?: MailTemplates,
): Promise<Delivery> {
  if (!gateway) {
    return { kind: 'refused', reason: 'no SMS gateway is configured' };
  }
  try {
    await gateway.send(to, writeText(kind, locale, more, templates), name);
    return { kind: 'sent' };
  } catch (error) {
    return { kind: 'postponed', reason: (error as Error).message };
  }
}
