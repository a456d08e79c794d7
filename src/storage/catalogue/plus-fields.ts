/**
 * Fields of an Ügyfélkapu+ (`plusKey`) that are of one of its authenticators: what it is, then the authenticator's id. Scripts write the
 * first part as `<plus:passkey>`, which is put in when they are read.
 */
const fieldsOfAuthenticators = [
  /** An app; sealed. */
  'authenticator',
  /** Sealed. */
  'passkey',
  /** Last time step that was spent, of an app. */
  'step',
  /** Learnt offset of an app's clock. */
  'offset',
  /** How often a passkey has signed. */
  'count',
  'backed_up',
  'used_at',
  /** That its owner said it is not theirs. */
  'frozen',
  /** Ids of those that were in use when it was begun. */
  'begun_on',
] as const;

export type PlusField = (typeof fieldsOfAuthenticators)[number];

/** @param id of the authenticator; left out, what all fields of a kind begin with */
export function plusField(field: PlusField, id = ''): string {
  return `${field}:${id}`;
}

/** @throws Error for a field that there is none of */
export function withPlusFields(lua: string): string {
  return lua.replaceAll(/<plus:(\w+)>/g, (_, name: PlusField) => {
    if (!fieldsOfAuthenticators.includes(name)) {
      throw new Error(`an Ügyfélkapu+ has no field ${name}`);
    }
    return plusField(name);
  });
}
