/**
 * What two people at the desk agreed on, as its citizen sees it: behind the link of the message, and in their own pages. Opening it
 * changes nothing; one button cancels it until it takes effect.
 */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { isCancellable } from '../desk/request.ts';
import type { RequestCourse } from '../desk/request-course.ts';
import type { RequestStore, StoredRequest } from '../desk/request-store.ts';
import type { ReadForm } from '../web/form.ts';
import { instantInWords } from '../web/instants.ts';
import { languageOf } from '../web/language.ts';
import type { Pages } from '../web/page.ts';
import type { OwnPages } from './signed-in.ts';

export interface DeskRequestParts {
  readonly ownPages: OwnPages;
  readonly requests: RequestStore;
  readonly course: RequestCourse;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

const ownAddress = '/fiok/hivatali-keres';

export function deskRequestRoutes(parts: DeskRequestParts): Middleware {
  const { ownPages, requests, course, pages, readForm, now } = parts;
  const router = new Router();

  router.get('/hivatali-keres/:token', async (ctx) => {
    await show(ctx, await requests.findByLink(String(ctx.params.token)));
  });

  router.post('/hivatali-keres/:token', async (ctx) => {
    await readForm(ctx);
    await cancel(ctx, await requests.findByLink(String(ctx.params.token)), 'link');
  });

  router.get(ownAddress, async (ctx) => {
    await ownPages.whenSignedIn(ctx, ownAddress, async ({ account }) => {
      await show(ctx, await requests.find(account.id), account.profile.username);
    });
  });

  router.post(ownAddress, async (ctx) => {
    await readForm(ctx);
    await ownPages.whenSignedIn(ctx, ownAddress, async ({ account }) => {
      await cancel(ctx, await requests.find(account.id), 'own-pages', account.profile.username);
    });
  });

  async function show(ctx: Context, stored: StoredRequest | undefined, signedInAs?: string): Promise<void> {
    if (!stored || !isCancellable(stored.request)) {
      await showOver(ctx, signedInAs);
      return;
    }
    const { request } = stored;
    const at = request.state === 'announced' ? new Date(request.takesEffectAt) : undefined;
    await pages.show(ctx, 'self-service/desk-request', {
      title: 'desk-request.title',
      signedInAs,
      data: {
        address: ctx.path,
        kind: request.kind,
        when: at && instantInWords(at, languageOf(ctx)),
      },
    });
  }

  async function cancel(
    ctx: Context,
    stored: StoredRequest | undefined,
    by: 'link' | 'own-pages',
    signedInAs?: string,
  ): Promise<void> {
    if (stored && (await course.cancel(stored, by, now()))) {
      await pages.show(ctx, 'self-service/desk-request-cancelled', {
        title: 'desk-request.cancelled.title',
        signedInAs,
      });
    } else {
      await showOver(ctx, signedInAs);
    }
  }

  function showOver(ctx: Context, signedInAs: string | undefined): Promise<void> {
    return pages.show(ctx, 'self-service/desk-request-over', {
      title: 'desk-request.over.title',
      status: 410,
      signedInAs,
    });
  }

  return router.routes() as unknown as Middleware;
}
