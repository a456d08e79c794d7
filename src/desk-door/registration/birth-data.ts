/** The data of a document by which the law knows a person, as a clerk types them. */
import { z } from 'zod';
import { faultOfBirthdate } from '../../accounts/identity.ts';
import type { Fields } from '../../web/form/form.ts';
import { typedDateAsIso } from '../../web/form/typed-date.ts';
import type { FormError } from '../../web/page/page.ts';
import type { MessageKey, Translate } from '../../web/translate.ts';
import { documentFields } from '../typed-document.ts';
import { nameTypedByClerk } from '../typed-name.ts';

export const nameField = nameTypedByClerk('desk.register.empty');

export const birthDataFields = {
  ...documentFields,
  birth_family_name: nameField,
  birth_given_name: nameField,
  mothers_birth_name: nameField,
  place_of_birth: nameField,
  birthdate: z.string().transform(typedDateAsIso).pipe(z.iso.date('desk.register.birthdate')).prefault(''),
};

/** In the order of the document, so that one reads it once. */
export const birthTextFields = [
  'birth_family_name',
  'birth_given_name',
  'mothers_birth_name',
  'place_of_birth',
] as const;

export const textFields = ['family_name', 'given_name', ...birthTextFields] as const;

const messageOfFault = {
  'is in the future': 'desk.register.birthdate-future',
  'is before 1900': 'desk.register.birthdate-early',
} as const satisfies Record<NonNullable<ReturnType<typeof faultOfBirthdate>>, MessageKey>;

export function errorOfBirthdate(birthdate: string, now: Date): FormError | undefined {
  const fault = faultOfBirthdate(birthdate, now);
  return fault && { field: 'birthdate', message: messageOfFault[fault] };
}

/** Empty fields are told apart in the summary. */
export function withFieldName(t: Translate, error: FormError): FormError {
  const field = textFields.find((known) => known === error.field);
  return field ? { ...error, values: { name: t(`desk.field.${field}`) } } : error;
}

export function trimmed(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, value.trim()]));
}
