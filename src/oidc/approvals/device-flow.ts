/**
 * Devices without a browser or a keyboard (RFC 8628): a television, a terminal in an office. It shows a code; the citizen types it
 * on a telephone or computer of their own, reads who wants to be let in, and signs in as always.
 */
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { deviceOfRequest } from '../../observability/request-origin.ts';
import { keepMaxAgeOfZero } from '../engine/internals/max-age-of-zero.ts';

type DeviceFlow = NonNullable<NonNullable<Configuration['features']>['deviceFlow']>;

/** Where the sign-in was begun, for the citizen to judge (RFC 8628 §5.4). */
export interface DeviceOrigin {
  /** E.g. `Firefox, Windows`; empty when unknown, as for most devices. */
  readonly device: string;
  /** Network address. */
  readonly address: string;
}

export interface DevicePages {
  /** @param typed the code, where it came with the address. @param fault why the code that was typed, or the sign-in after it, leads nowhere */
  showUserCodeInput(ctx: KoaContextWithOIDC, fault?: Error, typed?: string): Promise<void>;
  showUserCodeConfirm(ctx: KoaContextWithOIDC, origin: DeviceOrigin, userCode: string): Promise<void>;
  showDeviceIn(ctx: KoaContextWithOIDC): Promise<void>;
}

export function deviceFlow(isOn: boolean, pages: DevicePages): DeviceFlow {
  return {
    enabled: isOn,
    // Consonants without look-alikes; no words come of them, and a person of seventy reads them from a television.
    charset: 'base-20',
    mask: '****-****',
    // Asked for just before the request is kept.
    deviceInfo(ctx) {
      keepMaxAgeOfZero(ctx);
      return { device: deviceOfRequest(), address: ctx.ip } satisfies DeviceOrigin;
    },
    userCodeInputSource: (ctx, _form, _out, error) => pages.showUserCodeInput(ctx, error),
    userCodeConfirmSource: (ctx, _form, _client, origin, userCode) =>
      pages.showUserCodeConfirm(ctx, origin as unknown as DeviceOrigin, userCode),
    successSource: (ctx) => pages.showDeviceIn(ctx),
  };
}
