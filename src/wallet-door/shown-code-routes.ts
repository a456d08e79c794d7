/** The page on the phone: the code that is to be typed in the browser that asked, and for which service that is. */
import { timingSafeEqual } from 'node:crypto';
import { Router } from '@koa/router';
import { RequestRefused } from '../errors.ts';
import type { PresentationStore } from '../wallet/presentations/presentation-store.ts';
import { languageOf } from '../web/language.ts';
import { nameIn } from '../web/page/client-name.ts';
import { timeOfDay } from '../web/page/dates-and-times.ts';
import type { Pages } from '../web/page/page.ts';
import { type Door, forPeople } from '../web/request/door.ts';

export interface ShownCodeParts {
  /** Without a trailing slash. */
  readonly issuer: string;
  readonly presentations: PresentationStore;
  readonly pages: Pages;
  readonly now: () => Date;
}

export function shownCodeRoutes({ issuer, presentations, pages, now }: ShownCodeParts): Door {
  const router = new Router({ prefix: '/vp/shown' });

  // The address was given to the wallet that answered, and to nobody else. A look at it changes nothing.
  router.get('/:id/:key', async (ctx) => {
    const presentation = await presentations.find(String(ctx.params.id), now());
    const isOurs =
      presentation?.state === 'answered' &&
      presentation.flow === 'cross-device' &&
      isSame(presentation.shownAt, String(ctx.params.key));
    if (!isOurs) {
      throw new RequestRefused(410, 'sign-in-ended');
    }
    const { handBack, service, expiresAt } = presentation;
    await pages.show(ctx, 'wallet-door/shown-code', {
      title: 'wallet.shown.title',
      data: {
        code: `${handBack.slice(0, 3)} ${handBack.slice(3)}`,
        service: nameIn(service, languageOf(ctx)),
        address: `${issuer}/`,
        until: timeOfDay(new Date(expiresAt), languageOf(ctx)),
      },
    });
  });

  return forPeople(router);
}

function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
