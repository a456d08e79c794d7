import { describe, expect, it } from '@jest/globals';
import {
  type Calendar,
  calendarSchema,
  daysLeft,
  isPasswordAcceptedAnywhere,
  type Method,
  type Offer,
  offerAt,
  type Phase,
  phaseAt,
} from '../../src/assurance/cutover-calendar.ts';
import type { Assurance } from '../../src/assurance/levels.ts';

const written = {
  time_zone: 'Europe/Budapest',
  announced_from: '2026-06-01T00:00',
  both_offered_from: '2026-10-01T00:00',
  application_only_from: '2027-04-01T00:00',
  closed_from: '2028-04-01T00:00',
  exceptions: [
    { client_id: 'prolonged', password_only_until: '2027-07-01T00:00' },
    { client_id: 'beyond-closing', password_only_until: '2028-06-01T12:00:30' },
    { client_id: 'shorter', password_only_until: '2026-12-01T00:00' },
  ],
};
const calendar = calendarSchema.parse(written);
const applicationOnlyFrom = new Date('2027-04-01T00:00:00+02:00');

const passwordFirst: Method[] = ['ugyfelkapu', 'ugyfelkapu-plus'];
const plusFirst: Method[] = ['ugyfelkapu-plus', 'ugyfelkapu'];
const plusAlone: Method[] = ['ugyfelkapu-plus'];

function changed(change: Record<string, unknown>): Record<string, unknown> {
  return { ...written, ...change };
}

function withException(...untils: string[]): Calendar {
  const exceptions = untils.map((password_only_until) => ({ client_id: 'portal', password_only_until }));
  return calendarSchema.parse(changed({ exceptions }));
}

const budapest = { timeZone: 'Europe/Budapest' };

describe('the phase', () => {
  const boundaries: [string, Phase, Phase][] = [
    ['2026-06-01T00:00:00+02:00', 'password', 'announced'],
    ['2026-10-01T00:00:00+02:00', 'announced', 'both-offered'],
    ['2027-04-01T00:00:00+02:00', 'both-offered', 'application-only'],
    ['2028-04-01T00:00:00+02:00', 'application-only', 'closed'],
  ];

  it.each(boundaries)('changes at %s from %s to %s, to the millisecond', (instant, before, after) => {
    const at = new Date(instant).getTime();
    const second = 1000;
    for (const early of [1, second - 1, second, second + 1, 60 * 60 * second]) {
      expect(phaseAt(calendar, new Date(at - early))).toBe(before);
    }
    for (const late of [0, 1, second, 60 * 60 * second]) {
      expect(phaseAt(calendar, new Date(at + late))).toBe(after);
    }
  });

  it.each([
    ['1999-01-01T00:00:00Z', 'password'],
    ['2026-05-31T21:59:59.999Z', 'password'],
    ['2026-05-31T22:00:00Z', 'announced'],
    ['2026-12-31T23:59:59+01:00', 'both-offered'],
    ['2027-12-31T23:59:59+01:00', 'application-only'],
    ['2099-01-01T00:00:00Z', 'closed'],
  ] as const)('at %s is %s', (instant, phase) => {
    expect(phaseAt(calendar, new Date(instant))).toBe(phase);
  });

  it('that has no length is passed over', () => {
    const short = calendarSchema.parse(
      changed({ both_offered_from: '2026-06-01T00:00', closed_from: '2027-04-01T00:00' }),
    );
    expect(phaseAt(short, new Date('2026-05-31T21:59:59.999Z'))).toBe('password');
    expect(phaseAt(short, new Date('2026-05-31T22:00:00Z'))).toBe('both-offered');
    expect(phaseAt(short, new Date('2027-03-31T21:59:59.999Z'))).toBe('both-offered');
    expect(phaseAt(short, new Date('2027-03-31T22:00:00Z'))).toBe('closed');
  });
});

