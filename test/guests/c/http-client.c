/**
 * A guest that sends HTTP requests by SpiderLightning's http-client and prints what comes of each:
 *
 *     METHOD URL [-H NAME VALUE]… [-b TEXT | -B SIZE] [-n TIMES]
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const char *data;
  size_t length;
} text;

typedef struct {
  text name, value;
} field;

/** `expected<response, http-error>`. */
static struct {
  uint8_t is_error;
  _Alignas(4) union {
    struct {
      uint16_t status;
      _Alignas(4) uint8_t has_headers;
      field *headers;
      size_t header_count;
      uint8_t has_body;
      uint8_t *body;
      size_t body_length;
    };
    struct {
      uint8_t which;
      _Alignas(4) union {
        text message;
        uint16_t error_status;
      };
    };
  };
} answer;

__attribute__((import_module("http-client"), import_name("request"))) void
request(int32_t method, const char *uri, size_t uri_length, field *headers, size_t header_count, void *parameters,
        size_t parameter_count, int32_t has_body, const char *body, size_t body_length, void *answer);

__attribute__((export_name("canonical_abi_realloc"))) void *canonical_abi_realloc(void *old, size_t, size_t,
                                                                                 size_t size) {
  return realloc(old, size);
}
__attribute__((export_name("canonical_abi_free"))) void canonical_abi_free(void *pointer, size_t, size_t) {
  free(pointer);
}

static const char *const methods[] = {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"};
static const char *const errors[] = {"invalid-url", "timeout-error", "protocol-error", "status-error",
                                     "unexpected-error"};

static text textOf(const char *chars) { return (text){chars, strlen(chars)}; }

int main(int argc, char **argv) {
  field headers[16];
  size_t header_count = 0;
  text body = {0};
  int times = 1;
  for (int at = 3; at < argc; at += 1) {
    switch (argv[at][1]) {
    case 'H':
      headers[header_count++] = (field){textOf(argv[at + 1]), textOf(argv[at + 2])};
      at += 2;
      break;
    case 'b':
      body = textOf(argv[++at]);
      break;
    case 'B':
      body.length = strtoull(argv[++at], NULL, 10);
      body.data = malloc(body.length);
      // no text at all
      memset((void *)body.data, 0xff, body.length);
      break;
    case 'n':
      times = atoi(argv[++at]);
      break;
    }
  }
  int32_t method = 0;
  while (method < 6 && strcmp(methods[method], argv[1]) != 0) method += 1;
  for (int at = 0; at < times; at += 1) {
    request(method, argv[2], strlen(argv[2]), headers, header_count, NULL, 0, body.data != NULL, body.data, body.length,
            &answer);
    if (answer.is_error) {
      printf("error: %s %.*s\n", errors[answer.which], (int)answer.message.length, answer.message.data);
      return 1;
    }
    printf("status %d\n", answer.status);
    for (size_t field = 0; field < answer.header_count; field += 1)
      printf("header %.*s: %.*s\n", (int)answer.headers[field].name.length, answer.headers[field].name.data,
             (int)answer.headers[field].value.length, answer.headers[field].value.data);
    printf("body %zu: %.*s\n", answer.body_length, answer.body_length < 1000 ? (int)answer.body_length : 0,
           answer.body);
  }
  return 0;
}
