/** V10 OAuth and OIDC, with level 3. */
import { type Chapter, met, notApplicable, test } from './requirement.ts';

export const oauth: Chapter = {
  '10.1.1': met(
    'tokens go where they are needed alone',
    test(
      'flows/secrets',
      'neither Redis nor the log holds a password, key, code, törlőkód, client secret, cookie or token in the clear',
    ),
  ),
  '10.1.2': met(
    'a client takes the answer to its own request alone',
    test('relying-party/pending-sign-in', 'is not taken from whoever made it up, nor for the other site'),
  ),
  '10.2.1': met(
    'own pages: nobody else begins or ends their sign-in',
    test('relying-party/pending-sign-in', 'is not taken from whoever made it up, nor for the other site'),
  ),
  '10.2.2': notApplicable('clients of several providers', 'Own pages know one provider.'),
  '10.2.3': met(
    'own pages ask for no more than they need',
    test('docs/asvs-sources', 'own pages ask for who is there, and for nothing else'),
  ),
  '10.3.1': met(
    'a resource takes tokens that are for it',
    test('flows/client-features', 'tells nothing to a stranger, and opens no personal data here'),
    test('flows/admin-clients', 'is not given to a relying party, nor for another resource'),
  ),
  '10.3.2': met(
    'a resource goes by what the token says',
    test('flows/admin-clients', 'that may only read changes nothing'),
  ),
  '10.3.3': met(
    'people are known by issuer and subject',
    test('flows/protocol', 'knows a citizen by another subject than its neighbour does'),
  ),
  '10.3.4': notApplicable(
    'strength and age of the sign-in behind a token',
    'Resources of ours demand none; what APIs of others demand stands in their tokens.',
  ),
  '10.3.5': met(
    'resources take tokens that are bound to a key alone, where a deployment demands it',
    test(
      'flows/demands-on-clients',
      'that is bound to a key is taken with its proof, once, and for what the proof says',
    ),
    test('flows/demands-on-clients', 'that is bound to a certificate is taken with it alone'),
    test(
      'flows/demands-on-clients',
      'a token for the administration that is bound to nothing is not taken any more',
    ),
  ),
  '10.4.1': met(
    'registered addresses alone, letter by letter',
    test('flows/protocol', 'goes back to a registered redirect URI only'),
  ),
  '10.4.2': met(
    'a code works once, and a second use ends what came of the first',
    test(
      'flows/races',
      'one authorization code, redeemed twenty times at once, gives tokens once and ends the grant',
    ),
  ),
  '10.4.3': met('a code lives a minute', test('docs/asvs-sources', 'an authorization code lives a minute')),
  '10.4.4': met(
    'each client has its grants alone, and none has implicit or password',
    test('flows/discovery', 'names what there is, and nothing else'),
    test('flows/device', 'a client that is not registered for it may not begin'),
  ),
  '10.4.5': met(
    'refresh tokens of public clients are not used twice',
    test(
      'flows/refresh-grace',
      'by a public client that is bound to no key, is rotated once and ends the grant',
    ),
  ),
  '10.4.6': met(
    'PKCE with S256, of everybody',
    test('flows/protocol', 'without PKCE, or with the plain method, is refused'),
    test('flows/strict-profile', 'refuses a request of %s without PKCE'),
  ),
  '10.4.7': met(
    'clients do not register themselves unasked',
    test(
      'flows/strict-profile',
      'registers nobody, whatever token they have, and lets nobody manage a client',
    ),
  ),
  '10.4.8': met(
    'refresh tokens end',
    test('flows/browser-apps', 'has a refresh token that dies of an hour without use, where no key binds it'),
    test('docs/asvs-sources', 'a refresh token lives twelve hours, however often it is rotated'),
  ),
  '10.4.9': met(
    'citizens take tokens back',
    test(
      'flows/own-account',
      'show field by field what was handed over, and lose their tokens when the citizen says so',
    ),
  ),
  '10.4.10': met(
    'clients with a secret or a key prove it',
    test('flows/client-features', 'by a JWT that its key signed, once'),
    test('flows/refusal-log', '/token: what the answer keeps back'),
  ),
  '10.4.11': met(
    'clients have the scopes that they need',
    test('flows/protocol', 'is told only what it is registered for'),
  ),
  '10.4.12': met(
    'each client has the ways of answering that it needs',
    test('flows/demands-on-clients', 'answers in no other way than production needs'),
  ),
  '10.4.13': met(
    'requests are pushed, always, where a deployment demands it',
    test('flows/demands-on-clients', 'whoever does not meet it is not registered, and each fault is said'),
    test('flows/demands-on-clients', 'whoever was registered before is no client'),
  ),
  '10.4.14': met(
    'access tokens are bound to a key, always, where a deployment demands it',
    test('flows/demands-on-clients', 'whoever does not meet it is not registered, and each fault is said'),
    test('flows/demands-on-clients', 'whoever was registered before is no client'),
  ),
  '10.4.15': notApplicable('authorization_details', 'There are none.'),
  '10.4.16': met(
    'clients prove themselves by a key, always, where a deployment demands it',
    test('flows/demands-on-clients', 'whoever does not meet it is not registered, and each fault is said'),
    test('flows/demands-on-clients', 'whoever was registered before is no client'),
  ),
  '10.5.1': met(
    'own pages: an ID token answers one request',
    test('relying-party/pending-sign-in', 'is not taken from whoever made it up, nor for the other site'),
    test(
      'docs/integrators',
      'the program says so when the citizen went back, and refuses an answer that it did not ask for',
    ),
  ),
  '10.5.2': met(
    'people are known by their subject',
    test(
      'flows/native-programs',
      'knows a citizen by one subject at all its addresses, and another program by another',
    ),
  ),
  '10.5.3': met(
    'a provider under another name is refused',
    test(
      'flows/hostile-protocol',
      'that comes back in the name of another provider is not redeemed by a client that checks (RFC 9207)',
    ),
  ),
  '10.5.4': met(
    'ID tokens for others are refused',
    test('flows/portal-logout', 'of somebody else, without a signature, or that is none, is refused'),
  ),
  '10.5.5': notApplicable(
    'logout tokens, as a relying party',
    'Own pages end in the store with the provider’s session; the sample portal shows it.',
  ),
  '10.6.1': met('the code flow alone', test('flows/discovery', 'names what there is, and nothing else')),
  '10.6.2': met(
    'nobody is signed out by a link',
    test('flows/thief', 'is not ended by a link alone'),
    test(
      'flows/sign-out-of-nobody',
      'leads to no address that is not the relying party’s, and nowhere at all from another site',
    ),
  ),
  '10.7.1': met(
    'consent, and always of clients that cannot prove who they are',
    test('clients/consent-rules', 'are asked about wherever nobody said that they need not be'),
    test(
      'clients/consent-rules',
      'that could be anybody are asked about, whatever was said when they were registered',
    ),
    test('flows/consent', 'is told nothing before the citizen, who reads every claim by its name, agrees'),
  ),
  '10.7.2': met(
    'a page of consent says what, to whom, and for how long',
    test('flows/consent', 'is told nothing before the citizen, who reads every claim by its name, agrees'),
    test(
      'flows/consent',
      'is told what the citizen leaves in, item by item, and what they put back when they are asked again',
    ),
  ),
  '10.7.3': met(
    'consent is seen, changed and taken back',
    test(
      'flows/consent',
      'is told what the citizen leaves in, item by item, and what they put back when they are asked again',
    ),
    test(
      'flows/consent',
      'is asked about again after the citizen revoked its access, where they may also go there',
    ),
  ),
};
