import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { answerByName, type Demand, demandOf, type Minimum, minimumOf } from '../../src/assurance/demand.ts';
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
  return { kind: 'assurance', least, needsPhishingResistance: false };
}

const resistant = (least: Assurance): Demand => ({ kind: 'assurance', least, needsPhishingResistance: true });

/** Registered for that, and with no word on how somebody signs in. */
const registered = (assurance: Assurance): Minimum => ({ assurance, isPhishingResistant: false });

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
    expect(demandOf(registered(minimum), acrValues, undefined)).toEqual(expected);
  });

  it.each([null, 7, [substantial], { value: substantial }])(
    'of another type ask for nothing: %j',
    (values) => {
      expect(demandOf(registered('low'), values, undefined)).toEqual(atLeast('low'));
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
    expect(demandOf(registered(minimum), undefined, acrClaim(acr))).toEqual(expected);
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
    expect(demandOf(registered('low'), undefined, claims)).toEqual(atLeast('low'));
    expect(demandOf(registered('substantial'), undefined, claims)).toEqual(atLeast('substantial'));
  });

  it('is found beside other claims', () => {
    const claims = JSON.stringify({
      userinfo: { name: null },
      id_token: { auth_time: { essential: true }, acr: { essential: true, values: [substantial] } },
    });
    expect(demandOf(registered('low'), undefined, claims)).toEqual(atLeast('substantial'));
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
      expect(demandOf(registered(minimum), acrValues, acrClaim(acr))).toEqual(expected);
    },
  );
});

describe('phishing resistance', () => {
  const table: [string | undefined, unknown, Demand][] = [
    ['phr', undefined, resistant('low')],
    ['phrh', undefined, resistant('low')],
    [`phr ${substantial}`, undefined, atLeast('substantial')],
    [`phr ${unknown}`, undefined, resistant('low')],
    [substantial, { value: 'phr' }, resistant('substantial')],
    ['phr', { value: low }, resistant('low')],
    [undefined, { essential: true, values: ['phr'] }, resistant('low')],
    [undefined, { essential: true, values: ['phrh', substantial] }, atLeast('substantial')],
    [undefined, { essential: true, value: 'phrh' }, unmet],
  ];

  it.each(table)('asking for %s and claiming %j: %j', (acrValues, acr, expected) => {
    const claims = acr === undefined ? undefined : acrClaim(acr);
    expect(demandOf(registered('low'), acrValues, claims)).toEqual(expected);
  });

  it('is demanded by whoever registered for it, whatever is asked', () => {
    const minimum = minimumOf({ minimum_assurance: 'low', minimum_authentication: 'phr' });
    expect(demandOf(minimum, low, undefined)).toEqual(resistant('low'));
    expect(minimumOf(undefined)).toEqual(registered('low'));
  });

  const byPasskey = ['pop', 'swk', 'user', 'mfa'];
  it.each([
    [['phr'], byPasskey, 'phr'],
    [['phrh'], byPasskey, 'phr'],
    [['phr'], ['pwd', 'otp', 'mfa'], undefined],
    [['phr'], ['pop', 'swk'], undefined],
    [['phr'], undefined, undefined],
    [[substantial, 'phr'], byPasskey, undefined],
    [[high, 'phr'], byPasskey, 'phr'],
    [['phr', substantial], ['pwd', 'otp', 'mfa'], undefined],
  ])('asked for by %j, and signed in by %j, it is answered with %s', (values, amr, expected) => {
    expect(answerByName({ id_token: { acr: { values } } }, 'substantial', amr)).toBe(expected);
  });

  it('is not told where nothing was asked', () => {
    expect(answerByName(undefined, 'substantial', byPasskey)).toBeUndefined();
    expect(answerByName({ id_token: { acr: null } }, 'substantial', byPasskey)).toBeUndefined();
  });
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
