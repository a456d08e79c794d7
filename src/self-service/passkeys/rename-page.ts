/** Another name for a passkey, by which its owner tells it from the others. */
import type { Context } from 'koa';
import { securityEvents } from '../../audit/events/security-events.ts';
import { passkeyNameIn } from '../../enrolling/further-passkey.ts';
import { valueIn } from '../../storage/sealed-record.ts';
import type { Fields } from '../../web/form/form.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { SignedIn } from '../session-guard.ts';
import { type PasskeyPageParts, passkeysAddress } from './passkey-parts.ts';

export async function showRename(
  { passkeys, pages }: Pick<PasskeyPageParts, 'passkeys' | 'pages'>,
  ctx: Context,
  { account }: SignedIn,
  errors: FormError[] = [],
): Promise<void> {
  const passkey = valueIn(await passkeys.find(account.id, String(ctx.params.id)));
  if (!passkey) {
    seeOther(ctx, passkeysAddress);
    return;
  }
  const { id, name } = passkey;
  await pages.show(ctx, 'self-service/passkeys/rename', {
    title: 'passkeys.rename.title',
    errors,
    signedInAs: account.profile.username,
    data: { passkey: { id, name } },
  });
}

export async function submitRename(
  parts: Pick<PasskeyPageParts, 'passkeys' | 'pages'>,
  ctx: Context,
  signedIn: SignedIn,
  fields: Fields,
): Promise<void> {
  const named = passkeyNameIn(fields);
  if ('errors' in named || !named.name) {
    const empty: FormError = { field: 'name', message: 'passkeys.name.empty' };
    await showRename(parts, ctx, signedIn, 'errors' in named ? named.errors : [empty]);
    return;
  }
  const { id } = signedIn.account;
  const event = securityEvents.passkeyRenamed(id, named.name);
  const isRenamed = await parts.passkeys.rename(id, String(ctx.params.id), named.name, event);
  seeOther(ctx, isRenamed ? `${passkeysAddress}?kesz=renamed` : passkeysAddress);
}
