/** The composition root: wires the rooms and mounts the doors, decides nothing. */
import type { EventEmitter } from 'node:events';
import { join, resolve } from 'node:path';
import type { Context, Middleware } from 'koa';
import { Provider } from 'oidc-provider';
import { createAccountStore } from './accounts/account-store.ts';
import { createAccountActivation } from './accounts/activation.ts';
import { createActivationStore } from './accounts/activation-store.ts';
import { createClosingStore } from './accounts/closing-store.ts';
import { createContactChangeStore } from './accounts/contact-change-store.ts';
import { createDeskChanges } from './accounts/desk-changes-store.ts';
import { createPasswordAttempts } from './accounts/password-attempts.ts';
import { createPasswordHasher } from './accounts/password-hash.ts';
import { createPasswordReset } from './accounts/password-reset.ts';
import { createPasswordResetStore } from './accounts/password-reset-store.ts';
import { createJudgeNewPassword } from './accounts/password-rules.ts';
import { createVerifyPassword } from './accounts/verify-password.ts';
import { createRequireScope } from './admin/access.ts';
import { clientRoutes } from './admin/client-routes.ts';
import { createRecorder } from './audit/audit-log.ts';
import { createHistoryStore } from './audit/history-store.ts';
import { createProofs } from './audit/proofs.ts';
import { createDesk } from './clerk-desk/at-work.ts';
import { caseRoutes } from './clerk-desk/case-routes.ts';
import { deskRoutes } from './clerk-desk/desk-routes.ts';
import { createCases } from './clerk-desk/open-case.ts';
import { registrationRoutes } from './clerk-desk/registration-routes.ts';
import { requestRoutes } from './clerk-desk/request-routes.ts';
import { createClientStore } from './clients/client-store.ts';
import { createLiveClients } from './clients/live-clients.ts';
import { createClientRegistry } from './clients/registry.ts';
import type { Config } from './config.ts';
import { createCaseStore } from './desk/case-store.ts';
import { createRequestCourse, type RequestCourse } from './desk/request-course.ts';
import { createRequestStore, type RequestStore } from './desk/request-store.ts';
import { createRoleStore } from './desk/role-store.ts';
import { createEnrolSteps } from './enrolling/enrol-steps.ts';
import { createShield } from './enrolling/shield.ts';
import { RequestRefused } from './errors.ts';
import { createRemindOfDrill } from './login/drill-reminder.ts';
import { createLinkWallet } from './login/link-wallet.ts';
import { createLoginAttemptStore } from './login/login-attempt-store.ts';
import { loginRoutes } from './login/login-routes.ts';
import { createSignIns } from './login/sign-in.ts';
import { createMessageQueue } from './notifications/message-queue.ts';
import { healthRoutes } from './observability/health-routes.ts';
import type { Logger } from './observability/logger.ts';
import { createFindMachineAccess } from './oidc/administration.ts';
import { createApprovals } from './oidc/approvals.ts';
import { createDeliverLogout, createIsTold, queueLogoutsOfSignOut } from './oidc/back-channel-logout.ts';
import { createCitizenAccess } from './oidc/citizen-access.ts';
import { createCitizenIndex } from './oidc/citizen-index-store.ts';
import { claimTableOf, scopesOf } from './oidc/claims.ts';
import { createAskEngine } from './oidc/clients.ts';
import {
  accountsThatRevoke,
  authenticatorsThatRevoke,
  closingsThatRevoke,
  credentialsThatTell,
  objectionsThatRevoke,
} from './oidc/credential-endings.ts';
import { createCredentialIssuer } from './oidc/credential-issuer.ts';
import { noteDisclosures } from './oidc/disclosures.ts';
import { discoveryFollowsCalendar } from './oidc/discovery-follows-calendar.ts';
import { createDynamicClients } from './oidc/dynamic-clients.ts';
import { createEndingAnnouncements } from './oidc/ending-announcements-store.ts';
import { createEnginePages } from './oidc/engine-pages.ts';
import { formPostReturns } from './oidc/form-post-returns.ts';
import { createInitialAccess } from './oidc/initial-access-store.ts';
import { replaceEngineKeys } from './oidc/keys/engine-keystore.ts';
import { jwksCaching } from './oidc/keys/jwks-caching.ts';
import { loadSigningKeys } from './oidc/keys/live-signing-keys.ts';
import { type KeyTiming, keyTiming } from './oidc/keys/signing-key.ts';
import { createSigningKeyStore } from './oidc/keys/signing-key-store.ts';
import { type LogoutDeliveries, type LogoutTiming, startLogoutDeliveries } from './oidc/logout-deliveries.ts';
import { createLogoutQueue } from './oidc/logout-queue-store.ts';
import { type PingDeliveries, type PingTiming, startPings } from './oidc/ping-deliveries.ts';
import { createPingQueue } from './oidc/ping-queue-store.ts';
import { createSendPing } from './oidc/pings.ts';
import { postedRequests } from './oidc/posted-requests.ts';
import { createCredentialOffers } from './oidc/pre-authorized-codes.ts';
import { createProvider } from './oidc/provider.ts';
import { registrationBodies } from './oidc/registration-bodies.ts';
import {
  accountsThatTell,
  authenticatorsThatTell,
  closingsThatTell,
  createSessionEndings,
  deskChangesThatTell,
  objectionsThatTell,
  requestsThatTell,
  type SessionEndings,
} from './oidc/session-endings.ts';
import { signOutReturns } from './oidc/sign-out-returns.ts';
import { typedUserCodes } from './oidc/typed-user-codes.ts';
import { createWaitingRequests } from './oidc/waiting-approvals-store.ts';
import { createOneTimeCodeStore } from './one-time-codes/one-time-code-store.ts';
import { createOneTimeCodes } from './one-time-codes/one-time-codes.ts';
import { createGuardedFetch } from './outgoing/guarded-fetch.ts';
import { citizenSite, deskSite, ownClient } from './relying-party/own-client.ts';
import { createOwnSessionStore } from './relying-party/own-session-store.ts';
import { createOwnSignIn } from './relying-party/own-sign-in.ts';
import { activationRoutes } from './self-service/activation-routes.ts';
import { approvalRoutes } from './self-service/approval-routes.ts';
import { auditKeyRoutes } from './self-service/audit-key-routes.ts';
import { authenticatorRoutes } from './self-service/authenticator-routes.ts';
import { createCancelPlus } from './self-service/cancel-plus.ts';
import { closingRoutes } from './self-service/closing-routes.ts';
import { contactRoutes } from './self-service/contact-routes.ts';
import { dataRoutes } from './self-service/data-routes.ts';
import { demoRoutes } from './self-service/demo-routes.ts';
import { deskRequestRoutes } from './self-service/desk-request-routes.ts';
import { historyRoutes } from './self-service/history-routes.ts';
import { objectionRoutes } from './self-service/objection-routes.ts';
import { passwordRoutes } from './self-service/password-routes.ts';
import { publicRoutes } from './self-service/public-routes.ts';
import { resetRoutes } from './self-service/reset-routes.ts';
import { selfServiceRoutes } from './self-service/self-service-routes.ts';
import { serviceRoutes } from './self-service/service-routes.ts';
import { sessionRoutes } from './self-service/session-routes.ts';
import { createOwnPages } from './self-service/signed-in.ts';
import { walletRoutes } from './self-service/wallet-routes.ts';
import type { Store } from './storage/redis.ts';
import { createSealer } from './storage/sealed.ts';
import { runStoreRequest, writeBeforeAnswer } from './storage/store-request.ts';
import { createAdministrationLimit } from './throttle/administration-limit.ts';
import { createCrowd } from './throttle/crowd.ts';
import { createLookUpLimit } from './throttle/look-up-limit.ts';
import { createAuthenticatorStore } from './totp/authenticator-store.ts';
import { createEnrolmentStore } from './totp/enrolment-store.ts';
import { createObjectionStore } from './totp/objection-store.ts';
import { createPairingStore } from './totp/pairing-store.ts';
import { createVerifyCode } from './totp/verify-code.ts';
import { createCredentialStore } from './wallet/issuing/credential-store.ts';
import { createOfferStore } from './wallet/issuing/offer-store.ts';
import { createStatusListStore } from './wallet/issuing/status-list-store.ts';
import { createWalletSubjectStore } from './wallet/wallet-subject-store.ts';
import { createWalletVerifier } from './wallet/wallet-verifier.ts';
import { credentialOfferRoutes } from './wallet-door/credential-offer-routes.ts';
import { presentationRoutes } from './wallet-door/presentation-routes.ts';
import { shownCodeRoutes } from './wallet-door/shown-code-routes.ts';
import { statusListRoutes } from './wallet-door/status-list-routes.ts';
import { arrivalLimit } from './web/arrival-limit.ts';
import { loadAssets } from './web/assets.ts';
import { createDeviceCookies } from './web/device-cookie.ts';
import { answerFaults, noteFault } from './web/error-page.ts';
import { createReadForm } from './web/form.ts';
import { createFormTokens } from './web/form-token.ts';
import { hostGuard } from './web/host-guard.ts';
import { createOwnCookies } from './web/own-cookies.ts';
import { createPages } from './web/page.ts';
import { seeOther } from './web/redirect.ts';
import { requestContext } from './web/request-context.ts';
import { securityHeaders } from './web/security-headers.ts';

