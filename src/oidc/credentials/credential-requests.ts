/**
 * Requests at the credential endpoint (OpenID4VCI 1.0 §8.2), read before the engine reads them. Of proofs it knows less than wallets
 * send (`kid` and `x5c`, a credential for each attested key), so they are kept from it and verified by us once it found the token in order.
 */
import type { Context, Middleware } from 'koa';
import getRawBody from 'raw-body';
import { z } from 'zod';
import { handBodyToEngine } from '../engine/internals/read-bodies.ts';

/** Ten proofs, each with certificates and an attestation of ten keys. */
const largestBodyInBytes = 256 * 1024;

/** What is not the engine's to read. */
const ownPartsSchema = z.object({
  proofs: z.unknown().optional(),
  /** As before OpenID4VCI 1.0. */
  proof: z
    .object({ proof_type: z.string(), jwt: z.unknown(), attestation: z.unknown() })
    .partial()
    .optional(),
});

export interface AskedCredential {
  /** Hostile. */
  readonly proofs: unknown;
}

const asked = new WeakMap<Context['req'], AskedCredential>();

/** What the request before the engine asked for besides. */
export function askedCredential({ req }: Pick<Context, 'req'>): AskedCredential {
  return asked.get(req) ?? { proofs: undefined };
}

/** @param path of the credential endpoint */
export function credentialRequests(path: string): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== path || ctx.method !== 'POST' || !ctx.is('application/json')) {
      await next();
      return;
    }
    if (await readRequest(ctx)) {
      await next();
    } else {
      refuse(ctx, 'the body must be a JSON object of no more than 256 kB');
    }
  };
}

async function readRequest(ctx: Context): Promise<boolean> {
  const body = await readObject(ctx);
  const own = ownPartsSchema.safeParse(body);
  if (!body || !own.success) {
    return false;
  }
  const { proof: _, proofs: __, ...rest } = body;
  asked.set(ctx.req, { proofs: own.data.proofs ?? proofsOf(own.data.proof) });
  handBodyToEngine(ctx, rest);
  return true;
}

function proofsOf(proof: z.output<typeof ownPartsSchema>['proof']): unknown {
  switch (proof?.proof_type) {
    case 'jwt':
      return { jwt: [proof.jwt] };
    case 'attestation':
      return { attestation: [proof.attestation] };
    default:
      return undefined;
  }
}

async function readObject(ctx: Context): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const text = await getRawBody(ctx.req, { limit: largestBodyInBytes, encoding: 'utf8' });
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function refuse(ctx: Context, sentence: string): void {
  ctx.status = 400;
  ctx.set('Cache-Control', 'no-store');
  ctx.body = { error: 'invalid_credential_request', error_description: sentence };
}
