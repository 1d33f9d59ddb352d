/** The hostile guest's operations, by WASI preview 1. */
#include "hostile.h"
#include "preview1.h"
#include <stdio.h>
#include <string.h>

static fd held[slots];
static int given;

/** No descriptor has it. */
static const fd none = 0x7fffffff;

int begin(void) {
  for (int slot = 0; slot < slots; slot++) held[slot] = none;
  __wasi_prestat_t status;
  while (given < 2 && p1_fd_prestat_get(3 + given, &status) == 0) {
    held[given] = 3 + given;
    given++;
  }
  return given;
}

static void print_stat(const __wasi_filestat_t *status) {
  printf("stat dev=%llu ino=%llu type=%d size=%llu mtim=%llu\n", status->dev, status->ino, status->filetype, status->size, status->mtim);
}

int try_open(int folder, int slot, uint32_t lookup, uint32_t how, uint64_t rights, uint32_t flags, path at) {
  fd opened;
  // what a folder may not have is asked for less and less, as C libraries do
  int error = p1_path_open(held[folder], lookup, at.bytes, at.length, how, rights, rights, flags, &opened);
  if (error) {
    __wasi_fdstat_t status;
    if (p1_fd_fdstat_get(held[folder], &status)) return error;
    uint64_t allowed = rights & status.fs_rights_inheriting;
    error = p1_path_open(held[folder], lookup, at.bytes, at.length, how, allowed, allowed, flags, &opened);
  }
  if (error) {
    uint64_t folders = __WASI_RIGHTS_FD_READDIR | __WASI_RIGHTS_PATH_OPEN | __WASI_RIGHTS_FD_FILESTAT_GET;
    error = p1_path_open(held[folder], lookup, at.bytes, at.length, how, rights & folders, rights, flags, &opened);
  }
  if (error) return error;
  if (slot < given) {
    p1_fd_close(opened);
    return 0;
  }
  if (held[slot] != none) p1_fd_close(held[slot]);
  held[slot] = opened;
  return 0;
}

int try_mkdir(int folder, path at) { return p1_path_create_directory(held[folder], at.bytes, at.length); }

int try_stat(int folder, uint32_t lookup, path at) {
  __wasi_filestat_t status;
  int error = p1_path_filestat_get(held[folder], lookup, at.bytes, at.length, &status);
  if (!error) print_stat(&status);
  return error;
}

#define INVENTED (invented_seconds * 1000000000ull + invented_nanoseconds)
#define BOTH (__WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_MTIM)

int try_times(int folder, uint32_t lookup, path at) {
  return p1_path_filestat_set_times(held[folder], lookup, at.bytes, at.length, INVENTED, INVENTED, BOTH);
}

int try_link(int folder, uint32_t lookup, path from, int new_folder, path to) {
  return p1_path_link(held[folder], lookup, from.bytes, from.length, held[new_folder], to.bytes, to.length);
}

int try_readlink(int folder, uint32_t size, path at) {
  static uint8_t target[8192];
  uint32_t used = 0;
  int error = p1_path_readlink(held[folder], at.bytes, at.length, target, size, &used);
  if (!error) printf("target %.*s\n", (int)used, target);
  return error;
}

int try_rmdir(int folder, path at) { return p1_path_remove_directory(held[folder], at.bytes, at.length); }

int try_rename(int folder, path from, int new_folder, path to) {
  return p1_path_rename(held[folder], from.bytes, from.length, held[new_folder], to.bytes, to.length);
}

int try_symlink(path target, int folder, path at) {
  return p1_path_symlink(target.bytes, target.length, held[folder], at.bytes, at.length);
}

int try_unlink(int folder, path at) { return p1_path_unlink_file(held[folder], at.bytes, at.length); }

int try_read(int slot) {
  static uint8_t bytes[1024];
  __wasi_iovec_t vector = {bytes, sizeof bytes};
  uint32_t done = 0;
  int error = p1_fd_pread(held[slot], &vector, 1, 0, &done);
  if (error) error = p1_fd_read(held[slot], &vector, 1, &done);
  if (!error) printf("read %.*s\n", (int)done, bytes);
  return error;
}

int try_write(int slot) {
  __wasi_ciovec_t vector = {(const uint8_t *)breach, sizeof breach - 1};
  uint32_t done = 0;
  int error = p1_fd_write(held[slot], &vector, 1, &done);
  int second = p1_fd_pwrite(held[slot], &vector, 1, 3, &done);
  return error ? error : second;
}

int try_list(int slot) {
  static uint8_t bytes[4096];
  uint64_t cookie = 0;
  for (uint32_t used = sizeof bytes; used == sizeof bytes;) {
    int error = p1_fd_readdir(held[slot], bytes, sizeof bytes, cookie, &used);
    if (error) return error;
    for (uint32_t at = 0; at + sizeof(__wasi_dirent_t) <= used;) {
      __wasi_dirent_t entry;
      memcpy(&entry, bytes + at, sizeof entry);
      at += sizeof entry + entry.d_namlen;
      if (at > used) break;
      cookie = entry.d_next;
      printf("entry ino=%llu %.*s\n", entry.d_ino, (int)entry.d_namlen, bytes + at - entry.d_namlen);
    }
  }
  return 0;
}

int try_fstat(int slot) {
  __wasi_filestat_t status;
  int error = p1_fd_filestat_get(held[slot], &status);
  if (!error) print_stat(&status);
  return error;
}

int try_ftimes(int slot) { return p1_fd_filestat_set_times(held[slot], INVENTED, INVENTED, BOTH); }

int try_size(int slot, uint32_t size) {
  int error = p1_fd_filestat_set_size(held[slot], size);
  int second = p1_fd_allocate(held[slot], 0, size);
  return error ? error : second;
}

int try_sync(int slot) {
  int error = p1_fd_sync(held[slot]);
  int second = p1_fd_datasync(held[slot]);
  return error ? error : second;
}

int try_close(int slot) {
  if (slot < given) return -1;
  int error = p1_fd_close(held[slot]);
  held[slot] = none;
  return error;
}

int try_renumber(int slot, int to) {
  if (slot < given || to < given) return -1;
  int error = p1_fd_renumber(held[slot], held[to]);
  if (!error && slot != to) held[slot] = none;
  return error;
}
