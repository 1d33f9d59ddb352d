/** The driver of a guest, over SpiderLightning's configs; and the memory that hosts give values in. */
#include "spiderlightning.h"
#include <stdlib.h>

IMPORT(CONFIGS, CONFIGS_STATIC("open")) void configs_open(const uint8_t *, size_t, outcome *);
IMPORT(CONFIGS, CONFIGS_METHOD("get")) void configs_get(handle, const uint8_t *, size_t, outcome *);
IMPORT(CONFIGS, CONFIGS_METHOD("set"))
void configs_set(handle, const uint8_t *, size_t, const uint8_t *, size_t, outcome *);


/** Where the host puts what it gives. */
static void *allocate(void *old, size_t new_length) {
  // a list without items is freed as well, so it needs memory of its own
  void *memory = realloc(old, new_length > 0 ? new_length : 1);
  if (!memory) abort();
  return memory;
}

#if GENERATION == 6
EXPORT("cabi_realloc") void *host_realloc(void *old, size_t old_length, size_t align, size_t new_length) {
  return allocate(old, new_length);
}
#else
EXPORT("canonical_abi_realloc") void *host_realloc(void *old, size_t old_length, size_t align, size_t new_length) {
  return allocate(old, new_length);
}
EXPORT("canonical_abi_free") void host_free(void *memory, size_t length, size_t align) { free(memory); }
#endif

static const char *const configs_cases[] = {
    "not-found", "invalid-value", "permission-denied", "io-error", "unexpected-error",
};

static handle driver;

bool driver_open(failure *why) {
  outcome result;
  bytes name = text("driver");
  configs_open(name.data, name.length, &result);
  if (result.is_error) *why = why_of(&result, configs_cases);
  else driver = result.handle;
  return !result.is_error;
}

bool driver_next(bytes *command, failure *why) {
  outcome result;
  bytes key = text("command");
  configs_get(driver, key.data, key.length, &result);
  if (result.is_error) *why = why_of(&result, configs_cases);
  else *command = result.list;
  return !result.is_error;
}

bool driver_answer(bytes answer, failure *why) {
  outcome result;
  bytes key = text("answer");
  configs_set(driver, key.data, key.length, answer.data, answer.length, &result);
  if (result.is_error) *why = why_of(&result, configs_cases);
  return !result.is_error;
}
