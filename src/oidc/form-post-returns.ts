/**
 * `response_mode=form_post`: the engine answers with a bare form that sends itself to the relying party; and where somebody else
 * was signed in at this browser, with one that signs them out first. The citizen gets a page of ours instead, in their language,
 * which works without a script, and the browser is told where its form may end.
 */
import type { Context, Middleware } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Pages } from '../web/page.ts';
import { allowFormsToReach } from '../web/security-headers.ts';

interface SelfSendingForm {
  readonly action: string;
  readonly fields: readonly (readonly [string, string])[];
}

export function formPostReturns(pages: Pages): Middleware {
  return async (ctx, next) => {
    await next();
    const form = /^\/(auth|device)(\/|$)/.test(ctx.path) ? selfSendingForm(ctx.body) : undefined;
    if (form) {
      allowFormsToReach(ctx, [form.action, returnAddressOf(ctx)]);
      await pages.show(ctx, 'login/return', { title: 'return.title', status: ctx.status, data: { form } });
    }
  };
}

/** Where the sign-in ends that goes on after a sign-out. */
function returnAddressOf(ctx: Context): string {
  const { Interaction: interaction } = (ctx as unknown as KoaContextWithOIDC).oidc.entities;
  return String(interaction?.params.redirect_uri ?? '');
}

function selfSendingForm(body: unknown): SelfSendingForm | undefined {
  if (typeof body !== 'string' || !body.includes('<title>Submitting Callback</title>')) {
    return undefined;
  }
  const [, action = ''] = /<form method="post" action="([^"]*)">/.exec(body) ?? [];
  const inputs = body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"\/>/g);
  const fields = [...inputs].map(([, name = '', value = '']) => [name, unescapeHtml(value)] as const);
  return { action: unescapeHtml(action), fields };
}

function unescapeHtml(text: string): string {
  const characters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => characters[name] ?? '');
}
