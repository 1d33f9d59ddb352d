/** SpiderLightning's configs: `get KEY` and `set KEY VALUE`. */
#include "spiderlightning.h"
#include <stdlib.h>

#if GENERATION == 6
#define DROP_CONFIGS IMPORT(CONFIGS, "[resource-drop]configs")
#else
#define DROP_CONFIGS IMPORT("canonical_abi", "resource_drop_configs")
#endif

IMPORT(CONFIGS, CONFIGS_STATIC("open")) void configs_open(const uint8_t *, size_t, outcome *);
IMPORT(CONFIGS, CONFIGS_METHOD("get")) void configs_get(handle, const uint8_t *, size_t, outcome *);
IMPORT(CONFIGS, CONFIGS_METHOD("set"))
void configs_set(handle, const uint8_t *, size_t, const uint8_t *, size_t, outcome *);
DROP_CONFIGS void configs_drop(handle);

static const char *const store_cases[] = {
    "not-found", "invalid-value", "permission-denied", "io-error", "unexpected-error",
};

bool store_open(bytes name, handle *store, failure *why) {
  outcome result;
  configs_open(name.data, name.length, &result);
  if (result.is_error) *why = why_of(&result, store_cases);
  else *store = result.handle;
  return !result.is_error;
}

void store_drop(handle store) { configs_drop(store); }

int store_arity(bytes command) { return is(command, "set") ? 2 : 1; }

bool store_command(handle store, bytes command, bytes *arguments, answer *result) {
  outcome out;
  bytes key = next_field(arguments);
  if (is(command, "get")) {
    configs_get(store, key.data, key.length, &out);
    if (!out.is_error) {
      append_field(&result->fields, out.list);
      free(out.list.data);
    }
  } else if (is(command, "set")) {
    bytes value = next_field(arguments);
    configs_set(store, key.data, key.length, value.data, value.length, &out);
  } else return false;
  result->failed = out.is_error;
  if (out.is_error) result->why = why_of(&out, store_cases);
  return true;
}
