/** All that the pages say in Hungarian, room by room. */

import { hu as clerkDeskAuditReview } from '../../clerk-desk/audit-review/words/hu.ts';
import { hu as clerkDeskCases } from '../../clerk-desk/cases/words/hu.ts';
import { hu as clerkDeskDualAuthorization } from '../../clerk-desk/dual-authorization/words/hu.ts';
import { hu as clerkDeskRegistration } from '../../clerk-desk/registration/words/hu.ts';
import { hu as clerkDesk } from '../../clerk-desk/words/hu.ts';
import { hu as enrolling } from '../../enrolling/words/hu.ts';
import { hu as login } from '../../login/words/hu.ts';
import { hu as oidc } from '../../oidc/words/hu.ts';
import { hu as selfServiceAccount } from '../../self-service/account/words/hu.ts';
import { hu as selfServiceApprovals } from '../../self-service/approvals/words/hu.ts';
import { hu as selfServiceAuthenticators } from '../../self-service/authenticators/words/hu.ts';
import { hu as selfServiceClosing } from '../../self-service/closing/words/hu.ts';
import { hu as selfServiceContact } from '../../self-service/contact/words/hu.ts';
import { hu as selfServiceDemo } from '../../self-service/demo/words/hu.ts';
import { hu as selfServiceDeskRequests } from '../../self-service/desk-requests/words/hu.ts';
import { hu as selfServiceHistory } from '../../self-service/history/words/hu.ts';
import { hu as selfServicePassword } from '../../self-service/password/words/hu.ts';
import { hu as selfServicePublic } from '../../self-service/public/words/hu.ts';
import { hu as selfServiceWallets } from '../../self-service/wallets/words/hu.ts';
import { hu as walletDoor } from '../../wallet-door/words/hu.ts';
import { hu as web } from '../../web/words/hu.ts';

export const hu = {
  ...clerkDesk,
  ...clerkDeskAuditReview,
  ...clerkDeskCases,
  ...clerkDeskDualAuthorization,
  ...clerkDeskRegistration,
  ...enrolling,
  ...login,
  ...oidc,
  ...selfServiceAccount,
  ...selfServiceApprovals,
  ...selfServiceAuthenticators,
  ...selfServiceClosing,
  ...selfServiceContact,
  ...selfServiceDemo,
  ...selfServiceDeskRequests,
  ...selfServiceHistory,
  ...selfServicePassword,
  ...selfServicePublic,
  ...selfServiceWallets,
  ...walletDoor,
  ...web,
};
