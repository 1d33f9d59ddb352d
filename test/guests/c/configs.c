/** SpiderLightning's configs, by hand, in the place of a store (guest.h): `get KEY` and `set KEY VALUE`. */
#include "spiderlightning.h"
#include <stdlib.h>

IMPORT(CONFIGS, CONFIGS_STATIC("open")) void import_open(const uint8_t *, size_t, outcome *);
IMPORT(CONFIGS, CONFIGS_METHOD("get")) void import_get(handle, const uint8_t *, size_t, outcome *);
IMPORT(CONFIGS, CONFIGS_METHOD("set"))
void import_set(handle, const uint8_t *, size_t, const uint8_t *, size_t, outcome *);
#if GENERATION == 6
IMPORT(CONFIGS, "[resource-drop]configs") void import_drop(handle);
#else
IMPORT("canonical_abi", "resource_drop_configs") void import_drop(handle);
#endif

#if GENERATION == 2
/** What tells a module of generation 0.2 from one of 0.5, whose configs have the same name: it imports a store too. */
IMPORT(STORE, STATIC("open")) void import_open_kv(const uint8_t *, size_t, outcome *);
#endif

static const char *const configs_cases[] = {
    "not-found", "invalid-value", "permission-denied", "io-error", "unexpected-error",
};

bool store_open(bytes name, handle *store, failure *why) {
  outcome out;
  import_open(name.data, name.length, &out);
  if (out.is_error) *why = why_of(&out, configs_cases);
  else *store = out.handle;
  return !out.is_error;
}

void store_drop(handle store) { import_drop(store); }

int store_arity(bytes command) { return is(command, "set") ? 2 : 1; }

bool store_command(handle store, bytes command, bytes *arguments, answer *result) {
  outcome out;
  bytes key = next_field(arguments);
  if (is(command, "get")) {
    import_get(store, key.data, key.length, &out);
    if (!out.is_error) {
      append_field(&result->fields, out.list);
      free(out.list.data);
    }
  } else if (is(command, "set")) {
    bytes value = next_field(arguments);
    import_set(store, key.data, key.length, value.data, value.length, &out);
#if GENERATION == 2
  } else if (is(command, "open-kv")) {
    import_open_kv(key.data, key.length, &out);
#endif
  } else return false;
  result->failed = out.is_error;
  if (out.is_error) result->why = why_of(&out, configs_cases);
  return true;
}
