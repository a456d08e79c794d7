/**
 * The citizen's Ügyfélkapu+: applying for it and for further devices, confirming with a code, removing a device, trying the törlőkód
 * out. This file: what the pages of devices and of confirming work with.
 */
import type { AuditLog } from '../../audit/audit-log.ts';
import type { AuthenticatorStore } from '../../totp/authenticator-store.ts';
import type { VerifyCode } from '../../totp/verify-code.ts';
import type { DeviceCookies } from '../../web/device-cookie.ts';
import type { ReadForm } from '../../web/form.ts';
import type { Pages } from '../../web/page.ts';
import type { OwnPages } from '../signed-in.ts';

export interface AuthenticatorParts {
  readonly ownPages: OwnPages;
  readonly authenticators: AuthenticatorStore;
  readonly verifyCode: VerifyCode;
  readonly devices: DeviceCookies;
  readonly indexKey: Buffer;
  readonly audit: AuditLog;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}
