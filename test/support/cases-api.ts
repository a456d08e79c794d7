/** An API that relying parties want tokens for: RFC 8707. */
import type { Config } from '../../src/config.ts';

export const casesApi: Config['resources'][number] = {
  identifier: 'https://api.minta.example/',
  name: 'Mintaügyek',
  'name#en': 'Sample cases',
  scopes: ['cases:read'],
  access_token_format: 'opaque',
  access_token_signing_alg: 'ES256',
  access_token_lifetime: 300,
  introspected_by: [],
};
