/** The table of errors in docs/reference.md is true: each of them is drawn from the provider, and no other is found. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as engine from 'oidc-provider';
import supertest, { type Response } from 'supertest';
import { emittedErrors, type Place } from '../../src/cli/docs/errors.ts';
import { Browser, formOf, givePassword } from '../support/citizen.ts';
import { jwt, ownKeys } from '../support/hostile-jwts.ts';
import {
  type Citizenship,
  type Installation,
  portalRedirect,
  portalSecret,
  startInstallation,
} from '../support/installation.ts';
import { registryOn } from '../support/registry.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

const substantial = 'http://eidas.europa.eu/LoA/substantial';
const jwtApi = 'https://api.minta.example/jwt';

let kapu: Installation;
let portal: RelyingParty;
let anna: Citizenship;
let signedIn: Browser;
let machine: { readonly id: string; readonly secret: string };

beforeAll(async () => {
  kapu = await startInstallation({
    clients: [
      { client_id: 'narrow', scope: 'openid' },
      { client_id: 'stranger', first_party: false },
      { client_id: 'api-user', resources: [jwtApi] },
      { client_id: 'signed', require_signed_request_object: true, jwks: { keys: [publicJwk()] } },
      { client_id: 'silent', grant_types: ['authorization_code'] },
    ],
    config: {
      resources: [
        {
          identifier: jwtApi,
          name: 'Mintaadatok',
          scopes: ['data:read'],
          access_token_format: 'jwt',
          access_token_signing_alg: 'ES256',
          access_token_lifetime: 120,
          introspected_by: [],
        },
      ],
    },
  });
  portal = await RelyingParty.discover(kapu);
  anna = await kapu.addCitizen();
  signedIn = new Browser(kapu.issuer);
  const request = await portal.request();
  await givePassword(signedIn, await signedIn.open(request.address), anna, 'ugyfelkapu');
  machine = await addMachine();
});

afterAll(() => kapu.stop());

function publicJwk() {
  return { ...ownKeys.publicKey.export({ format: 'jwk' }), alg: 'ES256', kid: 'own', use: 'sig' };
}

async function addMachine() {
  const metadata = {
    client_id: 'registrar',
    client_name: 'Nyilvántartó',
    grant_types: ['client_credentials'],
    scope: 'clients:read',
  };
  const outcome = await registryOn(kapu.nodes[0].store, kapu.sealer).add(metadata, {
    by: 'cli',
    now: new Date(),
  });
  return { id: 'registrar', secret: String('secret' in outcome && outcome.secret) };
}

type Parameters = Record<string, string | undefined>;

/** The error in an answer of the authorization endpoint, and who learns of it. */
function errorIn(page: Response): { error: string | undefined; place: Place } {
  if (page.headers.location) {
    return { error: answerOf(page).error, place: 'authorization' };
  }
  if (page.text.includes(`action="${portalRedirect}"`)) {
    return { error: formOf(page, portalRedirect).fields.error, place: 'authorization' };
  }
  const named = emittedErrors.find(({ error }) => new RegExp(`\\b${error}\\b`).test(page.text));
  return {
    error: page.status < 400 ? undefined : (named?.error ?? `unnamed, ${page.status}`),
    place: 'page',
  };
}

