/**
 * What was typed into a form, sent or not yet, and why it was refused: kept by the browser for five minutes, so that the same page in
 * another language says and holds the same (decisions 52 and 57), and so does the page of a form that came to nothing since its sender had to
 * prove anew who they are. Signed, and bound to the browser. What is secret is never kept:
 * passwords and codes.
 */
import type { Context } from 'koa';
import { keyedHash } from '../../storage/keyed-hash.ts';
import type { KeptValues } from '../page/dates-and-times.ts';
import { isOnWayBack, senderOfLapsedForm } from '../request/lapsed-form.ts';
import type { FormTokens } from './form-token.ts';
import { type Fields, sentForm } from './sent-form.ts';

export interface KeptForm {
  readonly view: string;
  /** Where the form was sent to; its page is at the same address, or above it. */
  readonly path: string;
  readonly fields: Fields;
  readonly errors: readonly KeptError[];
  /** Nothing is looked at before this instant (ISO 8601). */
  readonly lockedUntil?: string | undefined;
  /** The fields were too long for a cookie: what was wrong is kept without them, and shown with them alone. */
  readonly isWithoutFields?: true | undefined;
}

interface KeptError {
  readonly field: string;
  readonly message: string;
  readonly values?: KeptValues | undefined;
}

export interface KeptForms {
  keep(
    ctx: Context,
    refused: Pick<KeptForm, 'view' | 'errors'> & { readonly lockedUntil?: Date | undefined },
  ): void;
  /**
   * Was typed and not sent, on a page that may say what was wrong with what was sent before.
   * @returns false where it is too long for the browser to keep; the answer to this very request holds it
   */
  keepUnsent(
    ctx: Context,
    unsent: Pick<KeptForm, 'view' | 'fields'> & { readonly hasErrors: boolean },
  ): boolean;
  /** The form of this request came to nothing, and is shown to nobody but its sender once they are back. */
  keepLapsed(ctx: Context, accountId: string): void;
  /** A form was sent, which may be the same, mended. */
  forget(ctx: Context): void;
  /** What was sent from this page, where the page is asked for in another language. */
  of(ctx: Context, view: string): KeptForm | undefined;
  /** Until when this browser was told, on the page at this address, that nothing is looked at. */
  lockTold(ctx: Context): Date | undefined;
}

const minutesInMilliseconds = 5 * 60 * 1000;
const mostCharacters = 2500;

export function createKeptForms(
  cookieKeys: readonly string[],
  formTokens: Pick<FormTokens, 'browserOf'>,
  isSecure: boolean,
  now: () => Date,
): KeptForms {
  const cookieName = isSecure ? '__Host-kapu_typed' : 'kapu_typed';
  /** Beside it, since a form is sent meanwhile: the proof. */
  const lapsedName = isSecure ? '__Host-kapu_lapsed' : 'kapu_lapsed';
  const keys = cookieKeys.map((key) => Buffer.from(key));
  const signed = (key: Buffer, ctx: Context, text: string, owner = ''): string =>
    `${text}.${keyedHash(key, 'kept-form', `${formTokens.browserOf(ctx)}\0${text}${owner && `\0${owner}`}`)}`;

  /** @returns whether all of it is kept */
  function write(ctx: Context, kept: KeptForm): boolean {
    const whole = written(kept);
    const text =
      whole.length <= mostCharacters ? whole : written({ ...kept, fields: {}, isWithoutFields: true });
    if (text.length <= mostCharacters) {
      const life = Math.max(minutesInMilliseconds, millisecondsOfLock(kept));
      setCookie(ctx, cookieName, signed(keys[0] as Buffer, ctx, text), life);
    }
    return text === whole;
  }

  function setCookie(ctx: Context, name: string, value: string, maxAge: number): void {
    ctx.cookies.set(name, value, {
      httpOnly: true,
      sameSite: 'lax',
      secure: isSecure,
      signed: false,
      overwrite: true,
      maxAge,
    });
  }

  /** @param owner whose account it is kept for, where it is kept for one */
  function read(ctx: Context, name = cookieName, owner = ''): KeptForm | undefined {
    const cookie = ctx.cookies.get(name);
    const [text = ''] = cookie?.split('.') ?? [];
    const isGenuine = text !== '' && keys.some((key) => signed(key, ctx, text, owner) === cookie);
    return isGenuine ? JSON.parse(Buffer.from(text, 'base64url').toString()) : undefined;
  }

  return {
    keep(ctx, { view, errors, lockedUntil }) {
      const fields = speakable(sentForm(ctx));
      write(ctx, { view, path: ctx.path, fields, errors, lockedUntil: lockedUntil?.toISOString() });
    },

    keepUnsent(ctx, { view, fields, hasErrors }) {
      const before = hasErrors ? read(ctx) : undefined;
      const errors = before?.view === view ? before.errors : [];
      const kept = { view, path: ctx.path, fields: speakable(fields), errors };
      const isKept = write(ctx, kept);
      if (!isKept) {
        ctx.state.tooLongToKeep = kept;
      }
      return isKept;
    },

    keepLapsed(ctx, accountId) {
      const fields = speakable(sentForm(ctx));
      const text = written({ view: '', path: ctx.path, fields, errors: [] });
      if (Object.keys(fields).length > 0 && text.length <= mostCharacters) {
        setCookie(ctx, lapsedName, signed(keys[0] as Buffer, ctx, text, accountId), minutesInMilliseconds);
      }
    },

    forget(ctx) {
      for (const name of [cookieName, lapsedName]) {
        if (ctx.cookies.get(name) && (name === cookieName || !isOnWayBack(ctx))) {
          ctx.cookies.set(name, null, { path: '/', secure: isSecure, signed: false, overwrite: true });
        }
      }
    },

    of: (ctx, view) => ofOtherLanguage(ctx, view) ?? ofLapsed(ctx),

    lockTold(ctx) {
      const kept = read(ctx);
      return kept?.lockedUntil !== undefined && isFromHere(ctx, kept) && millisecondsOfLock(kept) > 0
        ? new Date(kept.lockedUntil)
        : undefined;
    },
  };

  function ofOtherLanguage(ctx: Context, view: string): KeptForm | undefined {
    const isAsked = ctx.method === 'GET' && ctx.query.lang !== undefined;
    const kept = isAsked ? ((ctx.state.tooLongToKeep as KeptForm | undefined) ?? read(ctx)) : undefined;
    if (kept?.isWithoutFields) {
      return undefined;
    }
    const isOver = kept?.lockedUntil !== undefined && millisecondsOfLock(kept) <= 0;
    return kept?.view === view && isFromHere(ctx, kept) && !isOver ? kept : undefined;
  }

  function ofLapsed(ctx: Context): KeptForm | undefined {
    const sender = senderOfLapsedForm(ctx);
    const kept = sender === undefined ? undefined : read(ctx, lapsedName, sender);
    return kept?.path === ctx.path ? kept : undefined;
  }

  function millisecondsOfLock({ lockedUntil }: KeptForm): number {
    return lockedUntil === undefined ? 0 : Date.parse(lockedUntil) - now().getTime();
  }
}

function written(kept: KeptForm): string {
  return Buffer.from(JSON.stringify(kept)).toString('base64url');
}

function isFromHere(ctx: Context, { path }: KeptForm): boolean {
  return path === ctx.path || path.startsWith(`${ctx.path}/`);
}

/** What of a form may be shown again. */
export function speakable(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !isSecret(name)));
}

/** Passwords, codes, parts of codes, answers of passkeys, and tokens. */
export function isSecret(name: string): boolean {
  return /^_|password|code|credential|last_four/.test(name);
}
