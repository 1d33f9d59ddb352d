/**
 * A component that sends one HTTP request by wasi:http/outgoing-handler and prints what comes of it:
 *
 *     METHOD SCHEME AUTHORITY PATH [-H NAME VALUE]… [-b TEXT | -B SIZE] [-t CONNECT FIRST BETWEEN] [-d]
 *
 * `-` for a scheme, an authority, a path or a time-out that is not set. The body is written while the answer is read. -d:
 * the future is dropped before the answer is there.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IMPORT(module, name) __attribute__((import_module(module "@0.2.12"), import_name(name)))
#define TYPES(name) IMPORT("wasi:http/types", name)
#define STREAMS(name) IMPORT("wasi:io/streams", name)

typedef int32_t handle;

typedef struct {
  const char *data;
  size_t length;
} text;

/** `error-code`, whose largest case is an optional record. */
typedef struct {
  uint8_t which;
  _Alignas(8) union {
    struct {
      uint8_t is_some;
      text text;
      struct {
        uint8_t is_some;
        uint16_t value;
      } number;
    };
    struct {
      uint8_t has_alert;
      uint8_t alert;
    };
    struct {
      uint8_t has_size;
      uint64_t size;
    };
    uint8_t rest[24];
  };
} error_code;

/** `result<own, _>` and `result<_, header-error>`. */
typedef struct {
  uint8_t is_error;
  handle handle;
} small;

/** `result<own, error-code>` and `result<_, error-code>`. */
typedef struct {
  uint8_t is_error;
  _Alignas(8) union {
    handle handle;
    error_code error;
  };
} outcome;

/** `option<result<result<own, error-code>>>`; of trailers, what is own is optional. */
typedef struct {
  uint8_t is_there;
  _Alignas(8) uint8_t is_taken;
  _Alignas(8) uint8_t is_error;
  _Alignas(8) union {
    handle handle;
    struct {
      uint8_t has_trailers;
      _Alignas(4) handle trailers;
    };
    error_code error;
  };
} awaited;

/** `result<list<u8>, stream-error>` and `result<_, stream-error>`. */
typedef struct {
  uint8_t is_error;
  union {
    text bytes;
    struct {
      uint8_t is_closed;
      handle error;
    };
  };
} piece;

/** `result<u64, stream-error>`. */
typedef struct {
  uint8_t is_error;
  _Alignas(8) union {
    uint64_t count;
    struct {
      uint8_t is_closed;
      handle error;
    };
  };
} room;

typedef struct {
  uint8_t is_some;
  _Alignas(8) error_code code;
} maybe_code;

TYPES("[constructor]fields") handle fields(void);
TYPES("[method]fields.append") void fields_append(handle, const char *, size_t, const char *, size_t, small *);
TYPES("[method]fields.entries") void fields_entries(handle, void *);
TYPES("[constructor]outgoing-request") handle outgoing_request(handle headers);
TYPES("[method]outgoing-request.set-method") int32_t set_method(handle, int32_t, const char *, size_t);
TYPES("[method]outgoing-request.set-scheme") int32_t set_scheme(handle, int32_t, int32_t, const char *, size_t);
TYPES("[method]outgoing-request.set-authority") int32_t set_authority(handle, int32_t, const char *, size_t);
TYPES("[method]outgoing-request.set-path-with-query") int32_t set_path(handle, int32_t, const char *, size_t);
TYPES("[method]outgoing-request.body") void request_body(handle, small *);
TYPES("[constructor]request-options") handle request_options(void);
TYPES("[method]request-options.set-connect-timeout") int32_t set_connect(handle, int32_t, int64_t);
TYPES("[method]request-options.set-first-byte-timeout") int32_t set_first_byte(handle, int32_t, int64_t);
TYPES("[method]request-options.set-between-bytes-timeout") int32_t set_between_bytes(handle, int32_t, int64_t);
TYPES("[method]outgoing-body.write") void body_write(handle, small *);
TYPES("[static]outgoing-body.finish") void body_finish(handle, int32_t, handle, outcome *);
TYPES("[method]future-incoming-response.subscribe") handle future_subscribe(handle);
TYPES("[method]future-incoming-response.get") void future_get(handle, awaited *);
TYPES("[resource-drop]future-incoming-response") void future_drop(handle);
TYPES("[method]incoming-response.status") int32_t response_status(handle);
TYPES("[method]incoming-response.headers") handle response_headers(handle);
TYPES("[method]incoming-response.consume") void response_consume(handle, small *);
TYPES("[method]incoming-body.stream") void body_stream(handle, small *);
TYPES("[static]incoming-body.finish") handle incoming_finish(handle);
TYPES("[method]future-trailers.subscribe") handle trailers_subscribe(handle);
TYPES("[method]future-trailers.get") void trailers_get(handle, awaited *);
TYPES("http-error-code") void http_error_code(handle, maybe_code *);
IMPORT("wasi:http/outgoing-handler", "handle") void send_request(handle, int32_t, handle, outcome *);
STREAMS("[method]input-stream.read") void stream_read(handle, int64_t, piece *);
STREAMS("[method]input-stream.subscribe") handle stream_subscribe(handle);
STREAMS("[resource-drop]input-stream") void input_drop(handle);
STREAMS("[method]output-stream.check-write") void check_write(handle, room *);
STREAMS("[method]output-stream.write") void stream_write(handle, const void *, size_t, piece *);
STREAMS("[method]output-stream.subscribe") handle output_subscribe(handle);
STREAMS("[resource-drop]output-stream") void output_drop(handle);
IMPORT("wasi:io/poll", "poll") void poll_list(handle *, size_t, void *);
IMPORT("wasi:io/poll", "[method]pollable.block") void block(handle);
IMPORT("wasi:io/poll", "[resource-drop]pollable") void pollable_drop(handle);

