/** What a node tells in numbers, from the catalogue of metrics. */
import { metricNames, metrics } from '../../metrics/catalogue.ts';
import { code, codes, table } from './markdown.ts';

export function metricsSection(): string {
  const rows = metricNames.map((name) => {
    const { kind, means, labels } = metrics[name];
    return [code(name), kind, means, labelsInWords(labels)];
  });
  return table(['metric', 'kind', 'tells', 'labels'], rows);
}

function labelsInWords(labels: Readonly<Record<string, readonly string[] | string>>): string {
  const each = Object.entries(labels).map(([label, values]) =>
    typeof values === 'string' ? code(label) : `${code(label)}: ${codes(values)}`,
  );
  return each.join('; ') || '–';
}
