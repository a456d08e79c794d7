/** Applying for an Ügyfélkapu+ inside of a sign-in: password and code were just proven, so the sign-in ends with it. */
import type { Context } from 'koa';
import { type EnrolDoor, enrolActions } from '../enrolling/enrol-door.ts';
import type { Fields } from '../web/form/form.ts';
import { seeOther } from '../web/request/redirect.ts';
import type { LoginInteraction } from './login-interaction.ts';
import type { LoginParts } from './login-parts.ts';
import { channelsFor, nextStep } from './next-step.ts';
import { beginAgain, isRevoked } from './revoked-login.ts';

type EnrolmentParts = Pick<LoginParts, 'accounts' | 'progressStore' | 'enrolSteps' | 'interactions'>;

export async function showEnrolment(
  parts: EnrolmentParts,
  ctx: Context,
  interaction: LoginInteraction,
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
  // Meanwhile there is an Ügyfélkapu+, got elsewhere: its code is asked for.
  if (interaction.progress.state === 'password-verified') {
    await parts.progressStore.remember(interaction.uid, {
      ...interaction.progress,
      hasPlus: true,
      hasApp: true,
    });
  }
  seeOther(ctx, interaction.address);
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
  { accounts, interactions }: Pick<EnrolmentParts, 'accounts' | 'interactions'>,
  interaction: LoginInteraction,
): Promise<EnrolDoor | undefined> {
  const { progress, address, serviceName, terms } = interaction;
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
    finished: (ctx) =>
      interactions.finish(
        ctx,
        interaction,
        progress,
        { by: 'authenticator', reached: 'substantial' },
        account,
      ),
  };
}
