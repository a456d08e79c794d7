import { describe, expect, it } from '@jest/globals';
import { translator } from '../../../src/composition/words.ts';
import { type CodeRefusal, codeError, statusOfRefusal } from '../../../src/web/form/code-error.ts';
import { dateInWords, timeOfDay, valuesInWords } from '../../../src/web/page/dates-and-times.ts';

const until = new Date('2026-01-16T08:05:00Z');

describe('why a code did not pass, in words and as a status', () => {
  const table: [CodeRefusal, string, number][] = [
    [{ kind: 'empty' }, 'Írja be a hitelesítő alkalmazásban látható kódot.', 422],
    [{ kind: 'format' }, 'A kód csak számjegyekből áll. Mindegyiket írja be; a szóköz nem gond.', 422],
    [
      { kind: 'just-expired' },
      'Ez a kód az imént lejárt. Nem rontott el semmit: várja meg az új kódot, és azt írja be.',
      422,
    ],
    [
      { kind: 'used' },
      'Ezt a kódot már felhasználták. Várja meg a következőt (legfeljebb 30 másodperc).',
      422,
    ],
    [
      { kind: 'clock', minutes: 5 },
      'A telefon órája kb. 5 percet siet. Kapcsolja be az automatikus időbeállítást.',
      422,
    ],
    [
      { kind: 'clock', minutes: -10 },
      'A telefon órája kb. 10 percet késik. Kapcsolja be az automatikus időbeállítást.',
      422,
    ],
    [
      { kind: 'clock-next', minutes: -4 },
      'A telefon órája kb. 4 percet késik. Ez nem baj: várja meg a következő kódot, és írja be azt is.',
      422,
    ],
    [
      { kind: 'clock-put-back', until },
      'A telefon óráját időközben visszaállították. Biztonsági okból várjon 09:05-ig, utána írjon be két egymást követő kódot. Nem rontott el semmit.',
      422,
    ],
    [
      { kind: 'wrong', attemptsLeft: 3 },
      'A megadott kód nem megfelelő. Várja meg a következőt, és azt írja be. Még 3 próbálkozása van.',
      422,
    ],
    [
      { kind: 'wrong', attemptsLeft: 0, lockedUntil: until },
      'A megadott kód nem megfelelő. Biztonsági okból 09:05-ig nem lehet kóddal belépni. Utána újra próbálhatja. A fiókja nem szűnt meg, hivatalba nem kell mennie.',
      422,
    ],
    [
      { kind: 'clock', minutes: -7, lockedUntil: until },
      'A telefon órája kb. 7 percet késik. Kapcsolja be az automatikus időbeállítást. Biztonsági okból 09:05-ig nem lehet kóddal belépni. Utána újra próbálhatja.',
      422,
    ],
    [
      { kind: 'locked', until },
      'Biztonsági okból 09:05-ig nem lehet kóddal belépni. Utána újra próbálhatja. A fiókja nem szűnt meg, hivatalba nem kell mennie.',
      429,
    ],
  ];

  it.each(table)('%j: %s', (refusal, text, status) => {
    const { field, message, values } = codeError('code', refusal);
    expect(field).toBe('code');
    expect(translator('hu')(message, valuesInWords(values, 'hu'))).toBe(text);
    expect(statusOfRefusal(refusal)).toBe(status);
  });

  it.each([
    ['exhausted', 429],
    ['no-plus', 422],
    ['wrong-for-key', 422],
  ] as const)('%s has a sentence in both languages', (kind, status) => {
    const { message, values } = codeError('code', { kind });
    for (const language of ['hu', 'en'] as const) {
      expect(translator(language)(message, valuesInWords(values, language))).toMatch(/\.$/);
    }
    expect(statusOfRefusal({ kind })).toBe(status);
  });
});

describe('the time of day is that of Hungary', () => {
  it.each([
    ['2026-01-16T08:05:00Z', '09:05'],
    ['2026-07-16T08:05:00Z', '10:05'],
    ['2026-03-29T00:59:59Z', '01:59'],
    ['2026-03-29T01:00:00Z', '03:00'],
    ['2026-01-15T23:00:00Z', '00:00'],
    ['2026-01-16T22:59:59Z', '23:59'],
  ])('%s is %s', (instant, text) => {
    expect(timeOfDay(new Date(instant), 'hu')).toBe(text);
  });
});

describe('the date in words is that of Hungary', () => {
  it.each([
    ['2027-03-31T21:59:59Z', '2027. március\u00a031.', '31\u00a0March 2027'],
    ['2027-03-31T22:00:00Z', '2027. április\u00a01.', '1\u00a0April 2027'],
  ])('%s is %s', (instant, hungarian, english) => {
    expect(dateInWords(new Date(instant), 'hu')).toBe(hungarian);
    expect(dateInWords(new Date(instant), 'en')).toBe(english);
  });
});
