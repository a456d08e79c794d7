/** Rendering: a view in the layout, in the language of the request. Views are `views/<name>.ejs`; the demo names its own by whole paths. */
import type { Context } from 'koa';
import type { FieldError, Fields } from '../form/form.ts';
import type { FormTokens } from '../form/form-token.ts';
import { type KeptForm, type KeptForms, speakable } from '../form/kept-form.ts';
import { nameTypedForm } from '../form/language-switch.ts';
import { sentForm } from '../form/sent-form.ts';
import { languageOf } from '../language.ts';
import type { Language as OwnLanguage, Spoken } from '../languages.ts';
import { placeOf } from '../request/host-guard.ts';
import { hasLapsedForm } from '../request/lapsed-form.ts';
import { ownAddress } from '../request/redirect.ts';
import { requestIdOf } from '../request/request-context.ts';
import type { MessageKey, MessageValues, Translate } from '../translate.ts';
import { type KeptValues, timeLeft, valuesInWords } from './dates-and-times.ts';
import { createFrames, type FrameSettings, framed, switchesTo } from './page-frame.ts';
import { serviceLogoOf } from './service-logo.ts';
import { createStandingPages } from './standing-page.ts';
import { createTemplates } from './templates.ts';

/** Whose sentence names an instant that Retry-After is to name, too. */
type LockedKey = 'password.locked' | 'code.locked' | 'activation.locked';

export interface LockedError extends FieldError<LockedKey> {
  readonly values: KeptValues;
  readonly retryAt: Date;
}

interface OtherError extends FieldError<Exclude<MessageKey, LockedKey>> {
  readonly values?: KeptValues;
  readonly retryAt?: undefined;
}

/** A lock that does not say until when does not compile. */
export type FormError = LockedError | OtherError;

export interface Page {
  /** Key of the page's title. */
  readonly title: MessageKey;
  readonly titleValues?: MessageValues;
  /** Where the errors do not say it: without any 200, else 422, and 429 while nothing is looked at. */
  readonly status?: number | undefined;
  readonly errors?: readonly FormError[];
  /** Where no error names the instant: until when nothing is looked at, and no field for a secret is shown; null: anything is. */
  readonly lockedUntil?: Date | null | undefined;
  /** Until when a code that was sent, or shown, lasts. The page says it; scripts count down. */
  readonly lapsesAt?: Date | undefined;
  /** The relying party one is signing in to. */
  readonly serviceName?: string | undefined;
  /** One came from it to sign out. */
  readonly isLeaving?: boolean;
  readonly signedInAs?: string | undefined;
  /** Of a page that a form leads to and that no address shows again: what asks for it in another language. */
  readonly languageForm?: { readonly action: string; readonly fields: Readonly<Record<string, string>> };
  readonly data?: Readonly<Record<string, unknown>>;
}

/** One that is the same for everybody, but for its reference, where it stands, and what is given. */
export interface StandingPage {
  readonly title: MessageKey;
  readonly status: number;
  /** Texts. Where one is empty, the page may look otherwise. */
  readonly data: Readonly<Record<string, string>>;
}

export interface Pages {
  show(ctx: Context, view: string, page: Page): Promise<void>;
  /** What a node shows that has no time: rendered once in each language. */
  showStanding(ctx: Context, view: string, page: StandingPage): void;
  /** Until when this browser was told at this address that nothing is looked at. */
  lockTold(ctx: Context): Date | undefined;
  translatorFor(ctx: Context): Translate;
}

export interface PageSettings<Language extends string> extends FrameSettings<Language> {
  readonly viewsDirectory: string;
  readonly languages: readonly Spoken<Language>[];
  readonly formTokens: FormTokens;
  readonly keptForms: KeptForms;
  readonly now: () => Date;
  /** Where citizens' pages are, for pages at another host. */
  readonly issuer?: string;
}

