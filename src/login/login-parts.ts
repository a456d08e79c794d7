/** What the steps of a sign-in work with. */
import type { AccountStore } from '../accounts/account-store.ts';
import type { VerifyPassword } from '../accounts/verify-password.ts';
import type { Calendar } from '../assurance/calendar.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { EnrolSteps } from '../enrolling/enrol-steps.ts';
import type { OneTimeCodes } from '../one-time-codes/one-time-codes.ts';
import type { VerifyCode } from '../totp/verify-code.ts';
import type { PresentationStore } from '../wallet/presentation-store.ts';
import type { WalletRequests } from '../wallet/request-object.ts';
import type { DeviceCookies } from '../web/device-cookie.ts';
import type { ReadForm } from '../web/form.ts';
import type { FormTokens } from '../web/form-token.ts';
import type { Pages } from '../web/page.ts';
import type { RemindOfDrill } from './drill-reminder.ts';
import type { LoginAttemptStore } from './login-attempt-store.ts';
import type { SignIns } from './sign-in.ts';

/** What a sign-in needs of wallets. */
export interface WalletParts {
  readonly presentations: PresentationStore;
  readonly requests: WalletRequests;
}

export interface LoginParts {
  readonly signIns: SignIns;
  readonly progressStore: LoginAttemptStore;
  readonly accounts: AccountStore;
  readonly verifyPassword: VerifyPassword;
  readonly verifyCode: VerifyCode;
  readonly oneTimeCodes: OneTimeCodes;
  readonly remindOfDrill: RemindOfDrill;
  readonly enrolSteps: EnrolSteps;
  readonly formTokens: FormTokens;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly devices: DeviceCookies;
  readonly audit: AuditLog;
  readonly calendar: Calendar;
  /** Undefined where no wallet is accepted. */
  readonly wallets: WalletParts | undefined;
  readonly now: () => Date;
}

/** Of the steps that exist where wallets are accepted. */
export type WalletStepParts = Pick<
  LoginParts,
  'progressStore' | 'accounts' | 'formTokens' | 'signIns' | 'pages' | 'audit' | 'now'
> & { readonly wallets: WalletParts };
