/**
 * What two people at the desk agreed on, as its citizen sees it: behind the link of the message, and in their own pages. Opening it
 * changes nothing; one button cancels it until it takes effect.
 */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { isCancellable } from '../../desk/dual-authorization/request.ts';
import type { RequestStore, StoredRequest } from '../../desk/dual-authorization/request-store.ts';
import type { RequestWorkflow } from '../../desk/dual-authorization/request-workflow.ts';
import type { ReadForm } from '../../web/form/form.ts';
import { languageOf } from '../../web/language.ts';
import { instantInWords } from '../../web/page/dates-and-times.ts';
import type { Pages } from '../../web/page/page.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import type { SessionGuard } from '../session-guard.ts';

export interface DeskRequestParts {
  readonly sessionGuard: SessionGuard;
  readonly requests: RequestStore;
  readonly workflow: RequestWorkflow;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

const ownAddress = '/fiok/hivatali-keres';

type Stored = StoredRequest | undefined;

/** @param signedInAs undefined behind the link of the message */
async function showDeskRequest(
  { pages }: Pick<DeskRequestParts, 'pages'>,
  ctx: Context,
  stored: Stored,
  signedInAs?: string,
): Promise<void> {
  if (!stored || !isCancellable(stored.request)) {
    await showOver({ pages }, ctx, signedInAs);
    return;
  }
  const { request } = stored;
  const at = request.state === 'announced' ? new Date(request.takesEffectAt) : undefined;
  await pages.show(ctx, 'self-service/desk-requests/desk-request', {
    title: 'desk-request.title',
    signedInAs,
    data: {
      address: ctx.path,
      kind: request.kind,
      when: at && instantInWords(at, languageOf(ctx)),
    },
  });
}

async function submitCancellation(
  { workflow, pages, now }: Pick<DeskRequestParts, 'workflow' | 'pages' | 'now'>,
  ctx: Context,
  stored: Stored,
  by: 'link' | 'own-pages',
  signedInAs?: string,
): Promise<void> {
  if (stored && (await workflow.cancel(stored, by, now()))) {
    const page = { title: 'desk-request.cancelled.title', signedInAs } as const;
    await pages.show(ctx, 'self-service/desk-requests/desk-request-cancelled', page);
  } else {
    await showOver({ pages }, ctx, signedInAs);
  }
}

function showOver(
  { pages }: Pick<DeskRequestParts, 'pages'>,
  ctx: Context,
  signedInAs: string | undefined,
): Promise<void> {
  const page = { title: 'desk-request.over.title', status: 410, signedInAs } as const;
  return pages.show(ctx, 'self-service/desk-requests/desk-request-over', page);
}

export function deskRequestRoutes(parts: DeskRequestParts): Door {
  const { sessionGuard, requests, readForm } = parts;
  const router = new Router();
  const behindLink = (ctx: Context): Promise<Stored> => requests.findByLink(String(ctx.params.token));

  router.get('/hivatali-keres/:token', async (ctx) => showDeskRequest(parts, ctx, await behindLink(ctx)));
  router.post('/hivatali-keres/:token', async (ctx) => {
    await readForm(ctx);
    await submitCancellation(parts, ctx, await behindLink(ctx), 'link');
  });

  router.get(ownAddress, (ctx) =>
    sessionGuard.whenSignedIn(ctx, ownAddress, async ({ account }) =>
      showDeskRequest(parts, ctx, await requests.find(account.id), account.profile.username),
    ),
  );
  router.post(ownAddress, async (ctx) => {
    await readForm(ctx);
    await sessionGuard.whenSignedIn(ctx, ownAddress, async ({ account }) => {
      const stored = await requests.find(account.id);
      await submitCancellation(parts, ctx, stored, 'own-pages', account.profile.username);
    });
  });

  return forPeople(router);
}
