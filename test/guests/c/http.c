/**
 * A guest that routes by slight's own contract. ADDRESS and SETUP, of its environment, say where it serves and how it sets
 * itself up; its routes answer with what they were asked.
 */
#include "http.h"
#include <stdbool.h>
#include <stdio.h>

EXPORT(REALLOC) void *host_realloc(void *old, size_t, size_t, size_t size) { return realloc(old, size); }
EXPORT("canonical_abi_free") void host_free(void *pointer, size_t, size_t) { free(pointer); }

typedef void add(int32_t, const char *, size_t, const char *, size_t, outcome *);

/** Goes on with the router that has the route, as a chain of calls does. */
static void route(add *add, outcome *router, const char *pattern, const char *handler) {
  add(router->handle, pattern, strlen(pattern), handler, strlen(handler), router);
}

static outcome serve(const char *address, int32_t router) {
  outcome server;
  server_serve(address, strlen(address), router, &server);
  return server;
}

static outcome routes(void) {
  outcome router;
  router_new(&router);
  route(router_get, &router, "/hello", "handle_hello");
  route(router_get, &router, "/echo/:first/and/:second", "handle_echo");
  route(router_get, &router, "/echo/*", "handle_echo");
  route(router_get, &router, "/echo/after-the-star", "handle_hello");
  route(router_put, &router, "/echo", "handle_echo");
  route(router_post, &router, "/echo", "handle_echo");
  route(router_delete, &router, "/echo", "handle_echo");
  route(router_post, &router, "/back", "handle_back");
  route(router_post, &router, "/size", "handle_size");
  route(router_get, &router, "/bytes/:count", "handle_bytes");
  route(router_get, &router, "/status/:status", "handle_status");
  route(router_post, &router, "/header", "handle_header");
  route(router_get, &router, "/error/:case", "handle_error");
  route(router_get, &router, "/trap", "handle_trap");
  route(router_get, &router, "/spin", "handle_spin");
  route(router_get, &router, "/exit", "handle_exit");
  route(router_get, &router, "/count", "handle_count");
  route(router_get, &router, "/serve", "handle_serve");
  return router;
}

static bool is(const char *name) {
  const char *how = getenv("SETUP");
  return how && strcmp(how, name) == 0;
}

/** What is told where something failed; empty where nothing did. */
static text set_up(void) {
  const char *address = getenv("ADDRESS") ?: "0.0.0.0:3000";
  if (is("nothing")) return (text){};
  if (is("fail")) return (text){"no tables", 9};
  if (is("trap")) __builtin_trap();
  outcome router = routes();
  if (is("lost")) route(router_get, &router, "/lost", "handle_lost");
  if (is("forget")) {
    outcome forgotten;
    router_get(router.handle, "/forgotten", 10, "handle_hello", 12, &forgotten);
  }
  if (is("base")) {
    router_new_with_base("/api", 4, &router);
    route(router_get, &router, "/hello", "handle_hello");
  }
  outcome server = serve(address, router.handle);
  if (is("stop")) server_stop(server.handle, &server);
  if (is("two")) {
    router_new(&router);
    route(router_get, &router, "/other", "handle_hello");
    server = serve(getenv("OTHER"), router.handle);
  }
  return server.is_error ? server.error.message : (text){};
}

#ifdef MAIN
int main(void) {
  text failure = set_up();
  fprintf(stderr, "main: %.*s\n", (int)failure.length, failure.data);
  return failure.length || is("code") ? 3 : 0;
}
#else
EXPORT("on-server-init") void *on_server_init(void) {
  static struct {
    uint8_t is_error;
    text message;
  } started;
  started.message = set_up();
  started.is_error = started.message.length > 0;
  return &started;
}

/* where the slightfile declares http, this is not run */
int main(void) {
  puts("main was run");
  return 0;
}
#endif

/* as the host frees them, what answers hold is all from malloc */

static void *copy(const void *from, size_t length) { return memcpy(malloc(length + 1), from, length); }

static text text_of(const char *string) { return (text){copy(string, strlen(string)), strlen(string)}; }

static void give(answer *given, const void *data, size_t length) {
  given->status = 200;
  given->has_headers = 0;
  given->has_body = 1;
  given->body = (bytes){copy(data, length), length};
}

