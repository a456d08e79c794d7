/** What decides and what keeps, wired to one another: the floor of rules. */
import { createAccountStore } from '../accounts/account-store.ts';
import { createClosingStore } from '../accounts/closing/closing-store.ts';
import { createAddressIndex } from '../accounts/contact/address-index.ts';
import { createContactChangeStore } from '../accounts/contact/contact-change-store.ts';
import { createIdentificationStore } from '../accounts/identification/identification-store.ts';
import { createPasswordAttempts } from '../accounts/password/password-attempts.ts';
import { createPasswordHasher } from '../accounts/password/password-hash.ts';
import { createJudgeNewPassword } from '../accounts/password/password-rules.ts';
import { createVerifyPassword, recordedPasswords } from '../accounts/password/verify-password.ts';
import { createAccountActivation } from '../accounts/recovery/activation.ts';
import { createActivationStore } from '../accounts/recovery/activation-store.ts';
import { createForgottenUsername } from '../accounts/recovery/forgotten-username.ts';
import { createPasswordReset } from '../accounts/recovery/password-reset.ts';
import { createPasswordResetStore } from '../accounts/recovery/password-reset-store.ts';
import { createRecorder } from '../audit/audit-log.ts';
import { securityEvents } from '../audit/events/security-events.ts';
import { createInclusionProofs } from '../audit/export/inclusion-proofs.ts';
import { createHistoryStore } from '../audit/history/history-store.ts';
import { createLinkWallet } from '../login/wallet/link-wallet.ts';
import { createMessageQueue } from '../notifications/message-queue.ts';
import type { LogoutNotices } from '../oidc/sign-out/logout-notices.ts';
import {
  accountsThatNotify,
  authenticatorsThatNotify,
  closingsThatNotify,
  credentialsThatNotify,
  objectionsThatNotify,
  walletSubjectsThatNotify,
} from '../oidc/sign-out/notifying-stores.ts';
import { createOneTimeCodeStore } from '../one-time-codes/one-time-code-store.ts';
import { createOneTimeCodeVerifier } from '../one-time-codes/one-time-code-verifier.ts';
import { createOwnerNotices } from '../owner-notices/owner-notices.ts';
import { rpIdOf } from '../passkeys/passkey.ts';
import { createPasskeyOptions } from '../passkeys/passkey-options.ts';
import { createPasskeyStore } from '../passkeys/passkey-store.ts';
import { createPasskeyVerifier } from '../passkeys/passkey-verifier.ts';
import { createSealer } from '../storage/sealed.ts';
import { createRateLimits } from '../throttle/windows/rate-limits.ts';
import { createUsernameRequests } from '../throttle/windows/username-requests.ts';
import { createAuthenticatorStore } from '../totp/authenticators/authenticator-store.ts';
import { createObjectionStore } from '../totp/authenticators/objection-store.ts';
import { createEnrolmentStore } from '../totp/enrolment/enrolment-store.ts';
import { createPairingStore } from '../totp/enrolment/pairing-store.ts';
import { createVerifyCode } from '../totp/verify-code.ts';
import { createCredentialStore } from '../wallet/issuing/credential-store.ts';
import { createStatusListStore } from '../wallet/issuing/issued-status-list-store.ts';
import { createWalletVerifier } from '../wallet/presentations/wallet-verifier.ts';
import { createWalletSubjectStore } from '../wallet/subjects/wallet-subject-store.ts';
import {
  measuredCodes,
  measuredOneTimeCodes,
  measuredPasskeys,
  measuredPasswords,
} from './measured-sign-in.ts';
import type { NodeContext } from './node-context.ts';
import type { Web } from './web.ts';
import { translator } from './words.ts';

export type Rules = Awaited<ReturnType<typeof composeRules>>;

