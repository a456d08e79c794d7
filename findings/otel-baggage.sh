#!/usr/bin/env bash
# opentelemetry-api 1.45.2 from PyPI (W3CBaggagePropagator) and @opentelemetry/core 3.1.1 from npm, the header "baggage" of a request.
#
# Expected: list-member = key OWS "=" OWS value *( OWS ";" OWS property ) with value = *baggage-octet, which a semicolon is not and "+" is
# (W3C Baggage, "Header Content", Definition), so that "account=anna;source=form" has the value "anna" and a property besides, "plan=" an
# empty value, and "a+b" a plus; what is outside is percent-encoded, a space as %20. Both services are given the same, whatever they are
# written in.
# Seen: in Python the property is part of the value, "anna;source=form", and goes on as "anna%3Bsource%3Dform", which everybody behind reads
# as the value; a plus is read as a space, and a space written as a plus. In JavaScript value, property and plus are right, and a member
# whose value is empty is gone, where Python keeps it. A trace that crosses both has neither.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @opentelemetry/core@3.1.1 @opentelemetry/api@1.10.0
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check opentelemetry-api==1.45.2

cat > hop.js <<'END'
import { defaultTextMapGetter, defaultTextMapSetter, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import { W3CBaggagePropagator } from '@opentelemetry/core';

const propagator = new W3CBaggagePropagator();
const context = propagator.extract(ROOT_CONTEXT, { baggage: process.argv[2] }, defaultTextMapGetter);
const sent = {};
propagator.inject(context, sent, defaultTextMapSetter);
const entries = propagation.getBaggage(context).getAllEntries();
console.log(JSON.stringify([Object.fromEntries(entries.map(([name, { value }]) => [name, value])), sent.baggage]));
END

cat > hops.py <<'END'
import json
import subprocess

from opentelemetry.baggage import get_all
from opentelemetry.baggage.propagation import W3CBaggagePropagator


def python(header):
    context = W3CBaggagePropagator().extract({'baggage': header})
    sent = {}
    W3CBaggagePropagator().inject(sent, context)
    return [dict(get_all(context)), sent['baggage']]


def javascript(header):
    return json.loads(subprocess.run(['node', 'hop.js', header], check=True, capture_output=True).stdout)


header = 'account=anna;source=form,plan=,note=a+b,title=a%20b'
first, forwarded = python(header)
second, _ = javascript(forwarded)
direct, kept = javascript(header)
print(f'the header            {header}')
print(f'Python reads          {first}\nPython sends          {forwarded}\nJavaScript behind it  {second}')
print(f'JavaScript alone      {direct}\nJavaScript sends      {kept}')
still = (
    first == {'account': 'anna;source=form', 'plan': '', 'note': 'a b', 'title': 'a b'}
    and second == {'account': 'anna;source=form', 'note': 'a+b', 'title': 'a+b'}
    and direct == {'account': 'anna', 'note': 'a+b', 'title': 'a b'}
    and kept.startswith('account=anna;source=form,')
)
raise SystemExit(0 if still else 1)
END
python/bin/python hops.py
