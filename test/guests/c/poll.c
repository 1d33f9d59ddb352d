/** A guest that waits for several things at once, and says which of them were ready: as an event loop with timers does. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLOCK "wasi:clocks/monotonic-clock@0.2.12"
#define POLL "wasi:io/poll@0.2.12"
#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))

typedef struct {
  uint32_t *data;
  size_t length;
} indexes;

IMPORT(CLOCK, "now") uint64_t now(void);
IMPORT(CLOCK, "subscribe-duration") int32_t after(uint64_t nanoseconds);
IMPORT(CLOCK, "subscribe-instant") int32_t at(uint64_t when);
IMPORT(POLL, "poll") void poll_list(int32_t *pollables, size_t length, indexes *ready);
IMPORT(POLL, "[method]pollable.ready") int32_t is_ready(int32_t pollable);
IMPORT(POLL, "[method]pollable.block") void block(int32_t pollable);
IMPORT("wasi:cli/stdin@0.2.12", "get-stdin") int32_t get_stdin(void);
IMPORT("wasi:io/streams@0.2.12", "[method]input-stream.subscribe") int32_t input_ready(int32_t stream);

__attribute__((export_name("cabi_realloc")))
void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size) {
  return realloc(old, size);
}

static void poll_and_print(const char *name, int32_t *pollables, size_t length) {
  indexes ready;
  poll_list(pollables, length, &ready);
  printf("%s:", name);
  for (size_t index = 0; index < ready.length; index += 1) printf(" %u", ready.data[index]);
  printf("\n");
}

int main(int argc, char **argv) {
  int32_t never = after(UINT64_MAX / 4);
  int32_t over = at(0);
  if (argc > 1 && strcmp(argv[1], "nothing") == 0) poll_and_print("nothing", NULL, 0);
  if (argc > 1 && strcmp(argv[1], "never") == 0) {
    printf("waits\n");
    fflush(stdout);
    block(never);
  }
  poll_and_print("one", (int32_t[]){never, over}, 2);
  uint64_t start = now();
  int32_t soon = after(5000000);
  poll_and_print("soon", (int32_t[]){never, soon}, 2);
  printf("waited: %d\n", now() - start >= 5000000);
  poll_and_print("many", (int32_t[]){soon, never, over, over}, 4);
  printf("ready: %d %d\n", is_ready(soon), is_ready(never));
  poll_and_print("input", (int32_t[]){never, input_ready(get_stdin())}, 2);
  return 0;
}
