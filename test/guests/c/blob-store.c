/** SpiderLightning's blob store: a container whose objects are streams. The component package can do more. */
#include "blobs.h"
#include "spiderlightning.h"
#include <stdlib.h>

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

OPEN void import_open(const uint8_t *, size_t, outcome *);
IMPORT(BLOBS, OF("container", "info")) void import_info(handle, metadata *);
IMPORT(BLOBS, OF("container", "read-object")) void import_read(handle, const uint8_t *, size_t, outcome *);
IMPORT(BLOBS, OF("container", "write-object")) void import_write(handle, const uint8_t *, size_t, outcome *);
IMPORT(BLOBS, OF("container", "list-objects")) void import_list(handle, outcome *);
IMPORT(BLOBS, OF("container", "delete-object")) void import_delete(handle, const uint8_t *, size_t, outcome *);
IMPORT(BLOBS, OF("container", "delete-objects")) void import_delete_all(handle, const bytes *, size_t, outcome *);
IMPORT(BLOBS, OF("container", "has-object")) void import_has(handle, const uint8_t *, size_t, outcome *);
IMPORT(BLOBS, OF("container", "object-info")) void import_object(handle, const uint8_t *, size_t, metadata *);
IMPORT(BLOBS, OF("container", "clear")) void import_clear(handle, outcome *);
DROP_OF("container") void drop_container(handle);
IMPORT(BLOBS, OF("write-stream", "write")) void stream_write(handle, const uint8_t *, size_t, outcome *);
IMPORT(BLOBS, OF("write-stream", "close")) void stream_close(handle, outcome *);
DROP_OF("write-stream") void drop_write_stream(handle);
IMPORT(BLOBS, OF("read-stream", "read")) void stream_read(handle, uint64_t, optional *);
DROP_OF("read-stream") void drop_read_stream(handle);

#if GENERATION == 6
IMPORT(BLOBS, OF("container", "name")) void import_name(handle, bytes *);
IMPORT(BLOBS, OF("container", "read-range"))
void import_range(handle, const uint8_t *, size_t, uint64_t, uint64_t, outcome *);
IMPORT(BLOBS, OF("container", "copy-object"))
void import_copy(handle, const uint8_t *, size_t, const uint8_t *, size_t, outcome *);
IMPORT(BLOBS, OF("container", "list")) handle import_listing(handle, int32_t, const uint8_t *, size_t);
IMPORT(BLOBS, OF("listing", "next")) void listing_next(handle, uint32_t, outcome *);
DROP_OF("listing") void drop_listing(handle);
static const char *const cases[] = {
    "object-not-found", "invalid-name", "connection-error", "authentication-error",
    "timeout-error",    "io-error",     "unexpected-error",
};
#else
IMPORT(BLOBS, OF("container", "name")) void import_name(handle, outcome *);
IMPORT(BLOBS, OF("read-stream", "available")) void stream_available(handle, metadata *);
static const char *const cases[] = {"unexpected-error"};
#endif

#define PIECE 65536
static uint8_t piece[PIECE];

bool store_open(bytes name, handle *store, failure *why) {
  outcome result;
  import_open(name.data, name.length, &result);
  if (result.is_error) *why = why_of(&result, cases);
  else *store = result.handle;
  return !result.is_error;
}

void store_drop(handle store) { drop_container(store); }

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

