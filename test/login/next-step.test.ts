import { describe, expect, it } from '@jest/globals';
import type { CodeAssurances, CodeChannel } from '../../src/assurance/code-channels.ts';
import type { Method, Offer, PasswordMethod, Phase } from '../../src/assurance/cutover-calendar.ts';
import type { Assurance } from '../../src/assurance/levels.ts';
import {
  type Factor,
  type PasswordVerified,
  passwordVerifiedSchema,
} from '../../src/login/login-progress.ts';
import { type NextStep, nextStep } from '../../src/login/next-step.ts';

const passwordFirst: Method[] = ['ugyfelkapu', 'ugyfelkapu-plus'];
const plusFirst: Method[] = ['ugyfelkapu-plus', 'ugyfelkapu'];
const plusAlone: Method[] = ['ugyfelkapu-plus'];

type Opens = Offer['passwordOpens'];

const everyPhase: Phase[] = ['password', 'announced', 'both-offered', 'application-only', 'closed'];
const everyAssurance: Assurance[] = ['low', 'substantial', 'high'];
const everyMethod: PasswordMethod[] = ['ugyfelkapu', 'ugyfelkapu-plus'];
const everyPick: (Method | undefined)[] = [undefined, ...everyMethod];
const everyOpening: Opens[] = ['sign-in', 'application', 'nothing'];

/** Every offer with these methods whose password opens this: the phase and the demand do not matter any more. */
function offersWith(methods: Method[], passwordOpens: Opens): Offer[] {
  const passwordUntil = new Date('2027-04-01T00:00:00+02:00');
  return everyPhase.flatMap((phase) =>
    everyAssurance.map((least) => ({ phase, methods, least, passwordOpens, passwordUntil })),
  );
}

function passwordVerified(method: PasswordMethod, hasPlus: boolean): PasswordVerified {
  return {
    state: 'password-verified',
    accountId: 'anna',
    username: 'minta.anna',
    sessionsEndedAt: 0,
    method,
    hasPlus,
    hasApp: hasPlus,
    hasPasskey: false,
    channels: [],
  };
}

describe('before the password', () => {
  const table: [Method[], Method | undefined, NextStep][] = [
    [passwordFirst, undefined, 'method'],
    [passwordFirst, 'ugyfelkapu', 'password'],
    [passwordFirst, 'ugyfelkapu-plus', 'password'],
    [plusFirst, undefined, 'method'],
    [plusFirst, 'ugyfelkapu', 'password'],
    [plusFirst, 'ugyfelkapu-plus', 'password'],
    [plusAlone, undefined, 'password'],
    [plusAlone, 'ugyfelkapu-plus', 'password'],
  ];

  it.each(table)(
    'with %j on offer and %s picked: %s, whatever is demanded and a password opens',
    (methods, picked, next) => {
      for (const offer of everyOpening.flatMap((opens) => offersWith(methods, opens))) {
        expect(nextStep({ state: 'started' }, { offer, picked, codes: {}, wallets: undefined })).toBe(next);
      }
    },
  );
});

describe('signed in, and identified less surely than is demanded', () => {
  const next = (picked: Method | undefined): NextStep[] =>
    [passwordFirst, plusFirst, plusAlone].flatMap((methods) =>
      offersWith(methods, 'sign-in').map((offer) =>
        nextStep(
          { state: 'started' },
          { offer, lacksIdentification: true, picked, codes: {}, wallets: undefined },
        ),
      ),
    );

  it('is told so, unless they pick a way to sign in as somebody else', () => {
    expect(new Set(next(undefined))).toEqual(new Set(['not-identified']));
    expect(new Set(next('ugyfelkapu-plus'))).toEqual(new Set(['password']));
  });
});

