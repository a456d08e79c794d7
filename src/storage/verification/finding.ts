/** What was found of something that is demanded of Redis, of the secrets or of a clock. */
export interface Finding {
  /**
   * `wrong`: no node serves with it, and no command runs. `takes-nothing`: no node serves, but what is there can be looked at.
   * `unverified`: this user of Redis may not ask, or it is a choice that an operator should know of.
   */
  readonly kind: 'wrong' | 'takes-nothing' | 'unverified';
  /** Cause and mend, for an operator. */
  readonly sentence: string;
}

/** One demand. */
export interface Check<Subject> {
  readonly what: string;
  /** Also asked of a running node, again and again. */
  readonly isAskedAgain: boolean;
  check(subject: Subject): Promise<Finding | undefined>;
}

export function wrong(sentence: string): Finding {
  return { kind: 'wrong', sentence };
}

export function takesNothing(sentence: string): Finding {
  return { kind: 'takes-nothing', sentence };
}

export function unverified(sentence: string): Finding {
  return { kind: 'unverified', sentence };
}

/** For who prints them: what is wrong first. */
export function sentencesOf(findings: readonly Finding[], kind: Finding['kind']): string[] {
  return findings.filter((finding) => finding.kind === kind).map(({ sentence }) => sentence);
}

/** What keeps them out. A command whose writes are refused says so itself; one that only reads is what an operator then looks with. */
export function whatKeepsOut(whom: 'node' | 'command', findings: readonly Finding[]): string[] {
  const wrong = sentencesOf(findings, 'wrong');
  return whom === 'node' ? [...wrong, ...sentencesOf(findings, 'takes-nothing')] : wrong;
}
