/** What the pages of a forgotten password work with, and where a reset stands. */
import type { Context } from 'koa';
import type { PasswordReset } from '../../accounts/password-reset.ts';
import type { PasswordResetStore, Reset, StoredReset } from '../../accounts/password-reset-store.ts';
import type { JudgeNewPassword } from '../../accounts/password-rules.ts';
import type { AuditLog } from '../../audit/audit-log.ts';
import type { Crowd } from '../../throttle/crowd.ts';
import type { DeviceCookies } from '../../web/device-cookie.ts';
import type { ReadForm } from '../../web/form.ts';
import type { FormTokens } from '../../web/form-token.ts';
import type { Pages } from '../../web/page.ts';

export interface ResetParts {
  readonly reset: PasswordReset;
  readonly resets: PasswordResetStore;
  readonly judgeNewPassword: JudgeNewPassword;
  readonly crowd: Crowd;
  readonly devices: DeviceCookies;
  readonly formTokens: FormTokens;
  readonly audit: AuditLog;
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
