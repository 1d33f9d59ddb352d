/** A guest that looks at its sandbox and ends in every way a program can: `probe COMMAND…`, each with its arguments. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static void cat(FILE *file) {
  char chunk[4096];
  for (size_t count; (count = fread(chunk, 1, sizeof chunk, file)) > 0;) fwrite(chunk, 1, count, stdout);
}

static void read_file(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) {
    printf("cannot read %s: %s\n", path, strerror(errno));
    return;
  }
  cat(file);
  fclose(file);
}

static void write_file(const char *path, const char *content, const char *mode) {
  FILE *file = fopen(path, mode);
  if (!file) {
    printf("cannot write %s: %s\n", path, strerror(errno));
    return;
  }
  fputs(content, file);
  fclose(file);
}

static int by_name(const void *left, const void *right) { return strcmp(*(char **)left, *(char **)right); }

static void list(const char *path) {
  DIR *folder = opendir(path);
  if (!folder) {
    printf("cannot list %s: %s\n", path, strerror(errno));
    return;
  }
  char *names[100];
  int count = 0;
  for (struct dirent *entry; (entry = readdir(folder));) {
    if (entry->d_name[0] != '.' && count < 100) names[count++] = strdup(entry->d_name);
  }
  closedir(folder);
  qsort(names, count, sizeof *names, by_name);
  for (int index = 0; index < count; index++) printf("%s\n", names[index]);
}

static void say(const char *what, int result) { printf("%s: %s\n", what, result == 0 ? "done" : strerror(errno)); }

static int __attribute__((noinline)) descend(volatile int depth) { return descend(depth + 1) + depth; }

int main(int argc, char **argv) {
  for (int at = 1; at < argc; at++) {
    const char *command = argv[at];
    const char *argument = at + 1 < argc ? argv[at + 1] : "";
    const char *second = at + 2 < argc ? argv[at + 2] : "";
    if (!strcmp(command, "hello")) printf("Hello, SpiderLightning!\n");
    else if (!strcmp(command, "args")) {
      for (int index = 0; index < argc; index++) printf("%s\n", argv[index]);
      return 0;
    } else if (!strcmp(command, "env")) for (char **entry = environ; entry && *entry; entry++) printf("%s\n", *entry);
    else if (!strcmp(command, "stdin")) cat(stdin);
    else if (!strcmp(command, "stderr")) fprintf(stderr, "%s\n", (at++, argument));
    else if (!strcmp(command, "read")) read_file((at++, argument));
    else if (!strcmp(command, "write")) write_file(argument, (at += 2, second), "w");
    else if (!strcmp(command, "append")) write_file(argument, (at += 2, second), "a");
    else if (!strcmp(command, "list")) list((at++, argument));
    else if (!strcmp(command, "mkdir")) say(command, mkdir((at++, argument), 0777));
    else if (!strcmp(command, "remove")) say(command, remove((at++, argument)));
    else if (!strcmp(command, "rename")) say(command, rename(argument, (at += 2, second)));
    else if (!strcmp(command, "symlink")) say(command, symlink(argument, (at += 2, second)));
    else if (!strcmp(command, "size")) {
      struct stat status;
      if (stat((at++, argument), &status) == 0) printf("%lld\n", (long long)status.st_size);
      else printf("cannot stat %s: %s\n", argument, strerror(errno));
    } else if (!strcmp(command, "sleep")) {
      struct timespec start, end;
      clock_gettime(CLOCK_MONOTONIC, &start);
      usleep(atoi((at++, argument)) * 1000);
      clock_gettime(CLOCK_MONOTONIC, &end);
      printf("slept %s\n", (end.tv_sec - start.tv_sec) * 1000 + (end.tv_nsec - start.tv_nsec) / 1000000 >= atoi(argument) ? "long enough" : "too short");
    } else if (!strcmp(command, "time")) printf("%lld\n", (long long)time(NULL));
    else if (!strcmp(command, "random")) {
      unsigned char chunk[16];
      getentropy(chunk, sizeof chunk);
      for (size_t index = 0; index < sizeof chunk; index++) printf("%02x", chunk[index]);
      printf("\n");
    } else if (!strcmp(command, "exit")) exit(atoi(argument));
    else if (!strcmp(command, "trap")) __builtin_trap();
    else if (!strcmp(command, "overflow")) return descend(0);
    else if (!strcmp(command, "loop")) for (volatile int turn = 0;; turn++);
    else {
      fprintf(stderr, "unknown command %s\n", command);
      return 2;
    }
  }
  return 0;
}
