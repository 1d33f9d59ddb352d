/** What is in files, and what is told of them. */
#include "cases.h"

CASE(read_and_write) {
  fd file = file_of("file");
  uint8_t bytes[16];
  uint32_t done;
  uint64_t at;
  write_text(file, "hello");
  WORKS(read_bytes(file, bytes, 16, &done));
  EQUAL(done, 0);
  WORKS(p1_fd_seek(file, 1, 0, &at));
  WORKS(read_bytes(file, bytes, 3, &done));
  BYTES(bytes, done, "ell");
  WORKS(read_bytes(file, bytes, 16, &done));
  BYTES(bytes, done, "o");
  WORKS(read_bytes(file, bytes, 0, &done));
  EQUAL(done, 0);
}

CASE(read_of_an_existing_file) {
  write_file("file", "hello");
  fd file = opened(root, 0, "file", 0, READ, 0);
  uint8_t bytes[16];
  uint32_t done;
  WORKS(read_bytes(file, bytes, 16, &done));
  BYTES(bytes, done, "hello");
}

CASE(unbuffered_write) {
  fd reads = opened(root, 0, "file", CREATE, READ, 0);
  fd writes = opened(root, 0, "file", 0, WRITE, 0);
  uint8_t byte = 0;
  uint32_t done;
  write_text(writes, "a");
  WORKS(read_bytes(reads, &byte, 1, &done));
  EQUAL(done, 1);
  EQUAL(byte, 'a');
}

CASE(several_vectors) {
  fd file = file_of("file");
  __wasi_ciovec_t from[] = {{(const uint8_t *)"ab", 2}, {(const uint8_t *)"", 0}, {(const uint8_t *)"cde", 3}};
  uint32_t done = 0;
  uint64_t at;
  WORKS(p1_fd_write(file, from, 3, &done));
  TRUE(done >= 2);
  if (done < 5) WORKS(pwrite_bytes(file, "cde", 3, 2, &done));
  WORKS(p1_fd_seek(file, 0, 0, &at));
  uint8_t one[2], other[8];
  __wasi_iovec_t into[] = {{one, 2}, {other, 8}};
  WORKS(p1_fd_read(file, into, 2, &done));
  BYTES(one, 2, "ab");
  if (done > 2) BYTES(other, done - 2, "cde");
  WORKS(p1_fd_write(file, from, 0, &done));
  EQUAL(done, 0);
}

CASE(pread_and_pwrite) {
  fd file = opened(root, 0, "file", CREATE, READ | __WASI_RIGHTS_FD_SEEK | WRITE, 0);
  uint8_t bytes[4];
  uint32_t done;
  WORKS(pwrite_bytes(file, "0123", 4, 0, &done));
  EQUAL(done, 4);
  WORKS(pread_bytes(file, bytes, 4, 0, &done));
  BYTES(bytes, done, "0123");
  for (uint32_t offset = 0; offset < 4; offset += done) {
    __wasi_ciovec_t from[] = {{(const uint8_t *)"0123" + offset, offset < 2 ? 2 : 4 - offset}, {(const uint8_t *)"0123" + 2, offset < 2 ? 2 : 0}};
    WORKS(p1_fd_pwrite(file, from, 2, offset, &done));
  }
  uint8_t whole[4];
  for (uint32_t offset = 0; offset < 4; offset += done) {
    __wasi_iovec_t into[] = {{bytes, 2}, {bytes + 2, 2}};
    WORKS(p1_fd_pread(file, into, 2, offset, &done));
    TRUE(done > 0);
    memcpy(whole + offset, bytes, done);
  }
  BYTES(whole, 4, "0123");
  memset(bytes, 0, 4);
  WORKS(pread_bytes(file, bytes, 4, 2, &done));
  BYTES(bytes, done, "23");
  WORKS(pwrite_bytes(file, "10", 2, 2, &done));
  WORKS(pread_bytes(file, bytes, 4, 0, &done));
  BYTES(bytes, done, "0110");
}

