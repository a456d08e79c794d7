/** An authenticator app as a line of an import has it: its key in the clear, and what else it was given where it was paired. */
import { z } from 'zod';

/** RFC 4226 §4 R6 demands 128 bits; what is longer than 512 no app makes. */
const fewestBytes = 16;
const mostBytes = 64;

const base32 = z
  .string()
  .max(160)
  .transform((text) => text.replace(/[\s=-]/g, '').toUpperCase())
  .pipe(
    z
      .string()
      .regex(/^[A-Z2-7]+$/, 'is not Base32')
      .refine((text) => bytesIn(text) >= fewestBytes, 'is shorter than 128 bits (RFC 4226)')
      .refine((text) => bytesIn(text) <= mostBytes, 'is longer than 512 bits'),
  );

function bytesIn(text: string): number {
  return Math.floor((text.length * 5) / 8);
}

export const appSchema = z.strictObject({
  secret: base32,
  algorithm: z.enum(['SHA1', 'SHA256', 'SHA512']).default('SHA1'),
  digits: z.literal([6, 8]).default(6),
  /** Seconds. */
  period: z.int().min(15).max(120).default(30),
  /** As its owner called it. */
  name: z.string().trim().min(1).max(60).optional(),
  created_at: z.iso.datetime({ offset: true }).optional(),
});

export type ImportedApp = z.output<typeof appSchema>;
