/** The load's own HTTP: keep-alive connections, cookies and redirects, and nothing that takes time from what is measured. */
import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly json?: object;
  /** Sent as a form. */
  readonly fields?: Readonly<Record<string, string>>;
}

export type Http = (question: Question) => Promise<Answer>;

const patienceInMilliseconds = 30_000;
const mostRedirects = 5;

/** @param issuer whose host is asked for; the connections go to these ports on 127.0.0.1 in turn, or to the same port. */
export function createHttp(issuer: string, ports?: readonly number[]): Http & { readonly issuer: string } {
  const { host, port: ownPort } = new URL(issuer);
  const agent = new Agent({ keepAlive: true });
  let turn = 0;

  function ask({ method, path, headers, fields, json }: Question): Promise<Answer> {
    const body = json ? JSON.stringify(json) : fields && new URLSearchParams(fields).toString();
    const form = body
      ? {
          'Content-Type': json ? 'application/json' : 'application/x-www-form-urlencoded',
          'Content-Length': String(Buffer.byteLength(body)),
        }
      : {};
    turn += 1;
    const port = ports?.[turn % ports.length] ?? ownPort;
    return new Promise((resolve, reject) => {
      const sent = request(
        { agent, host: '127.0.0.1', port, method, path, headers: { Host: host, ...headers, ...form } },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
          });
        },
      );
      sent.setTimeout(patienceInMilliseconds, () => sent.destroy(new Error(`${method} ${path}: no answer`)));
      sent.on('error', reject);
      sent.end(body);
    });
  }

  return Object.assign(ask, { issuer });
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/** One citizen's browser on one provider. */
export class Browser {
  readonly #http: ReturnType<typeof createHttp>;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #cookies = new Map<string, Cookie>();

  /** @param headers of every request, as a proxy in front would write them */
  constructor(http: ReturnType<typeof createHttp>, headers: Readonly<Record<string, string>> = {}) {
    this.#http = http;
    this.#headers = headers;
  }

  /** As when a browser is opened again. */
  forgetAllBut(name: string): void {
    for (const [at, cookie] of this.#cookies) {
      if (cookie.name !== name) {
        this.#cookies.delete(at);
      }
    }
  }

  get(path: string): Promise<Answer> {
    return this.#goOn({ method: 'GET', path });
  }

  post(path: string, fields: Record<string, string>): Promise<Answer> {
    return this.#goOn({ method: 'POST', path, fields });
  }

  /** Follows redirects as long as they stay on the provider. */
  async #goOn(question: Question): Promise<Answer> {
    let answer = await this.#ask(question);
    for (let hop = 0; hop <= mostRedirects; hop += 1) {
      const { location } = answer.headers;
      const next = location ? new URL(location, this.#http.issuer) : undefined;
      if (next?.origin !== this.#http.issuer) {
        return answer;
      }
      answer = await this.#ask({ method: 'GET', path: next.pathname + next.search });
    }
    throw new Error(`${question.path}: a loop of redirects`);
  }

  async #ask(question: Question): Promise<Answer> {
    const Cookie = [...this.#cookies.values()]
      .filter(({ path }) => path === '/' || question.path.startsWith(path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const answer = await this.#http({
      ...question,
      headers: { ...this.#headers, Accept: 'text/html', Cookie },
    });
    for (const line of answer.headers['set-cookie'] ?? []) {
      this.#keep(line);
    }
    return answer;
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const [, path = '/'] = /; path=([^;]+)/i.exec(line) ?? [];
    if (value === '') {
      this.#cookies.delete(`${name};${path}`);
    } else {
      this.#cookies.set(`${name};${path}`, { name, value, path });
    }
  }
}
