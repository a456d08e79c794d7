/** A batch of lines as one thread of an import prepares it and takes it in. */

import type { ImportOutcome, ImportStore } from '../../src/accounts/import/import-store.ts';
import type { ImportedAccount } from '../../src/accounts/import/imported-account.ts';

export async function takeIn(
  imports: ImportStore,
  accounts: readonly ImportedAccount[],
): Promise<ImportOutcome[]> {
  return imports.takeIn(await imports.prepare(accounts));
}
