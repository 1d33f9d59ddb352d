/** A component that serves HTTP by wasi:http: what it does stands in the path. */
#include "wasi-http.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** Of `error-code`, by their places in it. */
enum { CONNECTION_REFUSED = 6, INTERNAL_ERROR = 38 };

__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(void *old, size_t, size_t align, size_t size) {
  return size == 0 ? (void *)align : realloc(old, size);
}

static text literal(const char *string) { return (text){string, strlen(string)}; }

/** What has gone wrong in a way that no case here is about. */
static void expect(bool holds) {
  if (!holds) abort();
}

static handle expect_handle(handle_result result) {
  expect(!result.is_error);
  return result.handle;
}

/* an answer: its body may be written once it was begun */

typedef struct {
  handle body;
  handle stream;
} answer;

static answer begin_with(handle out, int32_t status, handle headers) {
  handle response = response_new(headers);
  expect(response_set_status(response, status) == 0);
  handle_result result;
  response_body(response, &result);
  answer made = {expect_handle(result)};
  body_write(made.body, &result);
  made.stream = expect_handle(result);
  outparam_set(out, 0, response, 0, 0, 0, 0, 0, 0);
  return made;
}

static answer begin(handle out) { return begin_with(out, 200, fields_new()); }

/** True where the stream took it. */
static bool put(answer to, text bytes) {
  for (size_t at = 0; at < bytes.length; at += 4096) {
    size_t count = bytes.length - at < 4096 ? bytes.length - at : 4096;
    read_result result;
    stream_blocking_write(to.stream, bytes.data + at, count, &result);
    if (result.is_error) return false;
  }
  return true;
}

static void print(answer to, const char *format, ...) {
  char line[512];
  va_list values;
  va_start(values, format);
  int length = vsnprintf(line, sizeof line, format, values);
  va_end(values);
  put(to, (text){line, length});
}

/** The case of the error that it ends with; -1: none. */
static int finish_with(answer done, bool has_trailers, handle trailers) {
  output_drop(done.stream);
  code_result result;
  body_finish(done.body, has_trailers, trailers, &result);
  return result.is_error ? result.error.kase : -1;
}

static void finish(answer done) { expect(finish_with(done, false, 0) == -1); }

static void append(handle fields, const char *name, const char *value) {
  header_result result;
  fields_append(fields, name, strlen(name), value, strlen(value), &result);
  expect(!result.is_error);
}

static handle with_header(const char *name, const char *value) {
  handle fields = fields_new();
  append(fields, name, value);
  return fields;
}

static handle input_of(handle request, handle *body) {
  handle_result result;
  request_consume(request, &result);
  *body = expect_handle(result);
  incoming_stream(*body, &result);
  return expect_handle(result);
}

/* what the paths are */

static void hello(handle request, handle out, const char *argument) {
  answer to = begin(out);
  put(to, literal("hello"));
  finish(to);
}

/** Writes what it reads, waiting for both. */
static void echo(handle request, handle out, const char *argument) {
  handle body, from = input_of(request, &body);
  answer to = begin(out);
  read_result result;
  for (;;) {
    stream_blocking_read(from, 65536, &result);
    if (result.is_error) break;
    bool taken = put(to, result.bytes);
    if (result.bytes.length > 0) free((void *)result.bytes.data);
    if (!taken) break;
  }
  input_drop(from);
  incoming_drop(body);
  finish(to);
}

/** The same without that the bytes come here. */
static void splice(handle request, handle out, const char *argument) {
  handle body, from = input_of(request, &body);
  answer to = begin(out);
  count_result result;
  do stream_blocking_splice(to.stream, from, 1 << 20, &result);
  while (!result.is_error);
  input_drop(from);
  incoming_drop(body);
  finish(to);
}

/** The same with calls that do not wait, and pollables that do. */
static void poll(handle request, handle out, const char *argument) {
  handle body, from = input_of(request, &body);
  answer to = begin(out);
  handle readable = input_subscribe(from), writable = output_subscribe(to.stream);
  for (;;) {
    count_result room;
    stream_check_write(to.stream, &room);
    if (room.is_error) break;
    if (room.count == 0) {
      pollable_block(writable);
      continue;
    }
    read_result result;
    stream_read(from, room.count, &result);
    if (result.is_error) break;
    if (result.bytes.length == 0) {
      pollable_block(readable);
      continue;
    }
    text bytes = result.bytes;
    stream_write(to.stream, bytes.data, bytes.length, &result);
    free((void *)bytes.data);
    if (result.is_error) break;
  }
  pollable_drop(readable);
  pollable_drop(writable);
  input_drop(from);
  incoming_drop(body);
  finish(to);
}