describe('after the password, with an Ügyfélkapu+', () => {
  it('always the code, whatever was picked, offered, demanded or closed', () => {
    const steps = everyMethod.flatMap((method) =>
      everyOpening.flatMap((opens) =>
        [passwordFirst, plusFirst, plusAlone].flatMap((methods) =>
          offersWith(methods, opens).flatMap((offer) =>
            everyPick.map((picked) =>
              nextStep(passwordVerified(method, true), { offer, picked, codes: {}, wallets: undefined }),
            ),
          ),
        ),
      ),
    );
    expect(steps).toHaveLength(2 * 3 * 3 * 15 * 3);
    expect(new Set(steps)).toEqual(new Set(['code']));
  });
});

describe('after the password, without an Ügyfélkapu+', () => {
  const table: [PasswordMethod, Opens, NextStep][] = [
    ['ugyfelkapu', 'sign-in', 'done'],
    // The calendar closed the password while the citizen typed it, or more is demanded.
    ['ugyfelkapu', 'application', 'enrol'],
    ['ugyfelkapu', 'nothing', 'closed'],
    ['ugyfelkapu-plus', 'sign-in', 'enrol'],
    ['ugyfelkapu-plus', 'application', 'enrol'],
    ['ugyfelkapu-plus', 'nothing', 'closed'],
  ];

  it.each(table)('by %s where a password opens %s: %s, whatever was picked', (method, opens, next) => {
    for (const methods of [passwordFirst, plusFirst, plusAlone]) {
      for (const offer of offersWith(methods, opens)) {
        for (const picked of everyPick) {
          expect(
            nextStep(passwordVerified(method, false), { offer, picked, codes: {}, wallets: undefined }),
          ).toBe(next);
        }
      }
    }
  });
});

describe('after a password that may not stand alone', () => {
  const table: [PasswordMethod, boolean, Opens, NextStep][] = [
    ['ugyfelkapu', false, 'sign-in', 'new-password'],
    ['ugyfelkapu', false, 'application', 'new-password'],
    ['ugyfelkapu', false, 'nothing', 'closed'],
    ['ugyfelkapu-plus', false, 'sign-in', 'new-password'],
    ['ugyfelkapu-plus', false, 'application', 'new-password'],
    ['ugyfelkapu-plus', false, 'nothing', 'closed'],
    // Eight characters suffice there.
    ['ugyfelkapu', true, 'sign-in', 'code'],
    ['ugyfelkapu-plus', true, 'application', 'code'],
    ['ugyfelkapu-plus', true, 'nothing', 'code'],
  ];

  it.each(table)(
    'by %s, with an Ügyfélkapu+ %s, where a password opens %s: %s',
    (method, hasPlus, opens, next) => {
      const progress = { ...passwordVerified(method, hasPlus), passwordToReplace: 'hash' };
      for (const offer of [passwordFirst, plusFirst, plusAlone].flatMap((methods) =>
        offersWith(methods, opens),
      )) {
        for (const picked of everyPick) {
          expect(nextStep(progress, { offer, picked, codes: {}, wallets: undefined })).toBe(next);
        }
      }
    },
  );

  it('a new one is chosen before a one-time code is asked for, whatever was picked', () => {
    for (const pickedFactor of [undefined, 'authenticator', 'one-time-code'] as const) {
      const channels: CodeChannel[] = ['email'];
      const progress = { ...passwordVerified('ugyfelkapu', false), channels, pickedFactor };
      for (const offer of everyOpening.flatMap((opens) => offersWith(plusAlone, opens))) {
        const terms = { offer, picked: undefined, codes: { email: 'high' }, wallets: undefined } as const;
        const expected = nextStep(progress, terms) === 'closed' ? 'closed' : 'new-password';
        expect(nextStep({ ...progress, passwordToReplace: 'hash' }, terms)).toBe(expected);
      }
    }
  });
});