static bytes name_of(handle store) {
#if GENERATION == 6
  bytes name;
  import_name(store, &name);
  return name;
#else
  outcome out;
  import_name(store, &out);
  return out.list;
#endif
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

void blobs_about(handle store, answer *to) {
  metadata about;
  append_field(&to->fields, name_of(store));
  import_info(store, &about);
  if (!check_metadata(&about, to)) return;
  append_field(&to->fields, about.container.name);
  append_number(&to->fields, about.container.created_at);
}

void blobs_list(handle store, answer *to) {
  outcome out;
  import_list(store, &out);
  if (check(&out, to)) append_names(out.list, &to->fields);
}

void blobs_clear(handle store, answer *to) {
  outcome out;
  import_clear(store, &out);
  check(&out, to);
}

void blobs_write(handle store, bytes name, const content *what, answer *to) {
  outcome out;
  import_write(store, name.data, name.length, &out);
  if (!check(&out, to)) return;
  handle stream = out.handle;
  bool well = true;
  uint64_t at = 0;
  do {
    bytes next = content_piece(what, at, PIECE, piece);
    stream_write(stream, next.data, next.length, &out);
    well = check(&out, to);
    at += next.length;
  } while (well && at < what->length);
  if (what->is_left) return;
  if (well) {
    stream_close(stream, &out);
    check(&out, to);
  }
  drop_write_stream(stream);
}

/** Reads a stream to its end. */
static void read_all(handle stream, reading *into, answer *to) {
  for (;;) {
    optional out;
    stream_read(stream, PIECE, &out);
    if (out.is_error) {
      to->failed = true;
      to->why = (failure){text(cases[out.error.kase]), out.error.message};
      break;
    }
    if (!out.some.is_some) break;
    reading_take(into, out.some.list);
  }
  drop_read_stream(stream);
  reading_end(into, to);
}

void blobs_read(handle store, bytes name, reading *into, answer *to) {
  outcome out;
  import_read(store, name.data, name.length, &out);
  if (check(&out, to)) read_all(out.handle, into, to);
}

void blobs_delete(handle store, bytes name, answer *to) {
  outcome out;
  import_delete(store, name.data, name.length, &out);
  check(&out, to);
}

void blobs_delete_all(handle store, const bytes *names, size_t count, answer *to) {
  outcome out;
  import_delete_all(store, names, count, &out);
  check(&out, to);
}

void blobs_has(handle store, bytes name, answer *to) {
  outcome out;
  import_has(store, name.data, name.length, &out);
  // a bool lies where a handle does
  if (check(&out, to)) append_field(&to->fields, text((uint8_t)out.handle ? "true" : "false"));
}

void blobs_stat(handle store, bytes name, answer *to) {
  metadata about;
  import_object(store, name.data, name.length, &about);
  if (!check_metadata(&about, to)) return;
  append_number(&to->fields, about.object.size);
  append_number(&to->fields, about.object.created_at);
}

#if GENERATION == 6

int blobs_more_arity(bytes command) {
  return is(command, "range") ? 3 : is(command, "copy") || is(command, "pages") ? 2 : -1;
}

/** `range NAME START LENGTH`, `copy FROM TO`, and `pages PREFIX MOST`. */
void blobs_more(handle store, bytes command, bytes *arguments, answer *to) {
  outcome out;
  bytes first = next_field(arguments), second = next_field(arguments);
  if (is(command, "range")) {
    reading into = {0};
    import_range(store, first.data, first.length, number_of(second), number_of(next_field(arguments)), &out);
    if (check(&out, to)) read_all(out.handle, &into, to);
  } else if (is(command, "copy")) {
    import_copy(store, first.data, first.length, second.data, second.length, &out);
    check(&out, to);
  } else {
    handle listing = import_listing(store, first.length > 0, first.data, first.length);
    do listing_next(listing, number_of(second), &out);
    while (check(&out, to) && append_names(out.list, &to->fields) > 0);
    drop_listing(listing);
  }
}

#else

int blobs_more_arity(bytes command) { return is(command, "available") ? 1 : -1; }

/** `available NAME`: how much of an object there is to read. */
void blobs_more(handle store, bytes command, bytes *arguments, answer *to) {
  outcome out;
  metadata count;
  bytes name = next_field(arguments);
  import_read(store, name.data, name.length, &out);
  if (!check(&out, to)) return;
  stream_available(out.handle, &count);
  if (check_metadata(&count, to)) append_number(&to->fields, count.number);
  drop_read_stream(out.handle);
}

#endif
