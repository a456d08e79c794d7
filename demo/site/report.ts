/** What a site tells its operator of what went wrong. */
export type Report = (what: string, cause: unknown) => void;

/** Names and messages of faults alone: what a citizen sent or was told stays out of the log. */
export function reportAs(site: string): Report {
  return (what, cause) => {
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    console.error(`${site}: ${what}: ${reason}`);
  };
}
