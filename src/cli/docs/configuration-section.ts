/** The environment and the files of configuration, as operators write them. */
import { z } from 'zod';
import { oneTimeCodesSchema } from '../../assurance/code-channels.ts';
import { calendarSchema } from '../../assurance/cutover-calendar.ts';
import { walletVerifierSchema } from '../../assurance/wallet-assurance.ts';
import { hopsSchema } from '../../configuration/connections/hops.ts';
import { deploymentProfileSchema } from '../../configuration/deployment-profile.ts';
import { environmentSchema } from '../../configuration/environment.ts';
import { grantSwitchesSchema } from '../../configuration/grant-switches.ts';
import { hostsSchema } from '../../configuration/hosts.ts';
import { pagesSchema } from '../../configuration/pages.ts';
import {
  auditSchema,
  deskSchema,
  enrolmentPolicySchema,
  operatorSchema,
  outgoingSchema,
  passkeysSchema,
} from '../../configuration/policies.ts';
import { protectedResourceSchema } from '../../configuration/protected-resource.ts';
import { secretsSchema } from '../../configuration/secrets.ts';
import { walletIssuerSchema } from '../../configuration/wallet-issuer-settings.ts';
import { code, table } from './markdown.ts';
import { membersOf } from './schema-words.ts';

const variables = {
  KAPU_ISSUER:
    'issuer, as everyone sees it: an origin such as `https://kapu.example`, without a path; http for this machine alone',
  KAPU_SERVICE_NAME: 'name in authenticator apps and on pages; no colon',
  KAPU_HOST: 'address on which the node listens',
  KAPU_SOCKET:
    'a Unix socket on which it listens in their place: its owner and group may open it, and whoever may is the proxy',
  KAPU_PORT: 'and its port',
  KAPU_PROCESSES:
    'nodes that `dist/supervisor.js` starts behind the port; without it one for each core. See *A process for each core*',
  KAPU_METRICS_PORT:
    'port of the metrics, at `/metrics`; without it there are none. Of several processes it is the first one’s, and the others follow. See *Metrics and alarms*',
  KAPU_METRICS_HOST: 'address on which they are told: never the public one',
  KAPU_TRACES_URL:
    'where a collector takes traces by OTLP over HTTP: `http://127.0.0.1:4318/v1/traces`; https where it is on another machine. See *Traces*',
  KAPU_TRACES_RATIO: 'part of the requests that is told, from 0 to 1; fifty a second and node at most',
  KAPU_TRACES_PARENT:
    '`proxy` where the proxy sets `traceparent` and `tracestate` itself and passes on nobody else’s: then it decides which requests are told',
  KAPU_TRUST_PROXY:
    '`true` behind a proxy that sets `X-Forwarded-Proto`, `-Host` and `-For` itself (of several addresses the last counts); needed where the issuer is https',
  KAPU_PROXY_ADDRESSES:
    'addresses or networks of the proxy, with commas in between: of anybody else who reaches the port nothing is believed. This or a secret is demanded where the port is not of this machine alone. See *The ways between machines*',
  KAPU_PROXY_SECRET_FILE:
    'what the proxy says in `X-Kapu-Proxy`, 32 characters at least; both are demanded where both are given',
  KAPU_CLIENT_CERTIFICATE_HEADER:
    'header in which the proxy hands over the certificate of a relying party (`Client-Cert` of RFC 9440, or PEM escaped for a URL as nginx’s `$ssl_client_escaped_cert`); **the proxy must strip it from outside**. Needs `KAPU_TRUST_PROXY`; without it no certificates',
  KAPU_CLIENT_CERTIFICATE_AUTHORITIES_FILE:
    'PEM of the authorities that issue them directly; without it only self-signed, registered ones are taken',
  KAPU_DATA_DIR: 'data of the managed Redis, and `installation-id`',
  KAPU_REDIS_URL:
    '`redis://user:password@host:port/0`, or `redis+sentinel://user:password@host:port,host:port/name` for a group under Sentinels; `rediss://…` and `rediss+sentinel://…` for TLS. See *Redis*; without it a managed server on this machine',
  KAPU_INSTALLATION_ID:
    'id of the installation that Redis must hold, as `kapu config check` shows it; without it the one in `installation-id` of the data directory. See *Redis*',
  KAPU_SECRETS_FILE: 'file of keys and peppers, for its owner and group alone; see *Secrets*',
  KAPU_CONFIG_DIR: 'directory of the files below, and of `clients/*.json`',
  KAPU_PROFILE: 'which directory of `config/profiles` holds; see *Profiles*',
  KAPU_TLS_CERTIFICATE_FILE:
    'PEM; what the node shows to its proxy, so that the way between them is encrypted; without a proxy only where the profile allows that',
  KAPU_TLS_KEY_FILE: 'and its key',
  KAPU_SMTP_URL:
    'mail server, `smtps://…` or `smtp://…`: then STARTTLS is demanded, but on this machine; without one messages wait in the queue',
  KAPU_SMS_URL: 'SMS gateway: https, or http on this machine; needs `KAPU_SMS_TOKEN` and `KAPU_SMTP_URL`',
  KAPU_SMS_TOKEN: 'its secret',
  KAPU_SMS_SENDER: 'the sender that telephones show, where the gateway lets you choose',
  KAPU_WALLET_CERTIFICATES_FILE:
    'PEM: the certificates that wallets know us by, ours first; see [wallets](wallet.md)',
  KAPU_WALLET_KEY_FILE: 'and our key',
  KAPU_CREDENTIAL_CERTIFICATE_FILE: 'PEM: what credentials are signed with; see [wallets](wallet.md)',
  KAPU_CREDENTIAL_KEY_FILE:
    'and its key: a file, or `pkcs11:object=…` with the label of a key in the hardware security module',
  KAPU_CREDENTIAL_TRUST_ANCHOR_FILE: 'and the root that verifiers are told to trust',
  KAPU_PKCS11_MODULE:
    'the shared library of a hardware security module: signing keys of tokens are made in it. See *Keys in a hardware security module*',
  KAPU_PKCS11_TOKEN: 'label of the token in it',
  KAPU_PKCS11_PIN_FILE: 'and its PIN',
  KAPU_PKCS11_WITHOUT:
    'algorithms that it does not know, with commas in between: their keys are sealed in the store',
  KAPU_WALLET_ATTESTERS_FILE: 'PEM of the authorities that vouch for wallets',
  KAPU_KEY_ATTESTERS_FILE: 'PEM of the authorities that vouch for the keys of wallets; may be the same file',
  KAPU_PRIVATE_HOSTS: 'more `private_hosts`, with commas in between; see *What we fetch*',
  KAPU_BREACHED_PASSWORDS_FILE: 'list of breached passwords; see *New passwords*',
  KAPU_MAIL_FROM: 'sender of e-mails',
  KAPU_SECURITY_CONTACT:
    'whom to tell of a hole, with commas in between: `mailto:security@kapu.example`; told at `/.well-known/security.txt` (RFC 9116), which is not there without it',
  KAPU_ARRIVALS_PER_MINUTE:
    'sign-ins that may begin from one network in a minute, on all nodes together; above 600 also more is kept for it',
  KAPU_LOG_LEVEL: 'how much is logged',
} as const satisfies Record<keyof z.input<typeof environmentSchema>, string>;

