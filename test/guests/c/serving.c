/**
 * A component that serves HTTP and does what the path says, word by word, before it answers with "done":
 * /get/KEY/print/TEXT/wait/MILLISECONDS/grow/MEBIBYTES/trap/-/spin/-
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FROM(module, name) __attribute__((import_module(module), import_name(name)))
#define TYPES(name) FROM("wasi:http/types@0.2.12", name)
#define STREAMS(name) FROM("wasi:io/streams@0.2.12", name)
#define STORE(name) FROM("wasi:keyvalue/store@0.2.0-draft2", name)

typedef int32_t handle;

TYPES("[constructor]fields") handle fields(void);
TYPES("[constructor]outgoing-response") handle outgoing_response(handle headers);
TYPES("[method]outgoing-response.body") void outgoing_response_body(handle, void *);
TYPES("[static]response-outparam.set")
void response_outparam_set(handle, int32_t is_error, handle response, int32_t, int64_t, int32_t, int32_t, int32_t, int32_t);
TYPES("[method]outgoing-body.write") void outgoing_body_write(handle, void *);
TYPES("[static]outgoing-body.finish") void outgoing_body_finish(handle, int32_t has_trailers, handle, void *);
TYPES("[method]incoming-request.path-with-query") void path_with_query(handle, void *);
TYPES("[resource-drop]incoming-request") void incoming_request_drop(handle);
STREAMS("[method]output-stream.blocking-write-and-flush") void write_and_flush(handle, const void *, size_t, void *);
STREAMS("[resource-drop]output-stream") void output_stream_drop(handle);
STORE("open") void store_open(const char *, size_t, void *);
STORE("[method]bucket.get") void bucket_get(handle, const char *, size_t, void *);

/* what a function gives: of a result, whether it is an error, and a handle; of an option, whether there is one, and a text */
static struct {
  uint8_t tag;
  union {
    handle handle;
    char *text;
  };
  size_t length;
  int32_t rest[14];
} outcome;

__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(void *old, size_t, size_t, size_t size) {
  return realloc(old, size);
}

static void get(const char *key) {
  static handle bucket = -1;
  if (bucket == -1) {
    store_open("orders", 6, &outcome);
    if (outcome.tag) abort();
    bucket = outcome.handle;
  }
  bucket_get(bucket, key, strlen(key), &outcome);
}

static void grow(size_t size) {
  // what is not used, compilers do not ask for
  void *volatile memory = malloc(size);
  printf("%s\n", memory ? "grown" : "no memory");
  fflush(stdout);
}

static void act(const char *verb, const char *object) {
  if (!strcmp(verb, "get")) get(object);
  if (!strcmp(verb, "print")) printf("%s\n", object), fflush(stdout);
  if (!strcmp(verb, "grow")) grow((size_t)atoi(object) << 20);
  if (!strcmp(verb, "wait")) usleep(1000 * atoi(object));
  if (!strcmp(verb, "trap")) __builtin_trap();
  if (!strcmp(verb, "spin")) for (;;) __asm__ volatile("");
}

__attribute__((export_name("wasi:http/incoming-handler@0.2.12#handle"))) void handle_request(handle request, handle out) {
  path_with_query(request, &outcome);
  char *path = strndup(outcome.text, outcome.length);
  char *rest;
  for (char *verb = strtok_r(path, "/", &rest); verb; verb = strtok_r(NULL, "/", &rest)) {
    char *object = strtok_r(NULL, "/", &rest);
    act(verb, object ? object : "");
  }
  free(path);
  handle response = outgoing_response(fields());
  outgoing_response_body(response, &outcome);
  handle body = outcome.handle;
  response_outparam_set(out, 0, response, 0, 0, 0, 0, 0, 0);
  outgoing_body_write(body, &outcome);
  handle stream = outcome.handle;
  write_and_flush(stream, "done", 4, &outcome);
  output_stream_drop(stream);
  outgoing_body_finish(body, 0, 0, &outcome);
  incoming_request_drop(request);
}
