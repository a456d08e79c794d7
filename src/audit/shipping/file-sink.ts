/** Ships to files, one a month, appended and synced to the disk. */
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sink } from './shipper.ts';

export function createFileSink(directory: string): Sink {
  let current: { month: string; file: FileHandle } | undefined;

  async function fileOf(month: string): Promise<FileHandle> {
    if (current?.month === month) {
      return current.file;
    }
    await current?.file.close();
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const file = await open(join(directory, `audit-${month}.jsonl`), 'a+', 0o600);
    await cutTornLine(file);
    current = { month, file };
    return file;
  }

  return {
    async write(month, lines) {
      const file = await fileOf(month);
      await file.appendFile(lines.map((line) => `${line}\n`).join(''));
      await file.datasync();
    },

    async close() {
      await current?.file.close();
      current = undefined;
    },
  };
}

/** A process that died while it wrote left part of a line. That line was not noted as shipped, so it will be written again. */
async function cutTornLine(file: FileHandle): Promise<void> {
  const step = 65_536;
  const { size } = await file.stat();
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - step);
    const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
    const newline = buffer.lastIndexOf('\n');
    if (newline >= 0 || start === 0) {
      await file.truncate(newline >= 0 ? start + newline + 1 : 0);
      return;
    }
    end = start;
  }
}