describe('what is on offer', () => {
  const prolongedUntil = new Date('2027-07-01T00:00:00+02:00');
  const beyondUntil = new Date('2028-06-01T12:00:30+02:00');
  type Row = [
    string,
    string,
    Assurance,
    Phase,
    Method[],
    Assurance,
    Offer['passwordOpens'],
    Date | undefined,
  ];
  const table: Row[] = [
    // without an exception
    ['2026-05-31T23:59:59.999+02:00', 'plain', 'low', 'password', passwordFirst, 'low', 'sign-in', undefined],
    [
      '2026-06-01T00:00+02:00',
      'plain',
      'low',
      'announced',
      passwordFirst,
      'low',
      'sign-in',
      applicationOnlyFrom,
    ],
    [
      '2026-09-30T23:59:59.999+02:00',
      'plain',
      'low',
      'announced',
      passwordFirst,
      'low',
      'sign-in',
      applicationOnlyFrom,
    ],
    [
      '2026-10-01T00:00+02:00',
      'plain',
      'low',
      'both-offered',
      plusFirst,
      'low',
      'sign-in',
      applicationOnlyFrom,
    ],
    [
      '2027-03-31T23:59:59+02:00',
      'plain',
      'low',
      'both-offered',
      plusFirst,
      'low',
      'sign-in',
      applicationOnlyFrom,
    ],
    [
      '2027-03-31T23:59:59.999+02:00',
      'plain',
      'low',
      'both-offered',
      plusFirst,
      'low',
      'sign-in',
      applicationOnlyFrom,
    ],
    [
      '2027-04-01T00:00+02:00',
      'plain',
      'low',
      'application-only',
      plusAlone,
      'substantial',
      'application',
      undefined,
    ],
    [
      '2027-04-01T00:00:01+02:00',
      'plain',
      'low',
      'application-only',
      plusAlone,
      'substantial',
      'application',
      undefined,
    ],
    [
      '2028-03-31T23:59:59.999+02:00',
      'plain',
      'low',
      'application-only',
      plusAlone,
      'substantial',
      'application',
      undefined,
    ],
    ['2028-04-01T00:00+02:00', 'plain', 'low', 'closed', plusAlone, 'substantial', 'nothing', undefined],
    ['2035-01-16T00:00+01:00', 'plain', 'low', 'closed', plusAlone, 'substantial', 'nothing', undefined],
    // where more than a password is demanded
    [
      '2026-05-31T23:59:59.999+02:00',
      'plain',
      'substantial',
      'password',
      plusAlone,
      'substantial',
      'application',
      undefined,
    ],
    [
      '2026-06-01T00:00+02:00',
      'plain',
      'substantial',
      'announced',
      plusAlone,
      'substantial',
      'application',
      undefined,
    ],
    [
      '2026-10-01T00:00+02:00',
      'plain',
      'substantial',
      'both-offered',
      plusAlone,
      'substantial',
      'application',
      undefined,
    ],
    [
      '2027-04-01T00:00+02:00',
      'plain',
      'substantial',
      'application-only',
      plusAlone,
      'substantial',
      'application',
      undefined,
    ],
    [
      '2028-03-31T23:59:59.999+02:00',
      'plain',
      'substantial',
      'application-only',
      plusAlone,
      'substantial',
      'application',
      undefined,
    ],
    [
      '2028-04-01T00:00+02:00',
      'plain',
      'substantial',
      'closed',
      plusAlone,
      'substantial',
      'nothing',
      undefined,
    ],
    ['2026-05-01T00:00+02:00', 'plain', 'high', 'password', plusAlone, 'high', 'application', undefined],
    ['2028-04-01T00:00+02:00', 'plain', 'high', 'closed', plusAlone, 'high', 'nothing', undefined],
    // an exception prolongs
    [
      '2026-05-31T23:59:59.999+02:00',
      'prolonged',
      'low',
      'password',
      passwordFirst,
      'low',
      'sign-in',
      undefined,
    ],
    [
      '2026-06-01T00:00+02:00',
      'prolonged',
      'low',
      'announced',
      passwordFirst,
      'low',
      'sign-in',
      prolongedUntil,
    ],
    [
      '2027-03-31T23:59:59.999+02:00',
      'prolonged',
      'low',
      'both-offered',
      plusFirst,
      'low',
      'sign-in',
      prolongedUntil,
    ],
    [
      '2027-04-01T00:00+02:00',
      'prolonged',
      'low',
      'application-only',
      plusFirst,
      'low',
      'sign-in',
      prolongedUntil,
    ],
    [
      '2027-06-30T23:59:59+02:00',
      'prolonged',
      'low',
      'application-only',
      plusFirst,
      'low',
      'sign-in',
      prolongedUntil,
    ],
    [
      '2027-06-30T23:59:59.999+02:00',
      'prolonged',
      'low',
      'application-only',
      plusFirst,
      'low',
      'sign-in',
      prolongedUntil,
    ],
    // and ends
    [
      '2027-07-01T00:00+02:00',
      'prolonged',
      'low',
      'application-only',
      plusAlone,
      'substantial',
      'application',
      undefined,
    ],
    ['2028-04-01T00:00+02:00', 'prolonged', 'low', 'closed', plusAlone, 'substantial', 'nothing', undefined],
    // also beyond the closing
    ['2028-04-01T00:00+02:00', 'beyond-closing', 'low', 'closed', plusFirst, 'low', 'sign-in', beyondUntil],
    [
      '2028-06-01T12:00:29.999+02:00',
      'beyond-closing',
      'low',
      'closed',
      plusFirst,
      'low',
      'sign-in',
      beyondUntil,
    ],
    [
      '2028-06-01T12:00:30+02:00',
      'beyond-closing',
      'low',
      'closed',
      plusAlone,
      'substantial',
      'nothing',
      undefined,
    ],
    // it never shortens
    [
      '2026-11-30T23:59:59.999+01:00',
      'shorter',
      'low',
      'both-offered',
      plusFirst,
      'low',
      'sign-in',
      applicationOnlyFrom,
    ],
    [
      '2026-12-01T00:00+01:00',
      'shorter',
      'low',
      'both-offered',
      plusFirst,
      'low',
      'sign-in',
      applicationOnlyFrom,
    ],
    [
      '2027-03-31T23:59:59.999+02:00',
      'shorter',
      'low',
      'both-offered',
      plusFirst,
      'low',
      'sign-in',
      applicationOnlyFrom,
    ],
    [
      '2027-04-01T00:00+02:00',
      'shorter',
      'low',
      'application-only',
      plusAlone,
      'substantial',
      'application',
      undefined,
    ],
    // and it lowers no demand of the relying party's own
    [
      '2027-04-01T00:00+02:00',
      'prolonged',
      'substantial',
      'application-only',
      plusAlone,
      'substantial',
      'application',
      undefined,
    ],
    [
      '2027-06-30T23:59:59.999+02:00',
      'prolonged',
      'substantial',
      'application-only',
      plusAlone,
      'substantial',
      'application',
      undefined,
    ],
    [
      '2028-04-01T00:00+02:00',
      'beyond-closing',
      'substantial',
      'closed',
      plusAlone,
      'substantial',
      'nothing',
      undefined,
    ],
  ];

  it.each(table)(
    'at %s at the relying party %s that demands %s: %s, %j, at least %s, a password opens %s',
    (instant, clientId, demand, phase, methods, least, passwordOpens, passwordUntil) => {
      expect(offerAt(calendar, clientId, demand, new Date(instant))).toEqual({
        phase,
        methods,
        least,
        passwordOpens,
        passwordUntil,
      });
    },
  );

  it('never lets a password alone in where the least is more than low, hour by hour over the whole calendar', () => {
    const hour = 60 * 60 * 1000;
    const [from, to] = [new Date('2026-05-01').getTime(), new Date('2028-07-01').getTime()];
    for (let at = from; at < to; at += 7 * hour) {
      for (const clientId of ['plain', 'prolonged', 'beyond-closing', 'shorter']) {
        for (const demand of ['low', 'substantial'] as const) {
          const offer = offerAt(calendar, clientId, demand, new Date(at));
          const signsIn = offer.passwordOpens === 'sign-in';
          expect([offer.methods.includes('ugyfelkapu'), offer.least === 'low']).toEqual([signsIn, signsIn]);
          expect(offer.methods).toContain('ugyfelkapu-plus');
        }
      }
    }
  });

  it('of one exception is no other relying party’s, whatever it is called', () => {
    const now = new Date('2027-05-01T00:00:00Z');
    for (const clientId of [
      'plain',
      'Prolonged',
      'prolonged ',
      '',
      'constructor',
      '__proto__',
      'undefined',
    ]) {
      expect(offerAt(calendar, clientId, 'low', now).passwordOpens).toBe('application');
    }
  });

  it('of two exceptions of one relying party is the longer one, in whatever order they stand', () => {
    const now = new Date('2027-06-15T00:00:00Z');
    const [long, short] = ['2027-07-01T00:00', '2027-06-01T00:00'] as const;
    for (const untils of [
      [short, long],
      [long, short],
    ]) {
      let open: Offer['passwordOpens'] | 'refused' = 'refused';
      try {
        open = offerAt(withException(...untils), 'portal', 'low', now).passwordOpens;
      } catch {
        // To refuse the second one is as good.
      }
      expect(['sign-in', 'refused']).toContain(open);
    }
  });
});

