/** What decides and what keeps, wired to one another: the floor of rules. */
import { createAccountStore } from '../accounts/account-store.ts';
import { createAccountActivation } from '../accounts/activation.ts';
import { createActivationStore } from '../accounts/activation-store.ts';
import { createClosingStore } from '../accounts/closing-store.ts';
import { createContactChangeStore } from '../accounts/contact-change-store.ts';
import { createPasswordAttempts } from '../accounts/password-attempts.ts';
import { createPasswordHasher } from '../accounts/password-hash.ts';
import { createPasswordReset } from '../accounts/password-reset.ts';
import { createPasswordResetStore } from '../accounts/password-reset-store.ts';
import { createJudgeNewPassword } from '../accounts/password-rules.ts';
import { createVerifyPassword } from '../accounts/verify-password.ts';
import { createRecorder } from '../audit/audit-log.ts';
import { createHistoryStore } from '../audit/history-store.ts';
import { createProofs } from '../audit/proofs.ts';
import { createLinkWallet } from '../login/link-wallet.ts';
import { createMessageQueue } from '../notifications/message-queue.ts';
import type { SessionEndings } from '../oidc/session-endings.ts';
import {
  accountsThatTell,
  authenticatorsThatTell,
  closingsThatTell,
  credentialsThatTell,
  objectionsThatTell,
  walletSubjectsThatTell,
} from '../oidc/sign-out/notifying-stores.ts';
import { createOneTimeCodeStore } from '../one-time-codes/one-time-code-store.ts';
import { createOneTimeCodes } from '../one-time-codes/one-time-codes.ts';
import { createSealer } from '../storage/sealed.ts';
import { createCrowd } from '../throttle/crowd.ts';
import { createAuthenticatorStore } from '../totp/authenticator-store.ts';
import { createEnrolmentStore } from '../totp/enrolment-store.ts';
import { createObjectionStore } from '../totp/objection-store.ts';
import { createPairingStore } from '../totp/pairing-store.ts';
import { createVerifyCode } from '../totp/verify-code.ts';
import { createCredentialStore } from '../wallet/issuing/credential-store.ts';
import { createStatusListStore } from '../wallet/issuing/status-list-store.ts';
import { createWalletSubjectStore } from '../wallet/wallet-subject-store.ts';
import { createWalletVerifier } from '../wallet/wallet-verifier.ts';
import type { Surroundings } from './surroundings.ts';

export type Rules = Awaited<ReturnType<typeof composeRules>>;

export async function composeRules(surroundings: Surroundings, endings: SessionEndings) {
  const { config, store, logger, now } = surroundings;
  const { secrets, issuer, serviceName } = config;
  const sealer = createSealer(secrets.sealing_keys);
  const audit = createRecorder(store, sealer, logger);
  const messages = createMessageQueue(store, sealer);
  const crowd = createCrowd(store, config.profile.attempts_factor);
  const hasher = await createPasswordHasher(secrets.password_pepper);

  const places = createStatusListStore(store);
  const walletSubjects = walletSubjectsThatTell(
    createWalletSubjectStore(store, sealer, secrets, audit),
    endings,
  );
  const credentials = credentialsThatTell(createCredentialStore(store, sealer, places, audit), endings);
  const accounts = accountsThatTell(createAccountStore(store, sealer, secrets, audit), endings);
  await accounts.prepareNobody();
  const authenticators = authenticatorsThatTell(createAuthenticatorStore(store, sealer, audit), endings);
  const objections = objectionsThatTell(createObjectionStore(audit), endings);
  const closings = closingsThatTell(createClosingStore(store, sealer, secrets, undefined, audit), endings);
  const enrolments = createEnrolmentStore(store, sealer, secrets, audit);
  const attempts = createPasswordAttempts(store, secrets, crowd);
  const resets = createPasswordResetStore(store, sealer, secrets);
  const activations = createActivationStore(store, sealer, secrets, audit);

  return {
    sealer,
    audit,
    history: createHistoryStore(store, sealer),
    proofs: createProofs(store, sealer),
    messages,
    crowd,
    hasher,
    places,
    credentials,
    accounts,
    authenticators,
    objections,
    closings,
    enrolments,
    pairings: createPairingStore(audit, sealer, enrolments),
    resets,
    activations,
    walletSubjects,
    changes: createContactChangeStore(store, sealer, secrets, audit),
    verifyPassword: createVerifyPassword(store, accounts, hasher, secrets, crowd),
    judgeNewPassword: await createJudgeNewPassword({
      serviceName,
      breachedPasswordsFile: config.breachedPasswordsFile,
      logger,
      loadsDictionariesLate: surroundings.loadsDictionariesLate,
    }),
    verifyCode: createVerifyCode(authenticators),
    oneTimeCodes: createOneTimeCodes(createOneTimeCodeStore(store, sealer, secrets), messages, crowd),
    reset: createPasswordReset({ issuer, accounts, resets, attempts, hasher, messages, crowd }),
    activation: createAccountActivation({ accounts, activations, attempts, hasher, messages }),
    linkWallet: createLinkWallet({ subjects: walletSubjects, accounts, messages, now }),
    wallets: config.walletVerifier && createWalletVerifier(config.walletVerifier, config, audit, sealer),
  };
}
