/** What descriptors are: their numbers, flags and rights, and the folders that the host gives. */
#include "cases.h"

/** Every function that takes a descriptor, with one that there is not. */
static void all_give_badf(fd none) {
  uint8_t bytes[64];
  uint32_t done;
  uint64_t number;
  __wasi_fdstat_t status;
  __wasi_filestat_t file;
  __wasi_prestat_t given;
  fd other;
  __wasi_iovec_t into = {bytes, 8};
  __wasi_ciovec_t from = {bytes, 8};
  GIVES(p1_fd_advise(none, 0, 0, 0), BADF);
  GIVES(p1_fd_allocate(none, 0, 1), BADF, NOTSUP);
  GIVES(p1_fd_close(none), BADF);
  GIVES(p1_fd_datasync(none), BADF);
  GIVES(p1_fd_fdstat_get(none, &status), BADF);
  GIVES(p1_fd_fdstat_set_flags(none, 0), BADF);
  GIVES(p1_fd_fdstat_set_rights(none, 0, 0), BADF, NOTSUP);
  GIVES(p1_fd_filestat_get(none, &file), BADF);
  GIVES(p1_fd_filestat_set_size(none, 0), BADF);
  GIVES(p1_fd_filestat_set_times(none, 0, 0, 0), BADF);
  GIVES(p1_fd_pread(none, &into, 1, 0, &done), BADF);
  GIVES(p1_fd_prestat_get(none, &given), BADF);
  GIVES(p1_fd_prestat_dir_name(none, bytes, 1), BADF);
  GIVES(p1_fd_pwrite(none, &from, 1, 0, &done), BADF);
  GIVES(p1_fd_read(none, &into, 1, &done), BADF);
  GIVES(p1_fd_readdir(none, bytes, 64, 0, &done), BADF);
  GIVES(p1_fd_renumber(none, none), BADF);
  GIVES(p1_fd_renumber(none, root), BADF);
  GIVES(p1_fd_renumber(root, none), BADF);
  GIVES(p1_fd_seek(none, 0, 0, &number), BADF);
  GIVES(p1_fd_sync(none), BADF);
  GIVES(p1_fd_tell(none, &number), BADF);
  GIVES(p1_fd_write(none, &from, 1, &done), BADF);
  GIVES(p1_path_create_directory(none, PATH("x")), BADF);
  GIVES(p1_path_filestat_get(none, 0, PATH("x"), &file), BADF);
  GIVES(p1_path_filestat_set_times(none, 0, PATH("x"), 0, 0, 0), BADF);
  GIVES(p1_path_link(none, 0, PATH("x"), root, PATH("y")), BADF);
  GIVES(p1_path_link(root, 0, PATH("x"), none, PATH("y")), BADF);
  GIVES(p1_path_open(none, 0, PATH("x"), 0, 0, 0, 0, &other), BADF);
  GIVES(p1_path_readlink(none, PATH("x"), bytes, 8, &done), BADF);
  GIVES(p1_path_remove_directory(none, PATH("x")), BADF);
  GIVES(p1_path_rename(none, PATH("x"), root, PATH("y")), BADF);
  GIVES(p1_path_rename(root, PATH("x"), none, PATH("y")), BADF);
  GIVES(p1_path_symlink(PATH("x"), none, PATH("y")), BADF);
  GIVES(p1_path_unlink_file(none, PATH("x")), BADF);
}

CASE(unknown_descriptor) { all_give_badf(no_descriptor); }
CASE(descriptor_2_to_31) { all_give_badf(0x80000000); }
CASE(descriptor_largest) { all_give_badf(0xffffffff); }
CASE(descriptor_largest_signed) { all_give_badf(0x7fffffff); }
CASE(descriptor_after_close) {
  fd file = file_of("file");
  close_it(file);
  all_give_badf(file);
}

