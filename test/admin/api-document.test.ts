import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import { apiDocument } from '../../src/admin/api-document.ts';
import { asYaml } from '../../src/cli/clients/yaml.ts';

it('docs/admin-api.yaml is what the code says: kapu clients api-document > docs/admin-api.yaml', () => {
  const written = readFileSync(resolve(import.meta.dirname, '../../docs/admin-api.yaml'), 'utf8');
  expect(written).toBe(`${asYaml(apiDocument())}\n`);
});

it('every reference in it leads somewhere', () => {
  const text = JSON.stringify(apiDocument());
  const { components } = apiDocument() as { components: { schemas: object } };
  const names = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(10);
  expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining(names));
});
