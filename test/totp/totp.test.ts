import { describe, expect, it } from '@jest/globals';
import {
  type CodeMatch,
  currentCode,
  inGroupsOfFour,
  matchCode,
  newSecretKey,
  otpauthUri,
  parseCode,
} from '../../src/totp/totp.ts';
import { codeAt } from '../support/authenticator.ts';

/** The key of RFC 6238 appendix B, `12345678901234567890`, in base32. */
const rfcKey = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

const second = 1000;
const step = 30 * second;
/** The first instant of a step. */
const start = new Date('2026-01-16T08:00:00Z');

function later(milliseconds: number): Date {
  return new Date(start.getTime() + milliseconds);
}

function stepAt(instant: Date): number {
  return Math.floor(instant.getTime() / step);
}

describe('the vectors of RFC 6238 appendix B, SHA-1, their last six digits', () => {
  const vectors = [
    { seconds: 59, code: '287082', counter: 0x1 },
    { seconds: 1111111109, code: '081804', counter: 0x23523ec },
    { seconds: 1111111111, code: '050471', counter: 0x23523ed },
    { seconds: 1234567890, code: '005924', counter: 0x273ef07 },
    { seconds: 2000000000, code: '279037', counter: 0x3f940aa },
    { seconds: 20000000000, code: '353130', counter: 0x27bc86aa },
  ];

  it.each(vectors)('accepts $code at $seconds s', ({ seconds, code, counter }) => {
    const instant = new Date(seconds * second);
    expect(matchCode({ secretKey: rfcKey }, code, instant)).toEqual({ kind: 'current', step: counter });
    expect(currentCode(rfcKey, instant).code).toBe(code);
  });
});

describe('the window is one step either side', () => {
  const instants = [
    { edge: 'in the first millisecond of a step', now: start },
    { edge: 'in the last millisecond of a step', now: later(step - 1) },
  ];

  it.each(instants)('and no wider $edge', ({ now }) => {
    const kinds = [-2, -1, 0, 1, 2].map((steps) => {
      const shown = later(steps * step);
      const match = matchCode({ secretKey: rfcKey }, codeAt(rfcKey, shown), now);
      return match.kind === 'current' ? match.step - stepAt(start) : match.kind;
    });
    expect(kinds).toEqual(['just-expired', -1, 0, 1, 'drifted']);
  });
});

describe('a code of another time, from eleven minutes ago to eleven minutes ahead', () => {
  const offsets = Array.from({ length: 45 }, (_, index) => ({ seconds: (index - 22) * 30 }));

  it.each(offsets)('$seconds seconds off', ({ seconds }) => {
    const shown = later(seconds * second);
    expectMatch(
      matchCode({ secretKey: rfcKey }, codeAt(rfcKey, shown), later(11 * second)),
      seconds,
      stepAt(shown),
    );
  });

  function expectMatch(match: CodeMatch, seconds: number, shownStep: number): void {
    if (Math.abs(seconds) <= 30) {
      expect(match).toEqual({ kind: 'current', step: shownStep });
    } else if (seconds >= -120 && seconds < 0) {
      expect(match).toEqual({ kind: 'just-expired', step: shownStep });
    } else if (Math.abs(seconds) <= 630) {
      expect(match).toEqual({ kind: 'drifted', step: shownStep });
    } else {
      expect(match).toEqual({ kind: 'none' });
    }
  }
});

it('goes by the clock of the phone where that is known', () => {
  const kinds = [3, 4, 5, 6, 7, 8].map(
    (steps) => matchCode({ secretKey: rfcKey }, codeAt(rfcKey, later(steps * step)), start, 6).kind,
  );
  expect(kinds).toEqual(['just-expired', 'just-expired', 'current', 'current', 'current', 'drifted']);
  expect(matchCode({ secretKey: rfcKey }, codeAt(rfcKey, start), start, 6).kind).toBe('drifted');
});

it('knows nothing of the code of another key', () => {
  expect(matchCode({ secretKey: rfcKey }, codeAt('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', start), start)).toEqual({
    kind: 'none',
  });
});

