/**
 * SpiderLightning's locks, by hand, in the place of a store (guest.h): `lock NAME`, `lock-for NAME SECONDS`, `unlock ID`,
 * `unlock-last`; `wait` waits for the end of standard input, and `trap` traps.
 */
#include "spiderlightning.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if GENERATION == 6
#define LOCKS "spiderlightning:distributed-locking/distributed-locking@0.6.0"
#define LOCKS_STATIC(name) "[static]distributed-locking." name
#define LOCKS_METHOD(name) "[method]distributed-locking." name
#define LOCKS_DROP IMPORT(LOCKS, "[resource-drop]distributed-locking")
#elif GENERATION == 5
#define LOCKS "distributed-locking"
#define LOCKS_STATIC(name) "distributed-locking::" name
#define LOCKS_METHOD(name) LOCKS_STATIC(name)
#define LOCKS_DROP IMPORT("canonical_abi", "resource_drop_distributed-locking")
#else
#define LOCKS "lockd"
#define LOCKS_STATIC(name) "lockd::" name
#define LOCKS_METHOD(name) LOCKS_STATIC(name)
#define LOCKS_DROP IMPORT("canonical_abi", "resource_drop_lockd")
#endif

IMPORT(LOCKS, LOCKS_STATIC("open")) void import_open(const uint8_t *, size_t, outcome *);
IMPORT(LOCKS, LOCKS_METHOD("lock")) void import_lock(handle, const uint8_t *, size_t, outcome *);
IMPORT(LOCKS, LOCKS_METHOD("lock-with-time-to-live"))
void import_lock_for(handle, const uint8_t *, size_t, int64_t, outcome *);
IMPORT(LOCKS, LOCKS_METHOD("unlock")) void import_unlock(handle, const uint8_t *, size_t, outcome *);
LOCKS_DROP void import_drop(handle);

static const char *const locks_cases[] = {
    "lock-acquire-error", "lock-release-error", "lock-timeout-error", "connection-error",
    "protocol-error",     "invalid-lock-id",    "unexpected-error",
};

bool store_open(bytes name, handle *store, failure *why) {
  outcome result;
  import_open(name.data, name.length, &result);
  if (result.is_error) *why = why_of(&result, locks_cases);
  else *store = result.handle;
  return !result.is_error;
}

void store_drop(handle store) { import_drop(store); }

int store_arity(bytes command) {
  return is(command, "lock") || is(command, "unlock") ? 1 : is(command, "lock-for") ? 2 : 0;
}

static bytes last;

/** A number in decimal digits, with a sign or without one. */
static int64_t number_of(bytes digits) {
  char text[32] = {0};
  memcpy(text, digits.data, digits.length < sizeof text ? digits.length : sizeof text - 1);
  return strtoll(text, NULL, 10);
}

bool store_command(handle store, bytes command, bytes *arguments, answer *result) {
  outcome out = {0};
  if (is(command, "lock") || is(command, "lock-for")) {
    bytes name = next_field(arguments);
    if (is(command, "lock")) import_lock(store, name.data, name.length, &out);
    else import_lock_for(store, name.data, name.length, number_of(next_field(arguments)), &out);
    if (!out.is_error) {
      append_field(&result->fields, out.list);
      free(last.data);
      last = out.list;
    }
  } else if (is(command, "unlock")) {
    bytes id = next_field(arguments);
    import_unlock(store, id.data, id.length, &out);
  } else if (is(command, "unlock-last")) {
    import_unlock(store, last.data, last.length, &out);
  } else if (is(command, "wait")) {
    fflush(stdout);
    while (getchar() != EOF) continue;
  } else if (is(command, "trap")) {
    fflush(stdout);
    __builtin_trap();
  } else return false;
  result->failed = out.is_error;
  if (out.is_error) result->why = why_of(&out, locks_cases);
  return true;
}
