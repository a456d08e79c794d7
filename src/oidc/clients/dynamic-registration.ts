/** Clients register and manage themselves (RFC 7591, RFC 7592) where the profile of the deployment lets them, and as strictly as any. */
import { randomBytes } from 'node:crypto';
import { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider';
import { newSecret } from '../../clients/client-record.ts';
import { dynamicClientSchema } from '../../clients/dynamic-client-metadata.ts';
import { isOfNoSector } from '../../clients/metadata-rules.ts';
import { parseRegistration } from '../../clients/registration.ts';
import type { DeploymentProfile } from '../../configuration/deployment-profile.ts';
import { scopesOf, withoutOfflineAccess } from '../policy/claims.ts';
import { admissionPolicy, type InitialAccess } from './initial-access-store.ts';

type Features = NonNullable<Configuration['features']>;
type Metadata = Record<string, unknown>;

/** A purpose of our own (`natural_person`) is not for whoever comes along. */
const scopesOfAnyone = ['openid', 'profile', 'email', 'phone', 'address'];

export function withDynamicRegistration(
  features: Features,
  profile: DeploymentProfile,
  initialAccess: InitialAccess,
): Features {
  if (!profile.dynamic_registration) {
    return features;
  }
  return {
    ...features,
    registration: {
      enabled: true,
      initialAccessToken: true,
      idFactory: () => `dyn-${randomBytes(16).toString('hex')}`,
      secretFactory: newSecret,
      policies: { [admissionPolicy]: createAdmit(profile, initialAccess) },
    },
    registrationManagement: { enabled: true, rotateRegistrationAccessToken: true },
  } as Features;
}

/** A use is spent last: whoever mistypes has not lost it. */
function createAdmit(profile: DeploymentProfile, initialAccess: InitialAccess) {
  const scopes = scopesOf(profile).filter((scope) => scopesOfAnyone.includes(scope));

  return async (ctx: KoaContextWithOIDC, metadata: Metadata): Promise<void> => {
    keepWhatIsKnown(metadata);
    fillIn(metadata, scopes, profile);
    metadata.subject_type ??= ctx.oidc.client?.subjectType ?? usualSubjectType(metadata);
    const parsed = parseRegistration(metadata, scopes, profile);
    if (parsed.kind === 'refused') {
      const [fault] = parsed.faults;
      throw new errors.InvalidClientMetadata(`${fault?.field} ${fault?.message}`);
    }
    const { Client } = ctx.oidc.provider;
    await Client.validate(metadata as unknown as Parameters<typeof Client.validate>[0]);
    const { InitialAccessToken: token } = ctx.oidc.entities;
    if (token && !(await initialAccess.spend(token.jti))) {
      throw new errors.InvalidToken('initial access token is used up');
    }
  };
}

function keepWhatIsKnown(metadata: Metadata): void {
  const known = [...Object.keys(dynamicClientSchema.shape), 'client_secret_expires_at'];
  for (const [member, value] of Object.entries(metadata)) {
    if (!known.includes(member) || value === null || value === undefined) {
      delete metadata[member];
    }
  }
}

/** What it does not say of itself; and whatever it says, citizens are asked, and no resource is opened to it. */
function fillIn(metadata: Metadata, scopes: readonly string[], profile: DeploymentProfile): void {
  delete metadata.resources;
  metadata.first_party = false;
  metadata.client_name ??= metadata.client_id;
  metadata.minimum_assurance ??= 'low';
  metadata.scope = scopeOf(metadata, scopes);
  metadata.require_pkce ??= !profile.clients_without_pkce;
  metadata.id_token_signed_response_alg ??= profile.default_signing_alg;
  if (Array.isArray(metadata.response_types)) {
    metadata.response_types = metadata.response_types.map(inOrder);
    addImplicitGrant(metadata);
  }
}

/** Whose addresses lie on several hosts cannot be told of pairwise subjects, and says nothing of them. A change never renames people. */
function usualSubjectType(metadata: Metadata): 'pairwise' | 'public' {
  return isOfNoSector(metadata) ? 'public' : 'pairwise';
}

/** `offline_access` is ignored: who registers the grant type `refresh_token` is given one. */
function scopeOf({ scope }: Metadata, scopes: readonly string[]): unknown {
  return typeof scope === 'string' ? withoutOfflineAccess(scope) : (scope ?? scopes.join(' '));
}

/** OpenID Connect Registration §2: the engine adds it too, but looks at the redirect addresses before. */
function addImplicitGrant(metadata: Metadata): void {
  const { response_types: types, grant_types: grants = [] } = metadata as Record<string, string[]>;
  const isImplicit =
    types?.some((type) => typeof type === 'string' && /\b(id_token|token)\b/.test(type)) ?? false;
  if (isImplicit && Array.isArray(grants) && !grants.includes('implicit')) {
    metadata.grant_types = [...grants, 'implicit'];
  }
}

/** `id_token code` is `code id_token`. */
function inOrder(responseType: unknown): unknown {
  return typeof responseType === 'string' ? responseType.split(' ').sort().join(' ') : responseType;
}
