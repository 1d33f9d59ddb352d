// A guest of generation 0.5 that uses interfaces of every shape, and breaks the ABI in every way, as its argument says.
#include "abi.h"
#include <dirent.h>
#include <time.h>
#include <wasi/api.h>

IMPORT("keyvalue", "keyvalue::open") void kv_open(const char *, size_t, void *);
IMPORT("keyvalue", "keyvalue::get") void kv_get(uint32_t, const char *, size_t, void *);
IMPORT("keyvalue", "keyvalue::set") void kv_set(uint32_t, const char *, size_t, const void *, size_t, void *);
IMPORT("keyvalue", "keyvalue::keys") void kv_keys(uint32_t, void *);
IMPORT("canonical_abi", "resource_drop_keyvalue") void kv_drop(uint32_t);
IMPORT("canonical_abi", "resource_clone_keyvalue") uint32_t kv_clone(uint32_t);
IMPORT("sql", "sql::open") void sql_open(const char *, size_t, void *);
IMPORT("sql", "sql::query") void sql_query(uint32_t, uint32_t, void *);
IMPORT("sql", "statement::prepare") uint32_t sql_prepare(const char *, size_t, list *, size_t);
IMPORT("distributed-locking", "distributed-locking::lock-with-time-to-live")
void lock_ttl(uint32_t, const char *, size_t, int64_t, void *);
IMPORT("distributed-locking", "distributed-locking::open") void lock_open(const char *, size_t, void *);
IMPORT("http-client", "request")
void http_request(uint32_t method, const char *, size_t, const void *headers, size_t, const void *params, size_t,
                  uint32_t has_body, const char *, size_t, void *);
IMPORT("blob-store", "read-stream::read") void read_stream_read(uint32_t, uint64_t, void *);
IMPORT("messaging", "pub::open") void pub_open(const char *, size_t, void *);
IMPORT("elsewhere", "thing") int elsewhere_thing(int);

static uint32_t result[16];

static uint32_t opened(const char *name) {
  kv_open(name, strlen(name), result);
  return u8_at(result, 0) == 0 ? u32_at(result, 4) : ~0u;
}

static void keyvalue(void) {
  uint32_t a = opened("a"), b = opened("b"), c = opened("c");
  printf("opened %u %u %u\n", a, b, c);
  kv_drop(a), kv_drop(b);
  uint32_t d = opened("d"), e = opened("e");
  printf("reused %u %u\n", d, e);
  uint32_t f = kv_clone(c);
  kv_drop(c);
  printf("clone %u\n", f);
  kv_open("none", 4, result);
  list message = list_at(result, 8);
  printf("refused %u case %u %.*s\n", u8_at(result, 0), u8_at(result, 4), SHOW(message));

  kv_set(f, "key", 3, "value", 5, result);
  printf("set %u\n", u8_at(result, 0));
  kv_get(f, "key", 3, result);
  list value = list_at(result, 4);
  printf("got %u %.*s\n", u8_at(result, 0), SHOW(value));
  free(value.at);
  kv_set(f, "empty \xf0\x9f\x98\x80", 10, NULL, 0, result);
  int before = reallocs;
  kv_get(f, "empty \xf0\x9f\x98\x80", 10, result);
  value = list_at(result, 4);
  printf("empty %u length %u reallocs %d\n", u8_at(result, 0), value.length, reallocs - before);
  free(value.at);
  kv_keys(f, result);
  list keys = list_at(result, 4);
  for (uint32_t i = 0; i < keys.length; i++) {
    list key = list_at(keys.at, i * 8);
    printf("key %.*s\n", SHOW(key));
    free(key.at);
  }
  free(keys.at);
}

static void grow(void) {
  uint32_t h = opened("a");
  size_t before = __builtin_wasm_memory_size(0);
  for (int i = 0; i < 4; i++) {
    kv_get(h, "big", 3, result);
    list value = list_at(result, 4);
    uint32_t sum = 0;
    for (uint32_t at = 0; at < value.length; at++) sum += value.at[at];
    printf("%u bytes, sum %u\n", value.length, sum);
  }
  printf("grown %d\n", __builtin_wasm_memory_size(0) > before);
}

static void sql(void) {
  list params[2] = {{(uint8_t *)"x", 1}, {(uint8_t *)"", 0}};
  uint32_t statement = sql_prepare("SELECT $1", 9, params, 2);
  sql_open("db", 2, result);
  sql_query(u32_at(result, 4), statement, result);
  printf("query %u\n", u8_at(result, 0));
  list rows = list_at(result, 4);
  for (uint32_t i = 0; i < rows.length; i++) {
    // row-item: 24 bytes; the variant is at 8, its payload at 16
    const uint8_t *row = rows.at + i * 24;
    list name = list_at(row, 0);
    uint8_t tag = u8_at(row, 8);
    printf("%.*s %u ", SHOW(name), tag);
    list text = list_at(row, 16);
    switch (tag) {
      case 0: printf("%d\n", (int32_t)u32_at(row, 16)); break;
      case 1: printf("%lld\n", (long long)u64_at(row, 16)); break;
      case 2: printf("%u\n", u32_at(row, 16)); break;
      case 3: printf("%llu\n", (unsigned long long)u64_at(row, 16)); break;
      case 4: case 5: printf("%g\n", f64_at(row, 16)); break;
      case 7: printf("%u\n", u8_at(row, 16)); break;
      case 12: printf("null\n"); break;
      default: printf("%.*s\n", SHOW(text));
    }
  }
}

