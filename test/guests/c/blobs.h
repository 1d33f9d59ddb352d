/**
 * What the C guests of blobs share: their commands (blobs.c), over what each interface implements of a container; and objects
 * that are too large for memory, which are made and checked by a pattern.
 */
#pragma once
#include "guest.h"

uint64_t number_of(bytes text);
void append_number(buffer *to, uint64_t number);

/** What is to be written: a value, or where it has no bytes, so many of the pattern. */
typedef struct {
  bytes value;
  uint64_t length;
  /** True where the object is begun, and never finished. */
  bool is_left;
} content;

/** Up to `most` bytes of it from an offset; those of the pattern are made in `room`. */
bytes content_piece(const content *of, uint64_t at, size_t most, uint8_t *room);

/** What was read of an object: all of it, or where it is to be checked, how much, and how much is as the pattern has it. */
typedef struct {
  bool is_checked;
  buffer all;
  uint64_t length;
  uint64_t matches;
} reading;

/** Takes a piece that the host gave. */
void reading_take(reading *of, bytes piece);
/** Its fields, unless the answer is that it failed. */
void reading_end(reading *of, answer *to);

/* What each interface implements; each says in the answer how it failed. */

/** The container's name, its name as it is told with the rest, and when it was made. */
void blobs_about(handle store, answer *to);
void blobs_list(handle store, answer *to);
void blobs_clear(handle store, answer *to);
void blobs_write(handle store, bytes name, const content *what, answer *to);
void blobs_read(handle store, bytes name, reading *into, answer *to);
void blobs_delete(handle store, bytes name, answer *to);
void blobs_delete_all(handle store, const bytes *names, size_t count, answer *to);
/** `true` or `false`. */
void blobs_has(handle store, bytes name, answer *to);
/** Its size, and when it was made. */
void blobs_stat(handle store, bytes name, answer *to);
/** How many arguments a command has that this interface alone has; -1 where it is none. */
int blobs_more_arity(bytes command);
void blobs_more(handle store, bytes command, bytes *arguments, answer *to);
