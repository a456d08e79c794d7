/** Applying for an Ügyfélkapu+ inside of a sign-in: password and code were just proven, so the sign-in ends with it. */
import type { Context } from 'koa';
import { type EnrolDoor, enrolActions } from '../enrolling/enrol-door.ts';
import type { Fields } from '../web/form.ts';
import { seeOther } from '../web/redirect.ts';
import type { EndedAttempts } from './ended-attempts.ts';
import type { LoginParts } from './login-parts.ts';
import { channelsFor, nextStep } from './next-step.ts';
import type { SignIn } from './sign-in.ts';

export interface EnrolmentStep {
  show(ctx: Context, signIn: SignIn): Promise<void>;
  receive(ctx: Context, signIn: SignIn, action: string | undefined, fields: Fields): Promise<void>;
}

export function createEnrolmentStep(
  { accounts, attempts, enrolSteps, signIns }: LoginParts,
  ended: EndedAttempts,
): EnrolmentStep {
  async function show(ctx: Context, signIn: SignIn): Promise<void> {
    if (await ended.isEnded(signIn)) {
      await ended.beginAgain(ctx, signIn);
      return;
    }
    const door = await doorOf(signIn);
    if (door) {
      await enrolSteps.show(ctx, door);
      return;
    }
    // Meanwhile there is an Ügyfélkapu+, got elsewhere: its code is asked for.
    if (signIn.attempt.state === 'password-verified') {
      await attempts.remember(signIn.uid, { ...signIn.attempt, hasPlus: true });
    }
    seeOther(ctx, signIn.address);
  }

  async function receive(
    ctx: Context,
    signIn: SignIn,
    given: string | undefined,
    fields: Fields,
  ): Promise<void> {
    if (await ended.isEnded(signIn)) {
      await ended.beginAgain(ctx, signIn);
      return;
    }
    const action = enrolActions.find((known) => known === given);
    const door = await doorOf(signIn);
    if (!action || !door) {
      seeOther(ctx, signIn.address);
      return;
    }
    await enrolSteps.receive(ctx, door, action, fields);
  }

  async function doorOf(signIn: SignIn): Promise<EnrolDoor | undefined> {
    const { attempt, address, serviceName, terms } = signIn;
    if (attempt.state !== 'password-verified' || nextStep(attempt, terms) !== 'enrol') {
      return undefined;
    }
    const account = await accounts.find(attempt.accountId);
    if (account?.status !== 'active' || account.hasPlus) {
      return undefined;
    }
    return {
      account,
      address,
      formAddress: `${address}/enrol`,
      leave: { address: `${address}/give-up`, isForm: true },
      otherWay: channelsFor(attempt, terms).length > 0 ? `${address}?factor=one-time-code` : undefined,
      page: { serviceName },
      applicant: 'shielded',
      finished: (ctx) =>
        signIns.finish(ctx, signIn, attempt, { by: 'authenticator', reached: 'substantial' }),
    };
  }

  return { show, receive };
}
