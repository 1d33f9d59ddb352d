/** Links: made, read, followed where that is asked for, and not otherwise. */
#include "cases.h"

static fd other;
#define LINK(target, name) WORKS(p1_path_symlink(PATH(target), root, PATH(name)))

CASE(dangling_link) {
  LINK("target", "symlink");
  GIVES(p1_path_open(root, 0, PATH("symlink"), DIRECTORY, 0, 0, 0, &other), NOTDIR, LOOP);
  GIVES(p1_path_open(root, 0, PATH("symlink"), 0, 0, 0, 0, &other), LOOP);
  WORKS(p1_path_unlink_file(root, PATH("symlink")));
}

CASE(dangling_link_followed) {
  LINK("target", "symlink");
  __wasi_filestat_t status;
  GIVES(p1_path_open(root, FOLLOW, PATH("symlink"), 0, 0, 0, 0, &other), NOENT);
  GIVES(p1_path_filestat_get(root, FOLLOW, PATH("symlink"), &status), NOENT);
  EQUAL(stat_of(root, 0, "symlink").filetype, __WASI_FILETYPE_SYMBOLIC_LINK);
  EQUAL(stat_of(root, 0, "symlink").size, 6);
}

CASE(dangling_link_makes_its_target) {
  LINK("target", "symlink");
  fd file = opened(root, FOLLOW, "symlink", CREATE, file_rights, 0);
  write_text(file, "abc");
  EQUAL(stat_of(root, 0, "target").size, 3);
  EQUAL(stat_of(root, 0, "symlink").filetype, __WASI_FILETYPE_SYMBOLIC_LINK);
}

CASE(dangling_link_not_made) {
  LINK("target", "symlink");
  GIVES(p1_path_open(root, 0, PATH("symlink"), CREATE, WRITE, 0, 0, &other), LOOP, EXIST);
  GIVES(p1_path_open(root, FOLLOW, PATH("symlink"), CREATE | EXCLUSIVE, WRITE, 0, 0, &other), EXIST);
  __wasi_filestat_t status;
  GIVES(p1_path_filestat_get(root, 0, PATH("target"), &status), NOENT);
}

CASE(loop) {
  LINK("symlink", "symlink");
  GIVES(p1_path_open(root, 0, PATH("symlink"), 0, 0, 0, 0, &other), LOOP);
  WORKS(p1_path_unlink_file(root, PATH("symlink")));
}

CASE(loop_followed) {
  LINK("b", "a");
  LINK("a", "b");
  __wasi_filestat_t status;
  GIVES(p1_path_open(root, FOLLOW, PATH("a"), 0, 0, 0, 0, &other), LOOP);
  GIVES(p1_path_open(root, 0, PATH("a/x"), 0, 0, 0, 0, &other), LOOP);
  GIVES(p1_path_filestat_get(root, FOLLOW, PATH("a"), &status), LOOP);
  GIVES(p1_path_create_directory(root, PATH("a/x")), LOOP);
}

CASE(chain) {
  write_file("end", "text");
  LINK("end", "link-0");
  char from[20], to[20];
  for (int at = 1; at < 30; at++) {
    snprintf(from, sizeof from, "link-%d", at - 1);
    snprintf(to, sizeof to, "link-%d", at);
    WORKS(p1_path_symlink(from, strlen(from), root, to, strlen(to)));
  }
  EQUAL(stat_of(root, FOLLOW, "link-29").size, 4);
}

CASE(not_followed) {
  make_folder("target");
  LINK("target", "symlink");
  GIVES(p1_path_open(root, 0, PATH("symlink"), DIRECTORY, 0, 0, 0, &other), LOOP, NOTDIR);
  GIVES(p1_path_open(root, 0, PATH("symlink"), 0, 0, 0, 0, &other), LOOP, ACCES);
  close_it(opened(root, FOLLOW, "symlink", DIRECTORY, 0, 0));
  WORKS(p1_path_unlink_file(root, PATH("symlink")));
  WORKS(p1_path_remove_directory(root, PATH("target")));
  touch(root, "target");
  LINK("target", "symlink");
  GIVES(p1_path_open(root, 0, PATH("symlink"), DIRECTORY, 0, 0, 0, &other), LOOP, NOTDIR);
  GIVES(p1_path_open(root, 0, PATH("symlink"), 0, 0, 0, 0, &other), LOOP);
  GIVES(p1_path_open(root, FOLLOW, PATH("symlink"), DIRECTORY, 0, 0, 0, &other), NOTDIR);
}

