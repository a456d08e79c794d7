/**
 * `response_mode=form_post`: the engine answers with a bare form that sends itself to the relying party. The citizen gets a page
 * of ours instead, in their language, which works without a script, and the browser is told that its form may go there.
 */
import type { Middleware } from 'koa';
import type { Pages } from '../web/page.ts';
import { allowFormsToReach } from '../web/security-headers.ts';

interface SelfSendingForm {
  readonly action: string;
  readonly fields: readonly (readonly [string, string])[];
}

export function formPostReturns(pages: Pages): Middleware {
  return async (ctx, next) => {
    await next();
    const form = /^\/auth(\/|$)/.test(ctx.path) ? selfSendingForm(ctx.body) : undefined;
    if (form) {
      allowFormsToReach(ctx, [form.action]);
      await pages.show(ctx, 'login/return', { title: 'return.title', status: ctx.status, data: { form } });
    }
  };
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
