/**
 * What mails say: our words, or an operator's own (`config/messages`), and a line of help at the end. An operator's words are held to ours: a
 * mail says every value that ours says, since a code, a link that objects or what ended with it is what it is sent for, and no other.
 */
import type { MessageFile } from '../configuration/files/message-files.ts';
import { hintAt } from '../configuration/files/nearest-name.ts';
import { ConfigurationError } from '../errors.ts';
import { type Mail, type MessageKind, messageKinds, type TextKind, textKinds } from './message-kinds.ts';
import { type MessageLanguage, words } from './words.ts';

export interface MailTemplates {
  mailOf(kind: MessageKind, language: MessageLanguage): Mail;
  textOf(kind: TextKind, language: MessageLanguage): string;
  /** At the end of every mail; undefined where there is none. */
  helpLineIn(language: MessageLanguage): string | undefined;
}

export const ourTemplates: MailTemplates = {
  mailOf: (kind, language) => words[language].mails[kind],
  textOf: (kind, language) => words[language].texts[kind],
  helpLineIn: () => undefined,
};

/** The file of the line at the end: `help-line.hu.txt`. */
const helpLineName = 'help-line';

/** The file of a text message: `sign-in-code.sms.hu.txt`. */
const ofTexts = '.sms';

const languages: readonly MessageLanguage[] = ['hu', 'en'];
const longestSubject = 150;
const longestHelpLine = 500;
/** What three messages of a chain hold in any alphabet (3GPP TS 23.040 §9.2.3.24.1), before anything is filled in. */
const longestText = 200;
/** Whoever writes may leave them out, or put them in: they are known of every mail. */
const ofEveryMail = ['name', 'when'];
/** Where nothing else ended, its paragraph is left out. */
const wholeParagraphs = ['also'];

/** @throws ConfigurationError with everything that is wrong */
export function templatesOf(files: readonly MessageFile[]): MailTemplates {
  const mails = new Map<string, Mail>();
  const texts = new Map<string, string>();
  const helpLines = new Map<string, string>();
  const sentences = files.flatMap((file): string[] => {
    const [kind = '', language = ''] = file.name.split(/\.(?=[^.]*$)/);
    const inLanguage = languages.find((one) => one === language);
    if (!inLanguage) {
      return [`${file.path}: must end with .hu.txt or .en.txt`];
    }
    if (kind === helpLineName) {
      helpLines.set(inLanguage, file.paragraphs.join(' '));
      return faultsOfHelpLine(file).map((fault) => `${file.path}: ${fault}`);
    }
    if (kind.endsWith(ofTexts)) {
      const text = file.paragraphs.join(' ');
      texts.set(file.name, text);
      return faultsOfText(kind.slice(0, -ofTexts.length), text, inLanguage).map(
        (fault) => `${file.path}: ${fault}`,
      );
    }
    const known = messageKinds.find((one) => one === kind);
    if (!known) {
      return [`${file.path}: there is no mail ${kind}${hintAt(kind, [...messageKinds, helpLineName])}`];
    }
    const [subject = '', ...paragraphs] = file.paragraphs;
    mails.set(file.name, { subject, paragraphs });
    return faultsOf({ subject, paragraphs }, words[inLanguage].mails[known]).map(
      (fault) => `${file.path}: ${fault}`,
    );
  });
  if (sentences.length > 0) {
    throw new ConfigurationError(...sentences);
  }
  return {
    mailOf: (kind, language) => mails.get(`${kind}.${language}`) ?? ourTemplates.mailOf(kind, language),
    textOf: (kind, language) =>
      texts.get(`${kind}${ofTexts}.${language}`) ?? ourTemplates.textOf(kind, language),
    helpLineIn: (language) => helpLines.get(language),
  };
}

/** Placeholders of a mail, by whether it may do without them. */
export function placeholdersOf(ours: Mail): { readonly needed: string[]; readonly free: string[] } {
  const all = [...new Set([...placeholdersIn(ours.subject), ...ours.paragraphs.flatMap(placeholdersIn)])];
  return { needed: all.filter((name) => !ofEveryMail.includes(name)), free: ofEveryMail };
}

/** As a file is to be written. */
export function asFile({ subject, paragraphs }: Mail): string {
  return `${[subject, ...paragraphs].join('\n\n')}\n`;
}

function faultsOf({ subject, paragraphs }: Mail, ours: Mail): string[] {
  const { needed, free } = placeholdersOf(ours);
  const ofSubject = placeholdersIn(ours.subject);
  const said = paragraphs.flatMap(placeholdersIn);
  const mustStandAlone = wholeParagraphs.filter((name) =>
    paragraphs.some((paragraph) => paragraph.includes(`{${name}}`) && paragraph !== `{${name}}`),
  );
  const neededInText = ours.paragraphs.flatMap(placeholdersIn).filter((name) => needed.includes(name));
  return [
    ...(paragraphs.length === 0 ? ['must have a subject, an empty line, and a text'] : []),
    ...(subject.length > longestSubject
      ? [`its subject must be shorter than ${longestSubject} characters`]
      : []),
    ...[subject, ...paragraphs].flatMap(faultOfBraces),
    ...unique(placeholdersIn(subject))
      .filter((name) => !ofSubject.includes(name))
      .map((name) => `its subject must not say {${name}}`),
    ...ofSubject
      .filter((name) => !placeholdersIn(subject).includes(name))
      .map((name) => `its subject must say {${name}}`),
    ...unique(said)
      .filter((name) => !needed.includes(name) && !free.includes(name))
      .map((name) => `there is no {${name}} in this mail${hintAt(name, [...needed, ...free])}`),
    ...unique(neededInText)
      .filter((name) => !said.includes(name))
      .map((name) => `must say {${name}}`),
    ...mustStandAlone.map(
      (name) => `{${name}} must be a paragraph by itself: it is left out where it says nothing`,
    ),
  ];
}

/** All that ours says, and nothing else: there is no room for it. */
function faultsOfText(kind: string, text: string, language: MessageLanguage): string[] {
  const known = textKinds.find((one) => one === kind);
  if (!known) {
    return [`there is no text message ${kind}${hintAt(kind, textKinds)}`];
  }
  const needed = placeholdersIn(words[language].texts[known]);
  const said = placeholdersIn(text);
  return [
    ...(text === '' || text.length > longestText
      ? [`must be a text of at most ${longestText} characters`]
      : []),
    ...faultOfBraces(text),
    ...unique(said)
      .filter((name) => !needed.includes(name))
      .map((name) => `there is no {${name}} in this text message${hintAt(name, needed)}`),
    ...needed.filter((name) => !said.includes(name)).map((name) => `must say {${name}}`),
  ];
}

function faultsOfHelpLine({ paragraphs }: MessageFile): string[] {
  const text = paragraphs.join(' ');
  return [
    ...(text === '' || text.length > longestHelpLine
      ? [`must be a text of at most ${longestHelpLine} characters`]
      : []),
    ...(/[{}]/.test(text) ? ['must hold no braces: nothing is filled in there'] : []),
  ];
}

function faultOfBraces(text: string): string[] {
  return /[{}]/.test(text.replace(/\{\w+\}/g, ''))
    ? ['must hold braces around the names of what is filled in, and nowhere else']
    : [];
}

function placeholdersIn(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