describe('what a citizen types', () => {
  const readable: [string, string][] = [
    ['as it is', '012345'],
    ['with the space that Google Authenticator shows', '012 345'],
    ['with spaces around', '  012345 '],
    ['with a space between all', '0 1 2 3 4 5'],
    ['with a hyphen', '012-345'],
    ['with a non-breaking hyphen', '012\u2011345'],
    ['with an en dash', '012\u2013345'],
    ['with an em dash', '012\u2014345'],
    ['with a non-breaking space', '012\u00a0345'],
    ['with a narrow non-breaking space', '012\u202f345'],
  ];

  it.each(readable)('is read %s', (_, typed) => {
    expect(parseCode(typed)).toBe('012345');
  });

  const unreadable: [string, string][] = [
    ['nothing', ''],
    ['spaces alone', '   '],
    ['five digits', '12345'],
    ['seven digits', '1234567'],
    ['twice six digits', '123456 123456'],
    ['a letter among digits', '12345a'],
    ['the letter O for a zero', 'O12345'],
    ['letters', 'abcdef'],
    ['a sign', '+12345'],
    ['a point', '123.456'],
    ['a number in another notation', '0x1234'],
    ['Arabic-Indic digits', '١٢٣٤٥٦'],
    ['full-width digits', '１２３４５６'],
    ['mathematical digits', '𝟏𝟐𝟑𝟒𝟓𝟔'],
  ];

  it.each(unreadable)('is refused: %s', (_, typed) => {
    expect(parseCode(typed)).toBeUndefined();
  });
});

describe('a new key', () => {
  const keys = Array.from({ length: 500 }, newSecretKey);

  it('has 160 bits, in base32 without padding', () => {
    for (const key of keys) {
      expect(key).toMatch(/^[A-Z2-7]{32}$/);
    }
  });

  it('is never the same', () => {
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('varies in every character', () => {
    const charactersAt = Array.from({ length: 32 }, (_, at) => new Set(keys.map((key) => key[at])).size);
    // Five hundred draws from 32 letters see nearly all of them.
    expect(Math.min(...charactersAt)).toBeGreaterThan(24);
  });

  it('is shown in groups of four, as people type it', () => {
    expect(inGroupsOfFour(rfcKey)).toEqual(['GEZD', 'GNBV', 'GY3T', 'QOJQ', 'GEZD', 'GNBV', 'GY3T', 'QOJQ']);
  });
});

describe('the otpauth URI', () => {
  const names = [
    { service: 'Kapu', username: 'minta.anna' },
    { service: 'Kapu & Társa', username: 'kovács.jános' },
    { service: 'Kapu 100%?', username: 'a_b-c.d' },
  ];

  it.each(names)('carries issuer, label and key: $service, $username', ({ service, username }) => {
    const uri = new URL(otpauthUri(service, username, rfcKey));
    expect(uri.protocol).toBe('otpauth:');
    expect(uri.host).toBe('totp');
    expect(decodeURIComponent(uri.pathname)).toBe(`/${service}:${username}`);
    expect(uri.searchParams.get('issuer')).toBe(service);
    expect(uri.searchParams.get('secret')).toBe(rfcKey);
  });

  it('asks for nothing that an app may not know: SHA-1, 6 digits, 30 seconds', () => {
    const { searchParams } = new URL(otpauthUri('Kapu', 'minta.anna', rfcKey));
    expect(searchParams.get('algorithm') ?? 'SHA1').toBe('SHA1');
    expect(searchParams.get('digits') ?? '6').toBe('6');
    expect(searchParams.get('period') ?? '30').toBe('30');
  });
});

describe('another implementation, oathtool, agrees', () => {
  const instants = [
    '2001-09-09T01:46:40Z',
    '2026-01-16T08:00:29.999Z',
    '2027-03-31T23:59:59Z',
    '2040-02-29T12:00:00Z',
  ];

  it.each(instants)('with fresh keys at %s', (text) => {
    const instant = new Date(text);
    for (const key of Array.from({ length: 10 }, newSecretKey)) {
      const code = codeAt(key, instant);
      expect(currentCode(key, instant).code).toBe(code);
      expect(matchCode({ secretKey: key }, code, instant)).toEqual({
        kind: 'current',
        step: stepAt(instant),
      });
    }
  });

  it('and the code changes when it is said to', () => {
    const { code, until } = currentCode(rfcKey, later(12 * second));
    expect(until).toEqual(later(step));
    expect(codeAt(rfcKey, new Date(until.getTime() - 1))).toBe(code);
    expect(codeAt(rfcKey, until)).not.toBe(code);
  });
});
