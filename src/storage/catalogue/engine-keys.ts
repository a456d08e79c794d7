/** The records of the engine (oidc-provider), each under the hash of its id, which is often its secret. */
import { atMost, days, entry, forEver, hours, type KeptKey, minutes, until } from './entry.ts';
import { walletOfferIdKey } from './wallet-keys.ts';

/** Records outlive their expiry a little, so that clocks of nodes may differ. */
export const clockToleranceInSeconds = 15;

/** How long they live for the engine, in seconds; Redis ends them a little later. The bound, where a request or a setting shortens it. */
export const engineLives = {
  /** Idle; in all it is twelve hours. */
  Session: minutes(15),
  Interaction: hours(1),
  /** A grant must outlive every refresh token that a session of twelve hours may still be given. */
  Grant: hours(25),
  AuthorizationCode: minutes(1),
  AccessToken: hours(1),
  RefreshToken: hours(12),
  ClientCredentials: minutes(10),
  DeviceCode: minutes(10),
  BackchannelAuthenticationRequest: minutes(10),
  PushedAuthorizationRequest: minutes(1),
  /** As long as the offer to a wallet. */
  PreAuthorizedCode: walletOfferIdKey.lifeInSeconds,
  /** As the operator says who issues it. */
  InitialAccessToken: days(30),
  /** Whoever registered itself manages itself as long; each change renews it. */
  RegistrationAccessToken: days(365),
} as const;

export type EngineModel = keyof typeof engineLives;

const kept = (seconds: number, remark?: string) => atMost(seconds + clockToleranceInSeconds, remark);
const record = { type: 'hash', sealed: 'sealed' } as const;
/** Others have none that long. */
const wallets = '25 hours; of a wallet as `renewal_days` says besides';
const token = { ...record, of: 'account', causedBy: ['citizen', 'program'] } as const;

/** What a wallet's grant may live, where the installation lets it renew its card (`renewal_days`); the sign-in that began it comes on top. */
export const mostRenewalInSeconds = days(365);

/** By the engine's names of its models. */
export const engineRecordKeys = {
  Session: entry({
    ...record,
    pattern: 'oidc:{Session:<hash>}',
    holds:
      'a session of a browser, also of one that is not signed in; for a minute after its end a mark of it',
    of: 'browser',
    lives: kept(engineLives.Session, 'from the last request'),
    causedBy: ['nobody', 'citizen'],
  }),
  Interaction: entry({
    ...record,
    pattern: 'oidc:{Interaction:<hash>}',
    holds: 'an authorization request that waits for the citizen, and what came of it',
    of: 'browser',
    lives: kept(engineLives.Interaction),
    causedBy: ['nobody'],
  }),
  Grant: entry({
    ...token,
    pattern: 'oidc:{Grant:<hash>}',
    holds: 'what a citizen gave a relying party',
    lives: kept(mostRenewalInSeconds + engineLives.Grant, wallets),
  }),
  AuthorizationCode: entry({
    ...token,
    pattern: 'oidc:{AuthorizationCode:<hash>}',
    holds: 'an authorization code, and when it was consumed',
    lives: kept(engineLives.AuthorizationCode),
  }),
  AccessToken: entry({
    ...token,
    pattern: 'oidc:{AccessToken:<hash>}',
    holds: 'an opaque access token',
    lives: kept(engineLives.AccessToken, 'as `access_token_lifetime` of its resource says, else ten minutes'),
  }),
  RefreshToken: entry({
    ...token,
    pattern: 'oidc:{RefreshToken:<hash>}',
    holds: 'a refresh token, and when it was consumed',
    lives: kept(
      mostRenewalInSeconds,
      'twelve hours, from the first of its family; of a wallet as `renewal_days` says',
    ),
  }),
  ClientCredentials: entry({
    ...record,
    pattern: 'oidc:{ClientCredentials:<hash>}',
    holds: 'an access token of a machine client',
    of: 'client',
    lives: kept(engineLives.ClientCredentials),
    causedBy: ['program'],
  }),
  DeviceCode: entry({
    ...token,
    causedBy: ['nobody', 'citizen', 'program'],
    pattern: 'oidc:{DeviceCode:<hash>}',
    holds: 'a device’s code: claimed, decided, consumed',
    lives: kept(engineLives.DeviceCode),
  }),
  BackchannelAuthenticationRequest: entry({
    ...token,
    pattern: 'oidc:{BackchannelAuthenticationRequest:<hash>}',
    holds: 'a request from elsewhere: decided, consumed',
    lives: kept(engineLives.BackchannelAuthenticationRequest),
  }),
  PushedAuthorizationRequest: entry({
    ...record,
    pattern: 'oidc:{PushedAuthorizationRequest:<hash>}',
    holds: 'an authorization request that a relying party pushed',
    of: 'client',
    lives: kept(engineLives.PushedAuthorizationRequest),
    causedBy: ['nobody', 'program'],
  }),
  PreAuthorizedCode: entry({
    ...token,
    pattern: 'oidc:{PreAuthorizedCode:<hash>}',
    holds: 'the code of an offer to a wallet, and when it was consumed',
    lives: kept(engineLives.PreAuthorizedCode),
  }),
  InitialAccessToken: entry({
    ...record,
    pattern: 'oidc:{InitialAccessToken:<hash>}',
    holds: 'a token with which clients may be registered',
    of: 'installation',
    lives: kept(engineLives.InitialAccessToken, 'as the operator said who issued it'),
    causedBy: ['operator'],
  }),
  RegistrationAccessToken: entry({
    ...record,
    pattern: 'oidc:{RegistrationAccessToken:<hash>}',
    holds: 'the token of a client that manages itself',
    of: 'client',
    lives: kept(engineLives.RegistrationAccessToken, 'from the last change'),
    causedBy: ['program'],
  }),
} as const satisfies Record<EngineModel, (hash: string) => KeptKey>;

