/** A real browser, and what a person reads on its screen: QR codes by zbarimg, rules of accessibility by axe. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type axe from 'axe-core';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { numberDocumentsAlike } from './playwright-helpers.ts';

const require = createRequire(import.meta.url);

const executable = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';
const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // One process for all pages of a person: else the blank page that each begins with would be given up with its own.
  '--renderer-process-limit=1',
  // What paints is small: its own process would mostly pass it on.
  '--in-process-gpu',
  // A screen is painted whole in two strokes rather than in twenty: a page is drawn far more often than anything on it moves.
  '--default-tile-width=1216',
  '--default-tile-height=512',
  // A page lives for seconds: what the compiler and threads of the collector spend on making its scripts fast never comes back,
  // nor what forgetting them between two pages saves.
  '--js-flags=--max-optimized-bytecode-size=0 --no-maglev --single-threaded --no-flush-bytecode',
];

/** Now and then Chromium dies at its start, on a busy machine, before it has seen anything of ours: then it is started once more. */
export function startChromium(moreSwitches: readonly string[] = []): Promise<Browser> {
  const launch = () => chromium.launch({ executablePath: executable, args: [...switches, ...moreSwitches] });
  return launch().catch(launch);
}

/** Long enough for any page, short enough that a missing element is named before the test itself ends. */
const patienceInMilliseconds = 60_000;

export async function newPerson(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: 'hu-HU',
    viewport: { width: 1200, height: 900 },
    ...options,
  });
  context.setDefaultTimeout(patienceInMilliseconds);
  context.on('page', numberDocumentsAlike);
  return context;
}

/** Two QR codes in a thousand have rows that pass for a bar code, whose digits zbar would add (findings/zbar-databar-in-a-qr-code.sh). */
const nothingButQrCodes = ['-S*.disable', '-Sqrcode.enable'];