static void print_fields(answer to, handle fields) {
  field_list list;
  fields_entries(fields, &list);
  for (size_t at = 0; at < list.length; at++)
    print(to, "%.*s: %.*s\n", (int)list.data[at].name.length, list.data[at].name.data,
          (int)list.data[at].value.length, list.data[at].value.data);
}

static void print_text(answer to, const char *name, optional_text value) {
  if (value.is_some) print(to, "%s %.*s\n", name, (int)value.value.length, value.value.data);
  else print(to, "%s none\n", name);
}

/** What it is told of the request. */
static void headers(handle request, handle out, const char *argument) {
  answer to = begin(out);
  method kind;
  request_method(request, &kind);
  if (kind.kase == 9) print(to, "method other %.*s\n", (int)kind.other.length, kind.other.data);
  else print(to, "method %d\n", kind.kase);
  optional_text value;
  request_path(request, &value);
  print_text(to, "path", value);
  request_authority(request, &value);
  print_text(to, "authority", value);
  optional_scheme scheme;
  request_scheme(request, &scheme);
  print(to, "scheme %d\n", scheme.is_some ? scheme.value.kase : -1);
  handle fields = request_headers(request);
  print_fields(to, fields);
  header_result result;
  fields_append(fields, "a", 1, "b", 1, &result);
  print(to, "append %d %d\n", result.is_error, result.error);
  handle copy = fields_clone(fields);
  fields_append(copy, "a", 1, "b", 1, &result);
  print(to, "append to a clone %d\n", result.is_error);
  fields_drop(copy);
  fields_drop(fields);
  finish(to);
}

/** Sends back what the client sent as its header, and the fields of its own as they were made. */
static void fields(handle request, handle out, const char *argument) {
  handle asked = request_headers(request);
  handle given = fields_clone(asked);
  fields_drop(asked);
  header_result result;
  fields_delete(given, "content-length", 14, &result);
  append(given, "X-Twice", "one");
  append(given, "x-twice", "two");
  text values[] = {literal("three"), literal("four")};
  fields_set(given, "X-Set", 5, values, 2, &result);
  expect(!result.is_error);
  text_list list;
  fields_get(given, "X-TWICE", 7, &list);
  expect(list.length == 2 && list.data[1].length == 3);
  answer to = begin_with(out, 200, given);
  for (const char **name = (const char *[]){"host", "Connection", "transfer-encoding", "a b", "", "ok", NULL}; *name; name++) {
    handle made = fields_new();
    fields_append(made, *name, strlen(*name), "x", 1, &result);
    print(to, "'%s' %d %d\n", *name, result.is_error, result.is_error ? result.error : 0);
    fields_drop(made);
  }
  handle made = fields_new();
  fields_append(made, "a", 1, "x\r\nb: y", 7, &result);
  print(to, "line end %d %d\n", result.is_error, result.error);
  fields_drop(made);
  finish(to);
}

static void status(handle request, handle out, const char *argument) {
  handle response = response_new(fields_new());
  int32_t refused = response_set_status(response, atoi(argument));
  expect(refused == 0 || response_set_status(response, 418) == 0);
  outparam_set(out, 0, response, 0, 0, 0, 0, 0, 0);
}

/** Sends back the trailers of the request: in its body, and as its own. */
static void trailers(handle request, handle out, const char *argument) {
  handle_result result;
  request_consume(request, &result);
  handle future = incoming_finish(expect_handle(result));
  handle ready = trailers_subscribe(future);
  answer to = begin_with(out, 200, with_header("trailer", "x-sum"));
  pollable_block(ready);
  trailers_result got;
  trailers_get(future, &got);
  expect(got.is_some && !got.is_taken && !got.is_error);
  if (got.has_trailers) {
    print_fields(to, got.trailers);
    fields_drop(got.trailers);
  } else put(to, literal("none\n"));
  trailers_get(future, &got);
  print(to, "again %d\n", got.is_taken);
  pollable_drop(ready);
  trailers_drop(future);
  finish_with(to, true, with_header("X-Sum", "abc"));
}

#ifndef OLD
static void informational(handle request, handle out, const char *argument) {
  code_result result;
  outparam_inform(out, 103, with_header("link", "</style.css>; rel=preload"), &result);
  expect(!result.is_error);
  outparam_inform(out, 200, fields_new(), &result);
  expect(result.is_error);
  outparam_inform(out, 101, fields_new(), &result);
  expect(result.is_error);
  hello(request, out, argument);
}
#endif

/** As many bytes as it is asked for; the argument is in KiB. */
static void large(handle request, handle out, const char *argument) {
  static char block[4096];
  memset(block, 'x', sizeof block);
  answer to = begin(out);
  for (int count = atoi(argument) / 4; count > 0; count--)
    if (!put(to, (text){block, sizeof block})) {
      printf("the reader has gone\n");
      fflush(stdout);
      break;
    }
  finish_with(to, false, 0);
}

