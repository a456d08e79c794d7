/** Everything that is kept of a citizen, to be read or taken along (GDPR articles 15 and 20). No secret is in it. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { unidentified } from '../../assurance/identification.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { userHandleIn } from '../../passkeys/passkey.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { redirectToPage } from '../form-page-redirect.ts';
import type { SignedIn } from '../session-guard.ts';
import { type CollectedData, collectData, type DataParts } from './collected-data.ts';
import { showReadable } from './data-page.ts';

const address = '/fiok/adataim';
async function showData(
  { pages }: Pick<DataParts, 'pages'>,
  ctx: Context,
  { account }: SignedIn,
  isTooOften = false,
): Promise<void> {
  await pages.show(ctx, 'self-service/account/data', {
    title: 'data.title',
    signedInAs: account.profile.username,
    status: isTooOften ? 429 : 200,
    data: { isTooOften },
  });
}

async function downloadData(parts: DataParts, ctx: Context, signedIn: SignedIn): Promise<void> {
  await withData(parts, ctx, signedIn, async (data) => {
    ctx.type = 'json';
    ctx.attachment('kapu-adataim.json');
    ctx.body = `${JSON.stringify(asFile(data), undefined, 2)}\n`;
  });
}

/** Either way is a download: counted, and recorded. */
async function withData(
  parts: DataParts,
  ctx: Context,
  signedIn: SignedIn,
  work: (data: CollectedData) => Promise<void>,
): Promise<void> {
  const { account } = signedIn;
  const wait = await parts.downloadLimit(account.id);
  if (wait > 0) {
    ctx.set('Retry-After', String(Math.ceil(wait / 1000)));
    await showData(parts, ctx, signedIn, true);
    return;
  }
  const data = await collectData(parts, account);
  await parts.audit.record(securityEvents.dataDownloaded(account.id));
  await work(data);
}

/** For programs of whoever takes it along (GDPR article 20). */
function asFile({
  writtenAt,
  account,
  authenticators,
  passkeys,
  sessions,
  services,
  wallets,
  history,
  unreadable,
}: CollectedData): object {
  const { id, profile, createdAt, closesAt, externalId, identification = unidentified } = account;
  return {
    written_at: writtenAt,
    account: { id, created_at: createdAt, closes_at: closesAt, external_id: externalId },
    profile,
    identified: identification,
    authenticators: authenticators.map(({ name, createdAt: since, lastUsedAt, isFrozen }) => ({
      name,
      created_at: since,
      last_used_at: lastUsedAt,
      blocked: isFrozen,
    })),
    passkeys: passkeys.map((passkey) => ({
      name: passkey.name,
      created_at: passkey.createdAt,
      last_used_at: passkey.lastUsedAt,
      blocked: passkey.isFrozen,
      synced: passkey.isSynced,
      backed_up: passkey.isBackedUp,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      user_handle: userHandleIn(passkey, id),
      sign_count: passkey.counter,
      transports: passkey.transports,
      aaguid: passkey.aaguid,
    })),
    sessions: sessions.map(({ device, network, clientIds, signedInAt, lastSeenAt }) => ({
      device,
      network,
      client_ids: clientIds,
      signed_in_at: signedInAt,
      last_seen_at: lastSeenAt,
    })),
    services: services.map(({ clientId, firstAt, lastAt, given }) => ({
      client_id: clientId,
      first_at: firstAt,
      last_at: lastAt,
      given: Object.fromEntries(given),
    })),
    wallets: wallets.map(
      ({ walletId, isAttested, keyAssurance, places, issuedAt, expiresAt, revokedAt }) => ({
        wallet: walletId,
        attested: isAttested,
        keys_attested_as: keyAssurance,
        credentials: places.length,
        issued_at: issuedAt,
        expires_at: expiresAt,
        revoked_at: revokedAt,
      }),
    ),
    history: history.map(({ id: _, ...entry }) => entry),
    /** Of how many nothing can be said, since they cannot be read. */
    unreadable,
  };
}

export function dataRoutes(parts: DataParts): Door {
  const { sessionGuard, readForm } = parts;
  const router = new Router({ prefix: address });

  router.get('/', (ctx) =>
    sessionGuard.whenReauthenticated(ctx, address, (signedIn) => showData(parts, ctx, signedIn)),
  );
  router.get('/olvashato', (ctx) => redirectToPage(ctx, address));
  router.post('/olvashato', async (ctx) => {
    await readForm(ctx);
    await sessionGuard.whenReauthenticated(ctx, address, (signedIn) =>
      withData(parts, ctx, signedIn, (data) => showReadable(parts, ctx, data)),
    );
  });
  router.get('/kapu-adataim.json', (ctx) => redirectToPage(ctx, address));
  router.post('/kapu-adataim.json', async (ctx) => {
    await readForm(ctx);
    await sessionGuard.whenReauthenticated(ctx, address, (signedIn) => downloadData(parts, ctx, signedIn));
  });

  return forPeople(router);
}
