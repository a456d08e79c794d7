import { expect, it } from '@jest/globals';
import { linkNames, messageKinds } from '../../src/notifications/message-kinds.ts';
import type { MessageQueue } from '../../src/notifications/message-queue.ts';
import { VerifiedContact } from '../../src/notifications/verified-contact.ts';
import { words } from '../../src/notifications/words.ts';

const anna = { email: 'anna@minta.example', name: 'Minta Anna', locale: 'hu' } as const;
const verified = VerifiedContact.of({ ...anna, isVerified: true }) as VerifiedContact;

it('a verified contact is made of an address that was confirmed, and of nothing else', () => {
  expect(verified.email).toBe(anna.email);
  expect(VerifiedContact.of({ ...anna, isVerified: false })).toBeUndefined();
  expect(VerifiedContact.of({ ...anna, email: undefined, isVerified: true })).toBeUndefined();
});

/** Never called: the compiler reads it, and `npm run types` fails where one of these lines is no error. */
function whatDoesNotCompile({ tell, tellWithLink, prepare }: MessageQueue): void {
  const [link, now] = ['https://kapu.example/nem-en-voltam/abc', new Date()];
  void tellWithLink(verified, 'plus-activated', link, now);
  // @ts-expect-error an address that nobody confirmed
  void tellWithLink(anna, 'plus-activated', link, now);
  // @ts-expect-error somebody else's address in the place of the confirmed one
  void tellWithLink({ ...verified, email: 'idegen@minta.example' }, 'plus-activated', link, now);
  // @ts-expect-error a message with a link, to whomever
  void tell(anna, 'plus-activated', now);
  // @ts-expect-error the same within a step
  prepare(anna, 'desk-reset-approved', now);
  // @ts-expect-error a link by the side door
  void tell(anna, 'plus-activated-without-link', now, { objection: link });
  // @ts-expect-error a verified contact is made by nobody else
  new VerifiedContact(anna.email, { ...anna, isVerified: true });
}

it('what must not be written does not compile', () => {
  expect(whatDoesNotCompile).toBeDefined();
});

const placesOfLinks = [...new Set(Object.values(linkNames))].map((name) => `{${name}}`);

it.each(messageKinds)(
  'the words of %s have a link that does something only if they are for verified contacts',
  (kind) => {
    for (const { mails } of Object.values(words)) {
      const text = [mails[kind].subject, ...mails[kind].paragraphs].join('\n');
      const expected = kind in linkNames ? [`{${linkNames[kind as keyof typeof linkNames]}}`] : [];
      expect(placesOfLinks.filter((place) => text.includes(place))).toEqual(expected);
    }
  },
);

it('every message with a link to a contact that may be unverified has its news without', () => {
  const news = Object.keys(linkNames).filter((kind) => kind !== 'password-reset-code');
  expect(messageKinds).toEqual(expect.arrayContaining(news.map((kind) => `${kind}-without-link`)));
});