export function environmentSection(): string {
  const rows = membersOf(environmentSchema).map(({ name, kind, otherwise }) => [
    code(name),
    variables[name as keyof typeof variables] ?? '',
    kind,
    otherwise,
  ]);
  return table(['variable', 'meaning', 'values', 'without it'], rows);
}

const files: readonly { readonly name: string; readonly schema: z.ZodType; readonly about: string }[] = [
  {
    name: 'calendar.json',
    schema: calendarSchema,
    about: 'required; local times such as `2027-04-01T00:00`. See *Calendar*',
  },
  { name: 'enrolment.json', schema: enrolmentPolicySchema, about: 'required' },
  { name: 'one-time-codes.json', schema: oneTimeCodesSchema, about: 'may be missing: none are sent' },
  {
    name: 'wallet-verifier.json',
    schema: walletVerifierSchema,
    about: 'may be missing: nobody signs in with a wallet. See [wallets](wallet.md)',
  },
  {
    name: 'wallet-issuer.json',
    schema: walletIssuerSchema,
    about: 'may be missing: nothing is issued to wallets',
  },
  { name: 'outgoing.json', schema: outgoingSchema, about: 'may be missing: nothing in-house is reached' },
  { name: 'resources.json', schema: z.array(protectedResourceSchema), about: 'may be missing; a list' },
  {
    name: 'grants.json',
    schema: grantSwitchesSchema,
    about: 'may be missing: devices and requests from elsewhere are not offered',
  },
  {
    name: 'hops.json',
    schema: hopsSchema,
    about: 'may be missing: every way to another machine is encrypted. See *The ways between machines*',
  },
  {
    name: 'desk.json',
    schema: deskSchema,
    about: 'may be missing: there is no desk. See [the desk](desk.md)',
  },
  {
    name: 'hosts.json',
    schema: hostsSchema,
    about: 'may be missing: all is at the issuer’s host. Recommended; see *Hosts of their own*',
  },
  {
    name: 'operator.json',
    schema: operatorSchema,
    about: 'may be missing: there are no pages for operators. See *The operator’s pages*',
  },
  {
    name: 'pages.json',
    schema: pagesSchema,
    about: 'may be missing: pages name no operator, and the help page no telephone. See *Help*',
  },
  {
    name: 'passkeys.json',
    schema: passkeysSchema,
    about: 'may be missing: passkeys are bound to the host of the issuer. See *Passkeys and another host*',
  },
  { name: 'audit.json', schema: auditSchema, about: 'may be missing. See *The audit log*' },
  {
    name: 'profiles/<name>/profile.json',
    schema: deploymentProfileSchema,
    about: 'see *Profiles*; `production` allows nothing else than without it',
  },
  {
    name: 'KAPU_SECRETS_FILE',
    schema: secretsSchema,
    about: 'required; `kapu config new-secrets --out` makes it',
  },
];

