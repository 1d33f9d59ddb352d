/** What a guest that routes by slight's own contract calls, and what it is called with: of slight 0.2, 0.5, and the component package. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(name)))
#if GENERATION == 6
#define HTTP "spiderlightning:http-handler/http-server@0.6.0"
#define STATIC(resource, name) __attribute__((import_module(HTTP), import_name("[static]" resource "." name)))
#define METHOD(resource, name) __attribute__((import_module(HTTP), import_name("[method]" resource "." name)))
#define REALLOC "cabi_realloc"
#else
#if GENERATION == 2
#define HTTP "http"
#else
#define HTTP "http-server"
#endif
#define STATIC(resource, name) __attribute__((import_module(HTTP), import_name(resource "::" name)))
#define METHOD(resource, name) STATIC(resource, name)
#define REALLOC "canonical_abi_realloc"
#endif

typedef struct {
  const char *data;
  size_t length;
} text;

typedef struct {
  text name, value;
} field;

typedef struct {
  field *data;
  size_t length;
} fields;

typedef struct {
  uint8_t *data;
  size_t length;
} bytes;

enum { HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_DELETE, HTTP_PATCH, HTTP_HEAD, HTTP_OPTIONS };

typedef struct {
  int32_t method;
  text uri;
  fields headers, params;
  int32_t has_body;
  bytes body;
} request;

enum { INVALID_URL, TIMEOUT_ERROR, PROTOCOL_ERROR, STATUS_ERROR, UNEXPECTED_ERROR };

/** The error of each call. 0.2 has one case, and its text lies where that of the others does. */
typedef struct {
  uint8_t kind;
  union {
    text message;
    uint16_t status;
  };
} http_error;

/** `expected<router, …>`, `expected<server, …>`, `expected<unit, …>` */
typedef struct {
  uint8_t is_error;
  union {
    int32_t handle;
    http_error error;
  };
} outcome;

/** What a handler returns: `expected<response, …>`. */
typedef struct {
  uint8_t is_error;
  union {
    struct {
      uint16_t status;
      _Alignas(4) uint8_t has_headers;
      fields headers;
      uint8_t has_body;
      bytes body;
    };
    http_error error;
  };
} answer;

_Static_assert(offsetof(answer, status) == 4 && offsetof(answer, has_headers) == 8, "as the ABI has it");
_Static_assert(offsetof(answer, has_body) == 20 && sizeof(answer) == 32, "as the ABI has it");
_Static_assert(offsetof(answer, error.message) == 8 && offsetof(outcome, error.message) == 8, "as the ABI has it");

STATIC("router", "new") void router_new(outcome *);
STATIC("router", "new-with-base") void router_new_with_base(const char *, size_t, outcome *);
METHOD("router", "get") void router_get(int32_t, const char *, size_t, const char *, size_t, outcome *);
METHOD("router", "put") void router_put(int32_t, const char *, size_t, const char *, size_t, outcome *);
METHOD("router", "post") void router_post(int32_t, const char *, size_t, const char *, size_t, outcome *);
METHOD("router", "delete") void router_delete(int32_t, const char *, size_t, const char *, size_t, outcome *);
STATIC("server", "serve") void server_serve(const char *, size_t, int32_t, outcome *);
METHOD("server", "stop") void server_stop(int32_t, outcome *);

/** A function that answers, under the name that its route has with `-` for `_`; it is given a request and the answer that it fills in. */
#define HANDLER(name, export)                                                                                          \
  static void name(const request *, answer *);                                                                         \
  EXPORT(export)                                                                                                       \
  void *name##_export(int32_t method, const char *uri, size_t uri_length, field *headers, size_t headers_length,       \
                      field *params, size_t params_length, int32_t has_body, uint8_t *body, size_t body_length) {      \
    static answer given;                                                                                               \
    const request asked = {method,   {uri, uri_length},    {headers, headers_length}, {params, params_length},         \
                           has_body, {body, body_length}};                                                             \
    name(&asked, &given);                                                                                              \
    return &given;                                                                                                     \
  }                                                                                                                    \
  static void name(const request *asked, answer *given)
