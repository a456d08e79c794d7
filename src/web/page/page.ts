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
import { ownAddress } from '../request/redirect.ts';
import { requestIdOf } from '../request/request-context.ts';
import type { MessageKey, MessageValues, Translate } from '../translate.ts';
import type { Assets } from './assets.ts';
import { nameIn } from './client-name.ts';
import { timeLeft } from './dates-and-times.ts';
import { serviceLogoOf } from './service-logo.ts';
import { cutStencil, type Stencil } from './stencil.ts';
import { createTemplates, type Locals } from './templates.ts';

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
  const frames = new Map<string, Locals>();
  const stencils = new Map<string, Stencil>();

  /** What every page has. */
  function frameOf(lang: Language, publicOrigin: string): Locals {
    const key = `${lang} ${publicOrigin}`;
    const known = frames.get(key);
    if (known) {
      return known;
    }
    const t = translator(lang);
    const frame = {
      t,
      lang,
      typedFormId,
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
      productName,
      ownStyle: ownColours && assets.addressOf(ownColours.style),
      barColour: ownColours?.bar ?? '#0f4c4a',
    };
    frames.set(key, frame);
    return frame;
  }

  const publicOriginAt = (ctx: Context): string => (placeOf(ctx) === 'public' ? '' : issuer);

  function switchesTo(lang: Language, hrefOf: (language: Language) => string, isRefused: boolean): object[] {
    return languages.map((language) => {
      const href = hrefOf(language.lang);
      const current = language.lang === lang;
      return { ...language, href, current, action: switchAddress(href, isRefused) };
    });
  }

  /** Nothing is held, nobody is signed in, and there is no form. */
  function cutStanding(
    view: string,
    lang: Language,
    publicOrigin: string,
    { title, data }: StandingPage,
  ): Stencil {
    const frame = frameOf(lang, publicOrigin);
    const given = Object.keys(data).filter((name) => data[name] !== '');
    const names = ['requestId', ...languages.map((language) => language.lang), ...given];
    return cutStencil(names, (blanks) => {
      const shared = withoutPrototype(frame, {
        title: translator(lang)(title),
        errors: [],
        view,
        languages: switchesTo(lang, (language) => blanks[language] ?? '', false),
        requestId: blanks.requestId,
        serviceName: '',
        signedInAs: '',
      });
      const own = { ...data, ...Object.fromEntries(given.map((name) => [name, blanks[name]])) };
      const content = render(view, shared, own);
      return render('layouts/page', shared, { ...own, content, hasTypedForm: false });
    });
  }

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
        text: t(message, values),
      }));
      const shared = withoutPrototype(frameOf(lang, publicOriginAt(ctx)), {
        title: t(page.title, page.titleValues),
        errors,
        lock: lockedUntil && { ...timeLeft(lockedUntil, now()), again: languageSwitchAddress(ctx, lang) },
        lapse: page.lapsesAt && timeLeft(page.lapsesAt, now()),
        /** Also where nothing of it stands in `typed`: a box that was not ticked. */
        isHeld: held !== undefined,
        view,
        languageForm: page.languageForm,
        languages: switchesTo(lang, (language) => languageSwitchAddress(ctx, language), errors.length > 0),
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
      ctx.status = page.status ?? 200;
      tellWhenAgain(ctx, page);
      ctx.type = 'html';
      ctx.body = render('layouts/page', shared, { ...data, content, hasTypedForm });
    },

    showStanding(ctx, view, page) {
      const lang = languageOf(ctx, languages);
      const publicOrigin = publicOriginAt(ctx);
      const given = Object.keys(page.data).filter((name) => page.data[name] !== '');
      const key = [view, lang, publicOrigin, ...given].join(' ');
      const stencil = stencils.get(key) ?? cutStanding(view, lang, publicOrigin, page);
      stencils.set(key, stencil);
      const addresses = languages.map((language) => [
        language.lang,
        languageSwitchAddress(ctx, language.lang),
      ]);
      ctx.status = page.status;
      ctx.type = 'html';
      ctx.body = stencil({
        ...Object.fromEntries(addresses),
        ...page.data,
        requestId: sayable(requestIdOf(ctx)),
      });
    },
  };
}

/** As templates take it: a name that is not given is not found anywhere else. */
function withoutPrototype(frame: Locals, own: Locals): Locals {
  return Object.assign(Object.create(null), frame, own);
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
