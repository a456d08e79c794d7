/** Relying parties that are told of logouts: an HTTP server that takes logout tokens, one path for each, and behaves as it is told to. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { decodeJwt, decodeProtectedHeader, type JWTPayload, type ProtectedHeaderParameters } from 'jose';

export interface ReceivedLogout {
  /** The path without its slash. */
  readonly party: string;
  readonly header: ProtectedHeaderParameters;
  readonly claims: JWTPayload;
  readonly token: string;
  readonly contentType: string | undefined;
  readonly traceparent: string | undefined;
  readonly tracestate: string | undefined;
  readonly at: number;
}

/** What comes back; undefined says nothing, ever. */
export interface Behaviour {
  readonly status?: number;
  readonly afterMilliseconds?: number;
}

export class LogoutReceivers {
  /** Everything that was answered with 200, in order. */
  readonly told: ReceivedLogout[] = [];
  /** Everything that came in, in order. */
  readonly tries: ReceivedLogout[] = [];
  behave: (told: ReceivedLogout) => Behaviour = () => ({});
  #server: Server = createServer();
  #port = 0;

  get host(): string {
    return `127.0.0.1:${this.#port}`;
  }

  addressOf(party: string): string {
    return `http://${this.host}/${party}`;
  }

  /** After a stop, where it was before. */
  async start(): Promise<void> {
    this.#server = createServer(async (request, response) => {
      const form = new URLSearchParams(await text(request));
      const token = form.get('logout_token') ?? '';
      const told: ReceivedLogout = {
        party: String(request.url).slice(1),
        header: decodeProtectedHeader(token),
        claims: decodeJwt(token),
        token,
        contentType: request.headers['content-type'],
        traceparent: request.headers.traceparent?.toString(),
        tracestate: request.headers.tracestate?.toString(),
        at: Date.now(),
      };
      this.tries.push(told);
      const { status = 200, afterMilliseconds = 0 } = this.behave(told);
      setTimeout(() => this.#answer(response, status, told), afterMilliseconds);
    });
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  #answer(response: ServerResponse, status: number, told: ReceivedLogout): void {
    if (status === 200 && !response.destroyed) {
      this.told.push(told);
    }
    response.writeHead(status, { 'Cache-Control': 'no-store' }).end();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  sidsOf(party: string): unknown[] {
    return this.told.filter((told) => told.party === party).map(({ claims }) => claims.sid);
  }
}
