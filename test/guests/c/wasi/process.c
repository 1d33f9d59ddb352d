/** What a process has: arguments, environment, clocks, chance, its end. */
#include "cases.h"

/** What test/wasi/cases.ts gives: the case's name is the first argument after the program's. */
CASE(args_of_many) {
  uint32_t count, size;
  WORKS(p1_args_sizes_get(&count, &size));
  EQUAL(count, 4);
  EQUAL(size, strlen("guest") + 1 + strlen(running) + 1 + strlen("a b") + 1 + strlen("\xc3\xa9") + 1);
  uint8_t *addresses[4];
  uint8_t bytes[200];
  memset(bytes, 'x', sizeof bytes);
  WORKS(p1_args_get(addresses, bytes));
  TRUE(addresses[0] == bytes);
  TRUE(!strcmp((char *)addresses[0], "guest"));
  TRUE(!strcmp((char *)addresses[1], running));
  TRUE(!strcmp((char *)addresses[2], "a b"));
  TRUE(!strcmp((char *)addresses[3], "\xc3\xa9"));
  EQUAL(bytes[size], 'x');
}

CASE(args_sizes) {
  uint32_t count, size;
  WORKS(p1_args_sizes_get(&count, &size));
  EQUAL(count, 4);
  EQUAL(size, strlen("guest") + 1 + strlen(running) + 1 + strlen("a b") + 1 + strlen("\xc3\xa9") + 1);
}

CASE(environment) {
  uint32_t count, size;
  WORKS(p1_environ_sizes_get(&count, &size));
  EQUAL(count, 2);
  uint8_t *addresses[2];
  uint8_t bytes[200];
  memset(bytes, 'x', sizeof bytes);
  WORKS(p1_environ_get(addresses, bytes));
  TRUE(!strcmp((char *)addresses[0], "A=one"));
  TRUE(!strcmp((char *)addresses[1], "TEXT=a=\xc3\xa9"));
  EQUAL(bytes[size], 'x');
}

CASE(environment_sizes) {
  uint32_t count, size;
  WORKS(p1_environ_sizes_get(&count, &size));
  EQUAL(count, 2);
  EQUAL(size, 16);
}

CASE(empty_texts) {
  uint32_t count, size;
  uint8_t *addresses[4];
  uint8_t bytes[200];
  WORKS(p1_args_sizes_get(&count, &size));
  EQUAL(count, 4);
  WORKS(p1_args_get(addresses, bytes));
  TRUE(!strcmp((char *)addresses[2], ""));
  TRUE(!strcmp((char *)addresses[3], "x"));
  WORKS(p1_environ_sizes_get(&count, &size));
  EQUAL(count, 2);
  WORKS(p1_environ_get(addresses, bytes));
  TRUE(!strcmp((char *)addresses[0], "EMPTY="));
  TRUE(!strcmp((char *)addresses[1], "A=one"));
}

CASE(bare_args) {
  uint32_t count, size;
  WORKS(p1_args_sizes_get(&count, &size));
  EQUAL(count, 2);
}

CASE(bare_environment) {
  uint32_t count = 9, size = 9;
  WORKS(p1_environ_sizes_get(&count, &size));
  EQUAL(count, 0);
  EQUAL(size, 0);
}

CASE(clock_resolution_realtime) {
  uint64_t resolution = 0;
  WORKS(p1_clock_res_get(0, &resolution));
  TRUE(resolution > 0 && resolution <= 1000000000);
}

CASE(clock_resolution_monotonic) {
  uint64_t resolution = 0;
  WORKS(p1_clock_res_get(1, &resolution));
  TRUE(resolution > 0 && resolution <= 1000000000);
}

CASE(clock_realtime) {
  uint64_t time = 0;
  WORKS(p1_clock_time_get(0, 1, &time));
  // 2024 … 2100
  TRUE(time > 1704067200000000000 && time < 4102444800000000000);
}

CASE(clock_monotonic) {
  uint64_t first, next;
  WORKS(p1_clock_time_get(1, 1, &first));
  WORKS(p1_clock_time_get(1, 0, &next));
  TRUE(first <= next);
}

CASE(clock_precision_of_any_size) {
  uint64_t time;
  WORKS(p1_clock_time_get(1, 0, &time));
  WORKS(p1_clock_time_get(1, ~0ull, &time));
  WORKS(p1_clock_time_get(0, 0, &time));
}

CASE(clock_moves) {
  uint64_t first, next;
  WORKS(p1_clock_time_get(1, 1, &first));
  do WORKS(p1_clock_time_get(1, 1, &next)); while (next == first);
  TRUE(next > first);
}

CASE(clock_unknown) {
  uint64_t time;
  GIVES(p1_clock_time_get(100, 0, &time), INVAL, BADF);
  GIVES(p1_clock_res_get(100, &time), INVAL, BADF);
}

/** Of the process's time: wasmtime has none, Linux has. */
CASE(clock_of_the_process) {
  uint64_t time;
  GIVES(p1_clock_time_get(2, 0, &time), SUCCESS, BADF, INVAL, NOTSUP, NOSYS);
  GIVES(p1_clock_time_get(3, 0, &time), SUCCESS, BADF, INVAL, NOTSUP, NOSYS);
}

CASE(random_of_none) {
  uint8_t bytes[2] = {7, 7};
  WORKS(p1_random_get(bytes, 0));
  EQUAL(bytes[0], 7);
}

CASE(random_of_some) {
  uint8_t bytes[33] = {0}, more[32] = {0};
  WORKS(p1_random_get(bytes, 32));
  WORKS(p1_random_get(more, 32));
  EQUAL(bytes[32], 0);
  TRUE(memcmp(bytes, more, 32) != 0);
}

CASE(random_of_many) {
  static uint8_t bytes[200000];
  WORKS(p1_random_get(bytes, sizeof bytes));
  int zeros = 0;
  for (uint32_t at = sizeof bytes - 1000; at < sizeof bytes; at++) zeros += bytes[at] == 0;
  TRUE(zeros < 100);
}

CASE(yield) { WORKS(p1_sched_yield()); }

/** These say how the run ends, and by what code: see test/wasi/cases.ts. */
CASE(exit_0) { __wasi_proc_exit(0); }
CASE(exit_33) { __wasi_proc_exit(33); }
CASE(exit_255) { __wasi_proc_exit(255); }
CASE(exit_by_return) { exit(4); }
CASE(trap) { __builtin_trap(); }

CASE(raise_unknown) {
  // wasmtime and the adapter have no signals at all
  FAILS(p1_proc_raise(200));
}
