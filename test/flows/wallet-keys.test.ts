/** How often a wallet may prove a key, and use a token: as the standard has it, or once, as the installation decides. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Installation, startInstallation } from '../support/installation.ts';
import { newKeys } from '../support/issuing-wallet.ts';
import { type OfferedCard, tokenAt as offeredCard } from '../support/offered-card.ts';
import { type Attester, makeAttester, walletIssuerSettings } from '../support/wallet-authorities.ts';

let attester: Attester;
let usual: Installation;
let strict: Installation;

beforeAll(async () => {
  attester = await makeAttester();
  const settings = await walletIssuerSettings(attester);
  const start = (changes: object): Promise<Installation> =>
    startInstallation({
      numberOfNodes: 2,
      config: { walletIssuer: { ...settings, policy: { ...settings.policy, ...changes } } },
    });
  [usual, strict] = await Promise.all([start({}), start({ keys_once: true, requests_per_token: 3 })]);
});

afterAll(() => Promise.all([usual.stop(), strict.stop()]));

const tokenAt = (kapu: Installation): Promise<OfferedCard> => offeredCard(kapu, attester);

describe('a key', () => {
  it('may be proven again, with a nonce of its own for each', async () => {
    const key = await newKeys();
    const [first, second] = [await tokenAt(usual), await tokenAt(usual)];
    // Both at one instant: nothing but the nonce tells them apart.
    const iat = Math.floor(Date.now() / 1000);
    const [proof, other] = [await first.wallet.proof(key, { iat }), await first.wallet.proof(key, { iat })];
    expect((await first.wallet.credential(first.token, [proof])).status).toBe(200);
    expect((await second.wallet.credential(second.token, [proof])).body.error).toBe('invalid_nonce');
    expect((await second.wallet.credential(second.token, [other])).status).toBe(200);
  });

  it('is taken once where the installation says so', async () => {
    const key = await newKeys();
    const { wallet, token } = await tokenAt(strict);
    expect((await wallet.credential(token, [await wallet.proof(key)])).status).toBe(200);
    const again = await wallet.credential(token, [await wallet.proof(key)]);
    expect([again.status, again.body.error]).toEqual([400, 'invalid_proof']);
  });
});

it('a proof whose signature a stranger wrote anew is the same proof', async () => {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const [first, second] = [await tokenAt(usual), await tokenAt(usual)];
  const proof = await first.wallet.proof(await newKeys());
  const [signed, signature = ''] = [proof.slice(0, proof.lastIndexOf('.')), proof.split('.')[2]];
  const bytes = Buffer.from(signature, 'base64url');
  const s = order - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const mirrored = Buffer.concat([
    bytes.subarray(0, 32),
    Buffer.from(s.toString(16).padStart(64, '0'), 'hex'),
  ]);
  expect((await first.wallet.credential(first.token, [proof])).status).toBe(200);
  const answer = await second.wallet.credential(second.token, [
    `${signed}.${mirrored.toString('base64url')}`,
  ]);
  expect([answer.status, answer.body.error]).toEqual([400, 'invalid_nonce']);
});

describe('a token', () => {
  it.each([
    ['once', () => usual, 1],
    ['as often as the installation says, over two nodes and at once', () => strict, 3],
  ])('is good for a request %s', async (_how, kapu, times) => {
    const { wallet, token } = await tokenAt(kapu());
    const answers = await Promise.all(Array.from({ length: 6 }, () => wallet.obtain(token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(times);
    expect(new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body.error))).toEqual(
      new Set(['invalid_token']),
    );
  });
});
