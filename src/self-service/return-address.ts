/** The page of a sign-in under way, and nothing else: an address of somebody else's would lead citizens astray. */
export function safeReturnAddress(address: unknown): string | undefined {
  return typeof address === 'string' && /^\/interaction\/[\w-]{10,64}$/.test(address) ? address : undefined;
}
