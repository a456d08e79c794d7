/** The pages of docs/relying-parties are what scripts/interop can run: complete, pinned, registrable, and listed where people look. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseRegistration } from '../../src/clients/registration.ts';
import { supportedScopes } from '../../src/oidc/policy/claims.ts';
import { allFailed } from '../interop/journey.ts';
import { atPlaces, pages, readRecipe, recipeNames } from '../interop/recipe.ts';
import { rows } from '../interop/rows.ts';
import { columns, tableOf } from '../interop/table.ts';

const names = recipeNames();
const table = readFileSync(join(pages, 'README.md'), 'utf8');
const integrators = readFileSync(resolve(pages, '../integrators.md'), 'utf8');

it('each page is run, and each row has a page', () => {
  expect(rows.map(({ recipe }) => recipe).sort()).toEqual([...names].sort());
  expect(names.length).toBeGreaterThanOrEqual(12);
});

describe.each(names)('%s', (name) => {
  const recipe = readRecipe(name);

  it('registers a client of that name that production takes', () => {
    expect(parseRegistration(recipe.client, supportedScopes)).toMatchObject({ kind: 'valid' });
    expect(recipe.client.client_id).toBe(name);
  });

  it('installs the version of its heading', () => {
    const blocks = [recipe.install, ...recipe.files.map(({ text }) => text)].join('\n');
    // Debian's is as new as the system.
    expect(blocks).toMatch(
      blocks.includes('apt-get')
        ? /libapache2-mod-auth-openidc|oidc-agent-cli|ruby-openid-connect/
        : recipe.version,
    );
  });

  it('is linked from the page for integrators, and stands in the table with its version', () => {
    expect(integrators).toContain(`(relying-parties/${name}.md)`);
    expect(table).toContain(`| [${recipe.software}](${name}.md) | ${recipe.version} |`);
  });

  it('has the places of a demo, which a run changes for its own', () => {
    const places = { issuerPort: 1, port: 2, applicationPort: 3, secondPort: 4, secret: 'printed' };
    const texts = [recipe.run, ...recipe.files.map(({ text }) => text)].map((text) => atPlaces(text, places));
    expect(texts.join('\n')).not.toMatch(/:(3000|808\d)\b|the-client-secret/);
    expect(texts.join('\n')).toMatch(/localhost:1\b/);
  });
});

it('a table says what works, what there is not, and each reason once', () => {
  const [row] = rows.filter(({ recipe }) => recipe === 'oauth2-proxy');
  if (!row) {
    throw new Error('no such row');
  }
  const recipe = readRecipe(row.recipe);
  const worked = Object.fromEntries(columns.map((column) => [column, true])) as ReturnType<typeof allFailed>;
  const lines = tableOf([
    { recipe, outcomes: { ...worked, 'step-up': undefined } },
    { recipe, outcomes: allFailed(row, 'could not be had') },
  ]).split('\n');
  expect(lines.slice(2)).toEqual([
    `| [oauth2-proxy](oauth2-proxy.md) | ${recipe.version} | ✓ | – | ✓ | ✓ | ✓ | ✓ |`,
    `| [oauth2-proxy](oauth2-proxy.md) | ${recipe.version} | ✗ 1 | – | ✗ 2 | ✗ 2 | ✗ 2 | – |`,
    '',
    '1. could not be had',
    '2. no sign-in',
  ]);
});
