/** A command of `kapu` as it is given, and as it ended. */
export interface Given {
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