const members: Readonly<Record<string, string>> = {
  time_zone: 'IANA name, e.g. `Europe/Budapest`',
  announced_from: 'citizens are told what is coming',
  both_offered_from: 'both ways are offered',
  application_only_from: 'a password alone opens nothing but the application',
  closed_from: 'a password alone opens nothing',
  wallets_from: 'a wallet is offered beside the others; without it as soon as it is switched on',
  'exceptions[].client_id': 'a relying party that accepts a password alone for longer',
  'exceptions[].password_only_until': 'and until when',
  wait_without_email_hours: 'how long an application waits where there is no verified e-mail address',
  rp_id: 'the host that passkeys are bound to (RP ID), where it is not the issuer’s',
  related_origins:
    'origins of ours elsewhere at which they are used as well; published at `/.well-known/webauthn`',
  passkey_roles: 'whoever has one of these roles comes in with a passkey alone; recommended for all of them',
  'email.enabled': 'codes by e-mail',
  'email.assurance': 'what a password and such a code reach',
  'email.accepted_by': 'who decided, in writing, that this is more than `low`',
  'sms.enabled': 'codes by SMS',
  'sms.assurance': 'what a password and such a code reach',
  'sms.accepted_by': 'who decided, in writing, that this is more than `low`',
  'help_line.telephone':
    'whom people call who are stuck; on the help page and beside the reference of an error',
  'help_line.hours.hu': 'when somebody answers',
  'help_line.hours.en': 'likewise in English',
  'contact.hu': 'the operator’s page of contacts: https, or a path of this host; in the footer of every page',
  'contact.en': 'likewise in English',
  'privacy.hu': 'the privacy notice (GDPR art. 13)',
  'privacy.en': 'likewise in English',
  'accessibility.hu': 'the accessibility statement (Directive (EU) 2016/2102 art. 7)',
  'accessibility.en': 'likewise in English',
  'colours.light.brand':
    'the installation’s colour on light pages, as `#rrggbb`: buttons, cards, the mark at the top; 4.5:1 at least',
  'colours.light.link': 'that of links; ours where it is missing',
  'colours.dark.brand': 'likewise for whoever prefers dark pages',
  'colours.dark.link': 'likewise',
  'authenticator_apps[].name': 'an app that is recommended where one is needed',
  'authenticator_apps[].android': 'its own entry in the store for Android',
  'authenticator_apps[].ios': 'its own entry in the store for iPhones',
  'networks[].network': 'a network, in CIDR form and no smaller than what is kept of an address',
  'networks[].name.hu':
    'what citizens read beside sessions that were used from there: a city, a provider, an office',
  'networks[].name.en': 'the same in English',
  private_hosts: '`host` or `host:port` that may be reached though not public, also over http',
  give_up_logouts_after_hours: 'how long a relying party that cannot be told of a sign-out is tried',
  identifier: 'the resource (RFC 8707): an absolute URI',
  name: 'what citizens read where they are asked for consent',
  'name#en': 'likewise in English',
  scopes: 'what may be asked for there',
  access_token_format: 'opaque tokens are introspected; a JWT (RFC 9068) cannot be called back',
  access_token_signing_alg: 'signature of JWTs',
  access_token_lifetime: 'seconds',
  introspected_by: 'clients that may ask about its tokens',
  wallet_address: 'where wallets are called: a scheme of apps, or the address of a web wallet',
  client_id_prefix: 'how wallets know us: by our certificate, or by its DNS name',
  cross_device: 'what a QR code on another screen reaches, or `off`',
  'trust_sources[].name.hu': 'what citizens read: who issued the credential',
  'trust_sources[].name.en': 'likewise in English',
  'trust_sources[].anchor_file': 'PEM of the one authority whose issuers are believed',
  'trust_sources[].vct': 'the type of the credential',
  'trust_sources[].identifier_claim': 'the claim that tells people apart; without it nobody is signed in',
  'trust_sources[].status': 'whether a credential without a status list is believed',
  'trust_sources[].assurance': 'how surely the issuer identified the person',
  enabled: 'whether anything of this is offered',
  credential_lifetime_days: 'days',
  batch_size: 'credentials of one issuance, each for a key of its own',
  keys_once: '`true`: a wallet’s key is taken once; a proof is so in any case',
  'key_attestations.required': 'wallets must attest their keys, and are told so',
  'key_attestations.key_storage': 'what a key reaches by how it is kept',
  'key_attestations.user_authentication': 'what it reaches by how its owner is asked; the milder counts',
  'key_attestations.least': 'attested keys that reach less are refused',
  'key_attestations.unattested': 'what a key reaches of which nobody says anything',
  encryption: 'requests for credentials and their answers are encrypted where a wallet wants it, or always',
  'trust_sources[].vct_family': 'types that count as `vct`; `*` stands for one part of a name',
  'trust_sources[].other_identifier_claims':
    'claims that tell people apart where a credential lacks `identifier_claim`, the best first',
  renewal_days:
    'for how many days from its owner’s own act a wallet may renew its card by itself; 0: never (decision 67)',
  requests_per_token: 'how often a wallet may ask with one access token',
  status_list_ttl_seconds: 'how long a verifier may believe a status list',
  'of_everybody.nationalities': 'what is true of everybody in this register',
  'of_everybody.country_of_birth': 'likewise',
  'wallets[].client_id': 'as the wallet calls itself, and as its attestations do',
  'wallets[].client_name': 'what citizens read',
  'wallets[].client_name#en': 'likewise in English',
  'wallets[].redirect_uris': 'for the authorization code; their origins may call from a browser',
  'wallets[].offer_uri':
    'where it takes offers: a scheme such as `haip-vci://`, or the address of a web wallet; without it `openid-credential-offer://`',
  'wallets[].offers_authorization_code': 'with an offer it may also begin with a sign-in (`issuer_state`)',
  'wallets[].attested': '`false` only for a wallet whose maker has no attester',
  'wallets[].anonymous':
    'this wallet stands for those that ask for a token without a name; one at most, attested by nobody',
  desk_host: 'host, or host and port, of the clerks’ desk',
  operator_host: 'of the operator’s pages',
  admin_host: 'of the administration for programs (`/admin`)',
  device_flow: 'devices without a browser or a keyboard (RFC 8628)',
  ciba: 'requests that relying parties send from elsewhere (CIBA)',
  'offices[].id': 'by which roles are granted',
  'offices[].name': 'what staff and citizens read',
  'offices[].name#en': 'likewise in English',
  look_ups_per_hour: 'people whom one clerk may look up in an hour',
  'delay_hours.with_contact':
    'hours between the approval of a request and its effect, for who can be told of it',
  'delay_hours.without_contact': 'and for who cannot',
  proposals_last_days: 'how long a proposal awaits the second person',
  checkpoint_every_events: 'a signed checkpoint at the latest after so many events',
  checkpoint_every_seconds: 'and after so long, if there is anything new',
  ship_to:
    'where a copy goes: `{"kind": "files", "directory"}` or `{"kind": "syslog", "host", "port", "tls": {"ca"}}`',
  'unencrypted.proxy': 'why the way from the proxy to the node need not be encrypted',
  'unencrypted.smtp': 'why the mail server need not offer STARTTLS',
  'unencrypted.redis': 'why Redis may be spoken to without TLS',
  'unencrypted.syslog': 'why the copy of the audit log may go without TLS',
  'unencrypted.traces': 'why traces may go to their collector without TLS',
  keep_months: 'whole months that are kept beside the one that runs; without it all',
  dynamic_registration: 'whoever has an initial access token may register clients',
  clients_without_pkce: 'clients may be registered with `require_pkce: false`',
  response_types: 'what may be answered',
  response_modes: 'and in which ways; production offers no `fragment`',
  require_pushed_requests: 'of every client: authorization requests are pushed (RFC 9126)',
  require_bound_tokens: 'of every client: access tokens are bound to a DPoP key or a certificate',
  require_key_authentication:
    'of every client: it proves who it is by a key, so there are no secrets and no public clients',
  default_signing_alg: 'for clients that registered themselves and name none',
  own_tls: 'the node may have a certificate of its own',
  attempts_factor: 'how many times more than usual one address may begin',
  further_claims: 'one value for everybody, for tests; with it every standard claim is offered',
  'sealing_keys[].kid': 'name of a key',
  'sealing_keys[].key': '32 bytes in base64url; the first seals, all open',
  cookie_keys: 'the first signs cookies and forms, all verify',
  password_pepper: '32 bytes in base64url; the eldest by which a password is still hashed',
  'newer_peppers[].key': '32 bytes in base64url; see *Changing the pepper and the subject key*',
  'newer_peppers[].since': 'from when on it hashes; all verify',
  index_key: '32 bytes in base64url; the eldest by which anything is still found',
  'newer_index_keys[].key': '32 bytes in base64url; see *Changing the index key*',
  'newer_index_keys[].since': 'from when on it keys what is written; by all is looked',
  subject_key: '32 bytes in base64url; names the citizens of the eldest accounts to relying parties',
  'newer_subject_keys[].key': '32 bytes in base64url',
  'newer_subject_keys[].since': 'of accounts that were made since then',
};

export function filesSection(): string {
  const tables = files.map(({ name, schema, about }) => {
    const rows = membersOf(schema instanceof z.ZodArray ? (schema.element as z.ZodType) : schema).map(
      ({ name: member, kind, otherwise }) => [code(member), meaningOf(name, member), kind, otherwise],
    );
    return `${code(name)}: ${about}.\n\n${table(['member', 'meaning', 'values', 'without it'], rows)}`;
  });
  return tables.join('\n\n');
}

function meaningOf(file: string, member: string): string {
  const [group = ''] = member.split('.');
  const meaning = members[member] ?? members[group];
  if (meaning === undefined) {
    throw new Error(`${file}: ${member} has no sentence in src/cli/docs/configuration-section.ts`);
  }
  return meaning;
}
