/** What a hostile guest can ask of a file system, whichever interface gives it: 0, or the interface's own error. */
#pragma once
#include <stdint.h>

/** A path is its bytes, which may hold a NUL or be no text. */
typedef struct {
  const char *bytes;
  uint32_t length;
} path;

/** Which descriptor stands in a slot; the first ones are the folders that the host gave. */
enum { slots = 10 };

/** How many folders the host gave; they fill the first slots. */
int begin(void);
/** Opens into `slot`, and closes what was there unless it is one of the first. */
int try_open(int folder, int slot, uint32_t lookup, uint32_t how, uint64_t rights, uint32_t flags, path at);
int try_mkdir(int folder, path at);
/** Prints what it is told. */
int try_stat(int folder, uint32_t lookup, path at);
int try_times(int folder, uint32_t lookup, path at);
int try_link(int folder, uint32_t lookup, path at, int new_folder, path new_path);
/** Prints the target. */
int try_readlink(int folder, uint32_t size, path at);
int try_rmdir(int folder, path at);
int try_rename(int folder, path at, int new_folder, path new_path);
int try_symlink(path target, int folder, path at);
int try_unlink(int folder, path at);
/** Prints what is read. */
int try_read(int slot);
int try_write(int slot);
/** Prints the names. */
int try_list(int slot);
int try_fstat(int slot);
int try_ftimes(int slot);
int try_size(int slot, uint32_t size);
int try_sync(int slot);
int try_close(int slot);
int try_renumber(int slot, int to);

/** Distinct from any time that the host's own files have: 2001. */
enum { invented_seconds = 987654321, invented_nanoseconds = 123456789 };
static const char breach[] = "breach";
