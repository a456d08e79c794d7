/** V12 Secure Communication, V13 Configuration. */
import { type Chapter, decided, met, open, said, test } from './requirement.ts';

const atTheProxy =
  'TLS ends at the operator’s proxy, so its versions, ciphers and certificate are configured there.';

export const communication: Chapter = {
  '12.1.1': decided('TLS 1.2 and 1.3', atTheProxy, 'the operator of the proxy'),
  '12.1.2': decided('recommended ciphers', atTheProxy, 'the operator of the proxy'),
  '12.1.3': met(
    'certificates of clients are verified before they count',
    test('flows/client-features', 'by the certificate of an authority, to which its tokens are bound'),
    test('flows/discovery', 'takes a certificate from the header of the proxy only where that is configured'),
  ),
  '12.2.1': met(
    'TLS from outside, without a way round',
    test('web/request/host-guard', 'and neither is the same host without TLS'),
    test('flows/hostile-input', 'carries the security headers on every page'),
  ),
  '12.2.2': decided('certificates that everybody trusts', atTheProxy, 'the operator of the proxy'),
  '12.3.1': open(
    'every hop is encrypted',
    'SMS and everything that we fetch: https alone. Redis: TLS where `rediss://` is configured. SMTP: STARTTLS where the server offers it; syslog: not. From proxy to node: not, in production.',
  ),
  '12.3.2': met(
    'certificates of servers are verified',
    test('faults/demands-on-redis', 'over TLS ends with its cause'),
  ),
  '12.3.3': open('TLS between our own HTTP services', 'From the proxy to a node it is http.'),
  '12.3.4': open(
    'inner certificates are pinned to an authority',
    'For Redis an authority can be named; from proxy to node there is no TLS.',
  ),
  '13.1.1': met(
    'documented: whom we speak to',
    said('operators', 'What it needs'),
    said('operators', 'What we fetch of relying parties, and telling them of sign-outs'),
  ),
  '13.2.1': open(
    'own services prove themselves by something that changes',
    'Redis takes a certificate or a password, SMS a token: passwords and tokens stay the same until somebody changes them.',
  ),
  '13.2.2': open(
    'own services have the rights that they need, and no more',
    'The rules for Redis are documented and verified at the start; nodes and commands share one user with all of them.',
  ),
  '13.2.3': met(
    'no default passwords',
    test('faults/demands-on-operators', 'are made for their owner alone, and never over others'),
  ),
  '13.2.4': met(
    'we call listed hosts and public addresses alone',
    test('outgoing/config', 'hosts of the file and of the environment are listed together'),
    test('outgoing/guarded-fetch', 'a name without an address, and http to a listed host of another port'),
  ),
  '13.2.5': met(
    'the server has such a list',
    test('outgoing/config', 'nothing is listed, and logouts are tried for a day, unless it is written'),
  ),
  '13.3.1': open(
    'secrets live in a vault',
    'They are in one file, whose mode is looked at; signing keys are sealed in the store. There is no interface for a vault or an HSM.',
  ),
  '13.3.2': open(
    'secrets are read by who needs them alone',
    'The file is for its owner and group; but whoever runs a command reads every secret, also those that the command does not need.',
  ),
  '13.4.1': met(
    'no repository in production',
    test(
      'docs/package',
      'the package has the programs, their scripts for Redis, the views and the configuration',
    ),
  ),
  '13.4.2': met(
    'no debugging in production',
    test('flows/hostile-input', 'shows a request id on every error page, which is also in the log'),
  ),
  '13.4.3': met(
    'no listings of directories',
    test(
      'flows/hostile-input',
      'refuses unknown relying parties, scopes and paths with a page or the standard’s error',
    ),
  ),
  '13.4.4': met('no TRACE', test('flows/hostile-input', 'answers TRACE with nothing of what was sent')),
  '13.4.5': met(
    'nothing for insiders is shown outside',
    test('flows/discovery', 'names endpoints that answer'),
    said('operators', 'Metrics and alarms'),
  ),
};
