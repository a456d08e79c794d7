import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MessageKey } from '../../demo/sandbox/words/hu.ts';
import { codeAt } from '../support/authenticator.ts';
import { enrolThroughStores } from '../support/citizen.ts';
import type { Citizenship } from '../support/installation.ts';
import type { Language } from '../support/person.ts';
import { Integrator, type SandboxAtWork, startSandbox } from '../support/sandbox.ts';

let sandbox: SandboxAtWork;
/** The clock of the phone. It starts in the past: the engine dates its tokens by the machine's clock. */
let now = new Date(Date.now() - 60 * 60_000);

beforeAll(async () => {
  sandbox = await startSandbox(() => now);
});

afterAll(() => sandbox.stop());

const languages: { lang: Language }[] = [{ lang: 'hu' }, { lang: 'en' }];

describe.each(languages)('an integrator causes, and is shown ($lang)', ({ lang }) => {
  let integrator: Integrator;
  let citizen: Citizenship;

  beforeAll(async () => {
    integrator = await Integrator.arrive(sandbox, lang);
    citizen = await sandbox.kapu.addCitizen();
    await integrator.register('client_secret_basic');
    await integrator.open('/faults');
    await integrator.sees('faults.title', 'faults');
  });

  async function cause(fault: string): Promise<void> {
    await integrator.open(`/faults/${fault}`);
    await integrator.sees(`fault.${fault}.title` as MessageKey, fault === 'used-code' ? 'fault' : undefined);
    await integrator.press('fault.start');
  }

  /** The fault has happened, and its page says so. */
  async function result(fault: string): Promise<string> {
    await integrator.sees(`fault.${fault}.title` as MessageKey, `fault-${fault}`);
    const text = await integrator.main();
    expect(text).toContain(integrator.texts[`fault.${fault}.happened` as MessageKey]);
    expect(text).toContain(integrator.texts[`fault.${fault}.do` as MessageKey]);
    return text;
  }

  /** Those that take long are caused once; in English their words are read. */
  function once(title: string, fault: string, happens: () => Promise<void>): void {
    it(title, lang === 'hu' ? happens : () => reads(fault));
  }

  async function reads(fault: string): Promise<void> {
    await integrator.open(`/faults/${fault}`);
    await integrator.sees(`fault.${fault}.title` as MessageKey, `fault-${fault}`);
  }

  it('a silent sign-in without a session', async () => {
    await cause('login-required');
    expect(await result('login-required')).toContain('AuthorizationResponseError: login_required');
    expect((await integrator.values('error'))[0]).toBe('login_required');
  });

  it('a citizen who turns back', async () => {
    await cause('denied');
    await integrator.person.press(integrator.person.texts['action.back-to-service']);
    expect(await result('denied')).toContain('AuthorizationResponseError: access_denied');
  });

  it('a code that is used twice, and what becomes of the tokens', async () => {
    await cause('used-code');
    await integrator.signInWithPassword(citizen);
    expect(await result('used-code')).toContain('ResponseBodyError: invalid_grant');
    expect(await integrator.statuses()).toEqual(['200', '400', '401']);
  });

  it('a wrong verifier', async () => {
    await cause('wrong-verifier');
    expect(await result('wrong-verifier')).toContain('ResponseBodyError: invalid_grant');
    expect(await integrator.statuses()).toEqual(['400']);
  });

  it('a wrong nonce', async () => {
    await cause('wrong-nonce');
    expect(await result('wrong-nonce')).toContain('unexpected ID Token "nonce" claim value');
    expect(await integrator.checks()).toEqual([{ nonce: false }]);
  });

  it('a clock that is fast', async () => {
    await cause('clock');
    expect(await result('clock')).toContain('ClientError');
    expect(await integrator.checks()).toEqual([{ exp: false }]);
  });

  it('an answer with the iss of another', async () => {
    await cause('mix-up');
    expect(await result('mix-up')).toContain('iss');
    expect(await integrator.checks()).toContainEqual({ 'response-iss': false });
    expect(await integrator.statuses()).toEqual([]);
  });

  it('a request without PKCE', async () => {
    await cause('invalid-request');
    expect(await result('invalid-request')).toContain('AuthorizationResponseError: invalid_request');
  });

  it('an essential level that nobody offers', async () => {
    await cause('unmet');
    expect(await result('unmet')).toContain('unmet_authentication_requirements');
  });

  it('a step-up without a question', async () => {
    await cause('interaction-required');
    expect(await result('interaction-required')).toContain(
      'AuthorizationResponseError: interaction_required',
    );
  });

  once('a provider that is overloaded for a second', 'unavailable', async () => {
    await cause('unavailable');
    await result('unavailable');
    expect(await integrator.statuses()).toEqual(['503', '200']);
    expect(await integrator.values('retry-after')).toEqual(['1']);
  });

  once('a key that is replaced, and found after one more look', 'rotated-key', async () => {
    // The operator's command starts three times.
    integrator.page.setDefaultTimeout(30_000);
    await cause('rotated-key');
    await result('rotated-key');
    expect(await integrator.checks()).toEqual([{ signature: false }, { signature: true }]);
    expect(await integrator.statuses()).toEqual(['200', '200', '200']);
  });

  it('too little assurance, and the step up', async () => {
    await cause('stale-acr');
    await result('stale-acr');
    expect(await integrator.checks()).toEqual([{ acr: false }]);
    const { secretKey } = await enrolThroughStores(sandbox.kapu, citizen.id, now);
    await integrator.press('fault.step-up');
    now = new Date(now.getTime() + 60_000);
    await integrator.person.giveCode(codeAt(secretKey, now));
    await integrator.sees('fault.stale-acr.title', 'fault-stepped-up');
    expect(await integrator.checks()).toEqual([{ acr: true }]);
  });

  it('a sign-out that it is told of without a browser', async () => {
    const { person } = integrator;
    await cause('logout');
    await person.press(person.texts['sign-out.yes']);
    await integrator.sees('fault.logout.title');
    await integrator.untilTold();
    await result('logout');
    const told = await integrator.checks();
    expect(told).toHaveLength(10);
    expect(told.flatMap((check) => Object.values(check))).not.toContain(false);
  });

  once('an account that takes no more codes', 'locked', async () => {
    const { person } = integrator;
    await cause('locked');
    await person.pick('ugyfelkapu-plus');
    await person.givePassword(citizen);
    // Locked, the page has no field for it.
    while ((await person.page.getByLabel(person.texts['code.label']).count()) > 0) {
      await person.giveCode('000000');
    }
    expect((await person.errors()).join()).toMatch(/nem lehet kóddal belépni|nobody can sign in with a code/);
    await person.press(person.texts['action.back-to-service']);
    expect(await result('locked')).toContain('AuthorizationResponseError: access_denied');
  });
});
