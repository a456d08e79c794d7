/** What the doors of citizens are made of: signing in, and their own pages. */
import { createEndingNotices } from '../ending-notices/ending-notices.ts';
import { createEnrolSteps } from '../enrolling/enrol-steps.ts';
import { createEnrolmentHold } from '../enrolling/enrolment-hold.ts';
import { createRemindOfCancellationCode } from '../login/code/cancellation-code-reminder.ts';
import { createLoginInteractions } from '../login/finish-login.ts';
import { createLoginProgressStore } from '../login/login-progress-store.ts';
import { citizenSite } from '../relying-party/own-client.ts';
import { createOwnSessionStore } from '../relying-party/own-session-store.ts';
import { createOwnSignIn } from '../relying-party/own-sign-in.ts';
import { createSessionGuard } from '../self-service/session-guard.ts';
import { createOwnCookies } from '../web/cookies/own-cookies.ts';
import { type Engine, hasDesk } from './engine.ts';
import type { NodeContext } from './node-context.ts';
import type { Rules } from './rules.ts';
import type { Web } from './web.ts';
import { translator } from './words.ts';

export type CitizensParts = ReturnType<typeof composeCitizensParts>;

/** What the doors of citizens are made of. */
export function composeCitizensParts(nodeContext: NodeContext, rules: Rules, web: Web, engine: Engine) {
  const { config, store, ownAddress, now, storeClock } = nodeContext;
  const { issuer, serviceName, secrets } = config;
  const sessions = createOwnSessionStore(citizenSite, store, rules.sealer);
  const cookies = createOwnCookies('account', web.isSecure);
  const ownSignIn = createOwnSignIn(citizenSite, config, sessions, rules.sealer, ownAddress, storeClock);
  const enrolmentHold = createEnrolmentHold({
    ...rules,
    waitInHours: config.enrolment.wait_without_email_hours,
  });
  const endingNotices = createEndingNotices({ ...rules, translator, now });
  const own = { issuer, now, storeClock, endingNotices, indexKeys: secrets };
  const parts = { ...rules, ...web, ...engine, ...own };
  const progressStore = createLoginProgressStore(store, rules.sealer);
  return {
    ...parts,
    progressStore,
    sessions,
    cookies,
    ownSignIn,
    calendar: config.calendar,
    sessionGuard: createSessionGuard({ ...parts, ownSignIn, sessions, cookies }),
    remindOfCancellationCode: createRemindOfCancellationCode(parts),
    enrolSteps: createEnrolSteps({
      ...parts,
      serviceName,
      apps: config.pages.authenticator_apps,
      enrolmentHold,
      pairings: hasDesk(config) ? rules.pairings : undefined,
    }),
    interactions: createLoginInteractions({
      ...parts,
      progressStore,
      calendar: config.calendar,
      oneTimeCodes: config.oneTimeCodes,
      wallets: config.walletVerifier,
    }),
  };
}
