/** What the engine leaves to us where it looks for a code that waits for a citizen: how fast it may be asked for, or guessed. */
import { errors, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { ReRenderError } from 'oidc-provider/lib/helpers/re_render_errors.js';
import type { Store } from '../storage/redis.ts';
import { isPollInTime } from '../throttle/polls.ts';
import { createUserCodeAttempts } from '../throttle/user-codes.ts';

/** Too many wrong codes from this address, or in all: the code that was typed was not looked at. */
export class TooManyUserCodes extends ReRenderError {
  constructor() {
    super('too many wrong codes');
    this.status = 429;
    this.statusCode = 429;
  }
}

interface Pending {
  readonly clientId?: string;
  readonly grantId?: string;
  readonly error?: string;
  readonly isExpired: boolean;
}

type Find = (value: string, options?: object) => Promise<Pending | undefined>;

/** RFC 8628 §3.5, CIBA §11: `slow_down` to whoever asks more often than agreed, which the engine does not say. */
export function slowHastyPollsDown(provider: Provider, store: Store): void {
  for (const model of [provider.DeviceCode, provider.BackchannelAuthenticationRequest]) {
    const find = (model.find as unknown as Find).bind(model);
    Object.assign(model, {
      async find(value: string, options?: object): Promise<Pending | undefined> {
        const code = await find(value, options);
        if (code && isPolledFor(code) && !(await isPollInTime(store, value))) {
          throw new errors.SlowDown();
        }
        return code;
      },
    });
  }
}

/** RFC 8628 §5.1: attempts are counted before they are looked at. */
export function limitGuessesAtUserCodes(provider: Provider, store: Store): void {
  const attempts = createUserCodeAttempts(store);
  const find = (provider.DeviceCode.findByUserCode as unknown as Find).bind(provider.DeviceCode);
  Object.assign(provider.DeviceCode, {
    async findByUserCode(userCode: string, options?: object): Promise<Pending | undefined> {
      const address = contextOfRequest()?.ip ?? '';
      if (!(await attempts.begin(address))) {
        throw new TooManyUserCodes();
      }
      const code = await find(userCode, options);
      if (code) {
        await attempts.giveBack(address);
      }
      return code;
    },
  });
}

/** By its own relying party, and nothing to be had yet. */
function isPolledFor({ clientId, isExpired, grantId, error }: Pending): boolean {
  const { oidc } = contextOfRequest() ?? {};
  const isOwn = oidc?.route === 'token' && oidc.client?.clientId === clientId;
  const isDecided = error !== undefined || grantId !== undefined;
  return isOwn && !isExpired && !isDecided;
}

function contextOfRequest(): KoaContextWithOIDC | undefined {
  return Provider.ctx as KoaContextWithOIDC | undefined;
}
