/**
 * Named cases of one guest: `guest list` prints their names, `guest NAME` runs one and prints `ok NAME` or
 * `not ok NAME: …` to standard error. Each runs in an instance of its own, with two empty folders: `/` and `/second`.
 */
#pragma once
#include "../preview1.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** The folders that the host gives. */
enum { root = 3, second = 4 };
/** No descriptor has it. */
static const fd no_descriptor = 77;

static const char *running;

typedef struct {
  const char *name;
  void (*run)(void);
} wasi_case;
static wasi_case all_cases[200];
static int case_count;

#define CASE(name)                                                                 \
  static void case_##name(void);                                                   \
  __attribute__((constructor)) static void add_##name(void) {                      \
    all_cases[case_count++] = (wasi_case){#name, case_##name};                     \
  }                                                                                \
  static void case_##name(void)

static void say(const char *text) {
  __wasi_ciovec_t vector = {(const uint8_t *)text, strlen(text)};
  uint32_t done;
  p1_fd_write(2, &vector, 1, &done);
}

__attribute__((noreturn, format(printf, 1, 2))) static void fail(const char *format, ...) {
  char text[600], line[700];
  __builtin_va_list values;
  __builtin_va_start(values, format);
  vsnprintf(text, sizeof text, format, values);
  __builtin_va_end(values);
  snprintf(line, sizeof line, "not ok %s: %s\n", running, text);
  say(line);
  __wasi_proc_exit(1);
}

static void check(int line, const char *what, int got, const int *expected, int count) {
  for (int at = 0; at < count; at++) if (got == expected[at]) return;
  char wanted[80] = "";
  for (int at = 0; at < count; at++) snprintf(wanted + strlen(wanted), 20, at ? " or %d" : "%d", expected[at]);
  fail("line %d, %s: expected %s, got %d", line, what, wanted, got);
}

static void check_equal(int line, const char *what, uint64_t got, uint64_t expected) {
  if (got != expected) fail("line %d, %s: expected %llu, got %llu", line, what, expected, got);
}

