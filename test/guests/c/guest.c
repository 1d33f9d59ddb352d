#include "guest.h"
#include <stdlib.h>
#include <string.h>

bytes text(const char *string) { return (bytes){(uint8_t *)string, strlen(string)}; }

bool is(bytes value, const char *string) {
  return value.length == strlen(string) && memcmp(value.data, string, value.length) == 0;
}

void append(buffer *to, bytes value) {
  if (to->length + value.length > to->capacity) {
    to->capacity = 2 * to->capacity + value.length;
    to->data = realloc(to->data, to->capacity);
    if (!to->data) abort();
  }
  if (value.length > 0) memcpy(to->data + to->length, value.data, value.length);
  to->length += value.length;
}

void append_field(buffer *to, bytes value) {
  uint32_t length = value.length;
  append(to, (bytes){(uint8_t *)&length, sizeof length});
  append(to, value);
}

bytes next_field(bytes *from) {
  uint32_t length;
  if (from->length < sizeof length) abort();
  memcpy(&length, from->data, sizeof length);
  bytes field = {from->data + sizeof length, length};
  from->data += sizeof length + length;
  from->length -= sizeof length + length;
  return field;
}
