/** A page that counts what a person does on it: in any language, since fields are found by their names and buttons by where their form goes. */
import type { Locator, Page } from 'playwright-core';

export class WalkedPage {
  readonly page: Page;
  #pages = 0;
  #fields = 0;
  #clicks = 0;

  constructor(page: Page) {
    this.page = page;
  }

  /** What was before is not of this journey. */
  begin(): void {
    this.#pages = 0;
    this.#fields = 0;
    this.#clicks = 0;
  }

  /** An address that was typed, or a link from elsewhere. */
  async open(address: string): Promise<void> {
    await this.page.goto(address);
  }

  async fill(name: string, text: string): Promise<void> {
    this.#fields += 1;
    await this.page.locator(`main input[name="${name}"]:visible`).fill(text);
  }

  async press(ending: string): Promise<void> {
    const form = `form[method="post"][action$="${ending}"], form[method="post"][action*="${ending}?"]`;
    await this.#leave(this.page.locator(form).first().locator('button[type="submit"]').first());
  }

  async follow(part: string): Promise<void> {
    await this.#leave(this.page.locator(`a[href$="${part}"], a[href*="${part}?"]`).first());
  }

  counted(): string {
    return `${this.#pages}, ${this.#fields}, ${this.#clicks}`;
  }

  async #leave(pressed: Locator): Promise<void> {
    this.#clicks += 1;
    this.#pages += 1;
    await Promise.all([this.page.waitForEvent('load'), pressed.click()]);
  }
}