CASE(pread_leaves_the_place) {
  fd file = file_of("file");
  write_text(file, "abcd");
  uint64_t at;
  uint8_t bytes[4];
  uint32_t done;
  WORKS(pread_bytes(file, bytes, 2, 1, &done));
  BYTES(bytes, done, "bc");
  WORKS(pread_bytes(file, bytes, 2, 100, &done));
  EQUAL(done, 0);
  WORKS(p1_fd_tell(file, &at));
  EQUAL(at, 4);
  WORKS(pwrite_bytes(file, "X", 1, 0, &done));
  WORKS(p1_fd_tell(file, &at));
  EQUAL(at, 4);
}

CASE(offset_too_large) {
  fd file = file_of("file");
  uint8_t bytes[4];
  uint32_t done;
  GIVES(pread_bytes(file, bytes, 4, ~0ull, &done), INVAL, OVERFLOW);
  GIVES(pwrite_bytes(file, bytes, 4, ~0ull, &done), INVAL, OVERFLOW, FBIG);
  GIVES(pwrite_bytes(file, bytes, 4, 0x7fffffffffffffffull, &done), INVAL, OVERFLOW, FBIG);
}

CASE(write_far_beyond_the_end) {
  fd file = file_of("file");
  uint32_t done;
  uint8_t bytes[3];
  WORKS(pwrite_bytes(file, "end", 3, 5000000000ull, &done));
  EQUAL(fstat_of(file).size, 5000000003ull);
  WORKS(pread_bytes(file, bytes, 3, 5000000000ull, &done));
  BYTES(bytes, done, "end");
}

CASE(append) {
  fd file = opened(root, 0, "file", CREATE | TRUNCATE, WRITE | __WASI_RIGHTS_FD_SEEK | __WASI_RIGHTS_FD_TELL, APPEND);
  uint64_t at;
  uint32_t done;
  write_text(file, "ab");
  WORKS(p1_fd_seek(file, 0, 0, &at));
  EQUAL(at, 0);
  write_text(file, "cd");
  WORKS(p1_fd_seek(file, 0, 1, &at));
  EQUAL(at, 4);
  WORKS(pwrite_bytes(file, "xyz", 3, 0, &done));
  EQUAL(done, 3);
  WORKS(p1_fd_seek(file, 0, 1, &at));
  EQUAL(at, 4);
  // POSIX writes at 0, Linux at the end
  WORKS(p1_fd_seek(file, 0, 2, &at));
  TRUE(at == 4 || at == 7);
}

CASE(append_after_others) {
  fd file = opened(root, 0, "file", CREATE, file_rights, APPEND);
  write_text(file, "a");
  fd other = opened(root, 0, "file", 0, file_rights, APPEND);
  write_text(other, "bb");
  write_text(file, "c");
  uint8_t bytes[8];
  uint32_t done;
  WORKS(pread_bytes(file, bytes, 8, 0, &done));
  BYTES(bytes, done, "abbc");
}

CASE(seek_and_tell) {
  fd file = opened(root, 0, "file", CREATE, READ | WRITE | __WASI_RIGHTS_FD_SEEK | __WASI_RIGHTS_FD_TELL, 0);
  static uint8_t data[100];
  uint64_t at = 9;
  uint32_t done;
  WORKS(p1_fd_tell(file, &at));
  EQUAL(at, 0);
  WORKS(write_bytes(file, data, 100, &done));
  EQUAL(done, 100);
  WORKS(p1_fd_tell(file, &at));
  EQUAL(at, 100);
  WORKS(p1_fd_seek(file, -50, 1, &at));
  EQUAL(at, 50);
  WORKS(p1_fd_seek(file, 0, 0, &at));
  EQUAL(at, 0);
  WORKS(p1_fd_seek(file, 1000, 1, &at));
  GIVES(p1_fd_seek(file, -2000, 1, &at), INVAL);
  WORKS(p1_fd_seek(file, 0, 0, &at));
  WORKS(read_bytes(file, data, 100, &done));
  EQUAL(done, 100);
  WORKS(p1_fd_tell(file, &at));
  EQUAL(at, 100);
}

