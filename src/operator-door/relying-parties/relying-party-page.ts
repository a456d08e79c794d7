/** One relying party: what it is registered with, and what was refused to it. */
import type { Context } from 'koa';
import type { StoredClient } from '../../clients/client-record.ts';
import { isMachine } from '../../clients/registration.ts';
import type { ClientRegistry } from '../../clients/registry.ts';
import { RequestRefused } from '../../errors.ts';
import type { RefusedRequestStore, RefusedRequests } from '../../operations/refused-requests-store.ts';
import type { SignedInStaff } from '../../staff-pages/staff-access.ts';
import { type Language, languageOf } from '../../web/language.ts';
import { clientNameIn } from '../../web/page/client-name.ts';
import { instantInWords } from '../../web/page/dates-and-times.ts';
import { type Operators, operatorHome } from '../operator-access.ts';

export interface RelyingPartyParts {
  readonly operators: Operators;
  readonly registry: ClientRegistry;
  readonly refusedRequests: RefusedRequestStore;
}

/** @param clientId or a pattern for it */
export function addressOf(clientId = ''): string {
  return `${operatorHome}/relying-party/${clientId}`;
}

/** @throws RequestRefused for an id that nobody is registered by */
export async function findClient(
  { registry }: Pick<RelyingPartyParts, 'registry'>,
  clientId: string,
): Promise<StoredClient> {
  const client = /^[\w.-]{1,64}$/.test(clientId) ? await registry.find(clientId) : undefined;
  if (!client) {
    throw new RequestRefused(404, 'not-found');
  }
  return client;
}

export async function showRelyingParty(
  parts: RelyingPartyParts,
  ctx: Context,
  staff: SignedInStaff,
  clientId: string,
): Promise<void> {
  const client = await findClient(parts, clientId);
  const language = languageOf(ctx);
  const refused = await parts.refusedRequests.of(clientId);
  await parts.operators.show(ctx, staff, 'relying-parties/relying-party', {
    title: 'operator.relying-party.title',
    titleValues: { name: clientNameIn(client.registration, language) },
    data: {
      id: clientId,
      address: addressOf(clientId),
      ...inWords(client, language),
      refused: refused.map((one) => refusedInWords(one, language)),
      actions: actionsFor(client),
    },
  });
}

function inWords(client: StoredClient, language: Language) {
  const { registration, status, isDeclared, updatedAt, updatedBy, secret } = client;
  const metadata = registration as Readonly<Record<string, unknown>>;
  const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
  return {
    status: status.kind,
    isDeclared,
    isMachine: isMachine(registration),
    address_uri: String(metadata.client_uri ?? '–'),
    redirectUris: listOf(metadata.redirect_uris),
    backchannelLogoutUri: metadata.backchannel_logout_uri,
    method: registration.token_endpoint_auth_method,
    scope: registration.scope,
    minimumAssurance: metadata.minimum_assurance,
    updatedAt: instantInWords(updatedAt, language),
    // An operator by staff number, a program by its id.
    updatedBy: updatedBy.replace(/^operator:/, ''),
    secretBeforeUntil: secret?.previous && instantInWords(secret.previous.endsAt, language),
  };
}

/** What may be done to it as it is. */
function actionsFor({ registration, status, isDeclared, secret }: StoredClient): string[] {
  return [
    status.kind === 'active' ? 'disable' : 'enable',
    ...(isMachine(registration) ? [] : ['logo']),
    ...(secret && !isDeclared ? ['rotate-secret'] : []),
    ...(isDeclared ? [] : ['remove']),
  ];
}

export function refusedInWords(refused: RefusedRequests, language: Language) {
  return {
    ...refused,
    when: instantInWords(refused.when, language),
    // As they are read out by telephone.
    references: refused.references.map((one) => `${one.slice(0, 4)} ${one.slice(4)}`),
  };
}
