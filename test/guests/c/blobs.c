/**
 * The commands of the C guests of blobs: `write NAME TEXT`, `begin NAME TEXT` (and never finish), `fill NAME SIZE`, `read NAME`,
 * `sum NAME` (how many bytes there are, and how many are the pattern's), `stat`, `has`, `delete`, `delete-all NAME…`, `list`,
 * `clear`, `about`; and `die`.
 */
#include "blobs.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// a prime, so that no piece of an object begins like another whose length is a power of two
#define PERIOD 251

static void pattern_fill(uint8_t *to, size_t length, uint64_t offset) {
  size_t first = length < PERIOD ? length : PERIOD;
  for (size_t at = 0; at < first; at++) to[at] = (offset + at) % PERIOD;
  for (size_t at = first; at < length; at += PERIOD) memcpy(to + at, to, length - at < PERIOD ? length - at : PERIOD);
}

static uint64_t pattern_matches(bytes piece, uint64_t offset) {
  uint8_t period[PERIOD];
  uint64_t matches = 0;
  pattern_fill(period, PERIOD, offset);
  for (size_t at = 0; at < piece.length; at += PERIOD) {
    size_t part = piece.length - at < PERIOD ? piece.length - at : PERIOD;
    if (memcmp(piece.data + at, period, part) == 0) matches += part;
    else for (size_t index = 0; index < part; index++) matches += piece.data[at + index] == period[index];
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

bytes content_piece(const content *of, uint64_t at, size_t most, uint8_t *room) {
  size_t length = of->length - at < most ? of->length - at : most;
  if (of->value.data) return (bytes){of->value.data + at, length};
  pattern_fill(room, length, at);
  return (bytes){room, length};
}

void reading_take(reading *of, bytes piece) {
  if (of->is_checked) of->matches += pattern_matches(piece, of->length);
  else append(&of->all, piece);
  of->length += piece.length;
  free(piece.data);
}

void reading_end(reading *of, answer *to) {
  if (!to->failed && of->is_checked) {
    append_number(&to->fields, of->length);
    append_number(&to->fields, of->matches);
  } else if (!to->failed) append_field(&to->fields, (bytes){of->all.data, of->all.length});
  free(of->all.data);
}

int store_arity(bytes command) {
  int own = blobs_more_arity(command);
  if (own >= 0) return own;
  if (is(command, "list") || is(command, "clear") || is(command, "about") || is(command, "die")) return 0;
  if (is(command, "write") || is(command, "fill") || is(command, "begin")) return 2;
  return is(command, "delete-all") ? -1 : 1;
}

static void delete_all(handle store, bytes *arguments, answer *to) {
  bytes *names = malloc(arguments->length + sizeof(bytes));
  size_t count = 0;
  while (arguments->length > 0) names[count++] = next_field(arguments);
  blobs_delete_all(store, names, count, to);
  free(names);
}

bool store_command(handle store, bytes command, bytes *arguments, answer *to) {
  if (blobs_more_arity(command) >= 0) blobs_more(store, command, arguments, to);
  else if (is(command, "about")) blobs_about(store, to);
  else if (is(command, "list")) blobs_list(store, to);
  else if (is(command, "clear")) blobs_clear(store, to);
  else if (is(command, "die")) __builtin_trap();
  else if (is(command, "delete-all")) delete_all(store, arguments, to);
  else {
    bytes name = next_field(arguments);
    if (is(command, "fill")) {
      content pattern = {.length = number_of(next_field(arguments))};
      blobs_write(store, name, &pattern, to);
    } else if (is(command, "write") || is(command, "begin")) {
      bytes value = next_field(arguments);
      content given = {value, value.length, is(command, "begin")};
      blobs_write(store, name, &given, to);
    } else if (is(command, "read") || is(command, "sum")) {
      reading into = {.is_checked = is(command, "sum")};
      blobs_read(store, name, &into, to);
    } else if (is(command, "delete")) blobs_delete(store, name, to);
    else if (is(command, "has")) blobs_has(store, name, to);
    else if (is(command, "stat")) blobs_stat(store, name, to);
    else return false;
  }
  return true;
}
