/** The citizen's authenticators: the list of devices and removing one; and the way to confirming with a code and to trying the törlőkód out. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { type Account, recipientOf } from '../../accounts/account.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { type AlsoEnds, endingsInWords, withEnded } from '../../ending-notices/ending-notices.ts';
import { languageOf } from '../../web/language.ts';
import { dateInWords } from '../../web/page/dates-and-times.ts';
import type { FormError } from '../../web/page/page.ts';
import { countUnreadable, nameIn } from '../../web/page/unreadable.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { redirectToPage } from '../form-page-redirect.ts';
import { reauthenticationAddress, type SignedIn } from '../session-guard.ts';
import type { AuthenticatorParts } from './authenticator-parts.ts';
import { showTryOut, submitTryOut } from './cancellation-code-try-out.ts';
import {
  byPasskeyAddress,
  destinationOf,
  showReauthentication,
  submitPasskeyInstead,
  submitReauthentication,
} from './reauthentication.ts';

const devicesAddress = '/fiok/eszkozok';
const tryOutAddress = '/fiok/torlokod-proba';

type DeviceParts = Pick<AuthenticatorParts, 'authenticators' | 'endingNotices' | 'pages'>;
type RemovalParts = DeviceParts & Pick<AuthenticatorParts, 'sessionGuard' | 'messages' | 'now'>;

async function showDevices(
  { authenticators, endingNotices, pages }: DeviceParts,
  ctx: Context,
  account: Account,
  errors: FormError[] = [],
  isRemoved = false,
): Promise<void> {
  const ends = await endingNotices.of('authenticator-removed', account);
  const [{ readable: known, unreadable }, hasCancellationCode] = await Promise.all([
    authenticators.list(account.id),
    authenticators.hasCancellationCode(account.id),
  ]);
  const language = languageOf(ctx);
  const devices = known.map(({ id: deviceId, name, isFrozen, createdAt, lastUsedAt }) => ({
    deviceId,
    device: name,
    isFrozen,
    since: dateInWords(new Date(createdAt), language),
    lastUsed: lastUsedAt && dateInWords(lastUsedAt, language),
  }));
  await pages.show(ctx, 'self-service/authenticators/devices', {
    title: 'devices.title',
    errors,
    signedInAs: account.profile.username,
    data: {
      devices,
      unreadable: countUnreadable(ctx, unreadable),
      unreadableIds: unreadable.map(({ which }) => which),
      hasCancellationCode,
      isRemoved,
      ends: endingsInWords(ends, language),
    },
  });
}

/** Whoever else is signed in is no more, and a code given before opens nothing: it may have been of the device that went. */
async function removeDevice(parts: RemovalParts, ctx: Context, signedIn: SignedIn): Promise<void> {
  const { account } = signedIn;
  const id = String(ctx.params.id);
  const name = nameIn(await parts.authenticators.find(account.id, id), parts.pages.translatorFor(ctx));
  if (name === undefined) {
    seeOther(ctx, devicesAddress);
    return;
  }
  const ended = await parts.endingNotices.of('authenticator-removed', account);
  const event = securityEvents.authenticatorForgotten(account.id, id, name);
  const outcome = await parts.authenticators.forget(account, id, withEnded(event, ended));
  if (outcome.kind === 'forgotten') {
    await tellRemoved(parts, account, name, ended);
    await showRemoved(parts, ctx, signedIn, outcome.endedAt);
  } else if (outcome.kind === 'last') {
    await showDevices(parts, ctx, account, [{ field: '', message: 'devices.last' }]);
  } else {
    seeOther(ctx, devicesAddress);
  }
}

async function tellRemoved(
  { messages, endingNotices, now }: RemovalParts,
  account: Account,
  device: string,
  ended: readonly AlsoEnds[],
): Promise<void> {
  const more = { ...endingNotices.inMail(ended, account), device };
  await messages.tell(recipientOf(account), 'authenticator-removed', now(), more);
}

/** @param endedAt undefined when the asking session ended with the others: it signs in anew */
async function showRemoved(
  parts: RemovalParts,
  ctx: Context,
  signedIn: SignedIn,
  endedAt: number | undefined,
): Promise<void> {
  if (endedAt === undefined) {
    seeOther(ctx, devicesAddress);
    return;
  }
  await parts.sessionGuard.keepThisSessionWithoutCode(ctx, signedIn, endedAt);
  await showDevices(parts, ctx, signedIn.account, [], true);
}

export function authenticatorRoutes(parts: AuthenticatorParts): Door {
  const { sessionGuard, readForm } = parts;
  const router = new Router();

  router.get(reauthenticationAddress, (ctx) =>
    sessionGuard.whenSignedIn(ctx, destinationOf(ctx), (signedIn) =>
      showReauthentication(parts, ctx, signedIn),
    ),
  );
  router.post(reauthenticationAddress, async (ctx) => {
    const fields = await readForm(ctx);
    await sessionGuard.whenSignedIn(ctx, destinationOf(ctx), (signedIn) =>
      submitReauthentication(parts, ctx, signedIn, fields),
    );
  });

  router.post(byPasskeyAddress, async (ctx) => {
    const fields = await readForm(ctx);
    await sessionGuard.whenSignedIn(ctx, destinationOf(ctx), (signedIn) =>
      submitPasskeyInstead(parts, ctx, signedIn, fields),
    );
  });
  router.get(byPasskeyAddress, (ctx) => redirectToPage(ctx, reauthenticationAddress));

  router.get(devicesAddress, (ctx) =>
    sessionGuard.whenReauthenticated(ctx, devicesAddress, ({ account }) => showDevices(parts, ctx, account)),
  );
  router.post(`${devicesAddress}/:id/eltavolitas`, async (ctx) => {
    await readForm(ctx);
    await sessionGuard.whenReauthenticated(ctx, devicesAddress, (signedIn) =>
      removeDevice(parts, ctx, signedIn),
    );
  });
  router.get(`${devicesAddress}/:id/eltavolitas`, (ctx) => redirectToPage(ctx, devicesAddress));

  router.get(tryOutAddress, (ctx) =>
    sessionGuard.whenSignedIn(ctx, tryOutAddress, ({ account }) => showTryOut(parts, ctx, account)),
  );
  router.post(tryOutAddress, async (ctx) => {
    const fields = await readForm(ctx);
    await sessionGuard.whenSignedIn(ctx, tryOutAddress, ({ account }) =>
      submitTryOut(parts, ctx, account, fields),
    );
  });

  return forPeople(router);
}
