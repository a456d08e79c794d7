/** Which services the citizen signed in to, and what each was told of them: the receipt, field by field, and the end of it. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { CitizenAccess, Service } from '../../relying-party/citizen-access.ts';
import { isOwnClient } from '../../relying-party/own-client.ts';
import type { ReadForm } from '../../web/form/form.ts';
import { type Language, languageOf } from '../../web/language.ts';
import { instantInWords } from '../../web/page/dates-and-times.ts';
import type { Pages } from '../../web/page/page.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { SessionGuard, SignedIn } from '../session-guard.ts';

export interface ServiceParts {
  readonly sessionGuard: SessionGuard;
  readonly access: CitizenAccess;
  readonly pages: Pages;
  readonly readForm: ReadForm;
}

const address = '/fiok/szolgaltatasok';

async function showServices(
  { access, pages }: Pick<ServiceParts, 'access' | 'pages'>,
  ctx: Context,
  { account }: SignedIn,
): Promise<void> {
  const services = await access.services(account.id);
  const others = services.filter(({ clientId }) => !isOwnClient(clientId));
  const shown = await Promise.all(others.map((service) => serviceInWords(access, service, languageOf(ctx))));
  await pages.show(ctx, 'self-service/account/services', {
    title: 'services.title',
    signedInAs: account.profile.username,
    data: { services: shown, isRevoked: ctx.query.visszavonva !== undefined },
  });
}

async function serviceInWords(
  access: CitizenAccess,
  { clientId, firstAt, lastAt, given }: Service,
  language: Language,
) {
  return {
    clientId,
    service: await access.nameOf(clientId, language),
    startAddress: await access.startAddressOf(clientId),
    firstAt: instantInWords(firstAt, language),
    lastAt: instantInWords(lastAt, language),
    given: [...given].map(([claim, at]) => ({ claim, at: instantInWords(at, language) })),
  };
}

async function revokeAccess(
  { access }: Pick<ServiceParts, 'access'>,
  ctx: Context,
  { account }: SignedIn,
): Promise<void> {
  const { clientId = '' } = ctx.params;
  const event = securityEvents.accessRevoked(account.id, clientId);
  const isRevoked = !isOwnClient(clientId) && (await access.revoke(account.id, clientId, event));
  seeOther(ctx, isRevoked ? `${address}?visszavonva` : address);
}

export function serviceRoutes(parts: ServiceParts): Door {
  const { sessionGuard, readForm } = parts;
  const router = new Router({ prefix: address });

  router.get('/', (ctx) =>
    sessionGuard.whenSignedIn(ctx, address, (signedIn) => showServices(parts, ctx, signedIn)),
  );
  router.post('/:clientId/visszavonas', async (ctx) => {
    await readForm(ctx);
    await sessionGuard.whenSignedIn(ctx, address, (signedIn) => revokeAccess(parts, ctx, signedIn));
  });

  return forPeople(router);
}
