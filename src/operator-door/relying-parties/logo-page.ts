/** The logo of a relying party: fetched once, looked at, approved, withdrawn (decision 71). */
import type { Context } from 'koa';
import { fetchedLogoOf, logoAddressOf } from '../../clients/logos/logo.ts';
import type { LogoRefusal, Refusal } from '../../clients/outcome.ts';
import { RequestRefused } from '../../errors.ts';
import type { SignedInStaff } from '../../staff-pages/staff-access.ts';
import type { Fields } from '../../web/form/form.ts';
import { languageOf } from '../../web/language.ts';
import { clientNameIn } from '../../web/page/client-name.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { type MetadataPageParts, occasionOf, versionOf } from './metadata-page.ts';
import { addressOf, findClient } from './relying-party-page.ts';

export type LogoPageParts = MetadataPageParts;

const actionsIn = {
  none: ['fetch'],
  fetched: ['approve', 'withdraw', 'fetch'],
  approved: ['withdraw', 'fetch'],
} as const;

export async function showLogo(
  parts: LogoPageParts,
  ctx: Context,
  staff: SignedInStaff,
  clientId: string,
  errors: FormError[] = [],
): Promise<void> {
  const client = await findClient(parts, clientId);
  const logo = fetchedLogoOf(client);
  const state = logo ? (logo.isApproved ? 'approved' : 'fetched') : 'none';
  const asked = logoAddressOf(client);
  const name = clientNameIn(client.registration, languageOf(ctx));
  await parts.operators.show(ctx, staff, 'relying-parties/logo', {
    title: 'operator.logo.title',
    titleValues: { name },
    status: errors.length > 0 ? 409 : 200,
    errors,
    data: {
      name,
      address: addressOf(clientId),
      asked,
      state,
      digest: logo?.digest,
      version: client.version,
      actions: asked === undefined ? [] : actionsIn[state],
    },
  });
}

/** As it was drawn by us, for the operator alone until it is approved. */
export async function sendLogo(parts: LogoPageParts, ctx: Context, clientId: string): Promise<void> {
  const picture = await parts.registry.fetchedLogo(await findClient(parts, clientId));
  if (!picture) {
    throw new RequestRefused(404, 'not-found');
  }
  ctx.type = 'png';
  ctx.body = picture;
}

export async function submitLogo(
  parts: LogoPageParts,
  ctx: Context,
  staff: SignedInStaff,
  clientId: string,
  fields: Fields,
): Promise<void> {
  await findClient(parts, clientId);
  const { registry } = parts;
  const occasion = { ...occasionOf(parts, staff), expectedVersion: versionOf(fields) };
  const outcome =
    fields.do === 'fetch'
      ? await registry.fetchLogo(clientId, occasion)
      : fields.do === 'approve'
        ? await registry.approveLogo(clientId, fields.digest ?? '', occasion)
        : await registry.withdrawLogo(clientId, occasion);
  if (outcome.kind === 'done') {
    seeOther(ctx, `${addressOf(clientId)}/logo`);
    return;
  }
  await showLogo(parts, ctx, staff, clientId, [faultOf(outcome)]);
}

function faultOf(refusal: Refusal | LogoRefusal): FormError {
  if (refusal.kind === 'not-fetched') {
    return { field: '', message: `operator.logo.not-fetched.${refusal.why}` };
  }
  return {
    field: '',
    message: refusal.kind === 'refused' ? 'operator.refused.moved' : `operator.refused.${refusal.kind}`,
  };
}
