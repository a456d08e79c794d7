/** Why somebody does something, in their own words: the citizen reads it in their history. */
import { z } from 'zod';

export const reasonSchema = z.object({
  reason: z.string().trim().min(1, 'desk.reason.empty').max(300, 'desk.reason.too-long').prefault(''),
});