CASE(not_followed_for_changes) {
  write_file("target", "text");
  LINK("target", "symlink");
  GIVES(p1_path_open(root, 0, PATH("symlink"), TRUNCATE, WRITE, 0, 0, &other), LOOP);
  EQUAL(stat_of(root, 0, "target").size, 4);
  GIVES(p1_path_remove_directory(root, PATH("symlink")), NOTDIR);
  WORKS(p1_path_unlink_file(root, PATH("symlink")));
  EQUAL(stat_of(root, 0, "target").size, 4);
}

CASE(create_links) {
  touch(root, "target");
  LINK("target", "symlink");
  close_it(opened(root, FOLLOW, "symlink", 0, 0, 0));
  WORKS(p1_path_unlink_file(root, PATH("symlink")));
  WORKS(p1_path_unlink_file(root, PATH("target")));
  make_folder("target");
  LINK("target", "symlink");
  close_it(opened(root, FOLLOW, "symlink", DIRECTORY, 0, 0));
  WORKS(p1_path_unlink_file(root, PATH("symlink")));
  WORKS(p1_path_remove_directory(root, PATH("target")));
  FAILS(p1_path_symlink(PATH("/"), root, PATH("symlink")));
}

CASE(absolute_target) {
  GIVES(p1_path_symlink(PATH("/etc/passwd"), root, PATH("symlink")), PERM, NOTCAPABLE);
  __wasi_filestat_t status;
  GIVES(p1_path_filestat_get(root, 0, PATH("symlink"), &status), NOENT);
}

CASE(empty_target) { GIVES(p1_path_symlink("", 0, root, PATH("symlink")), NOENT, INVAL); }

CASE(target_that_leads_out) {
  // it may be made, as it may lead to somewhere in a folder above that the guest has too
  int error = p1_path_symlink(PATH("../up"), root, PATH("symlink"));
  if (error) {
    GIVES(error, PERM, NOTCAPABLE);
    return;
  }
  __wasi_filestat_t status;
  GIVES(p1_path_open(root, FOLLOW, PATH("symlink"), 0, 0, 0, 0, &other), PERM, NOTCAPABLE);
  GIVES(p1_path_open(root, FOLLOW, PATH("symlink"), CREATE, WRITE, 0, 0, &other), PERM, NOTCAPABLE);
  GIVES(p1_path_filestat_get(root, FOLLOW, PATH("symlink"), &status), PERM, NOTCAPABLE);
  GIVES(p1_path_filestat_set_times(root, FOLLOW, PATH("symlink"), 0, 0, 0), PERM, NOTCAPABLE);
  GIVES(p1_path_create_directory(root, PATH("symlink/x")), PERM, NOTCAPABLE);
  EQUAL(stat_of(root, 0, "symlink").filetype, __WASI_FILETYPE_SYMBOLIC_LINK);
  WORKS(p1_path_unlink_file(root, PATH("symlink")));
}

CASE(below_a_link) {
  make_folder("real");
  make_folder("real/deep");
  LINK("real/deep", "link");
  touch(root, "link/file");
  EQUAL(stat_of(root, 0, "real/deep/file").filetype, __WASI_FILETYPE_REGULAR_FILE);
  // what is above the link's target, not above the link
  touch(root, "link/../beside");
  EQUAL(stat_of(root, 0, "real/beside").filetype, __WASI_FILETYPE_REGULAR_FILE);
  WORKS(p1_path_create_directory(root, PATH("link/sub")));
  WORKS(p1_path_rename(root, PATH("link/sub"), root, PATH("link/sub2")));
  WORKS(p1_path_remove_directory(root, PATH("real/deep/sub2")));
  WORKS(p1_path_symlink(PATH("file"), root, PATH("link/inner")));
  EQUAL(stat_of(root, FOLLOW, "link/inner").filetype, __WASI_FILETYPE_REGULAR_FILE);
}

CASE(link_with_a_slash) {
  make_folder("target");
  LINK("target", "symlink");
  EQUAL(stat_of(root, 0, "symlink/").filetype, __WASI_FILETYPE_DIRECTORY);
  close_it(opened(root, 0, "symlink/", DIRECTORY, 0, 0));
  GIVES(p1_path_unlink_file(root, PATH("symlink/")), ISDIR, NOTDIR);
  EQUAL(stat_of(root, 0, "symlink").filetype, __WASI_FILETYPE_SYMBOLIC_LINK);
}

