/** The clerk’s door. */
import type { Middleware } from 'koa';
import { createDeskChanges } from '../accounts/desk-changes-store.ts';
import { createDesk } from '../clerk-desk/at-work.ts';
import { caseRoutes } from '../clerk-desk/case-routes.ts';
import { deskRoutes } from '../clerk-desk/desk-routes.ts';
import { createCases } from '../clerk-desk/open-case.ts';
import { registrationRoutes } from '../clerk-desk/registration-routes.ts';
import { requestRoutes } from '../clerk-desk/request-routes.ts';
import { createCaseStore } from '../desk/case-store.ts';
import { createRoleStore } from '../desk/role-store.ts';
import { deskChangesThatRevoke } from '../oidc/credential-endings.ts';
import { deskChangesThatTell, type SessionEndings } from '../oidc/session-endings.ts';
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
  const parts = {
    ...citizens,
    policy: config.desk,
    requests,
    course,
    sessions,
    signIn,
    cookies: createOwnCookies('desk', citizens.isSecure),
    cases: createCaseStore(audit, sealer),
    changes: deskChangesThatTell(
      deskChangesThatRevoke(createDeskChanges(audit, sealer, config.secrets), citizens.credentials),
      endings,
    ),
  };
  const desk = createDesk({ ...parts, roles: createRoleStore(audit, sealer) });
  const openCases = createCases(desk, parts.cases, accounts);
  return [
    deskRoutes({ ...parts, desk, lookUpLimit: createLookUpLimit(store, config.desk.look_ups_per_hour) }),
    registrationRoutes({ ...parts, desk }),
    requestRoutes({ ...parts, desk, openCases }),
    caseRoutes({ ...parts, desk, openCases }),
  ];
}
