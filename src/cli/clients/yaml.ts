/** JSON, laid out as YAML for people to read: block style, texts quoted as in JSON. */

export function asYaml(value: unknown, indent = ''): string {
  return isNested(value) ? linesOf(value, indent).join('\n') : JSON.stringify(value);
}

function isNested(value: unknown): value is object {
  return value !== null && typeof value === 'object' && Object.keys(value).length > 0;
}

function linesOf(value: object, indent: string): string[] {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    return value.map((item: unknown) => `${indent}- ${asYaml(item, deeper).trimStart()}`);
  }
  return Object.entries(value).map(([name, item]) =>
    isNested(item)
      ? `${indent}${keyOf(name)}:\n${asYaml(item, deeper)}`
      : `${indent}${keyOf(name)}: ${asYaml(item)}`,
  );
}

/** A number as a name is a text in OpenAPI. */
function keyOf(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? name : JSON.stringify(name);
}
