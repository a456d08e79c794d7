/** The data of a document by which the law knows a person, as a clerk types them. */
import { z } from 'zod';
import { isInTheFuture } from '../../accounts/identity.ts';
import { documents } from '../../desk/cases/case-store.ts';
import type { Fields } from '../../web/form/form.ts';
import { typedDateAsIso } from '../../web/form/typed-date.ts';
import type { FormError } from '../../web/page/page.ts';
import type { Translate } from '../../web/translate.ts';
import { typedName } from '../typed-name.ts';

export const nameField = typedName('desk.register.empty');

export const birthDataFields = {
  document: z.enum(documents, 'desk.document.empty').prefault('' as 'id-card'),
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

export function errorOfBirthdate(birthdate: string, now: Date): FormError | undefined {
  return isInTheFuture(birthdate, now)
    ? { field: 'birthdate', message: 'desk.register.birthdate-future' }
    : undefined;
}

/** Empty fields are told apart in the summary. */
export function withFieldName(t: Translate, error: FormError): FormError {
  const field = textFields.find((known) => known === error.field);
  return field ? { ...error, values: { name: t(`desk.field.${field}`) } } : error;
}

export function trimmed(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, value.trim()]));
}
