/** What steps have in common that add, count or remove passkeys: each is of one account at a time (decision 68). Its key goes with it. */
import { passkeyOwnerKey } from '../storage/catalogue/account-keys.ts';
import { readStep } from '../storage/redis.ts';

/** In Lua, to stand before such a step. A step does not know beforehand which passkeys it finds: it makes their keys as the catalogue does. */
export const passkeyClaims = readStep(import.meta.dirname, 'passkey-claims').replaceAll(
  '<passkey-owner>',
  passkeyOwnerKey(''),
);
