/** What the steps of a sign-in work with. */
import type { AccountStore } from '../accounts/account-store.ts';
import type { PasswordHasher } from '../accounts/password/password-hash.ts';
import type { JudgeNewPassword } from '../accounts/password/password-rules.ts';
import type { VerifyPassword } from '../accounts/password/verify-password.ts';
import type { Calendar } from '../assurance/cutover-calendar.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { EndingNotices } from '../ending-notices/ending-notices.ts';
import type { EnrolSteps } from '../enrolling/enrol-steps.ts';
import type { MessageQueue } from '../notifications/message-queue.ts';
import type { OneTimeCodeVerifier } from '../one-time-codes/one-time-code-verifier.ts';
import type { OwnerNotices } from '../owner-notices/owner-notices.ts';
import type { PasskeyOptions } from '../passkeys/passkey-options.ts';
import type { PasskeyStore } from '../passkeys/passkey-store.ts';
import type { PasskeyVerifier } from '../passkeys/passkey-verifier.ts';
import type { IndexKeys } from '../storage/index-key.ts';
import type { AuthenticatorStore } from '../totp/authenticators/authenticator-store.ts';
import type { ObjectionStore } from '../totp/authenticators/objection-store.ts';
import type { VerifyCode } from '../totp/verify-code.ts';
import type { PresentationStore } from '../wallet/presentations/presentation-store.ts';
import type { WalletRequests } from '../wallet/presentations/request-object.ts';
import type { DeviceCookies } from '../web/cookies/device-cookie.ts';
import type { SharedComputerCookie } from '../web/cookies/shared-computer-cookie.ts';
import type { ReadForm } from '../web/form/form.ts';
import type { FormTokens } from '../web/form/form-token.ts';
import type { Pages } from '../web/page/page.ts';
import type { RemindOfCancellationCode } from './code/cancellation-code-reminder.ts';
import type { LoginInteractions } from './login-interaction.ts';
import type { LoginProgressStore } from './login-progress-store.ts';

/** What a sign-in needs of wallets. */
export interface WalletParts {
  readonly presentations: PresentationStore;
  readonly requests: WalletRequests;
}

export interface LoginParts {
  readonly interactions: LoginInteractions;
  readonly progressStore: LoginProgressStore;
  readonly accounts: AccountStore;
  readonly verifyPassword: VerifyPassword;
  readonly hasher: PasswordHasher;
  readonly judgeNewPassword: JudgeNewPassword;
  readonly messages: MessageQueue;
  readonly endingNotices: EndingNotices;
  readonly authenticators: AuthenticatorStore;
  readonly indexKeys: IndexKeys;
  readonly verifyCode: VerifyCode;
  readonly passkeyOptions: PasskeyOptions;
  readonly passkeyVerifier: PasskeyVerifier;
  readonly passkeys: PasskeyStore;
  readonly objections: ObjectionStore;
  readonly sharedComputer: SharedComputerCookie;
  readonly issuer: string;
  readonly oneTimeCodes: OneTimeCodeVerifier;
  readonly remindOfCancellationCode: RemindOfCancellationCode;
  readonly enrolSteps: EnrolSteps;
  readonly formTokens: FormTokens;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly devices: DeviceCookies;
  readonly audit: AuditLog;
  readonly ownerNotices: OwnerNotices;
  readonly calendar: Calendar;
  /** Undefined where no wallet is accepted. */
  readonly wallets: WalletParts | undefined;
  readonly now: () => Date;
}

/** Of the steps that exist where wallets are accepted. */
export type WalletStepParts = Pick<
  LoginParts,
  'progressStore' | 'accounts' | 'formTokens' | 'interactions' | 'pages' | 'audit' | 'now'
> & { readonly wallets: WalletParts };
