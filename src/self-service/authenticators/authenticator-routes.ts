/** The citizen's authenticators: the list of devices and removing one; and the way to confirming with a code and to trying the törlőkód out. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { Account } from '../../accounts/account.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { redirectToPage } from '../form-page-redirect.ts';
import { reauthenticationAddress } from '../session-guard.ts';
import type { AuthenticatorParts } from './authenticator-parts.ts';
import { showTryOut, submitTryOut } from './cancellation-code-try-out.ts';
import { destinationOf, showReauthentication, submitReauthentication } from './reauthentication.ts';

const devicesAddress = '/fiok/eszkozok';
const tryOutAddress = '/fiok/torlokod-proba';

type DeviceParts = Pick<AuthenticatorParts, 'authenticators' | 'pages'>;

async function showDevices(
  { authenticators, pages }: DeviceParts,
  ctx: Context,
  { id, profile }: Account,
  errors: FormError[] = [],
): Promise<void> {
  const devices = (await authenticators.list(id)).map(({ id: deviceId, name, isFrozen }) => ({
    deviceId,
    device: name,
    isFrozen,
  }));
  await pages.show(ctx, 'self-service/authenticators/devices', {
    title: 'devices.title',
    status: errors.length > 0 ? 422 : 200,
    errors,
    signedInAs: profile.username,
    data: { devices, isRemoved: ctx.query.eltavolitva !== undefined },
  });
}

async function removeDevice(parts: DeviceParts, ctx: Context, account: Account): Promise<void> {
  const event = securityEvents.authenticatorForgotten(account.id);
  const outcome = await parts.authenticators.forget(account.id, String(ctx.params.id), event);
  if (outcome === 'last') {
    await showDevices(parts, ctx, account, [{ field: '', message: 'devices.last' }]);
    return;
  }
  seeOther(ctx, outcome === 'forgotten' ? `${devicesAddress}?eltavolitva` : devicesAddress);
}

export function authenticatorRoutes(parts: AuthenticatorParts): Middleware {
  const { sessionGuard, readForm } = parts;
  const router = new Router();

  router.get(reauthenticationAddress, (ctx) =>
    sessionGuard.whenSignedIn(ctx, destinationOf(ctx), ({ account }) =>
      showReauthentication(parts, ctx, account),
    ),
  );
  router.post(reauthenticationAddress, async (ctx) => {
    const fields = await readForm(ctx);
    await sessionGuard.whenSignedIn(ctx, destinationOf(ctx), (signedIn) =>
      submitReauthentication(parts, ctx, signedIn, fields),
    );
  });

  router.get(devicesAddress, (ctx) =>
    sessionGuard.whenReauthenticated(ctx, devicesAddress, ({ account }) => showDevices(parts, ctx, account)),
  );
  router.post(`${devicesAddress}/:id/eltavolitas`, async (ctx) => {
    await readForm(ctx);
    await sessionGuard.whenReauthenticated(ctx, devicesAddress, ({ account }) =>
      removeDevice(parts, ctx, account),
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

  return router.routes() as unknown as Middleware;
}
