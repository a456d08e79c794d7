import { describe, expect, it } from '@jest/globals';
import {
  type CodeAssurances,
  type CodeChannel,
  channelsThatReach,
  mildestByCode,
} from '../../src/assurance/code-channels.ts';
import {
  type Calendar,
  isEnough,
  type Offer,
  offerAt,
  phaseAt,
} from '../../src/assurance/cutover-calendar.ts';
import type { Assurance } from '../../src/assurance/levels.ts';

const calendar: Calendar = {
  timeZone: 'Europe/Budapest',
  announcedFrom: new Date('2026-06-01T00:00:00Z'),
  bothOfferedFrom: new Date('2026-10-01T00:00:00Z'),
  applicationOnlyFrom: new Date('2027-04-01T00:00:00Z'),
  closedFrom: new Date('2028-04-01T00:00:00Z'),
  passwordOnlyUntil: new Map([['exception', new Date('2027-06-01T00:00:00Z')]]),
};
const withoutPassword = ['2027-04-01T00:00:00Z', '2028-03-31T23:59:59Z', '2028-04-01T00:00:00Z'];
const withPassword = [
  '2026-01-01T00:00:00Z',
  '2026-06-01T00:00:00Z',
  '2026-10-01T00:00:00Z',
  '2027-03-31T23:59:59Z',
];
const byCodes: (Assurance | undefined)[] = [undefined, 'low', 'substantial'];

describe('the least assurance that may come out', () => {
  it.each(withPassword)('while a password signs in: the demand, whatever codes reach (%s)', (at) => {
    for (const byCode of byCodes) {
      expect(offerAt(calendar, 'portal', 'low', new Date(at), byCode)).toMatchObject({
        least: 'low',
        passwordOpens: 'sign-in',
      });
    }
  });

  it.each(withoutPassword)(
    'afterwards: what a password and a code reach, and more without codes (%s)',
    (at) => {
      const least = byCodes.map((byCode) => offerAt(calendar, 'portal', 'low', new Date(at), byCode).least);
      expect(least).toEqual(['substantial', 'low', 'substantial']);
    },
  );

  it.each([...withPassword, ...withoutPassword])('never less than the demand (%s)', (at) => {
    for (const byCode of byCodes) {
      expect(offerAt(calendar, 'portal', 'substantial', new Date(at), byCode).least).toBe('substantial');
      expect(offerAt(calendar, 'portal', 'high', new Date(at), byCode).least).toBe('high');
    }
  });

  it.each([...withPassword, ...withoutPassword])('codes open nothing to a password alone (%s)', (at) => {
    const [without, ...others] = byCodes.map((byCode) =>
      offerAt(calendar, 'portal', 'low', new Date(at), byCode),
    );
    for (const other of others) {
      expect({ ...other, least: '' }).toEqual({ ...without, least: '' });
    }
  });
});

describe('a sign-in is enough', () => {
  const at = (instant: string, clientId = 'portal'): Offer =>
    offerAt(calendar, clientId, 'low', new Date(instant), 'low');
  const table: [string, Offer, Assurance, string[], boolean][] = [
    ['a password alone while it signs in', at('2027-03-31T23:59:59Z'), 'low', ['pwd'], true],
    ['a password alone afterwards', at('2027-04-01T00:00:00Z'), 'low', ['pwd'], false],
    [
      'a password alone where it is still accepted',
      at('2027-05-01T00:00:00Z', 'exception'),
      'low',
      ['pwd'],
      true,
    ],
    ['of which nothing is known', at('2027-04-01T00:00:00Z'), 'low', [], false],
    ['a password and a mailed code', at('2027-04-01T00:00:00Z'), 'low', ['pwd', 'otp'], true],
    ['a password and a texted code', at('2028-04-01T00:00:00Z'), 'low', ['pwd', 'sms'], true],
    ['an Ügyfélkapu+', at('2027-04-01T00:00:00Z'), 'substantial', ['pwd', 'otp', 'mfa'], true],
    ['a password under another name', at('2027-04-01T00:00:00Z'), 'low', ['pwd', 'pwd'], false],
  ];

  it.each(table)('or not: %s', (_, offer, reached, amr, enough) => {
    expect(isEnough(offer, reached, amr)).toBe(enough);
  });

  it('never below the least, whatever was done', () => {
    const offer = offerAt(calendar, 'portal', 'substantial', new Date('2027-04-01T00:00:00Z'), 'low');
    expect(phaseAt(calendar, new Date('2027-04-01T00:00:00Z'))).toBe('application-only');
    expect(isEnough(offer, 'low', ['pwd', 'otp', 'mfa'])).toBe(false);
  });
});

describe('the channels of a deployment', () => {
  const table: [CodeAssurances, Assurance | undefined][] = [
    [{}, undefined],
    [{ email: 'low' }, 'low'],
    [{ sms: 'substantial' }, 'substantial'],
    [{ email: 'substantial', sms: 'low' }, 'low'],
    [{ email: 'substantial', sms: 'substantial' }, 'substantial'],
  ];

  it.each(table)('%j: the mildest that comes out is %s', (codes, mildest) => {
    expect(mildestByCode(codes)).toBe(mildest);
  });

  const both: CodeChannel[] = ['email', 'sms'];
  const reaching: [CodeAssurances, CodeChannel[], Assurance, CodeChannel[]][] = [
    [{}, both, 'low', []],
    [{ email: 'low', sms: 'substantial' }, both, 'low', both],
    [{ email: 'low', sms: 'substantial' }, both, 'substantial', ['sms']],
    [{ email: 'low', sms: 'substantial' }, ['email'], 'substantial', []],
    [{ email: 'low', sms: 'substantial' }, [], 'low', []],
    [{ email: 'substantial', sms: 'substantial' }, both, 'high', []],
  ];

  it.each(reaching)('%j, of a person with %j, for %s: %j', (codes, ofPerson, needed, channels) => {
    expect(channelsThatReach(codes, ofPerson, needed)).toEqual(channels);
  });
});
