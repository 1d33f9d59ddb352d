/** Has a guest's heap begin above 2 GiB, where a pointer is negative for who reads it as a signed number. */
#include <stdint.h>
#include <stdlib.h>

__attribute__((constructor)) static void rise(void) {
  if (__builtin_wasm_memory_grow(0, 0x80000000u / 65536) == (size_t)-1) abort();
  // what was left of the first pages
  for (;;) {
    void *block = malloc(16);
    if (!block) abort();
    if ((uintptr_t)block >= 0x80000000u) return;
  }
}

#ifdef REALLOC
/** For programs without one: else the adapter takes a page that this libc takes for its own. */
__attribute__((export_name("cabi_realloc")))
void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size) {
  return realloc(old, size);
}
#endif