export async function composeRules(
  nodeContext: NodeContext,
  { devices }: Pick<Web, 'devices'>,
  endings: LogoutNotices,
) {
  const { config, store, logger, now } = nodeContext;
  const { secrets, issuer, serviceName } = config;
  const sealer = createSealer(secrets.sealing_keys);
  const audit = createRecorder(store, sealer, logger);
  const messages = createMessageQueue(store, sealer);
  const rateLimits = createRateLimits(store, config.profile.attempts_factor);
  const hasher = await createPasswordHasher(secrets, nodeContext.argon2, now);

  const places = createStatusListStore(store);
  const walletSubjects = walletSubjectsThatNotify(
    createWalletSubjectStore(store, sealer, secrets, audit),
    endings,
  );
  const credentials = credentialsThatNotify(createCredentialStore(store, sealer, places, audit), endings);
  const accounts = accountsThatNotify(createAccountStore(store, sealer, secrets, audit), endings);
  await accounts.prepareNobody();
  const authenticators = authenticatorsThatNotify(createAuthenticatorStore(store, sealer, audit), endings);
  const objections = objectionsThatNotify(createObjectionStore(audit), endings);
  const closings = closingsThatNotify(createClosingStore(store, sealer, secrets, undefined, audit), endings);
  const identifications = createIdentificationStore(audit, sealer, secrets);
  const enrolments = createEnrolmentStore(store, sealer, secrets, audit);
  const attempts = createPasswordAttempts(store, secrets, rateLimits);
  const resets = createPasswordResetStore(store, sealer, secrets);
  const activations = createActivationStore(store, sealer, secrets, audit);
  const usernameRequests = createUsernameRequests(store);
  const passkeys = createPasskeyStore(store, sealer, audit);
  const hasTexts = config.smsGateway !== undefined;
  const ownerNotices = createOwnerNotices({
    store,
    issuer,
    messages,
    objections,
    audit,
    translator,
    hasTexts,
    now,
  });
  const relyingParty = {
    id: rpIdOf(issuer, config.passkeys.rp_id),
    origin: new URL(issuer).origin,
    name: serviceName,
  };
  const challengeKeys = secrets;

  return {
    sealer,
    audit,
    history: createHistoryStore(store, sealer),
    proofs: createInclusionProofs(store, sealer),
    messages,
    rateLimits,
    hasher,
    places,
    credentials,
    accounts,
    authenticators,
    objections,
    passkeys,
    passkeyOptions: createPasskeyOptions(relyingParty, challengeKeys),
    passkeyVerifier: measuredPasskeys(createPasskeyVerifier({ passkeys, relyingParty, challengeKeys })),
    closings,
    enrolments,
    pairings: createPairingStore(audit, sealer, enrolments),
    resets,
    activations,
    walletSubjects,
    changes: createContactChangeStore(store, sealer, secrets, audit),
    ownerNotices,
    verifyPassword: recordedPasswords(
      measuredPasswords(
        createVerifyPassword(store, accounts, hasher, secrets, rateLimits, ownerNotices.passwordLocked),
      ),
      (refused, username) =>
        audit.record(securityEvents.passwordRefused(refused, devices.triedName(username))),
    ),
    judgeNewPassword: await createJudgeNewPassword({
      serviceName,
      breachedPasswordsFile: config.breachedPasswordsFile,
      logger,
    }),
    verifyCode: measuredCodes(createVerifyCode(authenticators)),
    oneTimeCodes: measuredOneTimeCodes(
      createOneTimeCodeVerifier(createOneTimeCodeStore(store, sealer, secrets), messages, rateLimits),
    ),
    reset: createPasswordReset({ issuer, accounts, resets, attempts, hasher, messages, rateLimits }),
    usernameRequests,
    forgottenUsername: createForgottenUsername({
      issuer,
      secrets,
      accounts,
      addressIndex: createAddressIndex(store, sealer, secrets),
      usernameRequests,
      messages,
      audit,
    }),
    activation: createAccountActivation({ accounts, activations, attempts, hasher, messages }),
    identifications,
    linkWallet: createLinkWallet({ subjects: walletSubjects, accounts, identifications, messages, now }),
    wallets: config.walletVerifier && createWalletVerifier(config.walletVerifier, config, audit, sealer),
  };
}
