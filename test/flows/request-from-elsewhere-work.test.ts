/** CIBA: what a relying party asks costs the same work whether there is such a citizen or not, so that the clock tells nobody. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { cibaGrant } from '../../src/configuration/grant-switches.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { countWrites, quietBackground } from '../support/redis-costs.ts';
import { RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;
let office: RelyingParty;

beforeAll(async () => {
  kapu = await startInstallation({
    clients: [
      {
        client_id: 'desk',
        grant_types: ['authorization_code', cibaGrant],
        backchannel_token_delivery_mode: 'poll',
        subject_type: 'public',
      },
    ],
    config: { grants: { device_flow: false, ciba: true } },
    ...quietBackground,
  });
  office = await RelyingParty.discover(kapu, 'desk');
});

afterAll(() => kapu.stop());

async function roundTripsOf(login_hint: string): Promise<number> {
  const written = countWrites(kapu.nodes[0].store);
  await client.initiateBackchannelAuthentication(office.configuration, {
    scope: 'openid',
    login_hint,
    binding_message: 'A1',
  });
  return written();
}

it('takes as many round trips for a name that nobody has, also once the citizen is asked no more', async () => {
  const { username } = await kapu.addCitizen();
  // The first one loads the scripts into a fresh Redis.
  await roundTripsOf('senki.sincs');
  const known: number[] = [];
  const unknown: number[] = [];
  for (let ask = 0; ask < 13; ask += 1) {
    known.push(await roundTripsOf(username));
    unknown.push(await roundTripsOf(`senki.sincs${ask}`));
  }
  expect(known).toEqual(unknown);
});
