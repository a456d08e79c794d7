/** All that the pages say in Hungarian, room by room. */

import { hu as cancelling } from '../../cancelling/words/hu.ts';
import { hu as deskDoorAuditReview } from '../../desk-door/audit-review/words/hu.ts';
import { hu as deskDoorCases } from '../../desk-door/cases/words/hu.ts';
import { hu as deskDoorDualAuthorization } from '../../desk-door/dual-authorization/words/hu.ts';
import { hu as deskDoorRegistration } from '../../desk-door/registration/words/hu.ts';
import { hu as deskDoor } from '../../desk-door/words/hu.ts';
import { hu as endingNotices } from '../../ending-notices/words/hu.ts';
import { hu as enrolling } from '../../enrolling/words/hu.ts';
import { hu as login } from '../../login/words/hu.ts';
import { hu as oidc } from '../../oidc/words/hu.ts';
import { hu as operatorDoor } from '../../operator-door/words/hu.ts';
import { hu as ownerNotices } from '../../owner-notices/words/hu.ts';
import { hu as selfServiceAccount } from '../../self-service/account/words/hu.ts';
import { hu as selfServiceApprovals } from '../../self-service/approvals/words/hu.ts';
import { hu as selfServiceAuthenticators } from '../../self-service/authenticators/words/hu.ts';
import { hu as selfServiceClosing } from '../../self-service/closing/words/hu.ts';
import { hu as selfServiceContact } from '../../self-service/contact/words/hu.ts';
import { hu as selfServiceDeskRequests } from '../../self-service/desk-requests/words/hu.ts';
import { hu as selfServiceHelp } from '../../self-service/help/words/hu.ts';
import { hu as selfServiceHistory } from '../../self-service/history/words/hu.ts';
import { hu as selfServicePasskeys } from '../../self-service/passkeys/words/hu.ts';
import { hu as selfServiceWallets } from '../../self-service/wallets/words/hu.ts';
import { hu as selfServiceWithoutSession } from '../../self-service/without-session/words/hu.ts';
import { hu as staffPagesLog } from '../../staff-pages/log/words/hu.ts';
import { hu as staffPages } from '../../staff-pages/words/hu.ts';
import { hu as walletDoor } from '../../wallet-door/words/hu.ts';
import { hu as web } from '../../web/words/hu.ts';

export const hu = {
  ...cancelling,
  ...deskDoor,
  ...deskDoorAuditReview,
  ...deskDoorCases,
  ...deskDoorDualAuthorization,
  ...deskDoorRegistration,
  ...endingNotices,
  ...enrolling,
  ...login,
  ...oidc,
  ...operatorDoor,
  ...ownerNotices,
  ...selfServiceAccount,
  ...selfServiceApprovals,
  ...selfServiceAuthenticators,
  ...selfServiceClosing,
  ...selfServiceContact,
  ...selfServiceDeskRequests,
  ...selfServiceHelp,
  ...selfServiceHistory,
  ...selfServicePasskeys,
  ...selfServiceWithoutSession,
  ...selfServiceWallets,
  ...staffPages,
  ...staffPagesLog,
  ...walletDoor,
  ...web,
};
