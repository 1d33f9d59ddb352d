/**
 * Publishes to the broker `bench` and receives, COUNT messages of 100 bytes, and prints how many nanoseconds that took:
 * `messaging exchange COUNT` each before the next; `messaging apart COUNT` all of them first, and two numbers.
 */
#include "spiderlightning.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

IMPORT("messaging", "pub::open") void pub_open(const uint8_t *, size_t, outcome *);
IMPORT("messaging", "pub::publish")
void pub_publish(handle, const uint8_t *, size_t, const uint8_t *, size_t, outcome *);
IMPORT("messaging", "sub::open") void sub_open(const uint8_t *, size_t, outcome *);
IMPORT("messaging", "sub::subscribe") void sub_subscribe(handle, const uint8_t *, size_t, outcome *);
IMPORT("messaging", "sub::receive") void sub_receive(handle, const uint8_t *, size_t, outcome *);

/* where the host puts messages */
EXPORT("canonical_abi_realloc") void *host_realloc(void *old, size_t old_length, size_t align, size_t new_length) {
  void *memory = realloc(old, new_length > 0 ? new_length : 1);
  if (!memory) abort();
  return memory;
}

static const uint8_t name[] = "bench";
static uint8_t body[100];
static handle pub, sub;
static bytes token;

static outcome checked(outcome result) {
  if (!result.is_error) return result;
  fprintf(stderr, "%.*s\n", (int)result.error.message.length, (const char *)result.error.message.data);
  exit(1);
}

static void publish(void) {
  outcome result;
  pub_publish(pub, body, sizeof body, name, sizeof name - 1, &result);
  checked(result);
}

static void receive(void) {
  outcome result;
  sub_receive(sub, token.data, token.length, &result);
  free(checked(result).list.data);
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  outcome result;
  pub_open(name, sizeof name - 1, &result);
  pub = checked(result).handle;
  sub_open(name, sizeof name - 1, &result);
  sub = checked(result).handle;
  sub_subscribe(sub, name, sizeof name - 1, &result);
  token = checked(result).list;
  long count = atol(argv[2]);
  int64_t start = now();
  if (strcmp(argv[1], "exchange") == 0) {
    for (long each = 0; each < count; each++) {
      publish();
      receive();
    }
    printf("%lld\n", (long long)(now() - start));
    return 0;
  }
  for (long each = 0; each < count; each++) publish();
  int64_t half = now();
  for (long each = 0; each < count; each++) receive();
  printf("%lld %lld\n", (long long)(half - start), (long long)(now() - half));
  return 0;
}
