/**
 * A guest that does with a store what it is told: `contract NAME COMMAND…` does the commands and prints how each
 * went; `contract drive NAME` asks the configs capability `driver` for one command after the other, until it is empty.
 */
#include "guest.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(failure why) {
  fprintf(stderr, "%.*s: %.*s\n", (int)why.kase.length, why.kase.data, (int)why.message.length, why.message.data);
  exit(1);
}

static answer perform(handle store, bytes command, bytes *arguments) {
  answer result = {0};
  if (!store_command(store, command, arguments, &result)) {
    result.failed = true;
    result.why = (failure){text("unknown-command"), command};
  }
  return result;
}

static int drive(handle store) {
  failure why = {0};
  if (!driver_open(&why)) fail(why);
  for (;;) {
    bytes command;
    if (!driver_next(&command, &why)) fail(why);
    if (command.length == 0) return 0;
    uint8_t *memory = command.data;
    bytes name = next_field(&command);
    answer result = perform(store, name, &command);
    buffer out = {0};
    append_field(&out, text(result.failed ? "error" : "ok"));
    if (result.failed) {
      append_field(&out, result.why.kase);
      append_field(&out, result.why.message);
    } else append(&out, (bytes){result.fields.data, result.fields.length});
    if (!driver_answer((bytes){out.data, out.length}, &why)) fail(why);
    free(out.data);
    free(result.fields.data);
    free(memory);
  }
}

static void print(bytes command, answer result) {
  printf("%.*s", (int)command.length, command.data);
  if (result.failed) {
    printf(" failed: %.*s: %.*s\n", (int)result.why.kase.length, result.why.kase.data, (int)result.why.message.length,
           result.why.message.data);
    return;
  }
  printf(":");
  for (bytes rest = {result.fields.data, result.fields.length}; rest.length > 0;) {
    bytes field = next_field(&rest);
    printf(" ");
    fwrite(field.data, 1, field.length, stdout);
  }
  printf("\n");
}

int main(int argc, char **argv) {
  if (argc < 3) {
    fprintf(stderr, "contract NAME COMMAND… or contract drive NAME\n");
    return 2;
  }
  bool driven = strcmp(argv[1], "drive") == 0;
  failure why = {0};
  handle store;
  if (!store_open(text(argv[driven ? 2 : 1]), &store, &why)) {
    printf("open failed: %.*s: %.*s\n", (int)why.kase.length, why.kase.data, (int)why.message.length, why.message.data);
    return 1;
  }
  if (driven) return drive(store);
  for (int at = 2; at < argc;) {
    bytes command = text(argv[at++]);
    int count = store_arity(command);
    buffer arguments = {0};
    for (; at < argc && count != 0; count--) append_field(&arguments, text(argv[at++]));
    bytes fields = {arguments.data, arguments.length};
    print(command, perform(store, command, &fields));
  }
  store_drop(store);
  return 0;
}
