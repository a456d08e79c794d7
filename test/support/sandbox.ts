/** The integrators' sandbox on an installation of a test, and an integrator at a real browser. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { createReplaceSigningKey } from '../../demo/sandbox/registration/signing-key-command.ts';
import { createSandbox } from '../../demo/sandbox/sandbox.ts';
import type { SandboxSettings } from '../../demo/sandbox/settings.ts';
import { en } from '../../demo/sandbox/words/en.ts';
import { hu, type MessageKey } from '../../demo/sandbox/words/hu.ts';
import { inspect, inspectWords, newPerson, startChromium } from './chromium.ts';
import { type Citizenship, type Installation, startInstallation } from './installation.ts';
import { runKapu } from './operator.ts';
import { type Language, Person } from './person.ts';
import { registryOn } from './registry.ts';
import { mayTell, startTelling } from './telling-logouts.ts';

const texts: Record<Language, Readonly<Record<MessageKey, string>>> = { hu, en };

export interface SandboxAtWork {
  readonly kapu: Installation;
  readonly chromium: Browser;
  readonly sandboxUrl: string;
  readonly settings: SandboxSettings;
  stop(): Promise<void>;
}

/** @param now the clock of the provider and of the phone */
export async function startSandbox(now: () => Date): Promise<SandboxAtWork> {
  const server = await listen();
  const sandboxUrl = `http://localhost:${(server.address() as AddressInfo).port}`;
  const kapu = await startInstallation({ now, config: mayTell(new URL(sandboxUrl).host) });
  const clientId = 'homokozo';
  const registrar = {
    client_id: clientId,
    client_name: 'Homokozó',
    grant_types: ['client_credentials'],
    scope: 'clients:read clients:write',
  };
  const added = await registryOn(kapu.nodes[0].store, kapu.sealer).add(registrar, {
    by: 'cli',
    now: new Date(),
  });
  const settings = {
    sandboxUrl,
    issuer: kapu.issuer,
    registrar: { clientId, clientSecret: String('secret' in added && added.secret) },
    replaceSigningKey: createReplaceSigningKey(
      async (...args) => (await runKapu(kapu.config, 'keys', ...args)).stdout,
    ),
    now: () => new Date(),
  };
  server.on('request', createSandbox(settings).callback());
  const telling = startTelling(kapu);
  const chromium = await startChromium();
  return {
    kapu,
    chromium,
    sandboxUrl,
    settings,
    async stop() {
      await chromium.close();
      await telling.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await kapu.stop();
    },
  };
}

async function listen(): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** One of each shape, looked at in both languages. */
const inBothLanguages = [
  'start',
  'register-errors',
  'client-new',
  'step-6',
  'fault',
  'fault-denied',
  'fault-stale-acr',
  'fault-logout',
];
/** What came of a fault is on one template. */
const isOneOfMany = (name: string): boolean => name.startsWith('fault-');

/** The pages of the provider are their `person`'s. */
export class Integrator {
  readonly person: Person;
  readonly page: Page;
  readonly texts: Readonly<Record<MessageKey, string>>;
  readonly #sandbox: SandboxAtWork;

  private constructor(page: Page, lang: Language, sandbox: SandboxAtWork) {
    this.person = new Person(page, lang);
    this.page = page;
    this.texts = texts[lang];
    this.#sandbox = sandbox;
  }

  static async arrive(sandbox: SandboxAtWork, lang: Language): Promise<Integrator> {
    const context = await newPerson(sandbox.chromium);
    const integrator = new Integrator(await context.newPage(), lang, sandbox);
    await integrator.open(`/?lang=${lang}`);
    return integrator;
  }

  async open(path: string): Promise<void> {
    await this.page.goto(this.#sandbox.sandboxUrl + path);
  }

  async press(key: MessageKey): Promise<void> {
    await this.person.press(this.texts[key]);
  }

  /** The page with this title is on the screen; a `name` is its picture's. */
  async sees(title: MessageKey, name?: string): Promise<void> {
    await this.person.heading(this.texts[title]).waitFor();
    expect(new URL(this.page.url()).origin).toBe(this.#sandbox.sandboxUrl);
    expect(await this.page.locator('html').getAttribute('lang')).toBe(this.person.lang);
    if (name) {
      await this.#lookAt(name);
    }
  }

  async #lookAt(name: string): Promise<void> {
    const { lang } = this.person;
    const picture = `sandbox-${name}-${lang}`;
    if (inBothLanguages.includes(name) || (lang === 'hu' && !isOneOfMany(name))) {
      await inspect(this.page, picture);
    } else if (lang === 'hu' || !isOneOfMany(name)) {
      await inspectWords(this.page, picture);
    }
  }

  async register(method: 'client_secret_basic' | 'private_key_jwt' | 'none'): Promise<void> {
    await this.open('/register');
    await this.page.getByLabel(this.texts['register.name']).fill('Próba szolgáltatás');
    await this.page.getByLabel(this.texts[`register.method.${method}`]).check();
    await this.press('register.submit');
    await this.person.heading(this.texts['client.new-title']).waitFor();
  }

  async signInWithPassword(citizen: Pick<Citizenship, 'username' | 'password'>): Promise<void> {
    await this.person.pick('ugyfelkapu');
    await this.person.givePassword(citizen);
  }

  /** What the page says of each rule: `true` where it holds. */
  checks(): Promise<Record<string, boolean>[]> {
    return this.page.locator('.sandbox-check').evaluateAll((items) =>
      items.map((item) => ({
        [String(item.getAttribute('data-check'))]: !item.classList.contains('sandbox-check--fails'),
      })),
    );
  }

  async main(): Promise<string> {
    return (await this.page.getByRole('main').textContent()) ?? '';
  }

  /** The values that the page shows under this name. */
  values(name: string): Promise<string[]> {
    const row = this.page.locator('.sandbox-fields__row').filter({
      has: this.page.locator('dt').getByText(name, { exact: true }),
    });
    return row.locator('code').allInnerTexts();
  }

  /** The provider's message comes without the browser, within seconds. */
  async untilTold(): Promise<void> {
    for (let tries = 0; tries < 60 && (await this.page.locator('.sandbox-check').count()) === 0; tries += 1) {
      await delay(100);
      await this.page.reload();
    }
  }

  statuses(): Promise<string[]> {
    return this.page.locator('.sandbox-status').allInnerTexts();
  }
}
