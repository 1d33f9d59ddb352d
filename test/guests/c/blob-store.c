/** SpiderLightning's blob store: a container whose objects are streams. The component package can do more. */
#include "blobs.h"
#include "spiderlightning.h"
#include <stdlib.h>
#include <string.h>

#if GENERATION == 6
#define BLOBS "spiderlightning:blob-store/blob-store@0.6.0"
#define OF(resource, name) "[method]" resource "." name
#define DROP_OF(resource) IMPORT(BLOBS, "[resource-drop]" resource)
#define OPEN IMPORT(BLOBS, "[static]container.open")
#else
#define BLOBS "blob-store"
#define OF(resource, name) resource "::" name
#define DROP_OF(resource) IMPORT("canonical_abi", "resource_drop_" resource)
#define OPEN IMPORT(BLOBS, "container::open")
#endif

/** An `expected` whose ok may hold a list. */
typedef struct {
  uint8_t is_error;
  union {
    struct {
      uint8_t is_some;
      bytes list;
    } some;
    struct {
      uint8_t kase;
      bytes message;
    } error;
  };
} optional;

/** An `expected` whose ok is a record that holds a u64, and so all of it lies at eight bytes. */
typedef struct {
  uint8_t is_error;
  union {
    struct {
      uint8_t kase;
      bytes message;
    } error;
    struct {
      bytes name;
      uint64_t created_at;
    } container;
    struct {
      bytes name;
      bytes container;
      uint64_t created_at;
      uint64_t size;
    } object;
    uint64_t number;
  } __attribute__((aligned(8)));
} metadata;
_Static_assert(sizeof(metadata) == 40, "as the canonical ABI lays it out");

OPEN void blobs_open(const uint8_t *, size_t, outcome *);
IMPORT(BLOBS, OF("container", "info")) void blobs_info(handle, metadata *);
IMPORT(BLOBS, OF("container", "read-object")) void blobs_read(handle, const uint8_t *, size_t, outcome *);
IMPORT(BLOBS, OF("container", "write-object")) void blobs_write(handle, const uint8_t *, size_t, outcome *);
IMPORT(BLOBS, OF("container", "list-objects")) void blobs_list(handle, outcome *);
IMPORT(BLOBS, OF("container", "delete-object")) void blobs_delete(handle, const uint8_t *, size_t, outcome *);
IMPORT(BLOBS, OF("container", "delete-objects")) void blobs_delete_all(handle, const bytes *, size_t, outcome *);
IMPORT(BLOBS, OF("container", "has-object")) void blobs_has(handle, const uint8_t *, size_t, outcome *);
IMPORT(BLOBS, OF("container", "object-info")) void blobs_object(handle, const uint8_t *, size_t, metadata *);
IMPORT(BLOBS, OF("container", "clear")) void blobs_clear(handle, outcome *);
DROP_OF("container") void drop_container(handle);
IMPORT(BLOBS, OF("write-stream", "write")) void stream_write(handle, const uint8_t *, size_t, outcome *);
IMPORT(BLOBS, OF("write-stream", "close")) void stream_close(handle, outcome *);
DROP_OF("write-stream") void drop_write_stream(handle);
IMPORT(BLOBS, OF("read-stream", "read")) void stream_read(handle, uint64_t, optional *);
DROP_OF("read-stream") void drop_read_stream(handle);

#if GENERATION == 6
IMPORT(BLOBS, OF("container", "name")) void blobs_name(handle, bytes *);
IMPORT(BLOBS, OF("read-stream", "available")) uint64_t stream_available(handle);
IMPORT(BLOBS, OF("container", "read-range"))
void blobs_range(handle, const uint8_t *, size_t, uint64_t, uint64_t, outcome *);
IMPORT(BLOBS, OF("container", "copy-object"))
void blobs_copy(handle, const uint8_t *, size_t, const uint8_t *, size_t, outcome *);
IMPORT(BLOBS, OF("container", "list")) handle blobs_listing(handle, int32_t, const uint8_t *, size_t);
IMPORT(BLOBS, OF("listing", "next")) void listing_next(handle, uint32_t, outcome *);
DROP_OF("listing") void drop_listing(handle);
static const char *const cases[] = {
    "object-not-found", "invalid-name", "connection-error", "authentication-error",
    "timeout-error",    "io-error",     "unexpected-error",
};
#else
IMPORT(BLOBS, OF("container", "name")) void blobs_name(handle, outcome *);
IMPORT(BLOBS, OF("read-stream", "available")) void stream_available(handle, metadata *);
static const char *const cases[] = {"unexpected-error"};
#endif

#define PIECE 65536
static uint8_t piece[PIECE];

bool store_open(bytes name, handle *store, failure *why) {
  outcome result;
  blobs_open(name.data, name.length, &result);
  if (result.is_error) *why = why_of(&result, cases);
  else *store = result.handle;
  return !result.is_error;
}

void store_drop(handle store) { drop_container(store); }

int store_arity(bytes command) {
  if (is(command, "list") || is(command, "clear") || is(command, "about") || is(command, "die")) return 0;
  if (is(command, "write") || is(command, "fill") || is(command, "begin") || is(command, "copy")) return 2;
  if (is(command, "pages")) return 2;
  return is(command, "range") ? 3 : is(command, "delete-all") ? -1 : 1;
}

static bool check(const outcome *out, answer *result) {
  result->failed = out->is_error;
  if (out->is_error) result->why = why_of(out, cases);
  return !out->is_error;
}

static bool check_metadata(const metadata *out, answer *result) {
  result->failed = out->is_error;
  if (out->is_error) result->why = (failure){text(cases[out->error.kase]), out->error.message};
  return !out->is_error;
}

