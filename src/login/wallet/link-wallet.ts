/**
 * Makes the person whom a wallet proved an account's, after its owner gave password and code; every contact of theirs is told. Who was
 * known less surely than the wallet's issuer knows them is known by it from then on.
 */
import { randomUUID } from 'node:crypto';
import { type Account, recipientOf } from '../../accounts/account.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import type { IdentificationStore } from '../../accounts/identification/identification-store.ts';
import { identificationLevels } from '../../assurance/identification.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import type { VerifiedPresentation } from '../../wallet/presentations/presentation.ts';
import type { WalletSubjectStore } from '../../wallet/subjects/wallet-subject-store.ts';

/** @returns false when it is, meanwhile, another account's */
export type LinkWallet = (accountId: string, proven: VerifiedPresentation) => Promise<boolean>;

export interface LinkWalletParts {
  readonly subjects: WalletSubjectStore;
  readonly accounts: AccountStore;
  readonly identifications: Pick<IdentificationStore, 'record'>;
  readonly messages: MessageQueue;
  readonly now: () => Date;
}

export function createLinkWallet(parts: LinkWalletParts): LinkWallet {
  const { subjects, accounts, messages, now } = parts;
  return async (accountId, proven) => {
    const { subject, sourceName, claims } = proven;
    const account = await accounts.find(accountId);
    if (!account || !subject || !isSamePerson(account, claims)) {
      return false;
    }
    const source = sourceName[account.profile.locale];
    const id = randomUUID();
    const event = securityEvents.walletLinked(accountId, source, id);
    const linking = { origin: 'linked', id, source: sourceName, event } as const;
    const outcome = await subjects.link(subject, accountId, linking, now());
    if (outcome === 'linked') {
      await messages.tell(recipientOf(account), 'wallet-linked', now(), { source });
    }
    // One that was the account's before may be a card of our own, which says no more than we knew when we issued it.
    if (outcome === 'linked') {
      await identifyBy(parts, accountId, proven);
    }
    return outcome === 'linked' || outcome === 'known';
  };
}

/** The same person, as was compared; how surely the issuer knows them and how the wallet was reached are in what it reached. */
async function identifyBy(
  { identifications, now }: Pick<LinkWalletParts, 'identifications' | 'now'>,
  accountId: string,
  { reached, sourceName }: VerifiedPresentation,
): Promise<void> {
  const level = identificationLevels.find((known) => known === reached);
  if (level) {
    const identification = { by: 'wallet', at: now().toISOString(), level, source: sourceName } as const;
    await identifications.record(accountId, identification, () =>
      securityEvents.identificationRaised(accountId, level),
    );
  }
}

/** Another person's wallet must not open an account, even if its owner wished so: relying parties are told who signed in. */
export function isSamePerson({ profile }: Account, claims: Readonly<Record<string, string>>): boolean {
  return (
    isSameName(profile.family_name, claims.family_name) &&
    isSameName(profile.given_name, claims.given_name) &&
    profile.birthdate === claims.birthdate
  );
}

function isSameName(one: string, other = ''): boolean {
  const written = (name: string): string =>
    name.normalize('NFC').trim().replace(/\s+/g, ' ').toLocaleLowerCase('hu');
  return written(one) === written(other);
}