CASE(seek_from_the_end) {
  fd file = file_of("file");
  uint64_t at;
  write_text(file, "0123456789");
  WORKS(p1_fd_seek(file, -3, 2, &at));
  EQUAL(at, 7);
  uint8_t bytes[8];
  uint32_t done;
  WORKS(read_bytes(file, bytes, 8, &done));
  BYTES(bytes, done, "789");
  GIVES(p1_fd_seek(file, -11, 2, &at), INVAL);
  GIVES(p1_fd_seek(file, -1, 0, &at), INVAL);
  WORKS(p1_fd_tell(file, &at));
  EQUAL(at, 10);
}

CASE(seek_whence_unknown) {
  uint64_t at;
  GIVES(p1_fd_seek(file_of("file"), 0, 3, &at), INVAL);
}

CASE(seek_beyond_and_write) {
  fd file = file_of("file");
  uint64_t at;
  WORKS(p1_fd_seek(file, 3, 0, &at));
  write_text(file, "x");
  uint8_t bytes[8];
  uint32_t done;
  WORKS(pread_bytes(file, bytes, 8, 0, &done));
  EQUAL(done, 4);
  TRUE(!memcmp(bytes, "\0\0\0x", 4));
}

CASE(truncation_on_open) {
  write_file("file", "text");
  fd file = opened(root, 0, "file", CREATE | TRUNCATE, file_rights, 0);
  EQUAL(fstat_of(file).size, 0);
  write_text(file, "again");
  close_it(file);
  EQUAL(stat_of(root, 0, "file").size, 5);
  file = opened(root, 0, "file", 0, file_rights, 0);
  uint8_t bytes[8];
  uint32_t done;
  WORKS(read_bytes(file, bytes, 8, &done));
  BYTES(bytes, done, "again");
}

CASE(size_set) {
  fd file = file_of("file");
  EQUAL(fstat_of(file).size, 0);
  WORKS(p1_fd_filestat_set_size(file, 100));
  EQUAL(fstat_of(file).size, 100);
  write_text(file, "abc");
  WORKS(p1_fd_filestat_set_size(file, 2));
  EQUAL(fstat_of(file).size, 2);
  uint8_t bytes[8];
  uint32_t done;
  WORKS(pread_bytes(file, bytes, 8, 0, &done));
  BYTES(bytes, done, "ab");
}

CASE(size_too_large) { GIVES(p1_fd_filestat_set_size(file_of("file"), ~0ull), INVAL, FBIG, OVERFLOW); }

CASE(filestat_set) {
  fd file = opened(root, 0, "file", CREATE, file_rights, 0);
  EQUAL(fstat_of(file).size, 0);
  WORKS(p1_fd_filestat_set_size(file, 100));
  __wasi_filestat_t before = fstat_of(file);
  EQUAL(before.size, 100);
  uint64_t time = before.mtim - 100;
  WORKS(p1_fd_filestat_set_times(file, time, time, __WASI_FSTFLAGS_MTIM));
  __wasi_filestat_t after = fstat_of(file);
  EQUAL(after.size, 100);
  EQUAL(after.mtim, time);
  EQUAL(after.atim, before.atim);
}

static const uint64_t moment = 1234567890123456789;

CASE(times_to_the_nanosecond) {
  fd file = file_of("file");
  WORKS(p1_fd_filestat_set_times(file, moment, moment + 1, __WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_MTIM));
  EQUAL(fstat_of(file).atim, moment);
  EQUAL(fstat_of(file).mtim, moment + 1);
  WORKS(p1_path_filestat_set_times(root, 0, PATH("file"), moment + 2, moment + 3, __WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_MTIM));
  EQUAL(stat_of(root, 0, "file").atim, moment + 2);
  EQUAL(stat_of(root, 0, "file").mtim, moment + 3);
}

