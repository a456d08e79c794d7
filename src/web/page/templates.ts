/**
 * Views as functions, each compiled once. What a view includes is looked for once as well: ejs asks the file system for it whenever it is
 * included, and copies all locals twice.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ejs from 'ejs';

/** Locals have no prototype here, so that ejs need not copy them to make sure of it. Indentation is for us, and a tenth of a page. */
const asGiven = { unsafePrototypeLocals: true, rmWhitespace: true };

type Locals = Readonly<Record<string, unknown>>;
type Include = (path: string, more?: Locals) => string;
type Template = (locals: Locals) => string;

/** @returns what renders `<view>.ejs`. What a view includes lies beside it, or in the directory of views. */
export function createTemplates(viewsDirectory: string): (view: string, locals: Locals) => string {
  const templates = new Map<string, Template>();

  function templateOf(file: string): Template {
    const known = templates.get(file);
    if (known) {
      return known;
    }
    const render = ejs.compile(readFileSync(file, 'utf8'), { filename: file, ...asGiven });
    const included = new Map<string, Template>();

    function includedAs(path: string): Template {
      const beside = resolve(dirname(file), `${path}.ejs`);
      const template = templateOf(existsSync(beside) ? beside : resolve(viewsDirectory, `${path}.ejs`));
      included.set(path, template);
      return template;
    }

    const template: Template = (locals) => {
      // Without a prototype: a name that is not given is not found anywhere else.
      const own: Record<string, unknown> = Object.assign(Object.create(null), locals);
      const include: Include = (path, more) =>
        (included.get(path) ?? includedAs(path))(more ? { ...locals, ...more } : locals);
      own.include = include;
      return render(own);
    };
    templates.set(file, template);
    return template;
  }

  return (view, locals) => templateOf(resolve(viewsDirectory, `${view}.ejs`))(locals);
}
