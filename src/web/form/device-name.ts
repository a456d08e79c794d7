/**
 * What citizens call a device: kept as they typed it, with quotes, emoji and brackets, and escaped wherever it is shown. It goes into
 * e-mails of ours: what a mailbox would make a link of is refused, with the reason; marks that nobody sees are not kept.
 */
import { z } from 'zod';

const mostLetters = 40;

/** Marks that change how a text reads and that no key types; the joiner of emoji stays. */
const invisible = /(?!\u200d)\p{Cf}|[\p{Zl}\p{Zp}]/gu;

const address = /\S@\S|\/\/|[\p{L}\p{N}-][.\u3002]\p{L}{2}/u;

export const deviceNameField = z
  .string()
  .prefault('')
  .transform((typed) => typed.normalize('NFC').replace(invisible, '').replace(/\s+/gu, ' ').trim())
  .refine((name) => [...name].length <= mostLetters, 'device-name.too-long')
  .refine((name) => !address.test(name.normalize('NFKC')), 'device-name.address');
