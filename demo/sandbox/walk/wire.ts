/** What goes over the wire between the sandbox and the provider, written down as it happens. Nothing goes elsewhere. */

export interface Field {
  readonly name: string;
  readonly value: string;
}

/** `answer` is absent where the browser, not the sandbox, sends the request. */
export interface Exchange {
  readonly method: string;
  /** Without its query. */
  readonly address: string;
  readonly query: readonly Field[];
  readonly headers: readonly Field[];
  readonly body: readonly Field[];
  readonly answer?: Answer;
}

export interface Answer {
  readonly status: number;
  readonly headers: readonly Field[];
  /** JSON is indented; cut after some thousand characters. */
  readonly body: string;
}

/** As openid-client calls it. */
export type Fetch = (
  address: string,
  options: { method?: string; headers?: Record<string, string>; body?: unknown; signal?: AbortSignal },
) => Promise<Response>;

export interface Recorder {
  readonly fetch: Fetch;
  /** What was written down since the last time. */
  take(): Exchange[];
}

const shownRequestHeaders = ['authorization', 'content-type'];
const shownAnswerHeaders = ['content-type', 'cache-control', 'retry-after', 'www-authenticate', 'location'];
const mostCharacters = 8000;
const timeoutInMilliseconds = 10_000;

/** @param origin the only one that is spoken to */
export function createRecorder(origin: string): Recorder {
  let exchanges: Exchange[] = [];
  return {
    async fetch(address, options) {
      const url = new URL(address);
      if (url.origin !== origin) {
        throw new Error(`the sandbox speaks to ${origin} only`);
      }
      const response = await fetch(url, {
        method: options.method ?? 'GET',
        ...(options.headers ? { headers: options.headers } : {}),
        ...(options.body === undefined || options.body === null ? {} : { body: options.body as string }),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutInMilliseconds),
      });
      exchanges.push({
        ...requestOf(options.method ?? 'GET', url),
        headers: headersOf(new Headers(options.headers), shownRequestHeaders),
        body: fieldsOf(options.body),
        answer: {
          status: response.status,
          headers: headersOf(response.headers, shownAnswerHeaders),
          body: readable(await response.clone().text()),
        },
      });
      return response;
    },

    take() {
      const taken = exchanges;
      exchanges = [];
      return taken;
    },
  };
}

/** A request that the browser makes. */
export function requestOf(method: string, address: URL): Exchange {
  const query = [...address.searchParams].map(([name, value]) => ({ name, value }));
  return { method, address: address.origin + address.pathname, query, headers: [], body: [] };
}

function headersOf(headers: Headers, shown: readonly string[]): Field[] {
  return shown.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [{ name, value }];
  });
}

function fieldsOf(body: unknown): Field[] {
  if (body === undefined || body === null) {
    return [];
  }
  return [...new URLSearchParams(String(body))].map(([name, value]) => ({ name, value }));
}

function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2).slice(0, mostCharacters);
  } catch {
    return text.slice(0, mostCharacters);
  }
}
