/** Applying for an Ügyfélkapu+ inside of a sign-in: password and code were just proven, so the sign-in ends with it. */
import type { Context } from 'koa';
import { type EnrolDoor, enrolActions } from '../enrolling/enrol-door.ts';
import type { Fields } from '../web/form.ts';
import { seeOther } from '../web/redirect.ts';
import { beginAgain, isRevoked } from './ended-attempts.ts';
import type { LoginParts } from './login-parts.ts';
import { channelsFor, nextStep } from './next-step.ts';
import type { SignIn } from './sign-in.ts';

type EnrolmentParts = Pick<LoginParts, 'accounts' | 'progressStore' | 'enrolSteps' | 'signIns'>;

export async function showEnrolment(parts: EnrolmentParts, ctx: Context, signIn: SignIn): Promise<void> {
  if (await isRevoked(parts, signIn)) {
    await beginAgain(parts, ctx, signIn);
    return;
  }
  const door = await doorOf(parts, signIn);
  if (door) {
    await parts.enrolSteps.show(ctx, door);
    return;
  }
  // Meanwhile there is an Ügyfélkapu+, got elsewhere: its code is asked for.
  if (signIn.progress.state === 'password-verified') {
    await parts.progressStore.remember(signIn.uid, { ...signIn.progress, hasPlus: true });
  }
  seeOther(ctx, signIn.address);
}

/** @param given the action, as the form's address says it */
export async function submitEnrolment(
  parts: EnrolmentParts,
  ctx: Context,
  signIn: SignIn,
  given: string | undefined,
  fields: Fields,
): Promise<void> {
  if (await isRevoked(parts, signIn)) {
    await beginAgain(parts, ctx, signIn);
    return;
  }
  const action = enrolActions.find((known) => known === given);
  const door = await doorOf(parts, signIn);
  if (!action || !door) {
    seeOther(ctx, signIn.address);
    return;
  }
  await parts.enrolSteps.receive(ctx, door, action, fields);
}

async function doorOf(
  { accounts, signIns }: Pick<EnrolmentParts, 'accounts' | 'signIns'>,
  signIn: SignIn,
): Promise<EnrolDoor | undefined> {
  const { progress, address, serviceName, terms } = signIn;
  if (progress.state !== 'password-verified' || nextStep(progress, terms) !== 'enrol') {
    return undefined;
  }
  const account = await accounts.find(progress.accountId);
  if (account?.status !== 'active' || account.hasPlus) {
    return undefined;
  }
  return {
    account,
    address,
    formAddress: `${address}/enrol`,
    leave: { address: `${address}/give-up`, isForm: true },
    otherWay: channelsFor(progress, terms).length > 0 ? `${address}?factor=one-time-code` : undefined,
    page: { serviceName },
    applicant: 'unproven',
    finished: (ctx) => signIns.finish(ctx, signIn, progress, { by: 'authenticator', reached: 'substantial' }),
  };
}
