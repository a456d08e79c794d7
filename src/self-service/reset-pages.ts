/** The pages of a forgotten password. */
import type { Context } from 'koa';
import type { Reset, ResetAsked, StoredReset } from '../accounts/password-reset-store.ts';
import type { Fields } from '../web/form.ts';
import type { FormError, Pages } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import type { StrengthShown } from './new-password.ts';
import { signInAt } from './sign-in-under-way.ts';

export const resetHome = '/elfelejtett-jelszo';

/** Where a reset goes on, by where it stands. */
export const resetPageOf: Readonly<Record<Reset['state'], string>> = {
  asked: `${resetHome}/kod`,
  proven: `${resetHome}/uj-jelszo`,
  done: `${resetHome}/kesz`,
};

export interface ResetPages {
  showStart(ctx: Context, errors?: FormError[], fields?: Fields): Promise<void>;
  showCode(ctx: Context, asked: ResetAsked, errors?: FormError[]): Promise<void>;
  /** @param isOurs true in the browser that asked. */
  showLink(ctx: Context, isOurs: boolean): Promise<void>;
  /** @param least the least number of characters. */
  showNewPassword(ctx: Context, least: number, shown?: NewPasswordShown): Promise<void>;
  showDone(ctx: Context, returnTo: string | undefined): Promise<void>;
  showOver(ctx: Context): Promise<void>;
  /** For whoever comes to a page that is not theirs now: the next one, or the way back to the beginning. */
  showWhereItStands(ctx: Context, stored: StoredReset | undefined): Promise<void>;
}

interface NewPasswordShown {
  readonly errors?: FormError[];
  readonly endsSessions?: boolean;
  readonly strength?: StrengthShown | undefined;
}

export function createResetPages(pages: Pages): ResetPages {
  function showOver(ctx: Context): Promise<void> {
    return pages.show(ctx, 'self-service/reset-over', { title: 'reset.over.title', status: 410 });
  }

  return {
    showOver,

    showStart(ctx, errors = [], fields = {}) {
      const data = {
        username: fields.username?.slice(0, 64) ?? '',
        signIn: signInAt(fields.folytatas ?? ctx.query.folytatas) ?? '',
      };
      const page = { title: 'reset.title', status: statusWith(errors), errors, data } as const;
      return pages.show(ctx, 'self-service/reset', page);
    },

    showCode(ctx, { sessionIdentifier }, errors = []) {
      const data = { sessionIdentifier };
      const page = { title: 'reset.code.title', status: statusWith(errors), errors, data } as const;
      return pages.show(ctx, 'self-service/reset-code', page);
    },

    showLink(ctx, isOurs) {
      const data = { address: ctx.path };
      return isOurs
        ? pages.show(ctx, 'self-service/reset-link', { title: 'reset.link.title', data })
        : pages.show(ctx, 'self-service/reset-elsewhere', { title: 'reset.elsewhere.title' });
    },

    showNewPassword(ctx, least, { errors = [], endsSessions = true, strength } = {}) {
      const data = { least, endsSessions, strength };
      const page = { title: 'reset.password.title', status: statusWith(errors), errors, data } as const;
      return pages.show(ctx, 'self-service/reset-password', page);
    },

    showDone(ctx, returnTo = '/fiok') {
      const data = { address: returnTo };
      return pages.show(ctx, 'self-service/reset-done', { title: 'reset.done.title', data });
    },

    async showWhereItStands(ctx, stored) {
      const address = stored && resetPageOf[stored.reset.state];
      if (address && address !== ctx.path) {
        seeOther(ctx, address);
      } else {
        await showOver(ctx);
      }
    },
  };
}

function statusWith(errors: readonly FormError[]): number {
  return errors.length > 0 ? 422 : 200;
}
