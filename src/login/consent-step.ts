/** Asks a signed-in citizen whether a relying party that is not bound by law or contract may be told what it asks for. */
import type { Context } from 'koa';
import type { LoginParts } from './login-parts.ts';
import type { AskedConsent, SignIn } from './sign-in.ts';

export interface ConsentStep {
  /** Goes on at once where nobody needs to be asked. */
  show(ctx: Context, signIn: SignIn, asked: AskedConsent): Promise<void>;
}

export function createConsentStep({ signIns, pages }: Pick<LoginParts, 'signIns' | 'pages'>): ConsentStep {
  return {
    async show(ctx, { address, serviceName }, asked) {
      if (!asked.isNeeded) {
        await signIns.consent(ctx, asked);
        return;
      }
      const { claims, resources, policy, terms } = asked;
      await pages.show(ctx, 'login/consent', {
        title: 'consent.title',
        serviceName,
        data: { address, claims, resources, policy, terms },
      });
    },
  };
}
