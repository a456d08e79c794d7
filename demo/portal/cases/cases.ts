/** The sample cases: what they show, what they ask, and how sure one must be of the citizen before something is sent. */
import { randomInt } from 'node:crypto';
import type { Assurance } from '../assurance.ts';
import type { MessageKey } from '../words/hu.ts';

export type CaseId = 'ado' | 'lakcim' | 'anyakonyvi-kivonat' | 'erkolcsi-bizonyitvany';

export interface CaseField {
  readonly name: string;
  readonly label: MessageKey;
  readonly hint?: MessageKey;
  readonly error: MessageKey;
  readonly autocomplete?: string;
  readonly inputmode?: string;
  /** Style classes of the box; its width hints at the length of the answer. */
  readonly classes?: string;
  readonly accepts: RegExp;
}

export interface Case {
  readonly id: CaseId;
  readonly prefix: string;
  /** Looking needs nothing but a sign-in; sending may need more. */
  readonly sendingNeeds: Assurance;
  /** What is on record; a value in the form of ISO 8601 is a date. */
  facts(now: Date): readonly { label: MessageKey; value: string }[];
  readonly fields: readonly CaseField[];
}

/** What was sent, as the citizen may see it until they sign out. */
export interface Receipt {
  readonly number: string;
  readonly caseId: CaseId;
  readonly sentAt: Date;
  readonly assurance: Assurance;
}

const someText = /^[^<>]{2,200}$/;

const purpose: CaseField = {
  name: 'purpose',
  label: 'field.purpose',
  hint: 'field.purpose.hint',
  error: 'error.purpose',
  accepts: someText,
};

export const cases: readonly Case[] = [
  {
    id: 'ado',
    prefix: 'ADO',
    sendingNeeds: 'substantial',
    facts: (now) => [
      { label: 'case.ado.facts.year', value: String(now.getUTCFullYear() - 1) },
      { label: 'case.ado.facts.income', value: '4 812 000 Ft' },
      { label: 'case.ado.facts.tax', value: '721 800 Ft' },
      { label: 'case.ado.facts.refund', value: '38 500 Ft' },
    ],
    fields: [],
  },
  {
    id: 'lakcim',
    prefix: 'LAK',
    sendingNeeds: 'substantial',
    facts: () => [
      { label: 'case.lakcim.facts.address', value: '1234 Budapest, Minta utca 5.' },
      { label: 'case.lakcim.facts.since', value: '2019-05-20' },
    ],
    fields: [
      {
        name: 'postal_code',
        label: 'field.postal-code',
        hint: 'field.postal-code.hint',
        error: 'error.postal-code',
        autocomplete: 'postal-code',
        inputmode: 'numeric',
        classes: 'govuk-input--width-5',
        accepts: /^[1-9][0-9]{3}$/,
      },
      {
        name: 'locality',
        label: 'field.locality',
        error: 'error.locality',
        autocomplete: 'address-level2',
        accepts: someText,
      },
      {
        name: 'street',
        label: 'field.street',
        error: 'error.street',
        autocomplete: 'street-address',
        accepts: someText,
      },
    ],
  },
  { id: 'anyakonyvi-kivonat', prefix: 'AKV', sendingNeeds: 'low', facts: () => [], fields: [purpose] },
  {
    id: 'erkolcsi-bizonyitvany',
    prefix: 'ERK',
    sendingNeeds: 'substantial',
    facts: () => [],
    fields: [purpose],
  },
];

export function findCase(id: string | undefined): Case | undefined {
  return cases.find((one) => one.id === id);
}

/** The fields of this case alone, trimmed; anything else that was posted is left behind. */
export function answersTo(ownCase: Case, posted: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(ownCase.fields.map(({ name }) => [name, (posted[name] ?? '').trim()]));
}

export function missingIn(
  ownCase: Case,
  answers: Readonly<Record<string, string>>,
): { field: string; message: MessageKey }[] {
  return ownCase.fields
    .filter(({ name, accepts }) => !accepts.test(answers[name] ?? ''))
    .map(({ name, error }) => ({ field: name, message: error }));
}

export function newReceipt({ id, prefix }: Case, assurance: Assurance, now: Date): Receipt {
  const serial = String(randomInt(1_000_000)).padStart(6, '0');
  return { number: `${prefix}-${now.getFullYear()}-${serial}`, caseId: id, sentAt: now, assurance };
}
