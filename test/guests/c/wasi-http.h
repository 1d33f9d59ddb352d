/** wasi:http and the streams that it uses, by hand; -DVERSION="0.2.0" for guests of an older WASI. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifndef VERSION
#define VERSION "0.2.12"
#endif
#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
#define TYPES(name) IMPORT("wasi:http/types@" VERSION, name)
#define STREAMS(name) IMPORT("wasi:io/streams@" VERSION, name)

typedef int32_t handle;

typedef struct {
  const char *data;
  size_t length;
} text;

typedef struct {
  text name;
  text value;
} field;

typedef struct {
  field *data;
  size_t length;
} field_list;

typedef struct {
  text *data;
  size_t length;
} text_list;

typedef struct {
  uint8_t is_some;
  text value;
} optional_text;

/** `method`, and `option<scheme>` without its first byte: a case, and what `other` holds. */
typedef struct {
  uint8_t kase;
  text other;
} method;

typedef struct {
  uint8_t is_some;
  method value;
} optional_scheme;

/** `result<own<t>>`, and `result<fields, header-error>`. */
typedef struct {
  uint8_t is_error;
  union {
    handle handle;
    uint8_t error;
  };
} handle_result;

/** `result<_, header-error>`. */
typedef struct {
  uint8_t is_error;
  uint8_t error;
} header_result;

/** `result<_, error-code>`. */
typedef struct {
  uint8_t is_error;
  struct {
    uint8_t kase;
    struct {
      uint8_t is_some;
      uint64_t value;
    } size;
    uint64_t rest[3];
  } error;
} code_result;

/** `option<error-code>`: its first byte, and then as that of a result. */
typedef code_result optional_code;

/** What of `option<result<result<option<trailers>, error-code>>>` can be told apart. */
typedef struct {
  uint8_t is_some;
  uint64_t : 0;
  uint8_t is_taken;
  uint64_t : 0;
  uint8_t is_error;
  uint64_t : 0;
  uint8_t has_trailers;
  handle trailers;
  uint64_t rest[4];
} trailers_result;

typedef struct {
  uint8_t kase;
  handle error;
} stream_error;

/** `result<list<u8>, stream-error>`, and `result<_, stream-error>`. */
typedef struct {
  uint8_t is_error;
  union {
    text bytes;
    stream_error error;
  };
} read_result;

/** `result<u64, stream-error>`. */
typedef struct {
  uint8_t is_error;
  union {
    uint64_t count;
    stream_error error;
  } __attribute__((aligned(8)));
} count_result;

TYPES("http-error-code") void http_error_code(handle, optional_code *);
TYPES("[constructor]fields") handle fields_new(void);
TYPES("[static]fields.from-list") void fields_from_list(const field *, size_t, handle_result *);
TYPES("[method]fields.get") void fields_get(handle, const char *, size_t, text_list *);
TYPES("[method]fields.has") int32_t fields_has(handle, const char *, size_t);
TYPES("[method]fields.set") void fields_set(handle, const char *, size_t, const text *, size_t, header_result *);
TYPES("[method]fields.delete") void fields_delete(handle, const char *, size_t, header_result *);
TYPES("[method]fields.append") void fields_append(handle, const char *, size_t, const char *, size_t, header_result *);
TYPES("[method]fields.entries") void fields_entries(handle, field_list *);
TYPES("[method]fields.clone") handle fields_clone(handle);
TYPES("[resource-drop]fields") void fields_drop(handle);

TYPES("[method]incoming-request.method") void request_method(handle, method *);
TYPES("[method]incoming-request.path-with-query") void request_path(handle, optional_text *);
TYPES("[method]incoming-request.scheme") void request_scheme(handle, optional_scheme *);
TYPES("[method]incoming-request.authority") void request_authority(handle, optional_text *);
TYPES("[method]incoming-request.headers") handle request_headers(handle);
TYPES("[method]incoming-request.consume") void request_consume(handle, handle_result *);
TYPES("[resource-drop]incoming-request") void request_drop(handle);

