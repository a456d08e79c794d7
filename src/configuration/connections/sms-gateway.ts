import { ConfigurationError } from '../../errors.ts';
import { isLoopback } from '../addresses/loopback.ts';
import type { Environment } from '../environment.ts';

/** The gateway that carries text messages. */
export interface SmsGatewaySettings {
  /** https, or http on this machine. */
  readonly url: string;
  /** Secret. */
  readonly token: string;
  /** The sender that telephones show, where the gateway lets us choose. */
  readonly sender: string | undefined;
}

/** @throws ConfigurationError when the gateway is named without what it needs */
export function smsGatewayOf(env: Environment): SmsGatewaySettings | undefined {
  const { KAPU_SMS_URL: url, KAPU_SMS_TOKEN: token, KAPU_SMS_SENDER: sender } = env;
  if (!url) {
    return undefined;
  }
  if (!token) {
    throw new ConfigurationError('KAPU_SMS_TOKEN is missing: the SMS gateway of KAPU_SMS_URL asks for one');
  }
  if (!env.KAPU_SMTP_URL) {
    throw new ConfigurationError('KAPU_SMS_URL needs KAPU_SMTP_URL: text messages leave beside the e-mails');
  }
  if (!isConfidential(new URL(url))) {
    throw new ConfigurationError('KAPU_SMS_URL must be https: codes and telephone numbers go there');
  }
  return { url, token, sender };
}

/** Encrypted, or never leaving this machine. */
function isConfidential({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || isLoopback(hostname);
}
