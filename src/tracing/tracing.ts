/**
 * What happened one after another, and for how long, for whoever looks into one request: traces (W3C Trace Context, OpenTelemetry).
 * Where no collector is named (`KAPU_TRACES_URL`), each function here is a look at one variable, and nothing of OpenTelemetry is
 * loaded. A span says which kind of thing was done, never for whom: no person, no token, no query, no address with an id in it.
 *
 * In this folder: what is called by whoever does the work (this file), and how it is told (open-telemetry.ts).
 */

/** `kind` as OpenTelemetry has it: a request that came, one that was sent, a message that was taken from a queue. */
export type SpanKind = 'server' | 'client' | 'consumer';

/** By the names of OpenTelemetry's semantic conventions. */
export type Attributes = Readonly<Record<string, string | number>>;

export interface SpanWish {
  readonly kind: SpanKind;
  readonly name: string;
  readonly attributes: Attributes;
}

/** As it travels: `traceparent` and `tracestate` of W3C Trace Context. */
export interface TraceContext {
  readonly traceparent: string;
  readonly tracestate?: string | undefined;
}

export interface Span {
  note(attributes: Attributes): void;
  rename(name: string): void;
  /** @param type a kind of fault, of which there is a bounded number */
  fail(type: string): void;
}

type Work<Result> = (span: Span) => Promise<Result>;

export interface Tracer {
  /** @param isBelieved whether the trace goes on; else another begins, which names this one */
  enter<Result>(
    wish: SpanWish,
    given: TraceContext | undefined,
    isBelieved: boolean,
    work: Work<Result>,
  ): Promise<Result>;
  inSpan<Result>(wish: SpanWish, work: Work<Result>): Promise<Result>;
  current(): TraceContext | undefined;
  /** Whether anything of what happens now is told. */
  isTelling(): boolean;
  /** Begins a span that ends with what is waited for. */
  until(wish: SpanWish, ended: Promise<unknown>): void;
}

let tracer: Tracer | undefined;

/** From now on. */
export function traceWith(chosen: Tracer | undefined): void {
  tracer = chosen;
}

export function isTracing(): boolean {
  return tracer !== undefined;
}

const nowhere: Span = { note() {}, rename() {}, fail() {} };

/** A request that came. @param isBelieved whether whoever sent it may decide what our collector is told */
export function inRequestSpan<Result>(
  wish: SpanWish,
  given: TraceContext | undefined,
  isBelieved: boolean,
  work: Work<Result>,
): Promise<Result> {
  return tracer ? tracer.enter(wish, given, isBelieved, work) : work(nowhere);
}

/** Goes on with the trace of whoever queued something; where that had none, there is none. */
export function inDeliverySpan<Result>(
  queue: string,
  queuedIn: string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  const attributes = {
    'messaging.system': 'redis',
    'messaging.destination.name': queue,
    'messaging.operation.type': 'process',
    'messaging.operation.name': 'deliver',
  };
  return tracer && queuedIn !== undefined
    ? tracer.enter(
        { kind: 'consumer', name: `deliver ${queue}`, attributes },
        { traceparent: queuedIn },
        true,
        work,
      )
    : work();
}

/** Part of what is under way; where nothing is, it is only done. */
export function inSpan<Result>(wish: SpanWish, work: Work<Result>): Promise<Result> {
  return tracer ? tracer.inSpan(wish, work) : work(nowhere);
}

/** A request that we send. @param work is given the headers that hand the trace on */
export function inClientSpan(
  method: string,
  { hostname, port, protocol }: Pick<URL, 'hostname' | 'port' | 'protocol'>,
  work: (headers: Readonly<Record<string, string>>) => Promise<Response>,
): Promise<Response> {
  if (!tracer) {
    return work({});
  }
  const attributes = {
    'http.request.method': method,
    'server.address': hostname,
    'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
  };
  return tracer.inSpan({ kind: 'client', name: method, attributes }, async (span) => {
    const response = await work(traceHeaders());
    span.note({ 'http.response.status_code': response.status });
    if (response.status >= 400) {
      span.fail(String(response.status));
    }
    return response;
  });
}

/** What a machine outside is told: which trace it is, and nothing of what our own machines have noted in it (`tracestate`). */
function traceHeaders(): Readonly<Record<string, string>> {
  const context = tracer?.current();
  return context ? { traceparent: context.traceparent } : {};
}

/** What a message in a queue carries: a `traceparent`, where its trace is told. */
export function traceToCarry(): { trace?: string } {
  const context = tracer?.isTelling() ? tracer.current() : undefined;
  return context ? { trace: context.traceparent } : {};
}

/** Of the request under way, where its trace is told: for its line in the log. */
export function toldTraceId(): string | undefined {
  return traceToCarry().trace?.split('-')[1];
}

/** A command to Redis. */
export function traceCommand(
  command: string,
  server: { readonly address?: string | undefined; readonly port?: number | undefined },
  answered: Promise<unknown>,
): void {
  if (!tracer?.isTelling()) {
    return;
  }
  const attributes = {
    'db.system.name': 'redis',
    'db.operation.name': command,
    ...(server.address !== undefined && { 'server.address': server.address }),
    ...(server.port !== undefined && { 'server.port': server.port }),
  };
  tracer.until({ kind: 'client', name: command, attributes }, answered);
}
