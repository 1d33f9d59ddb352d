/** What is in folders: fd_readdir. */
#include "cases.h"
#include <dirent.h>

typedef struct {
  __wasi_dirent_t entry;
  char name[64];
} found;

/** Reads with a room of this size from a cookie on. Gives how many entries were whole. */
static int read_some(fd folder, uint32_t size, uint64_t cookie, found *entries, int most, int *at_end) {
  static uint8_t bytes[70000];
  uint32_t used = 0;
  int error = p1_fd_readdir(folder, bytes, size, cookie, &used);
  if (error) fail("fd_readdir: got %d", error);
  TRUE(used <= size);
  *at_end = used < size;
  int count = 0;
  for (uint32_t at = 0; at + sizeof(__wasi_dirent_t) <= used && count < most; count++) {
    memcpy(&entries[count].entry, bytes + at, sizeof(__wasi_dirent_t));
    at += sizeof(__wasi_dirent_t);
    uint32_t length = entries[count].entry.d_namlen;
    if (at + length > used) break;
    TRUE(length < 64);
    memcpy(entries[count].name, bytes + at, length);
    entries[count].name[length] = 0;
    at += length;
  }
  return count;
}

static found *named(found *entries, int count, const char *name) {
  for (int at = 0; at < count; at++) if (!strcmp(entries[at].name, name)) return &entries[at];
  fail("no entry %s among %d", name, count);
}

CASE(entries) {
  make_folder("dir");
  fd dir = folder_of(root, "dir");
  __wasi_filestat_t status = fstat_of(dir);
  static found entries[10];
  int at_end;
  EQUAL(read_some(dir, 256, 0, entries, 10, &at_end), 2);
  TRUE(at_end);
  found *self = named(entries, 2, ".");
  EQUAL(self->entry.d_type, __WASI_FILETYPE_DIRECTORY);
  EQUAL(self->entry.d_ino, status.ino);
  EQUAL(self->entry.d_namlen, 1);
  EQUAL(named(entries, 2, "..")->entry.d_type, __WASI_FILETYPE_DIRECTORY);

  fd file = opened(dir, 0, "file", CREATE, READ | WRITE | __WASI_RIGHTS_FD_READDIR | __WASI_RIGHTS_FD_FILESTAT_GET, 0);
  status = fstat_of(file);
  EQUAL(read_some(dir, 256, 0, entries, 10, &at_end), 3);
  TRUE(at_end);
  uint64_t cookie = entries[1].entry.d_next;
  char last[64];
  strcpy(last, entries[2].name);
  found *inner = named(entries, 3, "file");
  EQUAL(inner->entry.d_type, __WASI_FILETYPE_REGULAR_FILE);
  EQUAL(inner->entry.d_ino, status.ino);
  EQUAL(read_some(dir, 256, cookie, entries, 10, &at_end), 1);
  TRUE(at_end);
  TRUE(!strcmp(entries[0].name, last));
}

static int count_all(fd folder, uint32_t size) {
  static found entries[3000];
  int total = 0, at_end = 0;
  for (uint64_t cookie = 0; !at_end;) {
    int count = read_some(folder, size, cookie, entries, 3000, &at_end);
    total += count;
    if (count > 0) cookie = entries[count - 1].entry.d_next;
    else TRUE(at_end);
  }
  return total;
}

CASE(list_many) {
  make_folder("dir");
  fd dir = folder_of(root, "dir");
  char name[20];
  for (int at = 0; at < 1000; at++) {
    snprintf(name, sizeof name, "file.%d", at);
    touch(dir, name);
  }
  EQUAL(count_all(dir, 256), 1002);
  EQUAL(count_all(dir, 65536), 1002);
}

CASE(list_of_each_kind) {
  touch(root, "file");
  make_folder("folder");
  WORKS(p1_path_symlink(PATH("file"), root, PATH("link")));
  static found entries[10];
  int at_end;
  EQUAL(read_some(root, 4096, 0, entries, 10, &at_end), 5);
  EQUAL(named(entries, 5, "file")->entry.d_type, __WASI_FILETYPE_REGULAR_FILE);
  EQUAL(named(entries, 5, "folder")->entry.d_type, __WASI_FILETYPE_DIRECTORY);
  EQUAL(named(entries, 5, "link")->entry.d_type, __WASI_FILETYPE_SYMBOLIC_LINK);
  EQUAL(named(entries, 5, "link")->entry.d_ino, stat_of(root, 0, "link").ino);
}

CASE(list_into_a_small_room) {
  touch(root, "a-file-with-a-name");
  uint8_t bytes[30];
  memset(bytes, 0x55, sizeof bytes);
  uint32_t used;
  // not even one entry fits: the room is full, so that the guest asks again with more
  WORKS(p1_fd_readdir(root, bytes, 10, 0, &used));
  EQUAL(used, 10);
  EQUAL(bytes[10], 0x55);
  WORKS(p1_fd_readdir(root, bytes, 0, 0, &used));
  EQUAL(used, 0);
}

CASE(list_by_single_entries) {
  for (char name[2] = "a"; *name < 'k'; ++*name) touch(root, name);
  // room for one entry with a name of two bytes, and a part of the next
  EQUAL(count_all(root, 30), 12);
}

CASE(list_changes) {
  static found entries[10];
  int at_end;
  EQUAL(read_some(root, 4096, 0, entries, 10, &at_end), 2);
  touch(root, "new");
  EQUAL(read_some(root, 4096, 0, entries, 10, &at_end), 3);
  WORKS(p1_path_unlink_file(root, PATH("new")));
  EQUAL(read_some(root, 4096, 0, entries, 10, &at_end), 2);
}

CASE(list_a_file) {
  uint8_t bytes[30];
  uint32_t used;
  GIVES(p1_fd_readdir(file_of("file"), bytes, 30, 0, &used), NOTDIR, BADF, NOTCAPABLE);
}

CASE(list_of_long_names) {
  char name[256];
  memset(name, 'n', 255);
  name[255] = 0;
  touch(root, name);
  static uint8_t bytes[4096];
  uint32_t used;
  WORKS(p1_fd_readdir(root, bytes, 4096, 0, &used));
  EQUAL(used, 3 * sizeof(__wasi_dirent_t) + 1 + 2 + 255);
}

CASE(list_a_removed_folder) {
  make_folder("sub");
  fd sub = folder_of(root, "sub");
  WORKS(p1_path_remove_directory(root, PATH("sub")));
  static found entries[10];
  uint8_t bytes[300];
  uint32_t used;
  // Linux lists nothing; a runtime may still say `.` and `..`, or that it is gone
  int error = p1_fd_readdir(sub, bytes, 300, 0, &used);
  GIVES(error, SUCCESS, NOENT);
  if (error == 0) {
    int at_end;
    TRUE(read_some(sub, 300, 0, entries, 10, &at_end) <= 2);
  }
}

CASE(c_library_lists) {
  make_folder("sub");
  touch(root, "sub/inner");
  DIR *folder = opendir("/sub");
  TRUE(folder != NULL);
  int count = 0, seen = 0;
  for (struct dirent *entry; (entry = readdir(folder)); count++) seen += !strcmp(entry->d_name, "inner");
  closedir(folder);
  EQUAL(seen, 1);
  EQUAL(count, 3);
}
