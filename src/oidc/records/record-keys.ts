import { engineRecordKeys, grantTokensKey, sessionUidKey } from '../../storage/catalogue/engine-keys.ts';
import type { ErrandKey, StoreKey } from '../../storage/catalogue/entry.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';

export const tokensOfGrant = [
  'AccessToken',
  'RefreshToken',
  'AuthorizationCode',
  'DeviceCode',
  'BackchannelAuthenticationRequest',
];

export const sessionPointerKey = (uid: string): ErrandKey => sessionUidKey(hashOfIdentifier(uid));

export const grantRecordKey = (grantId: string): StoreKey =>
  engineRecordKeys.Grant(hashOfIdentifier(grantId));

export const grantIndexKey = (model: string, grantId: string): StoreKey =>
  grantTokensKey(hashOfIdentifier(grantId), model);
