/**
 * wasi:config and wasi:logging, by hand, in the place of a store (guest.h): `get KEY`, `all`, and `log LEVEL CONTEXT TEXT`. The
 * app's configuration has no name. -Ddraft is the draft that Spin serves, else it is that of wasmCloud.
 */
#include "spiderlightning.h"
#include <stdlib.h>

#ifdef draft
#define CONFIG "wasi:config/store@0.2.0-draft-2024-09-27"
#else
#define CONFIG "wasi:config/store@0.2.0-rc.1"
#endif

typedef struct {
  uint8_t is_error;
  union {
    struct {
      uint8_t kase;
      bytes message;
    } error;
    struct {
      uint8_t is_some;
      bytes value;
    } option;
    bytes all;
  };
} result;
_Static_assert(sizeof(result) == 16, "as the canonical ABI lays it out");

IMPORT(CONFIG, "get") void config_get(const uint8_t *, size_t, result *);
IMPORT(CONFIG, "get-all") void config_get_all(result *);
IMPORT("wasi:logging/logging@0.1.0-draft", "log")
void logging_log(int32_t, const uint8_t *, size_t, const uint8_t *, size_t);

static const char *const levels[] = {"trace", "debug", "info", "warn", "error", "critical"};

bool store_open(bytes name, handle *store, failure *why) {
  *store = 0;
  return true;
}

void store_drop(handle store) {}

int store_arity(bytes command) { return is(command, "all") ? 0 : is(command, "log") ? 3 : 1; }

static bool check(const result *out, answer *to) {
  to->failed = out->is_error;
  if (out->is_error) to->why = (failure){text(out->error.kase == 0 ? "upstream" : "io"), out->error.message};
  return !out->is_error;
}

static void take_field(buffer *to, bytes value) {
  append_field(to, value);
  free(value.data);
}

bool store_command(handle store, bytes command, bytes *arguments, answer *to) {
  result out;
  if (is(command, "get")) {
    bytes key = next_field(arguments);
    config_get(key.data, key.length, &out);
    if (check(&out, to) && out.option.is_some) take_field(&to->fields, out.option.value);
  } else if (is(command, "all")) {
    config_get_all(&out);
    if (!check(&out, to)) return true;
    // a pair is two strings, one after the other
    bytes *words = (bytes *)out.all.data;
    for (size_t index = 0; index < 2 * out.all.length; index++) take_field(&to->fields, words[index]);
    free(words);
  } else if (is(command, "log")) {
    bytes name = next_field(arguments), about = next_field(arguments), message = next_field(arguments);
    int32_t level = 0;
    while (level < 5 && !is(name, levels[level])) level++;
    logging_log(level, about.data, about.length, message.data, message.length);
  } else return false;
  return true;
}
