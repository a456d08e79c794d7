/** Keys and certificates, and when each changes next. Changing them is for the terminal (`kapu keys`). */
import type { Context } from 'koa';
import type { SignedInStaff } from '../../staff-pages/staff-access.ts';
import { languageOf } from '../../web/language.ts';
import { instantInWords } from '../../web/page/dates-and-times.ts';
import { type Operators, operatorHome } from '../operator-access.ts';

export interface ShownKey {
  readonly kid: string;
  readonly alg: string;
  readonly madeAt: Date;
  readonly state: 'published' | 'signing' | 'retired' | 'gone';
  /** When that changes, as far as it is known. */
  readonly until: Date | undefined;
}

export interface ShownCertificate {
  readonly certificate: 'tls' | 'credentials' | 'wallets';
  readonly validTo: Date;
}

export interface KeysPageParts {
  readonly operators: Operators;
  /** Eldest first. */
  readonly readSigningKeys: () => Promise<ShownKey[]>;
  readonly certificates: readonly ShownCertificate[];
  /** Names of the keys that seal what is kept; the first one seals, all open. */
  readonly sealingKeys: readonly string[];
}

export const keysAddress = `${operatorHome}/keys`;

export async function showKeys(parts: KeysPageParts, ctx: Context, staff: SignedInStaff): Promise<void> {
  const inLanguage = (instant: Date): string => instantInWords(instant, languageOf(ctx));
  const keys = await parts.readSigningKeys();
  await parts.operators.show(ctx, staff, 'state/keys', {
    title: 'operator.keys.title',
    data: {
      keys: keys.map(({ madeAt, until, ...key }) => ({
        ...key,
        madeAt: inLanguage(madeAt),
        until: until && inLanguage(until),
      })),
      isChangeComing: keys.some(({ state }) => state === 'published'),
      certificates: parts.certificates.map(({ certificate, validTo }) => ({
        certificate,
        validTo: inLanguage(validTo),
      })),
      sealingKeys: parts.sealingKeys,
    },
  });
}
