/** `kapu docs`: writes the tables that come from the code into documents, between their marks. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { ConfigurationError } from '../../errors.ts';

export function addDocsCommand(program: Command): void {
  program
    .command('docs')
    .description(
      'Writes the tables that come from the code into documents, between their marks. For developers.',
    )
    .argument('<file...>')
    .option('--check', 'write nothing; fail where a document is not what it would be')
    .action(async (files: string[], { check = false }: { check?: boolean }) => {
      // They know the whole provider, which no other command should wait for.
      const { sectionsOf } = await import('./sections.ts');
      const sections = sectionsOf(program);
      for (const file of files) {
        const written = readFileSync(file, 'utf8');
        const current = withSections(written, sections, file);
        if (check && current !== written) {
          throw new ConfigurationError(`${file} is stale; scripts/docs writes it anew`);
        }
        if (!check) {
          writeFileSync(file, current);
        }
      }
    });
}

/** A mark is `<!-- from the code: claims -->`; what follows it, up to `<!-- end -->`, is replaced. */
function withSections(text: string, sections: Readonly<Record<string, () => string>>, file: string): string {
  return text.replace(/<!-- from the code: ([\w-]+) -->\n[\s\S]*?<!-- end -->/g, (_, name: string) => {
    const section = sections[name];
    if (!section) {
      throw new ConfigurationError(`${file}: there is no section ${name}`);
    }
    return `<!-- from the code: ${name} -->\n\n${section()}\n\n<!-- end -->`;
  });
}
