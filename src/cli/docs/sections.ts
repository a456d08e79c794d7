/** The sections of documents that come from the code, by the names in their marks. */
import type { Command } from 'commander';
import { asvsSection, asvsSumsSection } from './asvs-section.ts';
import { assuranceSection, claimsSection, scopesSection } from './claims-section.ts';
import { commandsSection } from './commands-section.ts';
import { environmentSection, filesSection } from './configuration-section.ts';
import { endingsSection } from './endings-section.ts';
import { errorsSection, refusalsSection } from './errors-section.ts';
import { keptSection } from './kept-section.ts';
import { chancesSection, guessingSection, limitsSection } from './limits-section.ts';
import { mailsSection } from './mails-section.ts';
import { machineMetadataSection, metadataSection } from './metadata-section.ts';
import { metricsSection } from './metrics-section.ts';

export function sectionsOf(program: Command): Readonly<Record<string, () => string>> {
  return {
    scopes: scopesSection,
    claims: claimsSection,
    assurance: assuranceSection,
    metadata: metadataSection,
    'machine-metadata': machineMetadataSection,
    errors: errorsSection,
    refusals: refusalsSection,
    kept: keptSection,
    limits: limitsSection,
    guessing: guessingSection,
    chances: chancesSection,
    'asvs-sums': asvsSumsSection,
    asvs: asvsSection,
    endings: endingsSection,
    metrics: metricsSection,
    mails: mailsSection,
    environment: environmentSection,
    files: filesSection,
    commands: () => commandsSection(program),
  };
}