/** @throws for a model that the catalogue does not know: nothing is kept that is not in it */
export function engineRecordKey(model: string, hash: string): KeptKey {
  const keyOf: ((hash: string) => KeptKey) | undefined = engineRecordKeys[model as EngineModel];
  if (!keyOf) {
    throw new Error(`no ${model} is kept`);
  }
  return keyOf(hash);
}

export const sessionUidKey = entry({
  pattern: 'oidc:{session-uid:<hash>}',
  type: 'string',
  holds: 'which record a session’s internal name stands for',
  of: 'browser',
  sealed: 'hashes only',
  lives: kept(engineLives.Session, 'from the last request'),
  causedBy: ['nobody', 'citizen'],
});

/** A device's code, as a citizen types it. */
export const userCodeKey = entry({
  pattern: 'oidc:{user-code:<hash>}',
  type: 'string',
  holds: 'which record a device’s code stands for',
  of: 'client',
  sealed: 'hashes only',
  lives: kept(engineLives.DeviceCode),
  causedBy: ['nobody', 'program'],
});

export const grantTokensKey = entry({
  pattern: 'oidc:{grant:<hash>}:<model>',
  type: 'zset',
  holds: 'tokens of a grant, of one model, scored by expiry',
  of: 'account',
  sealed: 'hashes only',
  lives: kept(mostRenewalInSeconds, 'as its longest token'),
  causedBy: ['citizen', 'program'],
});

/** For as long as the token before it may be used again. */
export const refreshSuccessorKey = entry({
  pattern: 'oidc:{RefreshToken:<hash>}:successor',
  type: 'string',
  holds: 'which refresh token took the place of one that was spent a moment ago',
  of: 'account',
  sealed: 'sealed',
  lives: atMost(10, 'until that token is itself spent'),
  causedBy: ['program'],
});

export const initialAccessUsesKey = entry({
  pattern: 'oidc:{InitialAccessToken:<hash>}:uses',
  type: 'string',
  holds: 'how many clients may still be registered with it',
  of: 'installation',
  sealed: 'not: a count',
  lives: atMost(engineLives.InitialAccessToken, 'as the operator said who issued it'),
  causedBy: ['operator'],
});

/** Ids of JWTs, and what else may be used once. */
export const replayKey = entry({
  pattern: 'oidc:{replay:<hash>}',
  type: 'string',
  holds:
    'that a JWT (of a client, a DPoP proof, a request object), a proof, key or token for a credential, was used',
  of: 'client',
  sealed: 'not: a mark',
  // The engine's own tolerance is part of the expiry that it gives.
  lives: atMost(
    days(1) + 2 * clockToleranceInSeconds,
    'as the JWT, at most an hour; proofs and keys of credentials a day',
  ),
  causedBy: ['program'],
});

export const signingKeysKey = entry({
  pattern: 'oidc:{signing-keys}:ring',
  type: 'hash',
  holds: 'each signing key (sealed), its algorithm, when it was made and from when it signs; a version',
  of: 'installation',
  sealed: 'partly: algorithms and instants are compared by scripts',
  lives: forEver,
  causedBy: ['operator', 'node'],
});

/** As keys were kept before they could be changed. */
export const signingKeysBeforeKey = entry({
  pattern: 'oidc:{signing-keys}',
  type: 'string',
  holds: 'signing keys as an older version kept them, for one that still runs beside this',
  of: 'installation',
  sealed: 'sealed',
  lives: until('until the first change of keys'),
  causedBy: ['node'],
});
