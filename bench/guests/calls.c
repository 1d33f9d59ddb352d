/**
 * Asks the store `bench` again and again, and prints how many nanoseconds the calls took:
 *
 *     calls get|set|set-get COUNT
 *
 * Values have 100 bytes and no two are the same; there are 100 keys, which a get must find.
 */
#include "spiderlightning.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define KEYS 100

IMPORT(STORE, STATIC("open")) void keyvalue_open(const uint8_t *, size_t, outcome *);
IMPORT(STORE, METHOD("get")) void keyvalue_get(handle, const uint8_t *, size_t, outcome *);
IMPORT(STORE, METHOD("set")) void keyvalue_set(handle, const uint8_t *, size_t, const uint8_t *, size_t, outcome *);

/* where the host puts values */
#if GENERATION == 6
EXPORT("cabi_realloc")
#else
EXPORT("canonical_abi_realloc")
#endif
void *host_realloc(void *old, size_t old_length, size_t align, size_t new_length) {
  void *memory = realloc(old, new_length > 0 ? new_length : 1);
  if (!memory) abort();
  return memory;
}

static char keys[KEYS][16];
static uint8_t value[100];
static handle store;

static void require(const outcome *result) {
  if (!result->is_error) return;
  fprintf(stderr, "%.*s\n", (int)result->error.message.length, (const char *)result->error.message.data);
  exit(1);
}

static void get(int key) {
  outcome result;
  keyvalue_get(store, (const uint8_t *)keys[key], strlen(keys[key]), &result);
  require(&result);
  free(result.list.data);
}

static void set(int key, int64_t number) {
  outcome result;
  memcpy(value, &number, sizeof number);
  keyvalue_set(store, (const uint8_t *)keys[key], strlen(keys[key]), value, sizeof value, &result);
  require(&result);
}

static void repeat(bool sets, bool gets, long count, int64_t first) {
  for (long call = 0; call < count; call++) {
    if (sets) set(call % KEYS, first + call);
    if (gets) get(call % KEYS);
  }
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int main(int count, char **arguments) {
  if (count != 3) return 2;
  bool sets = strncmp(arguments[1], "set", 3) == 0;
  bool gets = strcmp(arguments[1], "set") != 0;
  long calls = atol(arguments[2]);

  outcome result;
  keyvalue_open((const uint8_t *)"bench", 5, &result);
  require(&result);
  store = result.handle;
  memset(value, 'v', sizeof value);
  for (int key = 0; key < KEYS; key++) sprintf(keys[key], "key-%d", key);

  int64_t start = now();
  repeat(sets, gets, calls, start);
  printf("%lld\n", (long long)(now() - start));
  return 0;
}
