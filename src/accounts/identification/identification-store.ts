/**
 * How the owner of an account was identified, recorded of one account or declared of all of whom nothing was ever said.
 *
 * In this folder: that alone. What it is worth is in assurance/identification.ts.
 */

import {
  type Identification,
  levelOfIdentification,
  raises,
  unidentified,
} from '../../assurance/identification.ts';
import { type Recorder, recordedStep } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { Secrets } from '../../configuration/secrets.ts';
import { bringOver } from '../../storage/bring-over.ts';
import { accountIdOf, accountKey, everyAccountPattern } from '../../storage/catalogue/account-keys.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { lacksData, type Profile } from '../account.ts';
import { createAccountRecords, nobody } from '../account-record.ts';

/** `renewed`: somebody known as well as before, by a newer proof. `kept`: what was known stands. `gone`: there is no such account. */
export type IdentificationOutcome = 'raised' | 'renewed' | 'kept' | 'gone';

export interface IdentificationStore {
  /**
   * A weaker proof takes nothing away; of equal ones the desk's counts, unless it is the same document once more.
   * @param eventOf once it is known whether it raises
   */
  record(
    accountId: string,
    next: Identification,
    eventOf: (outcome: 'raised' | 'renewed') => SecurityEvent,
  ): Promise<IdentificationOutcome>;
  /**
   * What was recorded turned out wrong: from now on nobody identified them. Sessions under way are worth less at once (decision 39).
   * @param eventOf by the level that it was worth. @returns false where nothing was recorded.
   */
  withdraw(accountId: string, eventOf: (level: string) => SecurityEvent): Promise<boolean>;
  /** Of accounts from before it was asked for; those that say something stay as they are. @returns how many */
  declareUnsaid(declaration: Extract<Identification, { by: 'declaration' }>): Promise<number>;
}

const recordIdentification = recordedStep<'recorded', number>(
  import.meta.dirname,
  'record-identification',
  bringOver,
);
const declareIdentifications = recordedStep<'declared', number>(
  import.meta.dirname,
  'declare-identifications',
);

const accountsAtOnce = 500;

export function createIdentificationStore(
  recorder: Recorder,
  sealer: Sealer,
  secrets: Secrets,
): IdentificationStore {
  const { store } = recorder;
  const { openIdentification, sealIdentification, openProfile, identityKey, eldersOf } = createAccountRecords(
    sealer,
    secrets,
  );

  /** Writes if what was seen still stands. @param person whose data the account has. @returns false where it changed since it was looked at */
  async function replace(
    accountId: string,
    seen: string | null | undefined,
    next: Identification,
    recorded: SecurityEvent,
    person: Profile,
  ): Promise<boolean> {
    const elders = eldersOf(person);
    const keys = [accountKey(accountId), identityKey(person), ...elders];
    const isIdentified = next.by === 'nobody' ? 0 : 1;
    const args = [
      seen ?? '',
      sealIdentification(accountId, next),
      accountId,
      isIdentified,
      elders.length / 2,
    ];
    return (await recordIdentification(recorder, keys, args, { recorded })) === 1;
  }

  return {
    async record(accountId, next, eventOf) {
      for (;;) {
        const [profile, seen] = await store.hmget(accountKey(accountId), 'profile', 'identified');
        if (!profile) {
          return 'gone';
        }
        const outcome = outcomeOf(next, seen ? openIdentification(accountId, seen) : undefined);
        const person = openProfile(accountId, profile);
        if (outcome === 'kept' || lacksData(person)) {
          return 'kept';
        }
        if (await replace(accountId, seen, next, eventOf(outcome), person)) {
          return outcome;
        }
      }
    },

    async withdraw(accountId, eventOf) {
      for (;;) {
        const [profile, seen] = await store.hmget(accountKey(accountId), 'profile', 'identified');
        const before = seen ? openIdentification(accountId, seen) : unidentified;
        if (!profile || before.by === 'nobody') {
          return false;
        }
        const withdrawn = eventOf(levelOfIdentification(before));
        if (await replace(accountId, seen, unidentified, withdrawn, openProfile(accountId, profile))) {
          return true;
        }
      }
    },

    async declareUnsaid(declaration) {
      let many = 0;
      for await (const found of store.scanStream({
        match: everyAccountPattern,
        type: 'hash',
        count: accountsAtOnce,
      })) {
        const ids = (found as string[]).map(accountIdOf).filter((id) => id !== nobody);
        const sealed = ids.map((id) => sealIdentification(id, declaration));
        const declared = securityEvents.identificationsDeclared(declaration.level, declaration.declared_by);
        many += await declareIdentifications(recorder, ids.map(accountKey), sealed, { declared });
      }
      return many;
    },
  };
}

function outcomeOf(next: Identification, before: Identification | undefined): 'raised' | 'renewed' | 'kept' {
  if (raises(next, before)) {
    return 'raised';
  }
  if (before === undefined) {
    return 'renewed';
  }
  const isAsGood = levelOfIdentification(next) === levelOfIdentification(before);
  return isAsGood && next.by === 'desk' && !isSameDocument(next, before) ? 'renewed' : 'kept';
}

function isSameDocument(one: Identification, other: Identification): boolean {
  return (
    one.by === 'desk' && other.by === 'desk' && one.document === other.document && one.number === other.number
  );
}
