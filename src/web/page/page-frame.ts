/** What every page has in one language: its words, its foot, the help line, what the service calls itself. */
import { switchAddress, typedFormId } from '../form/language-switch.ts';
import type { Spoken } from '../languages.ts';
import type { MessageKey, Translate } from '../translate.ts';
import type { Assets } from './assets.ts';
import { nameIn } from './client-name.ts';
import type { Locals } from './templates.ts';

export interface FooterLink {
  readonly text: MessageKey;
  hrefIn(language: string): string;
}

export interface HelpLine {
  readonly telephone: string;
  readonly hours?: { readonly hu: string; readonly en: string } | undefined;
}

export interface FrameSettings<Language extends string> {
  readonly translator: (language: Language) => Translate;
  readonly assets: Assets;
  readonly isDemo: boolean;
  /** Links at the foot of every page. */
  readonly footer?: readonly FooterLink[];
  /** Whom people call who are stuck. */
  readonly helpLine?: HelpLine | undefined;
  /** What the service calls itself. */
  readonly productName: string;
  /** A style that follows ours, and the colour of the browser's bar. */
  readonly ownColours?: { readonly style: string; readonly bar: string };
}

/** @param publicOrigin before the path of a citizen's page, where the page stands at another host */
export type FrameOf<Language extends string> = (language: Language, publicOrigin: string) => Locals;

/** Each made once: most of it are texts that never change. */
export function createFrames<Language extends string>({
  translator,
  assets,
  isDemo,
  footer = [],
  helpLine,
  productName,
  ownColours,
}: FrameSettings<Language>): FrameOf<Language> {
  const frames = new Map<string, Locals>();

  function frameOf(lang: Language, publicOrigin: string): Locals {
    const t = translator(lang);
    return {
      t,
      lang,
      typedFormId,
      asset: assets.addressOf,
      demo: isDemo,
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
  }

  return (lang, publicOrigin) => {
    const key = `${lang} ${publicOrigin}`;
    const frame = frames.get(key) ?? frameOf(lang, publicOrigin);
    frames.set(key, frame);
    return frame;
  };
}

/** As templates take it: a name that is not given is not found anywhere else. */
export function framed(frame: Locals, own: Locals): Locals {
  return Object.assign(Object.create(null), frame, own);
}

/** @param isRefused whether what was typed is to be kept, as it is beside its errors */
export function switchesTo<Language extends string>(
  languages: readonly Spoken<Language>[],
  current: Language,
  hrefOf: (language: Language) => string,
  isRefused: boolean,
): object[] {
  return languages.map((language) => {
    const href = hrefOf(language.lang);
    return { ...language, href, current: language.lang === current, action: switchAddress(href, isRefused) };
  });
}
