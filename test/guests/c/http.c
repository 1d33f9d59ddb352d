/** A legacy guest that serves HTTP, of both generations. */
#include "http.h"

/* `expected<router, …>` and its like: a tag, and a handle or an error */
typedef struct {
  uint8_t is_error;
  int32_t handle;
  int32_t rest[6];
} outcome;

IMPORT("router::new") void router_new(outcome *);
IMPORT("router::get") void router_get(int32_t, const char *, size_t, const char *, size_t, outcome *);
IMPORT("server::serve") void server_serve(const char *, size_t, int32_t, outcome *);

EXPORT("canonical_abi_realloc") void *canonical_abi_realloc(void *old, size_t, size_t, size_t size) {
  return realloc(old, size);
}
EXPORT("canonical_abi_free") void canonical_abi_free(void *pointer, size_t, size_t) { free(pointer); }

static struct {
  uint8_t is_error;
  const char *message;
  size_t length;
} started;

EXPORT("on-server-init") void *on_server_init(void) {
  outcome router, ignored;
  router_new(&router);
  router_get(router.handle, "/hello", 6, "handle_hello", 12, &router);
  server_serve("0.0.0.0:3000", 12, router.handle, &ignored);
  return &started;
}

static struct {
  uint8_t is_error;
  _Alignas(4) uint16_t status;
  _Alignas(4) uint8_t has_headers;
  field *headers;
  size_t header_count;
  uint8_t has_body;
  uint8_t *body;
  size_t body_length;
} answer;

EXPORT("handle-hello") void *handle_hello(int32_t, void *, size_t, void *, size_t, void *, size_t, int32_t, void *, size_t) {
  static const char hello[] = "hello";
  answer.status = 200;
  answer.has_body = 1;
  answer.body_length = sizeof hello - 1;
  answer.body = malloc(answer.body_length);
  memcpy(answer.body, hello, answer.body_length);
  return &answer;
}

/* what serves is not run */
int main(void) { return 1; }
