/** SpiderLightning's keyvalue: a store that gets, sets, lists and deletes. */
#include "spiderlightning.h"
#include <stdlib.h>

IMPORT(STORE, STATIC("open")) void import_open(const uint8_t *, size_t, outcome *);
IMPORT(STORE, METHOD("get")) void import_get(handle, const uint8_t *, size_t, outcome *);
IMPORT(STORE, METHOD("set")) void import_set(handle, const uint8_t *, size_t, const uint8_t *, size_t, outcome *);
IMPORT(STORE, METHOD("keys")) void import_keys(handle, outcome *);
IMPORT(STORE, METHOD("delete")) void import_delete(handle, const uint8_t *, size_t, outcome *);
DROP void import_drop(handle);

static const char *const store_cases[] = {
    "key-not-found",        "invalid-key",   "invalid-value", "connection-error",
    "authentication-error", "timeout-error", "io-error",      "unexpected-error",
};

bool store_open(bytes name, handle *store, failure *why) {
  outcome result;
  import_open(name.data, name.length, &result);
  if (result.is_error) *why = why_of(&result, store_cases);
  else *store = result.handle;
  return !result.is_error;
}

void store_drop(handle store) { import_drop(store); }

int store_arity(bytes command) { return is(command, "keys") ? 0 : is(command, "set") ? 2 : 1; }

bool store_command(handle store, bytes command, bytes *arguments, answer *result) {
  outcome out;
  bytes key = {0};
  if (!is(command, "keys")) key = next_field(arguments);
  if (is(command, "get")) {
    import_get(store, key.data, key.length, &out);
    if (!out.is_error) {
      append_field(&result->fields, out.list);
      free(out.list.data);
    }
  } else if (is(command, "set")) {
    bytes value = next_field(arguments);
    import_set(store, key.data, key.length, value.data, value.length, &out);
  } else if (is(command, "delete")) {
    import_delete(store, key.data, key.length, &out);
  } else if (is(command, "keys")) {
    import_keys(store, &out);
    if (!out.is_error) {
      bytes *keys = (bytes *)out.list.data;
      for (size_t index = 0; index < out.list.length; index++) {
        append_field(&result->fields, keys[index]);
        free(keys[index].data);
      }
      free(keys);
    }
  } else return false;
  result->failed = out.is_error;
  if (out.is_error) result->why = why_of(&out, store_cases);
  return true;
}
