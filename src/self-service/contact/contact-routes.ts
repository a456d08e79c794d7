/** Changing the e-mail address or the telephone number, confirmed from both sides: which request leads to which page. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import type { CodeChannel } from '../../assurance/code-channels.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { redirectToPage } from '../form-page-redirect.ts';
import type { SignedIn } from '../session-guard.ts';
import { findChange, showContactCodes, submitContactCodes } from './contact-codes.ts';
import { showContactForm, submitContactForm } from './contact-form.ts';
import { type ContactParts, contactAddress } from './contact-parts.ts';

export function contactRoutes(parts: ContactParts): Door {
  const router = new Router();
  for (const channel of parts.sendable) {
    mountContact(router, parts, channel);
  }
  return forPeople(router);
}

function mountContact(router: Router, parts: ContactParts, channel: CodeChannel): void {
  const { sessionGuard, readForm } = parts;
  const address = contactAddress[channel];

  router.get(address, (ctx) =>
    sessionGuard.whenReauthenticated(ctx, address, (signedIn) => showContact(parts, ctx, signedIn, channel)),
  );
  router.post(address, async (ctx) => {
    const fields = await readForm(ctx);
    await sessionGuard.whenReauthenticated(ctx, address, (signedIn) =>
      submitContactForm(parts, ctx, signedIn, channel, fields),
    );
  });
  router.post(`${address}/megerosites`, async (ctx) => {
    const fields = await readForm(ctx);
    await sessionGuard.whenReauthenticated(ctx, address, (signedIn) =>
      submitContactCodes(parts, ctx, signedIn, channel, fields),
    );
  });
  router.post(`${address}/elvetes`, async (ctx) => {
    await readForm(ctx);
    await sessionGuard.whenReauthenticated(ctx, address, (signedIn) => abandonChange(parts, ctx, signedIn));
  });
  router.get(`${address}/:form`, (ctx) => redirectToPage(ctx, address));
}

/** The codes are asked for while a change awaits them. */
async function showContact(
  parts: ContactParts,
  ctx: Context,
  signedIn: SignedIn,
  channel: CodeChannel,
): Promise<void> {
  const change = await findChange(parts, ctx, signedIn, channel);
  await (change
    ? showContactCodes(parts, ctx, signedIn, change)
    : showContactForm(parts, ctx, signedIn, channel));
}

async function abandonChange(
  { changes }: Pick<ContactParts, 'changes'>,
  ctx: Context,
  { account }: SignedIn,
): Promise<void> {
  await changes.abandon(account.id);
  seeOther(ctx, '/fiok');
}
