/**
 * What a message is sent for, in the sentence that says it: what to do if it was not you, whom not to give the code to, what is not valid any
 * more. Whoever words one anew words it here as well, and sees what it must go on saying.
 */
import { expect, it } from '@jest/globals';
import type { MessageKind } from '../../src/notifications/message-kinds.ts';
import { words } from '../../src/notifications/words.ts';

type Said = readonly [hu: string, en: string];

const sentences: Readonly<Record<MessageKind, Said>> = {
  'unusual-sign-in': [
    'Ha nem Ön volt, nyissa meg ezt a hivatkozást: {objection}',
    'If it was not you, open this link: {objection}',
  ],
  'wrong-codes': [
    'Ha nem Ön volt, nyissa meg ezt a hivatkozást: {objection}',
    'If it was not you, open this link: {objection}',
  ],
  'guesses-locked': [
    'Ha nem Ön volt, nyissa meg ezt a hivatkozást: {objection}',
    'If it was not you, open this link: {objection}',
  ],
  'unusual-sign-in-without-link': [
    'Ha nem Ön volt, jelentkezzen be, nézze meg az eseménynaplót, és változtassa meg a jelszavát itt: {address}',
    'If it was not you, sign in, look at the history and change your password here: {address}',
  ],
  'wrong-codes-without-link': [
    'Ha nem Ön volt, jelentkezzen be, nézze meg az eseménynaplót, és változtassa meg a jelszavát itt: {address}',
    'If it was not you, sign in, look at the history and change your password here: {address}',
  ],
  'guesses-locked-without-link': [
    'Ha nem Ön volt, jelentkezzen be, nézze meg az eseménynaplót, és változtassa meg a jelszavát itt: {address}',
    'If it was not you, sign in, look at the history and change your password here: {address}',
  ],
  'plus-activated': [
    'Ha nem Ön volt, nyissa meg ezt a hivatkozást: {objection}',
    'If this was not you, open this link: {objection}',
  ],
  'plus-activated-by-passkey': [
    'Ha nem Ön volt, nyissa meg ezt a hivatkozást: {objection}',
    'If this was not you, open this link: {objection}',
  ],
  'plus-activated-by-passkey-without-link': [
    'Ha nem Ön volt, mielőbb forduljon a kormányablakhoz, és vigye magával a személyazonosító okmányát.',
    'If this was not you, please go to the government window soon, and take your identity document with you.',
  ],
  'authenticator-added': [
    'Ha nem Ön volt, nyissa meg ezt a hivatkozást: {objection}',
    'If this was not you, open this link: {objection}',
  ],
  'plus-activated-without-link': [
    'Ha nem Ön volt, mielőbb forduljon a kormányablakhoz, és vigye magával a személyazonosító okmányát.',
    'If this was not you, please go to the government window soon, and take your identity document with you.',
  ],
  'authenticator-added-without-link': [
    'Ha nem Ön volt, jelentkezzen be, és a naplójában válassza a „Nem én voltam” lehetőséget: {address}',
    'If this was not you, sign in and choose “It wasn’t me” in your history: {address}',
  ],
  'authenticator-removed': [
    'Ha nem Ön volt, valaki belépett a fiókjába: nézze meg az eseménynaplót, és változtassa meg a jelszavát itt: {address}',
    'If this was not you, somebody was in your account: look at your history, and change your password here: {address}',
  ],
  'passkey-added': [
    'Ha nem Ön volt, nyissa meg ezt a hivatkozást: {objection}',
    'If this was not you, open this link: {objection}',
  ],
  'passkey-added-without-link': [
    'Ha nem Ön volt, jelentkezzen be, és a naplójában válassza a „Nem én voltam” lehetőséget: {address}',
    'If this was not you, sign in and choose “It wasn’t me” in your history: {address} If you cannot sign in, please contact the government window soon.',
  ],
  'passkey-removed': [
    'Ha nem Ön volt, valaki belépett a fiókjába: nézze meg az eseménynaplót, és változtassa meg a jelszavát itt: {address}',
    'If this was not you, somebody was in your account: look at your history, and change your password here: {address}',
  ],
  'enrolment-code': [
    'A kódot ne adja meg senkinek, és mielőbb változtassa meg a jelszavát.',
    'Do not give the code to anyone, and change your password soon.',
  ],
  'sign-in-code': [
    'A kódot ne adja meg senkinek: munkatársunk sem kéri el, sem telefonon, sem levélben.',
    'Do not give the code to anyone: our staff never ask for it, neither by telephone nor in a letter.',
  ],
  'password-changed': [
    'Ha nem Ön változtatta meg, kérjen új jelszót az „Elfelejtett jelszó” oldalon, és mielőbb forduljon a kormányablakhoz.',
    'If this was not you, ask for a new password on the page “Forgotten password”, and contact the government window soon.',
  ],
  'signed-out-everywhere': [
    'Ha nem Ön kérte, valaki belépett a fiókjába: jelentkezzen be, és változtassa meg a jelszavát itt: {address}',
    'If this was not you, somebody was in your account: sign in and change your password here: {address}',
  ],
  'cancellation-code-reminder': [
    'A törlőkódot e-mailben soha nem kérjük. Ne küldje el, és ne adja meg senkinek.',
    'We never ask for the cancellation code by e-mail. Do not send it or give it to anybody.',
  ],
  'password-reset-code': [
    'Csak akkor írja be a kódot, ha az oldalon is ezt látja.',
    'Enter the code only if the page shows the same one.',
  ],
  'password-reset': [
    'Ha nem Ön volt, valaki hozzáfér az e-mailjeihez: változtassa meg az e-mail-fiókja jelszavát, majd az „Elfelejtett jelszó” oldalon kérjen itt is új jelszót, és mielőbb forduljon a kormányablakhoz.',
    'If this was not you, somebody can read your e-mails: change the password of your mailbox, then ask for a new password of this account too on the page “Forgotten password”, and contact the government window soon.',
  ],
  'forgotten-username': [
    'Aki kérte, nem tudta meg, hogy van-e ilyen fiók',
    'If it was not you, there is nothing to do.',
  ],
  'account-activated': [
    'Ha nem Ön volt, mielőbb forduljon a kormányablakhoz.',
    'If this was not you, please contact the government window soon.',
  ],
  'approval-asked': [
    'Csak akkor hagyja jóvá, ha Ön kezdte el, és ugyanezt az üzenetet látja vagy hallja ott is.',
    'Approve only if you started this yourself and see or hear the same message there.',
  ],
  'wallet-issued': [
    'Ha nem Ön volt, azonnal vonja vissza itt: {wallets}',
    'If this was not you, revoke it at once here: {wallets} Then change your password as well.',
  ],
  'wallet-revoked': [
    'Ha nem Ön vonta vissza, mielőbb változtassa meg a jelszavát.',
    'If you did not revoke it, change your password soon.',
  ],
  'wallet-linked': [
    'Ha nem Ön volt, a fiókja naplójában válassza a „Nem én voltam” lehetőséget: leválasztjuk a tárcát, és minden más eszközről kijelentkeztetjük.',
    'If this was not you, choose “It wasn’t me” in the history of your account: we unlink the wallet and sign out every other device.',
  ],
  'wallet-unlinked': [
    'Ha nem Ön választotta le, mielőbb változtassa meg a jelszavát.',
    'If you did not unlink it, change your password soon.',
  ],
  'plus-frozen': [
    'A jelszavát más is ismerheti: mielőbb változtassa meg itt: {address}',
    'Somebody else may know your password: change it soon here: {address}',
  ],
  'plus-cancelled': [
    'Ha nem Ön szüntette meg, kérjük, mielőbb forduljon a kormányablakhoz.',
    'If this was not you, please contact the government window soon.',
  ],
  'contact-code-new': [
    'Ha nem Ön kérte, nincs teendője: a kód nélkül nem történik semmi.',
    'If it was not you, there is nothing to do: nothing happens without the code.',
  ],
  'contact-code-old': [
    'A kód nélkül az elérhetősége nem változik: ne adja meg senkinek.',
    'If it was not you, somebody got into your account.',
  ],
  'contact-changed': [
    'Ha nem Ön változtatta meg, valaki bejutott a fiókjába.',
    'If this was not you, somebody got into your account.',
  ],
  'closing-requested': [
    'Ha nem Ön kérte, vonja vissza, és mielőbb változtassa meg a jelszavát.',
    'If it was not you, withdraw it and change your password soon.',
  ],
  'closing-withdrawn': [
    'Ha nem Ön vonta vissza, mielőbb változtassa meg a jelszavát itt: {address}',
    'If it was not you, change your password soon here: {address}',
  ],
  'account-suspended': [
    'A fiókot a kormányablakban kaphatja vissza.',
    'You can have it back at the government window.',
  ],
  'account-enabled': [
    'A régi jelszó és a régi Ügyfélkapu+ már nem érvényes',
    'The old password and the old Ügyfélkapu+ are not valid any more',
  ],
  'account-deleted': [
    'Ha nem tudja, miért történt, forduljon a kormányablakhoz.',
    'If you do not know why, please contact the government window.',
  ],
  'name-changed': [
    'Ha nem Ön kérte, forduljon a kormányablakhoz.',
    'If you did not ask for this, please contact the government window.',
  ],
  'desk-reset-approved': [
    'Ha nem Ön kérte, nyissa meg ezt a hivatkozást, és vonja vissza: {cancel}',
    'If it was not you, open this link and cancel the request: {cancel}',
  ],
  'desk-restore-approved': [
    'Ha nem Ön kérte, nyissa meg ezt a hivatkozást, és vonja vissza: {cancel}',
    'If it was not you, open this link and cancel the request: {cancel}',
  ],
  'desk-second-account-approved': [
    'Ha nem Ön kérte, nyissa meg ezt a hivatkozást, és vonja vissza: {cancel}',
    'If it was not you, open this link and cancel the request: {cancel}',
  ],
  'desk-reset-approved-without-link': [
    'Ha nem Ön kérte, jelentkezzen be, és vonja vissza itt: {address}',
    'If it was not you, sign in and cancel the request here: {address} If you cannot sign in, please contact the government window.',
  ],
  'desk-restore-approved-without-link': [
    'Ha nem Ön kérte, az okmányával forduljon a kormányablakhoz.',
    'If it was not you, please go to the government window with your document.',
  ],
  'desk-second-account-approved-without-link': [
    'Ha nem Ön kérte, jelentkezzen be, és vonja vissza itt: {address}',
    'If it was not you, sign in and cancel the request here: {address} If you cannot sign in, please contact the government window.',
  ],
  'desk-reset-done': [
    'Ha nem Ön kérte, mielőbb forduljon a kormányablakhoz.',
    'If it was not you who asked, please contact the government window soon.',
  ],
  'desk-restore-done': [
    'A régi jelszó és a régi Ügyfélkapu+ már nem érvényes',
    'The old password and the old Ügyfélkapu+ are no longer valid',
  ],
  'desk-second-account-done': [
    'Ha nem Ön kérte, mielőbb forduljon a kormányablakhoz.',
    'If it was not you who asked, please contact the government window soon.',
  ],
  'desk-refused': [
    'Egy másik munkatárs nem hagyta jóvá, ezért a fiókjában semmi sem változott.',
    'A second member of staff did not approve it, so nothing about your account has changed.',
  ],
  'desk-expired': [
    'Nem született róla döntés, amíg érvényes volt, ezért a fiókjában semmi sem változott.',
    'It was not decided on while it was valid, so nothing about your account has changed.',
  ],
};

