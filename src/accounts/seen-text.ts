/**
 * What is written of a person is what somebody reads: relying parties are told it, clerks compare it with a document, and people are told
 * apart by it. One rule for all doors: desk, sign-in, files of an operator, lines of an import.
 */
import { z } from 'zod';

/**
 * In the name of a person or a place: control characters, marks that nobody sees or that turn around how the rest is read, halves of
 * characters, and ends of lines. Two names that look alike would be two.
 */
const unseenInName = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** The same of what devices are called and documents are numbered, but for marks that hold emoji together. */
const misleading = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** In the words of the terminal. */
export const hasUnseen = 'has control characters or marks that nobody sees';

function isSeenName(name: string): boolean {
  return !unseenInName.test(name);
}

/** @returns the first member in which somebody would read something else than is there, also within what it holds */
export function misleadingMember(of: object): string | undefined {
  return Object.entries(of).find(([, value]) => isMisleading(value))?.[0];
}

function isMisleading(value: unknown): boolean {
  if (typeof value === 'string') {
    return misleading.test(value);
  }
  return typeof value === 'object' && value !== null && Object.values(value).some(isMisleading);
}

const mostLetters = 100;

/** A name in a form, with the words of its page for what is wrong with it. */
export function typedName(words: Readonly<Record<'empty' | 'tooLong' | 'unseen', string>>) {
  return z
    .string()
    .trim()
    .min(1, words.empty)
    .max(mostLetters, words.tooLong)
    .refine(isSeenName, words.unseen)
    .prefault('');
}

/** A name in a file. */
export const writtenName = z.string().trim().min(1).max(mostLetters).refine(isSeenName, hasUnseen);
