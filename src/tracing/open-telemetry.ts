/** The tracer of OpenTelemetry's SDK: which traces are told, and how they leave (OTLP over HTTP). */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomInt } from 'node:crypto';
import {
  type Context,
  type Span as OtelSpan,
  SpanKind as OtelSpanKind,
  type Tracer as OtelTracer,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { type ExportResult, ExportResultCode, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  type SpanExporter,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { TraceSettings } from '../configuration/connections/trace-settings.ts';
import type { Logger } from '../observability/logger.ts';
import { type Span, type SpanWish, type TraceContext, type Tracer, traceWith } from './tracing.ts';

export interface Tracing {
  /** Tells what waits, and stops. */
  stop(): Promise<void>;
}

const kinds = {
  server: OtelSpanKind.SERVER,
  client: OtelSpanKind.CLIENT,
  consumer: OtelSpanKind.CONSUMER,
} as const;

/** What a collector may take of one node, whoever asks for more: beyond it requests are served and not told of. */
const mostTracesInASecond = 50;
const longestExportInMilliseconds = 5000;
/** A sign-in may have a few hundred; more would be a fault of ours. What finds no room is not told. */
const mostSpansWaiting = 4096;

/** Traces from now on. */
export function startTracing({ url, ratio }: TraceSettings, logger: Logger): Tracing {
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: longestExportInMilliseconds });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'kapu' }),
    sampler: new ParentBasedSampler({ root: chosenByUs(ratio) }),
    spanLimits: { attributeValueLengthLimit: 200, attributeCountLimit: 16, linkCountLimit: 1 },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: toldOfFaults(exporter, logger),
        maxQueueSize: mostSpansWaiting,
        exportTimeoutMillis: longestExportInMilliseconds,
      }),
    ],
  });
  traceWith(tracerOf(provider.getTracer('kapu')));
  return {
    async stop() {
      traceWith(undefined);
      await provider.shutdown().catch(() => {});
    },
  };
}

const lots = 2 ** 32;

/**
 * Of what begins here a part, by lot, and so many a second at most. Not by the trace's id, as the SDK does: whoever names the id would
 * choose.
 */
function chosenByUs(ratio: number): Sampler {
  let [second, many] = [0, 0];
  return {
    shouldSample() {
      const now = Math.floor(performance.now() / 1000);
      if (now !== second) {
        [second, many] = [now, 0];
      }
      const isChosen = many < mostTracesInASecond && randomInt(lots) < ratio * lots;
      many += isChosen ? 1 : 0;
      return { decision: isChosen ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD };
    },
    toString: () => 'chosen by us',
  };
}

/** The log says once that the collector takes nothing, and once that it does again. */
function toldOfFaults(exporter: SpanExporter, logger: Logger): SpanExporter {
  let isAway = false;
  function note({ code, error }: ExportResult): void {
    const failed = code !== ExportResultCode.SUCCESS;
    if (failed !== isAway) {
      isAway = failed;
      failed
        ? logger.warn({ reason: error?.message }, 'traces cannot be told')
        : logger.info('traces are told again');
    }
  }
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        note(result);
        done(result);
      }),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
    shutdown: () => exporter.shutdown(),
  };
}

const propagator = new W3CTraceContextPropagator();

function tracerOf(tracer: OtelTracer): Tracer {
  const active = new AsyncLocalStorage<{ readonly span: OtelSpan; readonly context: Context }>();

  async function run<Result>(
    span: OtelSpan,
    within: Context,
    work: (span: Span) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await active.run({ span, context: trace.setSpan(within, span) }, () => work(noted(span)));
    } catch (error) {
      noted(span).fail(nameOf(error));
      throw error;
    } finally {
      span.end();
    }
  }

  const begin = ({ name, kind, attributes }: SpanWish, within: Context, more = {}): OtelSpan =>
    tracer.startSpan(name, { kind: kinds[kind], attributes, ...more }, within);

  return {
    enter(wish, given, isBelieved, work) {
      const theirs = contextOf(given);
      const named = trace.getSpanContext(theirs);
      if (isBelieved) {
        return run(begin(wish, theirs), theirs, work);
      }
      // Theirs is named, without what they say of it: an id has a fixed length.
      const links = named ? [{ context: { ...named, traceState: undefined } }] : [];
      return run(begin(wish, ROOT_CONTEXT, { links }), ROOT_CONTEXT, work);
    },

    inSpan(wish, work) {
      const within = active.getStore()?.context;
      return within ? run(begin(wish, within), within, work) : work(unheard);
    },

    current() {
      const within = active.getStore()?.context;
      return within && carrierOf(within);
    },

    isTelling: () => active.getStore()?.span.isRecording() ?? false,

    until(wish, ended) {
      const within = active.getStore()?.context ?? ROOT_CONTEXT;
      const span = begin(wish, within);
      ended.then(
        () => span.end(),
        (error: unknown) => {
          noted(span).fail(nameOf(error));
          span.end();
        },
      );
    },
  };
}

const unheard: Span = { note() {}, rename() {}, fail() {} };

function noted(span: OtelSpan): Span {
  return {
    note: (attributes) => void span.setAttributes(attributes),
    rename: (name) => void span.updateName(name),
    fail(type) {
      span.setAttribute('error.type', type);
      span.setStatus({ code: SpanStatusCode.ERROR });
    },
  };
}

/** The kind of an error; what it says may quote what was sent. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

/** What is no trace context by its grammar counts for nothing. */
function contextOf(given: TraceContext | undefined): Context {
  return given
    ? propagator.extract(ROOT_CONTEXT, given, {
        get: (carrier, name) => carrier[name as keyof TraceContext],
        keys: (carrier) => Object.keys(carrier),
      })
    : ROOT_CONTEXT;
}

function carrierOf(context: Context): TraceContext | undefined {
  const carrier: { traceparent?: string; tracestate?: string } = {};
  propagator.inject(context, carrier, {
    set: (into, name, value) => Object.assign(into, { [name]: value }),
  });
  const { traceparent, tracestate } = carrier;
  return traceparent === undefined ? undefined : { traceparent, tracestate };
}
