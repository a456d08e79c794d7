/**
 * What one clerk proposes and a supervisor of the same office decides: dual authorization (NIST SP 800-53, AC-3 (2)). The rules and the
 * states of such a request are in desk/dual-authorization/request.ts.
 */
import { Router } from '@koa/router';
import type { DeskPolicy } from '../../configuration/policies.ts';
import { requestKinds } from '../../desk/dual-authorization/request.ts';
import type { ReadForm } from '../../web/form/form.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { Cases } from '../cases/open-case.ts';
import { deskHome } from '../desk-access.ts';
import { type DecisionPageParts, showProposal, submitDecision, whenProposed } from './decision-page.ts';
import { type ProposalFormParts, showProposalForm, submitProposal } from './proposal-form.ts';

export interface RequestRouteParts extends ProposalFormParts, DecisionPageParts {
  readonly policy: DeskPolicy;
  readonly openCases: Cases;
  readonly readForm: ReadForm;
}

export function requestRoutes(parts: RequestRouteParts): Door {
  const { openCases, readForm } = parts;
  const router = new Router({ prefix: deskHome });

  for (const kind of requestKinds) {
    const address = `/case/:case/${kind}`;
    router.get(address, (ctx) =>
      openCases.whenIdentified(ctx, kind, (open) => showProposalForm(parts, ctx, open, kind)),
    );
    router.post(address, async (ctx) => {
      const fields = await readForm(ctx);
      await openCases.whenIdentified(ctx, kind, (open) => submitProposal(parts, ctx, open, kind, fields));
    });
  }

  router.get('/requests/:request', (ctx) =>
    whenProposed(parts, ctx, (staff, proposal) => showProposal(parts, ctx, staff, proposal)),
  );

  for (const decision of ['approve', 'refuse'] as const) {
    router.post(`/requests/:request/${decision}`, async (ctx) => {
      await readForm(ctx);
      await whenProposed(parts, ctx, (staff, proposal) =>
        submitDecision(parts, ctx, staff, proposal, decision),
      );
    });
    router.get(`/requests/:request/${decision}`, (ctx) => seeOther(ctx, deskHome));
  }

  return forPeople(router);
}
