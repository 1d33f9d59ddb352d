#include "blobs.h"
#include <stdio.h>
#include <string.h>

// a prime, so that no piece of an object begins like another whose length is a power of two
#define PERIOD 251

uint8_t pattern_at(uint64_t offset) { return offset % PERIOD; }

void pattern_fill(uint8_t *to, size_t length, uint64_t offset) {
  size_t first = length < PERIOD ? length : PERIOD;
  for (size_t at = 0; at < first; at++) to[at] = pattern_at(offset + at);
  for (size_t at = first; at < length; at += PERIOD) memcpy(to + at, to, length - at < PERIOD ? length - at : PERIOD);
}

uint64_t pattern_matches(const uint8_t *from, size_t length, uint64_t offset) {
  uint8_t period[PERIOD];
  uint64_t matches = 0;
  pattern_fill(period, PERIOD, offset);
  for (size_t at = 0; at < length; at += PERIOD) {
    size_t part = length - at < PERIOD ? length - at : PERIOD;
    if (memcmp(from + at, period, part) == 0) matches += part;
    else for (size_t index = 0; index < part; index++) matches += from[at + index] == period[index];
  }
  return matches;
}

uint64_t number_of(bytes text) {
  uint64_t number = 0;
  for (size_t at = 0; at < text.length; at++) number = number * 10 + (text.data[at] - '0');
  return number;
}

void append_number(buffer *to, uint64_t number) {
  char digits[24];
  snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
  append_field(to, text(digits));
}