/** A text is one sentence or two, and says nothing that does not count. */
const texts: Readonly<Record<keyof typeof words.hu.texts, Said>> = {
  'unusual-sign-in': [
    'Szokatlan belépés a fiókjába. Nem Ön volt? {objection}',
    'Unusual sign-in to your account. Not you? {objection}',
  ],
  'wrong-codes': [
    'Jó jelszó, de hibás kód a fiókjánál. Nem Ön volt? {objection}',
    'Right password, but wrong code for your account. Not you? {objection}',
  ],
  'guesses-locked': [
    'Sok hibás próbálkozás a fiókjánál. Nem Ön volt? {objection}',
    'Many wrong tries at your account. Not you? {objection}',
  ],
  'sign-in-code': [
    'Kód: {code}, ellenőrző szám: {sessionIdentifier}. Ne adja meg! Lejár: {until}.',
    '{code} is your code to sign in, check number {sessionIdentifier}. Do not give it to anybody. Valid until {until}.',
  ],
  'contact-code-new': [
    'Kód az új számhoz: {code}, ellenőrző szám: {sessionIdentifier}. Ne adja meg!',
    '{code} is your code to confirm this number, check number {sessionIdentifier}. Do not give it to anybody.',
  ],
  'contact-code-old': [
    'Kód a változáshoz: {code}, ellenőrző szám: {sessionIdentifier}. Ne adja meg!',
    '{code} is your code to change your contact data, check number {sessionIdentifier}. Do not give it to anybody.',
  ],
  'desk-approved': [
    'Hivatali kérés a fiókjához. Ha nem Ön volt, vonja vissza a fiókjában!',
    'A request about your account was made at the government window. If it was not you, cancel it in your account.',
  ],
  'desk-done': [
    'Teljesítettük a fiókjához a hivatalban benyújtott kérést.',
    'The request about your account made at the government window was carried out.',
  ],
  'desk-not-done': [
    'A fiókjához a hivatalban benyújtott kérést nem teljesítettük.',
    'The request about your account made at the government window was not carried out.',
  ],
};

it.each(Object.entries(sentences))(
  '%s says the sentence that counts, in both languages',
  (kind, [hu, en]) => {
    expect(words.hu.mails[kind as MessageKind].paragraphs.join('\n')).toContain(hu);
    expect(words.en.mails[kind as MessageKind].paragraphs.join('\n')).toContain(en);
  },
);

it('texts say what they are sent for', () => {
  expect(words.hu.texts).toEqual(Object.fromEntries(Object.entries(texts).map(([kind, [hu]]) => [kind, hu])));
  expect(words.en.texts).toEqual(
    Object.fromEntries(Object.entries(texts).map(([kind, [, en]]) => [kind, en])),
  );
});
