/**
 * What may be registered: a relying party, which signs citizens in, or a machine client, which acts for itself alone. Metadata
 * are hostile until they are through here, whoever wrote them: a file, an operator, a program. OpenID Connect Registration
 * §2, RFC 7591 §2.
 */
import { z } from 'zod';
import { contradictionIn } from '../configuration/clients/client-metadata.ts';
import { type ClientRegistration, clientSchema } from '../configuration/clients/client-registration.ts';
import { type DeploymentProfile, strictProfile } from '../configuration/deployment-profile.ts';
import { sentenceOf } from '../configuration/files/checked-file.ts';
import { type GrantSwitches, grantsSwitchedOff } from '../configuration/grant-switches.ts';
import {
  type DynamicRegistration,
  dynamicClientSchema,
  isDynamicMetadata,
} from './dynamic-client-metadata.ts';
import { metadataFaults, type RegistrationFault } from './metadata-rules.ts';
import { profileFaults } from './profile-rules.ts';

/** What a machine client may be allowed to do at our own administration. */
export const machineScopes = ['clients:read', 'clients:write'] as const;

const scopesOfMachines = z
  .string()
  .min(1)
  .refine((scope) => scope.split(' ').every((word) => machineScopes.some((known) => known === word)), {
    message: `may hold ${machineScopes.join(' and ')} only`,
  });

export const machineClientSchema = z.strictObject({
  client_id: clientSchema.shape.client_id,
  client_name: clientSchema.shape.client_name,
  'client_name#en': clientSchema.shape['client_name#en'],
  client_uri: clientSchema.shape.client_uri.optional(),
  client_secret: clientSchema.shape.client_secret,
  jwks: clientSchema.shape.jwks,
  token_endpoint_auth_method: z
    .enum(['client_secret_basic', 'client_secret_post', 'private_key_jwt'])
    .default('client_secret_basic'),
  grant_types: z.tuple([z.literal('client_credentials')]),
  dpop_bound_access_tokens: z.boolean().optional(),
  tls_client_certificate_bound_access_tokens: z.boolean().optional(),
  scope: scopesOfMachines,
});

export type MachineRegistration = z.output<typeof machineClientSchema>;

/** Metadata by the standard's names. `client_secret` is there only on its way from a declaration into the registry. */
export type Registration = ClientRegistration | DynamicRegistration | MachineRegistration;

export type ParsedRegistration =
  | { kind: 'valid'; registration: Registration }
  | { kind: 'refused'; faults: readonly RegistrationFault[] };

export function isMachine(registration: Registration): registration is MachineRegistration {
  return isMachineMetadata(registration);
}

export function needsSecret({ token_endpoint_auth_method: method }: Registration): boolean {
  return method.startsWith('client_secret');
}

/**
 * @param scopes what a relying party may be registered for
 * @param profile what this deployment allows; the strictest, unless it is said
 */
export function parseRegistration(
  written: unknown,
  scopes: readonly string[],
  profile: DeploymentProfile = strictProfile,
): ParsedRegistration {
  const parsed = withDefaults(written);
  if (!parsed.success) {
    return { kind: 'refused', faults: parsed.error.issues.flatMap(faultsOf) };
  }
  // As they were written: parsing an address drops the line breaks and spaces that make it another one for a person.
  const asWritten = { ...parsed.data, ...(written as object) };
  const faults = [
    ...metadataFaults(asWritten, isMachine(parsed.data) ? machineScopes : scopes),
    ...whetherConsentIsAsked(written, parsed.data),
    ...contradictions(parsed.data),
    ...profileFaults(parsed.data, profile),
  ];
  return faults.length > 0 ? { kind: 'refused', faults } : { kind: 'valid', registration: parsed.data };
}

/** ASVS 5.0 10.7.1. A word that was forgotten must not hand out data, nor ask where nobody need be asked. */
function whetherConsentIsAsked(written: unknown, registration: Registration): RegistrationFault[] {
  const isSaid =
    isMachine(registration) || isDynamicMetadata(written) || 'first_party' in (written as object);
  return isSaid
    ? []
    : [
        {
          field: 'first_party',
          message:
            'is missing: true where law or contract binds the relying party, false where citizens are to be asked for consent',
        },
      ];
}

function contradictions(registration: Registration): RegistrationFault[] {
  const sentence = isMachine(registration) ? undefined : contradictionIn(registration);
  return sentence ? [{ field: 'metadata', message: sentence }] : [];
}

/** A running node's engine refuses them itself; whoever registers without one asks here. */
export function faultsOfGrants(
  { grant_types }: { readonly grant_types: readonly string[] },
  switches: GrantSwitches,
): RegistrationFault[] {
  return grantsSwitchedOff(grant_types, switches).map((grant) => ({
    field: 'grant_types',
    message: `${grant} is not switched on in config/grants.json`,
  }));
}

/** Fills in what is registered by default, also for what was kept before the default existed. */
export function withDefaults(written: unknown): z.ZodSafeParseResult<Registration> {
  if (isMachineMetadata(written)) {
    return machineClientSchema.safeParse(written);
  }
  return isDynamicMetadata(written)
    ? dynamicClientSchema.safeParse(written)
    : clientSchema.safeParse(written);
}

function isMachineMetadata(written: unknown): boolean {
  const grants = (written as { grant_types?: unknown } | null | undefined)?.grant_types;
  return Array.isArray(grants) && grants.includes('client_credentials');
}

function faultsOf(issue: z.core.$ZodIssue): RegistrationFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: [...issue.path, key].join('.'),
      message: 'is not known here',
    }));
  }
  return [{ field: issue.path.join('.') || 'metadata', message: sentenceOf(issue) }];
}
