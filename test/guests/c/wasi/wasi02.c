/** WASI 0.2 itself, without the adapter: wasi:filesystem, io, clocks, random and cli. Only as a component. */
#include "cases.h"
#include "../wasi02.h"

/** Error codes of wasi:filesystem/types, by their place. */
enum { access_, would_block, already, bad_descriptor, busy, deadlock, quota, exist, file_too_large, illegal_byte_sequence, in_progress, interrupted, invalid, io, is_directory, loop_, too_many_links, message_size, name_too_long, no_device, no_entry, no_lock, insufficient_memory, insufficient_space, not_directory, not_empty, not_recoverable, unsupported, no_tty, no_such_device, overflow, not_permitted, pipe_, read_only, invalid_seek, text_file_busy, cross_device };
enum { may_read = 1, may_write = 2, may_mutate = 32 };

static handle box;
static void begin(void) {
  preopens folders;
  get_directories(&folders);
  EQUAL(folders.count, 2);
  BYTES(folders.list[0].name, folders.list[0].length, "/");
  BYTES(folders.list[1].name, folders.list[1].length, "/second");
  box = folders.list[0].handle;
}
#define CASE02(name) static void body_##name(void); CASE(name) { begin(); body_##name(); } static void body_##name(void)

static small opened_small;
static int open_it(handle folder, int lookup, const char *at, int how, int flags) {
  open_at(folder, lookup, at, strlen(at), how, flags, &opened_small);
  return opened_small.is_error ? opened_small.error : -1;
}
static handle must_open(handle folder, const char *at, int how, int flags) {
  int error = open_it(folder, 0, at, how, flags);
  if (error >= 0) fail("opening %s: got %d", at, error);
  return opened_small.handle;
}
#define ERROR(result) ((result).is_error ? (result).error : -1)
static int mkdir_02(handle folder, const char *at) {
  nothing result;
  create_directory_at(folder, at, strlen(at), &result);
  return ERROR(result);
}
static large hash02(handle folder, int lookup, const char *at) {
  large result;
  hash_at(folder, lookup, at, strlen(at), &result);
  if (result.is_error) fail("hash of %s: got %d", at, result.error);
  return result;
}

CASE02(metadata_hash_differs) {
  handle one = must_open(box, "one", CREATE, may_write), other_file = must_open(box, "other", CREATE, may_write);
  large a = hash02(box, 0, "one"), b = hash02(box, 0, "other"), again = hash02(box, 0, "one"), held;
  TRUE(a.hash[0] != b.hash[0] || a.hash[1] != b.hash[1]);
  EQUAL(a.hash[0], again.hash[0]);
  EQUAL(a.hash[1], again.hash[1]);
  hash_of(one, &held);
  EQUAL(held.hash[0], a.hash[0]);
  EQUAL(is_same_object(one, one), 1);
  EQUAL(is_same_object(one, other_file), 0);
}

CASE02(same_object_by_another_name) {
  handle one = must_open(box, "one", CREATE, may_write);
  nothing result;
  link_at(box, 0, PATH("one"), box, PATH("linked"), &result);
  EQUAL(ERROR(result), -1);
  EQUAL(is_same_object(one, must_open(box, "linked", 0, may_read)), 1);
}

CASE02(open_errors) {
  GIVES(open_it(box, 0, "none", 0, may_read), no_entry);
  GIVES(open_it(box, 0, "../x", 0, may_read), not_permitted);
  GIVES(open_it(box, 0, "/x", 0, may_read), not_permitted);
  must_open(box, "file", CREATE, may_write);
  GIVES(open_it(box, 0, "file", CREATE | EXCLUSIVE, may_write), exist);
  GIVES(open_it(box, 0, "file", DIRECTORY, may_read), not_directory);
  GIVES(open_it(box, 0, "file/", 0, may_read), not_directory);
  GIVES(open_it(box, 0, "file/x", 0, may_read), not_directory);
  GIVES(open_it(box, 0, ".", 0, may_read | may_write), is_directory);
  handle file = must_open(box, "file", 0, may_read);
  GIVES(open_it(file, 0, "x", 0, may_read), not_directory);
}

CASE02(inherited_mutation) {
  GIVES(mkdir_02(box, "sub"), -1);
  handle sub = must_open(box, "sub", DIRECTORY, may_read | may_mutate);
  GIVES(mkdir_02(sub, "below"), -1);
  handle fixed = must_open(box, "sub", DIRECTORY, may_read);
  GIVES(mkdir_02(fixed, "more"), read_only, not_permitted, -1);
}

CASE02(write_only_is_not_read) {
  handle file = must_open(box, "file", CREATE, may_write);
  small result;
  read_from(file, 10, 0, &result);
  GIVES(ERROR(result), bad_descriptor, not_permitted);
}

