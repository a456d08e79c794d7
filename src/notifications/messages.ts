/** The e-mails that citizens get, in their language. They name no secret and carry no link that changes anything. */
export type MessageKind = 'plus-activated' | 'plus-cancelled';

export interface Message {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface Wording {
  readonly subject: string;
  readonly paragraphs: readonly string[];
}

const wordings: Record<'hu' | 'en', Record<MessageKind, Wording>> = {
  hu: {
    'plus-activated': {
      subject: 'Elkészült az Ügyfélkapu+ szolgáltatása',
      paragraphs: [
        'Tisztelt {name}!',
        '{when} időpontban Ügyfélkapu+ készült a fiókjához. Mostantól a jelszava után a hitelesítő alkalmazásban látható kódot is kérjük.',
        'Ha nem Ön igényelte, a jelszavát más is ismeri. Jelentkezzen be a fiókjába itt: {address}, vagy forduljon az ügyfélszolgálathoz.',
      ],
    },
    'plus-cancelled': {
      subject: 'Megszűnt az Ügyfélkapu+ szolgáltatása',
      paragraphs: [
        'Tisztelt {name}!',
        '{when} időpontban a törlőkóddal megszüntették a fiókja Ügyfélkapu+ szolgáltatását. A fiókja megmaradt, és minden eszközről kijelentkeztettük.',
        'Új Ügyfélkapu+ bármikor igényelhető itt: {address}. Ha nem Ön szüntette meg, kérjük, mielőbb forduljon az ügyfélszolgálathoz.',
      ],
    },
  },
  en: {
    'plus-activated': {
      subject: 'Your Ügyfélkapu+ is ready',
      paragraphs: [
        'Dear {name},',
        'On {when} an Ügyfélkapu+ was set up for your account. From now on we ask for the code in your authenticator app after your password.',
        'If this was not you, somebody else knows your password. Sign in to your account at {address} or contact the help desk.',
      ],
    },
    'plus-cancelled': {
      subject: 'Your Ügyfélkapu+ was cancelled',
      paragraphs: [
        'Dear {name},',
        'On {when} the Ügyfélkapu+ of your account was cancelled with the cancellation code. Your account remains, and you were signed out everywhere.',
        'You can apply for a new Ügyfélkapu+ at any time at {address}. If this was not you, please contact the help desk soon.',
      ],
    },
  },
};

export interface MessageDetails {
  readonly name: string;
  readonly when: Date;
  /** Where the citizen's own pages are. */
  readonly address: string;
}

export function writeMessage(kind: MessageKind, locale: 'hu' | 'en', details: MessageDetails): Message {
  const { subject, paragraphs } = wordings[locale][kind];
  const values = { name: details.name, when: inWords(details.when, locale), address: details.address };
  const filled = paragraphs.map((paragraph) => fill(paragraph, values));
  const body = filled.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n');
  return {
    subject,
    text: `${filled.join('\n\n')}\n`,
    html: `<!doctype html>\n<html lang="${locale}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>\n<body>\n${body}\n</body></html>\n`,
  };
}

function inWords(instant: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/Budapest',
  }).format(instant);
}

function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