const projectRoot = resolve(import.meta.dirname, '..');

export interface Surroundings {
  readonly config: Config;
  readonly store: Store;
  readonly logger: Logger;
  readonly now: () => Date;
  /** Where this node listens, e.g. `http://127.0.0.1:3000`; asked for once the first citizen opens their own pages. */
  readonly ownAddress: () => string;
  /** Tests cannot wait as long as caches may. */
  readonly keyTiming?: KeyTiming;
}

/** @returns the provider, which is the Koa application of everything. */
export async function createKapu({
  config,
  store,
  logger,
  now,
  ownAddress,
  keyTiming: timing = keyTiming,
}: Surroundings): Promise<Provider> {
  const { secrets, issuer, serviceName } = config;
  const isSecure = issuer.startsWith('https:');
  const sealer = createSealer(secrets.sealing_keys);
  const history = createHistoryStore(store, sealer);
  const audit = createRecorder(store, sealer, logger);
  const proofs = createProofs(store, sealer);
  const messages = createMessageQueue(store, sealer);

  const endings = createEndings({ config, store, logger }, (id) => provider.Client.find(id));
  const places = createStatusListStore(store);
  const credentials = credentialsThatTell(createCredentialStore(store, sealer, places, audit), endings);
  const accounts = accountsThatTell(
    accountsThatRevoke(createAccountStore(store, sealer, secrets, audit), credentials),
    endings,
  );
  await accounts.prepareNobody();
  const crowd = createCrowd(store, config.profile.attempts_factor);
  const hasher = await createPasswordHasher(secrets.password_pepper);
  const verifyPassword = createVerifyPassword(store, accounts, hasher, secrets, crowd);
  const judgeNewPassword = await createJudgeNewPassword({
    serviceName,
    breachedPasswordsFile: config.breachedPasswordsFile,
    logger,
  });
  const authenticators = authenticatorsThatTell(
    authenticatorsThatRevoke(createAuthenticatorStore(store, sealer, audit), credentials),
    endings,
  );
  const verifyCode = createVerifyCode(authenticators);
  const oneTimeCodes = createOneTimeCodes(createOneTimeCodeStore(store, sealer, secrets), messages, crowd);
  const enrolments = createEnrolmentStore(store, sealer, secrets, audit);

  const assets = loadAssets(join(projectRoot, 'dist/assets'));
  const formTokens = createFormTokens(secrets.cookie_keys, isSecure);
  const readForm = createReadForm(formTokens);
  const devices = createDeviceCookies(secrets.cookie_keys, isSecure);
  const viewsDirectory = join(projectRoot, 'views');
  const pages = createPages({
    viewsDirectory,
    assets,
    formTokens,
    isDemo: config.demoFile !== undefined,
    productName: serviceName,
  });

  const clientStore = createClientStore(store, sealer, audit);
  const clients = await createLiveClients(store, clientStore);
  const citizenIndex = createCitizenIndex(store);
  const signingKeys = await loadSigningKeys({
    keys: createSigningKeyStore(store, sealer),
    timing,
    logger,
    isOver: () => store.status === 'end',
  });
  const walletSubjects = createWalletSubjectStore(store, sealer, secrets, audit);
  const issuing = createCredentialIssuer({
    config,
    store,
    places,
    credentials,
    subjects: walletSubjects,
    messages,
    audit,
    now: new Date(),
  });
  const waiting = createWaitingRequests(store, sealer);
  const enginePages = createEnginePages(pages, {
    resources: config.resources,
    claims: claimTableOf(config.profile),
  });
  const hasDesk = config.desk.offices.length > 0;
  const ownSites = hasDesk ? [citizenSite, deskSite] : [citizenSite];
  const provider = createProvider({
    config,
    store,
    sealer,
    recorder: audit,
    index: citizenIndex,
    accounts,
    clients,
    ownClients: ownSites.map((site) => ownClient(site, config)),
    dynamicClients: config.profile.dynamic_registration
      ? createDynamicClients({
          clients: clientStore,
          live: clients,
          now: () => new Date(),
          isNew: () => Provider.ctx?.oidc.route === 'registration',
        })
      : undefined,
    initialAccess: createInitialAccess(store, sealer),
    signingKeys: signingKeys.current(),
    now,
    pages: enginePages,
    cibaParts: { isOn: config.grants.ciba, accounts, waiting, messages, crowd, now },
    guardedFetch: createGuardedFetch({ privateHosts: config.outgoing.private_hosts }),
    issueCredentials: issuing.issue,
  });
  signingKeys.follow((keys) => replaceEngineKeys(provider, keys));
  queueLogoutsOfSignOut(provider, endings);
  provider.on('backchannel.error', (_ctx, error) =>
    logger.error({ reason: error.message }, 'a logout could not be queued'),
  );
  provider.on('server_error', (ctx, error) => noteFault(ctx as unknown as Context, error));
  (provider as EventEmitter).on('error', (error: Error) =>
    logger.warn({ reason: error.message }, 'a request was broken off'),
  );

  const objections = objectionsThatTell(
    objectionsThatRevoke(createObjectionStore(audit), credentials),
    endings,
  );
  const pairings = createPairingStore(audit, sealer, enrolments);
  const enrolSteps = createEnrolSteps({
    serviceName,
    issuer,
    shield: createShield({
      enrolments,
      messages,
      crowd,
      waitInHours: config.enrolment.wait_without_email_hours,
    }),
    objections,
    formTokens,
    enrolments,
    pairings: hasDesk ? pairings : undefined,
    verifyPassword,
    messages,
    devices,
    audit,
    pages,
    now,
  });
  const cancelPlus = createCancelPlus({
    indexKey: secrets.index_key,
    authenticators,
    verifyPassword,
    messages,
    devices,
    audit,
    pages,
    now,
  });
  const resets = createPasswordResetStore(store, sealer, secrets);
  const passwordAttempts = createPasswordAttempts(store, secrets, crowd);
  const reset = createPasswordReset({
    issuer,
    accounts,
    resets,
    attempts: passwordAttempts,
    hasher,
    messages,
    crowd,
  });
  const activations = createActivationStore(store, sealer, secrets, audit);
  const activation = createAccountActivation({
    accounts,
    activations,
    attempts: passwordAttempts,
    hasher,
    messages,
  });
  const attempts = createLoginAttemptStore(store, sealer);
  const wallets = config.walletVerifier && createWalletVerifier(config.walletVerifier, config, audit, sealer);
  const signIns = createSignIns({
    provider,
    calendar: config.calendar,
    oneTimeCodes: config.oneTimeCodes,
    wallets: config.walletVerifier,
    linkWallet: createLinkWallet({ subjects: walletSubjects, accounts, messages, now }),
    accounts,
    attempts,
    devices,
    audit,
    now,
  });
  const access = createCitizenAccess(provider, store, sealer, accounts, citizenIndex, clients, endings);
  const { calendar, oneTimeCodes: codeAssurances, resources } = config;
  const approvals = createApprovals({
    provider,
    waiting,
    pings: createPingQueue(store, sealer),
    calendar,
    oneTimeCodes: codeAssurances,
    resources,
    claimTable: claimTableOf(config.profile),
    now,
  });
  const sessions = createOwnSessionStore(citizenSite, store, sealer);
  const cookies = createOwnCookies('account', isSecure);
  const ownSignIn = createOwnSignIn(citizenSite, config, sessions, ownAddress, now);
  const ownPages = createOwnPages({ accounts, ownSignIn, sessions, cookies, devices, now });

  const { requests, course } = createDeskRequests({ config, store, logger }, endings);

  const deskSessions = createOwnSessionStore(deskSite, store, sealer);

  /** The clerk's desk: absent where there is no office. */
  function deskDoor(): Middleware[] {
    const deskCookies = createOwnCookies('desk', isSecure);
    const signIn = createOwnSignIn(deskSite, config, deskSessions, ownAddress, now);
    const cases = createCaseStore(audit, sealer);
    const changes = deskChangesThatTell(createDeskChanges(audit, sealer, secrets), endings);
    const desk = createDesk({
      issuer,
      policy: config.desk,
      accounts,
      roles: createRoleStore(audit, sealer),
      signIn,
      sessions: deskSessions,
      cookies: deskCookies,
      audit,
      pages,
      now,
    });
    const openCases = createCases(desk, cases, accounts);
    const lookUpLimit = createLookUpLimit(store, config.desk.look_ups_per_hour);
    return [
      deskRoutes({
        issuer,
        desk,
        accounts,
        cases,
        requests,
        lookUpLimit,
        signIn,
        cookies: deskCookies,
        audit,
        pages,
        readForm,
      }),
      registrationRoutes({ desk, changes, hasher, pages, readForm, now }),
      requestRoutes({
        desk,
        openCases,
        policy: config.desk,
        accounts,
        requests,
        course,
        audit,
        readForm,
        now,
      }),
      caseRoutes({
        desk,
        openCases,
        cases,
        requests,
        changes,
        activations,
        pairings,
        messages,
        audit,
        readForm,
        now,
      }),
    ];
  }

  provider.on('end_session.success', (ctx) => {
    if (ctx.oidc.params?.logout) {
      const own = ctx.oidc.session?.authorizationFor(citizenSite.clientId);
      void ownPages.end(ctx as unknown as Context, own?.sid);
      const atDesk = ctx.oidc.session?.authorizationFor(deskSite.clientId)?.sid;
      if (atDesk) {
        void writeBeforeAnswer(deskSessions.endSessionsOf(atDesk));
      }
    }
  });

  /** Nothing where no credentials are issued: what was issued before can then be revoked by nobody but an operator. */
  function walletMiddlewares(): Middleware[] {
    if (!config.walletIssuer || !issuing.lists) {
      return [];
    }
    const offers = createCredentialOffers(provider, createOfferStore(store, sealer));
    return [
      statusListRoutes(issuing.lists),
      credentialOfferRoutes(issuer, offers),
      walletRoutes({
        issuer,
        wallets: config.walletIssuer.policy.wallets,
        ownPages,
        credentials,
        offers,
        messages,
        pages,
        readForm,
        now,
      }),
    ];
  }

  const middlewares: Middleware[] = [
    requestContext(logger),
    answerFaults(pages),
    securityHeaders(issuer),
    healthRoutes({ redis: () => store.ping(), 'signing keys': signingKeys.check }),
    hostGuard(issuer),
    assets.serve,
    jwksCaching(provider.pathFor('jwks'), timing, signingKeys),
    arrivalLimit(config.arrivalsPerMinute),
    postedRequests,
    (_ctx, next) => runStoreRequest(next),
    refuseUnanswered,
    noteDisclosures(citizenIndex),
    discoveryFollowsCalendar(config.calendar, config.oneTimeCodes, now),
    signOutReturns(pages),
    formPostReturns(pages),
    typedUserCodes(enginePages),
    clientRoutes({
      registry: createClientRegistry({
        clients: clientStore,
        scopes: scopesOf(config.profile),
        profile: config.profile,
        askEngine: createAskEngine(provider),
      }),
      requireScope: createRequireScope({
        issuer,
        findMachineAccess: createFindMachineAccess(provider, clients, issuer),
        limit: createAdministrationLimit(store),
      }),
      now: () => new Date(),
    }),
    loginRoutes({
      signIns,
      attempts,
      accounts,
      verifyPassword,
      verifyCode,
      oneTimeCodes,
      remindOfDrill: createRemindOfDrill({ authenticators, accounts, messages, now }),
      enrolSteps,
      formTokens,
      pages,
      readForm,
      devices,
      audit,
      calendar: config.calendar,
      wallets,
      now,
    }),
    ...(wallets
      ? [
          presentationRoutes({ ...wallets, issuer, subjects: walletSubjects, accounts, audit, now }),
          shownCodeRoutes({ issuer, presentations: wallets.presentations, pages, now }),
        ]
      : []),
    selfServiceRoutes({
      issuer,
      ownPages,
      authenticators,
      enrolments,
      requests,
      ownSignIn,
      sessions,
      cookies,
      enrolSteps,
      cancelPlus,
      pages,
      readForm,
      hasTexts: config.smsGateway !== undefined,
      hasApprovals: config.grants.ciba,
      hasWallets: config.walletIssuer !== undefined,
      now,
    }),
    authenticatorRoutes({
      ownPages,
      authenticators,
      verifyCode,
      devices,
      indexKey: secrets.index_key,
      audit,
      pages,
      readForm,
      now,
    }),
    passwordRoutes({
      ownPages,
      accounts,
      hasher,
      verifyPassword,
      judgeNewPassword,
      messages,
      devices,
      audit,
      pages,
      readForm,
      now,
    }),
    sessionRoutes({ ownPages, accounts, access, sessions, audit, pages, readForm }),
    serviceRoutes({ ownPages, access, audit, pages, readForm }),
    historyRoutes({
      ownPages,
      accounts,
      history,
      proofs,
      objections,
      access,
      credentials,
      messages,
      pages,
      readForm,
      now,
    }),
    dataRoutes({ ownPages, authenticators, history, access, credentials, audit, pages, now }),
    contactRoutes({
      ownPages,
      changes: createContactChangeStore(store, sealer, secrets, audit),
      sendable: config.smsGateway ? ['email', 'sms'] : ['email'],
      messages,
      crowd,
      formTokens,
      devices,
      pages,
      readForm,
      now,
    }),
    closingRoutes({
      ownPages,
      closings: closingsThatTell(
        closingsThatRevoke(createClosingStore(store, sealer, secrets, undefined, audit), credentials),
        endings,
      ),
      verifyPassword,
      messages,
      devices,
      audit,
      pages,
      readForm,
      now,
    }),
    ...(config.grants.ciba ? [approvalRoutes({ ownPages, approvals, pages, readForm })] : []),
    ...walletMiddlewares(),
    publicRoutes(cancelPlus, readForm),
    auditKeyRoutes(proofs),
    activationRoutes({
      activation,
      activations,
      judgeNewPassword,
      devices,
      formTokens,
      audit,
      pages,
      readForm,
      now,
    }),
    resetRoutes({
      reset,
      resets,
      judgeNewPassword,
      crowd,
      devices,
      formTokens,
      audit,
      pages,
      readForm,
      now,
    }),
    objectionRoutes({ objections, accounts, messages, pages, readForm, now }),
    ...(config.profile.dynamic_registration
      ? [registrationBodies(provider.pathFor('registration'), clients)]
      : []),
    deskRequestRoutes({ ownPages, requests, course, pages, readForm, now }),
    ...(hasDesk ? deskDoor() : []),
    config.demoFile ? demoRoutes(config.demoFile, serviceName, pages, now) : startAtOwnPages,
  ];
  for (const middleware of middlewares) {
    provider.use(middleware as unknown as Parameters<Provider['use']>[0]);
  }
  return provider;
}

