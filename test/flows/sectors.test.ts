/** Within a sector a citizen has one pairwise subject: the host, whatever the port (OpenID Connect Core §8.1; decision 45). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import type { Changed } from '../../src/clients/outcome.ts';
import type { ClientRegistry } from '../../src/clients/registry.ts';
import { clientKey } from '../../src/storage/catalogue/operator-keys.ts';
import { Browser, givePassword } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { registryOn } from '../support/registry.ts';
import { RelyingParty } from '../support/relying-party.ts';

const withoutPort = 'https://one.example/callback';
const withPort = 'https://one.example:8443/callback';
const otherPort = 'https://one.example:9443/callback';
const elsewhere = 'https://two.example/callback';
const local = 'http://localhost:4998/callback';

let kapu: Installation;
let registry: ClientRegistry;
let citizen: Citizenship;

beforeAll(async () => {
  kapu = await startInstallation();
  registry = registryOn(kapu.nodes[0].store, kapu.sealer);
  citizen = await kapu.addCitizen();
});

afterAll(() => kapu.stop());

let registered = 0;

interface Registered {
  readonly id: string;
  readonly secret: string;
  readonly metadata: object;
}

const occasion = () => ({ by: 'cli', now: new Date() });

async function register(...redirect_uris: string[]): Promise<Registered> {
  registered += 1;
  const id = `client-${registered}`;
  const metadata = {
    client_id: id,
    client_name: 'Mintahivatal',
    client_uri: 'https://one.example',
    redirect_uris,
    minimum_assurance: 'low',
    first_party: true,
  };
  const { secret } = (await registry.add(metadata, occasion())) as Changed;
  return { id, secret: String(secret), metadata };
}

/** As the release before kept it: nothing is said of its sector. */
async function registerBefore(...redirect_uris: string[]): Promise<Registered> {
  const made = await register(...redirect_uris);
  const [{ store }] = kapu.nodes;
  const key = clientKey(made.id);
  const record = JSON.parse(kapu.sealer.open(String(await store.hget(key, 'record')), key));
  delete record.sectorWithPort;
  await store.hset(key, 'record', kapu.sealer.seal(JSON.stringify(record), key));
  return made;
}

async function subjectAt({ id, secret }: Registered, redirect_uri: string): Promise<string> {
  const authentication = client.ClientSecretBasic(secret);
  const party = await RelyingParty.discover(kapu, id, { authentication });
  const browser = new Browser(kapu.issuer);
  const request = await party.request({ scope: 'openid', redirect_uri });
  const back = await givePassword(browser, await browser.open(request.address), citizen, 'ugyfelkapu');
  return String((await party.redeem(back, request)).claims()?.sub);
}

describe('a pairwise subject', () => {
  it('is one for all ports of a host, and another at another host', async () => {
    const subject = await subjectAt(await register(withoutPort), withoutPort);
    expect(await subjectAt(await register(withPort), withPort)).toBe(subject);
    expect(await subjectAt(await register(withPort, otherPort), otherPort)).toBe(subject);
    expect(await subjectAt(await register(elsewhere), elsewhere)).not.toBe(subject);
  });

  it('is another for each client at an address of the machine itself, which is nobody’s host', async () => {
    const one = await subjectAt(await register(local), local);
    expect(await subjectAt(await register(local), local)).not.toBe(one);
  });

  it('stays as it was where a client was registered while the port counted, also when the client is changed', async () => {
    const old = await registerBefore(withPort);
    const before = await subjectAt(old, withPort);
    expect(await subjectAt(await registerBefore(withPort), withPort)).toBe(before);
    expect(before).not.toBe(await subjectAt(await register(withPort), withPort));
    const changed = { ...old.metadata, redirect_uris: [withoutPort, otherPort] };
    expect(await registry.replace(old.id, changed, occasion())).toMatchObject({ kind: 'done' });
    expect(await subjectAt(old, withoutPort)).toBe(before);
  });

  it('does not go along to another host', async () => {
    const old = await registerBefore(withPort);
    const before = await subjectAt(old, withPort);
    await registry.replace(old.id, { ...old.metadata, redirect_uris: [elsewhere] }, occasion());
    const there = await subjectAt(old, elsewhere);
    expect(there).not.toBe(before);
    expect(there).toBe(await subjectAt(await register(elsewhere), elsewhere));
  });

  it('was the same before where there was no port', async () => {
    const old = await registerBefore(withoutPort);
    expect(await subjectAt(old, withoutPort)).toBe(await subjectAt(await register(withoutPort), withoutPort));
  });
});
