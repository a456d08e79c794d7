/**
 * Marks a client that an operator registered: it cannot manage itself (RFC 7592).
 *
 * oidc-provider 9.13.3: `client.noManage`, its own mark for clients of its configuration.
 * Why: a registration access token from before would open a client that took the place of another.
 * Held by: test/conformance/dynamic.test.ts, "opens no client that an operator registered, also one that took the place of another"
 */

export const unmanagedMember = 'noManage';

export const unmanaged = { [unmanagedMember]: true };
