/** Grant types that a deployment may switch on, and registrations that name them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { faultsOfGrants, parseRegistration } from '../../src/clients/registration.ts';
import { cibaGrant, deviceGrant, grantSwitchesSchema } from '../../src/configuration/grant-switches.ts';

const good = {
  client_id: 'minta-rp',
  client_name: 'Minta',
  client_uri: 'https://rp.minta.example',
  redirect_uris: ['https://rp.minta.example/callback'],
  subject_type: 'public',
  minimum_assurance: 'low',
  first_party: false,
};

it('both are off as delivered, and where nothing is said', () => {
  const off = { device_flow: false, ciba: false };
  expect(grantSwitchesSchema.parse(JSON.parse(readFileSync('config/grants.json', 'utf8')))).toEqual(off);
  expect(grantSwitchesSchema.parse({})).toEqual(off);
  expect(grantSwitchesSchema.safeParse({ device_flow: 'true' }).success).toBe(false);
  expect(grantSwitchesSchema.safeParse({ devices: true }).success).toBe(false);
});

it.each([
  [{ device_flow: false, ciba: false }, [deviceGrant, cibaGrant]],
  [{ device_flow: true, ciba: false }, [cibaGrant]],
  [{ device_flow: true, ciba: true }, []],
])('with %j a registration may not name %j', (switches, refused) => {
  const registration = { grant_types: ['authorization_code', deviceGrant, cibaGrant] };
  const faults = faultsOfGrants(registration, switches);
  expect(faults.map(({ message }) => message.split(' ')[0])).toEqual(refused);
});

describe('a registration is refused', () => {
  it.each([
    ['CIBA without its mode', { grant_types: [cibaGrant] }, /backchannel_token_delivery_mode is missing/],
    ['a mode without CIBA', { backchannel_token_delivery_mode: 'poll' }, /needs urn:openid/],
    [
      'CIBA for whoever does not authenticate',
      {
        grant_types: [cibaGrant],
        backchannel_token_delivery_mode: 'poll',
        token_endpoint_auth_method: 'none',
      },
      /needs a client that authenticates/,
    ],
    [
      'pings without an address',
      { grant_types: [cibaGrant], backchannel_token_delivery_mode: 'ping' },
      /backchannel_client_notification_endpoint goes with/,
    ],
    ['push mode', { grant_types: [cibaGrant], backchannel_token_delivery_mode: 'push' }, /./],
    [
      'a pairwise device without a sector',
      { grant_types: [deviceGrant], subject_type: 'pairwise' },
      /jwks_uri, sector_identifier_uri/,
    ],
  ])('for %s', (_what, wrong, message) => {
    const parsed = parseRegistration({ ...good, ...wrong }, ['openid']);
    expect(parsed.kind === 'refused' && parsed.faults.map((fault) => fault.message).join()).toMatch(message);
  });

  it('but not for what fits', () => {
    const device = { ...good, grant_types: [deviceGrant], token_endpoint_auth_method: 'none' };
    expect(parseRegistration(device, ['openid']).kind).toBe('valid');
    const desk = { ...good, grant_types: [cibaGrant], backchannel_token_delivery_mode: 'poll' };
    expect(parseRegistration(desk, ['openid']).kind).toBe('valid');
  });
});