CASE(times_of_folders_to_the_nanosecond) {
  make_folder("sub");
  WORKS(p1_path_filestat_set_times(root, 0, PATH("sub"), moment, moment + 1, __WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_MTIM));
  EQUAL(stat_of(root, 0, "sub").mtim, moment + 1);
  fd sub = folder_of(root, "sub");
  WORKS(p1_fd_filestat_set_times(sub, moment, moment + 5, __WASI_FSTFLAGS_MTIM));
  EQUAL(fstat_of(sub).mtim, moment + 5);
}

CASE(times_of_one_leave_the_other) {
  fd file = file_of("file");
  WORKS(p1_fd_filestat_set_times(file, moment, moment + 1, __WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_MTIM));
  WORKS(p1_fd_filestat_set_times(file, 5, 6, 0));
  EQUAL(fstat_of(file).atim, moment);
  EQUAL(fstat_of(file).mtim, moment + 1);
  WORKS(p1_path_filestat_set_times(root, 0, PATH("file"), 5, 7, __WASI_FSTFLAGS_MTIM));
  EQUAL(fstat_of(file).atim, moment);
  EQUAL(fstat_of(file).mtim, 7);
  WORKS(p1_path_filestat_set_times(root, 0, PATH("file"), 9, 5, __WASI_FSTFLAGS_ATIM));
  EQUAL(fstat_of(file).atim, 9);
  EQUAL(fstat_of(file).mtim, 7);
}

CASE(times_of_now) {
  fd file = file_of("file");
  WORKS(p1_fd_filestat_set_times(file, moment, moment, __WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_MTIM));
  WORKS(p1_fd_filestat_set_times(file, 0, 0, __WASI_FSTFLAGS_ATIM_NOW | __WASI_FSTFLAGS_MTIM_NOW));
  TRUE(fstat_of(file).atim > moment && fstat_of(file).mtim > moment);
  WORKS(p1_path_filestat_set_times(root, 0, PATH("file"), moment, moment, __WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_MTIM));
  WORKS(p1_path_filestat_set_times(root, 0, PATH("file"), 0, 0, __WASI_FSTFLAGS_MTIM_NOW));
  EQUAL(fstat_of(file).atim, moment);
  TRUE(fstat_of(file).mtim > moment);
}

CASE(times_contradict) {
  fd file = opened(root, 0, "file", CREATE, READ | __WASI_RIGHTS_FD_FILESTAT_SET_TIMES, 0);
  GIVES(p1_fd_filestat_set_times(file, 100, 200, __WASI_FSTFLAGS_MTIM | __WASI_FSTFLAGS_MTIM_NOW), INVAL);
  GIVES(p1_fd_filestat_set_times(file, 100, 200, __WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_ATIM_NOW), INVAL);
}

CASE(times_flags_unknown) {
  fd file = file_of("file");
  GIVES(p1_fd_filestat_set_times(file, 0, 0, 0x100), INVAL);
  GIVES(p1_path_filestat_set_times(root, 0, PATH("file"), 0, 0, 0x100), INVAL);
}