static void lock(void) {
  lock_open("l", 1, result);
  uint32_t h = u32_at(result, 4);
  lock_ttl(h, "name", 4, -9007199254740993ll, result);
  list key = list_at(result, 4);
  printf("lock %u %.*s\n", u8_at(result, 0), SHOW(key));
}

// two pairs of strings
static const list headers[4] = {
    {(uint8_t *)"a", 1}, {(uint8_t *)"1", 1}, {(uint8_t *)"b", 1}, {(uint8_t *)"", 0}};

static void http(void) {
  http_request(6, "http://x/", 9, headers, 2, headers, 0, 1, "body", 4, result);
  printf("request %u status %u\n", u8_at(result, 0), u16_at(result, 4));
  list pairs = list_at(result, 12);
  for (uint32_t i = 0; u8_at(result, 8) && i < pairs.length; i++) {
    list name = list_at(pairs.at, i * 16), value = list_at(pairs.at, i * 16 + 8);
    printf("%.*s=%.*s\n", SHOW(name), SHOW(value));
  }
  list body = list_at(result, 24);
  if (u8_at(result, 20)) printf("body %.*s\n", SHOW(body));
  else printf("no body\n");
  http_request(0, "", 0, NULL, 0, NULL, 0, 0, NULL, 0, result);
  printf("request %u case %u code %u\n", u8_at(result, 0), u8_at(result, 4), u16_at(result, 8));
}

static void blob(void) {
  // the handle comes from nowhere: a host gave none
  read_stream_read(0, 1, result);
}

static void wasi(int argc, char **argv) {
  for (int i = 2; i < argc; i++) printf("arg %s\n", argv[i]);
  extern char **environ;
  for (char **each = environ; each && *each; each++) printf("env %s\n", *each);
  for (const char **each = (const char *[]){"/", ".", "/data", "/etc", NULL}; *each; each++) {
    DIR *folder = opendir(*each);
    if (!folder) continue;
    for (struct dirent *entry; (entry = readdir(folder));) {
      if (entry->d_name[0] != '.') printf("file %s %s\n", *each, entry->d_name);
    }
    closedir(folder);
  }
  char line[16];
  printf("stdin %s\n", fgets(line, sizeof line, stdin) ? line : "empty");
  fprintf(stderr, "to stderr\n");
}

static void bad_write(void) {
  size_t written = 0;
  __wasi_ciovec_t lost = {.buf = (const uint8_t *)0xfffffff0, .buf_len = 100}, good = {.buf = (const uint8_t *)"x", .buf_len = 1};
  printf("outside %d %d %d\n", __wasi_fd_write(1, (const __wasi_ciovec_t *)0xfffffff0, 1, &written),
         __wasi_fd_write(1, &lost, 1, &written), __wasi_fd_write(1, &good, 1, (size_t *)0xfffffffe));
}

// keeps nothing in memory, so that it is the engine's stack that ends
static __attribute__((noinline)) int overflow(int depth) {
  int sum = depth > 1 << 30 ? 0 : overflow(depth + 1);
  __asm__ volatile("" : "+r"(sum));
  return sum + depth;
}

int main(int argc, char **argv) {
  volatile int zero = 0;
  const char *what = argc > 1 ? argv[1] : "";
#define WHEN(name) else if (!strcmp(what, name))
  if (!*what) printf("nothing\n");
  WHEN("keyvalue") keyvalue();
  WHEN("grow") grow();
  WHEN("sql") sql();
  WHEN("lock") lock();
  WHEN("http") http();
  WHEN("wasi") wasi(argc, argv);
  WHEN("exit") exit(7);
  WHEN("hold") opened("held"), opened("held too"), kv_drop(opened("dropped"));
  WHEN("say and trap") printf("one\n"), printf("two\n"), __builtin_trap();
  WHEN("bad write") bad_write();
  WHEN("sleep") nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL), printf("slept\n");
  // what it may not do
  WHEN("unserved") pub_open("p", 1, result);
  WHEN("elsewhere") elsewhere_thing(1);
  WHEN("blob") blob();
  WHEN("bad handle") kv_get(3, "key", 3, result);
  WHEN("bad drop") kv_drop(9);
  WHEN("bad string") kv_get(opened("a"), (const char *)0xfffffff0, 3, result);
  WHEN("bad length") kv_get(opened("a"), "key", 0xffffffff, result);
  WHEN("bad list") kv_set(opened("a"), "key", 3, (const void *)0x7fffffff, 0x7fffffff, result);
  WHEN("bad list of pairs") http_request(0, "", 0, headers, 0x10000000, NULL, 0, 0, NULL, 0, result);
  WHEN("bad return") kv_get(opened("a"), "key", 3, (void *)0xfffffffe);
  WHEN("bad utf-8") kv_get(opened("a"), "\xff\xfe", 2, result);
  WHEN("bad surrogate") kv_get(opened("a"), "\xed\xa0\x80", 3, result);
  WHEN("bad enum") http_request(7, "", 0, NULL, 0, NULL, 0, 0, NULL, 0, result);
  WHEN("bad option") http_request(0, "", 0, NULL, 0, NULL, 0, 2, NULL, 0, result);
  WHEN("unreachable") __builtin_trap();
  WHEN("out of bounds") printf("%d\n", *(volatile int *)0xfffffffc);
  WHEN("divide") printf("%d\n", argc / zero);
  WHEN("bad function") ((void (*)(int, int, int))(uintptr_t)(argc + 5000))(1, 2, 3);
  WHEN("recursion") printf("%d\n", overflow(0));
  return 0;
}