CASE(write_to_unknown) {
  uint32_t done;
  GIVES(write_bytes(no_descriptor, "x", 1, &done), BADF);
}

CASE(close_given_folder) {
  fd other = folder_of(root, ".");
  close_it(root);
  __wasi_fdstat_t status;
  WORKS(p1_fd_fdstat_get(other, &status));
  EQUAL(status.fs_filetype, __WASI_FILETYPE_DIRECTORY);
  GIVES(p1_fd_fdstat_get(root, &status), BADF);
}

CASE(folder_over_a_given_one) {
  make_folder("sub");
  fd sub = folder_of(root, "sub");
  __wasi_filestat_t before = fstat_of(sub);
  WORKS(p1_fd_renumber(sub, root));
  __wasi_filestat_t after = fstat_of(root);
  EQUAL(after.dev, before.dev);
  EQUAL(after.ino, before.ino);
  __wasi_fdstat_t status;
  GIVES(p1_fd_fdstat_get(sub, &status), BADF);
  close_it(root);
}

CASE(renumber) {
  fd from = opened(root, 0, "file1", CREATE, READ | WRITE, 0);
  fd to = opened(root, 0, "file2", CREATE, READ | WRITE, 0);
  __wasi_fdstat_t before, after;
  WORKS(p1_fd_fdstat_get(from, &before));
  WORKS(p1_fd_renumber(from, to));
  GIVES(p1_fd_close(from), BADF);
  WORKS(p1_fd_fdstat_get(to, &after));
  EQUAL(after.fs_filetype, before.fs_filetype);
  EQUAL(after.fs_flags, before.fs_flags);
  EQUAL(after.fs_rights_base, before.fs_rights_base);
  EQUAL(after.fs_rights_inheriting, before.fs_rights_inheriting);
  GIVES(p1_fd_renumber(to, from), BADF);
  close_it(to);
}

CASE(renumber_moves_the_file) {
  fd from = file_of("from"), to = file_of("to");
  WORKS(p1_fd_renumber(from, to));
  write_text(to, "moved");
  EQUAL(stat_of(root, 0, "from").size, 5);
  EQUAL(stat_of(root, 0, "to").size, 0);
}

CASE(renumber_to_itself) {
  fd file = file_of("file");
  WORKS(p1_fd_renumber(file, file));
  write_text(file, "open");
}

CASE(standard_streams_renumbered) {
  for (fd stream = 0; stream < 2; stream++) {
    fd file;
    WORKS(p1_path_open(root, 0, PATH("file"), CREATE, 0, 0, 0, &file));
    WORKS(p1_fd_renumber(stream, file));
    __wasi_fdstat_t status;
    WORKS(p1_fd_fdstat_get(file, &status));
    GIVES(p1_fd_fdstat_get(stream, &status), BADF);
    WORKS(p1_path_unlink_file(root, PATH("file")));
  }
}

CASE(output_into_a_file) {
  fd file = file_of("output");
  WORKS(p1_fd_renumber(file, 1));
  write_text(1, "to the file");
  EQUAL(stat_of(root, 0, "output").size, 11);
}

CASE(lowest_number_again) {
  fd first = file_of("a"), next = file_of("b");
  TRUE(first != next);
  close_it(first);
  fd again = file_of("c");
  TRUE(again != next && again > 2);
}

CASE(many_descriptors) {
  char name[20];
  for (int at = 0; at < 300; at++) {
    snprintf(name, sizeof name, "file-%d", at);
    fd file = file_of(name);
    TRUE(file > 4);
  }
}

CASE(given_folder_names) {
  __wasi_prestat_t status;
  uint8_t name[20] = {0};
  WORKS(p1_fd_prestat_get(root, &status));
  EQUAL(status.tag, 0);
  EQUAL(status.u.dir.pr_name_len, 1);
  WORKS(p1_fd_prestat_dir_name(root, name, 1));
  BYTES(name, 1, "/");
  WORKS(p1_fd_prestat_get(second, &status));
  EQUAL(status.u.dir.pr_name_len, 7);
  WORKS(p1_fd_prestat_dir_name(second, name, 7));
  BYTES(name, 7, "/second");
  GIVES(p1_fd_prestat_get(5, &status), BADF);
}

