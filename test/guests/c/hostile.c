/**
 * A guest that does what it is told to leave its folder: each argument is one operation, its fields parted by spaces,
 * its paths percent-encoded; see test/sandbox/operations.ts. Prints what it got, never what it was told.
 */
#include "hostile.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *rest;

static char *word(void) {
  char *start = rest;
  if (!start) return "";
  rest = strchr(start, ' ');
  if (rest) *rest++ = 0;
  return start;
}

static uint64_t number(void) { return strtoull(word(), NULL, 0); }

static int digit(char one) { return one <= '9' ? one - '0' : one - 'a' + 10; }

static path encoded(void) {
  char *text = word();
  uint32_t length = 0;
  for (char *from = text; *from; length++) {
    if (*from == '%') {
      text[length] = digit(from[1]) * 16 + digit(from[2]);
      from += 3;
    } else text[length] = *from++;
  }
  return (path){text, length};
}

static int operate(char *name) {
  if (!strcmp(name, "open")) {
    int folder = number(), slot = number();
    uint32_t lookup = number(), how = number();
    uint64_t rights = number();
    uint32_t flags = number();
    int error = try_open(folder, slot, lookup, how, rights, flags, encoded());
    if (error) return error;
    // whatever it is: look at it
    try_fstat(slot);
    try_read(slot);
    try_list(slot);
    return 0;
  }
  if (!strcmp(name, "read")) return try_read(number());
  if (!strcmp(name, "write")) return try_write(number());
  if (!strcmp(name, "list")) return try_list(number());
  if (!strcmp(name, "fstat")) return try_fstat(number());
  if (!strcmp(name, "ftimes")) return try_ftimes(number());
  if (!strcmp(name, "sync")) return try_sync(number());
  if (!strcmp(name, "close")) return try_close(number());
  int first = 0;
  if (!strcmp(name, "symlink")) {
    path target = encoded();
    first = number();
    return try_symlink(target, first, encoded());
  }
  first = number();
  if (!strcmp(name, "size")) return try_size(first, number());
  if (!strcmp(name, "renumber")) return try_renumber(first, number());
  if (!strcmp(name, "mkdir")) return try_mkdir(first, encoded());
  if (!strcmp(name, "rmdir")) return try_rmdir(first, encoded());
  if (!strcmp(name, "unlink")) return try_unlink(first, encoded());
  if (!strcmp(name, "rename")) {
    path from = encoded();
    int folder = number();
    return try_rename(first, from, folder, encoded());
  }
  uint32_t second = number();
  if (!strcmp(name, "stat")) return try_stat(first, second, encoded());
  if (!strcmp(name, "times")) return try_times(first, second, encoded());
  if (!strcmp(name, "readlink")) return try_readlink(first, second, encoded());
  if (!strcmp(name, "link")) {
    path from = encoded();
    int folder = number();
    return try_link(first, second, from, folder, encoded());
  }
  fprintf(stderr, "there is no operation %s\n", name);
  exit(2);
}

#define TEXT(text) ((path){text, sizeof text - 1})

static int exists(path one) { return !try_open(0, slots - 1, 1, 0, ~0ull, 0, one); }

/** Puts a link that leads out where a folder was, and the folder back, until the other guest has come there. */
static void swap(int turns) {
  try_rename(0, TEXT("a"), 0, TEXT("real"));
  try_symlink(TEXT(".."), 0, TEXT("out"));
  try_open(0, slots - 1, 0, 1, ~0ull, 0, TEXT("ready"));
  while (!exists(TEXT("waiting")));
  for (int turn = 0; turn < turns || (turn < 1000 * turns && !exists(TEXT("hit"))); turn++) {
    try_rename(0, TEXT("real"), 0, TEXT("turn"));
    try_rename(0, TEXT("turn"), 0, TEXT("real"));
    try_rename(0, TEXT("out"), 0, TEXT("turn"));
    try_rename(0, TEXT("turn"), 0, TEXT("out"));
  }
  try_open(0, slots - 1, 0, 1, ~0ull, 0, TEXT("done"));
}

/** Goes through the place that the other guest swaps, with every function. */
static void go(void) {
  while (!exists(TEXT("ready")));
  try_open(0, slots - 1, 0, 1, ~0ull, 0, TEXT("waiting"));
  for (int turn = 0; turn % 64 || !exists(TEXT("done")); turn++) {
    uint32_t follow = turn & 1;
    if (!try_open(0, 4, follow, 0, ~0ull, 0, TEXT("turn/canary.txt"))) {
      printf("hit\n");
      try_open(0, slots - 1, 0, 1, ~0ull, 0, TEXT("hit"));
      try_read(4);
      try_write(4);
      try_fstat(4);
    }
    if (!try_open(0, 4, follow, 2, ~0ull, 0, TEXT("turn"))) {
      try_list(4);
      if (!try_open(4, 5, follow, 0, ~0ull, 0, TEXT("canary.txt"))) try_read(5), try_write(5);
      try_symlink(TEXT("x"), 4, TEXT("made-link"));
      try_mkdir(4, TEXT("made-folder"));
      try_unlink(4, TEXT("canary-link"));
    }
    try_open(0, 4, follow, 1, ~0ull, 0, TEXT("turn/made"));
    try_open(0, 4, follow, 9, ~0ull, 0, TEXT("turn/canary.txt"));
    try_stat(0, follow, TEXT("turn/canary.txt"));
    try_times(0, follow, TEXT("turn/canary.txt"));
    try_link(0, 0, TEXT("turn/canary.txt"), 0, TEXT("caught"));
    try_rename(0, TEXT("turn/canary-empty"), 0, TEXT("caught-folder"));
    try_rename(0, TEXT("ready"), 0, TEXT("turn/ready"));
    try_readlink(0, 256, TEXT("turn/canary-link"));
    try_unlink(0, TEXT("turn/canary-link"));
    try_rmdir(0, TEXT("turn/canary-empty"));
    try_mkdir(0, TEXT("turn/made-below"));
    try_symlink(TEXT("x"), 0, TEXT("turn/link-below"));
  }
}

int main(int argc, char **argv) {
  begin();
  if (argc > 2 && !strcmp(argv[1], "swap")) {
    swap(atoi(argv[2]));
    return 0;
  }
  if (argc > 1 && !strcmp(argv[1], "go")) {
    go();
    return 0;
  }
  for (int at = 1; at < argc; at++) {
    rest = argv[at];
    char *name = word();
    int error = operate(name);
    printf("%d %s: %d\n", at, name, error);
  }
  return 0;
}
