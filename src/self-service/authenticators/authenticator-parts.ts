/**
 * The citizen's Ügyfélkapu+: applying for it and for further devices, confirming with a code, removing a device, trying the törlőkód
 * out. This file: what the pages of devices and of confirming work with.
 */

import type { AuditLog } from '../../audit/audit-log.ts';
import type { EndingNotices } from '../../ending-notices/ending-notices.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import type { OwnerNotices } from '../../owner-notices/owner-notices.ts';
import type { PasskeyOptions } from '../../passkeys/passkey-options.ts';
import type { PasskeyVerifier } from '../../passkeys/passkey-verifier.ts';
import type { IndexKeys } from '../../storage/index-key.ts';
import type { AuthenticatorStore } from '../../totp/authenticators/authenticator-store.ts';
import type { VerifyCode } from '../../totp/verify-code.ts';
import type { DeviceCookies } from '../../web/cookies/device-cookie.ts';
import type { ReadForm } from '../../web/form/form.ts';
import type { Pages } from '../../web/page/page.ts';
import type { PasswordAgainParts } from '../password/password-again.ts';
import type { SessionGuard } from '../session-guard.ts';

export interface AuthenticatorParts extends PasswordAgainParts {
  readonly sessionGuard: SessionGuard;
  readonly authenticators: AuthenticatorStore;
  readonly verifyCode: VerifyCode;
  readonly passkeyOptions: PasskeyOptions;
  readonly passkeyVerifier: PasskeyVerifier;
  readonly devices: DeviceCookies;
  readonly indexKeys: IndexKeys;
  readonly audit: AuditLog;
  readonly ownerNotices: OwnerNotices;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly messages: MessageQueue;
  readonly endingNotices: EndingNotices;
  readonly now: () => Date;
}
