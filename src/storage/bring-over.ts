/** See `bring-over.lua`: goes before the steps that claim a name, a person or an address. */
import { readStep } from './redis.ts';

export const bringOver = readStep(import.meta.dirname, 'bring-over');
