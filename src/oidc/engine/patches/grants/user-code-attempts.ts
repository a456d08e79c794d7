/**
 * Guesses at device codes are counted before they are looked at (RFC 8628 §5.1).
 *
 * oidc-provider 9.13.3: wraps `DeviceCode.findByUserCode`, and answers with an error of its page for codes (`ReRenderError`).
 * Why: it limits nothing; a code of eight letters could be guessed.
 * Held by: test/flows/device.test.ts, "is told of a wrong code, and after twenty from one address of none at all, also by another node"
 */
import type { Provider } from 'oidc-provider';
import type { Store } from '../../../../storage/redis.ts';
import { createUserCodeAttempts } from '../../../../throttle/windows/user-code-attempts.ts';
import { currentRequest } from '../../internals/current-request.ts';
import { ReRenderError } from '../../internals/device-code-errors.ts';

/** Too many wrong codes from this address, or in all: the code that was typed was not looked at. */
export class TooManyUserCodes extends ReRenderError {
  constructor() {
    super('too many wrong codes');
    this.status = 429;
    this.statusCode = 429;
  }
}

type FindByUserCode = (userCode: string, options?: object) => Promise<object | undefined>;

export function limitGuessesAtUserCodes(provider: Provider, store: Store): void {
  const attempts = createUserCodeAttempts(store);
  const find = (provider.DeviceCode.findByUserCode as unknown as FindByUserCode).bind(provider.DeviceCode);
  Object.assign(provider.DeviceCode, {
    async findByUserCode(userCode: string, options?: object): Promise<object | undefined> {
      const address = currentRequest()?.ip ?? '';
      if (!(await attempts.begin(address))) {
        throw new TooManyUserCodes();
      }
      const code = await find(userCode, options);
      if (code) {
        await attempts.refund(address);
      }
      return code;
    },
  });
}
