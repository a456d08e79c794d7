/**
 * Refusals are counted, not kept: whoever guesses on beyond a limit must not write as many entries, which stay for ever, as they send
 * requests. A few a minute are recorded as they come; of the rest one entry a minute, kind and network says how many (record-refusal.lua).
 */
import { auditRefusalsKey } from '../../storage/catalogue/audit-log-keys.ts';
import { authorities, type SecurityEvent } from '../events/security-event.ts';

/** Of one kind and network, in a minute: what a person mistypes is all there. */
export const recordedOneByOne = 20;
const recordedInAll = 1000;
/** So many kinds and networks are told apart in a minute; what comes from further ones is counted together. */
const mostCounts = 2000;

/** What is refused to whoever asks. What staff, programs and operators are refused is bounded by who they are. */
export function isRefusal({ outcome, actor }: SecurityEvent): boolean {
  return outcome === 'refused' && actor.kind === 'citizen';
}

export function refusalArguments(event: SecurityEvent): (string | number)[] {
  return [
    nameOf(event),
    nameOf({ ...event, account: '', origin: { device: '', network: '' } }),
    recordedOneByOne,
    recordedInAll,
    mostCounts,
    auditRefusalsKey.lifeInSeconds * 1000,
  ];
}

type Counted = Pick<SecurityEvent, 'event' | 'authority' | 'account' | 'origin'>;

function nameOf({ event, authority, account = '', origin }: Counted): string {
  return [event, authority, account, origin.network].join(' ');
}

/** What one entry says of those that were counted. */
export function countedRefusal(name: string, times: string): SecurityEvent | undefined {
  const [minute, is, event = '', authority, account = '', network = ''] = name.split(' ');
  const known = authorities.find((one) => one === authority);
  if (is !== 'counted' || !known) {
    return undefined;
  }
  return {
    event,
    actor: { kind: 'citizen' },
    authority: known,
    outcome: 'refused',
    origin: { device: '', network },
    details: { times, minute: new Date(Number(minute) * 60_000).toISOString() },
    isForOwner: false,
    ...(account !== '' && { account }),
  };
}
