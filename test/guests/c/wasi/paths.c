/** Names: how paths are read, and what opening, making, moving and removing them does. */
#include "cases.h"

static fd other;

CASE(interesting_paths) {
  make_folder("dir");
  make_folder("dir/nested");
  touch(root, "dir/nested/file");
  GIVES(p1_path_open(root, 0, PATH("/dir/nested/file"), 0, 0, 0, 0, &other), PERM, NOTCAPABLE);
  WORKS(p1_path_open(root, 0, PATH("dir/.//nested/../../dir/nested/../nested///./file"), 0, 0, 0, 0, &other));
  TRUE(other > 2);
  GIVES(p1_path_open(root, 0, PATH("dir/nested/file\0"), 0, 0, 0, 0, &other), INVAL, ILSEQ);
  GIVES(p1_path_open(root, 0, PATH("dir/nested/file/"), 0, 0, 0, 0, &other), NOTDIR, NOENT);
  GIVES(p1_path_open(root, 0, PATH("dir/nested/file///"), 0, 0, 0, 0, &other), NOTDIR, NOENT);
  WORKS(p1_path_open(root, 0, PATH("dir/nested/"), 0, 0, 0, 0, &other));
  WORKS(p1_path_open(root, 0, PATH("dir/nested///"), 0, 0, 0, 0, &other));
  GIVES(p1_path_open(root, 0, PATH("dir/nested/../../../box/dir/nested/file"), 0, 0, 0, 0, &other), PERM, NOTCAPABLE);
  WORKS(p1_path_unlink_file(root, PATH("dir/nested/file")));
  WORKS(p1_path_remove_directory(root, PATH("dir/nested")));
  WORKS(p1_path_remove_directory(root, PATH("dir")));
}

/** Every function with a path refuses it, one way or another. */
static void all_refuse(const char *at, uint32_t length, const int *errnos, int count) {
#define REFUSES(call) check(__LINE__, #call, call, errnos, count)
  __wasi_filestat_t status;
  uint8_t bytes[64];
  uint32_t used;
  touch(root, "here");
  REFUSES(p1_path_open(root, 0, at, length, 0, 0, 0, 0, &other));
  REFUSES(p1_path_open(root, FOLLOW, at, length, CREATE, 0, 0, 0, &other));
  REFUSES(p1_path_create_directory(root, at, length));
  REFUSES(p1_path_filestat_get(root, 0, at, length, &status));
  REFUSES(p1_path_filestat_get(root, FOLLOW, at, length, &status));
  REFUSES(p1_path_filestat_set_times(root, 0, at, length, 0, 0, __WASI_FSTFLAGS_MTIM_NOW));
  REFUSES(p1_path_link(root, 0, at, length, root, PATH("new")));
  REFUSES(p1_path_link(root, 0, PATH("here"), root, at, length));
  REFUSES(p1_path_readlink(root, at, length, bytes, 64, &used));
  REFUSES(p1_path_remove_directory(root, at, length));
  REFUSES(p1_path_rename(root, at, length, root, PATH("new")));
  REFUSES(p1_path_rename(root, PATH("here"), root, at, length));
  REFUSES(p1_path_symlink(PATH("here"), root, at, length));
  REFUSES(p1_path_unlink_file(root, at, length));
}

CASE(above_the_folder) { all_refuse(PATH("../here"), ERRNOS(PERM, NOTCAPABLE)); }
CASE(above_through_a_folder) {
  make_folder("sub");
  all_refuse(PATH("sub/../../here"), ERRNOS(PERM, NOTCAPABLE));
}
CASE(absolute_path) { all_refuse(PATH("/here"), ERRNOS(PERM, NOTCAPABLE)); }
CASE(below_a_file) {
  touch(root, "file");
  all_refuse(PATH("file/below"), ERRNOS(NOTDIR));
}
CASE(below_nothing) { all_refuse(PATH("none/below"), ERRNOS(NOENT)); }
CASE(nul_in_a_path) { all_refuse(PATH("a\0b"), ERRNOS(INVAL, ILSEQ)); }
CASE(path_that_is_no_text) { all_refuse(PATH("\xff\xfe"), ERRNOS(ILSEQ, INVAL)); }

static char long_name[5001];
static const char *long_one(uint32_t length) {
  memset(long_name, 'n', length);
  long_name[length] = 0;
  return long_name;
}

