/** An SMS gateway on loopback, as somebody else would run it: what it was sent, and how it answers. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ReceivedText {
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, string>;
}

export interface TestSmsGateway {
  readonly url: string;
  readonly received: ReceivedText[];
  /** How requests are answered from now on. */
  answer(how: (response: ServerResponse) => void): void;
  stop(): Promise<void>;
}

export function accept(response: ServerResponse): void {
  response.writeHead(202, { 'Content-Type': 'application/json' }).end(JSON.stringify({ id: 'gw-1' }));
}

export async function startSmsGateway(): Promise<TestSmsGateway> {
  const received: ReceivedText[] = [];
  let answering = accept;
  const server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: JSON.parse(await text(request)) });
    answering(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`,
    received,
    answer(how) {
      answering = how;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
