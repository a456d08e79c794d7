/** The operator's commands, as they explain themselves. */
import type { Command } from 'commander';
import { code, table } from './markdown.ts';

export function commandsSection(program: Command): string {
  const rows = commandsIn(program, program.name()).map(({ usage, description }) => [
    code(usage),
    description,
  ]);
  return table(['command', 'does'], rows);
}

function commandsIn(command: Command, path: string): { usage: string; description: string }[] {
  return command.commands
    .filter((one) => one.name() !== 'help')
    .flatMap((one) => {
      const name = `${path} ${one.name()}`;
      const usage = `${name} ${one.usage()}`.replace(/ \[(options|command)\]/g, '').trim();
      const self =
        one.commands.length > 0 ? [] : [{ usage: usage + optionsOf(one), description: one.description() }];
      return [...self, ...commandsIn(one, name)];
    });
}

function optionsOf(command: Command): string {
  return command.options.map(({ flags, mandatory }) => (mandatory ? ` ${flags}` : ` [${flags}]`)).join('');
}
