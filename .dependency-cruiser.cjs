// The walls of the house (docs/architecture.md): a floor imports only floors below it, and rooms on one floor do not
// know each other unless a rule here says so. A new room under src/ must be given its floor here first.

const DOORS = 'oidc|login|self-service|admin|desk-door|operator-door|wallet-door';
const RULES =
  'accounts|clients|totp|passkeys|one-time-codes|wallet|relying-party|web|enrolling|cancelling|ending-notices|owner-notices|desk|staff-pages|operations';
const GROUND =
  'translation|assurance|storage|throttle|notifications|audit|endings|observability|metrics|tracing|outgoing|hsm';
const BEDROCK = '^src/((config|certificates|errors)\\.ts$|configuration/)';
const SEES_EVERYTHING =
  '^src/((main|supervisor|start-node|run-node|told-to-stop|told-fault|node-server|app)\\.ts$|(cli|composition)/)';

const door = `^src/(${DOORS})/`;
const rule = `^src/(${RULES})/`;
const ground = `^src/(${GROUND})/|${BEDROCK}`;
const demo = '^demo/';
// The demo's own preparation of a provider: not the portal or the wallet, which know it only by its URLs.
const demoPreparation = '^demo/((launch|conformance)/|(start-demo|conformance-op)\\.ts$)';
// The demo's provider: a node of the product, and a start page with the product's layout.
const demoProvider = '^demo/provider/';

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    forbid(
      'every-room-has-a-floor',
      'Give the new room its floor in .dependency-cruiser.cjs and in docs/architecture.md.',
      {},
      { path: '^src/', pathNot: [SEES_EVERYTHING, door, rule, ground] },
    ),

    // Floors
    forbid('ground-imports-nothing-above', undefined, { path: ground }, { path: '^src/', pathNot: ground }),
    forbid(
      'rules-import-only-the-ground',
      'A rule that needs a sibling belongs to a door, or needs an arrow drawn here.',
      {
        path: rule,
        pathNot: [
          '^src/(enrolling|cancelling|ending-notices|owner-notices|desk|passkeys|staff-pages)/',
          '^src/(totp|accounts)/',
        ],
      },
      { path: '^src/', pathNot: ['^src/$1/', ground] },
    ),
    forbid(
      'totp-and-accounts-import-only-what-codes-are',
      'An application and a new contact await a code that was sent, as a sign-in may: what such a code is, stands in one place. So do codes on paper.',
      { path: '^src/(totp|accounts)/' },
      { path: '^src/', pathNot: ['^src/$1/', '^src/one-time-codes/(message|paper)-code\\.ts$', ground] },
    ),
    forbid(
      'passkeys-import-only-authenticators',
      'A passkey lies with the other authenticators, and is counted with them.',
      { path: '^src/passkeys/' },
      {
        path: '^src/',
        pathNot: ['^src/passkeys/', '^src/totp/authenticators/authenticator-store\\.ts$', ground],
      },
    ),
    forbid(
      'desk-imports-only-accounts',
      'Requests of the desk concern accounts, whose owners are told.',
      { path: '^src/desk/' },
      { path: '^src/', pathNot: ['^src/(desk|accounts)/', ground] },
    ),
    forbid(
      'staff-pages-import-only-who-works-there',
      'Who has a role signs in through our own provider, and is shown pages.',
      { path: '^src/staff-pages/' },
      { path: '^src/', pathNot: ['^src/(staff-pages|accounts|desk|relying-party|web)/', ground] },
    ),
    forbid(
      'enrolling-imports-only-its-five-siblings',
      'Enrolling joins an authenticator to an account and shows pages for it.',
      { path: '^src/enrolling/' },
      { path: '^src/', pathNot: ['^src/(enrolling|accounts|totp|passkeys|one-time-codes|web)/', ground] },
    ),
    forbid(
      'cancelling-imports-only-what-it-takes-back',
      'Cancelling takes the authenticators of an account, says what else ends, and shows pages for it.',
      { path: '^src/cancelling/' },
      { path: '^src/', pathNot: ['^src/(cancelling|accounts|totp|ending-notices|web)/', ground] },
    ),
    forbid(
      'ending-notices-import-only-what-may-end',
      'What else ends lies with the account, its applications and its wallets, and is said on pages.',
      { path: '^src/ending-notices/' },
      { path: '^src/', pathNot: ['^src/(ending-notices|accounts|totp|wallet|web)/', ground] },
    ),
    forbid(
      'owner-notices-import-only-what-may-be-unusual',
      'What is unusual lies with the account and its codes, and is said in messages, whose words are translated as pages are.',
      { path: '^src/owner-notices/' },
      { path: '^src/', pathNot: ['^src/(owner-notices|accounts|totp|web)/', ground] },
    ),
    forbid(
      'only-login-and-self-service-enrol-and-cancel',
      undefined,
      { path: '^src/', pathNot: ['^src/(enrolling|cancelling|login|self-service)/', SEES_EVERYTHING] },
      { path: '^src/(enrolling|cancelling)/' },
    ),
    forbid(
      'no-door-imports-another-door',
      'Doors meet in app.ts, or by URL.',
      { path: door },
      { path: '^src/', pathNot: ['^src/$1/', rule, ground] },
    ),

    // Inside the ground floor
    forbid(
      'ground-rooms-stand-alone',
      undefined,
      { path: '^src/(translation|assurance|observability|metrics|hsm)/' },
      { path: '^src/', pathNot: ['^src/$1/', BEDROCK] },
    ),
    forbid(
      'what-is-fetched-is-traced-and-traces-report',
      undefined,
      { path: '^src/(outgoing|tracing)/' },
      { path: '^src/', pathNot: ['^src/(tracing|observability)/', '^src/$1/', BEDROCK] },
    ),
    forbid(
      'storage-reports-and-nothing-else',
      undefined,
      { path: '^src/storage/' },
      { path: '^src/', pathNot: ['^src/(storage|observability|metrics|tracing)/', BEDROCK] },
    ),
    forbid(
      'ground-rooms-that-store-and-report',
      undefined,
      { path: '^src/(throttle|notifications|audit)/' },
      { path: '^src/', pathNot: ['^src/($1|storage|observability|metrics|tracing|translation)/', BEDROCK] },
    ),
    forbid(
      'what-an-end-takes-with-it-is-kept-recorded-and-told',
      'The table of endings names what lies in the store and the mails that tell of it; its steps are recorded.',
      { path: '^src/endings/' },
      { path: '^src/', pathNot: ['^src/(endings|storage|audit|notifications)/', BEDROCK] },
    ),
    forbid(
      'config-and-errors-come-first',
      'The configuration is checked with the schemas of the calendar and the assurance ladder.',
      { path: BEDROCK },
      { path: '^src/', pathNot: [BEDROCK, '^src/assurance/'] },
    ),

    // Entry points and the demo
    forbid(
      'nothing-imports-an-entry-point',
      undefined,
      { path: '^src/', pathNot: SEES_EVERYTHING },
      { path: SEES_EVERYTHING },
    ),
    forbid(
      'the-product-knows-no-demo',
      'The production build and the package hold no line of it.',
      { path: '^src/' },
      { path: demo },
    ),
    forbid(
      'demo-knows-the-provider-by-its-urls',
      undefined,
      { path: demo, pathNot: [demoPreparation, demoProvider] },
      { path: '^src/' },
    ),
    forbid(
      'demo-preparation-uses-only-stores',
      undefined,
      { path: demoPreparation },
      {
        path: '^src/',
        pathNot: [
          '^src/(config\\.ts$|(configuration|storage|accounts|clients|totp|desk|audit|observability)/|oidc/(policy/claims|clients/initial-access-store)\\.ts$)',
        ],
      },
    ),
    forbid(
      'the-demo-provider-is-a-node-with-a-start-page',
      undefined,
      { path: demoProvider },
      { path: '^src/', pathNot: '^src/((start-node|config)\\.ts$|totp/|translation/|web/)' },
    ),
    forbid(
      'sites-of-the-demo-share-only-the-site-room',
      'The portal and the sandbox are two relying parties, the wallet is of a citizen; what they share is in demo/site.',
      { path: '^demo/(portal|sandbox|wallet|site)/' },
      { path: demo, pathNot: '^demo/($1|site)/' },
    ),
    forbid('src-knows-no-tests', undefined, { path: '^src/' }, { path: '^(test|scripts)/' }),

    // Outer libraries
    forbid(
      'only-stores-touch-redis',
      'Put the access into a *-store.ts, or into storage/.',
      {
        path: '^src/',
        pathNot: [
          '-store\\.ts$',
          '^src/(storage|throttle|notifications)/',
          '^src/oidc/records/adapter\\.ts$',
          '^src/audit/audit-log\\.ts$',
          SEES_EVERYTHING,
        ],
      },
      { path: '(^|/)node_modules/ioredis/' },
    ),
    forbid(
      'only-the-http-side-knows-koa',
      'Rules and stores speak of people and protocols; routes, steps and pages speak HTTP.',
      {
        path: '^src/',
        pathNot: [
          '-(routes|steps?)\\.ts$',
          '^src/(login|self-service|admin|desk-door|operator-door)/(?!next-step|login-progress)',
          '^src/(web|oidc|observability|enrolling|cancelling|staff-pages)/',
          '^src/(app\\.ts$|composition/)',
        ],
      },
      { path: '(^|/)node_modules/(koa|@koa/router|@types/koa)/' },
    ),
    forbid(
      'src-uses-only-declared-dependencies',
      'Tools for development are not there in production.',
      { path: '^src/' },
      {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm', 'npm-optional'],
      },
    ),

    // Everywhere
    forbid('not-unresolvable', undefined, {}, { couldNotResolve: true }),
    forbid('no-circles', undefined, {}, { circular: true }),
    forbid(
      'no-orphans',
      'Nothing leads here: delete it, or use it.',
      {
        orphan: true,
        pathNot: [
          '^src/main\\.ts$',
          '^src/cli/kapu\\.ts$',
          '^demo/(start-demo|conformance-op|(provider|portal|sandbox|wallet)/main)\\.ts$',
          '^test/(.+\\.test|bench/(bench|enumeration)|interop/interop)\\.ts$',
          // jest.config.js names it.
          '^test/support/(plain-stacks|native-runtime)\\.ts$',
          '\\.d\\.ts$',
        ],
      },
      {},
    ),
  ],
  options: {
    // TypeScript 7 has no parser API that dependency-cruiser knows; swc's parser sees type-only imports as well.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
