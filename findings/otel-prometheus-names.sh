#!/usr/bin/env bash
# @opentelemetry/exporter-prometheus 0.301.0 with @opentelemetry/sdk-metrics 3.1.1 from npm, beside opentelemetry-exporter-prometheus 0.66b2
# from PyPI and the parser of prometheus_client 0.26.0.
#
# Expected (OpenTelemetry, "Prometheus and OpenMetrics Compatibility", OTLP Metric points to Prometheus): a unit is turned into that of
# Prometheus, "s" into "seconds", and is the suffix of the name "or the unit MUST be omitted", "Brackets MUST NOT be included in the
# resulting unit" (Metric Metadata); where two attributes come out as one label, "the values MUST be concatenated together, separated by
# ;" (Metric Attributes). So the same instrument has one name, whatever language measured it.
# Seen: units are written as they came, "s" and "{login}", in a UNIT of a name without them: what the Python exporter calls
# http_server_request_duration_seconds_count is http_server_request_duration_count here, so that one query does not find both. Two attributes
# that come out as one label, client.id and client_id, are two labels of the same name, for which that parser refuses the whole page.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts \
  @opentelemetry/exporter-prometheus@0.301.0 @opentelemetry/sdk-metrics@3.1.1 @opentelemetry/api@1.10.0
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check \
  opentelemetry-exporter-prometheus==0.66b2 opentelemetry-sdk==1.45.2 prometheus-client==0.26.0

cat > metrics.js <<'END'
import { writeFileSync } from 'node:fs';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

async function page(measure) {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  measure(new MeterProvider({ readers: [exporter] }).getMeter('a'));
  const { resourceMetrics } = await exporter.collect();
  return new PrometheusSerializer().serialize(resourceMetrics);
}

const units = await page((meter) => {
  meter.createHistogram('http.server.request.duration', { unit: 's' }).record(0.2);
  meter.createCounter('logins', { unit: '{login}' }).add(1);
});
const labels = await page((meter) => meter.createCounter('logins').add(1, { 'client.id': 'shop', client_id: 'blog' }));
writeFileSync('units.txt', units);
writeFileSync('labels.txt', labels);
END
node metrics.js

cat > metrics.py <<'END'
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider
from prometheus_client import REGISTRY, generate_latest
from prometheus_client.parser import text_string_to_metric_families


def counts(text):
    samples = [sample.name for family in text_string_to_metric_families(text) for sample in family.samples]
    return [name for name in samples if name.endswith(('duration_count', 'duration_seconds_count', 'logins_total'))]


meter = MeterProvider(metric_readers=[PrometheusMetricReader()]).get_meter('a')
meter.create_histogram('http.server.request.duration', unit='s').record(0.2)
meter.create_counter('logins', unit='{login}').add(1)
python = counts(generate_latest(REGISTRY).decode())
page = open('units.txt').read()
javascript = counts(page)
units = sorted(line for line in page.splitlines() if line.startswith('# UNIT'))
try:
    parsed = str(counts(open('labels.txt').read()))
except ValueError as error:
    parsed = f'refused: {error}'
print(f'Python: {python}\nJavaScript: {javascript}, {units}\nJavaScript, client.id and client_id: {parsed}')
seen = [sorted(python), sorted(javascript), units, parsed.startswith('refused: ')]
python_names = ['http_server_request_duration_seconds_count', 'logins_total']
names = ['http_server_request_duration_count', 'logins_total']
comments = ['# UNIT http_server_request_duration s', '# UNIT logins_total {login}']
raise SystemExit(0 if seen == [python_names, names, comments, True] else 1)
END
python/bin/python metrics.py