async function requestOf(changes: Parameters, clientId = 'portal'): Promise<Record<string, string>> {
  const { address } = await portal.request({ client_id: clientId });
  const parameters = { ...Object.fromEntries(new URL(address).searchParams), ...changes };
  return Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

async function ask(
  changes: Parameters,
  clientId = 'portal',
  browser = signedIn,
): Promise<string | undefined> {
  const query = new URLSearchParams(await requestOf(changes, clientId));
  return errorIn(await browser.open(`/auth?${query}`)).error;
}

const post = (
  path: string,
  fields: object,
  [id, secret]: readonly string[] = ['portal', portalSecret],
): supertest.Test =>
  supertest(kapu.issuer)
    .post(path)
    .auth(id ?? '', secret ?? '')
    .type('form')
    .send(fields)
    .ok(() => true);

const errorOf = async (answer: Promise<Response> | supertest.Test): Promise<string> =>
  (await answer).body.error;

async function issuedTokens(parameters: Parameters = {}, clientId = 'portal', ofToken = {}) {
  const party = await RelyingParty.discover(kapu, clientId);
  const request = await party.request(parameters as Record<string, string>);
  const back = await signedIn.open(request.address);
  return party.redeemAt(new URL(String(back.headers.location)), request, ofToken);
}

const proof = (changes: object): string =>
  jwt({
    header: { alg: 'ES256', typ: 'dpop+jwt', jwk: ownKeys.publicKey.export({ format: 'jwk' }) },
    payload: {
      jti: randomUUID(),
      htm: 'POST',
      htu: `${kapu.issuer}/token`,
      iat: Math.floor(Date.now() / 1000),
      ...changes,
    },
  });

const anyGrant = { grant_type: 'refresh_token', refresh_token: 'a token that does not exist' };
const essential = (value: string): string =>
  JSON.stringify({ id_token: { acr: { essential: true, value } } });

/** One way to each. */
const draws: Readonly<Record<string, () => Promise<string | undefined>>> = {
  async access_denied() {
    const browser = new Browser(kapu.issuer);
    const query = new URLSearchParams(await requestOf({ acr_values: substantial }));
    return answerOf(await browser.submit(await browser.open(`/auth?${query}`), '/give-up')).error;
  },
  login_required: () => ask({ prompt: 'none' }, 'portal', new Browser(kapu.issuer)),
  interaction_required: () => ask({ prompt: 'none', acr_values: substantial }),
  consent_required: () => ask({ prompt: 'none' }, 'stranger'),
  unmet_authentication_requirements: () => ask({ claims: essential('http://eidas.europa.eu/LoA/high') }),
  invalid_request: () => ask({ code_challenge: undefined, code_challenge_method: undefined }),
  invalid_scope: () => ask({ scope: 'openid email' }, 'narrow'),
  invalid_target: () => ask({ resource: 'https://unknown.example' }),
  invalid_request_object: () => ask({ request: 'x' }),
  invalid_request_uri: () => ask({ request_uri: 'urn:ietf:params:oauth:request_uri:unknown' }),
  request_uri_not_supported: () => ask({ request_uri: 'https://rp.example/request' }),
  registration_not_supported: () => ask({ registration: '{}' }),
  unsupported_response_type: () =>
    errorOf(requestOf({ response_type: 'token' }).then((all) => post('/request', all))),
  unsupported_response_mode: () => ask({ response_mode: 'web_message' }),
  invalid_redirect_uri: () => ask({ redirect_uri: 'https://evil.example' }),
  invalid_client: () => errorOf(post('/token', anyGrant, ['portal', 'wrong'])),
  invalid_grant: () => errorOf(post('/token', anyGrant)),
  unsupported_grant_type: () => errorOf(post('/token', { grant_type: 'password' })),
  invalid_dpop_proof: () => errorOf(post('/token', anyGrant).set('DPoP', proof({ htm: 'GET' }))),
  use_dpop_nonce: () => errorOf(post('/token', anyGrant).set('DPoP', proof({ iat: 1 }))),
  invalid_token: () => errorOf(supertest(kapu.issuer).get('/me').auth('unknown', { type: 'bearer' })),
  async insufficient_scope() {
    const { access_token } = await issuedTokens({ scope: 'openid' });
    const asked = supertest(kapu.issuer).get('/me?scope=email').auth(access_token, { type: 'bearer' });
    return errorOf(asked);
  },
  async unsupported_token_type() {
    const parameters = { resource: jwtApi, scope: 'openid data:read' };
    const { access_token: token } = await issuedTokens(parameters, 'api-user', { resource: jwtApi });
    return errorOf(post('/token/introspection', { token }, ['api-user', portalSecret]));
  },
  async server_error() {
    const { access_token } = await issuedTokens();
    const { store } = kapu.nodes[0];
    const keys = await store.keys('oidc:{AccessToken:*');
    await Promise.all(keys.map(async (key) => (await store.del(key)) && store.rpush(key, 'of another type')));
    const error = await errorOf(supertest(kapu.issuer).get('/me').auth(access_token, { type: 'bearer' }));
    await store.del(keys);
    return error;
  },
};

/** Drawn where parts are stopped, or switched on. */
const drawnElsewhere = {
  authorization_pending: 'test/flows/device.test.ts',
  slow_down: 'test/flows/device.test.ts',
  expired_token: 'test/flows/device.test.ts',
  invalid_binding_message: 'test/flows/ciba.test.ts',
  invalid_client_metadata: 'test/conformance/dynamic.test.ts',
  temporarily_unavailable: 'test/faults/redis-stopped.test.ts',
};

describe('each error in the table', () => {
  it('has a way to it', () => {
    const drawn = [...Object.keys(draws), ...Object.keys(drawnElsewhere)];
    expect(drawn.sort()).toEqual(emittedErrors.map(({ error }) => error).sort());
    for (const [error, file] of Object.entries(drawnElsewhere)) {
      expect(readFileSync(file, 'utf8')).toContain(`'${error}'`);
    }
  });

  it.each(Object.keys(draws))('%s is drawn', async (error) => {
    expect(await draws[error]?.()).toBe(error);
  });
});

/** Errors of the engine that belong to what is not offered, or not switched on here. */
const ofWhatIsNotOffered = [
  'CredentialRequestDenied',
  'CustomOIDCProviderError',
  'ExpiredLoginHintToken',
  'InvalidAuthorizationDetails',
  'InvalidClientAttestation',
  'InvalidCredentialRequest',
  'InvalidNonce',
  'InvalidProof',
  'InvalidSoftwareStatement',
  'InvalidUserCode',
  'MissingUserCode',
  'OIDCProviderError',
  'RequestNotSupported',
  'TransactionFailed',
  'UnapprovedSoftwareStatement',
  'UnauthorizedClient',
  'UnknownCredentialConfiguration',
  'UnknownCredentialIdentifier',
  'UnknownUserId',
  'UseAttestationChallenge',
  'UseFreshAttestation',
];

const listed = new Set(emittedErrors.flatMap(({ error, at }) => at.map((place) => `${error} at ${place}`)));

describe('no other error', () => {
  /** As `error at place`. */
  const found = new Set<string>();
  it('is known to the engine, but for those of what is not offered', () => {
    const named = new Set(emittedErrors.map(({ error }) => error));
    const unlisted = Object.entries(engine.errors)
      .filter(([name]) => !ofWhatIsNotOffered.includes(name))
      .map(([, Fault]) => new (Fault as new (text: string) => { error: string })('x').error)
      .filter((error) => !named.has(error));
    expect(unlisted).toEqual([]);
  });

  const values = [
    '',
    'x',
    '\u0000',
    '[]',
    '{}',
    '1'.repeat(300),
    'none',
    '-1',
    'none login',
    'https://evil.example',
  ];

  it('comes from the authorization endpoint or from PAR, whatever is asked', async () => {
    const names = Object.keys(await requestOf({}));
    const others = [
      'prompt',
      'max_age',
      'claims',
      'response_mode',
      'id_token_hint',
      'request',
      'request_uri',
      'resource',
    ];
    const more = ['registration', 'dpop_jkt', 'acr_values', 'ui_locales', 'login_hint', 'display', 'nonce'];
    for (const name of new Set([...names, ...others, ...more])) {
      for (const value of [undefined, ...values]) {
        const parameters = await requestOf({ [name]: value });
        const { error, place } = errorIn(await signedIn.open(`/auth?${new URLSearchParams(parameters)}`));
        const pushed = await post('/request', parameters);
        note(error, place);
        note(pushed.body.error, 'PAR');
      }
    }
    for (const clientId of ['narrow', 'signed', 'api-user', machine.id, 'nobody']) {
      for (const changes of [{}, { scope: 'openid email phone' }, { prompt: 'none', resource: jwtApi }]) {
        const query = new URLSearchParams(await requestOf(changes, clientId));
        const { error, place } = errorIn(await signedIn.open(`/auth?${query}`));
        note(error, place);
      }
    }
    expectListed();
    expect(found.size).toBeGreaterThan(15);
  });

  it('comes from the endpoints for programs, whatever is sent', async () => {
    const grants = ['authorization_code', 'refresh_token', 'client_credentials', 'password', '', 'x'];
    const clients = [
      ['portal', portalSecret],
      ['portal', 'wrong'],
      ['', ''],
      [machine.id, machine.secret],
    ];
    const fields = [
      'code',
      'refresh_token',
      'redirect_uri',
      'code_verifier',
      'scope',
      'resource',
      'client_assertion',
    ];
    for (const client of clients) {
      for (const grant_type of grants) {
        for (const field of fields) {
          const asked = { grant_type, code: 'x', refresh_token: 'x', [field]: 'https://evil.example \u0000' };
          note((await post('/token', asked, client)).body.error, 'token');
        }
      }
      for (const [path, place] of [
        ['/token/introspection', 'introspection'],
        ['/token/revocation', 'revocation'],
      ] as const) {
        for (const sent of [
          {},
          { token: 'x' },
          { token: ['x', 'y'] },
          { token: 'a.b.c' },
          { token: '\u0000', token_type_hint: 'x' },
        ]) {
          note((await post(path, sent, client)).body.error, place);
        }
      }
    }
    for (const header of [
      '',
      'Bearer',
      'Bearer x',
      'Bearer x y',
      'DPoP x',
      'Basic eDp4',
      `Bearer ${'x'.repeat(5000)}`,
    ]) {
      const me = supertest(kapu.issuer)
        .get('/me')
        .set('Authorization', header)
        .ok(() => true);
      note((await me).body.error, 'userinfo');
      const admin = supertest(kapu.issuer)
        .get('/admin/clients')
        .set('Authorization', header)
        .ok(() => true);
      noteChallenge((await admin).headers);
    }
    expectListed();
    expect(found.size).toBeGreaterThan(25);
  });

  it('comes from what was right but for one thing', async () => {
    const wrongProofs = [proof({ htm: 'PATCH' }), proof({ iat: 1 })];
    for (const wrong of wrongProofs) {
      note((await post('/request', await requestOf({})).set('DPoP', wrong)).body.error, 'PAR');
      note((await post('/token', anyGrant).set('DPoP', wrong)).body.error, 'token');
      const me = supertest(kapu.issuer).get('/me').set('Authorization', 'DPoP x').set('DPoP', wrong);
      note((await me.ok(() => true)).body.error, 'userinfo');
    }
    note((await post('/request', await requestOf({}), ['portal', 'wrong'])).body.error, 'PAR');
    const parameters = { resource: jwtApi, scope: 'openid data:read' };
    const { access_token: token } = await issuedTokens(parameters, 'api-user', { resource: jwtApi });
    for (const place of ['introspection', 'revocation'] as const) {
      note((await post(`/token/${place}`, { token }, ['api-user', portalSecret])).body.error, place);
    }
    const { body } = await post('/token', { grant_type: 'client_credentials', scope: 'clients:read' }, [
      machine.id,
      machine.secret,
    ]);
    const adding = supertest(kapu.issuer).post('/admin/clients').auth(body.access_token, { type: 'bearer' });
    noteChallenge((await adding.send({}).ok(() => true)).headers);
    expectListed();
  });

  it('is in the table for a place where it was not found', () => {
    const fromDraws = Object.keys(draws).map((error) => `${error} at authorization`);
    fromDraws.push('insufficient_scope at userinfo');
    const shownElsewhere = [
      /^(server_error|temporarily_unavailable) at/,
      /^invalid_request_uri at page$/,
      / at (polling|CIBA request|registration)$/,
    ];
    const unfound = [...listed]
      .filter((one) => !found.has(one) && !fromDraws.includes(one))
      .filter((one) => !shownElsewhere.some((pattern) => pattern.test(one)));
    expect(unfound).toEqual([]);
  });

  function note(error: string | undefined, place: Place): void {
    if (error !== undefined) {
      found.add(`${error} at ${place}`);
    }
  }

  function noteChallenge(headers: Response['headers']): void {
    const [, error] = /error="(\w+)"/.exec(String(headers['www-authenticate'])) ?? [];
    note(error, 'administration');
  }

  function expectListed(): void {
    expect([...found].filter((one) => !listed.has(one)).sort()).toEqual([]);
  }
});
