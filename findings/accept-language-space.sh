#!/usr/bin/env bash
# koa 3.3.0 (ctx.acceptsLanguages, with negotiator 0.6.3), accept-language-parser 1.5.0, resolve-accept-language 3.2.2, locale 0.1.0 and
# accept-language 3.0.20 from npm, beside negotiator 1.1.0 and @hapi/accept 6.0.3, the languages that a browser or a program asks for.
#
# Expected: weight = OWS ";" OWS "q=" qvalue, spaces allowed on either side of the semicolon (RFC 9110 §12.4.2, §12.5.4),
# so that "hu; q=0.8, en; q=0.9" and "hu ;q=0.8, en ;q=0.9" ask for English before Hungarian, as "hu;q=0.8, en;q=0.9" does.
# Seen: with a space the weights are lost without a word, each language weighs 1, and whoever stands first is taken: Hungarian.
# accept-language-parser and resolve-accept-language do so with either space, koa and locale with the one behind the semicolon,
# accept-language with the one before it. accept-language-parser makes a language "q" of the rest. negotiator 1.1.0, which koa does
# not come with yet, and @hapi/accept read all three.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts koa@3.3.0 accept-language-parser@1.5.0 resolve-accept-language@3.2.2 \
  locale@0.1.0 accept-language@3.0.20 negotiator@1.1.0 @hapi/accept@6.0.3

cat > languages.js <<'END'
import hapi from '@hapi/accept';
import acceptLanguage from 'accept-language';
import parser from 'accept-language-parser';
import Koa from 'koa';
import locale from 'locale';
import Negotiator from 'negotiator';
import * as resolve from 'resolve-accept-language';

const ours = ['hu', 'en'];
const request = (header) => ({ headers: { 'accept-language': header } });
acceptLanguage.languages(ours);

const libraries = {
  koa: (header) => new Koa().createContext(request(header), {}).acceptsLanguages(ours),
  'accept-language-parser': (header) => parser.pick(ours, header),
  'resolve-accept-language': (header) => resolve.resolveAcceptLanguage(header, ['hu-HU', 'en-US'], 'hu-HU').slice(0, 2),
  locale: (header) => new locale.Locales(header).best(new locale.Locales(ours)).normalized,
  'accept-language': (header) => acceptLanguage.get(header),
  negotiator: (header) => new Negotiator(request(header)).language(ours),
  '@hapi/accept': (header) => hapi.language(header, ours),
};
const headers = ['hu;q=0.8, en;q=0.9', 'hu; q=0.8, en; q=0.9', 'hu ;q=0.8, en ;q=0.9'];

const seen = {};
for (const [name, pick] of Object.entries(libraries)) {
  seen[name] = headers.map(pick);
  console.log(`${name}: ${headers.map((header, at) => `"${header}" ${seen[name][at]}`).join(' | ')}`);
}
const still = {
  koa: ['en', 'hu', 'en'],
  'accept-language-parser': ['en', 'hu', 'hu'],
  'resolve-accept-language': ['en', 'hu', 'hu'],
  locale: ['en', 'hu', 'en'],
  'accept-language': ['en', 'en', 'hu'],
  negotiator: ['en', 'en', 'en'],
  '@hapi/accept': ['en', 'en', 'en'],
};
const invented = parser.parse(headers[1]).some(({ code }) => code === 'q');
process.exit(JSON.stringify(seen) === JSON.stringify(still) && invented ? 0 : 1);
END
node languages.js
