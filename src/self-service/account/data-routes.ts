/** Everything that is kept of a citizen, as a file of theirs (GDPR articles 15 and 20). No secret is in it. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { Account } from '../../accounts/account.ts';
import { unidentified } from '../../assurance/identification.ts';
import type { AuditLog } from '../../audit/audit-log.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { HistoryEntry, HistoryStore } from '../../audit/history/history-store.ts';
import type { PasskeyStore } from '../../passkeys/passkey-store.ts';
import type { CitizenAccess } from '../../relying-party/citizen-access.ts';
import type { DownloadLimit } from '../../throttle/windows/download-limit.ts';
import type { AuthenticatorStore } from '../../totp/authenticators/authenticator-store.ts';
import type { CredentialStore } from '../../wallet/issuing/credential-store.ts';
import type { ReadForm } from '../../web/form/form.ts';
import type { Pages } from '../../web/page/page.ts';
import { redirectToPage } from '../form-page-redirect.ts';
import type { SessionGuard, SignedIn } from '../session-guard.ts';

export interface DataParts {
  readonly sessionGuard: SessionGuard;
  readonly authenticators: AuthenticatorStore;
  readonly passkeys: PasskeyStore;
  readonly history: HistoryStore;
  readonly access: CitizenAccess;
  readonly credentials: CredentialStore;
  readonly audit: AuditLog;
  readonly downloadLimit: DownloadLimit;
  readonly readForm: ReadForm;
  readonly pages: Pages;
  readonly now: () => Date;
}

const address = '/fiok/adataim';
/** Opening the twenty thousand entries of a full history at once would keep everybody else waiting for two seconds. */
const entriesAtOnce = 500;

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
  const { account } = signedIn;
  const wait = await parts.downloadLimit(account.id);
  if (wait > 0) {
    ctx.set('Retry-After', String(Math.ceil(wait / 1000)));
    await showData(parts, ctx, signedIn, true);
    return;
  }
  const everything = await collect(parts, account);
  await parts.audit.record(securityEvents.dataDownloaded(account.id));
  ctx.type = 'json';
  ctx.attachment('kapu-adataim.json');
  ctx.body = `${JSON.stringify(everything, undefined, 2)}\n`;
}

async function collect(parts: DataParts, account: Account): Promise<object> {
  const { id, profile, createdAt, closesAt, externalId, identification = unidentified } = account;
  const [authenticators, passkeys, sessions, services, wallets, history] = await Promise.all([
    parts.authenticators.list(id),
    parts.passkeys.list(id),
    parts.access.sessions(id),
    parts.access.services(id),
    parts.credentials.list(id),
    wholeHistory(parts.history, id),
  ]);
  return {
    written_at: parts.now(),
    account: { id, created_at: createdAt, closes_at: closesAt, external_id: externalId },
    profile,
    identified: identification,
    authenticators: authenticators.map(({ name, createdAt: since, lastUsedAt, isFrozen }) => ({
      name,
      created_at: since,
      last_used_at: lastUsedAt,
      blocked: isFrozen,
    })),
    passkeys: passkeys.map(
      ({ name, createdAt: since, lastUsedAt, isFrozen, isSynced, credentialId, publicKey }) => ({
        name,
        created_at: since,
        last_used_at: lastUsedAt,
        blocked: isFrozen,
        synced: isSynced,
        credential_id: credentialId,
        public_key: publicKey,
      }),
    ),
    sessions: sessions.map(({ device, signedInAt, lastSeenAt }) => ({
      device,
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
  };
}

async function wholeHistory(history: HistoryStore, accountId: string): Promise<HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  for (;;) {
    const page = await history.list(accountId, entriesAtOnce, entries.at(-1)?.id);
    entries.push(...page);
    if (page.length < entriesAtOnce) {
      return entries;
    }
  }
}

export function dataRoutes(parts: DataParts): Middleware {
  const { sessionGuard, readForm } = parts;
  const router = new Router({ prefix: address });

  router.get('/', (ctx) =>
    sessionGuard.whenReauthenticated(ctx, address, (signedIn) => showData(parts, ctx, signedIn)),
  );
  router.get('/kapu-adataim.json', (ctx) => redirectToPage(ctx, address));
  router.post('/kapu-adataim.json', async (ctx) => {
    await readForm(ctx);
    await sessionGuard.whenReauthenticated(ctx, address, (signedIn) => downloadData(parts, ctx, signedIn));
  });

  return router.routes() as unknown as Middleware;
}
