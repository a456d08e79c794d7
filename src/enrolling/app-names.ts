/** Authenticator apps by name, the same on every page: those that the operator recommends, or else two that everybody finds in their store. */
import type { PagesSettings } from '../configuration/pages.ts';
import type { Language } from '../web/language.ts';

const usual = [{ name: 'Google Authenticator' }, { name: 'Microsoft Authenticator' }];

/** Said as people say it: one, another or a third. */
export function appNames(recommended: PagesSettings['authenticator_apps'], language: Language): string {
  const apps = recommended.length > 0 ? recommended : usual;
  return new Intl.ListFormat(language, { type: 'disjunction' }).format(apps.map(({ name }) => name));
}
