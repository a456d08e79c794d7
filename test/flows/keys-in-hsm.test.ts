import { randomBytes, webcrypto } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { openHsm } from '../../src/hsm/hsm.ts';
import { signingAlgorithms } from '../../src/oidc/keys/signing-key.ts';
import { createSigningKeyHome } from '../../src/oidc/keys/signing-key-home.ts';
import { createSigningKeyStore } from '../../src/oidc/keys/signing-key-store.ts';
import { createIssuerKey } from '../../src/wallet/issuing/issuer-key.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, givePassword } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { IssuingWallet, readCredential, readOffer } from '../support/issuing-wallet.ts';
import { runKapu } from '../support/operator.ts';
import { RelyingParty } from '../support/relying-party.ts';
import { makeSoftwareToken, type SoftwareToken } from '../support/software-token.ts';
import { attestedWallet, makeAttester, walletIssuerSettings } from '../support/wallet-authorities.ts';
import { Authority } from '../support/wallet-authority.ts';

const CKR_ATTRIBUTE_SENSITIVE = 0x11;

let token: SoftwareToken;
let kapu: Installation;
let trustAnchor: string;
let attester: Awaited<ReturnType<typeof makeAttester>>;

beforeAll(async () => {
  token = makeSoftwareToken();
  attester = await makeAttester();
  const authority = await Authority.create('Test card authority');
  const publicKey = token.makeKey('cards', '--sensitive').export({ format: 'der', type: 'spki' });
  const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' };
  const certificate = await authority.leaf('cards.example', {
    publicKey: await webcrypto.subtle.importKey('spki', publicKey, ecdsa, true, ['verify']),
  });
  trustAnchor = authority.root.pem;
  kapu = await startInstallation({
    numberOfNodes: 2,
    keyTiming: { lookEveryMilliseconds: 100 },
    clients: signingAlgorithms.map((alg) => ({
      client_id: `portal-${alg}`,
      id_token_signed_response_alg: alg,
    })),
    config: {
      hsm: token.settings,
      walletIssuer: {
        ...(await walletIssuerSettings(attester)),
        certificate: certificate.pem,
        privateKey: { label: 'cards' },
        trustAnchor,
      },
    },
  });
});

afterAll(async () => {
  await kapu.stop();
  token.remove();
});

const ring = () => createSigningKeyStore(kapu.nodes[0].store, kapu.sealer);

async function idTokenFor(clientId: string, alg = 'ES256'): Promise<string> {
  const portal = await RelyingParty.discover(kapu, clientId, {
    metadata: { id_token_signed_response_alg: alg },
  });
  const browser = new Browser(kapu.issuer);
  const request = await portal.request();
  const citizen = await kapu.addCitizen();
  const back = await givePassword(browser, await browser.open(request.address), citizen, 'ugyfelkapu');
  return String((await portal.redeem(back, request)).id_token);
}

const published = () => createRemoteJWKSet(new URL(`${kapu.issuer}/jwks`));

describe('with a hardware security module', () => {
  it.each(signingAlgorithms)(
    'a citizen signs in with %s, and the store holds no private key',
    async (alg) => {
      const idToken = await idTokenFor(`portal-${alg}`, alg);
      const { protectedHeader } = await jwtVerify(idToken, published(), { issuer: kapu.issuer });
      const key = (await ring().read()).keys.find(({ kid }) => kid === protectedHeader.kid);
      expect(key?.privateKey).toMatchObject({ alg, hsm: expect.stringMatching(/^[0-9a-f]{32}$/) });
      expect(key?.privateKey).not.toHaveProperty('d');
    },
  );

  it('keys rotate, and what the one before signed stays good', async () => {
    const before = await idTokenFor('portal');
    const hsm = await openHsm(token.settings);
    const key = await createSigningKeyHome(hsm).make('ES256');
    expect(await ring().add(key, 0)).toMatchObject({ kind: 'added', kid: key.kid });
    let after = before;
    while (decodeProtectedHeader(after).kid !== key.kid) {
      after = await idTokenFor('portal');
    }
    await jwtVerify(after, published());
    await jwtVerify(before, published());
    await hsm.close();
  });

  it('an operator rotates and lists them at the terminal', async () => {
    const rotated = await runKapu(kapu.config, 'keys', 'rotate', '--alg', 'RS256');
    expect(rotated).toMatchObject({ code: 0, stdout: expect.stringContaining('published, signs from') });
    const again = await runKapu(kapu.config, 'keys', 'rotate', '--alg', 'RS256');
    expect(again.stdout).toContain('was waiting already');
    const { stdout } = await runKapu(kapu.config, 'keys', 'list');
    const lines = stdout.trimEnd().split('\n');
    expect(lines.every((line) => line.endsWith('\thsm'))).toBe(true);
    expect(
      token
        .tool('--list-objects', '--type', 'privkey')
        .toString()
        .match(/kapu RS256/g),
    ).toHaveLength(2);
  });

  it('a card is issued whose key has no file', async () => {
    const anna = await enrolledCitizen(kapu);
    const browser = new Browser(kapu.issuer);
    const page = await givePassword(browser, await browser.open('/fiok'), anna);
    await browser.submit(page, '/code', { code: codeAt(anna.secretKey, new Date()) });
    const choice = await browser.open('/fiok/tarcaim/uj');
    const offered = await browser.submit(choice, '/tarcaim/uj', { wallet: attestedWallet.client_id });
    const [, address = ''] = /href="(openid-credential-offer:[^"]+)"/.exec(offered.text) ?? [];
    const [, groups = ''] = /id="transaction-code">([\s\S]*?)<\/p>/.exec(offered.text) ?? [];
    const wallet = await IssuingWallet.make(kapu.issuer, attestedWallet.client_id, attester);
    const code = groups.replace(/<[^>]+>|\s/g, '');
    const { body } = await wallet.redeem(await readOffer(address), code);
    const answer = await wallet.obtain(String(body.access_token), 1);
    const { claims } = await readCredential(
      String(answer.body.credentials?.[0]?.credential),
      trustAnchor,
      new Date(),
    );
    expect(claims).toMatchObject({ iss: kapu.issuer, given_name: 'Anna' });
  });

  it('goes on after the device has started anew', async () => {
    token.endSessions();
    await jwtVerify(await idTokenFor('portal'), published());
  });
});

