/** A sign-in that was under way when the sessions of its account were ended begins again. */
import type { Context } from 'koa';
import { seeOther } from '../web/redirect.ts';
import { isEnded, passwordOf } from './login-attempt.ts';
import type { LoginParts } from './login-parts.ts';
import type { SignIn } from './sign-in.ts';

export interface EndedAttempts {
  isEnded(signIn: SignIn): Promise<boolean>;
  beginAgain(ctx: Context, signIn: SignIn): Promise<void>;
}

export function createEndedAttempts({
  accounts,
  attempts,
}: Pick<LoginParts, 'accounts' | 'attempts'>): EndedAttempts {
  return {
    async isEnded({ attempt }) {
      const password = passwordOf(attempt);
      return password !== undefined && isEnded(password, await accounts.find(password.accountId));
    },

    async beginAgain(ctx, { uid, address }) {
      await attempts.forget(uid);
      seeOther(ctx, address);
    },
  };
}
