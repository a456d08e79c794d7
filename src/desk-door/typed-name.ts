/** Names as clerks type them: relying parties are told them, and people are told apart by them. */
import { z } from 'zod';

/** Marks that nobody sees, or that turn around how the rest is read: two names that look alike would be two. */
const invisible = /[\p{Cf}\p{Zl}\p{Zp}]/u;

/** @param whenEmpty what is said where nothing was typed */
export function typedName(whenEmpty: 'desk.name.empty' | 'desk.register.empty') {
  return z
    .string()
    .trim()
    .min(1, whenEmpty)
    .max(100, 'desk.name.too-long')
    .refine((name) => !invisible.test(name), 'desk.name.invisible')
    .prefault('');
}