CASE(given_folder_name_in_a_larger_room) {
  uint8_t name[20];
  memset(name, 'x', sizeof name);
  WORKS(p1_fd_prestat_dir_name(second, name, 8));
  BYTES(name, 7, "/second");
}

CASE(given_folder_name_in_a_small_room) {
  uint8_t name[20] = {0};
  GIVES(p1_fd_prestat_dir_name(second, name, 0), INVAL, NAMETOOLONG);
  GIVES(p1_fd_prestat_dir_name(second, name, 6), INVAL, NAMETOOLONG);
}

CASE(what_is_opened_is_not_given) {
  __wasi_prestat_t status;
  GIVES(p1_fd_prestat_get(folder_of(root, "."), &status), BADF);
  GIVES(p1_fd_prestat_get(file_of("file"), &status), BADF);
  GIVES(p1_fd_prestat_get(1, &status), BADF);
}

/** What a folder is asked that only files can do. */
CASE(folder_is_no_file) {
  fd folder = folder_of(root, ".");
  uint8_t bytes[128];
  uint32_t done;
  uint64_t at;
  EQUAL(fstat_of(folder).filetype, __WASI_FILETYPE_DIRECTORY);
  uint8_t name[2];
  GIVES(p1_fd_prestat_dir_name(root, name, 0), INVAL, NAMETOOLONG);
  WORKS(p1_fd_prestat_dir_name(root, name, 2));
  GIVES(read_bytes(folder, bytes, 128, &done), ISDIR, BADF, NOTCAPABLE);
  GIVES(pread_bytes(folder, bytes, 128, 0, &done), ISDIR, BADF, NOTCAPABLE);
  GIVES(write_bytes(folder, bytes, 128, &done), ISDIR, BADF, NOTCAPABLE);
  GIVES(pwrite_bytes(folder, bytes, 128, 0, &done), ISDIR, BADF, NOTCAPABLE);
  for (int whence = 0; whence < 3; whence++) GIVES(p1_fd_seek(folder, 0, whence, &at), ISDIR, BADF, NOTCAPABLE);
  GIVES(p1_fd_tell(folder, &at), ISDIR, BADF, NOTCAPABLE);
  GIVES(p1_fd_allocate(folder, 0, 0), ISDIR, BADF, NOTCAPABLE);
  GIVES(p1_fd_filestat_set_size(folder, 0), ISDIR, INVAL, BADF, NOTCAPABLE);
}

CASE(seek_in_a_folder) {
  make_folder("sub");
  fd folder = opened(root, 0, "sub", DIRECTORY, __WASI_RIGHTS_FD_SEEK, 0);
  uint64_t at;
  GIVES(p1_fd_seek(folder, 0, 1, &at), ISDIR, NOTCAPABLE, BADF);
  __wasi_fdstat_t status;
  WORKS(p1_fd_fdstat_get(folder, &status));
  EQUAL(status.fs_filetype, __WASI_FILETYPE_DIRECTORY);
  EQUAL(status.fs_rights_base & __WASI_RIGHTS_FD_SEEK, 0);
}

#define RIGHT(name) __WASI_RIGHTS_##name
static const uint64_t folder_base = RIGHT(PATH_CREATE_DIRECTORY) | RIGHT(PATH_CREATE_FILE) | RIGHT(PATH_LINK_SOURCE) |
                                    RIGHT(PATH_LINK_TARGET) | RIGHT(PATH_OPEN) | RIGHT(FD_READDIR) | RIGHT(PATH_READLINK) |
                                    RIGHT(PATH_RENAME_SOURCE) | RIGHT(PATH_RENAME_TARGET) | RIGHT(PATH_SYMLINK) |
                                    RIGHT(PATH_REMOVE_DIRECTORY) | RIGHT(PATH_UNLINK_FILE) | RIGHT(PATH_FILESTAT_GET) |
                                    RIGHT(PATH_FILESTAT_SET_TIMES) | RIGHT(FD_FILESTAT_GET) | RIGHT(FD_FILESTAT_SET_TIMES);
