#!/usr/bin/env bash
# npm 11.19.1.
#
# Expected: `npm sbom --omit dev` lists what is installed with `--omit dev`: dependency types to omit from the
# installation tree, by the manual of the command, as `npm ls --omit dev` does. A package that is a dependency of the project stays, whoever
# else needs it.
#
# What happens: a dependency of the project that a development dependency needs too, in the same place, is missing from the bill of
# materials, in CycloneDX and in SPDX, without a word; `npm ls --omit dev` names it, and `npm ci --omit dev` installs it. Without
# `--omit` it is listed, and rightly not marked as for development. A scanner that is given such a bill never asks about that package.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir tool project
(cd tool && npm install --silent --no-audit --no-fund --ignore-scripts --no-package-lock npm@11.19.1 >/dev/null)
npm() { node "$folder/tool/node_modules/npm/bin/npm-cli.js" "$@"; }
cd project
# debug 4.4.3 depends on ms ^2.1.3.
cat >package.json <<'JSON'
{
  "name": "project",
  "version": "1.0.0",
  "dependencies": { "ms": "2.1.3", "isarray": "2.0.5" },
  "devDependencies": { "debug": "4.4.3" }
}
JSON
npm install --silent --no-audit --no-fund --ignore-scripts >/dev/null

names() { node -p 'JSON.parse(fs.readFileSync(0)).components.map(({ name }) => name).sort().join(" ")'; }
listed=$(npm sbom --sbom-format cyclonedx --omit dev | names)
all=$(npm sbom --sbom-format cyclonedx | names)
installed=$(npm ls --omit dev --json | node -p 'Object.keys(JSON.parse(fs.readFileSync(0)).dependencies).sort().join(" ")')
echo "npm ls --omit dev:    $installed"
echo "npm sbom --omit dev:  $listed"
echo "npm sbom:             $all"
[ "$installed" = 'isarray ms' ] && [ "$listed" = 'isarray' ] && [ "$all" = 'debug isarray ms' ]
