/** One text for one value, whoever writes it: keys in the order of their code units, no space, nothing undefined (like RFC 8785). */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part) ? inOrder(part) : part,
  );
}

function inOrder(record: object): object {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}