__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(void *old, size_t, size_t, size_t size) {
  return realloc(old, size);
}

static const char *const errors[] = {
    "DNS-timeout", "DNS-error", "destination-not-found", "destination-unavailable", "destination-IP-prohibited",
    "destination-IP-unroutable", "connection-refused", "connection-terminated", "connection-timeout",
    "connection-read-timeout", "connection-write-timeout", "connection-limit-reached", "TLS-protocol-error",
    "TLS-certificate-error", "TLS-alert-received", "HTTP-request-denied", "HTTP-request-length-required",
    "HTTP-request-body-size", "HTTP-request-method-invalid", "HTTP-request-URI-invalid", "HTTP-request-URI-too-long",
    "HTTP-request-header-section-size", "HTTP-request-header-size", "HTTP-request-trailer-section-size",
    "HTTP-request-trailer-size", "HTTP-response-incomplete", "HTTP-response-header-section-size",
    "HTTP-response-header-size", "HTTP-response-body-size", "HTTP-response-trailer-section-size",
    "HTTP-response-trailer-size", "HTTP-response-transfer-coding", "HTTP-response-content-coding",
    "HTTP-response-timeout", "HTTP-upgrade-failed", "HTTP-protocol-error", "loop-detected", "configuration-error",
    "internal-error"};

static void fail(const char *where, const error_code *code) {
  printf("%s: %s", where, errors[code->which]);
  switch (code->which) {
  case 1:
  case 38:
    if (code->is_some) printf(" %.*s", (int)code->text.length, code->text.data);
    break;
  case 14:
    if (code->has_alert) printf(" %d", code->alert);
    break;
  case 17:
  case 28:
    if (code->has_size) printf(" %llu", (unsigned long long)code->size);
    break;
  }
  printf("\n");
  exit(1);
}

/** The error of a stream, which may be one of HTTP. */
static void stream_failed(const char *where, handle error) {
  maybe_code code;
  http_error_code(error, &code);
  if (code.is_some) fail(where, &code.code);
  printf("%s: no error of HTTP\n", where);
  exit(1);
}

static void refuse(const char *what) {
  printf("refused: %s\n", what);
  exit(1);
}

static void print_fields(const char *kind, handle headers) {
  struct {
    struct {
      text name, value;
    } *data;
    size_t length;
  } list;
  fields_entries(headers, &list);
  for (size_t at = 0; at < list.length; at += 1)
    printf("%s %.*s: %.*s\n", kind, (int)list.data[at].name.length, list.data[at].name.data,
           (int)list.data[at].value.length, list.data[at].value.data);
}

static void print_trailers(handle body) {
  handle trailers = incoming_finish(body);
  handle ready = trailers_subscribe(trailers);
  block(ready);
  awaited got;
  trailers_get(trailers, &got);
  if (got.is_error) fail("trailers", &got.error);
  if (got.has_trailers) print_fields("trailer", got.trailers);
}

static const char *const methods[] = {"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"};

static char zeroes[65536];

/** What is left to write: a text, or so many zeroes. */
static struct {
  handle body, stream;
  const char *text;
  size_t left;
} outgoing;

static void finish_writing(void) {
  output_drop(outgoing.stream);
  outgoing.stream = 0;
  outcome finished;
  body_finish(outgoing.body, 0, 0, &finished);
  if (finished.is_error) fail("finish", &finished.error);
}

/** Writes what there is room for. */
static void write_some(void) {
  room there;
  check_write(outgoing.stream, &there);
  if (there.is_error) {
    // the answer says why
    printf("the body is not taken\n");
    output_drop(outgoing.stream);
    outgoing.stream = 0;
    return;
  }
  size_t length = there.count < outgoing.left ? there.count : outgoing.left;
  if (length > sizeof zeroes) length = sizeof zeroes;
  if (length > 0) {
    piece written;
    stream_write(outgoing.stream, outgoing.text ? outgoing.text : zeroes, length, &written);
    if (written.is_error) {
      if (!written.is_closed) stream_failed("write", written.error);
      refuse("write");
    }
    if (outgoing.text) outgoing.text += length;
    outgoing.left -= length;
  }
  if (outgoing.left == 0) finish_writing();
}

