/** Mails in an operator's own words: what they may say, what they must say, and how they are sent. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readMessageFiles } from '../../src/configuration/files/message-files.ts';
import type { ConfigurationError } from '../../src/errors.ts';
import { messageKinds } from '../../src/notifications/message-kinds.ts';
import { writeMessage } from '../../src/notifications/messages.ts';
import { writeText } from '../../src/notifications/sms.ts';
import { asFile, type MailTemplates, ourTemplates, templatesOf } from '../../src/notifications/templates.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kapu-messages-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

const details = {
  name: 'Minta Anna',
  when: new Date('2026-11-22T02:07:00Z'),
  address: 'https://kapu.example/fiok',
  more: { code: '12345678', sessionIdentifier: '123', service: 'Minta <Kft.>', until: '10:35', also: '' },
};

function templates(files: Readonly<Record<string, string>>): MailTemplates {
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(directory, name), text);
  }
  return templatesOf(readMessageFiles(directory));
}

/** Sentences, without the path. */
function faults(files: Readonly<Record<string, string>>): string[] {
  try {
    templates(files);
    return [];
  } catch (error) {
    return (error as ConfigurationError).sentences.map((sentence) => sentence.replace(`${directory}/`, ''));
  }
}

it('without a file our words are said, and each of them is a file as operators may keep it', () => {
  expect(templatesOf(readMessageFiles(join(directory, 'nowhere')))).toMatchObject({});
  const files = messageKinds.flatMap((kind) =>
    (['hu', 'en'] as const).map((lang) => [`${kind}.${lang}.txt`, asFile(ourTemplates.mailOf(kind, lang))]),
  );
  const read = templates(Object.fromEntries(files));
  for (const kind of messageKinds) {
    for (const lang of ['hu', 'en'] as const) {
      expect(read.mailOf(kind, lang)).toEqual(ourTemplates.mailOf(kind, lang));
    }
  }
});

it('an operator’s words take the place of ours in one language, with a line of help at the end of every mail', () => {
  const own = templates({
    'password-changed.hu.txt':
      'Új jelszava van\r\n\r\nKedves {name}!\r\n\r\nEkkor változott meg: {when}.\r\n<b>Ha nem Ön volt</b>, szóljon.\r\n\r\n{also}\r\n',
    'help-line.hu.txt': 'Segítség: 1818, éjjel-nappal <ingyen>.\n',
  });
  const hu = writeMessage('password-changed', 'hu', details, own);
  expect(hu.subject).toBe('Új jelszava van');
  expect(hu.text).toBe(
    'Kedves Minta Anna!\n\nEkkor változott meg: 2026. november\u00a022. 3:07. <b>Ha nem Ön volt</b>, szóljon.\n\nSegítség: 1818, éjjel-nappal <ingyen>.\n',
  );
  // Whatever they write is text, in HTML as well.
  expect(hu.html).toContain('&#60;b&#62;Ha nem Ön volt&#60;/b&#62;');
  expect(hu.html).toContain('<p>Segítség: 1818, éjjel-nappal &#60;ingyen&#62;.</p>');
  expect(writeMessage('password-changed', 'en', details, own)).toEqual(
    writeMessage('password-changed', 'en', details),
  );
  expect(writeMessage('sign-in-code', 'hu', details, own).text).toMatch(/\n\nSegítség: 1818/);
});

