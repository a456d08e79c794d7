/**
 * "Next time without a code": after a sign-in with a code at a service, or an application on the way to one, a passkey on this device is
 * offered: to whoever has such a device, once a month, and never on a computer that others use. The sign-in is through by then; whatever
 * becomes of the offer, it leads on to the service.
 */
import type { Context } from 'koa';
import { type Account, countsSince, nameBorne } from '../../accounts/account.ts';
import { addFurtherPasskey, type FurtherPasskeyParts } from '../../enrolling/further-passkey.ts';
import type { ChallengePlace } from '../../passkeys/passkey-challenge.ts';
import type { PasskeyStore } from '../../passkeys/passkey-store.ts';
import { isOwnClient } from '../../relying-party/own-client.ts';
import type { SharedComputerCookie } from '../../web/cookies/shared-computer-cookie.ts';
import type { Fields } from '../../web/form/form.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { LoginInteraction } from '../login-interaction.ts';
import type { LoginParts } from '../login-parts.ts';
import { offerWay } from './offer-way.ts';

export interface PasskeyOfferParts
  extends FurtherPasskeyParts,
    Pick<LoginParts, 'accounts' | 'passkeyOptions'> {
  readonly passkeys: PasskeyStore;
  readonly sharedComputer: SharedComputerCookie;
}

/** As long as a code counts on the own pages: nobody comes back to a page that was left open. */
const offeredForSeconds = 5 * 60;

/** Whether the script of the page found that this device keeps passkeys, and knows its owner. */
const saidOfDevice = 'keeps_passkeys';

export async function isPasskeyOffered(
  { passkeys, sharedComputer, now }: Pick<PasskeyOfferParts, 'passkeys' | 'sharedComputer' | 'now'>,
  ctx: Context,
  { clientId, isStepUp }: LoginInteraction,
  accountId: string,
  fields: Fields,
): Promise<boolean> {
  const isPlace = fields[saidOfDevice] === 'yes' && !sharedComputer.isShared(ctx);
  return isPlace && !isStepUp && !isOwnClient(clientId) && passkeys.takeOffer(accountId, now());
}

/** Whoever has one phone alone is one lost phone from the desk: asked once, whatever the device can do (decision 71). */
export async function isSecondWayOffered(
  { passkeys, now }: Pick<PasskeyOfferParts, 'passkeys' | 'now'>,
  { clientId }: LoginInteraction,
  accountId: string,
): Promise<boolean> {
  // Our own pages say it themselves.
  return !isOwnClient(clientId) && passkeys.takeOffer(accountId, now());
}

export async function showPasskeyOffer(
  parts: PasskeyOfferParts,
  ctx: Context,
  interaction: LoginInteraction,
  errors: FormError[] = [],
): Promise<void> {
  const account = await accountOf(parts, interaction);
  if (!account) {
    seeOther(ctx, interaction.address);
    return;
  }
  const { id, profile } = account;
  const owner = { id, username: profile.username, displayName: nameBorne(profile) };
  const { readable: known } = await parts.passkeys.list(id);
  const place = challengePlaceOf(interaction);
  const isSecondWay = ctx.query.after !== undefined;
  // One that is to outlive the phone is kept elsewhere: the browser asks where.
  const onlyOn = isSecondWay ? undefined : 'platform';
  const options = parts.passkeyOptions.toRegister(owner, known, place, interaction.arrivedAt, onlyOn);
  const page = { serviceName: interaction.serviceName, errors };
  const address = `${interaction.address}/${offerWay}`;
  if (isSecondWay) {
    const data = { address, options: parts.sharedComputer.isShared(ctx) ? undefined : options };
    await parts.pages.show(ctx, 'login/passkey/second-way', {
      title: 'after-application.title',
      ...page,
      data,
    });
    return;
  }
  await parts.pages.show(ctx, 'login/passkey/offer', {
    title: 'passkey.offer.title',
    ...page,
    data: { address, options },
  });
}

export async function submitPasskeyOffer(
  parts: PasskeyOfferParts,
  ctx: Context,
  interaction: LoginInteraction,
  action: string | undefined,
  fields: Fields,
): Promise<void> {
  if (action === 'make') {
    const account = await accountOf(parts, interaction);
    const arrival = { place: challengePlaceOf(interaction), at: interaction.arrivedAt };
    const errors = account ? await addFurtherPasskey(parts, ctx, account, arrival, fields) : [];
    if (errors.length > 0) {
      await showPasskeyOffer(parts, ctx, interaction, errors);
      return;
    }
  } else if (fields.shared === 'yes') {
    parts.sharedComputer.remember(ctx);
  }
  // It leads on to where the engine takes over.
  seeOther(ctx, interaction.address);
}

function challengePlaceOf({ uid }: LoginInteraction): ChallengePlace {
  return { purpose: 'registration', of: `sign-in ${uid}` };
}

/** Whoever has just signed in here with a code, and was not signed out since. */
async function accountOf(
  { accounts }: Pick<PasskeyOfferParts, 'accounts'>,
  { signedInByCode, arrivedAt }: LoginInteraction,
): Promise<Account | undefined> {
  const seconds = Math.floor(arrivedAt.getTime() / 1000);
  if (!signedInByCode || seconds - signedInByCode.at >= offeredForSeconds) {
    return undefined;
  }
  const account = await accounts.find(signedInByCode.accountId);
  return account?.status === 'active' && countsSince(account, signedInByCode.at) ? account : undefined;
}
