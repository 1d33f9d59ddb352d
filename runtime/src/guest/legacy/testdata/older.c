// A guest of generation 0.1: configs opens without a name.
#include "abi.h"

IMPORT("configs", "configs::open") void configs_open(void *);
IMPORT("configs", "configs::get") void configs_get(uint32_t, const char *, size_t, void *);
IMPORT("kv", "kv::open") void kv_open(const char *, size_t, void *);
IMPORT("kv", "kv::get") void kv_get(uint32_t, const char *, size_t, void *);
IMPORT("mq", "mq::send") void mq_send(uint32_t, void *, size_t, int64_t, void *);

int main(int argc, char **argv) {
  (void)argv;
  uint32_t result[4];
  // the interface has no number there
  if (argc > 1) mq_send(0, "", 0, 1, result);
  configs_open(result);
  uint32_t configs = u32_at(result, 4);
  configs_get(configs, "k", 1, result);
  list value = list_at(result, 4);
  printf("config %u %.*s\n", u8_at(result, 0), SHOW(value));
  kv_open("store", 5, result);
  kv_get(u32_at(result, 4), "k", 1, result);
  list message = list_at(result, 8);
  printf("kv %u case %u %.*s\n", u8_at(result, 0), u8_at(result, 4), SHOW(message));
  return 0;
}
