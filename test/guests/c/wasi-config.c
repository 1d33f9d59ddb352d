/** Reads the app's configuration by wasi:config, logs by wasi:logging: `wasi-config KEY…`, and all of it without a key. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef draft
#define STORE "wasi:config/store@0.2.0-draft-2024-09-27"
#else
#define STORE "wasi:config/store@0.2.0-rc.1"
#endif
#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))

typedef struct {
  const char *data;
  size_t length;
} text;

typedef struct {
  uint8_t is_error;
  union {
    struct {
      uint8_t kase;
      text message;
    } error;
    struct {
      uint8_t is_some;
      text value;
    } option;
    struct {
      const text (*pairs)[2];
      size_t length;
    } all;
  };
} outcome;
_Static_assert(sizeof(outcome) == 16, "as the canonical ABI lays it out");

IMPORT(STORE, "get") void store_get(const char *, size_t, outcome *);
IMPORT(STORE, "get-all") void store_get_all(outcome *);
IMPORT("wasi:logging/logging@0.1.0-draft", "log") void logging_log(int, const char *, size_t, const char *, size_t);

__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(void *old, size_t was, size_t align, size_t length) {
  void *memory = realloc(old, length > 0 ? length : 1);
  if (!memory) abort();
  return memory;
}

static void write_log(int level, const char *about, const char *message) {
  fflush(stdout);
  logging_log(level, about, strlen(about), message, strlen(message));
}

static int failed(const outcome *out) {
  if (!out->is_error) return 0;
  printf("%s: %.*s\n", out->error.kase == 0 ? "upstream" : "io", (int)out->error.message.length, out->error.message.data);
  return 1;
}

int main(int argc, char **argv) {
  outcome out;
  write_log(2, "config", "reads");
  for (int at = 1; at < argc; at++) {
    store_get(argv[at], strlen(argv[at]), &out);
    if (failed(&out)) continue;
    if (out.option.is_some) printf("%s = %.*s\n", argv[at], (int)out.option.value.length, out.option.value.data);
    else printf("%s is not set\n", argv[at]);
  }
  if (argc == 1) {
    store_get_all(&out);
    if (!failed(&out))
      for (size_t index = 0; index < out.all.length; index++)
        printf("%.*s = %.*s\n", (int)out.all.pairs[index][0].length, out.all.pairs[index][0].data,
               (int)out.all.pairs[index][1].length, out.all.pairs[index][1].data);
  }
  write_log(5, "", "is done");
  return 0;
}
