/**
 * A page of docs/relying-parties: how one relying party is registered, installed, configured and run. Its fenced blocks are what
 * scripts/interop uses, so that a page says what was run.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

export const pages = resolve(import.meta.dirname, '../../docs/relying-parties');
/** Of software that asks wallets instead. */
const verifierPages = resolve(import.meta.dirname, '../../docs/verifiers');

/** Of a page, whatever the software is to us. */
export interface Instructions {
  readonly name: string;
  /** Of the heading: the software, and the version that was run. */
  readonly software: string;
  readonly version: string;
  /** Shell commands. */
  readonly install: string;
  readonly run: string;
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

export interface Recipe extends Instructions {
  /** Metadata as `kapu clients add --file` takes them. */
  readonly client: Readonly<Record<string, unknown>>;
}

/** Where everything is, and what was printed at registration; the pages hold the places of a demo, and words instead of a secret. */
export interface Places {
  readonly issuerPort: number;
  readonly port: number;
  /** Of the application that a proxy stands before. */
  readonly applicationPort: number;
  /** Of a second program of the page. */
  readonly secondPort: number;
  readonly secret: string;
}

const placeholders = {
  issuerPort: '3000',
  port: '8080',
  applicationPort: '8081',
  secondPort: '8082',
  secret: 'the-client-secret',
};

export function recipeNames(): string[] {
  return readdirSync(pages)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => basename(file, '.md'));
}

/** @throws Error for a page without one of the blocks that each must have */
export function readRecipe(name: string): Recipe {
  const { files, ...page } = readInstructions(pages, name);
  const client = files.find((file) => file.name === 'client.json');
  if (!client) {
    throw new Error(`docs/relying-parties/${name}.md has no block client.json`);
  }
  return { ...page, client: JSON.parse(client.text), files: files.filter((file) => file !== client) };
}

export function readVerifier(name: string): Instructions {
  return readInstructions(verifierPages, name);
}

function readInstructions(folder: string, name: string): Instructions {
  const path = join(folder, `${name}.md`);
  const page = readFileSync(path, 'utf8');
  const [, software, version] = /^# (.+) (v?\d[\w.-]*)\n/.exec(page) ?? [];
  const blocks = new Map(
    [...page.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map(([, file = '', text = '']) => [file, text]),
  );
  const block = (file: string) => {
    const text = blocks.get(file);
    if (text === undefined) {
      throw new Error(`${path} has no block ${file}`);
    }
    blocks.delete(file);
    return text;
  };
  if (!software || !version) {
    throw new Error(`the heading of ${path} names no software and version`);
  }
  return {
    name,
    software,
    version,
    install: block('install'),
    run: block('run'),
    files: [...blocks].map(([file, text]) => ({ name: file, text })),
  };
}

/** The text of a page with the places of this run. */
export function atPlaces(text: string, places: Places): string {
  return (Object.keys(placeholders) as (keyof Places)[]).reduce(
    (changed, key) => changed.replace(new RegExp(`\\b${placeholders[key]}\\b`, 'g'), String(places[key])),
    text,
  );
}