/** What the QR code on the screen says, read from a screenshot. */
export async function readQrCode(page: Page): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-qr-'));
  const file = join(directory, 'screen.png');
  try {
    await shootWhole(page, file);
    return execFileSync('zbarimg', [...nothingButQrCodes, '--quiet', '--raw', file], {
      encoding: 'utf8',
    }).trim();
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** From top to bottom. Where a finger points, on a screen as long as the page: Chromium forgets the finger while it takes more than its screen. */
async function shootWhole(page: Page, path: string): Promise<void> {
  const usual = page.viewportSize();
  const isTouched = await page.evaluate<boolean>(`matchMedia('(pointer: coarse)').matches`);
  if (!usual || !isTouched) {
    await page.screenshot({ path, fullPage: true });
    return;
  }
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  await page.setViewportSize({ ...usual, height });
  await page.screenshot({ path });
  await page.setViewportSize(usual);
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/**
 * Each page that is inspected reads all of it: the minified one is less than half as long, and in ASCII alone it is neither translated on its
 * way nor kept in two bytes a character.
 */
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8').replace(
  /[^\0-\x7f]/g,
  (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
);
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const rulesOfColours = ['color-contrast', 'link-in-text-block'];
const narrowest = 320;
const seen = new Set<string>();

/**
 * Looks at a page as its readers do: no violation that axe knows, the contrast also for whoever prefers the other of light and dark, nothing
 * cut off at 320 pixels. Each kind of page is looked at once a language; with `KAPU_PICTURES=1` pictures go to `var/screenshots`.
 */
export async function inspect(page: Page, name: string): Promise<void> {
  if (seen.has(name)) {
    return;
  }
  seen.add(name);
  const usual = await fitOf(page);
  await refuseErrorsOutOfOrder(page, name);
  const violations = await violationsOn(page);
  await picture(page, name);
  violations.push(...(await violationsInOtherColours(page, name)));
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  // At once with the size: each alone would have the whole page painted for nobody.
  const narrow = await fitOfNarrow(page, name, { colorScheme: null });
  const large = await fitOfLargeText(page, name);
  if (found.length > 0) {
    throw new Error(`${name} (${page.url()}): ${found.join('\n')}`);
  }
  refuseCutOff(usual, `${name} (${page.url()})`);
  refuseCramped(usual, `${name} (${page.url()})`);
  refuseCutOff(narrow, `${name}-${narrowest} (${page.url()})`);
  refuseCramped(narrow, `${name}-${narrowest} (${page.url()})`);
  refuseTooWide(narrow, name);
  refuseTooWide(large, `${name}-large`);
  refuseSquashed(large, `${name}-large (${page.url()})`);
}

/** For a page that differs by its words alone from one that was inspected: they must fit the narrowest screen. */
export async function inspectWords(page: Page, name: string): Promise<void> {
  if (seen.has(name)) {
    return;
  }
  seen.add(name);
  const narrow = await fitOfNarrow(page, name);
  refuseCutOff(narrow, `${name}-${narrowest} (${page.url()})`);
  refuseTooWide(narrow, name);
}

/** Whoever mends one mistake after the other goes down the page, and not to and fro. */
async function refuseErrorsOutOfOrder(page: Page, name: string): Promise<void> {
  const isInOrder = await page.evaluate<boolean>(`(() => {
    const links = [...document.querySelectorAll('.govuk-error-summary__list a')];
    const fields = links.map((link) => document.getElementById(link.hash.slice(1))).filter(Boolean);
    return fields.every((field, nth) => nth === 0 || !(fields[nth - 1].compareDocumentPosition(field) & 2));
  })()`);
  if (!isInOrder) {
    throw new Error(`${name} (${page.url()}): the errors are not in the order of their fields`);
  }
}

type Media = Parameters<Page['emulateMedia']>[0];

interface Fit {
  readonly width: number;
  readonly widest: string;
  readonly isCutOff: boolean;
  /** A word of a heading or a button that did not fit a line, and was broken anywhere; an address may be. Or one that is never. */
  readonly brokenWord: string;
  /** What a button says over several lines, though there is room for one. Empty where there is none. */
  readonly crampedButton: string;
}

const wordsOfHeadings = String.raw`/(?<![^\s(„“])\p{L}{4,}(?![^\s.,:;!?)”])/gu`;
const months =
  'január|február|március|április|május|június|július|augusztus|szeptember|október|november|december|January|February|March|April|May|June|July|August|September|October|November|December';
/** Of any text: what a hyphen is no place to end a line in, and a day with its month. */
const together = String.raw`/(?<![^\s(„“])e-\u2060?mail|\d-\u2060?ig(?!\p{L})|(?:${months})\s\d{1,2}\.|(?<!\d)\d{1,2}\s(?:${months})(?!\p{L})/giu`;

const findBrokenWord = `() => {
  const range = document.createRange();
  const isBroken = (text, { 0: word, index }) => {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
  };
  const brokenIn = (element, words) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const broken = [...text.data.matchAll(words)].find((found) => isBroken(text, found));
      if (broken) {
        return broken[0];
      }
    }
    return '';
  };
  for (const element of document.querySelectorAll('h1, h2, h3, legend, label, .govuk-button')) {
    const broken = brokenIn(element, ${wordsOfHeadings});
    if (broken) {
      return broken;
    }
  }
  return brokenIn(document.body, ${together});
}`;

const findCrampedButton = `() => {
  const wordsOf = (button) => {
    const range = document.createRange();
    range.selectNodeContents(button);
    return range;
  };
  const linesOf = (button) => new Set([...wordsOf(button).getClientRects()].map(({ top }) => Math.round(top))).size;
  const fitsOneLine = (button) => {
    button.style.whiteSpace = 'nowrap';
    const { paddingLeft, paddingRight } = getComputedStyle(button);
    const room = button.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    const isRoomy = wordsOf(button).getBoundingClientRect().width <= room + 1;
    const isWithin =
      button.getBoundingClientRect().right <= button.parentElement.getBoundingClientRect().right;
    button.style.whiteSpace = '';
    return isRoomy && isWithin;
  };
  const buttons = [...document.querySelectorAll('.govuk-button')].filter((button) => button.checkVisibility());
  return buttons.find((button) => linesOf(button) > 1 && fitsOneLine(button))?.outerHTML.slice(0, 200) ?? '';
}`;

/** What reaches beyond the right edge of the screen, for whoever mends it. */
const findWidest = `() => [...document.querySelectorAll('body *')]
  .findLast((element) => element.getBoundingClientRect().right > innerWidth && element.checkVisibility())
  ?.outerHTML.slice(0, 200) ?? ''`;

function fitOf(page: Page): Promise<Fit> {
  return page.evaluate<Fit>(`({
    width: document.documentElement.scrollWidth,
    widest: (${findWidest})(),
    isCutOff: [...document.querySelectorAll('.kapu-sheet')].some((sheet) => sheet.scrollWidth > sheet.clientWidth),
    brokenWord: (${findBrokenWord})(),
    crampedButton: (${findCrampedButton})(),
  })`);
}

async function fitOfNarrow(page: Page, name: string, media: Media = {}): Promise<Fit> {
  const usual = page.viewportSize();
  await Promise.all([page.emulateMedia(media), page.setViewportSize({ width: narrowest, height: 700 })]);
  const fit = await fitOf(page);
  await picture(page, `${name}-${narrowest}`);
  if (usual) {
    await page.setViewportSize(usual);
  }
  return fit;
}

interface LargeFit extends Fit {
  /** What has less room than its letters are high: lines that lie on one another, and fields that cut what is typed. Empty where there is none. */
  readonly squashed: string;
}

const findSquashed = `() => {
  for (const element of document.querySelectorAll('main *, header *, footer *')) {
    if (!element.checkVisibility() || element.closest('.govuk-visually-hidden')) {
      continue;
    }
    const { fontSize, lineHeight, paddingTop, paddingBottom } = getComputedStyle(element);
    const isField = element.matches('input:not([type=radio], [type=checkbox], [type=hidden]), select');
    const isText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!isField && !isText) {
      continue;
    }
    const room = isField
      ? element.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom)
      : parseFloat(lineHeight);
    if (room < parseFloat(fontSize)) {
      return element.outerHTML.slice(0, 200);
    }
  }
  return '';
}`;

/** As for somebody who reads twice as large on a small phone (WCAG 1.4.4, 1.4.10): words may break there, but nothing else. */
async function fitOfLargeText(page: Page, name: string): Promise<LargeFit> {
  const usual = page.viewportSize();
  await page.setViewportSize({ width: narrowest, height: 700 });
  await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
  const [fit, squashed] = await Promise.all([fitOf(page), page.evaluate<string>(`(${findSquashed})()`)]);
  await picture(page, `${name}-large`);
  await page.evaluate(`document.documentElement.style.fontSize = ''`);
  if (usual) {
    await page.setViewportSize(usual);
  }
  return { ...fit, squashed };
}

function refuseSquashed({ squashed }: LargeFit, where: string): void {
  if (squashed) {
    throw new Error(`${where}: large letters have too little room in ${squashed}`);
  }
}

/** The sheet cuts off what is too wide for it, and the page is no wider for it. */
function refuseCutOff({ isCutOff, brokenWord }: Fit, where: string): void {
  if (isCutOff) {
    throw new Error(`${where}: something is cut off at the edge of the sheet`);
  }
  if (brokenWord) {
    throw new Error(`${where}: “${brokenWord}” is broken between lines`);
  }
}

function refuseCramped({ crampedButton }: Fit, where: string): void {
  if (crampedButton) {
    throw new Error(`${where}: there is room for one line in ${crampedButton}`);
  }
}

function refuseTooWide({ width, widest }: Fit, name: string): void {
  if (width > narrowest) {
    throw new Error(`${name} is ${width} pixels wide on a screen of ${narrowest}: ${widest}`);
  }
}

/**
 * Axe in the page itself: no page of ours has frames, for whose sake its own adapter opens a second tab and sends whole reports,
 * which takes three times as long.
 */
async function violationsOn(page: Page): Promise<Violation[]> {
  await readAxe(page);
  return violationsOf(page, { type: 'tag', values: axeTags });
}

const axeToBe = `globalThis.readAxe = () => { ${axeSource} };`;
const withAxe = new WeakSet<Page>();

/**
 * Past Playwright, and given to a page once: each of its documents has it from the beginning, and a renderer compiles it once, where it is
 * called. Sending half a megabyte to every document took as long as loading it.
 */
async function readAxe(page: Page): Promise<void> {
  if (!withAxe.has(page)) {
    withAxe.add(page);
    const session = await page.context().newCDPSession(page);
    await session.send('Page.enable');
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source: axeToBe, runImmediately: true });
  }
  await page.evaluate('readAxe()');
}

/** Of all rules those alone that look at colours: nothing else depends on them. The colours stay the other ones. */
async function violationsInOtherColours(page: Page, name: string): Promise<Violation[]> {
  const isDark = await page.evaluate<boolean>(`matchMedia('(prefers-color-scheme: dark)').matches`);
  await page.emulateMedia({ colorScheme: isDark ? 'light' : 'dark' });
  const violations = await violationsOf(page, { type: 'rule', values: rulesOfColours });
  await picture(page, `${name}-${isDark ? 'light' : 'dark'}`);
  return violations;
}

function violationsOf(page: Page, runOnly: axe.RunOnly): Promise<Violation[]> {
  return page.evaluate(async (what) => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run({
      resultTypes: ['violations'],
      runOnly: what,
    });
    return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) }));
  }, runOnly);
}

/** For people who look: a test never does. */
const isPictured = process.env.KAPU_PICTURES === '1';

export async function picture(page: Page, name: string): Promise<void> {
  if (!isPictured) {
    return;
  }
  const directory = resolve('var/screenshots');
  mkdirSync(directory, { recursive: true });
  await shootWhole(page, join(directory, `${name}.png`));
}
