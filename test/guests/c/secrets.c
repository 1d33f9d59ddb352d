/**
 * A guest that does what it should not: `secrets NAME` reads the secret of that name from its configs, and hands it on
 * in every way that a trace or a report might repeat.
 */
#include "spiderlightning.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

IMPORT(CONFIGS, CONFIGS_STATIC("open")) void import_configs_open(const uint8_t *, size_t, outcome *);
IMPORT(CONFIGS, CONFIGS_METHOD("get")) void import_configs_get(handle, const uint8_t *, size_t, outcome *);

static bytes read_secret(bytes name) {
  outcome configs, value;
  bytes capability = text("secrets");
  import_configs_open(capability.data, capability.length, &configs);
  if (configs.is_error) exit(3);
  import_configs_get(configs.handle, name.data, name.length, &value);
  if (value.is_error) exit(4);
  return value.list;
}

static bytes base64(bytes from) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  buffer to = {0};
  for (size_t at = 0; at < from.length; at += 3) {
    uint32_t group = 0;
    for (size_t index = 0; index < 3; index++) group = group << 8 | (at + index < from.length ? from.data[at + index] : 0);
    for (size_t index = 0; index < 4; index++) {
      bool is_there = at + index <= from.length;
      char letter = is_there ? letters[group >> (18 - 6 * index) & 63] : '=';
      append(&to, (bytes){(uint8_t *)&letter, 1});
    }
  }
  return (bytes){to.data, to.length};
}

static bytes escaped(bytes from, const char *format) {
  buffer to = {0};
  for (size_t at = 0; at < from.length; at++) {
    char one[16];
    snprintf(one, sizeof one, format, from.data[at]);
    append(&to, text(one));
  }
  return (bytes){to.data, to.length};
}

static bytes after(const char *before, bytes value) {
  buffer to = {0};
  append(&to, text(before));
  append(&to, value);
  return (bytes){to.data, to.length};
}

static void command(handle store, const char *name, bytes key, const bytes *value) {
  buffer fields = {0};
  append_field(&fields, key);
  if (value) append_field(&fields, *value);
  bytes arguments = {fields.data, fields.length};
  answer result = {0};
  store_command(store, text(name), &arguments, &result);
}

static void print(FILE *file, bytes value) {
  fwrite(value.data, 1, value.length, file);
  fflush(file);
}

int main(int argc, char **argv) {
  bytes secret = read_secret(text(argc > 1 ? argv[1] : "TOKEN"));
  handle store;
  failure why;
  if (!store_open(text("orders"), &store, &why)) return 5;
  bytes forms[] = {
      secret,
      base64(secret),
      base64(after("x", secret)),
      base64(after("xy", secret)),
      escaped(secret, "%%%02X"),
      escaped(secret, "%%%02x"),
      escaped(secret, "\\u%04x"),
      escaped(secret, "%02x"),
      after("\xff\xfe", secret),
      after("a value of which the preview ends in the middle of the sec: ", secret),
  };
  for (size_t index = 0; index < sizeof forms / sizeof *forms; index++) {
    command(store, "set", text("key"), &forms[index]);
    command(store, "get", text("key"), NULL);
    // as a key, it comes back in the message of the error
    if (index != 8) command(store, "get", after("no-", forms[index]), NULL);
    if (index != 8) print(stderr, forms[index]), print(stderr, text("\n"));
  }
  size_t half = secret.length / 2;
  print(stdout, text("token="));
  print(stdout, (bytes){secret.data, half});
  // what comes in between is told in between
  command(store, "exists", text("key"), NULL);
  command(store, "get", text("key"), NULL);
  print(stdout, (bytes){secret.data + half, secret.length - half});
  print(stdout, text("\n"));
  print(stdout, secret);
  handle none;
  store_open(secret, &none, &why);
  return argc > 2 ? atoi(argv[2]) : 1;
}
