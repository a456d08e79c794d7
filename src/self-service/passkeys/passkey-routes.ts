/** The citizen's passkeys: what comes of the forms of their list. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { type Account, recipientOf } from '../../accounts/account.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { type AlsoEnds, withEnded } from '../../ending-notices/ending-notices.ts';
import { addFurtherPasskey } from '../../enrolling/further-passkey.ts';
import type { Fields } from '../../web/form/form.ts';
import { nameIn } from '../../web/page/unreadable.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { redirectToPage } from '../form-page-redirect.ts';
import type { SignedIn } from '../session-guard.ts';
import { challengePlaceIn, type PasskeyPageParts, passkeysAddress } from './passkey-parts.ts';
import { type Done, showPasskeys } from './passkeys-page.ts';
import { showRename, submitRename } from './rename-page.ts';

async function addPasskey(
  parts: PasskeyPageParts,
  ctx: Context,
  signedIn: SignedIn,
  fields: Fields,
): Promise<void> {
  const { account, arrivedAt } = signedIn;
  const arrival = { place: challengePlaceIn(signedIn, 'registration'), at: arrivedAt };
  const errors = await addFurtherPasskey(parts, ctx, account, arrival, fields);
  if (errors.length > 0) {
    await showPasskeys(parts, ctx, signedIn, { errors });
    return;
  }
  seeOther(ctx, `${passkeysAddress}?kesz=added`);
}

/** Whoever else is signed in is no more, and a passkey or code given before opens nothing: it may have been the one that went. */
async function removePasskey(parts: PasskeyPageParts, ctx: Context, signedIn: SignedIn): Promise<void> {
  const { account } = signedIn;
  const id = String(ctx.params.id);
  const name = nameIn(await parts.passkeys.find(account.id, id), parts.pages.translatorFor(ctx));
  if (name === undefined) {
    seeOther(ctx, passkeysAddress);
    return;
  }
  const ended = await parts.endingNotices.of('passkey-removed', account);
  const event = withEnded(securityEvents.passkeyRemoved(account.id, id, name), ended);
  const outcome = await parts.authenticators.forget(account, id, event, 'passkey-removed');
  if (outcome.kind === 'forgotten') {
    await tellRemoved(parts, account, name, ended);
    await showRemoved(parts, ctx, signedIn, outcome.endedAt);
  } else if (outcome.kind === 'last') {
    await showPasskeys(parts, ctx, signedIn, { errors: [{ field: '', message: 'passkeys.last' }] });
  } else {
    seeOther(ctx, passkeysAddress);
  }
}

async function tellRemoved(
  { messages, endingNotices, now }: PasskeyPageParts,
  account: Account,
  device: string,
  ended: readonly AlsoEnds[],
): Promise<void> {
  const more = { ...endingNotices.inMail(ended, account), device };
  await messages.tell(recipientOf(account), 'passkey-removed', now(), more);
}

/** @param endedAt undefined when the asking session ended with the others: it signs in anew */
async function showRemoved(
  parts: PasskeyPageParts,
  ctx: Context,
  signedIn: SignedIn,
  endedAt: number | undefined,
): Promise<void> {
  if (endedAt === undefined) {
    seeOther(ctx, passkeysAddress);
    return;
  }
  await parts.sessionGuard.keepThisSessionWithoutCode(ctx, signedIn, endedAt);
  await showPasskeys(parts, ctx, signedIn, { done: 'removed' });
}

function doneBefore(ctx: Context): Done | undefined {
  const all: readonly Done[] = ['added', 'renamed'];
  return all.find((one) => one === ctx.query.kesz);
}

export function passkeyRoutes(parts: PasskeyPageParts): Door {
  const { sessionGuard, readForm } = parts;
  const router = new Router({ prefix: passkeysAddress });

  router.get('/', (ctx) =>
    sessionGuard.whenReauthenticated(ctx, passkeysAddress, (signedIn) =>
      showPasskeys(parts, ctx, signedIn, { done: doneBefore(ctx) }),
    ),
  );
  form('/uj', (ctx, signedIn, fields) => addPasskey(parts, ctx, signedIn, fields));
  form(
    '/:id/atnevezes',
    (ctx, signedIn, fields) => submitRename(parts, ctx, signedIn, fields),
    (ctx, signedIn) => showRename(parts, ctx, signedIn),
  );
  form('/:id/eltavolitas', (ctx, signedIn) => removePasskey(parts, ctx, signedIn));

  return forPeople(router);

  function form(
    path: string,
    submit: (ctx: Context, signedIn: SignedIn, fields: Fields) => Promise<void>,
    show?: (ctx: Context, signedIn: SignedIn) => Promise<void>,
  ): void {
    router.post(path, async (ctx) => {
      const fields = await readForm(ctx);
      await sessionGuard.whenReauthenticated(ctx, passkeysAddress, (signedIn) =>
        submit(ctx, signedIn, fields),
      );
    });
    router.get(path, (ctx) =>
      show
        ? sessionGuard.whenReauthenticated(ctx, passkeysAddress, (signedIn) => show(ctx, signedIn))
        : redirectToPage(ctx, passkeysAddress),
    );
  }
}
