/** Entries as a table for a spreadsheet. What people typed stands in it: no cell may be read as a formula. */

import { instantOf } from '../../audit/chain/chain-store.ts';
import type { OpenedEntry } from '../../audit/reading/audit-reader.ts';
import { inWords, type WordsFor } from '../../staff-pages/log/entry-in-words.ts';

/** Spreadsheets in Hungary part cells by semicolons; without the mark at the beginning they misread the letters. */
const separator = ';';
const byteOrderMark = '\uFEFF';

export function csvOf(entries: readonly OpenedEntry[], words: WordsFor): string {
  const { t } = words;
  const head = [
    t('oversight.entry.number', { number: '' }).trim(),
    t('oversight.entry.when'),
    t('oversight.entry.who'),
    t('oversight.office.label'),
    t('oversight.entry.what'),
    t('oversight.entry.whom'),
    t('oversight.entry.reason'),
    t('oversight.entry.outcome'),
    t('oversight.entry.authority'),
    'id',
    'digest',
    'hash',
  ];
  const rows = entries.map(({ id, sequence, event, digest, hash }) => {
    const at = instantOf(id);
    const { who, office, what, whom, reason, outcome, authority } = inWords(
      { id, sequence, at, event },
      words,
    );
    const said = [who, office, what, whom, reason, outcome, authority];
    return [String(sequence), at.toISOString(), ...said, id, digest, hash];
  });
  return byteOrderMark + [head, ...rows].map((row) => `${row.map(cell).join(separator)}\r\n`).join('');
}

/** What begins like a formula gets an apostrophe before it, also behind spaces and in its wide form. */
function cell(text: string): string {
  const isLikeFormula = /^[\s\0]*[=+\-@\uff1d\uff0b\uff0d\uff20|]/u.test(text) || /^[\t\r\n]/.test(text);
  return `"${(isLikeFormula ? `'${text}` : text).replaceAll('"', '""')}"`;
}
