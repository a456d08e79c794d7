import { expect, it } from '@jest/globals';
import { messageKinds } from '../../src/notifications/message-kinds.ts';
import { writeMessage } from '../../src/notifications/messages.ts';

const address = 'https://kapu.example/fiok';
const link = 'https://kapu.example/jelszo-hivatkozas/abc';
const more = {
  code: '12345678',
  sessionIdentifier: '123',
  contact: 'a•••@minta.example',
  service: 'Minta & Társa <Kft.>',
  device: 'Anna telefonja',
  until: '10:35',
  binding: 'Ügy 12-34',
  wallet: 'Mintatárca',
  source: 'Minta Hivatal',
  wallets: 'https://kapu.example/fiok/tarcaim',
  objection: 'https://kapu.example/nem-en-voltam/abc',
  link,
  usernames: 'minta.anna, minta.bela',
  reset: 'https://kapu.example/elfelejtett-jelszo',
  cancel: 'https://kapu.example/hivatali-keres/abc',
};
const details = { name: 'Minta Anna', when: new Date('2026-11-22T02:07:00Z'), address, more };

it.each(messageKinds.flatMap((kind) => (['hu', 'en'] as const).map((lang) => ({ kind, lang }))))(
  'a message reads as a person would write it: $kind ($lang)',
  ({ kind, lang }) => {
    const closesOn = { hu: '2026. december 22.', en: '22 December 2026' }[lang];
    const { subject, text } = writeMessage(kind, lang, { ...details, more: { ...more, closesOn } });
    expect(`${subject}\n${text}`).not.toMatch(/\.\.|[{}]|undefined| {2}/);
  },
);

it.each(['hu', 'en'] as const)(
  'a link stands on a line by itself, however the mail is shown (%s)',
  (lang) => {
    const { text, html } = writeMessage('plus-activated', lang, details);
    expect(text).toContain(`:\n${more.objection}\n`);
    expect(html).toContain(`:<br><a href="${more.objection}">${more.objection}</a><br>`);
    const kinds = messageKinds.map((kind) => writeMessage(kind, lang, details).text);
    expect(kinds.filter((one) => /[^\n]https:|https:\S+[^\n\S]|https:\S+[.,;:]\n/.test(one))).toEqual([]);
  },
);

it('can be followed where it is shown as HTML, and says nothing that a name could smuggle in', () => {
  const reset = writeMessage('password-reset-code', 'hu', details).html;
  expect(reset).toContain(`<a href="${link}">${link}</a>`);
  expect(reset).toMatch(/<strong[^>]*>1234\u00a05678<\/strong>/);
  const signIn = writeMessage('sign-in-code', 'hu', details).html;
  expect(signIn).toContain('Minta &#38; Társa &#60;Kft.&#62;');
  const device = 'https://evil.minta.example/';
  const added = writeMessage('authenticator-added', 'hu', { ...details, more: { ...details.more, device } });
  expect(added.html).toContain(device);
  expect(added.html).not.toContain(`href="${device}`);
});
