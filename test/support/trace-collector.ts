/** A collector of traces: takes OTLP over HTTP as JSON, and remembers it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** OTLP's JSON encoding of a span, as far as tests look at it. */
interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly traceState?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly { key: string; value: { stringValue?: string; intValue?: number } }[];
  readonly links?: readonly { traceId: string; spanId: string; traceState?: string }[];
  readonly status: { code?: number };
}

export interface ToldSpan extends Omit<SentSpan, 'attributes' | 'kind'> {
  readonly kind: 'server' | 'client' | 'consumer';
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
}

const kinds: Readonly<Record<number, ToldSpan['kind']>> = { 2: 'server', 3: 'client', 5: 'consumer' };

export class TraceCollector {
  readonly spans: ToldSpan[] = [];
  /** Everything that came, as it came. */
  readonly bodies: string[] = [];
  /** Instead of 200. */
  status = 200;
  #server: Server = createServer();

  async start(): Promise<void> {
    this.#server = createServer(async (request, response) => {
      const body = await text(request);
      if (this.status === 200) {
        this.bodies.push(body);
        this.spans.push(...spansIn(body));
      }
      response.writeHead(this.status, { 'Content-Type': 'application/json' }).end('{}');
    });
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1/traces`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  forget(): void {
    this.spans.length = 0;
    this.bodies.length = 0;
  }

  named(name: string): ToldSpan[] {
    return this.spans.filter((span) => span.name === name);
  }

  childrenOf({ spanId }: ToldSpan): ToldSpan[] {
    return this.spans.filter(({ parentSpanId }) => parentSpanId === spanId);
  }
}

function spansIn(body: string): ToldSpan[] {
  const { resourceSpans } = JSON.parse(body) as {
    resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[];
  };
  return resourceSpans
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
    .map((span) => ({
      ...span,
      kind: kinds[span.kind] ?? 'server',
      attributes: Object.fromEntries(
        span.attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]),
      ),
    }));
}
