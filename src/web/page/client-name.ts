/** What relying parties, wallets and issuers are called, in a person's language. */

/** OpenID Connect Registration §2, `client_name#en`; the name without a tag is the Hungarian one. */
export function clientNameIn(metadata: object | undefined, language: string): string {
  const names = metadata as Record<string, unknown> | undefined;
  const english = language === 'en' ? names?.['client_name#en'] : undefined;
  return String(english ?? names?.client_name ?? '');
}

/** What an operator gave a name in two languages is called in Hungarian in every other. */
export function nameIn(names: { readonly hu: string; readonly en: string }, language: string): string {
  return language === 'en' ? names.en : names.hu;
}
