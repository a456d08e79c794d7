/** The logo of the relying party that a request is about: noted where the party is found, shown wherever its name stands above a page. */
import type { Context } from 'koa';

/** @param address a path of ours; undefined where it has none that was approved */
export function noteServiceLogo(ctx: Context, address: string | undefined): void {
  ctx.state.serviceLogo = address;
}

export function serviceLogoOf(ctx: Context): string | undefined {
  return ctx.state.serviceLogo as string | undefined;
}
