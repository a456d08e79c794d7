/** The description of the administration (OpenAPI 3.1), made of the schemas by which it reads and answers. */
import { z } from 'zod';
import { machineClientSchema } from '../clients/registration.ts';
import { clientSchema } from '../configuration/clients/client-registration.ts';
import { clientResourceSchema, rotationSchema } from './client-resource.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

type Paths = Readonly<Record<string, Json>>;

const problemSchema = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z
    .array(z.strictObject({ pointer: z.string().describe('RFC 6901, into the body.'), detail: z.string() }))
    .optional(),
  request_id: z.string().describe('As in X-Request-Id and in the log.'),
});

export function apiDocument(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kapu: administration of clients',
      version: '1',
      description:
        'Relying parties and machine clients. Bearer tokens come from the token endpoint by the client credentials grant, for the ' +
        'resource `<issuer>/admin`. Changes are live on every node within a second.',
    },
    paths: { ...ofAllClients(), ...ofOneClient(), ...ofItsSecretAndStatus() },
    components: components(),
  };
}

function ofAllClients(): Paths {
  return {
    '/admin/clients': {
      get: operation('listClients', 'Every client, by its id.', read, { 200: ok('ClientList') }),
      post: operation(
        'addClient',
        'Registers a client and makes its secret, if it needs one.',
        write,
        {
          201: {
            ...ok('Client', 'Registered. A secret is in the answer this once.'),
            headers: addedHeaders,
          },
          ...refusals(400, 409, 413, 415, 422),
        },
        body('Metadata'),
      ),
    },
  };
}

function ofOneClient(): Paths {
  return {
    '/admin/clients/{client_id}': {
      parameters: [clientId],
      get: operation('getClient', 'One client.', read, { 200: tagged('Client'), ...refusals(404) }),
      put: operation(
        'replaceClient',
        'Replaces the metadata; the secret stays. A client that is new to needing one is given one.',
        write,
        { 200: tagged('Client'), ...refusals(400, 404, 409, 412, 413, 415, 422, 428) },
        { ...body('Metadata'), parameters: [ifMatch(true)] },
      ),
      delete: operation(
        'removeClient',
        'Removes it and all that was issued to it, for good.',
        write,
        {
          204: { description: 'Removed.' },
          ...refusals(404, 409, 412),
        },
        { parameters: [ifMatch(false)] },
      ),
    },
  };
}

function ofItsSecretAndStatus(): Paths {
  return {
    '/admin/clients/{client_id}/secret': {
      parameters: [clientId],
      post: operation(
        'rotateSecret',
        'Makes another secret; the one before stays valid for a while.',
        write,
        {
          200: tagged('Client'),
          ...refusals(400, 404, 409, 412, 413, 415, 422),
        },
        { ...body('Rotation', false), parameters: [ifMatch(false)] },
      ),
    },
    '/admin/clients/{client_id}/disable': {
      parameters: [clientId],
      post: operation(
        'disableClient',
        'Refuses it, and every token that was issued to it.',
        write,
        {
          200: tagged('Client'),
          ...refusals(404, 412),
        },
        { parameters: [ifMatch(false)] },
      ),
    },
    '/admin/clients/{client_id}/enable': {
      parameters: [clientId],
      post: operation(
        'enableClient',
        'Accepts it again; tokens that have not expired count again.',
        write,
        {
          200: tagged('Client'),
          ...refusals(404, 412),
        },
        { parameters: [ifMatch(false)] },
      ),
    },
  };
}

function components(): Json {
  return {
    securitySchemes: {
      machineClient: {
        type: 'oauth2',
        flows: {
          clientCredentials: {
            tokenUrl: '/token',
            scopes: { [read]: 'See clients.', [write]: 'Change clients.' },
          },
        },
      },
    },
    schemas: {
      Metadata: { oneOf: [reference('RelyingParty'), reference('MachineClient')] },
      RelyingParty: withoutSecret(schemaOf(clientSchema)),
      MachineClient: withoutSecret(schemaOf(machineClientSchema)),
      Client: schemaOf(clientResourceSchema),
      ClientList: {
        type: 'object',
        properties: {
          clients: { type: 'array', items: reference('Client') },
          unreadable: {
            type: 'array',
            items: { type: 'string' },
            description: 'Ids of clients whose records cannot be read; absent where all can.',
          },
        },
        required: ['clients'],
      },
      Rotation: schemaOf(rotationSchema),
      Problem: schemaOf(problemSchema),
    },
  };
}

const read = 'clients:read';
const write = 'clients:write';

const clientId: Json = { name: 'client_id', in: 'path', required: true, schema: { type: 'string' } };

const ifMatch = (required: boolean): Json => ({
  name: 'If-Match',
  in: 'header',
  required,
  description: 'The ETag of the client that was read. `*` stands for any.',
  schema: { type: 'string' },
});

const entityTagHeader: Json = {
  ETag: { schema: { type: 'string' }, description: 'Names the version, for If-Match.' },
};
const addedHeaders: Json = { ...(entityTagHeader as object), Location: { schema: { type: 'string' } } };

function operation(
  operationId: string,
  summary: string,
  scope: string,
  responses: Readonly<Record<number, Json>>,
  more: Readonly<Record<string, Json>> = {},
): Json {
  return {
    operationId,
    summary,
    security: [{ machineClient: [scope] }],
    ...more,
    responses: { ...responses, ...refusals(401, 403, 429) },
  };
}

function body(schema: string, required = true): { readonly requestBody: Json } {
  return { requestBody: { required, content: { 'application/json': { schema: reference(schema) } } } };
}

function ok(schema: string, description = 'Done.') {
  return { description, content: { 'application/json': { schema: reference(schema) } } };
}

function tagged(schema: string): Json {
  return { ...ok(schema), headers: entityTagHeader };
}

const meanings: Readonly<Record<number, string>> = {
  400: 'The body or the Authorization header is malformed.',
  401: 'No token, or one that does not count (WWW-Authenticate, RFC 6750).',
  403: 'The token lacks the scope.',
  404: 'There is no such client.',
  409: 'Registered already, declared in a file, or without a secret.',
  412: 'Somebody else changed it since.',
  413: 'The body is too large.',
  415: 'The body is not application/json.',
  422: 'The metadata are not accepted; errors name the fields.',
  428: 'If-Match is missing.',
  429: 'Too many requests; see Retry-After.',
};

function refusals(...statuses: readonly number[]): Record<number, Json> {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: meanings[status] ?? '',
        content: { 'application/problem+json': { schema: reference('Problem') } },
      },
    ]),
  );
}

function reference(schema: string): Json {
  return { $ref: `#/components/schemas/${schema}` };
}

function schemaOf(schema: z.ZodType): { [name: string]: Json } {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest as { [name: string]: Json };
}

/** A secret may come from a file by reference; programs are given one. */
function withoutSecret(schema: { [name: string]: Json }): Json {
  const { client_secret: _, ...properties } = schema.properties as { [name: string]: Json };
  return { ...schema, properties };
}