TYPES("[method]incoming-body.stream") void incoming_stream(handle, handle_result *);
TYPES("[static]incoming-body.finish") handle incoming_finish(handle);
TYPES("[resource-drop]incoming-body") void incoming_drop(handle);
TYPES("[method]future-trailers.subscribe") handle trailers_subscribe(handle);
TYPES("[method]future-trailers.get") void trailers_get(handle, trailers_result *);
TYPES("[resource-drop]future-trailers") void trailers_drop(handle);

TYPES("[constructor]outgoing-response") handle response_new(handle headers);
TYPES("[method]outgoing-response.status-code") int32_t response_status(handle);
TYPES("[method]outgoing-response.set-status-code") int32_t response_set_status(handle, int32_t);
TYPES("[method]outgoing-response.headers") handle response_headers(handle);
TYPES("[method]outgoing-response.body") void response_body(handle, handle_result *);
TYPES("[resource-drop]outgoing-response") void response_drop(handle);
/** `error` and what follows are the error-code where it is one: its case, and the first three of what its cases hold. */
TYPES("[static]response-outparam.set")
void outparam_set(handle, int32_t is_error, handle response_or_error, int32_t, int64_t, int32_t, int32_t, int32_t, int32_t);
#ifndef OLD
TYPES("[method]response-outparam.send-informational")
void outparam_inform(handle, int32_t status, handle headers, code_result *);
#endif
TYPES("[resource-drop]response-outparam") void outparam_drop(handle);
TYPES("[method]outgoing-body.write") void body_write(handle, handle_result *);
TYPES("[static]outgoing-body.finish") void body_finish(handle, int32_t has_trailers, handle trailers, code_result *);
TYPES("[resource-drop]outgoing-body") void body_drop(handle);

STREAMS("[method]input-stream.read") void stream_read(handle, int64_t, read_result *);
STREAMS("[method]input-stream.blocking-read") void stream_blocking_read(handle, int64_t, read_result *);
STREAMS("[method]input-stream.blocking-skip") void stream_blocking_skip(handle, int64_t, count_result *);
STREAMS("[method]input-stream.subscribe") handle input_subscribe(handle);
STREAMS("[resource-drop]input-stream") void input_drop(handle);
STREAMS("[method]output-stream.check-write") void stream_check_write(handle, count_result *);
STREAMS("[method]output-stream.write") void stream_write(handle, const char *, size_t, read_result *);
STREAMS("[method]output-stream.blocking-write-and-flush")
void stream_blocking_write(handle, const char *, size_t, read_result *);
STREAMS("[method]output-stream.flush") void stream_flush(handle, read_result *);
STREAMS("[method]output-stream.blocking-flush") void stream_blocking_flush(handle, read_result *);
STREAMS("[method]output-stream.write-zeroes") void stream_write_zeroes(handle, int64_t, read_result *);
STREAMS("[method]output-stream.blocking-write-zeroes-and-flush")
void stream_blocking_write_zeroes(handle, int64_t, read_result *);
STREAMS("[method]output-stream.blocking-splice") void stream_blocking_splice(handle, handle, int64_t, count_result *);
STREAMS("[method]output-stream.subscribe") handle output_subscribe(handle);
STREAMS("[resource-drop]output-stream") void output_drop(handle);

IMPORT("wasi:io/error@" VERSION, "[method]error.to-debug-string") void error_to_text(handle, text *);
IMPORT("wasi:io/error@" VERSION, "[resource-drop]error") void error_drop(handle);
IMPORT("wasi:io/poll@" VERSION, "[method]pollable.ready") int32_t pollable_ready(handle);
IMPORT("wasi:io/poll@" VERSION, "[method]pollable.block") void pollable_block(handle);
IMPORT("wasi:io/poll@" VERSION, "[resource-drop]pollable") void pollable_drop(handle);
