/**
 * An SMS gateway that takes messages as JSON over HTTPS: `{ id, to, from, text }` with a bearer token, answered by 2xx and
 * `{ "id": "<the gateway's>" }`. A message that is sent twice carries the same Idempotency-Key.
 */
import { z } from 'zod';
import type { SmsGatewaySettings } from '../configuration/connections/sms-gateway.ts';
import { inClientSpan } from '../tracing/tracing.ts';
import type { SmsGateway } from './sms.ts';

const answerSchema = z.looseObject({ id: z.string().min(1).max(200) });
const patienceInMilliseconds = 5000;
const largestAnswerInBytes = 16 * 1024;

export function createHttpSmsGateway({ url, token, sender }: SmsGatewaySettings): SmsGateway {
  async function post(to: string, text: string, id: string, deadline: AbortSignal): Promise<void> {
    const response = await inClientSpan('POST', new URL(url), (trace) =>
      fetch(url, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${token}`,
          'Content-Type': 'application/json',
          Accept: 'application/json',
          'Idempotency-Key': id,
          ...trace,
        },
        body: JSON.stringify({ id, to, from: sender, text }),
        redirect: 'manual',
        signal: deadline,
      }),
    );
    if (!response.ok) {
      await response.body?.cancel();
      throw new SmsRefused(`the gateway answered ${response.status}`);
    }
    if (!isAcknowledgement(await readBounded(response))) {
      throw new SmsRefused('the gateway gave no id');
    }
  }

  return {
    async send(to, text, id) {
      const deadline = AbortSignal.timeout(patienceInMilliseconds);
      try {
        await post(to, text, id, deadline);
      } catch (error) {
        // What fetch says of a failure could quote what was sent.
        const reason = deadline.aborted ? 'did not answer in time' : 'could not be reached';
        throw error instanceof SmsRefused ? error : new Error(`the SMS gateway ${reason}`);
      }
    },
  };
}

class SmsRefused extends Error {
  override name = 'SmsRefused';
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > largestAnswerInBytes) {
      throw new SmsRefused('the answer of the gateway is too large');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isAcknowledgement(text: string): boolean {
  try {
    return answerSchema.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
