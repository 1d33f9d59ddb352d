/** A component that serves HTTP by wasi:http, and answers hello to everything. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define TYPES(name) __attribute__((import_module("wasi:http/types@0.2.12"), import_name(name)))
#define STREAMS(name) __attribute__((import_module("wasi:io/streams@0.2.12"), import_name(name)))

typedef int32_t handle;

TYPES("[constructor]fields") handle fields(void);
TYPES("[constructor]outgoing-response") handle outgoing_response(handle headers);
TYPES("[method]outgoing-response.body") void outgoing_response_body(handle, void *);
TYPES("[static]response-outparam.set")
void response_outparam_set(handle, int32_t is_error, handle response, int32_t, int64_t, int32_t, int32_t, int32_t, int32_t);
TYPES("[method]outgoing-body.write") void outgoing_body_write(handle, void *);
TYPES("[static]outgoing-body.finish") void outgoing_body_finish(handle, int32_t has_trailers, handle, void *);
TYPES("[resource-drop]incoming-request") void incoming_request_drop(handle);
STREAMS("[method]output-stream.blocking-write-and-flush") void write_and_flush(handle, const void *, size_t, void *);
STREAMS("[resource-drop]output-stream") void output_stream_drop(handle);

struct {
  uint8_t is_error;
  handle handle;
  int32_t rest[14];
} outcome;

__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(void *old, size_t, size_t, size_t size) {
  return realloc(old, size);
}

__attribute__((export_name("wasi:http/incoming-handler@0.2.12#handle"))) void handle_request(handle request, handle out) {
  static const char hello[] = "hello";
  handle response = outgoing_response(fields());
  outgoing_response_body(response, &outcome);
  handle body = outcome.handle;
  response_outparam_set(out, 0, response, 0, 0, 0, 0, 0, 0);
  outgoing_body_write(body, &outcome);
  handle stream = outcome.handle;
  write_and_flush(stream, hello, sizeof hello - 1, &outcome);
  output_stream_drop(stream);
  outgoing_body_finish(body, 0, 0, &outcome);
  incoming_request_drop(request);
}
