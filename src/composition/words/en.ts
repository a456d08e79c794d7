/** All that the pages say in English, room by room. */

import { en as clerkDeskAuditReview } from '../../clerk-desk/audit-review/words/en.ts';
import { en as clerkDeskCases } from '../../clerk-desk/cases/words/en.ts';
import { en as clerkDeskDualAuthorization } from '../../clerk-desk/dual-authorization/words/en.ts';
import { en as clerkDeskRegistration } from '../../clerk-desk/registration/words/en.ts';
import { en as clerkDesk } from '../../clerk-desk/words/en.ts';
import { en as enrolling } from '../../enrolling/words/en.ts';
import { en as login } from '../../login/words/en.ts';
import { en as oidc } from '../../oidc/words/en.ts';
import { en as selfServiceAccount } from '../../self-service/account/words/en.ts';
import { en as selfServiceApprovals } from '../../self-service/approvals/words/en.ts';
import { en as selfServiceAuthenticators } from '../../self-service/authenticators/words/en.ts';
import { en as selfServiceClosing } from '../../self-service/closing/words/en.ts';
import { en as selfServiceContact } from '../../self-service/contact/words/en.ts';
import { en as selfServiceDemo } from '../../self-service/demo/words/en.ts';
import { en as selfServiceDeskRequests } from '../../self-service/desk-requests/words/en.ts';
import { en as selfServiceHistory } from '../../self-service/history/words/en.ts';
import { en as selfServicePassword } from '../../self-service/password/words/en.ts';
import { en as selfServicePublic } from '../../self-service/public/words/en.ts';
import { en as selfServiceWallets } from '../../self-service/wallets/words/en.ts';
import { en as walletDoor } from '../../wallet-door/words/en.ts';
import { en as web } from '../../web/words/en.ts';

export const en = {
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
