/**
 * How many people each clerk looked up, by day, counted in the step that records it: a month of a whole country is then read without
 * opening one entry of the log. The counts are for a first look; what an auditor relies on is the log, which is signed.
 */
import { type Recorder, recordedStep } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { lookUpCountsKey } from '../../storage/catalogue/desk-keys.ts';
import type { DeskPerson } from '../staff/role.ts';

const outcomes = ['found', 'unknown', 'too-many'] as const;

export type LookUpOutcome = (typeof outcomes)[number];

/** Of one clerk at one office, in the days that were asked for. */
export type LookUpCount = Pick<DeskPerson, 'staffNumber' | 'office'> & {
  readonly [outcome in LookUpOutcome]: number;
};

export interface LookUpCounts {
  /** Records and counts a look-up that found nobody. @param day `2026-11-22`, on the calendar of the country */
  refuse(
    clerk: DeskPerson,
    outcome: Exclude<LookUpOutcome, 'found'>,
    day: string,
    event: SecurityEvent,
  ): Promise<void>;
  of(days: readonly string[]): Promise<LookUpCount[]>;
}

export const countsKeptInSeconds = lookUpCountsKey.lifeInSeconds;

const refuseStep = recordedStep<'refused', number>(import.meta.dirname, 'tally-look-up');

export const countsKey = lookUpCountsKey;

/** Outcomes and numbers have no colon: whatever stands behind the second one is the office. */
export function countsField({ staffNumber, office }: DeskPerson, outcome: LookUpOutcome): string {
  return `${outcome}:${staffNumber}:${office}`;
}

export function createLookUpCounts(recorder: Recorder): LookUpCounts {
  return {
    async refuse(clerk, outcome, day, event) {
      const args = [countsField(clerk, outcome), countsKeptInSeconds];
      await refuseStep(recorder, [countsKey(day)], args, { refused: event });
    },

    async of(days) {
      // Fields are added up before they are taken apart: a month has thirty times as many of them as clerks.
      const sums = new Map<string, number>();
      for (const day of days) {
        for (const [field, many] of Object.entries(await recorder.store.hgetall(countsKey(day)))) {
          sums.set(field, (sums.get(field) ?? 0) + Number(many));
        }
      }
      return byClerk(sums);
    },
  };
}

function byClerk(sums: ReadonlyMap<string, number>): LookUpCount[] {
  const counts = new Map<string, LookUpCount>();
  for (const [field, many] of sums) {
    const [, outcome, staffNumber = '', office = ''] = /^([a-z-]+):([\d-]+):(.*)$/.exec(field) ?? [];
    const known = outcomes.find((one) => one === outcome);
    if (known) {
      const who = `${staffNumber}:${office}`;
      const before = counts.get(who) ?? { staffNumber, office, found: 0, unknown: 0, 'too-many': 0 };
      counts.set(who, { ...before, [known]: many });
    }
  }
  return [...counts.values()];
}