CASE02(read_only_is_not_written) {
  must_open(box, "file", CREATE, may_write);
  handle file = must_open(box, "file", 0, may_read);
  large result;
  write_to(file, "x", 1, 0, &result);
  GIVES(ERROR(result), bad_descriptor, not_permitted);
}

CASE02(read_and_write_at_offsets) {
  handle file = must_open(box, "file", CREATE, may_read | may_write);
  large wrote;
  write_to(file, "hello", 5, 2, &wrote);
  EQUAL(ERROR(wrote), -1);
  EQUAL(wrote.number, 5);
  small got;
  read_from(file, 100, 2, &got);
  BYTES(got.bytes, got.length, "hello");
  read_from(file, 100, 7, &got);
  EQUAL(got.length, 0);
  EQUAL(got.end, 1);
  nothing result;
  set_size(file, 3, &result);
  EQUAL(ERROR(result), -1);
  large status;
  stat_held(file, &status);
  EQUAL(status.size, 3);
  EQUAL(status.links, 1);
}

CASE02(times_to_the_nanosecond) {
  handle file = must_open(box, "file", CREATE, may_write);
  nothing result;
  set_times(file, 2, 12345, 678901234, 2, 23456, 789012345, &result);
  EQUAL(ERROR(result), -1);
  large status;
  stat_held(file, &status);
  EQUAL(status.access.seconds, 12345);
  EQUAL(status.access.nanoseconds, 678901234);
  EQUAL(status.change.nanoseconds, 789012345);
}

CASE02(links) {
  nothing result;
  symlink_at(box, PATH("target"), PATH("link"), &result);
  EQUAL(ERROR(result), -1);
  symlink_at(box, PATH("/etc"), PATH("absolute"), &result);
  GIVES(ERROR(result), not_permitted);
  small target;
  readlink_at(box, PATH("link"), &target);
  BYTES(target.bytes, target.length, "target");
  readlink_at(box, PATH("."), &target);
  GIVES(ERROR(target), invalid);
  GIVES(open_it(box, 0, "link", 0, may_read), loop_);
  GIVES(open_it(box, FOLLOW, "link", 0, may_read), no_entry);
  unlink_file_at(box, PATH("link/"), &result);
  GIVES(ERROR(result), no_entry, not_directory);
  unlink_file_at(box, PATH("link"), &result);
  EQUAL(ERROR(result), -1);
}

CASE02(folders) {
  nothing result;
  GIVES(mkdir_02(box, "sub"), -1);
  GIVES(mkdir_02(box, "sub"), exist);
  must_open(box, "sub/file", CREATE, may_write);
  remove_directory_at(box, PATH("sub"), &result);
  GIVES(ERROR(result), not_empty);
  unlink_file_at(box, PATH("sub"), &result);
  GIVES(ERROR(result), is_directory);
  rename_at(box, PATH("sub/file"), box, PATH("moved"), &result);
  EQUAL(ERROR(result), -1);
  remove_directory_at(box, PATH("moved"), &result);
  GIVES(ERROR(result), not_directory);
  remove_directory_at(box, PATH("sub"), &result);
  EQUAL(ERROR(result), -1);
  small entries, next;
  read_directory(box, &entries);
  EQUAL(ERROR(entries), -1);
  read_entry(entries.handle, &next);
  EQUAL(next.is_some, 1);
  BYTES(next.entry.name, next.entry.length, "moved");
  read_entry(entries.handle, &next);
  EQUAL(next.is_some, 0);
}

CASE(clocks) {
  uint64_t first = monotonic_now(), next = monotonic_now();
  TRUE(first <= next);
  TRUE(monotonic_resolution() > 0);
  datetime wall;
  wall_now(&wall);
  TRUE(wall.seconds > 1704067200 && wall.seconds < 4102444800);
  TRUE(wall.nanoseconds < 1000000000);
}

CASE(waiting) {
  uint64_t begin = monotonic_now();
  handle soon = subscribe_duration(20000000), late = subscribe_duration(60000000000);
  EQUAL(pollable_ready(late), 0);
  handle both[] = {late, soon};
  list32 which;
  poll_all(both, 2, &which);
  EQUAL(which.length, 1);
  EQUAL(which.items[0], 1);
  TRUE(monotonic_now() - begin >= 20000000);
  EQUAL(pollable_ready(soon), 1);
  handle moment = subscribe_instant(monotonic_now() + 10000000);
  pollable_block(moment);
  EQUAL(pollable_ready(moment), 1);
  drop_pollable(soon);
  drop_pollable(late);
  drop_pollable(moment);
}

CASE(chance) {
  list8 bytes;
  random_bytes(100, &bytes);
  EQUAL(bytes.length, 100);
  random_bytes(0, &bytes);
  EQUAL(bytes.length, 0);
  TRUE(random_u64() != random_u64());
}
