/**
 * Playwright gives each document that is asked by a locator a third of a megabyte of helpers, and writes into them the number of the
 * document, by which snapshots for machines name elements. No test takes such a snapshot; with one number for all documents the source
 * is always the same, so that a renderer compiles it once, where parsing it anew took as long as loading the page.
 */
import type { Page } from 'playwright-core';

interface FrameManager {
  _allocateFrameSeq(): number;
}
/** What runs in this process behind a page. */
interface Insides {
  readonly frameManager?: Partial<FrameManager>;
}
interface Connected {
  readonly _connection?: { readonly toImpl?: (page: Page) => Insides | undefined };
}

/** Where another Playwright has no such number there is nothing to be done, but it would be slow without anybody's noticing. */
export function numberDocumentsAlike(page: Page): void {
  const manager = (page as unknown as Connected)._connection?.toImpl?.(page)?.frameManager;
  if (!manager?._allocateFrameSeq) {
    throw new Error(
      'Playwright numbers documents in another way than test/support/playwright-helpers.ts knows',
    );
  }
  manager._allocateFrameSeq = () => 0;
}
