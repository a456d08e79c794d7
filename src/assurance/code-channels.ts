/**
 * One-time codes by e-mail or text message: off unless a deployment switches them on, and `low` unless somebody answers for
 * more in writing. NIST SP 800-63B-4 §3.1.3: e-mail is no out-of-band authenticator at all, the
 * telephone network a restricted one.
 */
import { z } from 'zod';
import { type Assurance, isAtLeast, mildestOf } from './levels.ts';

export const codeChannels = ['email', 'sms'] as const;

export type CodeChannel = (typeof codeChannels)[number];

/** The channels that are switched on, and the assurance that a password and a code sent there reach together. */
export type CodeAssurances = Readonly<Partial<Record<CodeChannel, Assurance>>>;

const channelSchema = z
  .strictObject({
    enabled: z.boolean().default(false),
    assurance: z.enum(['low', 'substantial']).default('low'),
    /** Who decided, in writing, that a code sent this way is enough for more than `low`. */
    accepted_by: z.string().trim().min(3).max(200).optional(),
  })
  .refine(({ assurance, accepted_by }) => assurance === 'low' || accepted_by !== undefined, {
    path: ['assurance'],
    message: 'may be "substantial" only with "accepted_by": who decided so, in writing',
  })
  .transform(({ enabled, assurance }) => (enabled ? assurance : undefined));

/** One-time codes as they stand in `config/one-time-codes.json`. */
export const oneTimeCodesSchema = z.strictObject({
  email: channelSchema.optional(),
  sms: channelSchema.optional(),
});

/** For example `email low, sms off`. */
export function codesInWords(codes: CodeAssurances): string {
  return codeChannels.map((channel) => `${channel} ${codes[channel] ?? 'off'}`).join(', ');
}

/** The least that can come out of a password and a one-time code here; undefined where none is switched on. */
export function mildestByCode(codes: CodeAssurances): Assurance | undefined {
  const [first, ...others] = codeChannels.flatMap((channel) => codes[channel] ?? []);
  return first && mildestOf([first, ...others]);
}

/** Those of a person's channels over which a code reaches what is needed. */
export function channelsThatReach(
  codes: CodeAssurances,
  ofPerson: readonly CodeChannel[],
  needed: Assurance,
): CodeChannel[] {
  return ofPerson.filter((channel) => {
    const reached = codes[channel];
    return reached !== undefined && isAtLeast(reached, needed);
  });
}
