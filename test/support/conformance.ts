/** An installation in the profile of the conformance tests, and what the suite does there: it registers itself and signs people in. */
import { join, resolve } from 'node:path';
import type { Response } from 'supertest';
import supertest from 'supertest';
import { loadDeploymentProfile } from '../../src/configuration/deployment-profile.ts';
import { createInitialAccess } from '../../src/oidc/clients/initial-access-store.ts';
import { Browser, givePassword, titleOf } from './citizen.ts';
import type { Citizenship, Installation } from './installation.ts';

export const conformanceProfile = loadDeploymentProfile(
  join(resolve(import.meta.dirname, '../..'), 'config/profiles/conformance'),
  'conformance',
);

export const suiteRedirect = 'https://suite.minta.example/callback';

const consentTitle = 'Átadhatjuk az adatait?';

export type Metadata = Record<string, unknown>;

export function initialAccessToken(kapu: Installation, uses = 1000, lifeInSeconds = 3600): Promise<string> {
  const access = createInitialAccess(kapu.nodes[0].store, kapu.sealer);
  return access.issue({ uses, lifeInSeconds }, new Date());
}

export interface Answer {
  readonly status: number;
  readonly body: Metadata;
}

/** The suite as one party: one browser, one token to register with. */
export class Suite {
  readonly kapu: Installation;
  readonly #token: string;
  readonly #citizen: Citizenship;

  private constructor(kapu: Installation, token: string, citizen: Citizenship) {
    this.kapu = kapu;
    this.#token = token;
    this.#citizen = citizen;
  }

  static async at(kapu: Installation): Promise<Suite> {
    return new Suite(kapu, await initialAccessToken(kapu), await kapu.addCitizen());
  }

  async tryToRegister(metadata: Metadata, token = this.#token): Promise<Answer> {
    const { status, body } = await supertest(this.kapu.issuer)
      .post('/reg')
      .set('Authorization', `Bearer ${token}`)
      .send({ redirect_uris: [suiteRedirect], ...metadata });
    return { status, body };
  }

  /** @throws when it is refused */
  async register(metadata: Metadata = {}): Promise<Metadata> {
    const { status, body } = await this.tryToRegister(metadata);
    if (status !== 201) {
      throw new Error(`registration was answered ${status} ${JSON.stringify(body)}`);
    }
    return body;
  }

  /** Sends the citizen to the authorization endpoint. @returns what the party is told, from the query or the fragment */
  async authorize(
    client: Metadata,
    parameters: Record<string, string> = {},
    browser: Browser = new Browser(this.kapu.issuer),
  ): Promise<Record<string, string>> {
    return answerIn(await this.signIn(client, parameters, browser));
  }

  async signIn(
    client: Metadata,
    parameters: Record<string, string> = {},
    browser: Browser = new Browser(this.kapu.issuer),
  ): Promise<Response> {
    const query = new URLSearchParams({
      client_id: String(client.client_id),
      response_type: 'code',
      redirect_uri: suiteRedirect,
      scope: 'openid',
      state: 'a-state',
      ...parameters,
    });
    const page = await this.#passwordAt(await browser.open(`/auth?${query}`), browser);
    return titleOf(page) === consentTitle ? browser.submit(page, '/consent') : page;
  }

  /** What the citizen reads before anything is handed over. */
  async consentPage({ client_id, redirect_uris }: Metadata): Promise<Response> {
    const browser = new Browser(this.kapu.issuer);
    const [redirect_uri] = redirect_uris as string[];
    const query = new URLSearchParams({
      client_id: String(client_id),
      response_type: 'code',
      redirect_uri: String(redirect_uri),
      scope: 'openid email',
    });
    return this.#passwordAt(await browser.open(`/auth?${query}`), browser);
  }

  async #passwordAt(page: Response, browser: Browser): Promise<Response> {
    const isSignIn =
      page.status === 200 && page.text.includes('/interaction/') && titleOf(page) !== consentTitle;
    return isSignIn ? givePassword(browser, page, this.#citizen, 'ugyfelkapu') : page;
  }

  async token(client: Metadata, form: Record<string, string>): Promise<Answer> {
    const { status, body } = await supertest(this.kapu.issuer)
      .post('/token')
      .auth(String(client.client_id), String(client.client_secret))
      .type('form')
      .send(form);
    return { status, body };
  }

  redeem(client: Metadata, code: string, more: Record<string, string> = {}): Promise<Answer> {
    return this.token(client, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: suiteRedirect,
      ...more,
    });
  }

  async userinfo(accessToken: unknown): Promise<Answer> {
    const { status, body } = await supertest(this.kapu.issuer)
      .get('/me')
      .set('Authorization', `Bearer ${accessToken}`);
    return { status, body };
  }
}

export function answerIn({ headers }: Pick<Response, 'headers'>): Record<string, string> {
  const [, , parameters = ''] = /^([^?#]*)[?#](.*)$/.exec(String(headers.location)) ?? [];
  return Object.fromEntries(new URLSearchParams(parameters));
}
