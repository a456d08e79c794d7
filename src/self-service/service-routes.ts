/** Which services the citizen signed in to, and what each was told of them: the receipt, field by field, and the end of it. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { AuditLog } from '../audit/audit-log.ts';
import { securityEvents } from '../audit/security-events.ts';
import type { CitizenAccess, Service } from '../relying-party/citizen-access.ts';
import { isOwnClient } from '../relying-party/own-client.ts';
import type { ReadForm } from '../web/form.ts';
import { instantInWords } from '../web/instants.ts';
import { type Language, languageOf } from '../web/language.ts';
import type { Pages } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import type { OwnPages, SignedIn } from './signed-in.ts';

export interface ServiceParts {
  readonly ownPages: OwnPages;
  readonly access: CitizenAccess;
  readonly audit: AuditLog;
  readonly pages: Pages;
  readonly readForm: ReadForm;
}

const address = '/fiok/szolgaltatasok';

export function serviceRoutes({ ownPages, access, audit, pages, readForm }: ServiceParts): Middleware {
  const router = new Router({ prefix: address });

  router.get('/', async (ctx) => {
    await ownPages.whenSignedIn(ctx, address, (signedIn) => showServices(ctx, signedIn));
  });

  router.post('/:clientId/visszavonas', async (ctx) => {
    await readForm(ctx);
    await ownPages.whenSignedIn(ctx, address, async ({ account }) => {
      const { clientId = '' } = ctx.params;
      if (!isOwnClient(clientId) && (await access.revoke(account.id, clientId))) {
        await audit.record(securityEvents.accessRevoked(account.id, clientId));
        seeOther(ctx, `${address}?visszavonva`);
      } else {
        seeOther(ctx, address);
      }
    });
  });

  async function showServices(ctx: Context, { account }: SignedIn): Promise<void> {
    const services = await access.services(account.id);
    const others = services.filter(({ clientId }) => !isOwnClient(clientId));
    const shown = await Promise.all(others.map((service) => describe(service, languageOf(ctx))));
    await pages.show(ctx, 'self-service/services', {
      title: 'services.title',
      signedInAs: account.profile.username,
      data: { services: shown, isRevoked: ctx.query.visszavonva !== undefined },
    });
  }

  async function describe({ clientId, firstAt, lastAt, given }: Service, language: Language) {
    return {
      clientId,
      service: await access.nameOf(clientId, language),
      startAddress: await access.startAddressOf(clientId),
      firstAt: instantInWords(firstAt, language),
      lastAt: instantInWords(lastAt, language),
      given: [...given].map(([claim, at]) => ({ claim, at: instantInWords(at, language) })),
    };
  }

  return router.routes() as unknown as Middleware;
}
