/**
 * The step of an act that ends something of an account: a recorded step that is given what its act ends, as the table says, and calls
 * `take_with_it` when it has recorded. So a cell of the table changes what every such step does, and no script lists what hangs on an account.
 */
import { type Recorder, recordedStep } from '../audit/audit-log.ts';
import type { SecurityEvent } from '../audit/events/security-event.ts';
import { accountKey } from '../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../storage/catalogue/entry.ts';
import { readStep } from '../storage/redis.ts';
import { type Act, isRevoking, keysThatGo, sessionsEndBy } from './endings.ts';
import { passkeyClaims } from './passkey-claims.ts';

export interface Ending {
  readonly accountId: string;
  /** Undefined: what another act left to be done. It ends nothing more. */
  readonly act: Act | undefined;
}

export type EndingStep<Name extends string, Reply, Maybe extends string = never> = (
  recorder: Recorder,
  ending: Ending,
  keys: readonly StoreKey[],
  args: readonly (string | number)[],
  events: Readonly<Record<Name, SecurityEvent> & Partial<Record<Maybe, SecurityEvent>>>,
) => Promise<Reply>;

const sessionEndRule = readStep(import.meta.dirname, 'session-end-rule');
/** The rule of dates is within its block: a step ends nothing but by the table. */
const takeWithIt = readStep(import.meta.dirname, 'take-with-it').replace(
  '-- the session-end rule\n',
  () => sessionEndRule,
);

/**
 * As `recordedStep`, with `take_with_it` before the script.
 * @param base `import.meta.dirname` of the caller
 * The claims on passkeys (passkey-claims.lua) stand before it as well.
 * @param shared what it has in common with other steps, in Lua
 */
export function endingStep<Name extends string, Reply, Maybe extends string = never>(
  base: string,
  name: string,
  ...shared: readonly string[]
): EndingStep<Name, Reply, Maybe> {
  const step = recordedStep<Name, Reply, Maybe>(base, name, passkeyClaims, takeWithIt, ...shared);
  return (recorder, { accountId, act }, keys, args, events) => {
    const going = act === undefined ? [] : keysThatGo(act, accountId);
    const sessions = act === undefined ? 'stays' : sessionsEndBy(act);
    const wallets = act !== undefined && isRevoking(act) ? 'revoked' : 'stay';
    return step(
      recorder,
      [...keys, accountKey(accountId), ...going],
      [...args, sessions, wallets, going.length],
      events,
    );
  };
}