static const uint64_t folder_inheriting = folder_base | RIGHT(FD_DATASYNC) | RIGHT(FD_READ) | RIGHT(FD_SEEK) | RIGHT(FD_FDSTAT_SET_FLAGS) |
                                          RIGHT(FD_SYNC) | RIGHT(FD_TELL) | RIGHT(FD_WRITE) | RIGHT(FD_ADVISE) | RIGHT(FD_ALLOCATE) |
                                          RIGHT(FD_FILESTAT_SET_SIZE) | RIGHT(POLL_FD_READWRITE);

CASE(rights_of_a_given_folder) {
  __wasi_fdstat_t status;
  WORKS(p1_fd_fdstat_get(root, &status));
  EQUAL(status.fs_filetype, __WASI_FILETYPE_DIRECTORY);
  EQUAL(status.fs_rights_base & folder_base, folder_base);
  EQUAL(status.fs_rights_inheriting & folder_inheriting, folder_inheriting);
  fd other;
  WORKS(p1_path_open(root, 0, PATH("."), 0, status.fs_rights_base, status.fs_rights_inheriting, 0, &other));
  WORKS(p1_path_open(root, 0, PATH("."), 0, 0, 0, 0, &other));
  WORKS(p1_path_open(root, 0, PATH("."), DIRECTORY, 0, 0, 0, &other));
  WORKS(p1_path_open(root, 0, PATH("."), DIRECTORY, READ, 0, 0, &other));
  GIVES(p1_path_open(root, 0, PATH("."), DIRECTORY, READ | WRITE, 0, 0, &other), ISDIR);
}

CASE(rights_of_an_opened_folder) {
  make_folder("sub");
  fd sub = folder_of(root, "sub");
  __wasi_fdstat_t status;
  WORKS(p1_fd_fdstat_get(sub, &status));
  EQUAL(status.fs_rights_base & folder_base, folder_base);
  EQUAL(status.fs_rights_inheriting & folder_inheriting, folder_inheriting);
  EQUAL(status.fs_flags, 0);
  EQUAL(status.fs_rights_base & __WASI_RIGHTS_FD_FILESTAT_SET_SIZE, 0);
}

CASE(rights_of_read_and_write) {
  touch(root, "file");
  uint8_t buffer[100];
  uint32_t done;
  __wasi_fdstat_t status;

  fd reads = opened(root, 0, "file", 0, READ, 0);
  WORKS(p1_fd_fdstat_get(reads, &status));
  EQUAL(status.fs_rights_base & (READ | WRITE), READ);
  WORKS(read_bytes(reads, buffer, 100, &done));
  EQUAL(done, 0);
  GIVES(write_bytes(reads, buffer, 50, &done), BADF, NOTCAPABLE, ACCES);
  close_it(reads);

  fd writes = opened(root, 0, "file", 0, WRITE, 0);
  WORKS(p1_fd_fdstat_get(writes, &status));
  EQUAL(status.fs_rights_base & (READ | WRITE), WRITE);
  GIVES(read_bytes(writes, buffer, 100, &done), BADF, NOTCAPABLE, ACCES);
  WORKS(write_bytes(writes, buffer, 50, &done));
  EQUAL(done, 50);
  close_it(writes);

  fd both = opened(root, 0, "file", 0, READ | WRITE | __WASI_RIGHTS_FD_FILESTAT_GET, 0);
  WORKS(p1_fd_fdstat_get(both, &status));
  EQUAL(status.fs_rights_base & (READ | WRITE), READ | WRITE);
  WORKS(read_bytes(both, buffer, 100, &done));
  EQUAL(done, 50);
  WORKS(write_bytes(both, buffer, 25, &done));
  EQUAL(fstat_of(both).size, 75);
}

