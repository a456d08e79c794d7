/** Where the citizen is signed in: device and time of each session, ending one of them, and signing out everywhere. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { recipientOf } from '../../accounts/account.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { type EndingNotices, endingsInWords, withEnded } from '../../ending-notices/ending-notices.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import type { CitizenAccess, CitizenSession } from '../../relying-party/citizen-access.ts';
import type { OwnSessionStore } from '../../relying-party/own-session-store.ts';
import type { ReadForm } from '../../web/form/form.ts';
import { type Language, languageOf } from '../../web/language.ts';
import { instantInWords } from '../../web/page/dates-and-times.ts';
import type { Pages } from '../../web/page/page.ts';
import { countUnreadable } from '../../web/page/unreadable.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { redirectToPage } from '../form-page-redirect.ts';
import type { SessionGuard, SignedIn } from '../session-guard.ts';
import type { NetworkName } from './network-names.ts';

export interface SessionParts {
  readonly sessionGuard: SessionGuard;
  readonly accounts: AccountStore;
  readonly access: CitizenAccess;
  readonly sessions: OwnSessionStore;
  readonly messages: MessageQueue;
  readonly endingNotices: EndingNotices;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  /** Where a network is, as the operator calls it. */
  readonly networkName: NetworkName;
  readonly now: () => Date;
}

const address = '/fiok/belepesek';

async function showSessions(
  parts: Pick<SessionParts, 'access' | 'endingNotices' | 'networkName' | 'pages'>,
  ctx: Context,
  { account, session }: SignedIn,
): Promise<void> {
  const language = languageOf(ctx);
  const { readable: found, unreadable } = await parts.access.sessions(account.id);
  const inWords = await Promise.all(found.map((one) => sessionInWords(parts, one, language)));
  const shown = inWords.map((one) => ({ ...one, isThis: one.ownSid === session.sid }));
  const ends = await parts.endingNotices.of('signed-out-everywhere', account);
  await parts.pages.show(ctx, 'self-service/account/sessions', {
    title: 'sessions.title',
    signedInAs: account.profile.username,
    data: {
      sessions: shown,
      unreadable: countUnreadable(ctx, unreadable),
      unreadableHandles: unreadable.map(({ which }) => which),
      ends: endingsInWords(ends, language),
    },
  });
}

/** What tells two alike apart: when, from where, and at which services. */
export async function sessionInWords(
  { access, networkName }: Pick<SessionParts, 'access' | 'networkName'>,
  { handle, device, network, clientIds, signedInAt, lastSeenAt, ownSid }: CitizenSession,
  language: Language,
) {
  const services = await Promise.all(clientIds.map((clientId) => access.nameOf(clientId, language)));
  return {
    handle,
    device,
    place: networkName(network, language),
    services: services.join(', '),
    signedInAt: instantInWords(signedInAt, language),
    lastSeenAt: instantInWords(lastSeenAt, language),
    ownSid,
  };
}

type EndParts = Pick<SessionParts, 'access' | 'accounts' | 'endingNotices' | 'sessionGuard' | 'sessions'>;

async function endSession(parts: EndParts, ctx: Context, signedIn: SignedIn): Promise<void> {
  const { access, sessions } = parts;
  const { account } = signedIn;
  const handle = String(ctx.params.handle);
  const ended = await access.endSession(account.id, handle, securityEvents.sessionEnded(account.id));
  if (ended.kind === 'unreadable') {
    await endOthers(parts, ctx, signedIn);
    await access.forgetSession(account.id, handle);
  } else if (ended.kind === 'found' && ended.value.ownSid) {
    await sessions.endSessionsOf(ended.value.ownSid);
  }
  seeOther(ctx, address);
}

/** What hangs on a session that cannot be read is not known either: it surely ends where every other does. */
async function endOthers(
  { accounts, endingNotices, sessionGuard }: EndParts,
  ctx: Context,
  signedIn: SignedIn,
): Promise<void> {
  const { account } = signedIn;
  const also = await endingNotices.of('sign-in-objected', account);
  const event = withEnded(securityEvents.sessionsEnded(account.id, 'asked'), also);
  const endedAt = await accounts.endOtherSessions(account, event);
  if (endedAt !== undefined) {
    await sessionGuard.keepThisSession(ctx, signedIn, endedAt);
  }
}

type SignOutParts = Omit<SessionParts, 'access' | 'sessions' | 'readForm'>;

async function signOutEverywhere(
  { accounts, messages, endingNotices, sessionGuard, pages, now }: SignOutParts,
  ctx: Context,
  { account }: SignedIn,
): Promise<void> {
  const ended = await endingNotices.of('signed-out-everywhere', account);
  await accounts.endSessions(account.id, withEnded(securityEvents.sessionsEnded(account.id, 'asked'), ended));
  const more = endingNotices.inMail(ended, account);
  await messages.tell(recipientOf(account), 'signed-out-everywhere', now(), more);
  await sessionGuard.end(ctx);
  await pages.show(ctx, 'self-service/account/signed-out-everywhere', {
    title: 'sessions.ended.title',
    data: { ends: endingsInWords(ended, languageOf(ctx)) },
  });
}

export function sessionRoutes(parts: SessionParts): Door {
  const { sessionGuard, readForm } = parts;
  const router = new Router({ prefix: address });

  router.get('/', (ctx) =>
    sessionGuard.whenSignedIn(ctx, address, (signedIn) => showSessions(parts, ctx, signedIn)),
  );
  router.post('/kijelentkezes-mindenhol', async (ctx) => {
    await readForm(ctx);
    await sessionGuard.whenSignedIn(ctx, address, (signedIn) => signOutEverywhere(parts, ctx, signedIn));
  });
  // Nobody is signed in any more: there is nothing to list.
  router.get('/kijelentkezes-mindenhol', (ctx) => redirectToPage(ctx, '/fiok'));
  router.post('/:handle/kijelentkezes', async (ctx) => {
    await readForm(ctx);
    await sessionGuard.whenSignedIn(ctx, address, (signedIn) => endSession(parts, ctx, signedIn));
  });

  return forPeople(router);
}
