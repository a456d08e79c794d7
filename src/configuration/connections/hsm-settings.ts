/** A hardware security module whose token makes and keeps signing keys (PKCS#11). */
import { z } from 'zod';
import { ConfigurationError } from '../../errors.ts';
import { readPrivateText } from '../files/checked-file.ts';

export interface HsmSettings {
  /** Path of the module, a shared library that the maker of the device gives. */
  readonly module: string;
  /** Label of the token in it. */
  readonly token: string;
  /** Secret. */
  readonly pin: string;
  /** Algorithms that the token does not know: their keys are sealed in the store. */
  readonly without: readonly string[];
}

export const hsmVariables = {
  KAPU_PKCS11_MODULE: z.string().startsWith('/', 'must be the whole path of a shared library').optional(),
  KAPU_PKCS11_TOKEN: z.string().min(1).max(32).optional(),
  KAPU_PKCS11_PIN_FILE: z.string().optional(),
  /** With commas in between. */
  KAPU_PKCS11_WITHOUT: z
    .string()
    .default('')
    .transform((names) => names.split(',').filter(Boolean))
    .pipe(z.array(z.enum(['ES256', 'RS256', 'EdDSA', 'PS256']))),
};

interface HsmEnvironment {
  readonly KAPU_PKCS11_MODULE?: string | undefined;
  readonly KAPU_PKCS11_TOKEN?: string | undefined;
  readonly KAPU_PKCS11_PIN_FILE?: string | undefined;
  readonly KAPU_PKCS11_WITHOUT: readonly string[];
}

/** @throws ConfigurationError where a part of it is missing */
export function hsmSettingsOf(env: HsmEnvironment): HsmSettings | undefined {
  const { KAPU_PKCS11_MODULE: module, KAPU_PKCS11_TOKEN: token, KAPU_PKCS11_PIN_FILE: pinFile } = env;
  if (!module && !token && !pinFile) {
    return undefined;
  }
  if (!module || !token || !pinFile) {
    throw new ConfigurationError(
      'KAPU_PKCS11_MODULE, KAPU_PKCS11_TOKEN and KAPU_PKCS11_PIN_FILE are given together, or not at all',
    );
  }
  return { module, token, pin: readPrivateText(pinFile).trimEnd(), without: env.KAPU_PKCS11_WITHOUT };
}

const uri = /^pkcs11:object=([^;?]+)$/;

/** The label in a URI such as `pkcs11:object=cards` (RFC 7512), which stands for a key in the token; undefined for the path of a file. */
export function labelInUri(value: string): string | undefined {
  const label = uri.exec(value)?.[1];
  if (label === undefined && value.startsWith('pkcs11:')) {
    throw new ConfigurationError(
      'KAPU_CREDENTIAL_KEY_FILE: must be a file, or pkcs11:object=… with the label of a key in KAPU_PKCS11_TOKEN',
    );
  }
  return label === undefined ? undefined : decodeURIComponent(label);
}
