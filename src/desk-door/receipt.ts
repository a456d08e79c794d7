/** The receipt: the one page of the desk that shows a secret, to be printed and handed over. It is shown once. */
import type { Context } from 'koa';
import { nameBorne, type Profile } from '../accounts/account.ts';
import type { IssuedCode } from '../accounts/recovery/activation-store.ts';
import type { SignedInStaff } from '../staff-pages/staff-access.ts';
import { languageOf } from '../web/language.ts';
import { instantInWords } from '../web/page/dates-and-times.ts';
import type { Desk } from './desk-access.ts';

export function showReceipt(
  ctx: Context,
  desk: Desk,
  staff: SignedInStaff,
  profile: Profile,
  { code, endsAt }: IssuedCode,
): Promise<void> {
  const data = {
    username: profile.username,
    name: nameBorne(profile),
    groups: code.split('-'),
    until: instantInWords(endsAt, languageOf(ctx)),
    activationAddress: `${desk.issuer}/aktivalas`,
  };
  return desk.show(ctx, staff, 'receipt', { title: 'desk.receipt.title', data });
}
