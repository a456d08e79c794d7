/**
 * Every request that we make to an address which a client registered (its keys, its sector, its logout endpoint) goes through here:
 * only to where it may go, to the very address that was checked, and never for long, for much, or on to somewhere else.
 */
import { type IncomingMessage, request as requestOverHttp } from 'node:http';
import { type RequestOptions, request as requestOverHttps } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import { inClientSpan } from '../tracing/tracing.ts';
import { type Destination, destinationOf, OutgoingRefused, type Resolve } from './destination.ts';

export interface OutgoingLimits {
  /** From the look-up of the name to the last byte of the answer. */
  readonly patienceInMilliseconds: number;
  readonly largestAnswerInBytes: number;
}

export interface GuardedFetchParts {
  /** In-house services, `host` or `host:port`: may have any address, and may speak http. */
  readonly privateHosts: readonly string[];
  readonly limits?: Partial<OutgoingLimits>;
  readonly resolve?: Resolve;
}

type GivenHeaders = ConstructorParameters<typeof Headers>[0];

export interface OutgoingRequest {
  readonly method?: string | undefined;
  readonly headers?: GivenHeaders;
  readonly body?: unknown;
  readonly signal?: AbortSignal | null | undefined;
}

/** Like `fetch`; the answer is read whole. @throws OutgoingRefused */
export type GuardedFetch = (address: string | URL, request?: OutgoingRequest) => Promise<Response>;

const usualLimits: OutgoingLimits = { patienceInMilliseconds: 5000, largestAnswerInBytes: 64 * 1024 };
const statusesWithoutBody = [204, 205, 304];

export function createGuardedFetch({ privateHosts, limits, resolve }: GuardedFetchParts): GuardedFetch {
  const { patienceInMilliseconds, largestAnswerInBytes } = { ...usualLimits, ...limits };
  const listed = privateHosts.map((host) => host.toLowerCase());

  return async (address, asked = {}) => {
    const deadline = startDeadline(patienceInMilliseconds, asked.signal);
    try {
      const destination = await beforeDeadline(
        destinationOf(String(address), listed, resolve),
        deadline.signal,
      );
      return await inClientSpan(asked.method ?? 'GET', destination.url, async (trace) => {
        const answer = await send(destination, asked, trace, deadline.signal);
        return readWhole(answer, largestAnswerInBytes);
      });
    } catch (error) {
      throw error instanceof OutgoingRefused ? error : faultAsRefusal(error, deadline.signal);
    } finally {
      deadline.stop();
    }
  };
}

function startDeadline(milliseconds: number, also: AbortSignal | null | undefined) {
  const deadline = new AbortController();
  const abort = (): void => deadline.abort();
  const timer = setTimeout(abort, milliseconds);
  also?.addEventListener('abort', abort);
  return {
    signal: deadline.signal,
    stop(): void {
      clearTimeout(timer);
      also?.removeEventListener('abort', abort);
    },
  };
}

function faultAsRefusal(cause: unknown, deadline: AbortSignal): OutgoingRefused {
  return new OutgoingRefused(deadline.aborted ? 'no answer in time' : 'not reachable', { cause });
}

/** A look-up cannot be called off; it is not waited for. */
function beforeDeadline<Result>(work: Promise<Result>, deadline: AbortSignal): Promise<Result> {
  const late = new Promise<never>((_, reject) => {
    deadline.addEventListener('abort', () => reject(deadline.reason), { once: true });
  });
  return Promise.race([work, late]);
}

function send(
  { url, addresses }: Destination,
  { method, headers, body }: OutgoingRequest,
  trace: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const content = body === undefined || body === null ? undefined : String(body);
  const options: RequestOptions = {
    method: method ?? 'GET',
    headers: { ...ownHeaders(headers, content), ...trace },
    lookup: pinnedTo(addresses),
    // No connection is kept: the next request is checked anew.
    agent: false,
    signal,
  };
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestOverHttps : requestOverHttp;
    const sent = request(url, options, resolve);
    sent.on('error', reject);
    sent.end(content);
  });
}

function ownHeaders(given: GivenHeaders, content: string | undefined): Record<string, string> {
  const headers = new Headers(given);
  headers.delete('cookie');
  headers.set('user-agent', 'Kapu');
  headers.set('accept-encoding', 'identity');
  if (content !== undefined) {
    headers.set('content-length', String(Buffer.byteLength(content)));
  }
  return Object.fromEntries(headers);
}

/** Whatever the name means by now: the connection goes to what was checked. An address in the URL is connected to without a look-up. */
function pinnedTo(addresses: readonly [string, ...string[]]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  const [{ address, family }] = found as [(typeof found)[number]];
  return (_host, { all }, answer) => {
    if (all) {
      answer(null, found);
    } else {
      answer(null, address, family);
    }
  };
}

async function readWhole(answer: IncomingMessage, largestInBytes: number): Promise<Response> {
  const status = answer.statusCode ?? 0;
  if (status >= 300 && status < 400 && status !== 304) {
    answer.destroy();
    throw new OutgoingRefused('redirect');
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer) {
    length += chunk.length;
    if (length > largestInBytes) {
      answer.destroy();
      throw new OutgoingRefused('answer too large');
    }
    chunks.push(chunk);
  }
  const body = statusesWithoutBody.includes(status) ? null : Buffer.concat(chunks);
  return new Response(body, { status, headers: headersOf(answer) });
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of name === 'set-cookie' ? [] : values) {
      headers.append(name, value);
    }
  }
  return headers;
}
