/** What a relying party is called, in a person's language (OpenID Connect Registration §2, `client_name#en`). */
import type { Language } from './language.ts';

export function clientNameIn(metadata: object | undefined, language: Language): string {
  const names = metadata as Record<string, unknown> | undefined;
  const english = language === 'en' ? names?.['client_name#en'] : undefined;
  return String(english ?? names?.client_name ?? '');
}
