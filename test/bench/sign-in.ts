/** A citizen's whole sign-in at Kapu: the way there, name and password, the code, the way back, the tokens. */
import { acrOf } from '../../src/assurance/levels.ts';
import { currentCode } from '../../src/totp/totp.ts';
import type { Answer } from './browser.ts';
import type { Citizen } from './citizens.ts';
import { expect, type RelyingParty, type Tokens } from './relying-party.ts';

/** Six requests: authorization, page, password, page, code, tokens. */
export function signIn(
  relyingParty: RelyingParty,
  { username, secretKey }: Citizen,
  password: string,
): Promise<Tokens> {
  return relyingParty.signIn(acrOf('substantial'), async (browser, path) => {
    const passwordForm = formOn(await browser.get(path), 'password');
    const codePage = await browser.post(passwordForm.action, { ...passwordForm.hidden, username, password });
    const codeForm = formOn(codePage, 'code');
    const { code } = currentCode(secretKey, new Date());
    return browser.post(codeForm.action, { ...codeForm.hidden, code });
  });
}

/** The form for `step` on the page, with its hidden fields. */
export function formOn(page: Answer, step: string): { action: string; hidden: Record<string, string> } {
  const form = new RegExp(
    `<form[^>]*? method="post" action="(/interaction/[\\w-]+/${step})"([\\s\\S]*?)</form>`,
  );
  const [, action = '', body = ''] = form.exec(page.text) ?? [];
  expect(page.status === 200 && action !== '', `the page for the ${step}`, page);
  const hidden = [...body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  return { action, hidden: Object.fromEntries(hidden.map(([, name, value]) => [name, value])) };
}
