// What wit-bindgen 0.2 generates for C guests, written out: imports with the ABI's core signatures, and the allocator.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))

static int reallocs = 0, frees = 0;

EXPORT("canonical_abi_realloc") void *canonical_abi_realloc(void *old, size_t old_size, size_t align, size_t size) {
  (void)old_size, (void)align;
  reallocs += 1;
  return realloc(old, size);
}

EXPORT("canonical_abi_free") void canonical_abi_free(void *address, size_t size, size_t align) {
  (void)size, (void)align;
  frees += 1;
  free(address);
}

typedef struct {
  uint8_t *at;
  uint32_t length;
} list;

// reads at an offset of a result
static uint8_t u8_at(const void *from, int offset) { return ((const uint8_t *)from)[offset]; }
static uint16_t u16_at(const void *from, int offset) { uint16_t v; memcpy(&v, (const uint8_t *)from + offset, 2); return v; }
static uint32_t u32_at(const void *from, int offset) { uint32_t v; memcpy(&v, (const uint8_t *)from + offset, 4); return v; }
static uint64_t u64_at(const void *from, int offset) { uint64_t v; memcpy(&v, (const uint8_t *)from + offset, 8); return v; }
static double f64_at(const void *from, int offset) { double v; memcpy(&v, (const uint8_t *)from + offset, 8); return v; }
static list list_at(const void *from, int offset) { list v; memcpy(&v, (const uint8_t *)from + offset, 8); return v; }
#define SHOW(l) (int)(l).length, (const char *)(l).at