describe('after the password, where codes are sent', () => {
  const channels: CodeChannel[] = ['email', 'sms'];
  const offer = (passwordOpens: Opens, least: Assurance): Offer[] =>
    offersWith(plusAlone, passwordOpens).filter((one) => one.least === least);

  const withoutPlus: [Opens, Assurance, CodeAssurances, Factor | undefined, NextStep][] = [
    ['sign-in', 'low', { email: 'low' }, undefined, 'done'],
    ['sign-in', 'low', { email: 'substantial' }, 'one-time-code', 'done'],
    ['application', 'low', { email: 'low' }, undefined, 'one-time-code'],
    ['application', 'low', { email: 'low' }, 'one-time-code', 'one-time-code'],
    ['application', 'low', { email: 'low' }, 'authenticator', 'enrol'],
    ['application', 'low', {}, 'one-time-code', 'enrol'],
    ['application', 'substantial', { email: 'low', sms: 'low' }, 'one-time-code', 'enrol'],
    ['application', 'substantial', { email: 'low', sms: 'substantial' }, undefined, 'one-time-code'],
    ['nothing', 'low', { sms: 'low' }, undefined, 'one-time-code'],
    ['nothing', 'low', { sms: 'low' }, 'authenticator', 'one-time-code'],
    ['nothing', 'substantial', { sms: 'low' }, 'one-time-code', 'closed'],
  ];

  it.each(withoutPlus)(
    'a password opens %s, %s is needed, codes %j, picked %s: %s',
    (opens, least, codes, pickedFactor, next) => {
      const progress = { ...passwordVerified('ugyfelkapu', false), channels, pickedFactor };
      for (const one of offer(opens, least)) {
        expect(nextStep(progress, { offer: one, picked: undefined, codes, wallets: undefined })).toBe(next);
        const unreachable = nextStep(
          { ...progress, channels: [] },
          { offer: one, picked: undefined, codes, wallets: undefined },
        );
        expect(unreachable).toBe(
          nextStep(progress, { offer: one, picked: undefined, codes: {}, wallets: undefined }),
        );
      }
    },
  );

  const withPlus: [CodeAssurances, Factor | undefined, NextStep][] = [
    [{ email: 'low', sms: 'low' }, 'one-time-code', 'code'],
    [{ email: 'substantial' }, undefined, 'code'],
    [{ email: 'substantial' }, 'authenticator', 'code'],
    [{ email: 'substantial' }, 'one-time-code', 'one-time-code'],
  ];

  it.each(withPlus)(
    'with an Ügyfélkapu+, codes %j, picked %s: %s, also where a password alone would sign in',
    (codes, pickedFactor, next) => {
      const progress = { ...passwordVerified('ugyfelkapu', true), channels, pickedFactor };
      for (const one of everyOpening.flatMap((opens) => [
        ...offer(opens, 'low'),
        ...offer(opens, 'substantial'),
      ])) {
        expect(nextStep(progress, { offer: one, picked: undefined, codes, wallets: undefined })).toBe(next);
      }
    },
  );
});

describe('what is kept of a sign-in under way', () => {
  const kept = { ...passwordVerified('ugyfelkapu', true), sessionsEndedAt: 1_768_550_400 };

  it('is read as it was written', () => {
    expect(passwordVerifiedSchema.parse(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  });

  it('is read as an older node wrote it: then no codes are sent', () => {
    const { channels: _, ...older } = kept;
    expect(passwordVerifiedSchema.parse(older)).toEqual(kept);
  });

  it.each([
    { ...kept, channels: ['push'] },
    { ...kept, pickedFactor: 'password' },
    { ...kept, state: 'started' },
    { ...kept, method: 'sms' },
    { ...kept, sessionsEndedAt: 1.5 },
    { ...kept, sessionsEndedAt: undefined },
    { ...kept, username: undefined },
    { ...kept, hasPlus: 'true' },
    { ...kept, more: 1 },
  ])('is refused in another shape: %j', (text) => {
    expect(passwordVerifiedSchema.safeParse(text).success).toBe(false);
  });
});