static void zeroes(handle request, handle out, const char *argument) {
  answer to = begin(out);
  read_result result;
  stream_blocking_write_zeroes(to.stream, 60000, &result);
  stream_write_zeroes(to.stream, 536, &result);
  expect(!result.is_error);
  finish(to);
}

static void never(handle request, handle out, const char *argument) {}

static void trap(handle request, handle out, const char *argument) { __builtin_trap(); }

static void late_trap(handle request, handle out, const char *argument) {
  put(begin(out), literal("hello"));
  __builtin_trap();
}

static void refused(handle request, handle out, const char *argument) {
  outparam_set(out, 1, CONNECTION_REFUSED, 0, 0, 0, 0, 0, 0);
}

static void internal(handle request, handle out, const char *argument) {
  text why = literal("the moon");
  outparam_set(out, 1, INTERNAL_ERROR, 1, (int32_t)(intptr_t)why.data, why.length, 0, 0, 0);
}

/** Leaves everything as it is. */
static void unfinished(handle request, handle out, const char *argument) { put(begin(out), literal("hello")); }

static void dropped(handle request, handle out, const char *argument) {
  answer to = begin(out);
  put(to, literal("hello"));
  output_drop(to.stream);
  body_drop(to.body);
}

/** Writes hello where the head says what the argument is. */
static void length(handle request, handle out, const char *argument) {
  answer to = begin_with(out, 200, with_header("content-length", argument));
  read_result result;
  stream_blocking_write(to.stream, "hello", 5, &result);
  if (result.is_error) {
    optional_code code;
    http_error_code(result.error.error, &code);
    printf("write %d: code %d, size %d\n", result.error.kase, code.error.kase, (int)code.error.size.value);
    error_drop(result.error.error);
  }
  printf("finish %d\n", finish_with(to, false, 0));
  fflush(stdout);
}

/** All of it before it is sent. */
static void early(handle request, handle out, const char *argument) {
  handle response = response_new(with_header("content-length", "10"));
  handle_result result;
  response_body(response, &result);
  answer to = {expect_handle(result)};
  body_write(to.body, &result);
  to.stream = expect_handle(result);
  expect(put(to, literal("hello ")));
  expect(put(to, literal("you\n")));
  finish(to);
  outparam_set(out, 0, response, 0, 0, 0, 0, 0, 0);
}

/** More than is kept of a body that is not sent. */
static void too_early(handle request, handle out, const char *argument) {
  static char block[4096];
  handle response = response_new(fields_new());
  handle_result result;
  response_body(response, &result);
  answer to = {expect_handle(result)};
  body_write(to.body, &result);
  to.stream = expect_handle(result);
  for (int count = 0; count < 1024; count++) put(to, (text){block, sizeof block});
}

static void twice(handle request, handle out, const char *argument) {
  handle_result result;
  request_consume(request, &result);
  handle incoming = expect_handle(result);
  request_consume(request, &result);
  bool consumed = result.is_error;
  incoming_stream(incoming, &result);
  handle from = expect_handle(result);
  incoming_stream(incoming, &result);
  bool streamed = result.is_error;
  input_drop(from);
  incoming_drop(incoming);
  handle response = response_new(fields_new());
  response_body(response, &result);
  answer to = {expect_handle(result)};
  response_body(response, &result);
  bool bodied = result.is_error;
  body_write(to.body, &result);
  to.stream = expect_handle(result);
  body_write(to.body, &result);
  bool written = result.is_error;
  outparam_set(out, 0, response, 0, 0, 0, 0, 0, 0);
  print(to, "%d%d%d%d", consumed, streamed, bodied, written);
  finish(to);
}

/** Puts a body away that still has its stream. */
static void stray_input(handle request, handle out, const char *argument) {
  handle body;
  input_of(request, &body);
  incoming_drop(body);
}

static void stray_output(handle request, handle out, const char *argument) {
  code_result result;
  body_finish(begin(out).body, 0, 0, &result);
}

/** More at once than there is room for. */
static void too_much(handle request, handle out, const char *argument) {
  static char block[1 << 20];
  read_result result;
  stream_write(begin(out).stream, block, sizeof block, &result);
}

/* what a guest keeps of a request, for the next */
static handle kept_input, kept_outparam;
static answer kept;

static void keep(handle request, handle out, const char *argument) {
  handle body;
  kept_input = input_of(request, &body);
  if (argument[0] == 'o') kept_outparam = out;
  else {
    kept = begin(out);
    put(kept, literal("kept"));
  }
}

static void use_kept(handle request, handle out, const char *argument) {
  read_result read, written;
  stream_blocking_read(kept_input, 100, &read);
  answer to = begin(out);
  print(to, "read %d", read.is_error ? read.error.kase : -1);
  if (kept_outparam) outparam_set(kept_outparam, 1, CONNECTION_REFUSED, 0, 0, 0, 0, 0, 0);
  else {
    stream_blocking_write(kept.stream, "more", 4, &written);
    print(to, " write %d", written.is_error ? written.error.kase : -1);
  }
  finish(to);
}