#define ERRNOS(...) (const int[]){__VA_ARGS__}, sizeof((int[]){__VA_ARGS__}) / sizeof(int)
/** The call's errno is one of these. */
#define GIVES(call, ...) check(__LINE__, #call, call, ERRNOS(__VA_ARGS__))
#define WORKS(call) GIVES(call, 0)
/** The call fails, and which way is not said anywhere. */
#define FAILS(call) do { if ((call) == 0) fail("line %d, %s: expected an error", __LINE__, #call); } while (0)
#define EQUAL(got, expected) check_equal(__LINE__, #got, got, expected)
#define TRUE(condition) do { if (!(condition)) fail("line %d: expected %s", __LINE__, #condition); } while (0)
#define BYTES(got, length, text)                                                                     \
  do {                                                                                               \
    if ((length) != strlen(text) || memcmp(got, text, length) != 0)                                   \
      fail("line %d, %s: expected \"%s\", got \"%.*s\"", __LINE__, #got, text, (int)(length), (char *)(got)); \
  } while (0)

#define PATH(text) text, sizeof text - 1

#define SUCCESS __WASI_ERRNO_SUCCESS
#define ACCES __WASI_ERRNO_ACCES
#define BADF __WASI_ERRNO_BADF
#define BUSY __WASI_ERRNO_BUSY
#define EXIST __WASI_ERRNO_EXIST
#define FAULT __WASI_ERRNO_FAULT
#define FBIG __WASI_ERRNO_FBIG
#define ILSEQ __WASI_ERRNO_ILSEQ
#define INVAL __WASI_ERRNO_INVAL
#define ISDIR __WASI_ERRNO_ISDIR
#define LOOP __WASI_ERRNO_LOOP
#define NAMETOOLONG __WASI_ERRNO_NAMETOOLONG
#define NOENT __WASI_ERRNO_NOENT
#define NOSYS __WASI_ERRNO_NOSYS
#define NOTCAPABLE __WASI_ERRNO_NOTCAPABLE
#define NOTDIR __WASI_ERRNO_NOTDIR
#define NOTEMPTY __WASI_ERRNO_NOTEMPTY
#define NOTSOCK __WASI_ERRNO_NOTSOCK
#define NOTSUP __WASI_ERRNO_NOTSUP
#define OVERFLOW __WASI_ERRNO_OVERFLOW
#define PERM __WASI_ERRNO_PERM
#define SPIPE __WASI_ERRNO_SPIPE
#define XDEV __WASI_ERRNO_XDEV

#define READ __WASI_RIGHTS_FD_READ
#define WRITE __WASI_RIGHTS_FD_WRITE
/** What a program may want of a file. */
static const uint64_t file_rights = READ | WRITE | __WASI_RIGHTS_FD_SEEK | __WASI_RIGHTS_FD_TELL | __WASI_RIGHTS_FD_FILESTAT_GET |
                                    __WASI_RIGHTS_FD_FILESTAT_SET_SIZE | __WASI_RIGHTS_FD_FILESTAT_SET_TIMES | __WASI_RIGHTS_FD_ALLOCATE |
                                    __WASI_RIGHTS_FD_ADVISE | __WASI_RIGHTS_FD_SYNC | __WASI_RIGHTS_FD_DATASYNC |
                                    __WASI_RIGHTS_FD_FDSTAT_SET_FLAGS | __WASI_RIGHTS_POLL_FD_READWRITE;
enum { CREATE = 1, DIRECTORY = 2, EXCLUSIVE = 4, TRUNCATE = 8, FOLLOW = 1, APPEND = 1, NONBLOCK = 4, SYNC = 16 };

static __attribute__((unused)) fd opened(fd folder, uint32_t lookup, const char *path, uint32_t how, uint64_t rights, uint32_t flags) {
  fd file = 0;
  int error = p1_path_open(folder, lookup, path, strlen(path), how, rights, 0, flags, &file);
  if (error) fail("opening %s: got %d", path, error);
  if (file <= 2) fail("opening %s: got descriptor %d", path, file);
  return file;
}

static __attribute__((unused)) fd file_of(const char *path) { return opened(root, 0, path, CREATE, file_rights, 0); }

static __attribute__((unused)) void close_it(fd file) {
  int error = p1_fd_close(file);
  if (error) fail("closing: got %d", error);
}

static __attribute__((unused)) void touch(fd folder, const char *path) { close_it(opened(folder, 0, path, CREATE, 0, 0)); }

static __attribute__((unused)) void make_folder(const char *path) {
  int error = p1_path_create_directory(root, path, strlen(path));
  if (error) fail("making %s: got %d", path, error);
}

/** A descriptor of a folder with all the rights that its parent can give, as C libraries ask for them. */
static __attribute__((unused)) fd folder_of(fd folder, const char *path) {
  __wasi_fdstat_t status;
  fd result = 0;
  int error = p1_fd_fdstat_get(folder, &status);
  if (!error) error = p1_path_open(folder, 0, path, strlen(path), DIRECTORY, status.fs_rights_base, status.fs_rights_inheriting, 0, &result);
  if (error) fail("opening the folder %s: got %d", path, error);
  return result;
}

static __attribute__((unused)) __wasi_filestat_t stat_of(fd folder, uint32_t lookup, const char *path) {
  __wasi_filestat_t status;
  memset(&status, 0xff, sizeof status);
  int error = p1_path_filestat_get(folder, lookup, path, strlen(path), &status);
  if (error) fail("stat of %s: got %d", path, error);
  return status;
}

static __attribute__((unused)) __wasi_filestat_t fstat_of(fd file) {
  __wasi_filestat_t status;
  memset(&status, 0xff, sizeof status);
  int error = p1_fd_filestat_get(file, &status);
  if (error) fail("fd_filestat_get: got %d", error);
  return status;
}

static __attribute__((unused)) int write_bytes(fd file, const void *bytes, uint32_t length, uint32_t *done) {
  __wasi_ciovec_t vector = {bytes, length};
  *done = 0xffffffff;
  return p1_fd_write(file, &vector, 1, done);
}

static __attribute__((unused)) int read_bytes(fd file, void *bytes, uint32_t length, uint32_t *done) {
  __wasi_iovec_t vector = {bytes, length};
  *done = 0xffffffff;
  return p1_fd_read(file, &vector, 1, done);
}

static __attribute__((unused)) int pwrite_bytes(fd file, const void *bytes, uint32_t length, uint64_t offset, uint32_t *done) {
  __wasi_ciovec_t vector = {bytes, length};
  *done = 0xffffffff;
  return p1_fd_pwrite(file, &vector, 1, offset, done);
}

static __attribute__((unused)) int pread_bytes(fd file, void *bytes, uint32_t length, uint64_t offset, uint32_t *done) {
  __wasi_iovec_t vector = {bytes, length};
  *done = 0xffffffff;
  return p1_fd_pread(file, &vector, 1, offset, done);
}

static __attribute__((unused)) void write_text(fd file, const char *text) {
  uint32_t done;
  int error = write_bytes(file, text, strlen(text), &done);
  if (error || done != strlen(text)) fail("writing: got %d, %d bytes", error, done);
}

static __attribute__((unused)) void write_file(const char *path, const char *text) {
  fd file = file_of(path);
  write_text(file, text);
  close_it(file);
}

#ifndef NO_MAIN
int main(int argc, char **argv) {
  running = argc > 1 ? argv[1] : "";
  for (int at = 0; at < case_count; at++) {
    if (!strcmp(running, "list")) printf("%s\n", all_cases[at].name);
    else if (!strcmp(running, all_cases[at].name)) {
      all_cases[at].run();
      char line[200];
      snprintf(line, sizeof line, "ok %s\n", running);
      say(line);
      return 0;
    }
  }
  return 0;
}
#endif
