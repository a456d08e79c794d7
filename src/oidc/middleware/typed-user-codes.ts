/**
 * A device may show an address that has its code in it, as a QR code (RFC 8628 §3.3.1). The engine would send that code at once; the
 * citizen sees our page with the code filled in, and what to beware of, and sends it themselves.
 */
import type { Context, Middleware } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { DevicePages } from '../approvals/device-flow.ts';
import { selfSendingForm } from '../engine/internals/self-sending-forms.ts';

export function typedUserCodes({ showUserCodeInput }: Pick<DevicePages, 'showUserCodeInput'>): Middleware {
  return async (ctx: Context, next) => {
    await next();
    if (ctx.path === '/device' && ctx.method === 'GET' && selfSendingForm(ctx.body)) {
      await showUserCodeInput(
        ctx as unknown as KoaContextWithOIDC,
        undefined,
        String(ctx.query.user_code ?? ''),
      );
    }
  };
}
