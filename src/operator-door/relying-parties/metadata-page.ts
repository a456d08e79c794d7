/** Registering a relying party, and changing one: by its metadata as JSON, as `/admin` and `kapu clients` take them. */
import type { Context } from 'koa';
import { operatorAsChanger } from '../../audit/events/security-events.ts';
import { parseMetadataJson } from '../../clients/metadata-json.ts';
import type { Outcome, Refusal } from '../../clients/outcome.ts';
import type { SignedInStaff } from '../../staff-pages/staff-access.ts';
import type { Fields, LongField } from '../../web/form/form.ts';
import { languageOf } from '../../web/language.ts';
import { clientNameIn } from '../../web/page/client-name.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { operatorHome } from '../operator-access.ts';
import { listAddress } from './list-page.ts';
import { addressOf, findClient, type RelyingPartyParts } from './relying-party-page.ts';

export interface MetadataPageParts extends RelyingPartyParts {
  readonly now: () => Date;
}

export const newAddress = `${listAddress}/new`;

/** As large as metadata may be, and what JSON and forms add to it. */
export const metadataField: LongField = {
  name: 'metadata',
  mostBytes: 128 * 1024,
  under: `${operatorHome}/`,
};

/** What most need; the rest is in docs/reference.md. */
const usual = {
  client_id: '',
  client_name: '',
  'client_name#en': '',
  client_uri: 'https://',
  redirect_uris: ['https://'],
  post_logout_redirect_uris: [],
  scope: 'openid profile',
  minimum_assurance: 'low',
  first_party: true,
};

export async function showNew(
  { operators }: Pick<MetadataPageParts, 'operators'>,
  ctx: Context,
  staff: SignedInStaff,
  written = asText(usual),
  errors: FormError[] = [],
  status?: number,
): Promise<void> {
  await operators.show(ctx, staff, 'relying-parties/metadata', {
    title: 'operator.new.title',
    status,
    errors,
    data: { action: newAddress, backHref: listAddress, written, version: '' },
  });
}

export async function submitNew(
  parts: MetadataPageParts,
  ctx: Context,
  staff: SignedInStaff,
  { metadata: written = '' }: Fields,
): Promise<void> {
  const parsed = parseMetadataJson(written);
  if (!parsed) {
    await showNew(parts, ctx, staff, written, [{ field: 'metadata', message: 'operator.metadata.json' }]);
    return;
  }
  const outcome = await parts.registry.add(parsed.value, occasionOf(parts, staff));
  if (outcome.kind !== 'done') {
    await showNew(parts, ctx, staff, written, faultsOf(outcome), statusOf(outcome));
    return;
  }
  await showDone(parts, ctx, staff, outcome);
}

export async function showChange(
  parts: MetadataPageParts,
  ctx: Context,
  staff: SignedInStaff,
  clientId: string,
  typed?: Fields,
  errors: FormError[] = [],
  status?: number,
): Promise<void> {
  const client = await findClient(parts, clientId);
  await parts.operators.show(ctx, staff, 'relying-parties/metadata', {
    title: 'operator.change.title',
    titleValues: { name: clientNameIn(client.registration, languageOf(ctx)) },
    status,
    errors,
    data: {
      action: `${addressOf(clientId)}/change`,
      backHref: addressOf(clientId),
      written: typed?.metadata ?? asText(client.registration),
      version: typed?.version ?? String(client.version),
    },
  });
}

export async function submitChange(
  parts: MetadataPageParts,
  ctx: Context,
  staff: SignedInStaff,
  clientId: string,
  fields: Fields,
): Promise<void> {
  const parsed = parseMetadataJson(fields.metadata ?? '');
  if (!parsed) {
    const errors: FormError[] = [{ field: 'metadata', message: 'operator.metadata.json' }];
    await showChange(parts, ctx, staff, clientId, fields, errors);
    return;
  }
  const occasion = { ...occasionOf(parts, staff), expectedVersion: versionOf(fields) };
  const outcome = await parts.registry.replace(clientId, parsed.value, occasion);
  if (outcome.kind !== 'done') {
    await showChange(parts, ctx, staff, clientId, fields, faultsOf(outcome), statusOf(outcome));
    return;
  }
  await showDone(parts, ctx, staff, outcome);
}

/** A secret is shown once, in the answer to what made it; no address leads to it again. */
export async function showDone(
  { operators }: Pick<MetadataPageParts, 'operators'>,
  ctx: Context,
  staff: SignedInStaff,
  { client, secret }: Extract<Outcome, { kind: 'done' }>,
): Promise<void> {
  const clientId = client.registration.client_id;
  if (secret === undefined) {
    seeOther(ctx, addressOf(clientId));
    return;
  }
  await operators.show(ctx, staff, 'relying-parties/secret', {
    title: 'operator.secret.title',
    data: { id: clientId, secret, address: addressOf(clientId) },
  });
}

export function occasionOf({ now }: Pick<MetadataPageParts, 'now'>, { person }: SignedInStaff) {
  return { by: operatorAsChanger(person.staffNumber), now: now() };
}

/** On which the page was shown; one that there never was for what no page of ours sends. */
export function versionOf({ version = '' }: Fields): number {
  return /^\d{1,16}$/.test(version) ? Number(version) : -1;
}

export function faultsOf(refusal: Refusal): FormError[] {
  if (refusal.kind === 'refused') {
    return refusal.faults.map(({ field, message }) => ({
      field: 'metadata',
      message: 'operator.metadata.fault',
      values: { field, message },
    }));
  }
  return [{ field: '', message: `operator.refused.${refusal.kind}` }];
}

export function statusOf({ kind }: Refusal): number {
  return kind === 'refused' ? 422 : kind === 'unknown' ? 404 : 409;
}

function asText(metadata: object): string {
  return JSON.stringify(metadata, undefined, 2);
}
