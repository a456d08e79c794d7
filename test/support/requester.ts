/** For whom a test hashes where it does not matter. */
import type { Requester } from '../../src/accounts/password/hash-queue.ts';

export const anybody: Requester = { known: true, network: 'anywhere' };
