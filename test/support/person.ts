/** A citizen at a real browser: what they read and fill in on the hosted pages, in their language. */
import type { APIResponse, Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { words as startPage } from '../../demo/provider/words.ts';
import { words } from '../../src/composition/words.ts';
import { unbrokenTexts } from '../../src/translation/unbroken.ts';
import type { MessageKey } from '../../src/web/translate.ts';
import { newPerson } from './chromium.ts';
import { formOf, linkOfMethod, type Read } from './citizen.ts';
import type { Citizenship, Installation } from './installation.ts';

export type Language = 'hu' | 'en';

type Who = Pick<Citizenship, 'username' | 'password'>;

export class Person {
  readonly page: Page;
  readonly lang: Language;
  /** The hosted pages' words. */
  readonly texts: Record<MessageKey, string>;

  constructor(page: Page, lang: Language) {
    this.page = page;
    this.lang = lang;
    this.texts = unbrokenTexts({ ...words[lang], ...startPage[lang] });
  }

  /** Somebody new, who reads a public page in their language, and with it every page that follows. */
  static async arrive(
    chromium: Browser,
    issuer: string,
    lang: Language,
    options: BrowserContextOptions = {},
  ): Promise<Person> {
    const page = await (await newPerson(chromium, options)).newPage();
    // Read, but not drawn: most leave it at once.
    await page.request.get(`${issuer}/megszuntetes?lang=${lang}`);
    return new Person(page, lang);
  }

  heading(text: string): Locator {
    return this.page.getByRole('heading', { level: 1, name: text, exact: true });
  }

  /** By its whole text. */
  button(text: string): Locator {
    return this.page.getByRole('button', { name: text, exact: true });
  }

  link(text: string): Locator {
    return this.page.getByRole('link', { name: text, exact: true });
  }

  /** Presses a button that leads on, and waits until the next page is there. */
  async press(text: string): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), this.button(text).click()]);
  }

  /**
   * Signs in with what the browser keeps, but draws none of the pages on the way: for tests of what comes after it. Those of the way itself
   * click through it.
   * @returns the page that it led to
   */
  async signInUnseen(start: string, { username, password }: Who, code?: string): Promise<Read> {
    const first = await this.#read(await this.page.request.get(start));
    const link = linkOfMethod(first, code ? 'ugyfelkapu-plus' : 'ugyfelkapu');
    const asked = link ? await this.#read(await this.page.request.get(new URL(link, start).href)) : first;
    const next = await this.#submitUnseen(start, asked, '/password', { username, password });
    return code ? this.#submitUnseen(start, next, '/code', { code }) : next;
  }

  async #submitUnseen(start: string, page: Read, ending: string, values: object): Promise<Read> {
    const { action, fields } = formOf(page, ending);
    const form = { ...fields, ...values };
    return this.#read(await this.page.request.post(new URL(action, start).href, { form }));
  }

  async #read(answer: APIResponse): Promise<Read> {
    return { status: answer.status(), text: await answer.text() };
  }

  async pick(method: 'ugyfelkapu' | 'ugyfelkapu-plus'): Promise<void> {
    await this.heading(this.texts['method.title']).waitFor();
    await this.link(this.texts[`method.${method}.title`]).click();
  }

  async givePassword({ username, password }: Who): Promise<void> {
    await this.page.getByLabel(this.texts['username.label']).fill(username);
    await this.page.getByLabel(this.texts['password.label'], { exact: true }).fill(password);
    await this.press(this.texts['action.continue']);
  }

  async giveCode(code: string): Promise<void> {
    await this.page.getByLabel(this.texts['code.label']).fill(code);
    await this.press(this.texts['action.sign-in']);
  }

  /** Begins an application, and types the code that was sent, after comparing the session identifier as the page asks. */
  async beginApplication(kapu: Installation): Promise<void> {
    await this.press(this.texts['enrol.start.continue']);
    await this.giveContactCode(kapu);
  }

  async giveContactCode(kapu: Installation): Promise<void> {
    await this.heading(this.texts['contact-code.title']).waitFor();
    const message = (await kapu.messages()).findLast(({ kind }) => kind === 'enrolment-code');
    const { sessionIdentifier = '', code = '' } = message?.more ?? {};
    await this.typeContactCode(sessionIdentifier, code);
  }

  async typeContactCode(sessionIdentifier: string, code: string): Promise<void> {
    await this.page.getByText(sessionIdentifier, { exact: true }).waitFor();
    await this.page.getByLabel(this.texts['contact-code.label']).fill(code);
    await this.press(this.texts['action.continue']);
  }

  /** On the page with the QR code. */
  async proveKey(password: string, code: string): Promise<void> {
    await this.page.getByLabel(this.texts['code.label']).fill(code);
    // Asked for where it was given long ago.
    const again = this.page.getByLabel(this.texts['password.label'], { exact: true });
    if (await again.count()) {
      await again.fill(password);
    }
    await this.press(this.texts['action.continue']);
  }

  /** The törlőkód on the screen, group by group. */
  async readCancellationCode(): Promise<string[]> {
    await this.heading(this.texts['enrol.cancellation-code.title']).waitFor();
    return this.page.locator('#cancellation-code span').allInnerTexts();
  }

  async giveLastFour(lastFour: string): Promise<void> {
    await this.page.getByLabel(this.texts['enrol.last-four.label']).fill(lastFour);
    await this.press(this.texts['action.finish']);
    await this.goOnWithoutSecondWay();
  }

  /** On the way to a service it is proposed once. */
  async goOnWithoutSecondWay(): Promise<void> {
    if (await this.heading(this.texts['after-application.title']).count()) {
      await this.press(this.texts['after-application.go-on']);
    }
  }

  /** The messages of the error summary. */
  errors(): Promise<string[]> {
    return this.page.locator('.govuk-error-summary__list li').allInnerTexts();
  }
}
