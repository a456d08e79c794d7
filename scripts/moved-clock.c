/*
 * Loaded first by every process of scripts/test-on-another-day: the calendar is OFFSET seconds away, and goes on from there. Clocks that
 * only count time passing stay as they are. Debian's libfaketime (0.9.10) cannot do it: it allocates memory when first asked for
 * the time, and the allocators of Redis (jemalloc) and Chromium ask for the time themselves, so both end in its recursion.
 */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = syscall(SYS_clock_gettime, clock, now);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += OFFSET;
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  int result = syscall(SYS_gettimeofday, now, zone);
  if (result == 0) now->tv_sec += OFFSET;
  return result;
}

time_t time(time_t *kept) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (kept) *kept = now.tv_sec;
  return now.tv_sec;
}