describe('refused with a sentence is', () => {
  it.each([
    [
      'a mail that there is not',
      'pasword-changed.hu.txt',
      'A\n\nB',
      'there is no mail pasword-changed, did you mean password-changed?',
    ],
    ['another language', 'password-changed.de.txt', 'A\n\nB', 'must end with .hu.txt or .en.txt'],
    [
      'another kind of file',
      'password-changed.hu.html',
      '<p>A',
      'is no message; the file of one is named <kind>.<language>.txt',
    ],
    ['no text', 'name-changed.hu.txt', 'Tárgy', 'must have a subject, an empty line, and a text'],
    [
      'what is not filled in',
      'plus-activated.hu.txt',
      'A\n\n{objection} {objecton}',
      'there is no {objecton} in this mail, did you mean objection?',
    ],
    [
      'a mail without the link that it is sent for',
      'plus-activated.hu.txt',
      'A\n\nKedves {name}!',
      'must say {objection}',
    ],
    [
      'one without its code',
      'enrolment-code.en.txt',
      'A {sessionIdentifier}\n\n{sessionIdentifier}',
      'must say {code}',
    ],
    [
      'a secret in the subject',
      'enrolment-code.en.txt',
      '{code} {sessionIdentifier}\n\n{code} {sessionIdentifier}',
      'its subject must not say {code}',
    ],
    ['one that does not say what ended with it', 'password-changed.hu.txt', 'A\n\n{name}', 'must say {also}'],
    [
      'that within a sentence',
      'password-changed.hu.txt',
      'A\n\nEz is: {also}',
      '{also} must be a paragraph by itself: it is left out where it says nothing',
    ],
    [
      'a brace by itself',
      'name-changed.hu.txt',
      'A\n\nKedves {name!',
      'must hold braces around the names of what is filled in, and nowhere else',
    ],
    [
      'a mark that nobody sees',
      'name-changed.hu.txt',
      'A\n\nKedves \u202e{name}',
      'must be plain text in UTF-8, without control characters and marks that nobody sees',
    ],
    [
      'a line of help with a brace',
      'help-line.hu.txt',
      'Hívja: {telephone}',
      'must hold no braces: nothing is filled in there',
    ],
  ])('%s', (_, name, text, sentence) => {
    expect(faults({ [name]: text })).toContainEqual(`${name}: ${sentence}`);
  });

  it('all of it at once', () => {
    const wrong = faults({ 'plus-activated.hu.txt': 'A\n\nB', 'nothing.hu.txt': 'A\n\nB' });
    expect(wrong).toContain('plus-activated.hu.txt: must say {objection}');
    expect(wrong).toContain('nothing.hu.txt: there is no mail nothing');
  });
});

describe('at the terminal', () => {
  let kapu: Installation;

  beforeAll(async () => {
    kapu = await startInstallation();
  });

  afterAll(() => kapu.stop());

  it('a mail is printed as a file, which the check of the configuration takes, and refuses once it lacks its link', async () => {
    const { stdout: file } = await runKapu(
      kapu.config,
      'messages',
      'template',
      'plus-activated',
      '--lang',
      'en',
    );
    expect(file).toContain('{objection}');
    const path = join(kapu.config.dataDirectory, 'config/messages');
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'plus-activated.en.txt'), file.replaceAll('{objection}', ''));
    const refused = await runKapu(kapu.config, 'config', 'check');
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('messages/plus-activated.en.txt: must say {objection}'),
    ]);
    writeFileSync(join(path, 'plus-activated.en.txt'), file);
    const { stderr } = await runKapu(kapu.config, 'config', 'check');
    expect(stderr).not.toContain('plus-activated');
  });
});

describe('a text message in an operator’s words', () => {
  const code = '{code} – belépési kód a Mintavárosi Kapuhoz ({sessionIdentifier}), eddig jó: {until}';

  it('takes the place of ours in its language alone', () => {
    const own = templates({ 'sign-in-code.sms.hu.txt': `${code}\n` });
    const values = { code: '12345678', sessionIdentifier: '123', until: '10:35' };
    expect(writeText('sign-in-code', 'hu', values, own)).toBe(
      '12345678 – belépési kód a Mintavárosi Kapuhoz (123), eddig jó: 10:35',
    );
    expect(writeText('sign-in-code', 'en', values, own)).toBe(writeText('sign-in-code', 'en', values));
  });

  it.each([
    ['sign-in-code.sms.hu.txt', 'Kódja {code}, {until}', 'must say {sessionIdentifier}'],
    ['sign-in-code.sms.hu.txt', `${code} {name}`, 'there is no {name} in this text message'],
    [
      'sign-in-code.sms.hu.txt',
      `${code} {`,
      'must hold braces around the names of what is filled in, and nowhere else',
    ],
    ['sign-in-code.sms.hu.txt', code.padEnd(201, '.'), 'must be a text of at most 200 characters'],
    ['sign-in-kode.sms.hu.txt', code, 'there is no text message sign-in-kode, did you mean sign-in-code?'],
  ])('%s: %s', (name, text, fault) => {
    expect(faults({ [name]: text })).toEqual([`${name}: ${fault}`]);
  });
});
