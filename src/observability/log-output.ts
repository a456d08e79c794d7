/**
 * Where lines of the log leave: in batches, beside the requests, since a write each would hold all of them up. What waits when the process
 * exits leaves then. Where the disk is full, or whoever reads them is gone or far behind, lines are lost and counted, and a node serves as
 * ever; only one that reads nothing at all, and does not go, holds up its exit. (Pino's own output makes an error of a full disk an uncaught
 * one, tries again for as long as a line cannot be written, and so neither serves nor ends.)
 */
import { write, writeSync } from 'node:fs';
import { setTimeout } from 'node:timers';

export interface LogOutput {
  write(line: string): void;
  flush(): void;
}

const batchInCharacters = 4096;
const longestWaitInMilliseconds = 100;
/** Some minutes of a busy node; more would be kept from those who sign in. */
const mostWaitingInCharacters = 4 * 1024 * 1024;
const longestExitInMilliseconds = 1000;
/** Far more than a thread needs that somebody reads from. */
const longestTurnInMilliseconds = 20;

export function logOutput(descriptor: number): LogOutput {
  let waiting = '';
  let lost = 0;
  /** Taken out of what waits, and not written to its end yet. */
  let batch: Buffer = Buffer.alloc(0);
  let isWriting = false;
  let isDue = false;

  function flushLater(): void {
    if (!isDue) {
      isDue = true;
      setTimeout(() => {
        isDue = false;
        flush();
      }, longestWaitInMilliseconds).unref();
    }
  }

  function flush(): void {
    if (isWriting) {
      return;
    }
    if (batch.length === 0) {
      takeBatch();
    }
    if (batch.length > 0) {
      isWriting = true;
      write(descriptor, batch, (error, written) => {
        isWriting = false;
        error ? keepOrLose(error) : goOn(written);
      });
    }
  }

  function takeBatch(): void {
    batch = Buffer.from(waiting);
    waiting = '';
  }

  function goOn(written: number): void {
    batch = batch.subarray(written);
    if (batch.length === 0 && lost > 0) {
      waiting = `${lineOfLost(lost)}${waiting}`;
      lost = 0;
    }
    if (batch.length > 0 || waiting.length >= batchInCharacters) {
      flush();
    } else if (waiting !== '') {
      flushLater();
    }
  }

  function keepOrLose(error: NodeJS.ErrnoException): void {
    if (!isForNow(error)) {
      lost += linesIn(batch);
      batch = Buffer.alloc(0);
    }
    flushLater();
  }

  process.on('exit', () => {
    // What a thread is writing it writes to its end, which nothing tells any more: it is let go first, and lines have their times.
    if (isWriting && waiting !== '') {
      standStill(longestTurnInMilliseconds);
    }
    const rest = isWriting ? [] : [batch];
    writeNow(descriptor, Buffer.concat([...rest, Buffer.from(waiting)]));
  });

  return {
    write(line) {
      if (waiting.length > mostWaitingInCharacters) {
        lost += 1;
        return;
      }
      waiting += line;
      if (waiting.length >= batchInCharacters) {
        flush();
      } else {
        flushLater();
      }
    },
    flush,
  };
}

function lineOfLost(lines: number): string {
  const time = new Date().toISOString();
  // What was lost may have ended within a line.
  return `\n${JSON.stringify({ level: 'warn', time, lines, msg: 'lines of the log were lost' })}\n`;
}

function linesIn(batch: Buffer): number {
  return batch.toString().split('\n').length - 1;
}

/** Whoever reads is behind. */
function isForNow({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EAGAIN' || code === 'EBUSY';
}

function writeNow(descriptor: number, bytes: Buffer): void {
  const end = performance.now() + longestExitInMilliseconds;
  let rest = bytes;
  while (rest.length > 0 && performance.now() < end) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      if (!isForNow(error as NodeJS.ErrnoException)) {
        return;
      }
      standStill(10);
    }
  }
}

function standStill(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
