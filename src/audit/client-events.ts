/** Changes of registrations: what, which client, and who changed it (a client id, or `cli`). */
import type { Logger } from '../observability/logger.ts';

export type ClientChange =
  | 'added'
  | 'changed'
  | 'secret-rotated'
  | 'disabled'
  | 'enabled'
  | 'no-longer-declared'
  | 'removed';

export type TellClientChange = (change: ClientChange, clientId: string, by: string) => void;

export function createTellClientChange(logger: Logger): TellClientChange {
  const log = logger.child({ log: 'audit' });
  return (change, clientId, by) => {
    const event = `client.${change}`;
    log.info({ event, client: clientId, by }, event);
  };
}
