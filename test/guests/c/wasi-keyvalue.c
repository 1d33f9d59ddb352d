/** wasi:keyvalue, by hand: -DDRAFT=1 is 0.2.0-draft, -DDRAFT=2 is 0.2.0-draft2. */
#include "spiderlightning.h"
#include <stdio.h>
#include <stdlib.h>

#if DRAFT == 2
#define VERSION "@0.2.0-draft2"
#else
#define VERSION "@0.2.0-draft"
#endif
#define WASI_STORE "wasi:keyvalue/store" VERSION
#define BATCH "wasi:keyvalue/batch" VERSION
#define ATOMICS "wasi:keyvalue/atomics" VERSION

/** `variant error`: no-such-store, access-denied, other(string). */
typedef struct {
  uint8_t kase;
  bytes message;
} error;

typedef struct {
  uint8_t is_some;
  bytes value;
} option;

/** A `result` whose ok is a handle, a bool, an option, a list or nothing. */
typedef struct {
  uint8_t is_error;
  union {
    handle handle;
    uint8_t boolean;
    option option;
    bytes list;
    error error;
  };
} result_32;

/** A `result` whose ok is a 64-bit number. */
typedef struct {
  uint8_t is_error;
  union {
    int64_t number;
    error error;
  };
} result_64;

#if DRAFT == 2
typedef struct {
  uint8_t is_error;
  union {
    struct {
      bytes keys;
      option cursor;
    };
    error error;
  };
} page;

typedef struct {
  bytes key;
  option value;
} found;

typedef struct {
  uint8_t is_error;
  struct {
    uint8_t kase;
    union {
      error store_error;
      handle cas_failed;
    };
  } error;
} swap_result;
#else
typedef struct {
  uint8_t is_error;
  union {
    struct {
      bytes keys;
      struct {
        uint8_t is_some;
        uint64_t value;
      } cursor;
    };
    error error;
  };
} page;

typedef struct {
  uint8_t is_some;
  bytes key;
  bytes value;
} found;
#endif

typedef struct {
  bytes key;
  bytes value;
} pair;

IMPORT(WASI_STORE, "open") void wasi_open(const uint8_t *, size_t, result_32 *);
IMPORT(WASI_STORE, "[method]bucket.get") void bucket_get(handle, const uint8_t *, size_t, result_32 *);
IMPORT(WASI_STORE, "[method]bucket.set")
void bucket_set(handle, const uint8_t *, size_t, const uint8_t *, size_t, result_32 *);
IMPORT(WASI_STORE, "[method]bucket.delete") void bucket_delete(handle, const uint8_t *, size_t, result_32 *);
IMPORT(WASI_STORE, "[method]bucket.exists") void bucket_exists(handle, const uint8_t *, size_t, result_32 *);
#if DRAFT == 2
IMPORT(WASI_STORE, "[method]bucket.list-keys")
void bucket_list_keys(handle, int32_t, const uint8_t *, size_t, page *);
#else
IMPORT(WASI_STORE, "[method]bucket.list-keys") void bucket_list_keys(handle, int32_t, uint64_t, page *);
#endif
IMPORT(WASI_STORE, "[resource-drop]bucket") void bucket_drop(handle);
IMPORT(BATCH, "get-many") void get_many(handle, const bytes *, size_t, result_32 *);
IMPORT(BATCH, "set-many") void set_many(handle, const pair *, size_t, result_32 *);
IMPORT(BATCH, "delete-many") void delete_many(handle, const bytes *, size_t, result_32 *);
IMPORT(ATOMICS, "increment") void increment(handle, const uint8_t *, size_t, int64_t, result_64 *);
#if DRAFT == 2
IMPORT(ATOMICS, "[static]cas.new") void cas_new(handle, const uint8_t *, size_t, result_32 *);
IMPORT(ATOMICS, "[method]cas.current") void cas_current(handle, result_32 *);
IMPORT(ATOMICS, "[resource-drop]cas") void cas_drop(handle);
IMPORT(ATOMICS, "swap") void swap(handle, const uint8_t *, size_t, swap_result *);
#endif

static void set_failure(answer *to, error why) {
  to->failed = true;
  to->why.kase = text(why.kase == 0 ? "no-such-store" : why.kase == 1 ? "access-denied" : "other");
  to->why.message = why.kase == 2 ? why.message : text("");
}

bool store_open(bytes name, handle *store, failure *why) {
  result_32 result;
  wasi_open(name.data, name.length, &result);
  if (result.is_error) {
    answer failed = {0};
    set_failure(&failed, result.error);
    *why = failed.why;
  } else *store = result.handle;
  return !result.is_error;
}

void store_drop(handle store) { bucket_drop(store); }

int store_arity(bytes command) {
  if (is(command, "keys") || is(command, "pages")) return 0;
  if (is(command, "set") || is(command, "increment")) return 2;
  if (is(command, "swap")) return 4;
  return is(command, "get-many") || is(command, "set-many") || is(command, "delete-many") ? -1 : 1;
}

/** An array of `size` bytes an item for the arguments that are left. */
static bytes *rest(bytes *arguments, size_t *count) {
  buffer fields = {0};
  while (arguments->length > 0) {
    bytes field = next_field(arguments);
    append(&fields, (bytes){(uint8_t *)&field, sizeof field});
  }
  *count = fields.length / sizeof(bytes);
  return (bytes *)fields.data;
}