/** Closes and drops it, where what came before went well. */
static void finish(handle stream, bool went_well, answer *result) {
  outcome out;
  if (went_well) {
    stream_close(stream, &out);
    check(&out, result);
  }
  drop_write_stream(stream);
}

/** Reads an object to its end: gives it back, or where it is to be checked, its length and how much is as the pattern. */
static void read_all(handle stream, bool checked, answer *result) {
  buffer all = {0};
  uint64_t length = 0, matches = 0;
  for (;;) {
    optional out;
    stream_read(stream, PIECE, &out);
    if (out.is_error) {
      result->failed = true;
      result->why = (failure){text(cases[out.error.kase]), out.error.message};
      break;
    }
    if (!out.some.is_some) break;
    if (checked) matches += pattern_matches(out.some.list.data, out.some.list.length, length);
    else append(&all, out.some.list);
    length += out.some.list.length;
    free(out.some.list.data);
  }
  drop_read_stream(stream);
  if (!result->failed && checked) {
    append_number(&result->fields, length);
    append_number(&result->fields, matches);
  } else if (!result->failed) append_field(&result->fields, (bytes){all.data, all.length});
  free(all.data);
}

static size_t append_names(bytes list, buffer *to) {
  bytes *names = (bytes *)list.data;
  for (size_t index = 0; index < list.length; index++) {
    append_field(to, names[index]);
    free(names[index].data);
  }
  free(names);
  return list.length;
}

static void fill(handle stream, uint64_t length, answer *result) {
  outcome out = {0};
  bool well = true;
  for (uint64_t at = 0; well && at < length; at += PIECE) {
    size_t part = length - at < PIECE ? length - at : PIECE;
    pattern_fill(piece, part, at);
    stream_write(stream, piece, part, &out);
    well = check(&out, result);
  }
  finish(stream, well, result);
}

static uint64_t available(handle stream, answer *result) {
#if GENERATION == 6
  return stream_available(stream);
#else
  metadata out;
  stream_available(stream, &out);
  return check_metadata(&out, result) ? out.number : 0;
#endif
}

static bytes name_of(handle store) {
#if GENERATION == 6
  bytes name;
  blobs_name(store, &name);
  return name;
#else
  outcome out;
  blobs_name(store, &out);
  return out.list;
#endif
}

static bool more(handle store, bytes command, bytes *arguments, answer *result) {
#if GENERATION == 6
  outcome out;
  if (is(command, "range")) {
    bytes name = next_field(arguments);
    uint64_t start = number_of(next_field(arguments)), length = number_of(next_field(arguments));
    blobs_range(store, name.data, name.length, start, length, &out);
    if (check(&out, result)) read_all(out.handle, false, result);
  } else if (is(command, "copy")) {
    bytes from = next_field(arguments), to = next_field(arguments);
    blobs_copy(store, from.data, from.length, to.data, to.length, &out);
    check(&out, result);
  } else if (is(command, "pages")) {
    bytes prefix = next_field(arguments);
    uint32_t most = number_of(next_field(arguments));
    handle listing = blobs_listing(store, prefix.length > 0, prefix.data, prefix.length);
    do listing_next(listing, most, &out);
    while (check(&out, result) && append_names(out.list, &result->fields) > 0);
    drop_listing(listing);
  } else return false;
  return true;
#else
  return false;
#endif
}

bool store_command(handle store, bytes command, bytes *arguments, answer *result) {
  outcome out;
  metadata about;
  if (is(command, "about")) {
    append_field(&result->fields, name_of(store));
    blobs_info(store, &about);
    if (!check_metadata(&about, result)) return true;
    append_field(&result->fields, about.container.name);
    append_number(&result->fields, about.container.created_at);
  } else if (is(command, "list")) {
    blobs_list(store, &out);
    if (check(&out, result)) append_names(out.list, &result->fields);
  } else if (is(command, "clear")) {
    blobs_clear(store, &out);
    check(&out, result);
  } else if (is(command, "die")) {
    __builtin_trap();
  } else if (is(command, "delete-all")) {
    bytes *names = malloc(arguments->length + sizeof(bytes));
    size_t count = 0;
    while (arguments->length > 0) names[count++] = next_field(arguments);
    blobs_delete_all(store, names, count, &out);
    check(&out, result);
    free(names);
  } else if (!more(store, command, arguments, result)) {
    bytes name = next_field(arguments);
    if (is(command, "write") || is(command, "fill") || is(command, "begin")) {
      bytes value = next_field(arguments);
      blobs_write(store, name.data, name.length, &out);
      if (!check(&out, result)) return true;
      handle stream = out.handle;
      if (is(command, "fill")) fill(stream, number_of(value), result);
      else {
        stream_write(stream, value.data, value.length, &out);
        bool well = check(&out, result);
        // one that was begun is never closed
        if (is(command, "write")) finish(stream, well, result);
      }
    } else if (is(command, "read") || is(command, "sum") || is(command, "available")) {
      blobs_read(store, name.data, name.length, &out);
      if (!check(&out, result)) return true;
      if (is(command, "available")) {
        append_number(&result->fields, available(out.handle, result));
        drop_read_stream(out.handle);
      } else read_all(out.handle, is(command, "sum"), result);
    } else if (is(command, "delete")) {
      blobs_delete(store, name.data, name.length, &out);
      check(&out, result);
    } else if (is(command, "has")) {
      blobs_has(store, name.data, name.length, &out);
      // a bool lies where a handle does
      if (check(&out, result)) append_field(&result->fields, text((uint8_t)out.handle ? "true" : "false"));
    } else if (is(command, "stat")) {
      blobs_object(store, name.data, name.length, &about);
      if (!check_metadata(&about, result)) return true;
      append_number(&result->fields, about.object.size);
      append_number(&result->fields, about.object.created_at);
    } else return false;
  }
  return true;
}
