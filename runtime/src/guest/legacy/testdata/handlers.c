// An HTTP guest: the host calls on-server-init, and then a handler for each request.
#include "abi.h"

IMPORT("http-server", "router::new") void router_new(void *);
IMPORT("http-server", "router::get") void router_get(uint32_t, const char *, size_t, const char *, size_t, void *);
IMPORT("http-server", "server::serve") void server_serve(const char *, size_t, uint32_t, void *);

static uint32_t result[16], answer[8];

static uint8_t *copy(const void *from, size_t size) {
  uint8_t *to = malloc(size);
  memcpy(to, from, size);
  return to;
}

EXPORT("on-server-init") void *on_server_init(void) {
  router_new(result);
  router_get(u32_at(result, 4), "/hello/:name", 12, "handle_hello", 12, result);
  server_serve("127.0.0.1:0", 11, u32_at(result, 4), result);
  answer[0] = u8_at(result, 0);
  answer[1] = (uint32_t)copy("no server", 9), answer[2] = 9;
  return answer;
}

// answers with what it was asked: the first header, and the body behind the URI
EXPORT("handle-hello")
void *handle_hello(uint32_t method, uint8_t *uri, size_t uri_length, uint8_t *headers, size_t headers_length,
                   uint8_t *params, size_t params_length, uint32_t has_body, uint8_t *body, size_t body_length) {
  memset(answer, 0, sizeof answer);
  ((uint16_t *)answer)[2] = 200 + method;
  if (headers_length) {
    answer[2] = 1, answer[3] = (uint32_t)copy(headers, 16), answer[4] = 1;
    // the strings go on to the host, which frees them
  }
  if (has_body) {
    uint8_t *text = malloc(uri_length + body_length);
    memcpy(text, uri, uri_length), memcpy(text + uri_length, body, body_length);
    answer[5] = 1, answer[6] = (uint32_t)text, answer[7] = uri_length + body_length;
  }
  (void)params, (void)params_length;
  return answer;
}

// those that do not look at what they are asked
#define REQUEST                                                                                                        \
  uint32_t method, uint8_t *uri, size_t uri_length, uint8_t *headers, size_t headers_length, uint8_t *params,          \
      size_t params_length, uint32_t has_body, uint8_t *body, size_t body_length

EXPORT("handle-error") void *handle_error(REQUEST) {
  memset(answer, 0, sizeof answer);
  answer[0] = 1, answer[1] = 3;
  ((uint16_t *)answer)[4] = 418;
  return answer;
}

EXPORT("handle-lost") void *handle_lost(REQUEST) { return (void *)0xfffffff0; }
EXPORT("handle-trap") void *handle_trap(REQUEST) { __builtin_trap(); }
EXPORT("handle-exit") void *handle_exit(REQUEST) { exit(3); }

// its status tells how many lists the host has freed
EXPORT("handle-freed") void *handle_freed(REQUEST) {
  memset(answer, 0, sizeof answer);
  ((uint16_t *)answer)[2] = frees;
  return answer;
}

// built for something else
EXPORT("handle-nothing") void *handle_nothing(void) { return answer; }
EXPORT("handle-silently") void handle_silently(REQUEST) {}