static void append_option(buffer *to, bool is_some, bytes value) {
  append_field(to, text(is_some ? "some" : "none"));
  if (is_some) append_field(to, value);
}

/** Every key, page by page; or, for `pages`, how many keys each page has. */
static void list_keys(handle store, bool sizes, answer *result) {
  page one = {0};
  for (;;) {
    page next;
#if DRAFT == 2
    bucket_list_keys(store, one.cursor.is_some, one.cursor.value.data, one.cursor.value.length, &next);
#else
    bucket_list_keys(store, one.cursor.is_some, one.cursor.value, &next);
#endif
    if (next.is_error) return set_failure(result, next.error);
    bytes *keys = (bytes *)next.keys.data;
    for (size_t index = 0; index < next.keys.length; index++) {
      if (!sizes) append_field(&result->fields, keys[index]);
      free(keys[index].data);
    }
    if (sizes) {
      char number[20];
      snprintf(number, sizeof number, "%zu", next.keys.length);
      append_field(&result->fields, text(number));
    }
    free(keys);
    if (!next.cursor.is_some) return;
    one = next;
  }
}

static void do_increment(handle store, bytes key, bytes delta, answer *result) {
  char number[24];
  snprintf(number, sizeof number, "%.*s", (int)delta.length, delta.data);
  result_64 out;
  increment(store, key.data, key.length, strtoll(number, NULL, 10), &out);
  if (out.is_error) return set_failure(result, out.error);
  snprintf(number, sizeof number, "%lld", out.number);
  append_field(&result->fields, text(number));
}

static void do_get_many(handle store, bytes *arguments, answer *result) {
  size_t count;
  bytes *keys = rest(arguments, &count);
  result_32 out;
  get_many(store, keys, count, &out);
  free(keys);
  if (out.is_error) return set_failure(result, out.error);
  found *items = (found *)out.list.data;
  for (size_t index = 0; index < out.list.length; index++) {
#if DRAFT == 2
    append_field(&result->fields, items[index].key);
    append_option(&result->fields, items[index].value.is_some, items[index].value.value);
#else
    append_option(&result->fields, items[index].is_some, items[index].key);
    if (items[index].is_some) append_field(&result->fields, items[index].value);
#endif
  }
}

#if DRAFT == 2
static bool equal(option value, bool is_some, bytes other) {
  if (value.is_some != is_some) return false;
  if (!is_some) return true;
  if (value.value.length != other.length) return false;
  for (size_t index = 0; index < other.length; index++) {
    if (value.value.data[index] != other.data[index]) return false;
  }
  return true;
}

/** Sets the value where it is still as expected; says `swapped`, `other` where it was not, `lost` to another's swap. */
static void do_swap(handle store, bytes key, bool is_some, bytes expected, bytes value, answer *result) {
  result_32 made, current;
  cas_new(store, key.data, key.length, &made);
  if (made.is_error) return set_failure(result, made.error);
  cas_current(made.handle, &current);
  if (current.is_error) return set_failure(result, current.error);
  if (!equal(current.option, is_some, expected)) {
    cas_drop(made.handle);
    append_field(&result->fields, text("other"));
    return;
  }
  swap_result out;
  swap(made.handle, value.data, value.length, &out);
  if (out.is_error && out.error.kase == 0) return set_failure(result, out.error.store_error);
  append_field(&result->fields, text(out.is_error ? "lost" : "swapped"));
  if (out.is_error) cas_drop(out.error.cas_failed);
}
#endif

bool store_command(handle store, bytes command, bytes *arguments, answer *result) {
  if (is(command, "keys") || is(command, "pages")) {
    list_keys(store, is(command, "pages"), result);
    return true;
  }
  if (is(command, "get-many")) {
    do_get_many(store, arguments, result);
    return true;
  }
  result_32 out = {0};
  size_t count;
  if (is(command, "delete-many")) {
    bytes *keys = rest(arguments, &count);
    delete_many(store, keys, count, &out);
    free(keys);
  } else if (is(command, "set-many")) {
    // a pair is two strings, one after the other
    bytes *pairs = rest(arguments, &count);
    set_many(store, (pair *)pairs, count / 2, &out);
    free(pairs);
  } else {
    bytes key = next_field(arguments);
    if (is(command, "get")) {
      bucket_get(store, key.data, key.length, &out);
      if (!out.is_error && out.option.is_some) {
        append_field(&result->fields, out.option.value);
        free(out.option.value.data);
      }
    } else if (is(command, "set")) {
      bytes value = next_field(arguments);
      bucket_set(store, key.data, key.length, value.data, value.length, &out);
    } else if (is(command, "delete")) {
      bucket_delete(store, key.data, key.length, &out);
    } else if (is(command, "exists")) {
      bucket_exists(store, key.data, key.length, &out);
      if (!out.is_error) append_field(&result->fields, text(out.boolean ? "true" : "false"));
    } else if (is(command, "increment")) {
      do_increment(store, key, next_field(arguments), result);
#if DRAFT == 2
    } else if (is(command, "swap")) {
      bytes is_some = next_field(arguments), expected = next_field(arguments), value = next_field(arguments);
      do_swap(store, key, is(is_some, "some"), expected, value, result);
#endif
    } else return false;
  }
  if (out.is_error) set_failure(result, out.error);
  return true;
}
