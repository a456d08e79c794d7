/** A citizen in a real browser, at a relying party and at the provider. */
import type { APIResponse, Browser } from 'playwright-core';
import { codeAt } from '../support/authenticator.ts';
import { Person } from '../support/person.ts';
import type { Citizen, Provider } from './provider.ts';

/** What a relying party knows of who is signed in. */
export interface Known {
  readonly sub: string;
  readonly acr?: string;
  readonly [more: string]: unknown;
}

export const substantial = 'http://eidas.europa.eu/LoA/substantial';
export const low = 'http://eidas.europa.eu/LoA/low';

const patienceInMilliseconds = 45_000;

export class Visit {
  readonly person: Person;
  readonly origin: string;
  readonly #citizen: Citizen;
  readonly #provider: Provider;

  private constructor(person: Person, origin: string, citizen: Citizen, provider: Provider) {
    this.person = person;
    this.origin = origin;
    this.#citizen = citizen;
    this.#provider = provider;
  }

  static async begin(chromium: Browser, origin: string, provider: Provider): Promise<Visit> {
    const person = await Person.arrive(chromium, provider.issuer, 'en');
    person.page.setDefaultTimeout(patienceInMilliseconds);
    return new Visit(person, origin, await provider.newCitizen(), provider);
  }

  get issuer() {
    return this.#provider.issuer;
  }

  tokensGranted(): number {
    return this.#provider.tokensGranted();
  }

  get page() {
    return this.person.page;
  }

  /** A relying party may show a button there that leads on. */
  async open(address: string): Promise<void> {
    await this.page.goto(new URL(address, this.origin).href);
    const button = this.page.getByRole('button');
    if (new URL(this.page.url()).origin === this.origin && (await button.count()) === 1) {
      await button.click();
    }
  }

  /** From the page where they choose how, back to the relying party. */
  async signInByPassword(): Promise<void> {
    await this.#expect(() => this.person.pick('ugyfelkapu'));
    await this.person.givePassword(this.#citizen);
    await this.untilBack();
  }

  /** Applies for an Ügyfélkapu+; the next sign-in asks for its code. */
  async enrol(): Promise<string> {
    return this.#citizen.enrol();
  }

  /** By a code alone; whoever was sent with `prompt=login` gives the password once more. */
  async stepUp(key: string): Promise<void> {
    const { person } = this;
    const password = person.page.getByLabel(person.texts['password.label'], { exact: true });
    const first = password.or(person.page.getByLabel(person.texts['code.label']));
    await this.#expect(() => first.waitFor());
    if (await password.isVisible()) {
      await person.givePassword(this.#citizen);
    }
    await this.#expect(() => person.giveCode(codeAt(key, new Date())));
    await this.untilBack();
  }

  /** On the provider's question; a relying party may come back to anywhere of its own. */
  async confirmSignOut(): Promise<void> {
    await this.#expect(() => this.person.heading(this.person.texts['sign-out.title']).waitFor());
    await this.person.press(this.person.texts['sign-out.yes']);
  }

  /** At the provider, without the relying party. */
  async signOutElsewhere(): Promise<void> {
    await this.page.goto(`${this.#provider.issuer}/session/end`);
    await this.confirmSignOut();
  }

  /** A page that runs in the browser alone redeems the code after it has come back. Of a client without a secret, citizens are asked. */
  async untilBack(): Promise<void> {
    const isBack = ({ origin, searchParams }: URL) => origin === this.origin && !searchParams.has('code');
    const { page, person } = this;
    const agree = page.getByRole('button', { name: person.texts['consent.give'], exact: true });
    await this.#expect(async () => {
      const isAsked = agree.waitFor().then(() => true);
      const isThere = page.waitForURL(isBack).then(() => false);
      if (await Promise.any([isAsked, isThere])) {
        await agree.click();
        await page.waitForURL(isBack);
      }
    });
  }

  /** @throws Error that says which page was there instead */
  async #expect(page: () => Promise<void>): Promise<void> {
    await page().catch(async () => {
      const { origin, pathname } = new URL(this.page.url());
      const place = origin === this.origin ? 'the relying party' : 'the provider';
      const text = (await this.text()).replace(/\s+/g, ' ');
      throw new Error(`stayed at ${pathname} of ${place}: ${text.slice(0, 160)}`);
    });
  }

  /** What the page at `address` says as JSON; undefined where nobody is signed in. */
  async known(address: string): Promise<Known | undefined> {
    await this.open(address);
    await this.page.waitForFunction('document.body.innerText.trim() !== ""');
    const text = await this.text();
    if (new URL(this.page.url()).origin !== this.origin || !text.includes('"sub"')) {
      return undefined;
    }
    const known = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
    return known.sub ? known : undefined;
  }

  /** As it is read, without scripts. */
  text(): Promise<string> {
    return this.page.evaluate<string>('document.body.innerText');
  }

  /** A request with the cookies of the browser, beside its page. */
  ask(address: string): Promise<APIResponse> {
    return this.page.request.get(new URL(address, this.origin).href, { maxRedirects: 0 });
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }
}
