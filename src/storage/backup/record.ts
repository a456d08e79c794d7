/**
 * What a backup is made of. In this folder: what is saved of the store, how it is read at one instant while others write, and how it is
 * put back. The file itself is the command line's.
 */
import { z } from 'zod';

export const recordSchema = z.union([
  /** As Redis's DUMP writes it, in base64. @property expiresAt in milliseconds, 0 for what lives on */
  z.strictObject({ key: z.string(), dump: z.base64(), expiresAt: z.number().int().min(0) }),
  /** Of a month of the audit log, behind those that came before. */
  z.strictObject({ key: z.string(), entries: z.array(z.tuple([z.string(), z.array(z.string())])) }),
  z.strictObject({ key: z.string(), gone: z.literal(true) }),
]);

export type BackupRecord = z.output<typeof recordSchema>;

/** How far the chain of the audit log had come. */
export const chainHeadSchema = z.strictObject({ sequence: z.number().int().min(0), hash: z.string() });

export type ChainHead = z.output<typeof chainHeadSchema>;