CASE(path_filestat) {
  __wasi_fdstat_t status;
  WORKS(p1_fd_fdstat_get(root, &status));
  TRUE(status.fs_rights_base & __WASI_RIGHTS_PATH_FILESTAT_GET);
  fd file = opened(root, 0, "file", CREATE, READ | WRITE | __WASI_RIGHTS_PATH_FILESTAT_GET, APPEND | SYNC);
  WORKS(p1_fd_fdstat_get(file, &status));
  EQUAL(status.fs_rights_base & __WASI_RIGHTS_PATH_FILESTAT_GET, 0);
  EQUAL(status.fs_rights_inheriting & __WASI_RIGHTS_PATH_FILESTAT_GET, 0);
  EQUAL(status.fs_flags & APPEND, APPEND);
  EQUAL(status.fs_flags & SYNC, SYNC);
  __wasi_filestat_t before = stat_of(root, 0, "file");
  EQUAL(before.size, 0);
  uint64_t time = before.mtim - 100;
  WORKS(p1_path_filestat_set_times(root, 0, PATH("file"), 0, time, __WASI_FSTFLAGS_MTIM));
  EQUAL(stat_of(root, 0, "file").mtim, time);
  GIVES(p1_path_filestat_set_times(root, 0, PATH("file"), 0, time, __WASI_FSTFLAGS_MTIM | __WASI_FSTFLAGS_MTIM_NOW), INVAL);
  EQUAL(stat_of(root, 0, "file").mtim, time);
  GIVES(p1_path_filestat_set_times(root, 0, PATH("file"), 0, 0, __WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_ATIM_NOW), INVAL);
}

CASE(filestat_of_everything) {
  fd file = file_of("file");
  write_text(file, "abc");
  __wasi_filestat_t by_descriptor = fstat_of(file), by_path = stat_of(root, 0, "file");
  EQUAL(by_descriptor.size, 3);
  EQUAL(by_descriptor.filetype, __WASI_FILETYPE_REGULAR_FILE);
  EQUAL(by_descriptor.nlink, 1);
  EQUAL(by_path.dev, by_descriptor.dev);
  EQUAL(by_path.ino, by_descriptor.ino);
  EQUAL(by_path.mtim, by_descriptor.mtim);
  EQUAL(by_path.ctim, by_descriptor.ctim);
  TRUE(by_path.mtim > 1704067200000000000);
  WORKS(p1_path_link(root, 0, PATH("file"), root, PATH("other")));
  EQUAL(fstat_of(file).nlink, 2);
}

CASE(inodes_differ) {
  fd one = file_of("one"), other = file_of("other");
  EQUAL(fstat_of(one).dev, fstat_of(other).dev);
  TRUE(fstat_of(one).ino != fstat_of(other).ino);
}

CASE(inodes_of_links_are_the_same) {
  touch(root, "one");
  WORKS(p1_path_link(root, 0, PATH("one"), root, PATH("other")));
  EQUAL(stat_of(root, 0, "one").ino, stat_of(root, 0, "other").ino);
  WORKS(p1_path_rename(root, PATH("one"), root, PATH("third")));
  EQUAL(stat_of(root, 0, "third").ino, stat_of(root, 0, "other").ino);
}

CASE(advise) {
  fd file = file_of("file");
  EQUAL(fstat_of(file).size, 0);
  WORKS(p1_fd_filestat_set_size(file, 100));
  EQUAL(fstat_of(file).size, 100);
  WORKS(p1_fd_advise(file, 10, 50, 0));
  EQUAL(fstat_of(file).size, 100);
}

CASE(advise_of_each_kind) {
  fd file = file_of("file");
  for (int advice = 0; advice < 6; advice++) WORKS(p1_fd_advise(file, 0, 0, advice));
  GIVES(p1_fd_advise(file, 0, 0, 6), INVAL);
}

CASE(allocate) {
  fd file = opened(root, 0, "file", CREATE, READ | WRITE | __WASI_RIGHTS_FD_ALLOCATE | __WASI_RIGHTS_FD_FILESTAT_GET, 0);
  EQUAL(fstat_of(file).size, 0);
  int error = p1_fd_allocate(file, 0, 100);
  if (error == NOTSUP) return;
  EQUAL(error, 0);
  EQUAL(fstat_of(file).size, 100);
  WORKS(p1_fd_allocate(file, 10, 10));
  EQUAL(fstat_of(file).size, 100);
  WORKS(p1_fd_allocate(file, 90, 20));
  EQUAL(fstat_of(file).size, 110);
}

