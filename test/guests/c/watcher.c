/**
 * A program that changes a store as its arguments say (`set KEY VALUE`, `delete KEY`, `increment KEY`, `exit CODE`, `trap now`) and is
 * told of it: what it is told it prints, and counts under the key "told". -DDRAFT: of wasi:keyvalue.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FROM(module, name) __attribute__((import_module(module), import_name(name)))
#define STORE(name) FROM("wasi:keyvalue/store@0.2.0-" DRAFT, name)
#define ATOMICS(name) FROM("wasi:keyvalue/atomics@0.2.0-" DRAFT, name)
#define WATCHER(name) __attribute__((export_name("wasi:keyvalue/watcher@0.2.0-" DRAFT "#" name)))

typedef int32_t handle;

/** A result: of a handle, of an optional value, of nothing, or of an error. */
typedef struct {
  uint8_t is_error;
  union {
    handle handle;
    struct {
      uint8_t is_some;
      const char *data;
      size_t length;
    } value;
    int32_t rest[4];
  };
} result;

typedef struct {
  uint8_t is_error;
  int64_t sum;
  int64_t rest;
} number_result;

STORE("open") void store_open(const char *, size_t, result *);
STORE("[method]bucket.get") void bucket_get(handle, const char *, size_t, result *);
STORE("[method]bucket.set") void bucket_set(handle, const char *, size_t, const char *, size_t, result *);
STORE("[method]bucket.delete") void bucket_delete(handle, const char *, size_t, result *);
STORE("[resource-drop]bucket") void bucket_drop(handle);
ATOMICS("increment") void increment(handle, const char *, size_t, int64_t, number_result *);

__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(void *old, size_t, size_t align, size_t size) {
  return size == 0 ? (void *)align : realloc(old, size);
}

static void expect(const result *given) {
  if (given->is_error) abort();
}

static void count(handle bucket, const char *key) {
  number_result given;
  increment(bucket, key, strlen(key), 1, &given);
  if (given.is_error) abort();
}

WATCHER("on-set") void on_set(handle bucket, const char *key, size_t length, const char *value, size_t size) {
  if (length == 4 && memcmp(key, "trap", 4) == 0) __builtin_trap();
  result given;
  bucket_get(bucket, key, length, &given);
  expect(&given);
  printf("set %.*s: %.*s, and it is %.*s\n", (int)length, key, (int)size, value,
         given.value.is_some ? (int)given.value.length : 4, given.value.is_some ? given.value.data : "gone");
  fflush(stdout);
  count(bucket, "told");
  bucket_drop(bucket);
}

WATCHER("on-delete") void on_delete(handle bucket, const char *key, size_t length) {
  printf("deleted %.*s\n", (int)length, key);
  fflush(stdout);
  count(bucket, "told");
  bucket_drop(bucket);
}

int main(int argc, char **argv) {
  result given;
  store_open("orders", 6, &given);
  expect(&given);
  handle bucket = given.handle;
  for (int at = 1; at + 1 < argc; at += 2) {
    const char *verb = argv[at], *key = argv[at + 1];
    if (!strcmp(verb, "exit")) exit(atoi(key));
    if (!strcmp(verb, "trap")) __builtin_trap();
    if (!strcmp(verb, "set")) bucket_set(bucket, key, strlen(key), argv[at + 2], strlen(argv[at + 2]), &given), at++;
    if (!strcmp(verb, "delete")) bucket_delete(bucket, key, strlen(key), &given);
    if (!strcmp(verb, "get")) {
      bucket_get(bucket, key, strlen(key), &given);
      expect(&given);
      printf("%s is %.*s\n", key, (int)given.value.length, given.value.data);
    }
    if (!strcmp(verb, "increment")) count(bucket, key);
    expect(&given);
  }
  bucket_drop(bucket);
  return 0;
}
