/**
 * A legacy guest that does one thing again and again, and prints the microseconds of each: `locks lock COUNT` takes a lock
 * and gives it back, `locks get COUNT` reads a value of the configuration.
 */
#include "spiderlightning.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LOCKS "distributed-locking"
IMPORT(LOCKS, LOCKS "::open") void locks_open(const uint8_t *, size_t, outcome *);
IMPORT(LOCKS, LOCKS "::lock") void locks_lock(handle, const uint8_t *, size_t, outcome *);
IMPORT(LOCKS, LOCKS "::unlock") void locks_unlock(handle, const uint8_t *, size_t, outcome *);
IMPORT(CONFIGS, CONFIGS_STATIC("open")) void configs_open(const uint8_t *, size_t, outcome *);
IMPORT(CONFIGS, CONFIGS_METHOD("get")) void configs_get(handle, const uint8_t *, size_t, outcome *);

EXPORT("canonical_abi_realloc") void *host_realloc(void *old, size_t old_length, size_t align, size_t new_length) {
  void *memory = realloc(old, new_length > 0 ? new_length : 1);
  if (!memory) abort();
  return memory;
}
EXPORT("canonical_abi_free") void host_free(void *memory, size_t length, size_t align) { free(memory); }

static outcome checked(outcome out) {
  if (out.is_error) abort();
  return out;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

int main(int argc, char **argv) {
  bool locks = strcmp(argv[1], "lock") == 0;
  int count = atoi(argv[2]);
  outcome out;
  if (locks) locks_open((const uint8_t *)"bench", 5, &out);
  else configs_open((const uint8_t *)"bench", 5, &out);
  handle opened = checked(out).handle;
  double start = now();
  for (int time = 0; time < count; time++) {
    if (locks) locks_lock(opened, (const uint8_t *)"lock", 4, &out);
    else configs_get(opened, (const uint8_t *)"key", 3, &out);
    bytes value = checked(out).list;
    if (locks) {
      locks_unlock(opened, value.data, value.length, &out);
      checked(out);
    }
    free(value.data);
  }
  printf("%f\n", (now() - start) / count);
  return 0;
}
