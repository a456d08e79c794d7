/** The discovery document tells the truth: what it names works, what it leaves out is refused with the standard's error. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import type { ClientRegistration } from '../../src/configuration/clients/client-registration.ts';
import { CertificateWorkshop, certificateHeader, jwkOfCertificate } from '../support/certificates.ts';
import { Browser, formOf } from '../support/citizen.ts';
import {
  type Installation,
  portalRedirect,
  portalSecret,
  startInstallation,
} from '../support/installation.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

const workshop = new CertificateWorkshop();
const authority = workshop.authority('authority');
const certificate = workshop.selfSigned('rp.minta.example');
const header = 'Client-Cert';

const bySelfSigned = {
  client_id: 'self-signed',
  client_secret: undefined,
  token_endpoint_auth_method: 'self_signed_tls_client_auth',
  jwks: { keys: [jwkOfCertificate(certificate)] },
} satisfies Partial<ClientRegistration>;

interface Discovery extends Record<string, unknown> {
  response_modes_supported: string[];
}

const configurations = [
  { name: 'without certificates', clientCertificates: undefined, trustProxy: false, methods: [] },
  {
    name: 'with certificates that are registered',
    clientCertificates: { header, authorities: [] },
    trustProxy: true,
    methods: ['self_signed_tls_client_auth'],
  },
  {
    name: 'with certificates of an authority',
    clientCertificates: { header, authorities: [authority] },
    trustProxy: true,
    methods: ['tls_client_auth', 'self_signed_tls_client_auth'],
  },
];

afterAll(() => workshop.close());

describe.each(configurations)('$name', ({ clientCertificates, trustProxy, methods }) => {
  let kapu: Installation;
  let portal: RelyingParty;
  let discovery: Discovery;

  beforeAll(async () => {
    kapu = await startInstallation({
      clients: methods.length > 0 ? [bySelfSigned] : [],
      config: { clientCertificates, trustProxy },
    });
    portal = await RelyingParty.discover(kapu);
    discovery = portal.configuration.serverMetadata() as unknown as Discovery;
  });

  afterAll(() => kapu.stop());

  it('names what there is, and nothing else', () => {
    const { token_endpoint_auth_methods_supported, tls_client_certificate_bound_access_tokens } = discovery;
    expect(token_endpoint_auth_methods_supported).toEqual([
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      ...methods,
      'none',
    ]);
    expect(tls_client_certificate_bound_access_tokens ?? false).toBe(methods.length > 0);
    expect(discovery).toMatchObject({
      issuer: kapu.issuer,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
      request_parameter_supported: true,
      request_uri_parameter_supported: false,
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    });
    for (const absent of [
      'registration_endpoint',
      'device_authorization_endpoint',
      'backchannel_authentication_endpoint',
    ]) {
      expect([absent, discovery[absent]]).toEqual([absent, undefined]);
    }
  });

  it('offers no algorithm without signature, and none with a shared secret', () => {
    const lists = Object.entries(discovery).filter(([name]) => name.endsWith('alg_values_supported'));
    expect(lists.length).toBeGreaterThan(5);
    for (const [name, algorithms] of lists) {
      expect([
        name,
        (algorithms as string[]).filter((alg) => alg === 'none' || alg.startsWith('HS')),
      ]).toEqual([name, []]);
    }
  });

  it('names endpoints that answer', async () => {
    const endpoints = Object.entries(discovery).filter(([name]) => /_endpoint$|^jwks_uri$/.test(name));
    expect(endpoints.length).toBeGreaterThanOrEqual(8);
    for (const [name, address] of endpoints) {
      const { pathname } = new URL(String(address));
      const isForms = /token|introspection|revocation|pushed/.test(name);
      const agent = supertest(kapu.issuer);
      const answer = await (isForms ? agent.post(pathname).type('form').send({}) : agent.get(pathname));
      expect([name, answer.status === 404 || answer.status >= 500]).toEqual([name, false]);
    }
  });

  it('names ways of answering that are used', async () => {
    for (const response_mode of discovery.response_modes_supported) {
      const request = await portal.request({ response_mode, prompt: 'none' });
      const answer = await new Browser(kapu.issuer).open(request.address);
      const fields = response_mode.startsWith('form_post')
        ? formOf(answer, portalRedirect).fields
        : Object.fromEntries(new URLSearchParams(String(answer.headers.location).split(/[?#]/)[1]));
      const expected = response_mode.includes('jwt')
        ? { response: expect.any(String) }
        : { error: 'login_required' };
      expect([response_mode, fields]).toEqual([response_mode, expect.objectContaining(expected)]);
    }
  });

  it.each([
    [{ response_mode: 'web_message' }, 'unsupported_response_mode'],
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ response_type: 'code id_token' }, 'unsupported_response_type'],
    [{ registration: '{}' }, 'registration_not_supported'],
    [{ request_uri: 'https://rp.example/r' }, 'request_uri_not_supported'],
  ])('refuses %j, which is not named', async (parameters, error) => {
    const request = await portal.request(parameters as unknown as Record<string, string>);
    const answer = await new Browser(kapu.issuer).open(request.address);
    const { error: given = '' } = answerOf({
      headers: { location: String(answer.headers.location).replace('#', '?') },
    });
    expect(given).toBe(error);
  });

  it.each([
    'password',
    'implicit',
    'urn:ietf:params:oauth:grant-type:device_code',
    'urn:openid:params:grant-type:ciba',
  ])('refuses the grant %s, which is not named', async (grant_type) => {
    const answer = await supertest(kapu.issuer)
      .post('/token')
      .auth('portal', portalSecret)
      .type('form')
      .send({ grant_type });
    expect([answer.status, answer.body.error]).toEqual([400, 'unsupported_grant_type']);
  });

  it('takes a certificate from the header of the proxy only where that is configured', async () => {
    const answer = await supertest(kapu.issuer)
      .post('/token/introspection')
      .set(header, certificateHeader(certificate))
      .type('form')
      .send({ client_id: 'self-signed', token: 'x' });
    expect(answer.status).toBe(methods.length > 0 ? 200 : 401);
  });
});
