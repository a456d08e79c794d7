/**
 * The least assurance that a request may be answered with: the stricter of what the relying party is registered for and
 * what it asks now, by `acr_values` or the `acr` claim (OpenID Connect Core §3.1.2.1, §5.5.1.1).
 */
import { z } from 'zod';
import {
  type Assurance,
  assuranceOf,
  capToReachable,
  isAtLeast,
  isReachable,
  mildestOf,
  stricterOf,
} from './levels.ts';
import { isPhishingResistant, namesPhishingResistance, phishingResistantAcr } from './phishing-resistance.ts';

/** Why a citizen is asked although they are signed in: the session is genuine, but not enough. */
export const stepUpReason = 'assurance_too_low';

/** Why a citizen who signed in goes no further: nobody made as sure of who they are as is demanded. */
export const notIdentifiedReason = 'identification_too_low';

export type Demand =
  | {
      kind: 'assurance';
      least: Assurance;
      /** Nothing but what cannot be phished will do. */
      needsPhishingResistance: boolean;
    }
  /** Something essential that this provider cannot reach: `unmet_authentication_requirements`. */
  | { kind: 'unmet' };

const acrRequestSchema = z.looseObject({
  essential: z.boolean().optional(),
  value: z.string().optional(),
  values: z.array(z.string()).optional(),
});

const claimsSchema = z.looseObject({
  id_token: z.looseObject({ acr: acrRequestSchema.nullish() }).nullish(),
});

/**
 * @param minimum what the relying party is registered with
 * @param acrValues the request's `acr_values`, separated by spaces
 * @param claims the request's `claims`, JSON text
 */
export function demandOf(minimum: Minimum, acrValues: unknown, claims: unknown): Demand {
  const asked = typeof acrValues === 'string' ? acrValues.split(' ') : [];
  const claim = requestedAcrClaim(claims);
  const claimed = [...(claim?.values ?? []), ...(claim?.value ? [claim.value] : [])];
  const isEssential = claim?.essential === true && claimed.length > 0;
  if (isEssential && !claimed.some(isReachableAcr)) {
    return { kind: 'unmet' };
  }
  const least = [mildestKnown(asked), mildestKnown(claimed)].reduce<Assurance>(
    (strictest, next) => (next ? stricterOf(strictest, next) : strictest),
    minimum.assurance,
  );
  const isWished = minimum.isPhishingResistant || [asked, claimed].some(wantsPhishingResistance);
  return { kind: 'assurance', least, needsPhishingResistance: isWished };
}

/** What a relying party is registered with. */
export interface Minimum {
  readonly assurance: Assurance;
  readonly isPhishingResistant: boolean;
}

/** As the engine keeps it of a client. */
export function minimumOf(client: object | undefined): Minimum {
  const { minimum_assurance: assurance, minimum_authentication: authentication } = (client ?? {}) as {
    readonly minimum_assurance?: Assurance;
    readonly minimum_authentication?: string;
  };
  return { assurance: assurance ?? 'low', isPhishingResistant: authentication === phishingResistantAcr };
}

/** Of several acceptable values it is demanded where none does without it; values that we do not know ask for nothing. */
function wantsPhishingResistance(acrs: readonly string[]): boolean {
  const known = acrs.filter((acr) => namesPhishingResistance(acr) || assuranceOf(acr) !== undefined);
  return known.length > 0 && known.every(namesPhishingResistance);
}

/**
 * What a request hears: `phr` where it names that before any level that was reached, and it is true; else undefined.
 * @param claims of the request, with its `acr_values` among them, as the engine keeps them
 */
export function answerByName(
  claims: unknown,
  reached: Assurance,
  amr: readonly string[] | undefined,
): string | undefined {
  const parsed = claimsSchema.safeParse(claims).data?.id_token?.acr;
  const wished = [...(parsed?.value ? [parsed.value] : []), ...(parsed?.values ?? [])];
  const first = wished.find((acr) => {
    const level = assuranceOf(acr);
    return level ? isAtLeast(reached, level) : namesPhishingResistance(acr) && isPhishingResistant(amr);
  });
  return first !== undefined && namesPhishingResistance(first) ? phishingResistantAcr : undefined;
}

/** Of several acceptable values the mildest is the demand. A voluntary wish beyond our reach counts as our best. */
function mildestKnown(acrs: readonly string[]): Assurance | undefined {
  const [first, ...others] = acrs.map(assuranceOf).filter((assurance) => assurance !== undefined);
  return first && capToReachable(mildestOf([first, ...others]));
}

function isReachableAcr(acr: string): boolean {
  const assurance = assuranceOf(acr);
  return acr === phishingResistantAcr || (assurance !== undefined && isReachable(assurance));
}

function requestedAcrClaim(claims: unknown): z.output<typeof acrRequestSchema> | undefined {
  if (typeof claims !== 'string') {
    return undefined;
  }
  try {
    return claimsSchema.parse(JSON.parse(claims)).id_token?.acr ?? undefined;
  } catch {
    // The engine refuses a claims parameter that is no JSON object; one of another shape asks nothing of us.
    return undefined;
  }
}
