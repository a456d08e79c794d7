/** The pages on which a citizen lets a device in, or does not. */
import type { Context } from 'koa';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { ProtectedResource } from '../../configuration/protected-resource.ts';
import { languageOf } from '../../web/language.ts';
import { clientNameIn } from '../../web/page/client-name.ts';
import { instantInWords } from '../../web/page/dates-and-times.ts';
import type { FormError, Pages } from '../../web/page/page.ts';
import {
  AbortedError,
  AlreadyUsedError,
  ExpiredError,
  NoCodeError,
  ReRenderError,
} from '../engine/internals/device-code-errors.ts';
import { formTokenOf } from '../engine/internals/session-state.ts';
import { TooManyUserCodes } from '../engine/patches/grants/user-code-attempts.ts';
import type { EnginePages } from '../features.ts';
import type { ClaimTable } from '../policy/claims.ts';
import { consentAskedElsewhere } from '../policy/consent.ts';
import type { DevicePages } from './device-flow.ts';

export interface DevicePageParts {
  readonly resources: readonly ProtectedResource[];
  readonly claims: ClaimTable;
}

/** Longer ones are no codes; they are not written back into the page. */
const longestShown = 32;

export function createDevicePages(
  pages: Pages,
  { resources, claims }: DevicePageParts,
  showError: EnginePages['showError'],
): DevicePages {
  async function showRefused(ctx: KoaContextWithOIDC): Promise<void> {
    await pages.show(asPlain(ctx), 'device/refused', { title: 'device.refused.title' });
  }

  return {
    async showUserCodeInput(ctx, fault, typed = '') {
      if (fault instanceof AbortedError) {
        await showRefused(ctx);
        return;
      }
      if (fault && !(fault instanceof ReRenderError)) {
        await showError(
          ctx,
          fault instanceof errors.OIDCProviderError ? fault : { error: 'server_error' },
          fault,
        );
        return;
      }
      await pages.show(asPlain(ctx), 'device/code', {
        title: 'device.code.title',
        status: fault instanceof TooManyUserCodes ? 429 : fault ? 422 : 200,
        errors: fault ? [errorOf(fault)] : [],
        data: { xsrf: formTokenOf(ctx), userCode: (fault?.userCode ?? typed).slice(0, longestShown) },
      });
    },

    async showUserCodeConfirm(ctx, { device, address }, userCode) {
      const { client, deviceCode } = ctx.oidc;
      const language = languageOf(asPlain(ctx));
      const begunAt = new Date((deviceCode?.iat ?? 0) * 1000);
      await pages.show(asPlain(ctx), 'device/confirm', {
        title: 'device.confirm.title',
        data: {
          ...consentAskedElsewhere(deviceCode?.params ?? {}, client ?? {}, resources, claims),
          xsrf: formTokenOf(ctx),
          userCode,
          service: clientNameIn(client?.metadata(), language),
          begunAt: instantInWords(begunAt, language),
          device,
          address,
        },
      });
    },

    async showDeviceIn(ctx) {
      const { client } = ctx.oidc;
      const service = clientNameIn(client?.metadata(), languageOf(asPlain(ctx)));
      await pages.show(asPlain(ctx), 'device/done', { title: 'device.done.title', data: { service } });
    },
  };
}

function errorOf(fault: ReRenderError): FormError {
  const field = 'user_code';
  if (fault instanceof TooManyUserCodes) {
    return { field, message: 'device.code.too-many' };
  }
  if (fault instanceof NoCodeError) {
    return { field, message: 'device.code.empty' };
  }
  if (fault instanceof ExpiredError) {
    return { field, message: 'device.code.expired' };
  }
  return { field, message: fault instanceof AlreadyUsedError ? 'device.code.used' : 'device.code.unknown' };
}

function asPlain(ctx: KoaContextWithOIDC): Context {
  return ctx as unknown as Context;
}
