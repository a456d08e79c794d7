/** All that the pages say in English, room by room. */

import { en as cancelling } from '../../cancelling/words/en.ts';
import { en as deskDoorAuditReview } from '../../desk-door/audit-review/words/en.ts';
import { en as deskDoorCases } from '../../desk-door/cases/words/en.ts';
import { en as deskDoorDualAuthorization } from '../../desk-door/dual-authorization/words/en.ts';
import { en as deskDoorRegistration } from '../../desk-door/registration/words/en.ts';
import { en as deskDoor } from '../../desk-door/words/en.ts';
import { en as endingNotices } from '../../ending-notices/words/en.ts';
import { en as enrolling } from '../../enrolling/words/en.ts';
import { en as login } from '../../login/words/en.ts';
import { en as oidc } from '../../oidc/words/en.ts';
import { en as operatorDoor } from '../../operator-door/words/en.ts';
import { en as ownerNotices } from '../../owner-notices/words/en.ts';
import { en as selfServiceAccount } from '../../self-service/account/words/en.ts';
import { en as selfServiceApprovals } from '../../self-service/approvals/words/en.ts';
import { en as selfServiceAuthenticators } from '../../self-service/authenticators/words/en.ts';
import { en as selfServiceClosing } from '../../self-service/closing/words/en.ts';
import { en as selfServiceContact } from '../../self-service/contact/words/en.ts';
import { en as selfServiceDeskRequests } from '../../self-service/desk-requests/words/en.ts';
import { en as selfServiceHelp } from '../../self-service/help/words/en.ts';
import { en as selfServiceHistory } from '../../self-service/history/words/en.ts';
import { en as selfServicePasskeys } from '../../self-service/passkeys/words/en.ts';
import { en as selfServiceWallets } from '../../self-service/wallets/words/en.ts';
import { en as selfServiceWithoutSession } from '../../self-service/without-session/words/en.ts';
import { en as staffPagesLog } from '../../staff-pages/log/words/en.ts';
import { en as staffPages } from '../../staff-pages/words/en.ts';
import { en as walletDoor } from '../../wallet-door/words/en.ts';
import { en as web } from '../../web/words/en.ts';

export const en = {
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
