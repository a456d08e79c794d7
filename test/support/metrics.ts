/** Metrics as Prometheus reads them. */
import type { MetricName } from '../../src/metrics/catalogue.ts';
import { type MetricsServer, startMetricsServer } from '../../src/metrics/metrics-server.ts';

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface WatchedMetrics {
  read(): Promise<readonly Sample[]>;
  /** Of all samples with these labels, together. */
  sumOf(name: MetricName, labels?: Readonly<Record<string, string>>): Promise<number>;
  stop: MetricsServer['stop'];
  readonly address: string;
}

export async function startMetrics(): Promise<WatchedMetrics> {
  const server = await startMetricsServer({ host: '127.0.0.1', port: 0 });
  const address = `http://127.0.0.1:${server.port}`;
  const read = async (): Promise<Sample[]> => samplesIn(await (await fetch(`${address}/metrics`)).text());
  return {
    address,
    read,
    async sumOf(name, labels = {}) {
      const isMeant = (sample: Sample): boolean =>
        [name, `${name}_count`].includes(sample.name) &&
        Object.entries(labels).every(([label, value]) => sample.labels[label] === value);
      return (await read()).filter(isMeant).reduce((sum, { value }) => sum + value, 0);
    },
    stop: server.stop,
  };
}

function samplesIn(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined) {
      return [];
    }
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, text]) => [label, text]);
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
}