/** Whoever ends sessions outside of a request tells of it with this. */
export function createEndings(
  { config, store, logger }: Pick<Surroundings, 'config' | 'store' | 'logger'>,
  findClient: Provider['Client']['find'],
): SessionEndings {
  const sealer = createSealer(config.secrets.sealing_keys);
  return createSessionEndings({
    accounts: createAccountStore(store, sealer, config.secrets),
    index: createCitizenIndex(store),
    announcements: createEndingAnnouncements(store),
    logouts: createLogoutQueue(store, sealer),
    isTold: createIsTold(findClient),
    logger,
  });
}

/** Requests of the desk and what becomes of them, within requests and outside of them. */
export function createDeskRequests(
  { config, store, logger }: Pick<Surroundings, 'config' | 'store' | 'logger'>,
  endings: SessionEndings,
): { requests: RequestStore; course: RequestCourse } {
  const { secrets, issuer } = config;
  const sealer = createSealer(secrets.sealing_keys);
  const recorder = createRecorder(store, sealer, logger);
  const requests = requestsThatTell(createRequestStore(recorder, sealer), endings);
  const course = createRequestCourse({
    issuer,
    policy: config.desk,
    requests,
    accounts: createAccountStore(store, sealer, secrets, recorder),
    messages: createMessageQueue(store, sealer),
    hasTexts: config.smsGateway !== undefined,
  });
  return { requests, course };
}