CASE(name_too_long) { all_refuse(long_one(256), 256, ERRNOS(NAMETOOLONG)); }
CASE(name_of_255) {
  WORKS(p1_path_create_directory(root, long_one(255), 255));
  WORKS(p1_path_remove_directory(root, long_name, 255));
}
CASE(path_too_long) {
  for (uint32_t at = 0; at < 5000; at++) long_name[at] = at % 2 ? '/' : 'n';
  GIVES(p1_path_open(root, 0, long_name, 4999, 0, 0, 0, 0, &other), NAMETOOLONG, NOENT);
  GIVES(p1_path_create_directory(root, long_name, 4999), NAMETOOLONG, NOENT);
}

CASE(empty_path) {
  __wasi_filestat_t status;
  GIVES(p1_path_open(root, 0, "", 0, 0, 0, 0, 0, &other), NOENT, INVAL);
  GIVES(p1_path_create_directory(root, "", 0), NOENT, INVAL, EXIST);
  GIVES(p1_path_filestat_get(root, 0, "", 0, &status), NOENT, INVAL);
  GIVES(p1_path_unlink_file(root, "", 0), NOENT, INVAL);
  GIVES(p1_path_remove_directory(root, "", 0), NOENT, INVAL);
}

CASE(dot_path) {
  EQUAL(stat_of(root, 0, ".").filetype, __WASI_FILETYPE_DIRECTORY);
  GIVES(p1_path_create_directory(root, PATH(".")), EXIST);
  GIVES(p1_path_remove_directory(root, PATH(".")), INVAL, BUSY, NOTEMPTY, PERM, NOTCAPABLE);
  GIVES(p1_path_unlink_file(root, PATH(".")), ISDIR, INVAL, PERM, BUSY);
  GIVES(p1_path_rename(root, PATH("."), root, PATH("new")), BUSY, INVAL, PERM, NOTCAPABLE);
}

