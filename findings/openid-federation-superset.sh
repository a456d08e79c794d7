#!/usr/bin/env bash
# @openid-federation/core 0.2.1, policies that are applied to the metadata of an entity.
#
# Expected: of superset_of, "if the metadata parameter is present, its values MUST contain those specified in the operator value", equality
# included (OpenID Federation 1.0 §6.1.3.1.6); subset_of and superset_of ask nothing of a parameter that is absent (§6.1.3.1.5, §6.1.3.1.6),
# unless "essential" is there too (§6.1.3.1.7).
# Seen: superset_of is computed the wrong way round, so that a relying party with more than the policy asks for is refused, "The target does
# not contain all the values", though it does; only equal sets pass as they should. And an absent parameter is refused by both operators,
# for not being an array.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @openid-federation/core@0.2.1

cat > policy.js <<'END'
import { applyMetadataPolicyToMetadata } from '@openid-federation/core';

function applied(operators, metadata) {
  try {
    const { resolvedLeafMetadata } = applyMetadataPolicyToMetadata({
      leafMetadata: { openid_relying_party: metadata },
      policyMetadata: { openid_relying_party: { grant_types: operators } },
    });
    return JSON.stringify(resolvedLeafMetadata.openid_relying_party.grant_types);
  } catch (error) {
    return `refused: ${error.message}`;
  }
}

const code = 'authorization_code';
const refresh = 'refresh_token';
const client = { client_name: 'A client' };
const seen = {
  'superset_of, equal': applied({ superset_of: [code] }, { ...client, grant_types: [code] }),
  'superset_of, more': applied({ superset_of: [code] }, { ...client, grant_types: [code, refresh] }),
  'superset_of, absent': applied({ superset_of: [code] }, client),
  'subset_of, more': applied({ subset_of: [code] }, { ...client, grant_types: [code, refresh] }),
  'subset_of, absent': applied({ subset_of: [code] }, client),
};
for (const [name, outcome] of Object.entries(seen)) {
  console.log(`${name.padEnd(20)} ${outcome}`);
}
const refused = Object.keys(seen).filter((name) => seen[name].startsWith('refused: '));
process.exitCode = refused.join() === 'superset_of, more,superset_of, absent,subset_of, absent' ? 0 : 1;
END
node policy.js
