/** The clerk’s door. */
import type { Middleware } from 'koa';
import { createDeskChanges } from '../accounts/desk-changes-store.ts';
import { createLogPages } from '../audit/log-pages.ts';
import { createDesk } from '../clerk-desk/at-work.ts';
import { cancelRequestRoutes } from '../clerk-desk/cancel-request-routes.ts';
import { caseRoutes } from '../clerk-desk/case-routes.ts';
import { createColleagues } from '../clerk-desk/colleagues.ts';
import { deskRoutes } from '../clerk-desk/desk-routes.ts';
import { logRoutes } from '../clerk-desk/log-routes.ts';
import { createCases } from '../clerk-desk/open-case.ts';
import { oversightRoutes } from '../clerk-desk/oversight-routes.ts';
import { registrationRoutes } from '../clerk-desk/registration-routes.ts';
import { requestRoutes } from '../clerk-desk/request-routes.ts';
import { createCaseStore } from '../desk/case-store.ts';
import { createInquiryStore } from '../desk/inquiry-store.ts';
import { createLookUpCounts } from '../desk/look-up-counts-store.ts';
import { createRoleStore } from '../desk/role-store.ts';
import type { SessionEndings } from '../oidc/session-endings.ts';
import { deskChangesThatTell } from '../oidc/sign-out/notifying-stores.ts';
import { deskSite } from '../relying-party/own-client.ts';
import type { OwnSessionStore } from '../relying-party/own-session-store.ts';
import { createOwnSignIn } from '../relying-party/own-sign-in.ts';
import { createLookUpLimit } from '../throttle/look-up-limit.ts';
import { createOwnCookies } from '../web/own-cookies.ts';
import type { createDeskRequests } from './background.ts';
import type { CitizensParts } from './citizens-parts.ts';
import type { Surroundings } from './surroundings.ts';

/** The clerk's desk. @param endings tells relying parties of sessions that the desk ends */
export function deskDoor(
  { config, store, ownAddress, now }: Surroundings,
  citizens: CitizensParts,
  { requests, course }: ReturnType<typeof createDeskRequests>,
  sessions: OwnSessionStore,
  endings: SessionEndings,
): Middleware[] {
  const { audit, sealer, accounts } = citizens;
  const signIn = createOwnSignIn(deskSite, config, sessions, ownAddress, now);
  const roles = createRoleStore(audit, sealer);
  const parts = {
    ...citizens,
    roles,
    staffDirectory: createColleagues({ ...citizens, roles }),
    inquiries: createInquiryStore(audit, sealer),
    lookUpCounts: createLookUpCounts(audit),
    log: createLogPages(store, sealer),
    policy: config.desk,
    requests,
    course,
    lookUpLimit: createLookUpLimit(store, config.desk.look_ups_per_hour),
    sessions,
    signIn,
    cookies: createOwnCookies('desk', citizens.isSecure),
    cases: createCaseStore(audit, sealer),
    changes: deskChangesThatTell(createDeskChanges(audit, sealer, config.secrets), endings),
  };
  const desk = createDesk(parts);
  const openCases = createCases(desk, parts.cases, accounts);
  return [
    deskRoutes({ ...parts, desk }),
    oversightRoutes({ ...parts, desk }),
    logRoutes({ ...parts, desk }),
    registrationRoutes({ ...parts, desk }),
    requestRoutes({ ...parts, desk, openCases }),
    cancelRequestRoutes({ ...parts, desk, openCases }),
    caseRoutes({ ...parts, desk, openCases }),
  ];
}