CASE(allocate_nothing) { GIVES(p1_fd_allocate(file_of("file"), 0, 0), SUCCESS, INVAL, NOTSUP); }

CASE(sync) {
  fd file = file_of("file");
  write_text(file, "x");
  WORKS(p1_fd_sync(file));
  WORKS(p1_fd_datasync(file));
  fd folder = folder_of(root, ".");
  WORKS(p1_fd_sync(folder));
  WORKS(p1_fd_datasync(folder));
}

CASE(file_that_was_removed) {
  fd file = file_of("file");
  WORKS(p1_path_unlink_file(root, PATH("file")));
  write_text(file, "still");
  uint8_t bytes[8];
  uint32_t done;
  WORKS(pread_bytes(file, bytes, 8, 0, &done));
  BYTES(bytes, done, "still");
  EQUAL(fstat_of(file).nlink, 0);
}

CASE(two_descriptors_two_places) {
  write_file("file", "abcdef");
  fd one = opened(root, 0, "file", 0, READ, 0), other = opened(root, 0, "file", 0, READ, 0);
  uint8_t bytes[8];
  uint32_t done;
  WORKS(read_bytes(one, bytes, 2, &done));
  WORKS(read_bytes(other, bytes, 3, &done));
  BYTES(bytes, done, "abc");
  WORKS(read_bytes(one, bytes, 2, &done));
  BYTES(bytes, done, "cd");
}

CASE(large_file) {
  fd file = file_of("file");
  static uint8_t out[300000], in[300000];
  for (uint32_t at = 0; at < sizeof out; at++) out[at] = at * 31 >> 3;
  uint32_t done;
  for (uint32_t at = 0; at < sizeof out; at += done) {
    WORKS(pwrite_bytes(file, out + at, sizeof out - at, at, &done));
    TRUE(done > 0);
  }
  for (uint32_t at = 0; at < sizeof in; at += done) {
    WORKS(pread_bytes(file, in + at, sizeof in - at, at, &done));
    TRUE(done > 0);
  }
  TRUE(!memcmp(in, out, sizeof in));
}

CASE(c_library_reads) {
  write_file("file", "hello");
  char bytes[8] = {0};
  FILE *file = fopen("/file", "r");
  TRUE(file != NULL);
  EQUAL(fread(bytes, 1, 8, file), 5);
  BYTES(bytes, 5, "hello");
  fclose(file);
  file = fopen("/second/made", "w");
  TRUE(file != NULL);
  fputs("text", file);
  TRUE(fclose(file) == 0);
  EQUAL(stat_of(second, 0, "made").size, 4);
}

CASE(c_library_without_access) {
  TRUE(fopen("/none/file", "r") == NULL);
  TRUE(fopen("../../../etc/passwd", "r") == NULL);
}

CASE(bad_addresses) {
  fd file = file_of("file");
  uint32_t done;
  __wasi_ciovec_t outside = {(const uint8_t *)0xfffffff0, 64};
  __wasi_iovec_t into = {(uint8_t *)0xfffffff0, 64};
  GIVES(p1_fd_write(file, &outside, 1, &done), FAULT, OVERFLOW, INVAL);
  GIVES(p1_fd_read(file, &into, 1, &done), FAULT, OVERFLOW, INVAL);
  GIVES(p1_fd_write(file, (void *)0xfffffff8, 4, &done), FAULT, OVERFLOW, INVAL);
  GIVES(p1_fd_filestat_get(file, (void *)0xfffffff0), FAULT, OVERFLOW, INVAL);
  GIVES(p1_path_create_directory(root, (void *)0xfffffff0, 64), FAULT, OVERFLOW, INVAL);
  GIVES(p1_random_get((void *)0xfffffff0, 64), FAULT, OVERFLOW, INVAL);
}
