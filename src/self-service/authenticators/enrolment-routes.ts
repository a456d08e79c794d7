/** Applying for an Ügyfélkapu+, or for a further device, from the citizen's own pages; the steps themselves are in `enrolling/`. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { isFreshPassword } from '../../accounts/password/password-freshness.ts';
import { type EnrolDoor, enrolActions } from '../../enrolling/enrol-door.ts';
import type { EnrolSteps } from '../../enrolling/enrol-steps.ts';
import type { Fields, ReadForm } from '../../web/form/form.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { redirectToPage } from '../form-page-redirect.ts';
import type { SessionGuard, SignedIn } from '../session-guard.ts';

export interface EnrolmentParts {
  readonly sessionGuard: SessionGuard;
  readonly enrolSteps: EnrolSteps;
  readonly readForm: ReadForm;
}

const home = '/fiok';
const address = `${home}/igenyles`;

async function submitEnrolment(
  { enrolSteps, sessionGuard }: EnrolmentParts,
  ctx: Context,
  signedIn: SignedIn,
  fields: Fields,
): Promise<void> {
  const action = enrolActions.find((known) => known === ctx.params.action);
  if (action) {
    await enrolSteps.receive(ctx, doorOf(sessionGuard, signedIn), action, fields);
  } else {
    seeOther(ctx, address);
  }
}

/** The first authenticator needs a proof beyond the password; further ones the code that was given just now. */
function doorOf(sessionGuard: SessionGuard, signedIn: SignedIn): EnrolDoor {
  const { account, arrivedAt, session } = signedIn;
  return {
    account,
    address,
    formAddress: address,
    leave: { address: home, isForm: false },
    page: { signedInAs: account.profile.username },
    applicant: account.hasPlus ? 'proven' : 'unproven',
    asksPassword: !isFreshPassword(session.passwordGivenAt, arrivedAt),
    finished: async (ctx, by) => {
      await sessionGuard.noteReauthentication(ctx, signedIn, by);
      seeOther(ctx, account.hasPlus ? `${home}?masik-eszkoz` : `${home}?kesz`);
    },
  };
}

export function enrolmentRoutes(parts: EnrolmentParts): Door {
  const { sessionGuard, enrolSteps, readForm } = parts;
  const router = new Router();

  router.get(address, (ctx) =>
    sessionGuard.whenCodeGiven(ctx, address, (signedIn) =>
      enrolSteps.show(ctx, doorOf(sessionGuard, signedIn)),
    ),
  );
  router.post(`${address}/:action`, async (ctx) => {
    const fields = await readForm(ctx);
    await sessionGuard.whenCodeGiven(ctx, address, (signedIn) =>
      submitEnrolment(parts, ctx, signedIn, fields),
    );
  });
  router.get(`${address}/:action`, (ctx) => redirectToPage(ctx, address));

  return forPeople(router);
}