CASE(reading_what_is_only_written) {
  fd file = opened(root, 0, "file", CREATE, WRITE, 0);
  uint8_t bytes[4];
  uint32_t done;
  GIVES(read_bytes(file, bytes, 4, &done), BADF, NOTCAPABLE);
  GIVES(pread_bytes(file, bytes, 4, 0, &done), BADF, NOTCAPABLE);
}

CASE(writing_what_is_only_read) {
  touch(root, "file");
  fd file = opened(root, 0, "file", 0, READ, 0);
  uint32_t done;
  GIVES(write_bytes(file, "x", 1, &done), BADF, NOTCAPABLE);
  GIVES(pwrite_bytes(file, "x", 1, 0, &done), BADF, NOTCAPABLE);
  GIVES(p1_fd_filestat_set_size(file, 3), BADF, INVAL, NOTCAPABLE);
  GIVES(p1_fd_allocate(file, 0, 3), BADF, NOTCAPABLE, NOTSUP);
  EQUAL(stat_of(root, 0, "file").size, 0);
}

static int has_rights(fd file) {
  __wasi_fdstat_t status;
  WORKS(p1_fd_fdstat_get(file, &status));
  return p1_fd_fdstat_set_rights(file, status.fs_rights_base, status.fs_rights_inheriting) != NOTSUP;
}

CASE(rights_dropped) {
  if (!has_rights(root)) return;
  fd file = opened(root, 0, "file", CREATE, READ | WRITE | __WASI_RIGHTS_FD_SEEK | __WASI_RIGHTS_FD_TELL, 0);
  uint8_t bytes[4];
  uint32_t done;
  uint64_t at;
  write_text(file, "text");
  WORKS(p1_fd_seek(file, 0, 0, &at));
  WORKS(read_bytes(file, bytes, 4, &done));
  BYTES(bytes, 4, "text");
  __wasi_fdstat_t status;
  WORKS(p1_fd_fdstat_get(file, &status));
  WORKS(p1_fd_fdstat_set_rights(file, status.fs_rights_base & ~(READ | WRITE), status.fs_rights_inheriting));
  WORKS(p1_fd_fdstat_get(file, &status));
  EQUAL(status.fs_rights_base & (READ | WRITE), 0);
  TRUE(status.fs_rights_base & __WASI_RIGHTS_FD_SEEK);
  GIVES(read_bytes(file, bytes, 4, &done), BADF, NOTCAPABLE);
  GIVES(write_bytes(file, "x", 1, &done), BADF, NOTCAPABLE);
  GIVES(p1_fd_fdstat_set_rights(file, status.fs_rights_base | READ | WRITE, status.fs_rights_inheriting | READ | WRITE), NOTCAPABLE);
}

