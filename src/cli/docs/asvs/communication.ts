/** V12 Secure Communication, V13 Configuration. */
import { type Chapter, decided, met, said, test } from './requirement.ts';

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
  '12.3.1': met(
    'every hop is encrypted, or excepted in writing',
    test('config/hops', '%s is refused in the clear, until an operator writes why not'),
    test('config/hops', 'to the collector of the audit log is refused in the clear'),
    test('flows/encrypted-hops', 'whoever offers no STARTTLS is told nothing where it is demanded'),
  ),
  '12.3.2': met(
    'certificates of servers are verified',
    test('faults/demands-on-redis', 'over TLS ends with its cause'),
  ),
  '12.3.3': met(
    'TLS between our own HTTP services, or excepted in writing',
    test('config/hops', '%s is refused in the clear, until an operator writes why not'),
    test('flows/encrypted-hops', 'a node knows itself by its certificate, whatever name that has'),
  ),
  '12.3.4': met(
    'inner certificates are pinned to an authority',
    test('faults/demands-on-redis', 'over TLS ends with its cause'),
    test(
      'flows/encrypted-hops',
      'the copy of the audit log goes by TLS, to nobody whose certificate is not the one that was named',
    ),
    test('flows/encrypted-hops', 'a node knows itself by its certificate, whatever name that has'),
  ),
  '13.1.1': met(
    'documented: whom we speak to',
    said('operators', 'What it needs'),
    said('operators', 'What we fetch of relying parties, and telling them of sign-outs'),
  ),
  '13.2.1': decided(
    'own services prove themselves by something that changes',
    'Redis takes a certificate of ours, which is renewed. An SMS gateway and a mail server take what they offer, a token or a password: credentials of systemd, read anew at every start.',
    'the operator, until a gateway’s token is changed',
  ),
  '13.2.2': met(
    'own services have the rights that they need, and no more',
    test(
      'faults/redis-users',
      'a node signs a citizen in, with a code, a token and a refresh, and signs them out',
    ),
    test('faults/redis-users', 'commands do their work'),
    test('faults/redis-users', 'a backup is made, and its user changes nothing else'),
    test('faults/redis-users', 'a user that may more is warned of, and one that may less is refused'),
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
  '13.3.1': met(
    'secrets live in a vault',
    test('flows/keys-in-hsm', 'a citizen signs in with %s, and the store holds no private key'),
    test('flows/keys-in-hsm', 'cannot be read, by whoever has the PIN'),
    test('config/credentials-directory', 'are files and values of variables'),
  ),
  '13.3.2': decided(
    'secrets are read by who needs them alone',
    'The file is for its owner and group, or a credential of one service; signing keys of tokens and cards may be where nobody reads them. Whoever runs a command reads the other secrets, also those that this command does not need: it opens the same records as a node, and is run by the same people.',
    'the operator',
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
