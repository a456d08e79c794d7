/** How and when somebody was identified, as they and clerks read it. Numbers of documents are for their owner's file alone. */
import type { Identification } from '../../assurance/identification.ts';
import type { Language } from '../languages.ts';
import type { Translate } from '../translate.ts';
import { nameIn } from './client-name.ts';
import { dateInWords } from './dates-and-times.ts';

export function identificationInWords(
  identification: Identification | undefined,
  t: Translate,
  language: Language,
): string {
  if (identification === undefined || identification.by === 'nobody') {
    return t('identification.nobody');
  }
  const date = dateInWords(new Date(identification.at), language);
  switch (identification.by) {
    case 'desk':
      return t('identification.desk', { document: t(`desk.document.${identification.document}`), date });
    case 'declaration':
      return t('identification.declaration', { date });
    case 'wallet':
      return t('identification.wallet', { source: nameIn(identification.source, language), date });
  }
}