/** Tells relying parties of logouts, on every node. */
export function startTellingLogouts(
  provider: Provider,
  endings: SessionEndings,
  { config, store, logger }: Pick<Surroundings, 'config' | 'store' | 'logger'>,
  timing: Partial<LogoutTiming> = {},
): LogoutDeliveries {
  const { private_hosts: privateHosts, give_up_logouts_after_hours: hours } = config.outgoing;
  return startLogoutDeliveries({
    logouts: createLogoutQueue(store, createSealer(config.secrets.sealing_keys)),
    endings,
    deliver: createDeliverLogout(provider, createGuardedFetch({ privateHosts })),
    timing: { giveUpAfterInMilliseconds: hours * 60 * 60 * 1000, ...timing },
    logger,
  });
}

/** Pings relying parties that asked for it, on every node. */
export function startTellingApprovals(
  provider: Provider,
  { config, store, logger }: Pick<Surroundings, 'config' | 'store' | 'logger'>,
  timing: Partial<PingTiming> = {},
): PingDeliveries {
  const { private_hosts: privateHosts } = config.outgoing;
  return startPings({
    pings: createPingQueue(store, createSealer(config.secrets.sealing_keys)),
    send: createSendPing(provider, createGuardedFetch({ privateHosts })),
    timing,
    logger,
  });
}

const refuseUnanswered: Middleware = async (ctx, next) => {
  await next();
  if (ctx.status === 404 && !ctx.body) {
    throw new RequestRefused(404, 'not-found');
  }
};

const startAtOwnPages: Middleware = async (ctx, next) => {
  if (ctx.path !== '/') {
    await next();
    return;
  }
  seeOther(ctx, '/fiok');
};
