/** What the pages of an application work with, and the door through which the citizen came. */
import type { Context } from 'koa';
import type { Account } from '../accounts/account.ts';
import type { VerifyPassword } from '../accounts/password/verify-password.ts';
import type { PagesSettings } from '../configuration/pages.ts';
import type { MessageQueue } from '../notifications/message-queue.ts';
import type { PasskeyOptions } from '../passkeys/passkey-options.ts';
import type { PasskeyVerifier } from '../passkeys/passkey-verifier.ts';
import type { ObjectionStore } from '../totp/authenticators/objection-store.ts';
import type { EnrolmentStore } from '../totp/enrolment/enrolment-store.ts';
import type { PairingStore } from '../totp/enrolment/pairing-store.ts';
import type { DeviceCookies } from '../web/cookies/device-cookie.ts';
import type { FormTokens } from '../web/form/form-token.ts';
import type { Page, Pages } from '../web/page/page.ts';
import type { EnrolmentHold } from './enrolment-hold.ts';

/** Where the citizen came in, and where they go on afterwards. */
export interface EnrolDoor {
  readonly account: Account;
  /** The page's own address. */
  readonly address: string;
  /** The forms post below it: `<formAddress>/<action>`. */
  readonly formAddress: string;
  /** Leaves without an Ügyfélkapu+. */
  readonly leave: { readonly address: string; readonly isForm: boolean };
  /** Where one signs in another way instead; absent where there is none. */
  readonly otherWay?: string | undefined;
  readonly page: Pick<Page, 'serviceName' | 'signedInAs'>;
  /** `unproven` for the first authenticator; `proven` where a code was given just now, for a further one. */
  readonly applicant: 'unproven' | 'proven';
  /** Whether the password is asked for once more: it was given long ago, or nobody can say when. */
  readonly asksPassword: boolean;
  /** @param by what they have proven themselves with */
  finished(ctx: Context, by: 'code' | 'passkey'): Promise<void>;
}

export const enrolActions = [
  'start',
  'confirm',
  'resend',
  'window',
  'alone',
  'paired',
  'abandon',
  'prove',
  'passkey',
  'save',
  'reread',
  'download',
  'finish',
] as const;
export type EnrolAction = (typeof enrolActions)[number];

export interface EnrolParts {
  readonly serviceName: string;
  readonly issuer: string;
  /** Apps that the operator recommends. */
  readonly apps: PagesSettings['authenticator_apps'];
  readonly enrolmentHold: EnrolmentHold;
  readonly objections: ObjectionStore;
  readonly formTokens: FormTokens;
  readonly enrolments: EnrolmentStore;
  /** Absent where no desk is open. */
  readonly pairings: PairingStore | undefined;
  readonly passkeyOptions: PasskeyOptions;
  readonly passkeyVerifier: PasskeyVerifier;
  readonly verifyPassword: VerifyPassword;
  readonly messages: MessageQueue;
  readonly devices: DeviceCookies;
  readonly pages: Pages;
  readonly now: () => Date;
}

/** Shows `enrolling/<view>` with what every page of an application needs. */
export function showEnrolPage(
  { pages, pairings }: Pick<EnrolParts, 'pages' | 'pairings'>,
  ctx: Context,
  door: EnrolDoor,
  view: string,
  page: Page,
): Promise<void> {
  const { formAddress, leave, otherWay, asksPassword } = door;
  const isFurther = door.applicant === 'proven';
  const hasDesk = pairings !== undefined;
  const data = { formAddress, leave, otherWay, asksPassword, isFurther, hasDesk, ...page.data };
  return pages.show(ctx, `enrolling/${view}`, { ...page, ...door.page, data });
}
