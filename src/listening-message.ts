/** What a node tells the supervisor that started it, if one did. */
const message = { kapu: 'listening' } as const;

export function tellListening(): void {
  process.send?.(message);
}

export function isListening(told: unknown): boolean {
  return typeof told === 'object' && told !== null && (told as { kapu?: unknown }).kapu === message.kapu;
}
