/** V14 Data Protection. */
import { type Chapter, met, said, test } from './requirement.ts';

export const data: Chapter = {
  '14.1.1': met(
    'documented: which data are how sensitive',
    said('inventories', 'Data by how sensitive they are'),
  ),
  '14.1.2': met('documented: how each is protected', said('inventories', 'Data by how sensitive they are')),
  '14.2.1': met(
    'no secrets in URLs',
    test('flows/own-account', 'of our own pages end with no token in any address'),
    test(
      'flows/secrets',
      'neither Redis nor the log holds a password, key, code, törlőkód, client secret, cookie or token in the clear',
    ),
  ),
  '14.2.2': met(
    'nothing sensitive stays in caches between',
    test('flows/hostile-input', 'carries the security headers on every page'),
  ),
  '14.2.3': met(
    'nothing goes to trackers',
    test('web/views', 'has nothing that the content security policy forbids'),
    test(
      'conformance/dynamic',
      'oidcc-registration-logo-uri: is kept, and not loaded from elsewhere into a page of ours',
    ),
  ),
  '14.2.4': met(
    'data are protected as documented',
    test(
      'flows/secrets',
      'neither Redis nor the log holds a password, key, code, törlőkód, client secret, cookie or token in the clear',
    ),
    test('accounts/account-store', 'lists nobody: no name, no address, no number in clear'),
    test('flows/own-account', 'erases everything after thirty days and frees the name'),
  ),
  '14.3.1': met(
    'nothing stays in the browser after signing out',
    test('docs/asvs-sources', 'no script keeps anything in the browser'),
    test('flows/hostile-input', 'carries the security headers on every page'),
  ),
  '14.3.2': met(
    'browsers keep nothing',
    test('flows/hostile-input', 'carries the security headers on every page'),
  ),
  '14.3.3': met(
    'storage of the browser holds nothing sensitive',
    test('docs/asvs-sources', 'no script keeps anything in the browser'),
    test('web/cookies/device-cookie', 'does not tell any name'),
  ),
};