describe('a password alone is accepted somewhere', () => {
  it('as long as the longest exception lasts', () => {
    const until = new Date('2028-06-01T12:00:30+02:00').getTime();
    expect(isPasswordAcceptedAnywhere(calendar, new Date('2026-01-01T00:00:00Z'))).toBe(true);
    expect(isPasswordAcceptedAnywhere(calendar, applicationOnlyFrom)).toBe(true);
    expect(isPasswordAcceptedAnywhere(calendar, new Date(until - 1))).toBe(true);
    expect(isPasswordAcceptedAnywhere(calendar, new Date(until))).toBe(false);
  });

  it.each([
    ['without exceptions', [] as string[]],
    ['with an exception that would have shortened', ['2026-12-01T00:00']],
  ])('until the calendar closes it, %s', (_, untils) => {
    const plain = withException(...untils);
    const end = applicationOnlyFrom.getTime();
    expect(isPasswordAcceptedAnywhere(plain, new Date(end - 1))).toBe(true);
    expect(isPasswordAcceptedAnywhere(plain, new Date(end))).toBe(false);
  });
});

describe('the days left', () => {
  it.each([
    ['2027-03-20T00:00:00+01:00', 11],
    ['2027-03-27T22:59:59+01:00', 4],
    ['2027-03-27T23:30:00+01:00', 4],
    ['2027-03-28T00:30:00+01:00', 3],
    ['2027-03-29T23:59:59+02:00', 2],
    ['2027-03-30T00:00:00+02:00', 1],
    ['2027-03-30T00:00:00.001+02:00', 1],
    ['2027-03-30T23:59:59.999+02:00', 1],
    ['2027-03-31T00:00:00+02:00', 0],
    ['2027-03-31T00:00:00.001+02:00', 0],
    ['2027-03-31T08:00:00+02:00', 0],
    ['2027-03-31T23:59:59.999+02:00', 0],
    ['2027-04-01T00:00:00+02:00', 0],
    ['2027-05-01T00:00:00+02:00', 0],
  ])('at %s are %i', (instant, days) => {
    expect(daysLeft(budapest, applicationOnlyFrom, new Date(instant))).toBe(days);
  });

  it('are 0 on the whole of the last day, also where the clocks change on it', () => {
    // Both last days have a change of clocks: 23 hours in spring, 25 in autumn.
    const spring = new Date('2027-03-29T00:00:00+02:00');
    const autumn = new Date('2027-11-01T00:00:00+01:00');
    expect(daysLeft(budapest, spring, new Date('2027-03-27T23:30:00+01:00'))).toBe(1);
    expect(daysLeft(budapest, spring, new Date('2027-03-28T00:00:01+01:00'))).toBe(0);
    expect(daysLeft(budapest, autumn, new Date('2027-10-31T00:00:01+02:00'))).toBe(0);
    expect(daysLeft(budapest, autumn, new Date('2027-10-31T23:59:59+01:00'))).toBe(0);
  });
});

