/** The table of converters says what the test of them shows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { convertibles } from '../support/convertibles.ts';

const document = readFileSync(join(import.meta.dirname, '../../docs/bringing-people-over.md'), 'utf8');

it.each(convertibles)('the table of who came over has the row of $product', (system) => {
  const { from, product, kinds, people, passwordsLeftBehind, withApp, signIn } = system;
  const carried = people - passwordsLeftBehind;
  expect(document).toContain(
    `| \`${from}\` | ${product} | ${kinds} | ${people} | ${carried} | ${withApp} | ${signIn} |`,
  );
});