describe('a key in it', () => {
  it('cannot be read, by whoever has the PIN', async () => {
    const answers = await token.askForPrivateParts();
    expect(answers).toEqual(Array.from({ length: 7 }, () => CKR_ATTRIBUTE_SENSITIVE));
    const listed = token.tool('--list-objects', '--type', 'privkey').toString();
    expect(listed.match(/Access:.*/g)).toEqual(
      Array.from({ length: 7 }, () => expect.stringMatching(/sensitive.*never extractable/)),
    );
  });

  it.each([
    ['that may be taken out is refused', 'loose', ['--extractable'], /may be read or taken out/],
    [
      'that another certificate is of is refused',
      'strange',
      ['--sensitive'],
      /is not the one of the certificate/,
    ],
  ])('%s', async (_, label, more, sentence) => {
    token.makeKey(label, ...more);
    const hsm = await openHsm(token.settings);
    const settings = { ...kapu.config.walletIssuer, privateKey: { label } };
    await expect(createIssuerKey(settings as never, new Date(), hsm)).rejects.toThrow(sentence);
    await hsm.close();
  });

  it('is missed by a node that has no such device, and by one with another', async () => {
    const [key] = (await ring().read()).keys;
    await expect(createSigningKeyHome(undefined).usable(key?.privateKey as never)).rejects.toThrow(
      /lives in a hardware security module: KAPU_PKCS11_MODULE/,
    );
    const gone = { ...key?.privateKey, hsm: randomBytes(16).toString('hex') };
    const hsm = await openHsm(token.settings);
    await expect(createSigningKeyHome(hsm).usable(gone as never)).rejects.toThrow(/has no key with the id/);
    await hsm.close();
  });
});

describe('a command', () => {
  it.each([
    [{ pin: '000000' }, 'KAPU_PKCS11_PIN_FILE: is not the PIN of the token'],
    [{ token: 'another' }, 'KAPU_PKCS11_TOKEN: the module has no token named another'],
    [{ module: '/nowhere.so' }, 'KAPU_PKCS11_MODULE: /nowhere.so cannot be loaded as a PKCS#11 module'],
  ])('with %j ends with one sentence', async (wrong, sentence) => {
    const config = { ...kapu.config, hsm: { ...token.settings, ...wrong } };
    const { code, stderr } = await runKapu(config, 'keys', 'rotate');
    expect([code, stderr.trim()]).toEqual([1, `kapu: ${sentence}`]);
  });
});

// Last: SoftHSM does not see a token again in a process that missed it.
it('a token that is gone makes its nodes not ready, in words', async () => {
  const ready = () => fetch(`${kapu.nodes[1]?.address}/health/ready`);
  expect((await ready()).status).toBe(200);
  token.takeAway();
  const answer = await ready();
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({
    status: 'not ready',
    reasons: [expect.stringMatching(/^hardware security module: HSM: C_GetTokenInfo says CKR_/)],
  });
  expect((await runKapu(kapu.config, 'config', 'check')).code).toBe(1);
  token.putBack();
});
