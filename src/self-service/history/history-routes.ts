/** The pages of the history, twenty-five entries each, and the proof of an entry as a file. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { historyIdPattern } from '../../audit/history/history-store.ts';
import { RequestRefused } from '../../errors.ts';
import { languageOf } from '../../web/language.ts';
import { countUnreadable } from '../../web/page/unreadable.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import type { SignedIn } from '../session-guard.ts';
import { entryInWords } from './entry-in-words.ts';
import { showObjection, submitObjection } from './history-objection.ts';
import type { HistoryParts } from './history-parts.ts';

const address = '/fiok/naplo';
const entriesOnPage = 25;

async function showHistory(
  parts: Pick<HistoryParts, 'history' | 'proofs' | 'officeName' | 'access' | 'pages'>,
  ctx: Context,
  { account }: SignedIn,
): Promise<void> {
  const { elotte } = ctx.query;
  const before = typeof elotte === 'string' && historyIdPattern.test(elotte) ? elotte : undefined;
  const [{ readable, unreadable, olderThan }, isProvable] = await Promise.all([
    parts.history.page(account.id, entriesOnPage, before),
    parts.proofs.offered(),
  ]);
  const described = await Promise.all(readable.map((entry) => entryInWords(parts, entry, languageOf(ctx))));
  const entries = described.map((entry) => ({ ...entry, isProvable: isProvable(entry.id) }));
  await parts.pages.show(ctx, 'self-service/history/history', {
    title: 'history.title',
    signedInAs: account.profile.username,
    data: {
      entries,
      unreadable: countUnreadable(ctx, unreadable),
      olderThan,
      isFirst: !before,
    },
  });
}

/** What proves to anybody, without us, that the entry stands in the log as it was written. */
async function downloadProof(
  { proofs }: Pick<HistoryParts, 'proofs'>,
  ctx: Context,
  { account }: SignedIn,
): Promise<void> {
  const { id = '' } = ctx.params;
  const proof = historyIdPattern.test(id) ? await proofs.prove(account.id, id) : undefined;
  if (!proof) {
    throw new RequestRefused(404, 'not-found');
  }
  ctx.type = 'json';
  ctx.attachment(`kapu-igazolas-${id}.json`);
  ctx.body = `${JSON.stringify(proof, undefined, 2)}\n`;
}

export function historyRoutes(parts: HistoryParts): Door {
  const { sessionGuard, readForm } = parts;
  const router = new Router({ prefix: address });

  router.get('/', (ctx) =>
    sessionGuard.whenSignedIn(ctx, address, (signedIn) => showHistory(parts, ctx, signedIn)),
  );
  router.get('/:id/igazolas', (ctx) =>
    sessionGuard.whenSignedIn(ctx, address, (signedIn) => downloadProof(parts, ctx, signedIn)),
  );
  router.get('/:id/nem-en-voltam', (ctx) =>
    sessionGuard.whenSignedIn(ctx, address, (signedIn) => showObjection(parts, ctx, signedIn)),
  );
  router.post('/:id/nem-en-voltam', async (ctx) => {
    await readForm(ctx);
    await sessionGuard.whenSignedIn(ctx, address, (signedIn) => submitObjection(parts, ctx, signedIn));
  });

  return forPeople(router);
}
