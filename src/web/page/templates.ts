/**
 * Views as functions, each compiled once. What a view includes is looked for once as well: ejs asks the file system for it whenever it is
 * included, and copies all locals twice.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ejs from 'ejs';

/** Locals have no prototype of ours here, so that ejs need not copy them to make sure of it. Indentation is for us, and a tenth of a page. */
const asGiven = { unsafePrototypeLocals: true, rmWhitespace: true };

export type Locals = Readonly<Record<string, unknown>>;
type Include = (path: string, given?: Locals) => string;
/** @param shared what every page has, without a prototype @param own what is of this page, or was given to this part of it */
type Render<Of> = (of: Of, shared: Locals, own: Locals) => string;
type Template = (shared: Locals, own: Locals) => string;

/**
 * What a view includes lies beside it, or in the directory of views. A part that is given something sees that, as `given` too, and what every page
 * has: nothing of the page that it stands on can get into it by having the same name. One that is given nothing is a piece of its page.
 * @returns what renders `<view>.ejs`
 */
export function createTemplates(viewsDirectory: string): Render<string> {
  const templates = new Map<string, Template>();
  /** What every page has lies behind what each part is given, and is not copied for each. */
  function localsOf(shared: Locals, own: Locals): object {
    return Object.assign(Object.create(shared), own);
  }

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

    const template: Template = (shared, own) => {
      const include: Include = (path, given = own) => (included.get(path) ?? includedAs(path))(shared, given);
      return render(Object.assign(localsOf(shared, own), { include, given: own }));
    };
    templates.set(file, template);
    return template;
  }

  return (view, shared, own) => templateOf(resolve(viewsDirectory, `${view}.ejs`))(shared, own);
}