static int is_given(const char *argument) { return strcmp(argument, "-") != 0; }

static void set_target(handle request, char **argv) {
  const char *method = argv[1], *scheme = argv[2], *authority = argv[3], *path = argv[4];
  int32_t which = 0;
  while (which < 9 && strcmp(methods[which], method) != 0) which += 1;
  if (set_method(request, which, method, strlen(method))) refuse("method");
  int32_t is = strcmp(scheme, "http") == 0 ? 0 : strcmp(scheme, "https") == 0 ? 1 : 2;
  if (is_given(scheme) && set_scheme(request, 1, is, scheme, strlen(scheme))) refuse("scheme");
  if (is_given(authority) && set_authority(request, 1, authority, strlen(authority))) refuse("authority");
  if (is_given(path) && set_path(request, 1, path, strlen(path))) refuse("path");
}

static int64_t nanoseconds(const char *milliseconds) { return atoll(milliseconds) * 1000000; }

/** Reads the answer to its end while the body is written. */
static void exchange(handle future) {
  awaited answer = {0};
  handle body = 0, stream = 0;
  char start[201];
  size_t size = 0;
  for (;;) {
    handle waits[2];
    size_t count = 0;
    waits[count++] = stream ? stream_subscribe(stream) : future_subscribe(future);
    if (outgoing.stream) waits[count++] = output_subscribe(outgoing.stream);
    struct {
      uint32_t *data;
      size_t length;
    } ready;
    poll_list(waits, count, &ready);
    free(ready.data);
    for (size_t at = 0; at < count; at += 1) pollable_drop(waits[at]);
    if (outgoing.stream) write_some();
    if (!stream) {
      future_get(future, &answer);
      if (!answer.is_there) continue;
      if (answer.is_error) fail("error", &answer.error);
      printf("status %d\n", response_status(answer.handle));
      print_fields("header", response_headers(answer.handle));
      small consumed;
      response_consume(answer.handle, &consumed);
      body = consumed.handle;
      body_stream(body, &consumed);
      stream = consumed.handle;
      continue;
    }
    piece got;
    stream_read(stream, 65536, &got);
    if (!got.is_error) {
      for (size_t at = 0; at < got.bytes.length && size + at < 200; at += 1) start[size + at] = got.bytes.data[at];
      size += got.bytes.length;
      if (got.bytes.length > 0) free((void *)got.bytes.data);
      continue;
    }
    if (!got.is_closed) stream_failed("read", got.error);
    break;
  }
  start[size < 200 ? size : 200] = 0;
  printf("body %zu: %s\n", size, size == 0 || start[0] ? start : "zeroes");
  input_drop(stream);
  print_trailers(body);
}

int main(int argc, char **argv) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  handle headers = fields();
  handle options = 0;
  int has_body = 0, is_dropped = 0;
  for (int at = 5; at < argc; at += 1) {
    switch (argv[at][1]) {
    case 'H': {
      small appended;
      fields_append(headers, argv[at + 1], strlen(argv[at + 1]), argv[at + 2], strlen(argv[at + 2]), &appended);
      if (appended.is_error) refuse("header");
      at += 2;
      break;
    }
    case 'b':
      has_body = 1;
      outgoing.text = argv[++at];
      outgoing.left = strlen(outgoing.text);
      break;
    case 'B':
      has_body = 1;
      outgoing.left = strtoull(argv[++at], NULL, 10);
      break;
    case 't':
      options = request_options();
      if (is_given(argv[at + 1])) set_connect(options, 1, nanoseconds(argv[at + 1]));
      if (is_given(argv[at + 2])) set_first_byte(options, 1, nanoseconds(argv[at + 2]));
      if (is_given(argv[at + 3])) set_between_bytes(options, 1, nanoseconds(argv[at + 3]));
      at += 3;
      break;
    case 'd':
      is_dropped = 1;
      break;
    }
  }
  handle request = outgoing_request(headers);
  set_target(request, argv);
  if (has_body) {
    small got;
    request_body(request, &got);
    if (got.is_error) refuse("body");
    outgoing.body = got.handle;
    body_write(outgoing.body, &got);
    outgoing.stream = got.handle;
  }
  outcome sent;
  send_request(request, options != 0, options, &sent);
  if (sent.is_error) fail("handle", &sent.error);
  if (is_dropped) {
    future_drop(sent.handle);
    printf("dropped\n");
    getchar();
    return 0;
  }
  exchange(sent.handle);
  return 0;
}
