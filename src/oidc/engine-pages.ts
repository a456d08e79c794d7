/** The pages that the engine asks for: errors, signing out, signed out. */

import type { Context } from 'koa';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { LiveClients } from '../clients/live-clients.ts';
import { RequestRefused } from '../errors.ts';
import { noteFault } from '../web/page/error-page.ts';
import type { Pages } from '../web/page/page.ts';
import { allowFormsToReach } from '../web/request/security-headers.ts';
import { createDevicePages, type DevicePageParts } from './approvals/device-pages.ts';
import { returnAddressOfSignOut } from './engine/internals/session-state.ts';
import type { EnginePages } from './features.ts';
import { withScope } from './refusal-log.ts';
import { leftService } from './sign-out/left-service.ts';

export interface EnginePageParts extends DevicePageParts {
  readonly clients: LiveClients;
}

export function createEnginePages(pages: Pages, parts: EnginePageParts): EnginePages {
  const showError: EnginePages['showError'] = async (ctx, { error, error_description }, cause) => {
    if (cause instanceof errors.SessionNotFound) {
      // Answered where every sign-in that is over is (middleware/ended-sign-ins.ts).
      noteFault(asPlain(ctx), new RequestRefused(ctx.status, 'sign-in-ended'));
      return;
    }
    await pages.show(asPlain(ctx), 'errors/engine', {
      title: 'error.engine.title',
      status: ctx.status,
      data: { code: error, description: withScope({ ...cause, error_description }) ?? '' },
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
        ...(await leftService(parts.clients, asPlain(ctx), ctx.oidc.client?.clientId)),
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
