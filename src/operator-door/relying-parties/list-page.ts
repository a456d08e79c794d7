/** All relying parties, and looking up why a request was refused by the reference that its page showed. */
import type { Context } from 'koa';
import { isMachine } from '../../clients/registration.ts';
import type { SignedInStaff } from '../../staff-pages/staff-access.ts';
import { languageOf } from '../../web/language.ts';
import { clientNameIn } from '../../web/page/client-name.ts';
import type { FormError } from '../../web/page/page.ts';
import { operatorHome } from '../operator-access.ts';
import { addressOf, type RelyingPartyParts, refusedInWords } from './relying-party-page.ts';

export type ListPageParts = RelyingPartyParts;

export const listAddress = `${operatorHome}/relying-parties`;

export async function showList(parts: ListPageParts, ctx: Context, staff: SignedInStaff): Promise<void> {
  const language = languageOf(ctx);
  const typed = typeof ctx.query.reference === 'string' ? ctx.query.reference.slice(0, 40) : '';
  const errors = faultOf(typed);
  const found =
    typed === '' || errors.length > 0 ? [] : await parts.refusedRequests.find(typed.replaceAll(/\D/g, ''));
  const [clients, ofNobody] = await Promise.all([parts.registry.list(), parts.refusedRequests.of(undefined)]);
  await parts.operators.show(ctx, staff, 'relying-parties/list', {
    title: 'operator.relying-parties.title',
    errors,
    data: {
      reference: typed,
      isSearched: typed !== '' && errors.length === 0,
      found: found.map((one) => ({
        ...refusedInWords(one, language),
        href: one.clientId === undefined ? undefined : addressOf(one.clientId),
      })),
      ofNobody: ofNobody.map((one) => refusedInWords(one, language)),
      unreadable: clients.unreadable.map((one) => one.of),
      clients: clients.readable.map(({ registration, status, isDeclared }) => ({
        id: registration.client_id,
        name: clientNameIn(registration, language),
        href: addressOf(registration.client_id),
        status: status.kind,
        isDeclared,
        isMachine: isMachine(registration),
      })),
    },
  });
}

function faultOf(reference: string): FormError[] {
  const isReference = reference === '' || /^\d{4}[ -]?\d{4}$/.test(reference.trim());
  return isReference ? [] : [{ field: 'reference', message: 'operator.reference.format' }];
}
