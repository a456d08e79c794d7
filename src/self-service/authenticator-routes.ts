/** The citizen's authenticators: confirming with a code, setting up another device, removing one, trying the törlőkód out. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import type { Account } from '../accounts/account.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { securityEvents } from '../audit/security-events.ts';
import type { AuthenticatorStore } from '../totp/authenticator-store.ts';
import { hashCancellationCode } from '../totp/cancellation-code.ts';
import type { VerifyCode } from '../totp/verify-code.ts';
import { codeError, statusOfRefusal } from '../web/code-error.ts';
import type { DeviceCookies } from '../web/device-cookie.ts';
import { checkFields, type ReadForm } from '../web/form.ts';
import type { FormError, Pages } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import { leadToPage } from './form-address.ts';
import { unlinkAddressPattern } from './linked-wallet-routes.ts';
import { addressAfterObjection } from './password-routes.ts';
import { type OwnPages, proofAddress } from './signed-in.ts';

export interface AuthenticatorParts {
  readonly ownPages: OwnPages;
  readonly authenticators: AuthenticatorStore;
  readonly verifyCode: VerifyCode;
  readonly devices: DeviceCookies;
  readonly indexKey: Buffer;
  readonly audit: AuditLog;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

const home = '/fiok';
const devicesPage = `${home}/eszkozok`;
const drill = `${home}/torlokod-proba`;
/** The only places to which a confirmation leads on. */
const destinations = [
  addressAfterObjection,
  ...[
    'igenyles',
    'eszkozok',
    'jelszo',
    'adataim',
    'tarcaim/uj',
    'tarcaim/ajanlat',
    'keresek',
    'fiok-megszuntetese',
    'elerhetoseg/email',
    'elerhetoseg/telefon',
  ].map((page) => `${home}/${page}`),
];

const codeSchema = z.object({ code: z.string().max(64, 'code.format').prefault('') });
const drillSchema = z.object({
  cancellation_code: z
    .string()
    .trim()
    .min(1, 'cancellation-code.empty')
    .max(64, 'cancellation-code.wrong')
    .prefault(''),
});

export function authenticatorRoutes(parts: AuthenticatorParts): Middleware {
  const { ownPages, authenticators, pages, readForm, now } = parts;
  const router = new Router({ prefix: home });

  router.get('/megerosites', async (ctx) => {
    const destination = destinationOf(ctx);
    await ownPages.whenSignedIn(ctx, destination, ({ account }) => showProof(ctx, account, destination));
  });

  router.post('/megerosites', async (ctx) => {
    const fields = await readForm(ctx);
    const destination = destinationOf(ctx);
    await ownPages.whenSignedIn(ctx, destination, async (signedIn) => {
      const { account } = signedIn;
      const checked = checkFields(codeSchema, fields);
      if ('errors' in checked) {
        await showProof(ctx, account, destination, checked.errors as FormError[], 422);
        return;
      }
      const who = parts.devices.codeGuesserOf(ctx, account.profile.username);
      const verdict = await parts.verifyCode(account.id, checked.value.code, who, now());
      if (verdict.kind !== 'verified') {
        await parts.audit.record(securityEvents.codeRefused(account.id, verdict.kind));
        await showProof(ctx, account, destination, [codeError('code', verdict)], statusOfRefusal(verdict));
        return;
      }
      await ownPages.noteCode(ctx, signedIn);
      seeOther(ctx, destination);
    });
  });

  router.get('/eszkozok', async (ctx) => {
    await ownPages.whenProven(ctx, devicesPage, async ({ account }) => showDevices(ctx, account, []));
  });

  router.post('/eszkozok/:id/eltavolitas', async (ctx) => {
    await readForm(ctx);
    await ownPages.whenProven(ctx, devicesPage, async ({ account }) => {
      const outcome = await authenticators.forget(
        account.id,
        String(ctx.params.id),
        securityEvents.authenticatorForgotten(account.id),
      );
      if (outcome === 'last') {
        await showDevices(ctx, account, [{ field: '', message: 'devices.last' }]);
        return;
      }
      if (outcome === 'forgotten') {
        seeOther(ctx, `${devicesPage}?eltavolitva`);
        return;
      }
      seeOther(ctx, devicesPage);
    });
  });

  router.get('/eszkozok/:id/eltavolitas', (ctx) => leadToPage(ctx, devicesPage));

  router.get('/torlokod-proba', async (ctx) => {
    await ownPages.whenSignedIn(ctx, drill, ({ account }) => showDrill(ctx, account, [], false));
  });

  router.post('/torlokod-proba', async (ctx) => {
    const fields = await readForm(ctx);
    await ownPages.whenSignedIn(ctx, drill, async ({ account }) => {
      const checked = checkFields(drillSchema, fields);
      if ('errors' in checked) {
        await showDrill(ctx, account, checked.errors as FormError[], false);
        return;
      }
      const hash = hashCancellationCode(parts.indexKey, account.id, checked.value.cancellation_code);
      const isRight = await authenticators.drillCancellation(account.id, hash, now());
      const errors: FormError[] = isRight
        ? []
        : [{ field: 'cancellation_code', message: 'cancellation-code.wrong' }];
      await showDrill(ctx, account, errors, isRight);
    });
  });

  function showProof(
    ctx: Context,
    { profile }: Account,
    destination: string,
    errors: FormError[] = [],
    status = 200,
  ): Promise<void> {
    const data = { address: `${proofAddress}?tovabb=${encodeURIComponent(destination)}` };
    const page = { title: 'proof.title', status, errors, signedInAs: profile.username, data } as const;
    return pages.show(ctx, 'self-service/proof', page);
  }

  async function showDevices(ctx: Context, { id, profile }: Account, errors: FormError[]): Promise<void> {
    const devices = (await authenticators.list(id)).map(({ id: deviceId, name, isFrozen }) => ({
      deviceId,
      device: name,
      isFrozen,
    }));
    await pages.show(ctx, 'self-service/devices', {
      title: 'devices.title',
      status: errors.length > 0 ? 422 : 200,
      errors,
      signedInAs: profile.username,
      data: { devices, isRemoved: ctx.query.eltavolitva !== undefined },
    });
  }

  function showDrill(
    ctx: Context,
    { profile }: Account,
    errors: FormError[],
    isRight: boolean,
  ): Promise<void> {
    const status = errors.length > 0 ? 422 : 200;
    const page = {
      title: 'drill.title',
      status,
      errors,
      signedInAs: profile.username,
      data: { isRight },
    } as const;
    return pages.show(ctx, 'self-service/drill', page);
  }

  return router.routes() as unknown as Middleware;
}

function destinationOf(ctx: Context): string {
  const { tovabb } = ctx.query;
  if (typeof tovabb === 'string' && unlinkAddressPattern.test(tovabb)) {
    return tovabb;
  }
  return destinations.find((known) => known === tovabb) ?? home;
}
