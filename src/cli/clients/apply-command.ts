/** `kapu clients apply`: the declarations of `config/clients`, compared with the registry, shown, and carried out. */
import type { Command } from 'commander';
import { carryOut, checkDeclarations, planDeclarations, type Step } from '../../clients/declarations.ts';
import { faultsOfGrants } from '../../clients/registration.ts';
import { loadClientDeclarations } from '../../config.ts';
import { ConfigurationError } from '../../errors.ts';
import { whole } from '../../storage/due/each-in-turn.ts';
import { print } from '../output.ts';
import { type RegistryContext, withRegistry } from './registry-context.ts';
import { overlapInSeconds } from './secret-overlap.ts';

interface ApplyOptions {
  readonly dryRun?: boolean;
  readonly prune?: boolean;
  readonly now?: boolean;
}

export function addApplyCommand(clients: Command): void {
  clients
    .command('apply')
    .description('Brings the files of config/clients into the registry, and shows first what that changes.')
    .option('--dry-run', 'shows the differences and changes nothing')
    .option('--prune', 'disables clients whose file is gone; without it they are left alone')
    .option('--now', 'where a secret is another: the one before ends at once, not in 24 hours')
    .addHelpText(
      'after',
      `
All files are checked before anything is changed. Running nodes follow within a second. A client that was disabled by
hand stays disabled; one that was disabled by --prune comes back with its file. Secrets are never shown.`,
    )
    .action((options: ApplyOptions) =>
      withRegistry((withCommandContext) => apply(withCommandContext, options)),
    );
}

async function apply(
  { clients, scopes, profile, grants }: RegistryContext,
  { dryRun = false, prune = false, now: endsNow = false }: ApplyOptions,
): Promise<void> {
  const declared = checkDeclarations(loadClientDeclarations(), scopes, profile);
  const [fault] = declared.flatMap((registration) => faultsOfGrants(registration, grants));
  if (fault) {
    throw new ConfigurationError(fault.message);
  }
  const intention = { now: new Date(), prune, overlapInSeconds: overlapInSeconds(endsNow) };
  const registered = await clients.list();
  const unreadable = new Set(registered.unreadable.map((one) => one.of));
  const plannable = declared.filter(({ client_id: id }) => !unreadable.has(id));
  const steps = planDeclarations(plannable, registered.readable, intention);
  for (const line of steps.flatMap(linesOf)) {
    print(line);
  }
  const changes = steps.filter((step) => 'record' in step).length;
  if (dryRun) {
    print(`${changes} of ${steps.length} would change; nothing was changed`);
    whole(registered);
    return;
  }
  const moved = await carryOut(steps, clients);
  print(`${changes - moved.length} of ${steps.length} changed`);
  whole(registered);
  if (moved.length > 0) {
    throw new ConfigurationError(`${moved.join(', ')} changed meanwhile and was left alone; apply once more`);
  }
}

const signs = { add: '+', change: '~', disable: '-' } as const;

function linesOf(step: Step): string[] {
  if (step.kind === 'unchanged') {
    return [`  ${step.clientId}  unchanged`];
  }
  if (step.kind === 'no-longer-declared') {
    return [`! ${step.clientId}  its file is gone; --prune disables it`];
  }
  const differences = step.differences.map(({ field, before, after }) =>
    step.kind === 'add' ? `    ${field}: ${after}` : `    ${field}: ${before ?? '-'} → ${after ?? '-'}`,
  );
  return [`${signs[step.kind]} ${step.clientId}`, ...differences];
}