CASE(made_with_a_slash) {
  GIVES(p1_path_symlink(PATH("source"), root, PATH("target/")), NOENT);
  LINK("source", "target");
  WORKS(p1_path_unlink_file(root, PATH("target")));
  make_folder("target");
  GIVES(p1_path_symlink(PATH("source"), root, PATH("target/")), EXIST);
  GIVES(p1_path_symlink(PATH("source"), root, PATH("target")), EXIST);
  WORKS(p1_path_remove_directory(root, PATH("target")));
  touch(root, "target");
  GIVES(p1_path_symlink(PATH("source"), root, PATH("target/")), NOTDIR);
  GIVES(p1_path_symlink(PATH("source"), root, PATH("target")), EXIST);
}

CASE(filestat_of_links) {
  __wasi_fdstat_t status;
  WORKS(p1_fd_fdstat_get(root, &status));
  TRUE(status.fs_rights_base & __WASI_RIGHTS_PATH_FILESTAT_GET);
  touch(root, "file");
  __wasi_filestat_t file = stat_of(root, 0, "file");
  EQUAL(file.size, 0);
  LINK("file", "symlink");
  __wasi_filestat_t link = stat_of(root, 0, "symlink");
  WORKS(p1_path_filestat_set_times(root, 0, PATH("symlink"), 0, link.mtim - 200, __WASI_FSTFLAGS_MTIM));
  EQUAL(stat_of(root, 0, "symlink").mtim, link.mtim - 200);
  EQUAL(stat_of(root, 0, "file").mtim, file.mtim);
  EQUAL(stat_of(root, FOLLOW, "symlink").mtim, file.mtim);
  WORKS(p1_path_filestat_set_times(root, FOLLOW, PATH("symlink"), 0, link.mtim, __WASI_FSTFLAGS_MTIM));
  EQUAL(stat_of(root, 0, "file").mtim, link.mtim);
}

CASE(read_link) {
  touch(root, "target");
  LINK("target", "symlink");
  uint8_t bytes[10] = {0};
  uint32_t used;
  WORKS(p1_path_readlink(root, PATH("symlink"), bytes, 10, &used));
  BYTES(bytes, used, "target");
  EQUAL(bytes[6], 0);
  memset(bytes, 0, 10);
  WORKS(p1_path_readlink(root, PATH("symlink"), bytes, 4, &used));
  BYTES(bytes, used, "targ");
  EQUAL(bytes[4], 0);
}

CASE(read_link_into_nothing) {
  LINK("target", "symlink");
  uint8_t bytes[2] = {7};
  uint32_t used = 9;
  // Linux wants room for one byte
  GIVES(p1_path_readlink(root, PATH("symlink"), bytes, 0, &used), SUCCESS, INVAL);
  EQUAL(bytes[0], 7);
}

CASE(read_what_is_no_link) {
  touch(root, "file");
  make_folder("sub");
  uint8_t bytes[10];
  uint32_t used;
  GIVES(p1_path_readlink(root, PATH("file"), bytes, 10, &used), INVAL);
  GIVES(p1_path_readlink(root, PATH("sub"), bytes, 10, &used), INVAL);
  GIVES(p1_path_readlink(root, PATH("none"), bytes, 10, &used), NOENT);
}

CASE(rename_a_link) {
  write_file("target", "text");
  LINK("target", "symlink");
  WORKS(p1_path_rename(root, PATH("symlink"), root, PATH("moved")));
  EQUAL(stat_of(root, 0, "moved").filetype, __WASI_FILETYPE_SYMBOLIC_LINK);
  EQUAL(stat_of(root, 0, "target").size, 4);
  touch(root, "file");
  WORKS(p1_path_rename(root, PATH("file"), root, PATH("moved")));
  EQUAL(stat_of(root, 0, "moved").filetype, __WASI_FILETYPE_REGULAR_FILE);
  EQUAL(stat_of(root, 0, "target").size, 4);
}

