import { expect, it } from '@jest/globals';
import { typedDateAsIso } from '../../../src/web/form/typed-date.ts';

it.each(['1956-03-14', '1956.03.14.', '1956. 03. 14.', '1956. 3. 14', ' 1956.03.14 '])(
  'reads a day as documents write it: “%s”',
  (typed) => {
    expect(typedDateAsIso(typed).trim()).toBe('1956-03-14');
  },
);

it.each(['', '14.03.1956', '1956. március 14.', '56.03.14.', '1956..'])(
  'leaves alone what is no such day: “%s”',
  (typed) => {
    expect(typedDateAsIso(typed)).toBe(typed);
  },
);
