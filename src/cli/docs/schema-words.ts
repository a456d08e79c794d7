/** What a schema lets somebody write, in words: read from the JSON Schema that zod makes of it. */
import { z } from 'zod';
import { code, codes } from './markdown.ts';

interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly format?: string;
  readonly items?: Schema;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
}

/** One member of an object that somebody writes. */
export interface Member {
  readonly name: string;
  readonly kind: string;
  /** What counts where it is not written: `required`, a value, or a dash. */
  readonly otherwise: string;
}

/** Members of members are named as `exceptions[].client_id`. */
export function membersOf(schema: z.ZodType): Member[] {
  const shape: Readonly<Record<string, unknown>> = schema instanceof z.ZodObject ? schema.shape : {};
  const written = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
  return members(written, '').map((member) => {
    const own = shape[member.name];
    // A default that was never written as a text is missing from the JSON Schema of what is written.
    const isLost = member.otherwise === '–' && own instanceof z.ZodDefault;
    return isLost ? { ...member, otherwise: code(JSON.stringify(own.def.defaultValue)) } : member;
  });
}

function members({ properties = {}, required = [] }: Schema, prefix: string): Member[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = prefix + name;
    const inside = schema.items?.properties ? schema.items : schema;
    // Keys of others are of a form that is theirs.
    if (inside.properties && name !== 'jwks') {
      return members(inside, `${path}${schema.items ? '[]' : ''}.`);
    }
    return [{ name: path, kind: kindOf(schema), otherwise: otherwiseOf(schema, required.includes(name)) }];
  });
}

function otherwiseOf(schema: Schema, isRequired: boolean): string {
  if ('default' in schema && schema.default !== '') {
    return code(typeof schema.default === 'string' ? schema.default : JSON.stringify(schema.default));
  }
  return isRequired ? 'required' : '–';
}

function kindOf(schema: Schema): string {
  if (schema.enum) {
    return codes(schema.enum);
  }
  if (schema.const !== undefined) {
    return code(String(schema.const));
  }
  if (schema.type === 'array') {
    return `list of ${schema.items ? kindOf(schema.items) : 'values'}`;
  }
  return (schema.format && formats[schema.format]) || (schema.type && typesOf(schema)) || 'text';
}

const formats: Readonly<Record<string, string>> = { uri: 'URL' };

function typesOf({ type, minimum, maximum, minLength, maxLength }: Schema): string {
  if (type === 'integer' || type === 'number') {
    return ['number', rangeOf(minimum, maximum)].filter(Boolean).join(' ');
  }
  if (type === 'string') {
    return ['text', rangeOf(minLength, maxLength)].filter(Boolean).join(' of ');
  }
  return type === 'boolean' ? codes(['true', 'false']) : (type ?? '');
}

/** zod writes the largest number there is where nothing bounds it. */
function rangeOf(least: number | undefined, most: number | undefined): string {
  if (most !== undefined && most < Number.MAX_SAFE_INTEGER) {
    return `${least ?? 0}–${most}`;
  }
  return least !== undefined && least > 0 ? `≥ ${least}` : '';
}
