/** Records of a file of comma-separated values (RFC 4180) by the names of its header, one at a time. */
import type { FileHandle } from 'node:fs/promises';
import { ConfigurationError } from '../../errors.ts';

export interface CsvRecord {
  /** Where it begins. */
  readonly line: number;
  /** By the name of the column; undefined where the record has another number of values than the header. */
  readonly values: Readonly<Record<string, string>> | undefined;
}

const longestRecord = 64 * 1024;

/** @param isName a column that nobody knows is refused, so that no value is lost unseen */
export async function* csvRecords(
  file: FileHandle,
  isName: (name: string) => boolean = () => true,
): AsyncGenerator<CsvRecord> {
  let names: string[] | undefined;
  for await (const { line, values } of rowsOf(file)) {
    if (names === undefined) {
      names = values.map((name) => name.replace(/^\ufeff/, '').trim());
      const unknown = names.filter((name) => !isName(name)).map((name) => name.slice(0, 40));
      if (unknown.length > 0) {
        throw new ConfigurationError(`columns that are not known: ${unknown.join(', ')}`);
      }
    } else if (values.length > 1 || values[0] !== '') {
      const isWhole = values.length === names.length;
      yield {
        line,
        values: isWhole ? Object.fromEntries(names.map((name, at) => [name, values[at] ?? ''])) : undefined,
      };
    }
  }
}

async function* rowsOf(file: FileHandle): AsyncGenerator<{ line: number; values: string[] }> {
  let [line, beganAt] = [1, 1];
  let values: string[] = [];
  let value = '';
  let [isQuoted, mayEndQuote, isWritten] = [false, false, false];
  let length = 0;
  const stream = file.createReadStream({ encoding: 'utf8', start: 0, autoClose: false });

  const endValue = (): void => {
    values.push(value);
    [value, mayEndQuote] = ['', false];
  };

  for await (const chunk of stream) {
    for (const letter of chunk as string) {
      length += 1;
      if (length > longestRecord) {
        throw new ConfigurationError(`line ${beganAt}: a record without end; is there a quote too many?`);
      }
      line += letter === '\n' ? 1 : 0;
      if (isQuoted && !mayEndQuote) {
        [value, mayEndQuote] = letter === '"' ? [value, true] : [value + letter, false];
      } else if (letter === '"') {
        value += isQuoted && mayEndQuote ? '"' : '';
        [isQuoted, mayEndQuote, isWritten] = [true, false, true];
      } else if (letter === ',') {
        endValue();
        [isQuoted, isWritten] = [false, true];
      } else if (letter === '\n') {
        endValue();
        yield { line: beganAt, values };
        [values, isQuoted, isWritten, length, beganAt] = [[], false, false, 0, line];
      } else if (letter !== '\r') {
        value += letter;
        [isQuoted, isWritten] = [false, true];
      }
    }
  }
  if (isWritten) {
    endValue();
    yield { line: beganAt, values };
  }
}
