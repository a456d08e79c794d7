/** What the sandbox must be told; all it knows of the provider is the issuer's address and its own registration there. */
import { z } from 'zod';
import { address, port, readEnvironment } from '../site/settings.ts';

export interface SandboxSettings {
  /** Where integrators reach the sandbox, without a trailing slash, e.g. `http://localhost:4001`. */
  readonly sandboxUrl: string;
  /** The provider's issuer identifier. */
  readonly issuer: string;
  /** The machine client by which the sandbox registers others. */
  readonly registrar: { readonly clientId: string; readonly clientSecret: string };
  /** Puts a new EdDSA key in the place of the one that signs; absent where the sandbox is no operator. */
  readonly replaceSigningKey: (() => Promise<void>) | undefined;
  readonly now: () => Date;
}

export interface SandboxEnvironment {
  readonly port: number;
  readonly keysProgram: readonly string[] | undefined;
  readonly settings: Omit<SandboxSettings, 'replaceSigningKey'>;
}

const commandSchema = z
  .string()
  .transform((text, { addIssue }) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      addIssue('must be a list in JSON');
      return z.NEVER;
    }
  })
  .pipe(z.array(z.string()).min(1));

const environmentSchema = z.object({
  SANDBOX_PORT: port.default(4001),
  SANDBOX_URL: address.default('http://localhost:4001'),
  KAPU_ISSUER: address,
  SANDBOX_CLIENT_ID: z.string().min(1).default('homokozo'),
  SANDBOX_CLIENT_SECRET: z.string().min(32),
  /** The program `kapu keys` with its first arguments, as a list in JSON. */
  SANDBOX_KEYS_COMMAND: commandSchema.optional(),
});

/** @throws Error with a sentence that names the wrong variable. */
export function readSettings(environment: NodeJS.ProcessEnv): SandboxEnvironment {
  const data = readEnvironment(environmentSchema, environment);
  return {
    port: data.SANDBOX_PORT,
    keysProgram: data.SANDBOX_KEYS_COMMAND,
    settings: {
      sandboxUrl: data.SANDBOX_URL,
      issuer: data.KAPU_ISSUER,
      registrar: { clientId: data.SANDBOX_CLIENT_ID, clientSecret: data.SANDBOX_CLIENT_SECRET },
      now: () => new Date(),
    },
  };
}
