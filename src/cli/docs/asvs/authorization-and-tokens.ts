/** V8 Authorization, V9 Self-contained Tokens. */
import { type Chapter, met, said, test } from './requirement.ts';

export const authorizationAndTokens: Chapter = {
  '8.1.1': met('documented: who may do what', said('security', 'Who can do what alone')),
  '8.1.2': met(
    'documented: who sees and changes which fields',
    said('inventories', 'What a clerk sees and changes'),
  ),
  '8.2.1': met(
    'functions are for those who may',
    test('flows/desk', 'is nobody without a role, and nobody without an authenticator code'),
    test('flows/admin-clients', 'is not given to a relying party, nor for another resource'),
  ),
  '8.2.2': met(
    'data of somebody else do not open by their name',
    test('flows/own-account', 'of somebody else cannot be ended'),
    test(
      'flows/desk-attacks',
      'gets nothing done by another site that sends their browser here, nor by a case of a colleague',
    ),
    test('flows/ciba', 'cannot decide for another'),
  ),
  '8.2.3': met(
    'fields are for those who may',
    test('flows/protocol', 'is told only what it is registered for'),
    test('flows/desk', 'change the name borne and nothing else'),
  ),
  '8.3.1': met(
    'the server decides',
    test('flows/desk-attacks', 'does nothing for an account that its page does not offer'),
  ),
  '8.4.1': met(
    'relying parties do not reach one another’s',
    test('flows/ciba', 'that is another’s may not redeem, and one that is not registered for it may not ask'),
    test('flows/device', 'belongs to the relying party that asked for it'),
  ),
  '9.1.1': met(
    'tokens are verified before they are read',
    test('flows/hostile-protocol', 'that is wrong in any way is refused'),
  ),
  '9.1.2': met(
    'listed algorithms alone',
    test('flows/discovery', 'offers no algorithm without signature, and none with a shared secret'),
  ),
  '9.1.3': met(
    'keys come from where they were registered',
    test('flows/fetched-keys', 'are not looked for where the listed host sends us, nor in an endless answer'),
    test('flows/names-of-ed25519', 'is not believed as %s with another key'),
  ),
  '9.2.1': met(
    'tokens count between their instants',
    test('flows/hostile-protocol', 'that is wrong in any way is refused'),
  ),
  '9.2.2': met(
    'a token is taken for what it is alone',
    test('flows/client-features', 'tells nothing to a stranger, and opens no personal data here'),
  ),
  '9.2.3': met(
    'tokens for others are refused',
    test('flows/admin-clients', 'is not given to a relying party, nor for another resource'),
  ),
  '9.2.4': met(
    'tokens name whom they are for',
    test(
      'flows/client-features',
      'is a JWT that says who signed in, how strongly and when (RFC 9068, RFC 9470)',
    ),
  ),
};
