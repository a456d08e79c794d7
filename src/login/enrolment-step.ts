/** Applying for an Ügyfélkapu+ inside of a sign-in: password and code were just proven, so the sign-in ends with it. */
import type { Context } from 'koa';
import { isFreshPassword } from '../accounts/password/password-freshness.ts';
import { type EnrolDoor, enrolActions } from '../enrolling/enrol-door.ts';
import type { Fields } from '../web/form/form.ts';
import { seeOther } from '../web/request/redirect.ts';
import type { LoginInteraction } from './login-interaction.ts';
import type { LoginParts } from './login-parts.ts';
import type { PasswordVerified } from './login-progress.ts';
import { channelsFor, nextStep } from './next-step.ts';
import { secondWay } from './passkey/offer-way.ts';
import { isSecondWayOffered } from './passkey/passkey-offer.ts';
import { beginAgain, goOnWithPlus, isRevoked } from './revoked-login.ts';

type EnrolmentParts = Pick<
  LoginParts,
  'accounts' | 'progressStore' | 'enrolSteps' | 'interactions' | 'passkeys' | 'now'
>;

export async function showEnrolment(
  parts: EnrolmentParts,
  ctx: Context,
  interaction: LoginInteraction,
  progress: PasswordVerified,
): Promise<void> {
  if (await isRevoked(parts, interaction)) {
    await beginAgain(parts, ctx, interaction);
    return;
  }
  const door = await doorOf(parts, interaction);
  if (door) {
    await parts.enrolSteps.show(ctx, door);
    return;
  }
  const account = await parts.accounts.find(progress.accountId);
  await (account?.hasPlus
    ? goOnWithPlus(parts, ctx, interaction, progress, account)
    : beginAgain(parts, ctx, interaction));
}

/** @param given the action, as the form's address says it */
export async function submitEnrolment(
  parts: EnrolmentParts,
  ctx: Context,
  interaction: LoginInteraction,
  given: string | undefined,
  fields: Fields,
): Promise<void> {
  if (await isRevoked(parts, interaction)) {
    await beginAgain(parts, ctx, interaction);
    return;
  }
  const action = enrolActions.find((known) => known === given);
  const door = await doorOf(parts, interaction);
  if (!action || !door) {
    seeOther(ctx, interaction.address);
    return;
  }
  await parts.enrolSteps.receive(ctx, door, action, fields);
}

async function doorOf(
  parts: Omit<EnrolmentParts, 'progressStore' | 'enrolSteps'>,
  interaction: LoginInteraction,
): Promise<EnrolDoor | undefined> {
  const { accounts, interactions } = parts;
  const { progress, address, arrivedAt, serviceName, terms } = interaction;
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
    asksPassword: !isFreshPassword(progress.passwordGivenAt, arrivedAt),
    finished: async (ctx, by) => {
      const isOffered = by === 'code' && (await isSecondWayOffered(parts, interaction, account.id));
      const proof = { by: by === 'code' ? 'authenticator' : by, reached: 'substantial' } as const;
      await interactions.finish(
        ctx,
        interaction,
        progress,
        proof,
        account,
        isOffered ? secondWay : undefined,
      );
    },
  };
}
