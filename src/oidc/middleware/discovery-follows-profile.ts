/** The discovery document tells what this deployment demands of every client, which the engine, that has clients of our own too, does not know. */
import type { Middleware } from 'koa';
import { byKey } from '../../clients/profile-rules.ts';
import type { DeploymentProfile } from '../../configuration/deployment-profile.ts';

type Told = Record<string, readonly string[] | boolean | undefined>;

export function discoveryFollowsProfile(profile: DeploymentProfile): Middleware {
  return async (ctx, next) => {
    await next();
    const body = ctx.body as Told | undefined;
    if (!ctx.path.startsWith('/.well-known/') || !body?.response_modes_supported) {
      return;
    }
    const offered: readonly string[] = profile.response_modes;
    body.response_modes_supported = among(body.response_modes_supported, offered);
    if (profile.require_pushed_requests) {
      body.require_pushed_authorization_requests = true;
    }
    if (profile.require_key_authentication) {
      const methods = Object.keys(body).filter((member) => member.endsWith('_auth_methods_supported'));
      for (const member of methods) {
        body[member] = among(body[member], byKey);
      }
    }
  };
}

function among(told: Told[string], wanted: readonly string[]): readonly string[] {
  return Array.isArray(told) ? told.filter((one: string) => wanted.includes(one)) : [];
}
