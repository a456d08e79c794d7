/** What every other browser test leans on finds what it is there for: on each document of a page anew. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { inspect, newPerson, startChromium } from '../support/chromium.ts';

const pages: Record<string, { readonly style?: string; readonly main: string }> = {
  sound: { main: '<p class="text">Semmi baja.</p>' },
  'no-alt': { main: '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">' },
  faint: { style: '.text { color: #aaa }', main: '<p class="text">Alig látszik.</p>' },
  'faint-in-the-dark': {
    style: '@media (prefers-color-scheme: dark) { .text { color: #444; background: #222 } }',
    main: '<p class="text">Sötétben alig látszik.</p>',
  },
  'errors-out-of-order': {
    main: `<ul class="govuk-error-summary__list"><li><a href="#b">Második</a></li><li><a href="#a">Első</a></li></ul>
      <label>A <input id="a"></label><label>B <input id="b"></label>`,
  },
  'broken-word': {
    style: 'h2 { width: 100px; overflow-wrap: anywhere }',
    main: '<h2>Bejelentkeztetéseinket</h2>',
  },
  'broken-at-its-hyphen': {
    style: '.text { width: 1px }',
    main: '<p class="text">e-mail</p>',
  },
  'broken-date': {
    style: '.text { width: 1px }',
    main: '<p class="text">2026. december 1.</p>',
  },
  'cramped-button': {
    style: 'div { display: flex } .govuk-button { flex: 0 0 5em }',
    main: '<div><button class="govuk-button">Jelszó megjelenítése</button></div>',
  },
  'large-letters-in-short-lines': {
    style: '.text { font-size: 1rem; line-height: 22px }',
    main: '<p class="text">Egymáson állnak.</p>',
  },
  'large-letters-in-a-low-field': {
    style: 'input { width: 100px; font-size: 1rem; height: 24px }',
    main: '<label>Név <input></label>',
  },
  'wide-where-letters-are-large': {
    style: '.text { width: 11rem }',
    main: '<p class="text">Kilóg.</p>',
  },
  wide: { style: 'main { width: 400px }', main: '<p class="text">Keskeny képernyőn kilóg.</p>' },
  'cut-off': {
    main: '<p class="text" style="width: 400px">Keskeny lapról lelóg.</p>',
    style: '.kapu-sheet { overflow: hidden }',
  },
};

let server: Server;
let address: string;
let chromium: Browser;
let page: Page;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { style = '', main = '' } = pages[(request.url ?? '').slice(1)] ?? {};
    response.setHeader('Content-Type', 'text/html; charset=utf-8').end(
      `<!doctype html><html lang="hu" class="kapu-themed"><title>Vizsgálat</title><meta name="viewport" content="width=device-width">
      <style>body { margin: 0; background: #fff; color: #000 } h1 { font-size: 1.2rem } ${style}</style>
      <main class="kapu-sheet"><h1>Vizsgálat</h1>${main}</main></html>`,
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  address = `http://localhost:${(server.address() as AddressInfo).port}`;
  chromium = await startChromium();
  page = await (await newPerson(chromium)).newPage();
});

afterAll(async () => {
  await chromium.close();
  server.closeAllConnections();
  server.close();
});

it.each([
  ['no-alt', /image-alt/],
  ['faint', /color-contrast/],
  ['faint-in-the-dark', /color-contrast/],
  ['errors-out-of-order', /not in the order of their fields/],
  ['broken-word', /“Bejelentkeztetéseinket” is broken between lines/],
  ['broken-at-its-hyphen', /“e-mail” is broken between lines/],
  ['broken-date', /“december 1.” is broken between lines/],
  ['cramped-button', /there is room for one line in <button/],
  ['large-letters-in-short-lines', /large letters have too little room in <p/],
  ['large-letters-in-a-low-field', /large letters have too little room in <input/],
  ['wide-where-letters-are-large', /large is \d+ pixels wide on a screen of 320/],
  ['wide', /pixels wide on a screen of 320/],
  ['cut-off', /cut off at the edge of the sheet/],
])('an inspection finds what is wrong with a page: %s', async (name, fault) => {
  await page.goto(`${address}/sound`);
  await inspect(page, `sound before ${name}`);
  await page.goto(`${address}/${name}`);
  await expect(inspect(page, name)).rejects.toThrow(fault);
});

it('an inspection leaves a page as it was', async () => {
  await page.goto(`${address}/sound`);
  await inspect(page, 'sound at last');
  const isDark = await page.evaluate<boolean>(`matchMedia('(prefers-color-scheme: dark)').matches`);
  expect([isDark, page.viewportSize()]).toEqual([false, { width: 1200, height: 900 }]);
  expect(await page.evaluate<number>('innerWidth')).toBe(1200);
});