/** How many requests this instance has answered before. */
static void count(handle request, handle out, const char *argument) {
  static int count;
  answer to = begin(out);
  print(to, "%d", count++);
  finish(to);
}

/** Reads a little and waits for the rest; says how that ended. */
static void upload(handle request, handle out, const char *argument) {
  handle body, from = input_of(request, &body);
  read_result result;
  size_t size = 0;
  for (;;) {
    stream_blocking_read(from, 65536, &result);
    if (result.is_error) break;
    size += result.bytes.length;
    if (result.bytes.length > 0) free((void *)result.bytes.data);
  }
  optional_code code = {0};
  if (result.error.kase == 0) {
    http_error_code(result.error.error, &code);
    error_drop(result.error.error);
  }
  printf("upload %s, code %d\n", result.error.kase == 0 ? "broken off" : "whole", code.is_error ? code.error.kase : -1);
  fflush(stdout);
  input_drop(from);
  incoming_drop(body);
  answer to = begin(out);
  print(to, "%zu", size);
  finish_with(to, false, 0);
}

#ifdef KEYVALUE
typedef struct {
  uint8_t is_error;
  union {
    handle handle;
    optional_text value;
    struct {
      uint8_t kase;
      text message;
    } error;
  };
} store_result;

#define STORE(name) IMPORT("wasi:keyvalue/store@0.2.0-draft2", name)
STORE("open") void store_open(const char *, size_t, store_result *);
STORE("[method]bucket.get") void bucket_get(handle, const char *, size_t, store_result *);
STORE("[method]bucket.set") void bucket_set(handle, const char *, size_t, const char *, size_t, store_result *);
STORE("[resource-drop]bucket") void bucket_drop(handle);

/** PUT keeps the body under the rest of the path, anything else gives what is there. */
static void keyvalue(handle request, handle out, const char *argument) {
  store_result store, result;
  if (!*argument) argument = "key";
  store_open("bench", 5, &store);
  expect(!store.is_error);
  method kind;
  request_method(request, &kind);
  if (kind.kase == 3) {
    handle body, from = input_of(request, &body);
    read_result read;
    stream_blocking_read(from, 65536, &read);
    text value = read.is_error ? literal("") : read.bytes;
    bucket_set(store.handle, argument, strlen(argument), value.data, value.length, &result);
    expect(!result.is_error);
    input_drop(from);
    incoming_drop(body);
    finish(begin_with(out, 204, fields_new()));
  } else {
    bucket_get(store.handle, argument, strlen(argument), &result);
    expect(!result.is_error);
    answer to = begin_with(out, result.value.is_some ? 200 : 404, fields_new());
    if (result.value.is_some) put(to, result.value.value);
    finish(to);
  }
  bucket_drop(store.handle);
}
#endif

static const struct {
  const char *name;
  void (*answer)(handle request, handle out, const char *argument);
} paths[] = {
    {"echo", echo},
    {"splice", splice},
    {"poll", poll},
    {"headers", headers},
    {"fields", fields},
    {"status", status},
    {"trailers", trailers},
#ifndef OLD
    {"informational", informational},
#endif
#ifdef KEYVALUE
    {"keyvalue", keyvalue},
#endif
    {"large", large},
    {"zeroes", zeroes},
    {"never", never},
    {"trap", trap},
    {"late-trap", late_trap},
    {"refused", refused},
    {"internal", internal},
    {"unfinished", unfinished},
    {"dropped", dropped},
    {"length", length},
    {"early", early},
    {"too-early", too_early},
    {"too-much", too_much},
    {"twice", twice},
    {"stray-input", stray_input},
    {"stray-output", stray_output},
    {"keep", keep},
    {"use-kept", use_kept},
    {"count", count},
    {"upload", upload},
};

__attribute__((export_name("wasi:http/incoming-handler@" VERSION "#handle"))) void handle_request(handle request, handle out) {
  static char path[256];
  optional_text given;
  request_path(request, &given);
  // what it is told is not ended by a zero
  size_t length = given.is_some && given.value.length < sizeof path ? given.value.length : 0;
  memcpy(path, given.value.data, length);
  path[length] = 0;
  path[strcspn(path, "?")] = 0;
  char *argument = strchr(path + 1, '/');
  if (argument) *argument++ = 0;
  void (*found)(handle, handle, const char *) = hello;
  for (size_t at = 0; at < sizeof paths / sizeof *paths; at++)
    if (strcmp(path + 1, paths[at].name) == 0) found = paths[at].answer;
  found(request, out, argument ? argument : "");
  if (found != keep) request_drop(request);
}
