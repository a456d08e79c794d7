/** The process itself. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { observe } from './measuring.ts';

const nanosecondsInSecond = 1e9;
const microsecondsInSecond = 1e6;

/** @returns a function that stops it */
export function observeProcess(): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const startedAt = Date.now() / 1000 - process.uptime();
  observe('process', (tell) => {
    tell('kapu_event_loop_delay_seconds', { quantile: '0.5' }, delay.percentile(50) / nanosecondsInSecond);
    tell('kapu_event_loop_delay_seconds', { quantile: '0.99' }, delay.percentile(99) / nanosecondsInSecond);
    tell('kapu_event_loop_delay_seconds', { quantile: '1' }, delay.max / nanosecondsInSecond);
    delay.reset();
    const { user, system } = process.cpuUsage();
    tell('process_cpu_seconds', {}, (user + system) / microsecondsInSecond);
    tell('process_resident_memory_bytes', {}, process.memoryUsage.rss());
    tell('process_start_time_seconds', {}, startedAt);
  });
  return () => delay.disable();
}
