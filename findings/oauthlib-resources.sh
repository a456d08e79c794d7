#!/usr/bin/env bash
# oauthlib 4.0.1 from PyPI, a client that asks for a token for two resources, and a server that reads what was asked.
#
# Expected: "Multiple resource parameters MAY be used to indicate that the requested token is intended to be used at multiple resources"
# (RFC 8707 §2), and the library's Request knows the parameter by name. What the client is given as "extra arguments to include in the
# request URI" (prepare_request_uri, kwargs) is there, or in the body.
# Seen: of a list that it is given the client makes one parameter, whose value is the list as Python prints it, brackets and quotation marks
# and all, which no server knows as a resource. Sent as the standard has it, by whom ever, Request.resource is the last one, and the
# first is gone. The client keeps both where they stand in the address already that it is given.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check oauthlib==4.0.1

cat > resources.py <<'END'
from urllib.parse import parse_qs, urlencode, urlsplit

from oauthlib.common import Request
from oauthlib.oauth2 import BackendApplicationClient, WebApplicationClient

resources = ['https://tax.example', 'https://health.example']
web, backend = WebApplicationClient('client'), BackendApplicationClient('client')


def asked(query):
    return parse_qs(query)['resource']


twice = urlencode({'resource': resources}, doseq=True)
seen = {
    'as a list, in the address': asked(urlsplit(web.prepare_request_uri('https://id.example/auth', resource=resources)).query),
    'as a list, in the body': asked(backend.prepare_request_body(resource=resources)),
    'in the address before': asked(urlsplit(web.prepare_request_uri(f'https://id.example/auth?{twice}')).query),
    'read by the server': Request('https://id.example/token', 'POST', f'grant_type=client_credentials&{twice}').resource,
}
for where, found in seen.items():
    print(f'{where}: {found}')
printed = [str(resources)]
raise SystemExit(0 if list(seen.values()) == [printed, printed, resources, resources[-1]] else 1)
END
python/bin/python resources.py
