/** WASI 0.2 by hand: the imports that the guests of the sandbox and of the conformance suite use, as they are lowered. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define TYPES(name) __attribute__((import_module("wasi:filesystem/types@0.2.12"), import_name(name)))
#define METHOD(name) TYPES("[method]descriptor." name)

typedef int32_t handle;

/** `result<_, error-code>`, and those whose ok is a handle, a text, some bytes or a number. */
typedef struct {
  uint8_t is_error;
  uint8_t error;
} nothing;

typedef struct {
  uint8_t is_error;
  union {
    uint8_t error;
    handle handle;
    struct {
      char *bytes;
      uint32_t length;
      uint8_t end;
    };
    struct {
      uint8_t is_some;
      struct {
        uint8_t type;
        char *name;
        uint32_t length;
      } entry;
    };
  };
} small;

typedef struct {
  uint8_t is_some;
  uint64_t seconds;
  uint32_t nanoseconds;
} maybe_time;

typedef struct {
  uint8_t is_error;
  union {
    uint8_t error;
    uint64_t number;
    uint64_t hash[2];
    struct {
      uint8_t type;
      uint64_t links, size;
      maybe_time access, change, status;
    };
  };
} large;

METHOD("open-at") void open_at(handle, int32_t lookup, const char *, uint32_t, int32_t how, int32_t flags, small *);
METHOD("create-directory-at") void create_directory_at(handle, const char *, uint32_t, nothing *);
METHOD("stat") void stat_held(handle, large *);
METHOD("stat-at") void stat_at(handle, int32_t lookup, const char *, uint32_t, large *);
METHOD("metadata-hash-at") void hash_at(handle, int32_t lookup, const char *, uint32_t, large *);
METHOD("metadata-hash") void hash_of(handle, large *);
METHOD("is-same-object") int32_t is_same_object(handle, handle);
METHOD("set-times") void set_times(handle, int32_t, uint64_t, int32_t, int32_t, uint64_t, int32_t, nothing *);
METHOD("set-times-at") void set_times_at(handle, int32_t lookup, const char *, uint32_t, int32_t, uint64_t, int32_t, int32_t, uint64_t, int32_t, nothing *);
METHOD("link-at") void link_at(handle, int32_t lookup, const char *, uint32_t, handle, const char *, uint32_t, nothing *);
METHOD("readlink-at") void readlink_at(handle, const char *, uint32_t, small *);
METHOD("remove-directory-at") void remove_directory_at(handle, const char *, uint32_t, nothing *);
METHOD("rename-at") void rename_at(handle, const char *, uint32_t, handle, const char *, uint32_t, nothing *);
METHOD("symlink-at") void symlink_at(handle, const char *, uint32_t, const char *, uint32_t, nothing *);
METHOD("unlink-file-at") void unlink_file_at(handle, const char *, uint32_t, nothing *);
METHOD("read") void read_from(handle, uint64_t length, uint64_t offset, small *);
METHOD("write") void write_to(handle, const char *, uint32_t, uint64_t offset, large *);
METHOD("read-directory") void read_directory(handle, small *);
METHOD("set-size") void set_size(handle, uint64_t, nothing *);
METHOD("sync") void sync_of(handle, nothing *);
TYPES("[method]directory-entry-stream.read-directory-entry") void read_entry(handle, small *);
TYPES("[resource-drop]descriptor") void drop_descriptor(handle);
TYPES("[resource-drop]directory-entry-stream") void drop_entries(handle);

typedef struct {
  handle handle;
  char *name;
  uint32_t length;
} preopen;

typedef struct {
  preopen *list;
  uint32_t count;
} preopens;

__attribute__((import_module("wasi:filesystem/preopens@0.2.12"), import_name("get-directories")))
void get_directories(preopens *);

__attribute__((export_name("cabi_realloc"), weak)) void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size) {
  return size == 0 ? (void *)align : realloc(old, size);
}


typedef struct {
  uint64_t seconds;
  uint32_t nanoseconds;
} datetime;
typedef struct {
  uint32_t *items;
  uint32_t length;
} list32;
typedef struct {
  uint8_t *bytes;
  uint32_t length;
} list8;

#define CLOCK(name) __attribute__((import_module("wasi:clocks/monotonic-clock@0.2.12"), import_name(name)))
CLOCK("now") uint64_t monotonic_now(void);
CLOCK("resolution") uint64_t monotonic_resolution(void);
CLOCK("subscribe-duration") handle subscribe_duration(uint64_t);
CLOCK("subscribe-instant") handle subscribe_instant(uint64_t);
__attribute__((import_module("wasi:clocks/wall-clock@0.2.12"), import_name("now"))) void wall_now(datetime *);
#define POLL(name) __attribute__((import_module("wasi:io/poll@0.2.12"), import_name(name)))
POLL("poll") void poll_all(const handle *, uint32_t, list32 *);
POLL("[method]pollable.ready") int32_t pollable_ready(handle);
POLL("[method]pollable.block") void pollable_block(handle);
POLL("[resource-drop]pollable") void drop_pollable(handle);
#define RANDOM(name) __attribute__((import_module("wasi:random/random@0.2.12"), import_name(name)))
RANDOM("get-random-bytes") void random_bytes(uint64_t, list8 *);
RANDOM("get-random-u64") uint64_t random_u64(void);
