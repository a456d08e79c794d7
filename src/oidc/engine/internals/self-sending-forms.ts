/**
 * The forms that the engine writes itself, read from their HTML: those that a browser with scripts would send at once, and the one
 * that asks about a sign-out.
 *
 * oidc-provider 9.13.3: `lib/response_modes/form_post.js` and the form in `lib/actions/end_session.js`.
 * Why: it offers no place to show a page of ours instead; a citizen without scripts would meet a bare button in English.
 * Held by: test/oidc/engine/self-sending-forms.test.ts, "an answer by form_post is read with its address and its fields"
 * Held by: test/oidc/engine/self-sending-forms.test.ts, "a sign-out with nobody signed in is read as such"
 * Held by: test/oidc/engine/self-sending-forms.test.ts, "the token of the question about a sign-out is read"
 */

export interface SelfSendingForm {
  readonly action: string;
  readonly fields: readonly (readonly [string, string])[];
}

/** Undefined for every other body. */
export function selfSendingForm(body: unknown): SelfSendingForm | undefined {
  if (typeof body !== 'string' || !body.includes('<title>Submitting Callback</title>')) {
    return undefined;
  }
  const [, action = ''] = /<form method="post" action="([^"]*)">/.exec(body) ?? [];
  const inputs = body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"\/>/g);
  const fields = [...inputs].map(([, name = '', value = '']) => [name, unescapeHtml(value)] as const);
  return { action: unescapeHtml(action), fields };
}

/** A sign-out that sends itself, since nobody is signed in. A page of ours is none. */
export function isSelfSendingSignOut(body: unknown): boolean {
  return (
    typeof body === 'string' && body.includes('name="logout" value="yes"') && !body.includes('kapu-page')
  );
}

/** @param form as the engine hands it to `logoutSource` */
export function formTokenOfSignOut(form: string): string {
  return formTokenIn(form) ?? '';
}

function formTokenIn(html: string): string | undefined {
  return /name="xsrf" value="([^"]+)"/.exec(html)?.[1];
}

function unescapeHtml(text: string): string {
  const characters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => characters[name] ?? '');
}