describe('the calendar as it is written', () => {
  it('names instants by the local time of its zone, in winter and in summer', () => {
    const winter = calendarSchema.parse(
      changed({
        announced_from: '2026-01-16T00:00',
        both_offered_from: '2026-03-29T01:59:59',
        application_only_from: '2026-03-29T03:00',
        closed_from: '2026-10-25T03:00:00',
        exceptions: [
          { client_id: 'one', password_only_until: '2026-12-31T23:59:59' },
          { client_id: 'two', password_only_until: '2026-10-25T01:59:59' },
        ],
      }),
    );
    expect(winter.announcedFrom.toISOString()).toBe('2026-01-15T23:00:00.000Z');
    expect(winter.bothOfferedFrom.toISOString()).toBe('2026-03-29T00:59:59.000Z');
    expect(winter.applicationOnlyFrom.toISOString()).toBe('2026-03-29T01:00:00.000Z');
    expect(winter.closedFrom.toISOString()).toBe('2026-10-25T02:00:00.000Z');
    expect(winter.passwordOnlyUntil.get('one')?.toISOString()).toBe('2026-12-31T22:59:59.000Z');
    expect(winter.passwordOnlyUntil.get('two')?.toISOString()).toBe('2026-10-24T23:59:59.000Z');
    expect(calendar.announcedFrom.toISOString()).toBe('2026-05-31T22:00:00.000Z');
  });

  it('is another one in another zone', () => {
    const elsewhere = calendarSchema.parse(changed({ time_zone: 'America/New_York' }));
    expect(elsewhere.announcedFrom.toISOString()).toBe('2026-06-01T04:00:00.000Z');
    expect(calendarSchema.parse(changed({ time_zone: 'UTC' })).announcedFrom.toISOString()).toBe(
      '2026-06-01T00:00:00.000Z',
    );
  });

  it('needs no exceptions', () => {
    const { exceptions: _, ...without } = written;
    expect(calendarSchema.parse(without).passwordOnlyUntil.size).toBe(0);
  });

  it.each(['2027-03-28T02:00', '2027-03-28T02:30', '2027-03-28T02:59:59'])(
    'with a local time that the clocks leave out in spring is refused: %s',
    (text) => {
      expect(calendarSchema.safeParse(changed({ application_only_from: text })).success).toBe(false);
      const exceptions = [{ client_id: 'portal', password_only_until: text }];
      expect(calendarSchema.safeParse(changed({ exceptions })).success).toBe(false);
    },
  );

  it.each(['2027-10-31T02:00', '2027-10-31T02:30', '2027-10-31T02:59:59'])(
    'with a local time that comes twice in autumn is refused: %s',
    (text) => {
      expect(calendarSchema.safeParse(changed({ closed_from: text })).success).toBe(false);
      const exceptions = [{ client_id: 'portal', password_only_until: text }];
      expect(calendarSchema.safeParse(changed({ exceptions })).success).toBe(false);
    },
  );

  it.each(['2027-03-28T01:59:59', '2027-03-28T03:00', '2027-10-31T01:59:59', '2027-10-31T03:00'])(
    'with the local time beside a change of clocks is accepted: %s',
    (text) => {
      const exceptions = [{ client_id: 'portal', password_only_until: text }];
      expect(calendarSchema.safeParse(changed({ exceptions })).success).toBe(true);
    },
  );

  it.each([
    { announced_from: '2026-10-01T00:00:01' },
    { both_offered_from: '2027-04-01T00:00:01' },
    { application_only_from: '2028-04-01T00:00:01' },
    { both_offered_from: '2026-05-31T23:59:59' },
    { closed_from: '2026-01-01T00:00' },
  ])('with phases out of order is refused, and says so: %j', (change) => {
    const { error } = calendarSchema.safeParse(changed(change));
    expect(error?.issues.map(({ message }) => message)).toEqual(['the phases must follow each other']);
  });

  it.each([
    '2027-04-01T00:00:00Z',
    '2027-04-01T00:00:00z',
    '2027-04-01T00:00:00+02:00',
    '2027-04-01T00:00:00+0200',
    '2027-04-01T00:00:00-05:00',
    '2027-04-01T00:00+02',
    '2027-04-01T00:00-05',
    '2027-04-01T00:00+01:00:00',
    '2027-04-01T00:00[Europe/Budapest]',
    '2027-04-01T00:00+02:00[Europe/Budapest]',
    '2027-02-30T00:00',
    '2027-04-01T24:00',
    '2027-04-01T25:00',
    '01.04.2027 00:00',
    'tomorrow',
    '',
    1806530400,
    null,
    undefined,
  ])('with anything else than a local time is refused: %j', (text) => {
    expect(calendarSchema.safeParse(changed({ application_only_from: text })).success).toBe(false);
    const exceptions = [{ client_id: 'portal', password_only_until: text }];
    expect(calendarSchema.safeParse(changed({ exceptions })).success).toBe(false);
  });

  it.each([
    {},
    { password_only_until: '2025-01-16T00:00:00+01:00' },
    changed({ time_zone: 'Europe/Buda' }),
    changed({ time_zone: '' }),
    changed({ time_zone: undefined }),
    changed({ another_date: '2027-04-01T00:00' }),
    changed({ exceptions: { portal: '2027-07-01T00:00' } }),
    changed({ exceptions: [{ client_id: 'portal' }] }),
    changed({ exceptions: [{ client_id: 7, password_only_until: '2027-07-01T00:00' }] }),
    changed({ exceptions: [{ client_id: 'p', password_only_until: '2027-07-01T00:00', why: 'x' }] }),
  ])('of another shape is refused, not thrown at anybody: %j', (text) => {
    expect(calendarSchema.safeParse(text).success).toBe(false);
  });
});
