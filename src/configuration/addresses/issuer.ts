/**
 * What an issuer may be: an origin, written as browsers write it. Cookies, redirect URIs and audiences are compared with it letter by
 * letter, and everything that we answer stands at the root of its host.
 */
import { isLoopback } from './loopback.ts';

/** A sentence for who wrote it; undefined where all is well. A single slash at the end is taken. */
export function faultOfIssuer(written: string): string | undefined {
  const url = URL.parse(written);
  if (!url || !/^https?:$/.test(url.protocol)) {
    return 'must be an https address such as https://kapu.example';
  }
  if (url.username || url.password || /^\w+:\/\/[^/]*@/.test(written)) {
    return 'must name no user: everybody sees it';
  }
  if (/[?#]/.test(written)) {
    return 'must have no query and no fragment';
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return `must be https: http is for this machine alone (localhost, 127.0.0.1, [::1]), and ${url.hostname} is not`;
  }
  if (url.pathname !== '/') {
    return `must have no path: Kapu answers at the root of its host (${url.origin})`;
  }
  return written.replace(/\/$/, '') === url.origin
    ? undefined
    : `must be written as browsers write it: ${url.origin}`;
}