CASE(name_in_utf8) {
  make_folder("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
  EQUAL(stat_of(root, 0, "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80").filetype, __WASI_FILETYPE_DIRECTORY);
}

CASE(two_folders_apart) {
  touch(root, "file");
  __wasi_filestat_t status;
  GIVES(p1_path_filestat_get(second, 0, PATH("file"), &status), NOENT);
  touch(second, "other");
  WORKS(p1_path_filestat_get(second, 0, PATH("other"), &status));
  GIVES(p1_path_filestat_get(root, 0, PATH("other"), &status), NOENT);
  GIVES(p1_path_open(second, 0, PATH("../a"), DIRECTORY, 0, 0, 0, &other), PERM, NOTCAPABLE);
}

CASE(below_an_opened_folder) {
  make_folder("sub");
  touch(root, "file");
  fd sub = folder_of(root, "sub");
  touch(sub, "inner");
  EQUAL(stat_of(root, 0, "sub/inner").filetype, __WASI_FILETYPE_REGULAR_FILE);
  GIVES(p1_path_open(sub, 0, PATH("../file"), 0, 0, 0, 0, &other), PERM, NOTCAPABLE);
  GIVES(p1_path_open(sub, 0, PATH("none"), 0, 0, 0, 0, &other), NOENT);
}

CASE(file_and_folder_removed_and_made_again) {
  touch(root, "file");
  close_it(opened(root, 0, "file", 0, 0, 0));
  WORKS(p1_path_unlink_file(root, PATH("file")));
  touch(root, "file");
  WORKS(p1_path_unlink_file(root, PATH("file")));
  make_folder("sub");
  close_it(opened(root, 0, "sub", DIRECTORY, 0, 0));
  WORKS(p1_path_remove_directory(root, PATH("sub")));
  make_folder("sub");
}

CASE(held_while_removed_and_made_again) {
  touch(root, "file");
  fd file = opened(root, 0, "file", 0, file_rights, 0);
  WORKS(p1_path_unlink_file(root, PATH("file")));
  touch(root, "file");
  TRUE(fstat_of(file).ino != stat_of(root, 0, "file").ino);
}

CASE(held_folder_removed) {
  make_folder("sub");
  fd sub = folder_of(root, "sub");
  WORKS(p1_path_remove_directory(root, PATH("sub")));
  GIVES(p1_path_open(sub, 0, PATH("file"), CREATE, 0, 0, 0, &other), NOENT);
  GIVES(p1_path_create_directory(sub, PATH("below")), NOENT);
}

/** A descriptor is the folder itself, whatever its path has become. */
CASE(held_folder_moved) {
  make_folder("sub");
  fd sub = folder_of(root, "sub");
  WORKS(p1_path_rename(root, PATH("sub"), root, PATH("moved")));
  make_folder("sub");
  touch(sub, "file");
  EQUAL(stat_of(root, 0, "moved/file").filetype, __WASI_FILETYPE_REGULAR_FILE);
  __wasi_filestat_t status;
  GIVES(p1_path_filestat_get(root, 0, PATH("sub/file"), &status), NOENT);
  EQUAL(fstat_of(sub).ino, stat_of(root, 0, "moved").ino);
}

CASE(create_existing) {
  touch(root, "file");
  GIVES(p1_path_open(root, 0, PATH("file"), CREATE | EXCLUSIVE, 0, 0, 0, &other), EXIST);
  WORKS(p1_path_open(root, 0, PATH("file"), CREATE, 0, 0, 0, &other));
}

CASE(create_exclusively) {
  fd file = opened(root, 0, "file", CREATE | EXCLUSIVE, file_rights, 0);
  write_text(file, "mine");
  make_folder("sub");
  GIVES(p1_path_open(root, 0, PATH("sub"), CREATE | EXCLUSIVE, 0, 0, 0, &other), EXIST);
}

CASE(open_missing) { GIVES(p1_path_open(root, 0, PATH("file"), 0, 0, 0, 0, &other), NOENT); }

CASE(open_missing_as_folder) {
  GIVES(p1_path_open(root, 0, PATH("none"), DIRECTORY, 0, 0, 0, &other), NOENT);
  GIVES(p1_path_open(root, 0, PATH("none"), TRUNCATE, WRITE, 0, 0, &other), NOENT);
  // Linux makes no folder by opening, and says EINVAL from 6.4 on
  GIVES(p1_path_open(root, 0, PATH("none"), CREATE | DIRECTORY, 0, 0, 0, &other), INVAL, NOENT, NOTDIR, ISDIR, NOTSUP);
  __wasi_filestat_t status;
  GIVES(p1_path_filestat_get(root, 0, PATH("none"), &status), NOENT);
}

CASE(open_from_a_file) {
  fd file = opened(root, 0, "file", CREATE, 0, 0);
  GIVES(p1_path_open(file, 0, PATH("foo"), CREATE, 0, 0, 0, &other), NOTDIR, NOTCAPABLE);
}

CASE(every_path_function_from_a_file) {
  fd file = file_of("file");
  uint8_t bytes[64];
  uint32_t used;
  __wasi_filestat_t status;
  GIVES(p1_path_create_directory(file, PATH("x")), NOTDIR, NOTCAPABLE);
  GIVES(p1_path_filestat_get(file, 0, PATH("x"), &status), NOTDIR, NOTCAPABLE);
  GIVES(p1_path_filestat_set_times(file, 0, PATH("x"), 0, 0, 0), NOTDIR, NOTCAPABLE);
  GIVES(p1_path_link(file, 0, PATH("x"), root, PATH("y")), NOTDIR, NOTCAPABLE);
  GIVES(p1_path_link(root, 0, PATH("file"), file, PATH("y")), NOTDIR, NOTCAPABLE);
  GIVES(p1_path_readlink(file, PATH("x"), bytes, 64, &used), NOTDIR, NOTCAPABLE);
  GIVES(p1_path_remove_directory(file, PATH("x")), NOTDIR, NOTCAPABLE);
  GIVES(p1_path_rename(file, PATH("x"), root, PATH("y")), NOTDIR, NOTCAPABLE);
  GIVES(p1_path_rename(root, PATH("file"), file, PATH("y")), NOTDIR, NOTCAPABLE);
  GIVES(p1_path_symlink(PATH("x"), file, PATH("y")), NOTDIR, NOTCAPABLE);
  GIVES(p1_path_unlink_file(file, PATH("x")), NOTDIR, NOTCAPABLE);
  GIVES(p1_fd_readdir(file, bytes, 64, 0, &used), NOTDIR, NOTCAPABLE, BADF);
}

CASE(open_file_as_folder) {
  touch(root, "file");
  GIVES(p1_path_open(root, 0, PATH("file"), DIRECTORY, 0, 0, 0, &other), NOTDIR);
}

CASE(open_folder_to_write) {
  make_folder("sub");
  GIVES(p1_path_open(root, 0, PATH("sub"), 0, READ | WRITE, 0, 0, &other), ISDIR);
  GIVES(p1_path_open(root, 0, PATH("sub"), CREATE, WRITE, 0, 0, &other), ISDIR);
  GIVES(p1_path_open(root, 0, PATH("sub"), TRUNCATE, WRITE, 0, 0, &other), ISDIR);
}

CASE(open_without_waiting) { WORKS(p1_path_open(root, 0, PATH("."), 0, 0, 0, NONBLOCK, &other)); }

CASE(exists) {
  make_folder("sub");
  EQUAL(stat_of(root, 0, "sub").filetype, __WASI_FILETYPE_DIRECTORY);
  EQUAL(stat_of(root, FOLLOW, "sub").filetype, __WASI_FILETYPE_DIRECTORY);
  touch(root, "sub/file");
  EQUAL(stat_of(root, 0, "sub/file").filetype, __WASI_FILETYPE_REGULAR_FILE);
  EQUAL(stat_of(root, FOLLOW, "sub/file").filetype, __WASI_FILETYPE_REGULAR_FILE);
  WORKS(p1_path_symlink(PATH("sub/file"), root, PATH("link1")));
  EQUAL(stat_of(root, 0, "link1").filetype, __WASI_FILETYPE_SYMBOLIC_LINK);
  EQUAL(stat_of(root, FOLLOW, "link1").filetype, __WASI_FILETYPE_REGULAR_FILE);
  WORKS(p1_path_symlink(PATH("sub"), root, PATH("link2")));
  EQUAL(stat_of(root, 0, "link2").filetype, __WASI_FILETYPE_SYMBOLIC_LINK);
  EQUAL(stat_of(root, FOLLOW, "link2").filetype, __WASI_FILETYPE_DIRECTORY);
}

CASE(stat_with_a_slash) {
  touch(root, "file");
  make_folder("sub");
  __wasi_filestat_t status;
  EQUAL(stat_of(root, 0, "sub/").filetype, __WASI_FILETYPE_DIRECTORY);
  GIVES(p1_path_filestat_get(root, 0, PATH("file/"), &status), NOTDIR);
  GIVES(p1_path_filestat_get(root, 0, PATH("none/"), &status), NOENT);
}

CASE(make_folder_twice) {
  make_folder("sub");
  GIVES(p1_path_create_directory(root, PATH("sub")), EXIST);
  touch(root, "file");
  GIVES(p1_path_create_directory(root, PATH("file")), EXIST);
  WORKS(p1_path_create_directory(root, PATH("slash/")));
  EQUAL(stat_of(root, 0, "slash").filetype, __WASI_FILETYPE_DIRECTORY);
}

CASE(create_with_a_slash) {
  GIVES(p1_path_open(root, 0, PATH("file/"), CREATE, WRITE, 0, 0, &other), ISDIR, NOTDIR, NOENT, INVAL);
  __wasi_filestat_t status;
  GIVES(p1_path_filestat_get(root, 0, PATH("file"), &status), NOENT);
}

CASE(remove_folder_with_a_slash) {
  make_folder("dir");
  WORKS(p1_path_remove_directory(root, PATH("dir")));
  make_folder("dir");
  WORKS(p1_path_remove_directory(root, PATH("dir/")));
  touch(root, "file");
  GIVES(p1_path_remove_directory(root, PATH("file")), NOTDIR);
  GIVES(p1_path_remove_directory(root, PATH("file/")), NOTDIR);
}

CASE(remove_folder_that_is_not_empty) {
  make_folder("dir");
  make_folder("dir/nested");
  GIVES(p1_path_remove_directory(root, PATH("dir")), NOTEMPTY);
  WORKS(p1_path_remove_directory(root, PATH("dir/nested")));
  WORKS(p1_path_remove_directory(root, PATH("dir")));
  GIVES(p1_path_remove_directory(root, PATH("dir")), NOENT);
}

CASE(unlink_with_a_slash) {
  make_folder("dir");
  GIVES(p1_path_unlink_file(root, PATH("dir")), ISDIR);
  GIVES(p1_path_unlink_file(root, PATH("dir/")), ISDIR);
  WORKS(p1_path_remove_directory(root, PATH("dir")));
  touch(root, "file");
  GIVES(p1_path_unlink_file(root, PATH("file/")), NOTDIR);
  WORKS(p1_path_unlink_file(root, PATH("file")));
}

CASE(unlink_missing) { GIVES(p1_path_unlink_file(root, PATH("none")), NOENT); }

CASE(rename) {
  make_folder("source");
  WORKS(p1_path_rename(root, PATH("source"), root, PATH("target")));
  GIVES(p1_path_open(root, 0, PATH("source"), DIRECTORY, 0, 0, 0, &other), NOENT);
  close_it(opened(root, 0, "target", DIRECTORY, 0, 0));
  WORKS(p1_path_remove_directory(root, PATH("target")));

  make_folder("source");
  make_folder("target");
  WORKS(p1_path_rename(root, PATH("source"), root, PATH("target")));
  GIVES(p1_path_open(root, 0, PATH("source"), DIRECTORY, 0, 0, 0, &other), NOENT);
  close_it(opened(root, 0, "target", DIRECTORY, 0, 0));
  WORKS(p1_path_remove_directory(root, PATH("target")));

  make_folder("source");
  make_folder("target");
  touch(root, "target/file");
  GIVES(p1_path_rename(root, PATH("source"), root, PATH("target")), NOTEMPTY);
  GIVES(p1_path_rename(root, PATH("source"), root, PATH("target/file")), NOTDIR);
  WORKS(p1_path_unlink_file(root, PATH("target/file")));
  WORKS(p1_path_remove_directory(root, PATH("source")));
  WORKS(p1_path_remove_directory(root, PATH("target")));

  touch(root, "source");
  WORKS(p1_path_rename(root, PATH("source"), root, PATH("target")));
  GIVES(p1_path_open(root, 0, PATH("source"), 0, 0, 0, 0, &other), NOENT);
  close_it(opened(root, 0, "target", 0, 0, 0));
  touch(root, "source");
  WORKS(p1_path_rename(root, PATH("source"), root, PATH("target")));
  GIVES(p1_path_open(root, 0, PATH("source"), 0, 0, 0, 0, &other), NOENT);
  close_it(opened(root, 0, "target", 0, 0, 0));
  WORKS(p1_path_unlink_file(root, PATH("target")));

  touch(root, "source");
  make_folder("target");
  GIVES(p1_path_rename(root, PATH("source"), root, PATH("target")), ISDIR);
}

CASE(rename_with_slashes) {
  make_folder("source");
  WORKS(p1_path_rename(root, PATH("source/"), root, PATH("target")));
  WORKS(p1_path_rename(root, PATH("target"), root, PATH("source/")));
  WORKS(p1_path_rename(root, PATH("source/"), root, PATH("target/")));
  WORKS(p1_path_rename(root, PATH("target"), root, PATH("source")));
  WORKS(p1_path_remove_directory(root, PATH("source")));
}

CASE(rename_file_with_slashes) {
  touch(root, "file");
  GIVES(p1_path_rename(root, PATH("file/"), root, PATH("new")), NOTDIR);
  GIVES(p1_path_rename(root, PATH("file"), root, PATH("new/")), NOTDIR, NOENT);
  EQUAL(stat_of(root, 0, "file").filetype, __WASI_FILETYPE_REGULAR_FILE);
}

CASE(rename_missing) { GIVES(p1_path_rename(root, PATH("none"), root, PATH("new")), NOENT); }

CASE(rename_to_itself) {
  write_file("file", "text");
  WORKS(p1_path_rename(root, PATH("file"), root, PATH("file")));
  EQUAL(stat_of(root, 0, "file").size, 4);
}

CASE(rename_into_itself) {
  make_folder("sub");
  GIVES(p1_path_rename(root, PATH("sub"), root, PATH("sub/below")), INVAL);
}

CASE(rename_between_opened_folders) {
  make_folder("one");
  make_folder("other");
  fd one = folder_of(root, "one"), there = folder_of(root, "other");
  touch(one, "file");
  WORKS(p1_path_rename(one, PATH("file"), there, PATH("moved")));
  EQUAL(stat_of(root, 0, "other/moved").filetype, __WASI_FILETYPE_REGULAR_FILE);
}

/** The second folder is on another file system here: see test/wasi/cases.ts. */
CASE(rename_to_another_device) {
  if (stat_of(root, 0, ".").dev == stat_of(second, 0, ".").dev) return;
  touch(root, "file");
  GIVES(p1_path_rename(root, PATH("file"), second, PATH("file")), XDEV);
  GIVES(p1_path_link(root, 0, PATH("file"), second, PATH("file")), XDEV);
}
