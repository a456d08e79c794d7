/**
 * What happened to the account in the last twelve months, the proof of an entry, and "Nem én voltam" beside whatever somebody else
 * may have done. This file: what these pages work with.
 */
import type { AccountStore } from '../../accounts/account-store.ts';
import type { HistoryStore } from '../../audit/history-store.ts';
import type { Proofs } from '../../audit/proofs.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import type { CitizenAccess } from '../../relying-party/citizen-access.ts';
import type { ObjectionStore } from '../../totp/objection-store.ts';
import type { CredentialStore } from '../../wallet/issuing/credential-store.ts';
import type { WalletSubjectStore } from '../../wallet/wallet-subject-store.ts';
import type { ReadForm } from '../../web/form.ts';
import type { Language } from '../../web/language.ts';
import type { Pages } from '../../web/page.ts';
import type { OwnPages } from '../signed-in.ts';

export interface HistoryParts {
  readonly ownPages: OwnPages;
  readonly accounts: AccountStore;
  readonly history: HistoryStore;
  readonly officeName: (office: string, language: Language) => string;
  readonly proofs: Pick<Proofs, 'offered' | 'prove'>;
  readonly objections: ObjectionStore;
  readonly access: CitizenAccess;
  readonly credentials: CredentialStore;
  readonly walletSubjects: WalletSubjectStore;
  readonly messages: MessageQueue;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}
