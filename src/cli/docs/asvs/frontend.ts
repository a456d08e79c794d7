/** V3 Web Frontend Security. */
import { type Chapter, decided, met, notApplicable, said, test } from './requirement.ts';

const headers = test('flows/hostile-input', 'carries the security headers on every page');

export const frontend: Chapter = {
  '3.2.1': met('answers are not shown as what they are not', headers),
  '3.2.2': met('text is shown as text', test('web/views', 'writes nothing unescaped but other views')),
  '3.3.1': met(
    'cookies are Secure, with a prefix',
    test('web/language', 'is of this host alone and by TLS alone where there is TLS'),
    test('web/cookies/device-cookie', 'is of this host alone and by TLS alone where there is TLS'),
  ),
  '3.3.2': met(
    'SameSite fits what the cookie is for',
    test('web/form/form', 'belongs to a cookie that scripts and other sites cannot use'),
  ),
  '3.3.3': decided(
    '`__Host-` before every name',
    'All but two have it. The cookies of a sign-in under way are narrower than a host: each is sent to the path of its own sign-in alone, which `__Host-` forbids; they have `__Secure-`.',
    'nobody but this host sets cookies here, unless the operator gives a subdomain to somebody else',
  ),
  '3.3.4': met(
    'sessions are out of reach of scripts',
    test('web/cookies/device-cookie', 'is not for scripts or other sites, and lasts a year'),
    test('web/form/form', 'belongs to a cookie that scripts and other sites cannot use'),
  ),
  '3.4.1': met('HSTS for a year, with subdomains', headers),
  '3.4.2': met(
    'other origins read only where they are listed',
    test(
      'flows/browser-apps',
      'of a service with a server may read with the token that it is handed, from its own origin alone',
    ),
  ),
  '3.4.3': met('a content security policy', headers),
  '3.4.4': met('nosniff', headers),
  '3.4.5': met('no referrer', headers),
  '3.4.6': met('nobody frames us', headers),
  '3.5.1': met(
    'forms of other sites do nothing',
    test('web/form/form', 'from a browser that never saw a page of ours'),
    test('web/form/form', 'with the token of another browser'),
  ),
  '3.5.2': met(
    'nothing relies on a preflight that can be left out',
    test('web/form/form', 'without a token'),
    test('flows/browser-apps', 'is none where the client keeps a secret, or is a native program'),
  ),
  '3.5.3': met('what acts is posted', test('web/views', 'sends every form by POST with a token')),
  '3.5.4': met(
    'applications on hosts of their own',
    test('flows/hosts-apart', 'each is at its host, in whatever capitals, and nowhere else'),
    test('flows/hosts-apart', 'a form is taken from its own host alone'),
    said('operators', 'Hosts of their own'),
  ),
  '3.5.5': notApplicable('postMessage', 'No page listens to messages.'),
  '3.7.1': met(
    'no plug-ins or outdated techniques',
    test('web/views', 'has nothing that the content security policy forbids'),
  ),
  '3.7.2': met(
    'we send browsers to registered addresses alone',
    test('flows/protocol', 'goes back to a registered redirect URI only'),
    test('flows/intruder', 'never leads to another site, whatever its path begins with'),
  ),
};
