import { expect, it } from '@jest/globals';
import { dayInWords, instantInWords as onSites } from '../../demo/site/dates.ts';
import { dateInWords, instantInWords } from '../../src/web/page/dates-and-times.ts';

it.each(['hu', 'en'] as const)('the sample sites write dates as the hosted pages do (%s)', (language) => {
  for (const instant of ['2026-12-01T08:05:00Z', '2026-05-31T22:30:00Z', '2027-01-10T12:00:00Z']) {
    const when = new Date(instant);
    expect(onSites(when, language)).toBe(instantInWords(when, language));
    expect(dayInWords(instant.slice(0, 10), language)).toBe(
      dateInWords(new Date(`${instant.slice(0, 10)}T12:00:00Z`), language),
    );
  }
  expect(dayInWords('nem nap', language)).toBe('nem nap');
});
