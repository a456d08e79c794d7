/** A third language: a file a room, which `composition/words/<language>.ts` puts together, and a line in `web/languages.ts`. */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Koa from 'koa';
import supertest from 'supertest';
import { words } from '../../src/composition/words.ts';
import { translationOf } from '../../src/translation/words.ts';
import { hu as walletDoor } from '../../src/wallet-door/words/hu.ts';
import { createFormTokens } from '../../src/web/form/form-token.ts';
import { createKeptForms } from '../../src/web/form/kept-form.ts';
import { languages } from '../../src/web/languages.ts';
import { createPages } from '../../src/web/page/page.ts';
import { createTranslator } from '../../src/web/translate.ts';

/** What `src/wallet-door/words/de.ts` would be; the compiler holds it to the Hungarian file. */
const walletDoorInGerman = translationOf(walletDoor, {
  'wallet.shown.title': 'Geben Sie diesen Code auf dem anderen Gerät ein',
  'wallet.shown.service': 'Anmeldung bei: {service}',
  'wallet.shown.text': 'Kehren Sie zum Browser mit dem QR-Code zurück.',
  'wallet.shown.address': 'Nur, wenn die Adresse dort so beginnt: {address}',
  'wallet.shown.label': 'Sechsstelliger Code',
  'wallet.shown.until': 'Gültig bis {until}',
  'wallet.shown.warning': 'Sagen Sie diesen Code niemandem.',
});

/** The other rooms, as if they had been translated: their keys and arguments are those of the Hungarian ones. */
const otherRooms = Object.fromEntries(Object.entries(words.hu).map(([key, text]) => [key, `»${text}«`]));

const spoken = [...languages, { lang: 'de', label: 'Deutsch', dates: 'de' }] as const;
const translator = createTranslator({ ...words, de: { ...otherRooms, ...walletDoorInGerman } });

describe('a page in a third language', () => {
  let server: Server;

  beforeAll(async () => {
    const keys = [randomBytes(32).toString('base64url')];
    const formTokens = createFormTokens(keys, false);
    const pages = createPages({
      viewsDirectory: join(resolve(import.meta.dirname, '../..'), 'views'),
      languages: spoken,
      translator,
      assets: { addressOf: (name) => `/assets/${name}`, serve: async (_, next) => next() },
      formTokens,
      keptForms: createKeptForms(keys, formTokens, false, () => new Date(0)),
      isDemo: false,
      productName: 'Kapu',
      now: () => new Date(0),
    });
    const app = new Koa();
    app.use((ctx) =>
      pages.show(ctx, 'wallet-door/shown-code', {
        title: 'wallet.shown.title',
        data: { service: 'Mintaportál', code: '123 456', until: '10:30', address: 'https://kapu.example/' },
      }),
    );
    server = createServer(app.callback());
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });

  afterAll(() => {
    server.close();
  });

  it('says its own words, with their values', async () => {
    const { text } = await supertest(server).get('/?lang=de');
    expect(text).toContain('<html lang="de"');
    expect(text).toContain(
      '<h1 class="govuk-heading-l">Geben Sie diesen Code auf dem anderen Gerät ein</h1>',
    );
    expect(text).toContain('Anmeldung bei: Mintaportál');
    expect(text).toContain('Gültig bis 10:30');
  });

  it('shows the layout in it, and offers it beside the others', async () => {
    const { text } = await supertest(server).get('/?lang=de');
    expect(text).toContain('»Ugrás a tartalomra«');
    expect([...text.matchAll(/hreflang="(\w+)"/g)].map(([, lang]) => lang)).toEqual(['hu', 'en', 'de']);
    expect(text).toMatch(/hreflang="de" aria-current="true">Deutsch</);
  });

  it('is kept like every other, and leaves the others as they are', async () => {
    const switched = await supertest(server).get('/?lang=de');
    const [cookie = ''] =
      switched.get('Set-Cookie')?.filter((line) => line.startsWith('kapu_language')) ?? [];
    const kept = await supertest(server)
      .get('/')
      .set('Cookie', cookie.split(';')[0] ?? '');
    expect(kept.text).toContain('Anmeldung bei: Mintaportál');
    const hungarian = await supertest(server).get('/');
    expect(hungarian.text).toContain('Bejelentkezés ide: Mintaportál');
  });
});