export function createPages<Language extends string>(settings: PageSettings<Language>): Pages {
  const { viewsDirectory, languages, translator, formTokens, keptForms, now, issuer = '' } = settings;
  const render = createTemplates(viewsDirectory);
  const frameOf = createFrames(settings);
  const publicOriginAt = (ctx: Context): string => (placeOf(ctx) === 'public' ? '' : issuer);

  const standing = createStandingPages({ frameOf, languages, render });

  return {
    lockTold: (ctx) => keptForms.lockTold(ctx),

    translatorFor: (ctx) => translator(languageOf(ctx, languages)),

    async show(ctx, view, page) {
      const lang = languageOf(ctx, languages);
      const t = translator(lang);
      const kept = page.lockedUntil === null ? undefined : keptForms.of(ctx, view);
      const lockedUntil = page.lockedUntil ?? lockIn(page.errors) ?? lockOf(kept);
      const isRefused = ctx.method === 'POST' && page.errors?.length;
      if (isRefused) {
        keptForms.keep(ctx, { view, errors: page.errors, lockedUntil });
      }
      const held = isRefused ? speakable(sentForm(ctx)) : kept?.fields;
      const wrong = page.errors?.length ? page.errors : ((kept?.errors ?? []) as readonly FormError[]);
      const errors = wrong.map(({ field, message, values }) => ({
        // While nothing is looked at there is no field to lead to.
        field: lockedUntil ? '' : field,
        text: t(message, valuesInWords(values, lang as OwnLanguage)),
      }));
      const shared = framed(frameOf(lang, publicOriginAt(ctx)), {
        title: t(page.title, page.titleValues),
        errors,
        lock: lockedUntil && { ...timeLeft(lockedUntil, now()), again: languageSwitchAddress(ctx, lang) },
        lapse: page.lapsesAt && timeLeft(page.lapsesAt, now()),
        /** Also where nothing of it stands in `typed`: a box that was not ticked. */
        isHeld: held !== undefined,
        view,
        languageForm: page.languageForm,
        languages: switchesTo(
          languages,
          lang,
          (other) => languageSwitchAddress(ctx, other),
          errors.length > 0,
        ),
        requestId: sayable(requestIdOf(ctx)),
        serviceName: page.serviceName ?? '',
        serviceLogo: serviceLogoOf(ctx),
        isLeaving: page.isLeaving ?? false,
        signedInAs: page.signedInAs ?? '',
        signOutHref: page.signedInAs ? '/fiok/kijelentkezes' : '',
        banner: hasLapsedForm(ctx) && { heading: t('lapsed-form.heading'), text: t('lapsed-form.text') },
        csrf: formTokens.tokenFor(ctx),
        typed: { ...(page.data?.typed as Fields | undefined), ...held },
      });
      const { typed: _, ...data } = page.data ?? {};
      const { content, hasTypedForm } = nameTypedForm(render(view, shared, data));
      ctx.status = page.status ?? statusOf(page.errors);
      tellWhenAgain(ctx, page);
      ctx.type = 'html';
      ctx.body = render('layouts/page', shared, { ...data, content, hasTypedForm });
    },

    showStanding(ctx, view, { title, status, data }) {
      const lang = languageOf(ctx, languages);
      ctx.status = status;
      ctx.type = 'html';
      ctx.body = standing({
        view,
        lang,
        publicOrigin: publicOriginAt(ctx),
        title,
        data,
        requestId: sayable(requestIdOf(ctx)),
        addressIn: (language) => languageSwitchAddress(ctx, language),
      });
    },
  };
}

function statusOf(errors: readonly FormError[] = []): number {
  if (errors.length === 0) {
    return 200;
  }
  return lockIn(errors) ? 429 : 422;
}

function lockIn(errors: readonly FormError[] = []): Date | undefined {
  return errors.find(({ retryAt }) => retryAt)?.retryAt;
}

function lockOf(kept: KeptForm | undefined): Date | undefined {
  return kept?.lockedUntil === undefined ? undefined : new Date(kept.lockedUntil);
}

/** As a date (RFC 9110 §10.2.3), since whoever renders has no clock; rounded up, since it has no fractions. */
function tellWhenAgain(ctx: Context, { errors }: Page): void {
  const retryAt = lockIn(errors);
  if (ctx.status === 429 && retryAt) {
    ctx.set('Retry-After', new Date(Math.ceil(retryAt.getTime() / 1000) * 1000).toUTCString());
  }
}

/** The same page in another language. After a form was sent, this is the page that the form stood on. */
function languageSwitchAddress(ctx: Context, lang: string): string {
  const query = new URLSearchParams(ctx.method === 'GET' ? ctx.querystring : addressed(sentForm(ctx)));
  query.set('lang', lang);
  return `${ownAddress(ctx.path)}?${query}`;
}

/** What of a form its page had in its address. */
function addressed(fields: Fields): Record<string, string> {
  const inAddress = ['method', 'folytatas', 'azonositokulcs', 'after'].flatMap((name) =>
    fields[name] ? [[name, fields[name]]] : [],
  );
  return Object.fromEntries(inAddress);
}

/** Eight digits in two groups of four: what is said by telephone, and how an id begins in the log. */
function sayable(requestId: string): string {
  return `${requestId.slice(0, 4)} ${requestId.slice(4, 8)}`;
}
