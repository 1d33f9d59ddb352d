/** What the C guests share: byte strings, growing buffers, fields, and the store and the driver that a guest talks to. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint8_t *data;
  size_t length;
} bytes;

typedef struct {
  uint8_t *data;
  size_t length;
  size_t capacity;
} buffer;

bytes text(const char *string);
bool is(bytes value, const char *string);
void append(buffer *to, bytes value);
/** A field is its length, 32 bits little-endian, and its bytes. */
void append_field(buffer *to, bytes value);
bytes next_field(bytes *from);

/** Why a call failed; `message` is NULL where it did not. */
typedef struct {
  bytes kase;
  bytes message;
} failure;

/** The answer to a command: its fields, or a failure. */
typedef struct {
  buffer fields;
  bool failed;
  failure why;
} answer;

/* what each of the bindings-*.c implements */
typedef int32_t handle;
bool store_open(bytes name, handle *store, failure *why);
void store_drop(handle store);
/** Does a command if it is one of the interface's; false where it is not. */
bool store_command(handle store, bytes command, bytes *arguments, answer *result);
/** How many arguments a command has; -1: all that are left. */
int store_arity(bytes command);

/** The configs capability named `driver`: what the guest is told to do, and where it says how that went. */
bool driver_open(failure *why);
bool driver_next(bytes *command, failure *why);
bool driver_answer(bytes answer, failure *why);
