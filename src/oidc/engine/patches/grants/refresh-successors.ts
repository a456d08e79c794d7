/**
 * A refresh token is spent in the one step that keeps its successor, and whoever presents it again within its grace gets the same successor.
 *
 * oidc-provider 9.13.3: wraps `RefreshToken.find`, replaces `consume` and wraps `save` of its prototype; tells by the details of an
 * `invalid_grant` who presented a token that is not theirs.
 * Why: it ends the grant at the second use whoever comes, spends a token some steps before it stores the next, and takes no notice of a spent
 * one that comes from another client or with another key.
 * Held by: test/flows/refresh-grace.test.ts, "a thousand times, on two nodes at once, each race has one successor"
 * Held by: test/flows/refresh-grace.test.ts, "by another client within the grace ends the grant"
 */
import type { Adapter, AdapterPayload, errors, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { writeBeforeAnswer } from '../../../../storage/request/store-request.ts';
import { currentRequest } from '../../internals/current-request.ts';

type RefreshToken = InstanceType<Provider['RefreshToken']>;
type Client = InstanceType<Provider['Client']>;

/** Of a refresh token, as our adapter spends it. */
export interface Succession {
  /** The value of the token that was presented. */
  readonly spentId: string;
  /** What was drawn for the successor, which counts for the first alone. */
  readonly id: string;
  readonly payload: AdapterPayload;
  readonly lifeInSeconds: number;
  readonly graceInSeconds: number;
}

/** What our adapter can do with refresh tokens besides. */
export interface RefreshTokenRecords extends Adapter {
  /**
   * Leaves with what else the request writes, and holds for all of it: a use without grace is an InvalidGrant then, and ends the grant.
   * @param told the value of the one successor, when it is stored
   */
  succeed(succession: Succession, told: (successor: string) => void): Promise<void>;
  /** Ends the grant of a token that was spent. */
  endIfSpent(id: string): Promise<void>;
}

export interface RotationRules {
  isRotated(client: Client | undefined): boolean;
  /** In seconds. */
  graceOf(token: RefreshToken, client: Client): number;
}

/** Not in the types of the engine. */
interface Kept {
  generateTokenId(): string;
  getValueAndPayload(): Promise<{ payload: AdapterPayload }>;
}

/** What the engine says to its operator of a token of another client, or of one that is bound to another key. */
const notTheirs = new Set(['client mismatch', 'failed jkt verification', 'failed x5t#S256 verification']);

export function keepRefreshSuccessors(provider: Provider, rules: RotationRules): void {
  const { RefreshToken } = provider;
  const { prototype, find } = RefreshToken;
  const { save } = prototype;
  Object.assign(RefreshToken, {
    async find(this: unknown, ...given: Parameters<typeof find>): Promise<RefreshToken | undefined> {
      const token = (await find.apply(RefreshToken, given)) as RefreshToken | undefined;
      if (token && isRefresh(currentRequest()) && rules.isRotated(currentRequest()?.oidc.client)) {
        // Whether it may be used once more is decided where its successor is kept.
        token.consumed = undefined;
      }
      return token;
    },
  });
  Object.assign(prototype, {
    async consume(): Promise<void> {},
    async save(this: RefreshToken): Promise<string> {
      const { client, entities } = currentRequest()?.oidc ?? {};
      const spent = entities?.RotatedRefreshToken;
      return client && spent ? succeed(this, spent, rules.graceOf(spent, client)) : save.call(this);
    },
  });
  provider.on('grant.error', (ctx, refusal) => endSpentOfOthers(provider, ctx, refusal));
}

function isRefresh(ctx: KoaContextWithOIDC | undefined): boolean {
  return ctx?.oidc.route === 'token' && ctx.oidc.params?.grant_type === 'refresh_token';
}

async function succeed(
  token: RefreshToken & Partial<Kept>,
  spent: RefreshToken,
  graceInSeconds: number,
): Promise<string> {
  const successor = token as RefreshToken & Kept;
  successor.jti = successor.generateTokenId();
  const { payload } = await successor.getValueAndPayload();
  const succession = {
    spentId: spent.jti,
    id: successor.jti,
    payload,
    lifeInSeconds: successor.remainingTTL,
    graceInSeconds,
  };
  const ctx = currentRequest();
  await recordsOf(successor).succeed(succession, (value) => {
    if (ctx) {
      successors.set(ctx, value);
    }
  });
  return successor.jti;
}

/** The one successor of what a request presented, once it is stored. */
const successors = new WeakMap<object, string>();

/** Answers with the one successor, which may be another than was drawn. */
export function tellSuccessor(ctx: { body?: unknown }): void {
  const successor = successors.get(ctx);
  if (successor !== undefined) {
    Object.assign(ctx.body as object, { refresh_token: successor });
  }
}

function endSpentOfOthers(
  provider: Provider,
  ctx: KoaContextWithOIDC,
  { error_detail }: errors.OIDCProviderError,
): void {
  const { refresh_token } = ctx.oidc.params ?? {};
  if (isRefresh(ctx) && notTheirs.has(error_detail ?? '') && typeof refresh_token === 'string') {
    void writeBeforeAnswer(recordsOf(provider.RefreshToken).endIfSpent(refresh_token));
  }
}

function recordsOf({ adapter }: { readonly adapter: Adapter }): RefreshTokenRecords {
  return adapter as RefreshTokenRecords;
}
