/** What the pages of a forgotten password work with, and where a reset stands. */
import type { Context } from 'koa';
import type { JudgeNewPassword } from '../../accounts/password/password-rules.ts';
import type { PasswordReset } from '../../accounts/recovery/password-reset.ts';
import type { PasswordResetStore, Reset, StoredReset } from '../../accounts/recovery/password-reset-store.ts';
import type { AuditLog } from '../../audit/audit-log.ts';
import type { EndingNotices } from '../../ending-notices/ending-notices.ts';
import type { RateLimits } from '../../throttle/windows/rate-limits.ts';
import type { DeviceCookies } from '../../web/cookies/device-cookie.ts';
import type { ReadForm } from '../../web/form/form.ts';
import type { FormTokens } from '../../web/form/form-token.ts';
import type { Pages } from '../../web/page/page.ts';

export interface ResetParts {
  readonly reset: PasswordReset;
  readonly resets: PasswordResetStore;
  readonly judgeNewPassword: JudgeNewPassword;
  readonly rateLimits: RateLimits;
  readonly devices: DeviceCookies;
  readonly formTokens: FormTokens;
  readonly audit: AuditLog;
  readonly endingNotices: EndingNotices;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

type InState<State extends Reset['state']> = StoredReset<Extract<Reset, { state: State }>>;

/** The reset that this browser asked for. */
export function currentReset(
  { resets, formTokens, now }: Pick<ResetParts, 'resets' | 'formTokens' | 'now'>,
  ctx: Context,
): Promise<StoredReset | undefined> {
  return resets.find(formTokens.browserOf(ctx), now());
}

export function isIn<State extends Reset['state']>(
  state: State,
  stored: StoredReset | undefined,
): stored is InState<State> {
  return stored?.reset.state === state;
}
