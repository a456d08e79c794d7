import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Demand, demandOf } from '../../src/assurance/demand.ts';
import { type Assurance, reachableAssurances } from '../../src/assurance/levels.ts';
import { checkDeclarations } from '../../src/clients/declarations.ts';
import type { Registration } from '../../src/clients/registration.ts';
import { loadClientDeclarations } from '../../src/config.ts';

const low = 'http://eidas.europa.eu/LoA/low';
const substantial = 'http://eidas.europa.eu/LoA/substantial';
const high = 'http://eidas.europa.eu/LoA/high';
const unknown = 'urn:example:silver';

const unmet: Demand = { kind: 'unmet' };

function atLeast(least: Assurance): Demand {
  return { kind: 'assurance', least };
}

/** The `claims` parameter that asks for an acr in this way. */
function acrClaim(acr: unknown): string {
  return JSON.stringify({ id_token: { acr } });
}

describe('acr_values', () => {
  const table: [Assurance, string | undefined, Demand][] = [
    ['low', undefined, atLeast('low')],
    ['low', '', atLeast('low')],
    ['low', low, atLeast('low')],
    ['low', substantial, atLeast('substantial')],
    ['low', high, atLeast('substantial')],
    ['low', unknown, atLeast('low')],
    ['low', 'substantial', atLeast('low')],
    ['low', `${substantial} ${low}`, atLeast('low')],
    ['low', `${high} ${substantial}`, atLeast('substantial')],
    ['low', `${high} ${unknown}`, atLeast('substantial')],
    ['low', `${unknown} ${substantial}`, atLeast('substantial')],
    ['low', `  ${substantial}  `, atLeast('substantial')],
    ['substantial', undefined, atLeast('substantial')],
    ['substantial', low, atLeast('substantial')],
    ['substantial', substantial, atLeast('substantial')],
    ['substantial', high, atLeast('substantial')],
    ['substantial', unknown, atLeast('substantial')],
  ];

  it.each(table)('registered for %s, asking for %j: %j', (minimum, acrValues, expected) => {
    expect(demandOf(minimum, acrValues, undefined)).toEqual(expected);
  });

  it.each([null, 7, [substantial], { value: substantial }])(
    'of another type ask for nothing: %j',
    (values) => {
      expect(demandOf('low', values, undefined)).toEqual(atLeast('low'));
    },
  );
});

describe('the acr claim', () => {
  const table: [Assurance, unknown, Demand][] = [
    // voluntary
    ['low', null, atLeast('low')],
    ['low', {}, atLeast('low')],
    ['low', { value: substantial }, atLeast('substantial')],
    ['low', { value: high }, atLeast('substantial')],
    ['low', { value: unknown }, atLeast('low')],
    ['low', { values: [low, substantial] }, atLeast('low')],
    ['low', { values: [] }, atLeast('low')],
    ['low', { essential: false, values: [high] }, atLeast('substantial')],
    ['substantial', { value: low }, atLeast('substantial')],
    // essential
    ['low', { essential: true }, atLeast('low')],
    ['low', { essential: true, values: [] }, atLeast('low')],
    ['low', { essential: true, value: low }, atLeast('low')],
    ['low', { essential: true, value: substantial }, atLeast('substantial')],
    ['low', { essential: true, values: [substantial, high] }, atLeast('substantial')],
    ['low', { essential: true, values: [high, substantial] }, atLeast('substantial')],
    ['low', { essential: true, values: [unknown, substantial] }, atLeast('substantial')],
    ['low', { essential: true, value: high }, unmet],
    ['low', { essential: true, values: [high] }, unmet],
    ['low', { essential: true, value: unknown }, unmet],
    ['low', { essential: true, values: [unknown, high] }, unmet],
    ['substantial', { essential: true, values: [high] }, unmet],
    ['substantial', { essential: true, values: [substantial] }, atLeast('substantial')],
  ];

  it.each(table)('registered for %s, claiming %j: %j', (minimum, acr, expected) => {
    expect(demandOf(minimum, undefined, acrClaim(acr))).toEqual(expected);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"acr"',
    '7',
    '{"id_token":7}',
    '{"id_token":null}',
    '{"id_token":{}}',
    '{"id_token":{"acr":"http://eidas.europa.eu/LoA/substantial"}}',
    '{"id_token":{"acr":{"values":"http://eidas.europa.eu/LoA/substantial"}}}',
    '{"id_token":{"acr":{"essential":"true","value":7}}}',
    '{"userinfo":{"acr":{"essential":true,"value":"http://eidas.europa.eu/LoA/high"}}}',
  ])('in a parameter of another shape asks for nothing: %s', (claims) => {
    expect(demandOf('low', undefined, claims)).toEqual(atLeast('low'));
    expect(demandOf('substantial', undefined, claims)).toEqual(atLeast('substantial'));
  });

  it('is found beside other claims', () => {
    const claims = JSON.stringify({
      userinfo: { name: null },
      id_token: { auth_time: { essential: true }, acr: { essential: true, values: [substantial] } },
    });
    expect(demandOf('low', undefined, claims)).toEqual(atLeast('substantial'));
  });
});

describe('both together', () => {
  const table: [Assurance, string, unknown, Demand][] = [
    ['low', substantial, { value: low }, atLeast('substantial')],
    ['low', low, { value: substantial }, atLeast('substantial')],
    ['low', low, { value: low }, atLeast('low')],
    ['low', unknown, { value: unknown }, atLeast('low')],
    ['low', substantial, { essential: true, values: [high] }, unmet],
    ['low', high, { essential: true, values: [low] }, atLeast('substantial')],
  ];

  it.each(table)(
    'registered for %s, asking for %s and claiming %j: %j',
    (minimum, acrValues, acr, expected) => {
      expect(demandOf(minimum, acrValues, acrClaim(acr))).toEqual(expected);
    },
  );
});

describe('a relying party registered for what nobody can reach', () => {
  it.each(['high', 'higher', '', undefined])('is refused when the configuration is read: %j', (minimum) => {
    expect(() => clientsWith(minimum)).toThrow(/clients\/portal\.json minimum_assurance: /);
  });

  it.each(reachableAssurances)('is no relying party registered for %s', (minimum) => {
    expect(clientsWith(minimum)).toMatchObject([{ minimum_assurance: minimum }]);
  });

  function clientsWith(minimum: string | undefined): Registration[] {
    const directory = mkdtempSync(join(tmpdir(), 'kapu-config-'));
    try {
      const write = (file: string, content: unknown): void =>
        writeFileSync(join(directory, file), JSON.stringify(content));
      mkdirSync(join(directory, 'clients'));
      write('clients/portal.json', {
        client_id: 'portal',
        client_name: 'Portál',
        client_uri: 'https://portal.example',
        redirect_uris: ['https://portal.example/callback'],
        token_endpoint_auth_method: 'none',
        minimum_assurance: minimum,
        first_party: false,
      });
      return checkDeclarations(loadClientDeclarations({ KAPU_CONFIG_DIR: directory }), ['openid']);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
});
