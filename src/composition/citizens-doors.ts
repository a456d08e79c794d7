/** The doors of citizens. */

import type { Middleware } from 'koa';
import { officeNamesOf } from '../clerk-desk/at-work.ts';
import { loginRoutes } from '../login/login-routes.ts';
import { ownSignInRoutes } from '../self-service/account/own-sign-in-routes.ts';
import { activationRoutes } from '../self-service/activation-routes.ts';
import { approvalRoutes } from '../self-service/approval-routes.ts';
import { auditKeyRoutes } from '../self-service/audit-key-routes.ts';
import { authenticatorRoutes } from '../self-service/authenticator-routes.ts';
import { enrolmentRoutes } from '../self-service/authenticators/enrolment-routes.ts';
import { cancelPlusRoutes } from '../self-service/cancel-plus.ts';
import { closingRoutes } from '../self-service/closing-routes.ts';
import { contactRoutes } from '../self-service/contact-routes.ts';
import { dataRoutes } from '../self-service/data-routes.ts';
import { deskRequestRoutes } from '../self-service/desk-request-routes.ts';
import { historyRoutes } from '../self-service/history-routes.ts';
import { objectionRoutes } from '../self-service/objection-routes.ts';
import { passwordRoutes } from '../self-service/password-routes.ts';
import { resetRoutes } from '../self-service/reset-routes.ts';
import { overviewRoutes } from '../self-service/self-service-routes.ts';
import { serviceRoutes } from '../self-service/service-routes.ts';
import { sessionRoutes } from '../self-service/session-routes.ts';
import type { createDeskRequests } from './background.ts';
import type { CitizensParts } from './citizens-parts.ts';
import type { Surroundings } from './surroundings.ts';
import { hasWallets } from './wallet-doors.ts';

/** Where citizens sign in, and everything that they do for themselves. */
export function citizensDoors(
  { config }: Surroundings,
  parts: CitizensParts,
  { requests, course }: ReturnType<typeof createDeskRequests>,
): Middleware[] {
  const hasTexts = config.smsGateway !== undefined;
  return [
    loginRoutes(parts),
    ownSignInRoutes(parts),
    overviewRoutes({
      ...parts,
      requests,
      hasTexts,
      hasApprovals: config.grants.ciba,
      hasWallets: hasWallets(config),
    }),
    enrolmentRoutes(parts),
    authenticatorRoutes(parts),
    passwordRoutes(parts),
    sessionRoutes(parts),
    serviceRoutes(parts),
    historyRoutes({ ...parts, officeName: officeNamesOf(config.desk) }),
    dataRoutes(parts),
    contactRoutes({ ...parts, sendable: hasTexts ? ['email', 'sms'] : ['email'] }),
    closingRoutes(parts),
    ...(config.grants.ciba ? [approvalRoutes(parts)] : []),
    cancelPlusRoutes(parts),
    auditKeyRoutes(parts.proofs),
    activationRoutes(parts),
    resetRoutes(parts),
    objectionRoutes(parts),
    deskRequestRoutes({ ...parts, requests, course }),
  ];
}
