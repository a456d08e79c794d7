/** The case that a page is about: the clerk's own, not over, and never about themselves. */
import type { Context } from 'koa';
import type { Account } from '../../accounts/account.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import type { IdentityDocument } from '../../assurance/identification.ts';
import type { CaseStore, DeskCase } from '../../desk/cases/case-store.ts';
import type { DeskAction } from '../../desk/staff/permissions.ts';
import type { SignedInStaff } from '../../staff-pages/staff-access.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { type Desk, deskHome } from '../desk-access.ts';

export interface OpenCase extends SignedInStaff {
  /** Its page. */
  readonly address: string;
  readonly name: string;
  readonly deskCase: DeskCase;
  readonly citizen: Account;
}

/** One in which the clerk said by which document they know the person. */
export type IdentifiedCase = OpenCase & { readonly document: IdentityDocument };

export interface Cases {
  whenOpen(ctx: Context, action: DeskAction, work: (open: OpenCase) => Promise<void>): Promise<void>;
  /** Whoever is not identified yet is first. */
  whenIdentified(
    ctx: Context,
    action: DeskAction,
    work: (open: IdentifiedCase) => Promise<void>,
  ): Promise<void>;
}

export function createCases(desk: Desk, cases: CaseStore, accounts: AccountStore): Cases {
  async function whenOpen(
    ctx: Context,
    action: DeskAction,
    work: (open: OpenCase) => Promise<void>,
  ): Promise<void> {
    const name = String(ctx.params.case);
    await desk.whenAllowed(ctx, deskHome, action, async (staff) => {
      const deskCase = await cases.find(name, staff.person.accountId);
      const citizen = deskCase && (await accounts.find(deskCase.accountId));
      if (!deskCase || !citizen || (await desk.isOwn(staff, citizen.id))) {
        await desk.show(ctx, staff, 'cases/case-over', { title: 'desk.case-over.title', status: 410 });
        return;
      }
      await work({ ...staff, name, deskCase, citizen, address: `${deskHome}/case/${name}` });
    });
  }

  return {
    whenOpen,

    whenIdentified(ctx, action, work) {
      return whenOpen(ctx, action, async (open) => {
        const { document } = open.deskCase;
        if (document) {
          await work({ ...open, document });
        } else {
          seeOther(ctx, open.address);
        }
      });
    },
  };
}
