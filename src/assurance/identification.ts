/**
 * How somebody was identified: when, by what and by whom. What a sign-in is worth is the lesser of that and of how they signed in
 * (NIST SP 800-63A and 63C; Implementing Regulation (EU) 2015/1502, annex, 2.1): a strong authenticator of somebody whom nobody ever saw proves that it is
 * the same somebody, and not who (decision 39).
 */
import { z } from 'zod';
import { type Assurance, mildestOf } from './levels.ts';

/** Which a person is compared with at a government window. */
export const documents = ['id-card', 'passport', 'driving-licence'] as const;

export type IdentityDocument = (typeof documents)[number];

/** What can be vouched for, in writing or by a wallet. */
export const identificationLevels = ['low', 'substantial'] as const;

/** Letters and digits, as documents print them; without the gaps that people leave. */
export const documentNumber = z
  .string()
  .transform((typed) => typed.replace(/[\s\p{Pd}]/gu, '').toUpperCase())
  .pipe(z.string().regex(/^[\p{L}\p{N}/]{4,24}$/u));

/** Who answers for it, in writing: a resolution, a contract, a name. */
export const declaredBy = z.string().trim().min(3).max(200);

const at = z.iso.datetime({ offset: true });

export const identificationSchema = z.discriminatedUnion('by', [
  /** Taken in without a word on who it is. */
  z.strictObject({ by: z.literal('nobody') }),
  z.strictObject({
    by: z.literal('desk'),
    at,
    document: z.enum(documents),
    number: documentNumber,
    /** Staff number and office. */
    clerk: z.string().max(64),
    office: z.string().max(64),
  }),
  /** By whoever handed the accounts over, as an operator was told. */
  z.strictObject({
    by: z.literal('declaration'),
    at,
    level: z.enum(identificationLevels),
    declared_by: declaredBy,
  }),
  /** By the issuer of a wallet's credential. */
  z.strictObject({
    by: z.literal('wallet'),
    at,
    level: z.enum(identificationLevels),
    source: z.strictObject({ hu: z.string(), en: z.string() }),
  }),
]);

export type Identification = z.output<typeof identificationSchema>;

export const unidentified = { by: 'nobody' } as const satisfies Identification;

/** @param identification undefined where nothing was ever said: an account from before it was asked for */
export function levelOfIdentification(identification: Identification | undefined): Assurance {
  switch (identification?.by) {
    case undefined:
    case 'nobody':
      return 'low';
    case 'desk':
      return 'substantial';
    case 'declaration':
    case 'wallet':
      return identification.level;
  }
}

/** THE rule: `acr`, of whoever was identified like this and signed in as surely as that. */
export function reachedAssurance(identification: Identification | undefined, signedIn: Assurance): Assurance {
  return mildestOf([levelOfIdentification(identification), signedIn]);
}

/** What is kept of two ways of having been identified: nobody becomes less known by a weaker proof. */
export function raises(next: Identification, before: Identification | undefined): boolean {
  const [one, other] = [levelOfIdentification(next), levelOfIdentification(before)];
  return one !== other && mildestOf([one, other]) === other;
}
