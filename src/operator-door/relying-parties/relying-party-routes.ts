/** Relying parties: the registry that `/admin` and `kapu clients` change, and what was refused to each. */
import { Router } from '@koa/router';
import type { ReadForm } from '../../web/form/form.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { type ActionParts, showAction, submitAction } from './action-page.ts';
import { type ListPageParts, listAddress, showList } from './list-page.ts';
import { sendLogo, showLogo, submitLogo } from './logo-page.ts';
import {
  type MetadataPageParts,
  metadataField,
  newAddress,
  showChange,
  showNew,
  submitChange,
  submitNew,
} from './metadata-page.ts';
import { addressOf, showRelyingParty } from './relying-party-page.ts';

export interface RelyingPartyRouteParts extends ListPageParts, MetadataPageParts, ActionParts {
  readonly readForm: ReadForm;
}

export function relyingPartyRoutes(parts: RelyingPartyRouteParts): Door {
  const { operators, readForm } = parts;
  const router = new Router();
  const pattern = addressOf(':id');

  router.get(listAddress, (ctx) =>
    operators.whenSignedIn(ctx, listAddress, (staff) => showList(parts, ctx, staff)),
  );
  router.post(listAddress, async (ctx) => {
    const { reference = '' } = await readForm(ctx);
    seeOther(ctx, `${listAddress}?${new URLSearchParams({ reference: reference.slice(0, 40) })}`);
  });
  router.get(newAddress, (ctx) =>
    operators.whenSignedIn(ctx, newAddress, (staff) => showNew(parts, ctx, staff)),
  );
  router.post(newAddress, async (ctx) => {
    const fields = await readForm(ctx, metadataField);
    await operators.whenSignedIn(ctx, newAddress, (staff) => submitNew(parts, ctx, staff, fields));
  });
  router.get(pattern, (ctx) =>
    operators.whenSignedIn(ctx, addressOf(ctx.params.id), (staff) =>
      showRelyingParty(parts, ctx, staff, ctx.params.id ?? ''),
    ),
  );
  router.get(`${pattern}/change`, (ctx) =>
    operators.whenSignedIn(ctx, addressOf(ctx.params.id), (staff) =>
      showChange(parts, ctx, staff, ctx.params.id ?? ''),
    ),
  );
  router.post(`${pattern}/change`, async (ctx) => {
    const fields = await readForm(ctx, metadataField);
    await operators.whenSignedIn(ctx, addressOf(ctx.params.id), (staff) =>
      submitChange(parts, ctx, staff, ctx.params.id ?? '', fields),
    );
  });
  router.get(`${pattern}/logo.png`, (ctx) =>
    operators.whenSignedIn(ctx, addressOf(ctx.params.id), () => sendLogo(parts, ctx, ctx.params.id ?? '')),
  );
  router.get(`${pattern}/logo`, (ctx) =>
    operators.whenSignedIn(ctx, addressOf(ctx.params.id), (staff) =>
      showLogo(parts, ctx, staff, ctx.params.id ?? ''),
    ),
  );
  router.post(`${pattern}/logo`, async (ctx) => {
    const fields = await readForm(ctx);
    await operators.whenSignedIn(ctx, addressOf(ctx.params.id), (staff) =>
      submitLogo(parts, ctx, staff, ctx.params.id ?? '', fields),
    );
  });
  router.get(`${pattern}/:action`, (ctx) =>
    operators.whenSignedIn(ctx, addressOf(ctx.params.id), (staff) =>
      showAction(parts, ctx, staff, ctx.params.id ?? '', ctx.params.action ?? ''),
    ),
  );
  router.post(`${pattern}/:action`, async (ctx) => {
    const fields = await readForm(ctx);
    await operators.whenSignedIn(ctx, addressOf(ctx.params.id), (staff) =>
      submitAction(parts, ctx, staff, ctx.params.id ?? '', ctx.params.action ?? '', fields),
    );
  });

  return forPeople(router);
}
