/** Reading what the provider said, also where a library would go on without a word. */
import type { JSONWebKeySet } from 'jose';
import type { Check, Run } from '../faults/run.ts';
import { callbackOf } from '../faults/run.ts';
import { check, equal } from './token-checks.ts';

/** The provider's keys as they are now. */
export async function fetchKeys({ configuration, recorder }: Run): Promise<JSONWebKeySet> {
  const address = String(configuration.serverMetadata().jwks_uri);
  return (await (await recorder.fetch(address, {})).json()) as JSONWebKeySet;
}

/** RFC 6749 §4.1.2, RFC 9207 §2.4: before a code is of any use. */
export function responseChecks(run: Run): Check[] {
  const answer = callbackOf(run).searchParams;
  return [
    equal('state', run.state, answer.get('state')),
    equal('response-iss', run.configuration.serverMetadata().issuer, answer.get('iss')),
    check('no-error', !answer.has('error'), '–', answer.get('error')),
  ];
}
