/** What the doors of citizens are made of: signing in, and their own pages. */
import { createEnrolSteps } from '../enrolling/enrol-steps.ts';
import { createShield } from '../enrolling/shield.ts';
import { createRemindOfDrill } from '../login/drill-reminder.ts';
import { createLoginAttemptStore } from '../login/login-attempt-store.ts';
import { createSignIns } from '../login/sign-ins.ts';
import { citizenSite } from '../relying-party/own-client.ts';
import { createOwnSessionStore } from '../relying-party/own-session-store.ts';
import { createOwnSignIn } from '../relying-party/own-sign-in.ts';
import { createOwnPages } from '../self-service/signed-in.ts';
import { createOwnCookies } from '../web/own-cookies.ts';
import { type Engine, hasDesk } from './engine.ts';
import type { Rules } from './rules.ts';
import type { Surroundings } from './surroundings.ts';
import type { Web } from './web.ts';

export type CitizensParts = ReturnType<typeof composeCitizensParts>;

/** What the doors of citizens are made of. */
export function composeCitizensParts(surroundings: Surroundings, rules: Rules, web: Web, engine: Engine) {
  const { config, store, ownAddress, now } = surroundings;
  const { issuer, serviceName, secrets } = config;
  const sessions = createOwnSessionStore(citizenSite, store, rules.sealer);
  const cookies = createOwnCookies('account', web.isSecure);
  const ownSignIn = createOwnSignIn(citizenSite, config, sessions, ownAddress, now);
  const enrolmentHold = createShield({ ...rules, waitInHours: config.enrolment.wait_without_email_hours });
  const parts = { ...rules, ...web, ...engine, issuer, now, indexKey: secrets.index_key };
  const progressStore = createLoginAttemptStore(store, rules.sealer);
  return {
    ...parts,
    progressStore,
    sessions,
    cookies,
    ownSignIn,
    calendar: config.calendar,
    ownPages: createOwnPages({ ...parts, ownSignIn, sessions, cookies }),
    remindOfDrill: createRemindOfDrill(parts),
    enrolSteps: createEnrolSteps({
      ...parts,
      serviceName,
      enrolmentHold,
      pairings: hasDesk(config) ? rules.pairings : undefined,
    }),
    signIns: createSignIns({
      ...parts,
      progressStore,
      calendar: config.calendar,
      oneTimeCodes: config.oneTimeCodes,
      wallets: config.walletVerifier,
    }),
  };
}
