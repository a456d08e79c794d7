/** Rendering: a view in the layout, in the language of the request. Views are `views/<name>.ejs`; the demo names its own by whole paths. */
import type { Context } from 'koa';
import type { FieldError, Fields } from '../form/form.ts';
import type { FormTokens } from '../form/form-token.ts';
import { type KeptForm, type KeptForms, speakable } from '../form/kept-form.ts';
import { nameTypedForm, switchAddress, typedFormId } from '../form/language-switch.ts';
import { sentForm } from '../form/sent-form.ts';
import { languageOf } from '../language.ts';
import type { Spoken } from '../languages.ts';
import { placeOf } from '../request/host-guard.ts';
import { hasLapsedForm } from '../request/lapsed-form.ts';
import { requestIdOf } from '../request/request-context.ts';
import type { MessageKey, MessageValues, Translate } from '../translate.ts';
import type { Assets } from './assets.ts';
import { nameIn } from './client-name.ts';
import { timeLeft } from './dates-and-times.ts';
import { serviceLogoOf } from './service-logo.ts';
import { createTemplates } from './templates.ts';

/** Whose sentence names an instant that Retry-After is to name, too. */
type LockedKey = 'password.locked' | 'code.locked' | 'activation.locked';

export interface LockedError extends FieldError<LockedKey> {
  readonly values: MessageValues;
  readonly retryAt: Date;
}

interface OtherError extends FieldError<Exclude<MessageKey, LockedKey>> {
  readonly values?: MessageValues;
  readonly retryAt?: undefined;
}

/** A lock that does not say until when does not compile. */
export type FormError = LockedError | OtherError;

export interface Page {
  /** Key of the page's title. */
  readonly title: MessageKey;
  readonly titleValues?: MessageValues;
  readonly status?: number;
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

export interface Pages {
  show(ctx: Context, view: string, page: Page): Promise<void>;
  /** Until when this browser was told at this address that nothing is looked at. */
  lockTold(ctx: Context): Date | undefined;
  translatorFor(ctx: Context): Translate;
}

export interface FooterLink {
  readonly text: MessageKey;
  hrefIn(language: string): string;
}

export interface HelpLine {
  readonly telephone: string;
  readonly hours?: { readonly hu: string; readonly en: string } | undefined;
}

export interface PageSettings<Language extends string> {
  readonly viewsDirectory: string;
  readonly languages: readonly Spoken<Language>[];
  readonly translator: (language: Language) => Translate;
  readonly assets: Assets;
  readonly formTokens: FormTokens;
  readonly keptForms: KeptForms;
  readonly isDemo: boolean;
  /** Links at the foot of every page. */
  readonly footer?: readonly FooterLink[];
  /** Whom people call who are stuck. */
  readonly helpLine?: HelpLine | undefined;
  /** What the service calls itself. */
  readonly productName: string;
  /** A style that follows ours, and the colour of the browser's bar. */
  readonly ownColours?: { readonly style: string; readonly bar: string };
  readonly now: () => Date;
  /** Where citizens' pages are, for pages at another host. */
  readonly issuer?: string;
}

export function createPages<Language extends string>({
  viewsDirectory,
  languages,
  translator,
  assets,
  formTokens,
  keptForms,
  isDemo,
  footer = [],
  helpLine,
  productName,
  ownColours,
  now,
  issuer = '',
}: PageSettings<Language>): Pages {
  const render = createTemplates(viewsDirectory);

  return {
    lockTold: (ctx) => keptForms.lockTold(ctx),

    translatorFor: (ctx) => translator(languageOf(ctx, languages)),

    async show(ctx, view, page) {
      const lang = languageOf(ctx, languages);
      const t = translator(lang);
      const publicOrigin = placeOf(ctx) === 'public' ? '' : issuer;
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
        text: t(message, values),
      }));
      const shared = {
        t,
        lang,
        title: t(page.title, page.titleValues),
        errors,
        lock: lockedUntil && { ...timeLeft(lockedUntil, now()), again: languageSwitchAddress(ctx, lang) },
        lapse: page.lapsesAt && timeLeft(page.lapsesAt, now()),
        /** Also where nothing of it stands in `typed`: a box that was not ticked. */
        isHeld: held !== undefined,
        view,
        typedFormId,
        languageForm: page.languageForm,
        languages: languages.map((language) => {
          const href = languageSwitchAddress(ctx, language.lang);
          const current = language.lang === lang;
          return { ...language, href, current, action: switchAddress(href, errors.length > 0) };
        }),
        asset: assets.addressOf,
        demo: isDemo,
        // Before the path of a citizen's page.
        publicOrigin,
        footerLinks: footer.map(({ text, hrefIn }) => ({
          href: hrefIn(lang).replace(/^\//, `${publicOrigin}/`),
          text: t(text),
        })),
        helpLine: helpLine && {
          // Not broken between lines.
          telephone: helpLine.telephone.replaceAll(' ', '\u00a0'),
          hours: helpLine.hours ? nameIn(helpLine.hours, lang) : '',
        },
        requestId: sayable(requestIdOf(ctx)),
        serviceName: page.serviceName ?? '',
        serviceLogo: serviceLogoOf(ctx),
        isLeaving: page.isLeaving ?? false,
        signedInAs: page.signedInAs ?? '',
        signOutHref: page.signedInAs ? '/fiok/kijelentkezes' : '',
        banner: hasLapsedForm(ctx) && { heading: t('lapsed-form.heading'), text: t('lapsed-form.text') },
        csrf: formTokens.tokenFor(ctx),
        productName,
        ownStyle: ownColours && assets.addressOf(ownColours.style),
        barColour: ownColours?.bar ?? '#0f4c4a',
        typed: { ...(page.data?.typed as Fields | undefined), ...held },
      };
      const { typed: _, ...data } = page.data ?? {};
      const { content, hasTypedForm } = nameTypedForm(render(view, shared, data));
      ctx.status = page.status ?? 200;
      tellWhenAgain(ctx, page);
      ctx.type = 'html';
      ctx.body = render('layouts/page', shared, { ...data, content, hasTypedForm });
    },
  };
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
  // Two slashes would make the first part of the path another site.
  return `${ctx.path.replace(/^\/+/, '/')}?${query}`;
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
