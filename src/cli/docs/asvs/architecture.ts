/** V15 Secure Coding and Architecture. */
import { type Chapter, met, said, test } from './requirement.ts';

export const architecture: Chapter = {
  '15.1.1': met(
    'documented: how soon vulnerable dependencies are replaced',
    said('inventories', 'Dependencies'),
  ),
  '15.1.2': met(
    'a list of everything that we build upon',
    test(
      'docs/dependencies',
      'the bill of materials names every package of the product, in the version of the lock file',
    ),
    test(
      'docs/dependencies',
      'dependencies are pinned: package.json names one version of each, which is that of the lock file',
    ),
  ),
  '15.1.3': met('documented: what is costly, and how it is bounded', said('inventories', 'What is costly')),
  '15.2.1': met(
    'no component is older than those times allow',
    said('inventories', 'Dependencies'),
    test('docs/dependencies', 'fails on an open one, and names it'),
    test('docs/dependencies', 'fails on one %s, and names it'),
    test(
      'docs/dependencies',
      'fails on what was not updated within ninety days, and on what nobody looks after',
    ),
  ),
  '15.2.2': met(
    'costly work cannot be asked for without end',
    test(
      'accounts/password/hash-queue',
      'is bounded in work: two at once and a hundred of each kind, and refusals say when to come back',
    ),
    test(
      'accounts/password/hash-queue',
      'a known browser waits behind one stranger in five at most, while strangers keep coming',
    ),
  ),
  '15.2.3': met(
    'nothing of tests and samples is in the product',
    test('docs/package', 'and nothing of the demo, the conformance accounts or the tests, nor any source'),
    test('config/profiles', 'is the profile unless another is named, and the strictest'),
  ),
  '15.3.1': met(
    'answers hold the fields that were asked for',
    test('flows/protocol', 'is told only what it is registered for'),
    test('conformance/dynamic', 'tells no hash of a secret at %s either'),
  ),
  '15.3.2': met(
    'redirects are not followed',
    test('outgoing/guarded-fetch', 'that redirects (%i) is not followed'),
  ),
  '15.3.3': met(
    'a form changes its own fields alone',
    test('conformance/dynamic', 'gives nobody more than a stranger may have, whatever is asked'),
    test('flows/desk', 'change the name borne and nothing else'),
  ),
  '15.3.4': met(
    'the address of who comes is the proxy’s word',
    test('flows/client-addresses', 'believes the proxy about who comes, and not what that one wrote before'),
  ),
  '15.3.5': met(
    'types are what they should be',
    test('flows/hostile-input', 'survives hostile parameters of the protocol'),
    test('web/form/form', 'are what the schema makes of them'),
  ),
  '15.3.6': met(
    'no pollution of prototypes',
    test('web/form/form', 'changes nothing of objects by a field named __proto__'),
  ),
  '15.3.7': met(
    'a parameter that comes twice is refused',
    test(
      'flows/hostile-input',
      'refuses over-long, repeated, binary and damaged fields, a foreign format and too large a body',
    ),
  ),
};
