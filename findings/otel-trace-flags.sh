#!/usr/bin/env bash
# @opentelemetry/core 3.1.1 from npm (W3CTraceContextPropagator), beside opentelemetry-api 1.45.2 from PyPI, a service that hands on a
# trace.
#
# Expected: of a traceparent of a later version trace-id, parent-id and the sampled flag are used, "to construct the new traceparent field
# according to the highest version of the specification known to the implementation", which is 00 (W3C Trace Context §3.2.4). There
# trace-flags are two hexadecimal digits (§3.2.2.2, 2HEXDIGLC), and of flags that it does not know a service "MUST set those to zero"
# (§3.2.2.5, Other Flags).
# Seen: flags of 10 and more, as a later version may have them, are neither set to zero nor written with two digits: a nought stands
# before the number, so that 11 is handed on as 011. That is no traceparent any more; the library itself begins a new trace where it reads
# it. opentelemetry-api does not set them to zero either, and writes two digits, which are read. Up to 0f both are.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check opentelemetry-api==1.45.2
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @opentelemetry/core@3.1.1 @opentelemetry/api@1.10.0

cat > hand-on.js <<'END'
import { defaultTextMapGetter, defaultTextMapSetter, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

const propagator = new W3CTraceContextPropagator();
for (const traceparent of process.argv.slice(2)) {
  const context = propagator.extract(ROOT_CONTEXT, { traceparent }, defaultTextMapGetter);
  const next = {};
  propagator.inject(context, next, defaultTextMapSetter);
  const read = trace.getSpanContext(propagator.extract(ROOT_CONTEXT, next, defaultTextMapGetter));
  console.log(next.traceparent, read ? 'goes on' : 'a new trace');
}
END

cat > hand_on.py <<'END'
import sys

from opentelemetry.trace import get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

propagator = TraceContextTextMapPropagator()
for traceparent in sys.argv[1:]:
    following = {}
    propagator.inject(following, propagator.extract({'traceparent': traceparent}))
    read = get_current_span(propagator.extract(following)).get_span_context()
    print(following['traceparent'], 'goes on' if read.is_valid else 'a new trace')
END

ids=0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331
given=("00-$ids-01" "01-$ids-01-more" "01-$ids-0f" "01-$ids-11" "01-$ids-80-more")
seen=$(node hand-on.js "${given[@]}"; python/bin/python hand_on.py "${given[@]}")
echo "$seen"
known="00-$ids-01 goes on
00-$ids-01 goes on
00-$ids-0f goes on
00-$ids-011 a new trace
00-$ids-080 a new trace
00-$ids-01 goes on
00-$ids-01 goes on
00-$ids-0f goes on
00-$ids-11 goes on
00-$ids-80 goes on"
[[ $seen = "$known" ]]
