/** The hostile guest's operations, by wasi:filesystem 0.2 itself: what the preview 1 adapter would refuse gets through. */
#include "hostile.h"
#include "wasi02.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** No handle is 0: the component model's begin at 1. */
static handle held[slots];
static int given;
/** What WASI 0.2 calls them is not said; any but 0 is a refusal. */
static const int no_descriptor = 100;

int begin(void) {
  preopens folders;
  get_directories(&folders);
  for (uint32_t at = 0; at < folders.count && given < 2; at++) held[given++] = folders.list[at].handle;
  return given;
}

#define NEEDS(slot) if (!held[slot]) return no_descriptor
#define RESULT(result) return (result).is_error ? (result).error + 1 : 0

int try_open(int folder, int slot, uint32_t lookup, uint32_t how, uint64_t rights, uint32_t flags, path at) {
  NEEDS(folder);
  small result;
  // descriptor-flags: read, write, and mutate-directory as the sixth
  int32_t wanted = (rights & 2 ? 1 : 0) | (rights & 64 ? 2 : 0) | (rights & 512 ? 32 : 0);
  int32_t tries[] = {wanted, wanted & ~2, wanted & ~32, 1};
  for (int turn = 0; turn < 4; turn++) {
    open_at(held[folder], lookup, at.bytes, at.length, how, tries[turn], &result);
    if (!result.is_error) break;
  }
  if (result.is_error) return result.error + 1;
  if (slot < given) drop_descriptor(result.handle);
  else {
    if (held[slot]) drop_descriptor(held[slot]);
    held[slot] = result.handle;
  }
  return 0;
}

int try_mkdir(int folder, path at) {
  NEEDS(folder);
  nothing result;
  create_directory_at(held[folder], at.bytes, at.length, &result);
  RESULT(result);
}

static int print_stat(const large *result) {
  if (result->is_error) return result->error + 1;
  printf("stat type=%d size=%llu mtim=%llu\n", result->type, result->size, result->change.seconds * 1000000000ull + result->change.nanoseconds);
  return 0;
}

int try_stat(int folder, uint32_t lookup, path at) {
  NEEDS(folder);
  large result;
  hash_at(held[folder], lookup, at.bytes, at.length, &result);
  stat_at(held[folder], lookup, at.bytes, at.length, &result);
  return print_stat(&result);
}

/** `new-timestamp.timestamp`, twice. */
#define INVENTED 2, invented_seconds, invented_nanoseconds, 2, invented_seconds, invented_nanoseconds

int try_times(int folder, uint32_t lookup, path at) {
  NEEDS(folder);
  nothing result;
  set_times_at(held[folder], lookup, at.bytes, at.length, INVENTED, &result);
  RESULT(result);
}

int try_link(int folder, uint32_t lookup, path from, int new_folder, path to) {
  NEEDS(folder);
  NEEDS(new_folder);
  nothing result;
  link_at(held[folder], lookup, from.bytes, from.length, held[new_folder], to.bytes, to.length, &result);
  RESULT(result);
}

int try_readlink(int folder, uint32_t size, path at) {
  NEEDS(folder);
  small result;
  readlink_at(held[folder], at.bytes, at.length, &result);
  if (!result.is_error) printf("target %.*s\n", (int)result.length, result.bytes);
  RESULT(result);
}

int try_rmdir(int folder, path at) {
  NEEDS(folder);
  nothing result;
  remove_directory_at(held[folder], at.bytes, at.length, &result);
  RESULT(result);
}

int try_rename(int folder, path from, int new_folder, path to) {
  NEEDS(folder);
  NEEDS(new_folder);
  nothing result;
  rename_at(held[folder], from.bytes, from.length, held[new_folder], to.bytes, to.length, &result);
  RESULT(result);
}

int try_symlink(path target, int folder, path at) {
  NEEDS(folder);
  nothing result;
  symlink_at(held[folder], target.bytes, target.length, at.bytes, at.length, &result);
  RESULT(result);
}

int try_unlink(int folder, path at) {
  NEEDS(folder);
  nothing result;
  unlink_file_at(held[folder], at.bytes, at.length, &result);
  RESULT(result);
}

int try_read(int slot) {
  NEEDS(slot);
  small result;
  read_from(held[slot], 1024, 0, &result);
  if (!result.is_error) printf("read %.*s\n", (int)result.length, result.bytes);
  RESULT(result);
}

int try_write(int slot) {
  NEEDS(slot);
  large result;
  write_to(held[slot], breach, sizeof breach - 1, 0, &result);
  RESULT(result);
}

int try_list(int slot) {
  NEEDS(slot);
  small result;
  read_directory(held[slot], &result);
  if (result.is_error) return result.error + 1;
  handle entries = result.handle;
  for (;;) {
    small next;
    read_entry(entries, &next);
    if (next.is_error || !next.is_some) break;
    printf("entry %.*s\n", (int)next.entry.length, next.entry.name);
    free(next.entry.name);
  }
  drop_entries(entries);
  return 0;
}

int try_fstat(int slot) {
  NEEDS(slot);
  large result;
  stat_held(held[slot], &result);
  return print_stat(&result);
}

int try_ftimes(int slot) {
  NEEDS(slot);
  nothing result;
  set_times(held[slot], INVENTED, &result);
  RESULT(result);
}

int try_size(int slot, uint32_t size) {
  NEEDS(slot);
  nothing result;
  set_size(held[slot], size, &result);
  RESULT(result);
}

int try_sync(int slot) {
  NEEDS(slot);
  nothing result;
  sync_of(held[slot], &result);
  RESULT(result);
}

int try_close(int slot) {
  NEEDS(slot);
  if (slot < given) return no_descriptor;
  drop_descriptor(held[slot]);
  held[slot] = 0;
  return 0;
}

int try_renumber(int slot, int to) {
  if (slot < given || to < given) return no_descriptor;
  handle moved = held[slot];
  held[slot] = held[to];
  held[to] = moved;
  return 0;
}
