/** The clerk’s door. */
import { createDeskChanges } from '../accounts/desk/desk-changes-store.ts';
import { createLogPages } from '../audit/reading/log-pages.ts';
import { createInquiryStore } from '../desk/audit-review/inquiry-store.ts';
import { createLookUpCounts } from '../desk/audit-review/look-up-counts-store.ts';
import { createCaseStore } from '../desk/cases/case-store.ts';
import { createRoleStore } from '../desk/staff/role-store.ts';
import { auditReviewRoutes } from '../desk-door/audit-review/audit-review-routes.ts';
import { logRoutes } from '../desk-door/audit-review/log-routes.ts';
import { caseRoutes } from '../desk-door/cases/case-routes.ts';
import { createCases } from '../desk-door/cases/open-case.ts';
import { createDesk, deskPlace } from '../desk-door/desk-access.ts';
import { deskRoutes } from '../desk-door/desk-routes.ts';
import { cancelRequestRoutes } from '../desk-door/dual-authorization/cancel-request-routes.ts';
import { requestRoutes } from '../desk-door/dual-authorization/request-routes.ts';
import { forgottenUsernameRoutes } from '../desk-door/registration/forgotten-username-routes.ts';
import { registrationRoutes } from '../desk-door/registration/registration-routes.ts';
import type { LogoutNotices } from '../oidc/sign-out/logout-notices.ts';
import { deskChangesThatNotify } from '../oidc/sign-out/notifying-stores.ts';
import { deskSite, originOf } from '../relying-party/own-client.ts';
import type { OwnSessionStore } from '../relying-party/own-session-store.ts';
import { createOwnSignIn } from '../relying-party/own-sign-in.ts';
import { createStaffDirectory } from '../staff-pages/log/staff-directory.ts';
import { createStaffAccess } from '../staff-pages/staff-access.ts';
import { staffSignInRoutes } from '../staff-pages/staff-sign-in-routes.ts';
import { createLookUpLimit } from '../throttle/windows/look-up-limit.ts';
import { createOwnCookies } from '../web/cookies/own-cookies.ts';
import type { Door } from '../web/request/door.ts';
import type { createDeskRequests } from './background.ts';
import type { CitizensParts } from './citizens-parts.ts';
import type { NodeContext } from './node-context.ts';

/** The clerk's desk. @param endings tells relying parties of sessions that the desk ends */
export function deskDoor(
  { config, store, ownAddress, storeClock }: NodeContext,
  citizens: CitizensParts,
  { requests, workflow }: ReturnType<typeof createDeskRequests>,
  sessions: OwnSessionStore,
  endings: LogoutNotices,
): Door[] {
  const { audit, sealer, accounts } = citizens;
  const signIn = createOwnSignIn(deskSite, config, sessions, sealer, ownAddress, storeClock);
  const roles = createRoleStore(audit, sealer, config.secrets.index_key);
  const parts = {
    ...citizens,
    roles,
    staffDirectory: createStaffDirectory({ ...citizens, roles }),
    inquiries: createInquiryStore(audit, sealer),
    lookUpCounts: createLookUpCounts(audit),
    log: createLogPages(store, sealer),
    policy: config.desk,
    requests,
    workflow,
    lookUpLimit: createLookUpLimit(store, config.desk.look_ups_per_hour),
    sessions,
    signIn,
    cookies: createOwnCookies('desk', citizens.isSecure),
    cases: createCaseStore(audit, sealer),
    changes: deskChangesThatNotify(createDeskChanges(audit, sealer, config.secrets), endings),
  };
  const access = createStaffAccess(deskPlace(config.desk), parts);
  const desk = createDesk({ ...parts, access });
  const openCases = createCases(desk, parts.cases, accounts);
  return [
    staffSignInRoutes(deskSite, { ...parts, access, origin: originOf(deskSite, config) }),
    deskRoutes({ ...parts, desk }),
    auditReviewRoutes({ ...parts, desk }),
    logRoutes({ ...parts, desk }),
    registrationRoutes({ ...parts, desk }),
    forgottenUsernameRoutes({ ...parts, desk }),
    requestRoutes({ ...parts, desk, openCases }),
    cancelRequestRoutes({ ...parts, desk, openCases }),
    caseRoutes({ ...parts, desk, openCases }),
  ];
}
