/** The pages that the engine asks for: errors, signing out, signed out. */

import type { Context } from 'koa';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Pages } from '../web/page/page.ts';
import { requestIdOf } from '../web/request/request-context.ts';
import { allowFormsToReach } from '../web/request/security-headers.ts';
import { createDevicePages, type DevicePageParts } from './approvals/device-pages.ts';
import { returnAddressOfSignOut } from './engine/internals/session-state.ts';
import type { EnginePages } from './features.ts';

export function createEnginePages(pages: Pages, parts: DevicePageParts): EnginePages {
  const showError: EnginePages['showError'] = async (ctx, { error, error_description }, cause) => {
    const isOver = cause instanceof errors.SessionNotFound;
    await pages.show(asPlain(ctx), isOver ? 'errors/refused' : 'errors/engine', {
      title: isOver ? 'refused.sign-in-ended.title' : 'error.engine.title',
      status: ctx.status,
      data: {
        reason: 'sign-in-ended',
        code: error,
        description: error_description ?? '',
        requestId: requestIdOf(asPlain(ctx)),
      },
    });
  };

  return {
    showError,
    ...createDevicePages(pages, parts, showError),

    async showSignOut(ctx, xsrf) {
      const returnAddress = returnAddressOfSignOut(ctx);
      allowFormsToReach(asPlain(ctx), returnAddress === undefined ? [] : [returnAddress]);
      await pages.show(asPlain(ctx), 'sign-out/ask', {
        title: 'sign-out.title',
        data: { xsrf, action: '/session/end/confirm', stay: returnAddress ?? '/fiok' },
      });
    },

    async showSignedOut(ctx) {
      await pages.show(asPlain(ctx), 'sign-out/done', { title: 'signed-out.title' });
    },
  };
}

function asPlain(ctx: KoaContextWithOIDC): Context {
  return ctx as unknown as Context;
}
