/** What a process of its own is told to do, as JSON; keys are bytes at both ends. */
export function readTask<Task>(text: string | undefined): Task {
  return JSON.parse(text ?? '', withBuffers) as Task;
}

function withBuffers(_key: string, value: unknown): unknown {
  const { type, data } = (value ?? {}) as { type?: string; data?: number[] };
  return type === 'Buffer' && data ? Buffer.from(data) : value;
}
