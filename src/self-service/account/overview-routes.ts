/**
 * The account as its owner sees it: the overview, services that were given data, sessions, everything that is kept as a file, and
 * coming to these pages and leaving them. This file: "Fiókom", the overview, with the way to all other pages.
 */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { levelOfIdentification } from '../../assurance/identification.ts';
import { isAtLeast } from '../../assurance/levels.ts';
import type { PagesSettings } from '../../configuration/pages.ts';
import { isCancellable } from '../../desk/dual-authorization/request.ts';
import type { RequestStore } from '../../desk/dual-authorization/request-store.ts';
import { neededBy } from '../../enrolling/what-is-needed.ts';
import { readingOf } from '../../storage/sealed-record.ts';
import type { AuthenticatorStore } from '../../totp/authenticators/authenticator-store.ts';
import { isOver } from '../../totp/enrolment/enrolment.ts';
import type { EnrolmentStore } from '../../totp/enrolment/enrolment-store.ts';
import { languageOf } from '../../web/language.ts';
import { dateInWords } from '../../web/page/dates-and-times.ts';
import { inGroups } from '../../web/page/grouped-number.ts';
import { identificationInWords } from '../../web/page/identification-in-words.ts';
import type { Pages } from '../../web/page/page.ts';
import { countUnreadable } from '../../web/page/unreadable.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import type { SessionGuard, SignedIn } from '../session-guard.ts';

export interface OverviewParts {
  readonly sessionGuard: SessionGuard;
  readonly authenticators: AuthenticatorStore;
  readonly enrolments: EnrolmentStore;
  readonly requests: Pick<RequestStore, 'find'>;
  readonly pages: Pages;
  /** Apps that the operator recommends. */
  readonly apps: PagesSettings['authenticator_apps'];
  /** Whether anything is issued to wallets, or wallets are a way in. */
  readonly hasWallets: boolean;
  readonly signsInByWallet: boolean;
  /** Whether text messages can be sent. */
  readonly hasTexts: boolean;
  /** Whether relying parties may ask from elsewhere. */
  readonly hasApprovals: boolean;
  readonly now: () => Date;
}

const address = '/fiok';

async function showOverview(parts: OverviewParts, ctx: Context, { account }: SignedIn): Promise<void> {
  const { authenticators, enrolments, requests, now } = parts;
  const [found, application, decided] = await Promise.all([
    authenticators.list(account.id),
    readingOf(enrolments.find(account.id)),
    readingOf(requests.find(account.id)),
  ]);
  const language = languageOf(ctx);
  const data = {
    person: account.profile,
    phone: account.profile.phone_number && inGroups(account.profile.phone_number),
    hasPlus: account.hasPlus,
    hasApp: account.hasApp,
    identified: identificationInWords(account.identification, parts.pages.translatorFor(ctx), language),
    isBarelyIdentified: !isAtLeast(levelOfIdentification(account.identification), 'substantial'),
    unreadable: countUnreadable(ctx, [
      ...found.unreadable,
      ...[application, decided].flatMap((one) => (one.kind === 'unreadable' ? one.failure : [])),
    ]),
    authenticators: found.readable
      .filter(({ isFrozen }) => !isFrozen)
      .map(({ name, createdAt, lastUsedAt }) => ({
        device: name,
        since: dateInWords(new Date(createdAt), language),
        lastUsed: lastUsedAt && dateInWords(lastUsedAt, language),
      })),
    closesOn: account.closesAt && dateInWords(account.closesAt, language),
    // What a password that was given long ago needs is said where it is asked for.
    asksPassword: false,
    ...neededBy(account, parts.apps, languageOf(ctx)),
    isApplying: application.kind === 'found' && !isOver(application.value.enrolment, now()),
    isTryOutDue: await authenticators.isTryOutDue(account.id, now()),
    deskRequest:
      decided.kind === 'found' && isCancellable(decided.value.request)
        ? decided.value.request.kind
        : undefined,
    isKept: ctx.query['fiok-marad'] !== undefined && !account.closesAt,
    hasTexts: parts.hasTexts,
    hasApprovals: parts.hasApprovals,
    hasWallets: parts.hasWallets,
    signsInByWallet: parts.signsInByWallet,
    ...justDone(ctx),
  };
  const page = { title: 'account.title', signedInAs: account.profile.username, data } as const;
  await parts.pages.show(ctx, 'self-service/account/overview', page);
}

/** What the page that led here has just done. */
function justDone({ query }: Context) {
  return {
    isNew: query.kesz !== undefined,
    hasAnother: query['masik-eszkoz'] !== undefined,
    hasNewContact: query.elerhetoseg !== undefined,
    hasNewPassword: query.jelszo !== undefined,
  };
}

export function overviewRoutes(parts: OverviewParts): Door {
  const { sessionGuard } = parts;
  const router = new Router();

  router.get(address, (ctx) =>
    sessionGuard.whenSignedIn(ctx, address, (signedIn) => showOverview(parts, ctx, signedIn)),
  );

  return forPeople(router);
}
