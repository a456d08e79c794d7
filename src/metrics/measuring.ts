/**
 * What is happening, in numbers, for whoever watches a node. Counted for the process, as OpenTelemetry does: a node is one. Where nobody
 * asks for metrics (`KAPU_METRICS_PORT`), each function here is a look at one variable, and nothing of OpenTelemetry is loaded.
 *
 * In this folder: the catalogue of metrics, what is counted by whoever does it (this file), and how it is told (open-telemetry.ts, metrics-server.ts).
 */
import type { LabelsOf, NameOf } from './catalogue.ts';

/** Tells a gauge its value at this moment. */
export type Tell = <Name extends NameOf<'gauge'>>(name: Name, labels: LabelsOf<Name>, value: number) => void;

/** Asked whenever somebody reads the metrics. */
export type Observer = (tell: Tell) => void | Promise<void>;

export interface Meter {
  add(name: NameOf<'counter'>, labels: object, amount: number): void;
  record(name: NameOf<'histogram'>, labels: object, seconds: number): void;
  observe(subject: string, observer: Observer): void;
}

let meter: Meter | undefined;

/** From now on. */
export function measureWith(chosen: Meter | undefined): void {
  meter = chosen;
}

export function isMeasuring(): boolean {
  return meter !== undefined;
}

export function count<Name extends NameOf<'counter'>>(name: Name, labels: LabelsOf<Name>, amount = 1): void {
  meter?.add(name, labels, amount);
}

/** @param since as `performance.now()` said it */
export function timeSince<Name extends NameOf<'histogram'>>(
  since: number,
  name: Name,
  labels: LabelsOf<Name>,
): void {
  meter?.record(name, labels, (performance.now() - since) / 1000);
}

/** @param subject what is asked; whoever observes the same takes the place of the one before */
export function observe(subject: string, observer: Observer): void {
  meter?.observe(subject, observer);
}
