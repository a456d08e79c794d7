import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTemplates } from '../../src/web/page/templates.ts';

const views = mkdtempSync(join(tmpdir(), 'kapu-views-'));
let render: ReturnType<typeof createTemplates>;

beforeAll(() => {
  mkdirSync(join(views, 'parts'));
  const files = {
    'given.ejs': "<%- include('parts/box', { label: 'Név' }) %>",
    'piece.ejs': "<%- include('parts/box') %>",
    'parts/box.ejs':
      "<%= label %> <%= locals.name ?? 'nothing' %> <%= lang %> <%- include('bold', { ...given }) %>",
    'parts/bold.ejs': '<b><%= label %></b>',
  };
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(join(views, file), text);
  }
  render = createTemplates(views);
});

afterAll(() => rmSync(views, { recursive: true }));

const shared = { lang: 'hu' };
const page = { name: 'Minta Béla', label: 'of the page' };

it('a part that is given something sees that and what every page has, and nothing of its page', () => {
  expect(render('given', shared, page)).toBe('Név nothing hu <b>Név</b>');
});

it('a part that is given nothing is a piece of its page', () => {
  expect(render('piece', shared, page)).toBe('of the page Minta Béla hu <b>of the page</b>');
});