CASE(rights_to_truncate) {
  write_file("file", "text");
  make_folder("sub");
  WORKS(p1_path_rename(root, PATH("file"), root, PATH("sub/file")));
  fd sub = folder_of(root, "sub");
  __wasi_fdstat_t status;
  WORKS(p1_fd_fdstat_get(sub, &status));
  EQUAL(status.fs_filetype, __WASI_FILETYPE_DIRECTORY);
  EQUAL(status.fs_flags, 0);
  EQUAL(status.fs_rights_base & __WASI_RIGHTS_FD_FILESTAT_SET_SIZE, 0);
  if (!(status.fs_rights_base & __WASI_RIGHTS_PATH_FILESTAT_SET_SIZE)) return;
  fd file;
  WORKS(p1_path_open(sub, 0, PATH("file"), TRUNCATE, 0, 0, 0, &file));
  EQUAL(stat_of(sub, 0, "file").size, 0);
  if (!has_rights(sub)) return;
  uint64_t base = status.fs_rights_base, inheriting = status.fs_rights_inheriting & ~__WASI_RIGHTS_FD_FILESTAT_SET_SIZE;
  WORKS(p1_fd_fdstat_set_rights(sub, base, inheriting));
  WORKS(p1_path_open(sub, 0, PATH("file"), TRUNCATE, 0, 0, 0, &file));
  base &= ~__WASI_RIGHTS_PATH_FILESTAT_SET_SIZE;
  WORKS(p1_fd_fdstat_set_rights(sub, base, inheriting));
  WORKS(p1_fd_fdstat_get(sub, &status));
  EQUAL(status.fs_rights_base & __WASI_RIGHTS_PATH_FILESTAT_SET_SIZE, 0);
  GIVES(p1_path_open(sub, 0, PATH("file"), TRUNCATE, 0, 0, 0, &file), PERM, NOTCAPABLE);
}

CASE(rights_of_paths_are_not_files) {
  __wasi_fdstat_t status;
  WORKS(p1_fd_fdstat_get(root, &status));
  TRUE(status.fs_rights_base & __WASI_RIGHTS_PATH_FILESTAT_GET);
  fd file = opened(root, 0, "file", CREATE, READ | WRITE | __WASI_RIGHTS_PATH_FILESTAT_GET, APPEND);
  WORKS(p1_fd_fdstat_get(file, &status));
  EQUAL(status.fs_rights_base & __WASI_RIGHTS_PATH_FILESTAT_GET, 0);
  EQUAL(status.fs_rights_inheriting & __WASI_RIGHTS_PATH_FILESTAT_GET, 0);
  EQUAL(status.fs_flags & APPEND, APPEND);
}

CASE(flags_set) {
  fd file = opened(root, 0, "file", CREATE, file_rights, APPEND);
  uint8_t bytes[8];
  uint32_t done;
  uint64_t at;
  write_text(file, "1111");
  WORKS(p1_fd_seek(file, 0, 0, &at));
  WORKS(read_bytes(file, bytes, 4, &done));
  BYTES(bytes, done, "1111");
  WORKS(p1_fd_seek(file, 0, 0, &at));
  write_text(file, "2222");
  WORKS(p1_fd_seek(file, 4, 0, &at));
  WORKS(read_bytes(file, bytes, 4, &done));
  BYTES(bytes, done, "2222");
  WORKS(p1_fd_fdstat_set_flags(file, 0));
  WORKS(p1_fd_seek(file, 0, 0, &at));
  write_text(file, "3333");
  WORKS(p1_fd_seek(file, 0, 0, &at));
  WORKS(read_bytes(file, bytes, 4, &done));
  BYTES(bytes, done, "3333");
  EQUAL(stat_of(root, 0, "file").size, 8);
}

CASE(flags_are_told) {
  fd file = opened(root, 0, "file", CREATE, file_rights, 0);
  __wasi_fdstat_t status;
  WORKS(p1_fd_fdstat_get(file, &status));
  EQUAL(status.fs_flags, 0);
  EQUAL(status.fs_filetype, __WASI_FILETYPE_REGULAR_FILE);
  WORKS(p1_fd_fdstat_set_flags(file, APPEND));
  WORKS(p1_fd_fdstat_get(file, &status));
  EQUAL(status.fs_flags, APPEND);
}

CASE(flags_unknown) {
  fd file = file_of("file");
  // the witx has five
  GIVES(p1_fd_fdstat_set_flags(file, 0x100), INVAL, NOTSUP);
  fd other;
  GIVES(p1_path_open(root, 0, PATH("other"), 0x100, 0, 0, 0, &other), INVAL);
  GIVES(p1_path_open(root, 0, PATH("other"), CREATE, 0, 0, 0x100, &other), INVAL);
}
