/**
 * An installation in which everything is switched on, and the routes that it answers: routers and the engine say theirs, so that a new one
 * is met without being written down.
 */
import type { Layer, Router } from '@koa/router';
import type { Provider } from 'oidc-provider';
import type { Config } from '../../src/config.ts';
import type { Door } from '../../src/web/request/door.ts';
import { conformanceProfile } from './conformance.ts';
import { deskOfTests } from './desk.ts';
import { makeWalletWorld } from './known-wallet.ts';
import { makeAttester, walletIssuerSettings } from './wallet-authorities.ts';

export async function everythingOn(): Promise<Partial<Config>> {
  const wallets = await makeWalletWorld();
  return {
    profile: conformanceProfile,
    desk: deskOfTests,
    operator: { enabled: true },
    grants: { device_flow: true, ciba: true },
    walletVerifier: wallets.settings,
    walletIssuer: await walletIssuerSettings(await makeAttester()),
  };
}

type Register = (name: string, path: string, ...middleware: unknown[]) => unknown;

/** The paths that the engine registers from now on: its router tells them to nobody afterwards. */
export async function listenToEngine(): Promise<ReadonlySet<string>> {
  const { default: router } = (await import('oidc-provider/lib/helpers/router.js' as string)) as {
    default: { prototype: Record<string, Register> };
  };
  const paths = new Set<string>();
  for (const verb of ['get', 'post', 'put', 'delete', 'options']) {
    const register = router.prototype[verb] as Register;
    router.prototype[verb] = function (name, path, ...middleware) {
      paths.add(path);
      return register.call(this, name, path, ...middleware);
    };
  }
  return paths;
}

interface Registering {
  register(...given: unknown[]): Layer;
}

/** The routes that routers of ours register from now on, whatever becomes of them; what all routes of a router use is none. */
export async function listenToRouters(): Promise<readonly Layer[]> {
  const { Router: OurRouter } = await import('@koa/router');
  const prototype = OurRouter.prototype as unknown as Registering;
  const { register } = prototype;
  const layers: Layer[] = [];
  prototype.register = function (...given) {
    const layer = register.apply(this, given);
    layers.push(...(layer.methods.length > 0 ? [layer] : []));
    return layer;
  };
  return layers;
}

/** Koa keeps its middleware in a list. */
export function doorsOf(provider: Provider): readonly Door[] {
  const { middleware } = provider as unknown as { middleware: { readonly doors?: readonly Door[] }[] };
  return middleware.flatMap(({ doors }) => doors ?? []);
}

/** What a router of ours is made of stands in its own list. */
export function pathsOf(router: Router): string[] {
  return router.stack.map(({ path }) => String(path));
}
