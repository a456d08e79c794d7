/** The doors of citizens. */

import { officeNamesOf } from '../desk-door/desk-access.ts';
import { loginRoutes } from '../login/login-routes.ts';
import { dataRoutes } from '../self-service/account/data-routes.ts';
import { networkNamesOf } from '../self-service/account/network-names.ts';
import { overviewRoutes } from '../self-service/account/overview-routes.ts';
import { ownSignInRoutes } from '../self-service/account/own-sign-in-routes.ts';
import { serviceRoutes } from '../self-service/account/service-routes.ts';
import { sessionRoutes } from '../self-service/account/session-routes.ts';
import { approvalRoutes } from '../self-service/approvals/approval-routes.ts';
import { authenticatorRoutes } from '../self-service/authenticators/authenticator-routes.ts';
import { enrolmentRoutes } from '../self-service/authenticators/enrolment-routes.ts';
import { closingRoutes } from '../self-service/closing/closing-routes.ts';
import { contactRoutes } from '../self-service/contact/contact-routes.ts';
import { deskRequestRoutes } from '../self-service/desk-requests/desk-request-routes.ts';
import { helpRoutes } from '../self-service/help/help-routes.ts';
import { auditKeyRoutes } from '../self-service/history/audit-key-routes.ts';
import { historyRoutes } from '../self-service/history/history-routes.ts';
import { passkeyRoutes } from '../self-service/passkeys/passkey-routes.ts';
import { relatedOriginRoutes } from '../self-service/passkeys/related-origins.ts';
import { passwordRoutes } from '../self-service/password/password-routes.ts';
import { activationRoutes } from '../self-service/without-session/activation-routes.ts';
import { cancelPlusRoutes } from '../self-service/without-session/cancel-plus-routes.ts';
import { forgottenUsernameRoutes } from '../self-service/without-session/forgotten-username-routes.ts';
import { objectionRoutes } from '../self-service/without-session/objection-routes.ts';
import { resetRoutes } from '../self-service/without-session/reset-routes.ts';
import { createDownloadLimit } from '../throttle/windows/download-limit.ts';
import type { Door } from '../web/request/door.ts';
import type { createDeskRequests } from './background.ts';
import type { CitizensParts } from './citizens-parts.ts';
import type { NodeContext } from './node-context.ts';
import { hasWallets } from './wallet-doors.ts';

/** Where citizens sign in, and everything that they do for themselves. */
export function citizensDoors(
  { config, store }: NodeContext,
  parts: CitizensParts,
  { requests, workflow }: ReturnType<typeof createDeskRequests>,
): Door[] {
  const officeName = officeNamesOf(config.desk);
  const networkName = networkNamesOf(config.pages.networks);
  const hasTexts = config.smsGateway !== undefined;
  return [
    loginRoutes(parts),
    helpRoutes({ ...parts, settings: config.pages }),
    ownSignInRoutes(parts),
    overviewRoutes({
      ...parts,
      requests,
      apps: config.pages.authenticator_apps,
      hasTexts,
      hasApprovals: config.grants.ciba,
      hasWallets: hasWallets(config),
      signsInByWallet: config.walletVerifier !== undefined,
    }),
    enrolmentRoutes(parts),
    authenticatorRoutes(parts),
    passkeyRoutes(parts),
    relatedOriginRoutes(config.passkeys.related_origins),
    passwordRoutes(parts),
    sessionRoutes({ ...parts, networkName }),
    serviceRoutes(parts),
    historyRoutes({ ...parts, officeName }),
    dataRoutes({ ...parts, officeName, networkName, downloadLimit: createDownloadLimit(store) }),
    contactRoutes({ ...parts, sendable: hasTexts ? ['email', 'sms'] : ['email'] }),
    closingRoutes(parts),
    ...(config.grants.ciba ? [approvalRoutes(parts)] : []),
    cancelPlusRoutes(parts),
    auditKeyRoutes(parts.proofs),
    activationRoutes(parts),
    resetRoutes(parts),
    forgottenUsernameRoutes(parts),
    objectionRoutes(parts),
    deskRequestRoutes({ ...parts, requests, workflow }),
  ];
}
