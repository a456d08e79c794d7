import { describe, expect, it } from '@jest/globals';
import type { StoredClient } from '../../src/clients/client-record.ts';
import { checkDeclarations, planDeclarations, type Step } from '../../src/clients/declarations.ts';
import { sampleRegistration } from '../support/registry.ts';

const now = new Date('2027-01-01T00:00:00Z');
const secret = 'a-secret-of-the-tests-that-is-long-enough';
const intention = { now, prune: false, overlapInSeconds: 3600 };

function declared(changes: Record<string, unknown> = {}) {
  const metadata = { ...sampleRegistration, client_secret: secret, ...changes };
  return checkDeclarations([{ source: 'hivatal.json', metadata }], ['openid', 'profile']);
}

function kept(step: Step | undefined, changes: Partial<StoredClient> = {}): StoredClient {
  if (!step || !('record' in step)) {
    throw new Error('there is no record in this step');
  }
  return { ...step.record, version: 7, ...changes };
}

const first = (): StoredClient => kept(planDeclarations(declared(), [], intention)[0]);

describe('what the files say', () => {
  it('is added where there is nothing yet, and no secret is shown', () => {
    const [step] = planDeclarations(declared(), [], intention);
    expect(step).toMatchObject({ kind: 'add', clientId: 'hivatal', version: 0 });
    expect(JSON.stringify(step)).not.toContain(secret);
  });

  it('changes nothing where it is so already', () => {
    expect(planDeclarations(declared(), [first()], intention)).toEqual([
      { kind: 'unchanged', clientId: 'hivatal' },
    ]);
  });

  it('is told field by field where it is different', () => {
    const [step] = planDeclarations(declared({ scope: 'openid profile' }), [first()], intention);
    expect(step).toMatchObject({
      kind: 'change',
      version: 7,
      differences: [{ field: 'scope', before: '"openid"', after: '"openid profile"' }],
    });
  });

  it('lets the secret before count for a while beside another one', () => {
    const [step] = planDeclarations(declared({ client_secret: `${secret}-2` }), [first()], intention);
    expect(step).toMatchObject({
      differences: [{ field: 'client_secret', before: '(kept)', after: '(another)' }],
      record: {
        secret: { previous: { hash: first().secret?.hash, endsAt: new Date('2027-01-01T01:00:00Z') } },
      },
    });
  });

  it('takes over a client that was registered by hand', () => {
    const [step] = planDeclarations(declared(), [{ ...first(), isDeclared: false }], intention);
    expect(step).toMatchObject({ differences: [{ field: 'declared', before: 'false', after: 'true' }] });
  });

  it('leaves a client disabled that was disabled by hand', () => {
    const disabled = { ...first(), status: { kind: 'disabled', because: 'asked' } } as const;
    expect(planDeclarations(declared(), [disabled], intention)).toEqual([
      { kind: 'unchanged', clientId: 'hivatal' },
    ]);
  });
});

describe('a file that is gone', () => {
  it('takes no client with it', () => {
    expect(planDeclarations([], [first()], intention)).toEqual([
      { kind: 'no-longer-declared', clientId: 'hivatal' },
    ]);
  });

  it('disables the client where that is asked for, and it comes back with the file', () => {
    const [step] = planDeclarations([], [first()], { ...intention, prune: true });
    expect(step).toMatchObject({
      kind: 'disable',
      record: { status: { kind: 'disabled' }, isDeclared: false },
    });
    const [back] = planDeclarations(declared(), [kept(step)], intention);
    expect(back).toMatchObject({ kind: 'change', record: { status: { kind: 'active' }, isDeclared: true } });
  });

  it('is nothing to a client that no file ever declared', () => {
    const byHand = { ...first(), isDeclared: false };
    expect(planDeclarations([], [byHand], { ...intention, prune: true })).toEqual([]);
  });
});

describe('files that are refused', () => {
  const check = (...metadata: object[]) =>
    checkDeclarations(
      metadata.map((one, place) => ({ source: `${place}.json`, metadata: one })),
      ['openid'],
    );
  const whole = { ...sampleRegistration, client_secret: secret };

  it.each<[string, object[], RegExp]>([
    ['two of one client', [whole, whole], /^hivatal is declared in two files$/],
    ['no secret', [sampleRegistration], /^0\.json: client_secret is missing for client_secret_basic$/],
    ['a short secret', [{ ...whole, client_secret: 'x' }], /^0\.json client_secret: /],
    ['an unknown field', [{ ...whole, logo: 'x' }], /^0\.json logo: is not known here$/],
    ['a scope that is not offered', [{ ...whole, scope: 'openid all' }], /^0\.json scope: .*all/],
    ['no object', [[]], /^0\.json /],
  ])('%s', (_, metadata, sentence) => {
    expect(() => check(...metadata)).toThrow(sentence);
  });
});