static void same(fd one, fd another) {
  __wasi_filestat_t a = fstat_of(one), b = fstat_of(another);
  EQUAL(a.dev, b.dev);
  EQUAL(a.ino, b.ino);
  EQUAL(a.atim, b.atim);
  EQUAL(a.ctim, b.ctim);
  EQUAL(a.mtim, b.mtim);
  EQUAL(a.size, b.size);
  EQUAL(a.nlink, b.nlink);
  EQUAL(a.filetype, b.filetype);
  __wasi_fdstat_t c, d;
  WORKS(p1_fd_fdstat_get(one, &c));
  WORKS(p1_fd_fdstat_get(another, &d));
  EQUAL(c.fs_flags, d.fs_flags);
  EQUAL(c.fs_filetype, d.fs_filetype);
  EQUAL(c.fs_rights_base, d.fs_rights_base);
  EQUAL(c.fs_rights_inheriting, d.fs_rights_inheriting);
}

static const uint64_t link_rights = READ | __WASI_RIGHTS_PATH_LINK_SOURCE | __WASI_RIGHTS_PATH_LINK_TARGET |
                                    __WASI_RIGHTS_FD_FILESTAT_GET | __WASI_RIGHTS_PATH_OPEN | __WASI_RIGHTS_PATH_UNLINK_FILE;

static fd for_links(fd folder, const char *path, uint32_t how) {
  fd result;
  int error = p1_path_open(folder, 0, path, strlen(path), how, link_rights, link_rights, 0, &result);
  if (error) fail("opening %s: got %d", path, error);
  return result;
}

CASE(hard_link) {
  fd file = for_links(root, "file", CREATE);
  WORKS(p1_path_link(root, 0, PATH("file"), root, PATH("link")));
  same(file, for_links(root, "link", 0));
  WORKS(p1_path_unlink_file(root, PATH("link")));
  make_folder("subdir");
  fd sub = for_links(root, "subdir", DIRECTORY);
  WORKS(p1_path_link(root, 0, PATH("file"), sub, PATH("link")));
  same(file, for_links(sub, "link", 0));
  WORKS(p1_path_unlink_file(sub, PATH("link")));
  close_it(sub);
  WORKS(p1_path_remove_directory(root, PATH("subdir")));

  touch(root, "link");
  GIVES(p1_path_link(root, 0, PATH("file"), root, PATH("link")), EXIST);
  WORKS(p1_path_unlink_file(root, PATH("link")));
  GIVES(p1_path_link(root, 0, PATH("file"), root, PATH("file")), EXIST);
  make_folder("link");
  GIVES(p1_path_link(root, 0, PATH("file"), root, PATH("link")), EXIST);
  WORKS(p1_path_remove_directory(root, PATH("link")));
  make_folder("subdir");
  GIVES(p1_path_link(root, 0, PATH("subdir"), root, PATH("link")), PERM, ACCES);
  GIVES(p1_path_link(root, 0, PATH("file"), root, PATH("link/")), NOENT);

  LINK("target", "symlink");
  WORKS(p1_path_link(root, 0, PATH("symlink"), root, PATH("link")));
  WORKS(p1_path_unlink_file(root, PATH("symlink")));
  WORKS(p1_path_unlink_file(root, PATH("link")));
  LINK("symlink", "symlink");
  WORKS(p1_path_link(root, 0, PATH("symlink"), root, PATH("link")));
  WORKS(p1_path_unlink_file(root, PATH("symlink")));
  WORKS(p1_path_unlink_file(root, PATH("link")));
  LINK("target", "symlink");
  GIVES(p1_path_link(root, 0, PATH("file"), root, PATH("symlink")), EXIST);
  GIVES(p1_path_link(root, FOLLOW, PATH("symlink"), root, PATH("link")), INVAL, NOENT);
}

CASE(hard_link_with_a_slash) {
  touch(root, "file");
  GIVES(p1_path_link(root, 0, PATH("file/"), root, PATH("link")), NOTDIR);
  GIVES(p1_path_link(root, 0, PATH("file"), root, PATH("link/")), NOENT, NOTDIR);
}

CASE(hard_link_of_missing) { GIVES(p1_path_link(root, 0, PATH("none"), root, PATH("link")), NOENT); }

CASE(hard_link_shares_content) {
  fd file = file_of("file");
  WORKS(p1_path_link(root, 0, PATH("file"), root, PATH("link")));
  write_text(file, "shared");
  EQUAL(stat_of(root, 0, "link").size, 6);
  WORKS(p1_path_unlink_file(root, PATH("file")));
  EQUAL(stat_of(root, 0, "link").nlink, 1);
}
