/** What is done to a relying party by a button: asked once more, on the version that was seen. */
import type { Context } from 'koa';
import { RequestRefused } from '../../errors.ts';
import type { SignedInStaff } from '../../staff-pages/staff-access.ts';
import type { Fields } from '../../web/form/form.ts';
import { languageOf } from '../../web/language.ts';
import { clientNameIn } from '../../web/page/client-name.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { listAddress } from './list-page.ts';
import {
  faultsOf,
  type MetadataPageParts,
  occasionOf,
  showDone,
  statusOf,
  versionOf,
} from './metadata-page.ts';
import { addressOf, findClient } from './relying-party-page.ts';

export type ActionParts = MetadataPageParts;

const actions = ['disable', 'enable', 'rotate-secret', 'remove'] as const;
type Action = (typeof actions)[number];

/** How long the secret before stays valid, so that the relying party can change over without an outage. */
const overlapInSeconds = 24 * 60 * 60;

export async function showAction(
  parts: ActionParts,
  ctx: Context,
  staff: SignedInStaff,
  clientId: string,
  name: string,
  errors: FormError[] = [],
  status = 200,
): Promise<void> {
  const action = actionOf(name);
  const { registration, version } = await findClient(parts, clientId);
  await parts.operators.show(ctx, staff, 'relying-parties/action', {
    title: `operator.${action}.title`,
    titleValues: { name: clientNameIn(registration, languageOf(ctx)) },
    status,
    errors,
    data: { action, address: addressOf(clientId), version },
  });
}

export async function submitAction(
  parts: ActionParts,
  ctx: Context,
  staff: SignedInStaff,
  clientId: string,
  name: string,
  fields: Fields,
): Promise<void> {
  const action = actionOf(name);
  await findClient(parts, clientId);
  const { registry } = parts;
  const occasion = { ...occasionOf(parts, staff), expectedVersion: versionOf(fields) };
  const outcome =
    action === 'rotate-secret'
      ? await registry.rotateSecret(clientId, overlapInSeconds, occasion)
      : await registry[action](clientId, occasion);
  if (outcome.kind === 'done') {
    await showDone(parts, ctx, staff, outcome);
  } else if (outcome.kind === 'removed') {
    seeOther(ctx, listAddress);
  } else {
    await showAction(parts, ctx, staff, clientId, name, faultsOf(outcome), statusOf(outcome));
  }
}

function actionOf(name: string): Action {
  const action = actions.find((one) => one === name);
  if (!action) {
    throw new RequestRefused(404, 'not-found');
  }
  return action;
}