static text param(const request *asked, const char *name) {
  for (size_t at = 0; at < asked->params.length; at++) {
    field each = asked->params.data[at];
    if (each.name.length == strlen(name) && memcmp(each.name.data, name, each.name.length) == 0) return each.value;
  }
  return (text){"", 0};
}

static long number(text digits) {
  char *end = strndup(digits.data, digits.length);
  return strtol(end, NULL, 10);
}

HANDLER(hello, "handle-hello") { give(given, "hello", 5); }

/** All that it was asked, a line each. */
HANDLER(echo, "handle-echo") {
  static const char *methods[] = {"get", "post", "put", "delete", "patch", "head", "options"};
  char *told;
  size_t length;
  FILE *out = open_memstream(&told, &length);
  fprintf(out, "%s %.*s\n", methods[asked->method], (int)asked->uri.length, asked->uri.data);
  for (size_t at = 0; at < asked->headers.length; at++) {
    field each = asked->headers.data[at];
    fprintf(out, "%.*s: ", (int)each.name.length, each.name.data);
    fprintf(out, "%.*s\n", (int)each.value.length, each.value.data);
  }
  for (size_t at = 0; at < asked->params.length; at++) {
    field each = asked->params.data[at];
    fprintf(out, "%.*s=", (int)each.name.length, each.name.data);
    fprintf(out, "%.*s\n", (int)each.value.length, each.value.data);
  }
  fprintf(out, asked->has_body ? "body of %zu: " : "no body", asked->body.length);
  fwrite(asked->body.data, 1, asked->body.length, out);
  fclose(out);
  give(given, told, length);
}

/** As slight's own examples do: the headers and the body of the request. */
HANDLER(back, "handle-back") {
  give(given, asked->body.data, asked->body.length);
  given->has_headers = 1;
  given->headers = asked->headers;
}

HANDLER(size, "handle-size") {
  char told[32];
  give(given, told, snprintf(told, sizeof told, "%zu", asked->body.length));
}

HANDLER(many, "handle-bytes") {
  size_t length = number(param(asked, "count"));
  uint8_t *data = malloc(length + 1);
  for (size_t at = 0; at < length; at++) data[at] = at % 251;
  given->status = 200;
  given->has_body = 1;
  given->body = (bytes){data, length};
}

/** Without a body, and with one where the query asks for it. */
HANDLER(status, "handle-status") {
  give(given, "told", 4);
  given->status = number(param(asked, "status"));
  given->has_body = asked->uri.data[asked->uri.length - 1] == '?';
}

/** The body is `name=value`, which the answer has as a header, twice. */
HANDLER(header, "handle-header") {
  size_t name = (const uint8_t *)memchr(asked->body.data, '=', asked->body.length) - asked->body.data;
  given->status = 200;
  given->has_headers = 1;
  given->headers = (fields){malloc(2 * sizeof(field)), 2};
  for (size_t at = 0; at < 2; at++) {
    given->headers.data[at].name = (text){copy(asked->body.data, name), name};
    size_t length = asked->body.length - name - 1;
    given->headers.data[at].value = (text){copy(asked->body.data + name + 1, length), length};
  }
}

HANDLER(error, "handle-error") {
  given->is_error = 1;
  given->error.kind = number(param(asked, "case"));
  if (given->error.kind == STATUS_ERROR) given->error.status = number((text){asked->uri.data + strlen("/error/3?"), 3});
  else given->error.message = text_of("secret table");
}

HANDLER(trap, "handle-trap") { __builtin_trap(); }

HANDLER(spin, "handle-spin") {
  for (;;) __asm__ volatile("");
}

HANDLER(leave, "handle-exit") { exit(3); }

/** How often this instance was asked. */
HANDLER(count, "handle-count") {
  static int times = 0;
  char told[32];
  give(given, told, snprintf(told, sizeof told, "%d", ++times));
}

/** What a handler is told that wants to serve. */
HANDLER(late, "handle-serve") {
  outcome server = serve("0.0.0.0:3001", routes().handle);
  give(given, server.error.message.data, server.is_error ? server.error.message.length : 0);
}
