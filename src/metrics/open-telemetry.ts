/** The meter of OpenTelemetry's SDK, with the metrics of the catalogue, and how Prometheus reads it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type {
  Attributes,
  BatchObservableResult,
  Counter,
  Histogram,
  Meter,
  ObservableGauge,
} from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { allLabelsOf, isOfKind, metricNames, metrics, type NameOf } from './catalogue.ts';
import { type Meter as KapuMeter, measureWith, type Observer, type Tell } from './measuring.ts';

/** From a millisecond, which Redis needs, to ten seconds, after which nobody waits. */
const boundariesInSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface Measuring {
  /** Answers with all metrics. */
  answer(request: IncomingMessage, response: ServerResponse): void;
  stop(): Promise<void>;
}

export function startMeasuring(): Measuring {
  const exporter = new PrometheusExporter({
    preventServerStart: true,
    withoutScopeInfo: true,
    withoutTargetInfo: true,
  });
  const provider = new MeterProvider({ readers: [exporter] });
  measureWith(meterOf(provider.getMeter('kapu')));
  return {
    answer: (request, response) => exporter.getMetricsRequestHandler(request, response),
    async stop() {
      measureWith(undefined);
      await provider.shutdown();
    },
  };
}

function meterOf(meter: Meter): KapuMeter {
  const counters = instruments('counter', (name, description) => meter.createCounter(name, { description }));
  const histograms = instruments('histogram', (name, description) =>
    meter.createHistogram(name, {
      description,
      advice: { explicitBucketBoundaries: boundariesInSeconds },
    }),
  );
  const gauges = instruments('gauge', (name, description) =>
    meter.createObservableGauge(name, { description }),
  );
  const observers = new Map<string, Observer>();
  const add: KapuMeter['add'] = (name, labels, amount) =>
    counterOf(counters, name).add(amount, labels as Attributes);
  beginAtZero(counters);
  meter.addBatchObservableCallback(
    (result) =>
      askAll(observers, tellerOf(result, gauges), (subject) => add('kapu_unread_total', { subject }, 1)),
    [...gauges.values()],
  );
  return {
    add,
    record: (name, labels, seconds) => histogramOf(histograms, name).record(seconds, labels as Attributes),
    observe: (subject, observer) => void observers.set(subject, observer),
  };
}

function instruments<Kind extends 'counter' | 'histogram' | 'gauge', Instrument>(
  kind: Kind,
  make: (name: string, description: string) => Instrument,
): Map<NameOf<Kind>, Instrument> {
  const names = metricNames.filter((name): name is NameOf<Kind> => isOfKind(name, kind));
  return new Map(names.map((name) => [name, make(name, metrics[name].means)]));
}

/** Where all labels are known: Prometheus sees no increase in a number that was not there before, and an alarm would miss the first. */
function beginAtZero(counters: ReadonlyMap<NameOf<'counter'>, Counter>): void {
  for (const [name, counter] of counters) {
    for (const labels of allLabelsOf(name)) {
      counter.add(0, labels);
    }
  }
}

const counterOf = (counters: ReadonlyMap<NameOf<'counter'>, Counter>, name: NameOf<'counter'>): Counter =>
  counters.get(name) as Counter;
const histogramOf = (
  histograms: ReadonlyMap<NameOf<'histogram'>, Histogram>,
  name: NameOf<'histogram'>,
): Histogram => histograms.get(name) as Histogram;

function tellerOf(
  result: BatchObservableResult,
  gauges: ReadonlyMap<NameOf<'gauge'>, ObservableGauge>,
): Tell {
  return (name, labels, value) =>
    result.observe(gauges.get(name) as ObservableGauge, value, labels as Attributes);
}

/** What cannot be asked at the moment is absent, and that is counted: the others are told all the same. */
async function askAll(
  observers: ReadonlyMap<string, Observer>,
  tell: Tell,
  noteUnread: (subject: string) => void,
): Promise<void> {
  await Promise.all(
    [...observers].map(async ([subject, observer]) => {
      try {
        await observer(tell);
      } catch {
        noteUnread(subject);
      }
    }),
  );
}
