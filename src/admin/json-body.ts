/** Reading a JSON body: small, and of harmless names. */
import type { Context } from 'koa';
import getRawBody from 'raw-body';
import { parseMetadataJson } from '../clients/metadata-json.ts';
import { Problem } from './problem.ts';

const largestBodyInBytes = 128 * 1024;

/** @throws Problem 400, 413 or 415 */
export async function readJsonBody(ctx: Context): Promise<unknown> {
  if (!ctx.is('application/json')) {
    throw new Problem(415, { detail: 'send the metadata as application/json' });
  }
  const parsed = parseMetadataJson(await readText(ctx));
  if (!parsed) {
    throw new Problem(400, { detail: 'the body is not JSON, or not such as metadata are' });
  }
  return parsed.value;
}

async function readText(ctx: Context): Promise<string> {
  try {
    const bytes = await getRawBody(ctx.req, { length: ctx.get('content-length'), limit: largestBodyInBytes });
    return bytes.toString('utf8');
  } catch (error) {
    const status = (error as { status?: number }).status;
    throw status === 413
      ? new Problem(413, { detail: `the body must be smaller than ${largestBodyInBytes} bytes` })
      : new Problem(400, { detail: 'the body was broken off' });
  }
}

/** As {@link readJsonBody}, for bodies that may be left out. */
export async function readOptionalJsonBody(ctx: Context): Promise<unknown> {
  const isEmpty = ctx.get('transfer-encoding') === '' && (ctx.request.length ?? 0) === 0;
  return isEmpty ? {} : readJsonBody(ctx);
}
