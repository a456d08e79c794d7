/**
 * The operator's pages: what is up and what waits, relying parties and why they were refused, keys, the calendar, and who did what. For the
 * role `operator` alone, off unless `config/operator.json` says otherwise; whatever they can do the command line can do as well. Nothing of a
 * citizen is shown.
 *
 * In this folder: access (this file), state/ (what is up, queues, keys, the calendar), relying-parties/, and the log.
 */
import type { Context } from 'koa';
import { operatorSite } from '../relying-party/own-client.ts';
import type { SignedInStaff, StaffAccess, StaffPlace } from '../staff-pages/staff-access.ts';
import type { Page, Pages } from '../web/page/page.ts';

export interface Operators extends Pick<StaffAccess, 'whenSignedIn'> {
  show(ctx: Context, staff: SignedInStaff, view: string, page: Page): Promise<void>;
}

export interface OperatorsParts {
  readonly access: StaffAccess;
  readonly pages: Pages;
}

export const operatorHome = operatorSite.home;

export const operatorPlace: StaffPlace = {
  site: operatorSite,
  mayEnter: ({ role }) => role === 'operator',
  noRole: { title: 'operator.no-role.title', text: 'operator.no-role.text' },
};

export function createOperators({ access, pages }: OperatorsParts): Operators {
  return {
    whenSignedIn: access.whenSignedIn,

    show: (ctx, { account }, view, page) =>
      pages.show(ctx, `operator/${view}`, {
        ...page,
        signedInAs: account.profile.username,
        data: {
          ...page.data,
          wide: true,
          homeHref: operatorHome,
          signOutHref: `${operatorHome}/sign-out`,
        },
      }),
  };
}
