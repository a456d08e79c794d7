/** How far an import is: one line that is rewritten on a terminal, a line every few seconds elsewhere. */
import type { WriteStream } from 'node:tty';
import type { Progress } from './progress-store.ts';

export interface ProgressBar {
  show(progress: Progress): void;
  end(progress: Progress): void;
}

const width = 30;
const terminalEveryMilliseconds = 200;
const elsewhereEveryMilliseconds = 5000;

/** @param begunWith where this run began. @param size of the file. @param now milliseconds of a clock that does not jump. */
export function createProgressBar(
  output: Pick<WriteStream, 'write' | 'isTTY'>,
  begunWith: Progress,
  size: number,
  now: () => number,
): ProgressBar {
  const begunAt = now();
  const every = output.isTTY ? terminalEveryMilliseconds : elsewhereEveryMilliseconds;
  let shownAt = begunAt;

  function print(progress: Progress): void {
    const seconds = Math.max((now() - begunAt) / 1000, 0.001);
    const rate = (progress.lines - begunWith.lines) / seconds;
    const bytesPerSecond = (progress.offset - begunWith.offset) / seconds;
    const left = bytesPerSecond === 0 ? 0 : (size - progress.offset) / bytesPerSecond;
    const share = size === 0 ? 1 : progress.offset / size;
    const parts = [
      `${Math.floor(share * 100)} %`.padStart(5),
      `${inWords(progress.lines)} lines`,
      `${inWords(rate)}/s`,
      `${inWords(progress.rejected)} rejected`,
      `${minutes(left)} left`,
    ];
    output.write(
      output.isTTY ? `\r${bar(share)} ${parts.join('  ')}\u001b[K` : `${parts.join(', ').trim()}\n`,
    );
  }

  return {
    show(progress) {
      if (now() - shownAt >= every) {
        shownAt = now();
        print(progress);
      }
    },
    end(progress) {
      print(progress);
      output.write(output.isTTY ? '\n' : '');
    },
  };
}

function bar(share: number): string {
  const done = Math.round(share * width);
  return `[${'#'.repeat(done)}${'.'.repeat(width - done)}]`;
}

export function inWords(number: number): string {
  return Math.round(number).toLocaleString('en');
}

function minutes(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
