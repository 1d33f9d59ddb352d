/** wasi:blobstore@0.2.0-draft, by hand: objects are streams of wasi:io. */
#include "blobs.h"
#include "spiderlightning.h"
#include <stdlib.h>

#define TYPES(name) IMPORT("wasi:blobstore/types@0.2.0-draft", name)
#define CONTAINER(name) IMPORT("wasi:blobstore/container@0.2.0-draft", name)
#define BLOBSTORE(name) IMPORT("wasi:blobstore/blobstore@0.2.0-draft", name)
#define STREAMS(name) IMPORT("wasi:io/streams@0.2.12", name)

/** A `result` whose error is a string, and whose ok is a handle, a bool, a list or nothing. */
typedef struct {
  uint8_t is_error;
  union {
    handle handle;
    bytes list;
    bytes message;
  };
} result;

/** The same, where the ok holds a u64. */
typedef struct {
  uint8_t is_error;
  union {
    bytes message;
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
  } __attribute__((aligned(8)));
} metadata;

/** Names, and whether they are the last. */
typedef struct {
  uint8_t is_error;
  union {
    struct {
      bytes names;
      uint8_t is_at_end;
    };
    bytes message;
  };
} names;

/** A `result` with a stream-error: last-operation-failed(own error), or closed. */
typedef struct {
  uint8_t is_error;
  union {
    bytes list;
    struct {
      uint8_t kase;
      handle error;
    };
  };
} stream_result;

/** An `object-id`, as a record is passed. */
#define OBJECT const uint8_t *, size_t, const uint8_t *, size_t
#define OBJECT_OF(container, object) container.data, container.length, object.data, object.length

BLOBSTORE("get-container") void get_container(const uint8_t *, size_t, result *);
BLOBSTORE("create-container") void create_container(const uint8_t *, size_t, result *);
BLOBSTORE("container-exists") void container_exists(const uint8_t *, size_t, result *);
BLOBSTORE("delete-container") void delete_container(const uint8_t *, size_t, result *);
BLOBSTORE("copy-object") void copy_object(OBJECT, OBJECT, result *);
BLOBSTORE("move-object") void move_object(OBJECT, OBJECT, result *);
CONTAINER("[method]container.name") void container_name(handle, result *);
CONTAINER("[method]container.info") void container_info(handle, metadata *);
CONTAINER("[method]container.get-data")
void get_data(handle, const uint8_t *, size_t, uint64_t, uint64_t, result *);
CONTAINER("[method]container.write-data") void write_data(handle, const uint8_t *, size_t, handle, result *);
CONTAINER("[method]container.list-objects") void list_objects(handle, result *);
CONTAINER("[method]container.delete-object") void delete_object(handle, const uint8_t *, size_t, result *);
CONTAINER("[method]container.delete-objects") void delete_objects(handle, const bytes *, size_t, result *);
CONTAINER("[method]container.has-object") void has_object(handle, const uint8_t *, size_t, result *);
CONTAINER("[method]container.object-info") void object_info(handle, const uint8_t *, size_t, metadata *);
CONTAINER("[method]container.clear") void clear_container(handle, result *);
CONTAINER("[method]stream-object-names.read-stream-object-names") void read_names(handle, uint64_t, names *);
CONTAINER("[resource-drop]container") void drop_container(handle);
CONTAINER("[resource-drop]stream-object-names") void drop_names(handle);
TYPES("[static]outgoing-value.new-outgoing-value") handle new_value(void);
TYPES("[method]outgoing-value.outgoing-value-write-body") void value_body(handle, result *);
TYPES("[static]outgoing-value.finish") void finish_value(handle, result *);
TYPES("[resource-drop]outgoing-value") void drop_outgoing(handle);
TYPES("[static]incoming-value.incoming-value-consume-sync") void consume_whole(handle, result *);
TYPES("[static]incoming-value.incoming-value-consume-async") void consume_stream(handle, result *);
TYPES("[method]incoming-value.size") uint64_t incoming_size(handle);
TYPES("[resource-drop]incoming-value") void drop_incoming(handle);
STREAMS("[method]output-stream.blocking-write-and-flush")
void write_stream(handle, const uint8_t *, size_t, stream_result *);
STREAMS("[resource-drop]output-stream") void drop_output(handle);
STREAMS("[method]input-stream.blocking-read") void read_stream(handle, uint64_t, stream_result *);
STREAMS("[resource-drop]input-stream") void drop_input(handle);

/** What blocking-write-and-flush takes at once. */
#define PIECE 4096
static uint8_t piece[PIECE];
static bytes opened;

static bool fails(const char *kase, bytes message, answer *to) {
  to->failed = true;
  to->why = (failure){text(kase), message};
  return false;
}

static bool check(const result *out, answer *to) { return !out->is_error || fails("error", out->message, to); }

bool store_open(bytes name, handle *store, failure *why) {
  result out;
  opened = name;
  get_container(name.data, name.length, &out);
  if (out.is_error) *why = (failure){text("error"), out.message};
  else *store = out.handle;
  return !out.is_error;
}

void store_drop(handle store) { drop_container(store); }

void blobs_about(handle store, answer *to) {
  result name;
  metadata about;
  container_name(store, &name);
  container_info(store, &about);
  if (about.is_error) {
    fails("error", about.message, to);
    return;
  }
  append_field(&to->fields, name.list);
  append_field(&to->fields, about.container.name);
  append_number(&to->fields, about.container.created_at);
}

void blobs_list(handle store, answer *to) {
  result out;
  list_objects(store, &out);
  if (!check(&out, to)) return;
  for (names read = {0}; !read.is_at_end;) {
    read_names(out.handle, 3, &read);
    if (read.is_error) {
      fails("error", read.message, to);
      break;
    }
    bytes *each = (bytes *)read.names.data;
    for (size_t index = 0; index < read.names.length; index++) {
      append_field(&to->fields, each[index]);
      free(each[index].data);
    }
    free(each);
  }
  drop_names(out.handle);
}

void blobs_clear(handle store, answer *to) {
  result out;
  clear_container(store, &out);
  check(&out, to);
}

static bool write_all(handle stream, const content *what, answer *to) {
  for (uint64_t at = 0; at < what->length; at += PIECE) {
    stream_result out;
    bytes next = content_piece(what, at, PIECE, piece);
    write_stream(stream, next.data, next.length, &out);
    if (out.is_error) return fails(out.kase ? "closed" : "last-operation-failed", text("of the stream"), to);
  }
  return true;
}

void blobs_write(handle store, bytes name, const content *what, answer *to) {
  result out;
  handle outgoing = new_value();
  value_body(outgoing, &out);
  handle stream = out.handle;
  // a small value is written before it is known where to, which guests may do as well
  bool is_small = what->length <= PIECE;
  bool well = !is_small || write_all(stream, what, to);
  if (well) {
    write_data(store, name.data, name.length, outgoing, &out);
    well = check(&out, to);
  }
  if (well && !is_small) well = write_all(stream, what, to);
  if (well && what->is_left) return;
  drop_output(stream);
  if (!well) drop_outgoing(outgoing);
  else {
    finish_value(outgoing, &out);
    check(&out, to);
  }
}

/** `end` is the last byte that is read. */
static void read_part(handle store, bytes name, uint64_t start, uint64_t end, reading *into, answer *to) {
  result out;
  get_data(store, name.data, name.length, start, end, &out);
  if (!check(&out, to)) return;
  if (!into->is_checked && incoming_size(out.handle) < 100) {
    consume_whole(out.handle, &out);
    if (check(&out, to)) reading_take(into, out.list);
    reading_end(into, to);
    return;
  }
  consume_stream(out.handle, &out);
  if (!check(&out, to)) return;
  handle stream = out.handle;
  for (;;) {
    stream_result read;
    read_stream(stream, 65536, &read);
    if (read.is_error) {
      if (read.kase == 0) fails("last-operation-failed", text("of the stream"), to);
      break;
    }
    reading_take(into, read.list);
  }
  drop_input(stream);
  reading_end(into, to);
}

void blobs_read(handle store, bytes name, reading *into, answer *to) {
  read_part(store, name, 0, UINT64_MAX, into, to);
}

void blobs_delete(handle store, bytes name, answer *to) {
  result out;
  delete_object(store, name.data, name.length, &out);
  check(&out, to);
}

void blobs_delete_all(handle store, const bytes *names, size_t count, answer *to) {
  result out;
  delete_objects(store, names, count, &out);
  check(&out, to);
}

static void answer_flag(const result *out, answer *to) {
  // a bool lies where a handle does
  if (check(out, to)) append_field(&to->fields, text((uint8_t)out->handle ? "true" : "false"));
}

void blobs_has(handle store, bytes name, answer *to) {
  result out;
  has_object(store, name.data, name.length, &out);
  answer_flag(&out, to);
}

void blobs_stat(handle store, bytes name, answer *to) {
  metadata about;
  object_info(store, name.data, name.length, &about);
  if (about.is_error) {
    fails("error", about.message, to);
    return;
  }
  append_number(&to->fields, about.object.size);
  append_number(&to->fields, about.object.created_at);
}

int blobs_more_arity(bytes command) {
  if (is(command, "range")) return 3;
  if (is(command, "copy") || is(command, "move") || is(command, "copy-to")) return 2;
  return is(command, "exists") || is(command, "create") || is(command, "remove") ? 1 : -1;
}

/**
 * `range NAME START LENGTH`, `copy FROM TO`, `move FROM TO`, `copy-to NAME CONTAINER`; and of containers `exists`, `create` and
 * `remove`.
 */
void blobs_more(handle store, bytes command, bytes *arguments, answer *to) {
  result out;
  bytes name = next_field(arguments);
  bytes second = blobs_more_arity(command) > 1 ? next_field(arguments) : (bytes){0};
  if (is(command, "range")) {
    reading into = {0};
    uint64_t start = number_of(second), length = number_of(next_field(arguments));
    // a part without a byte ends before it begins
    bool is_empty = length == 0;
    read_part(store, name, is_empty ? 1 : start, is_empty ? 0 : start + length - 1, &into, to);
  } else if (is(command, "exists")) {
    container_exists(name.data, name.length, &out);
    answer_flag(&out, to);
  } else {
    if (is(command, "copy-to")) copy_object(OBJECT_OF(opened, name), OBJECT_OF(second, name), &out);
    else if (is(command, "move")) move_object(OBJECT_OF(opened, name), OBJECT_OF(opened, second), &out);
    else if (is(command, "copy")) copy_object(OBJECT_OF(opened, name), OBJECT_OF(opened, second), &out);
    else if (is(command, "create")) create_container(name.data, name.length, &out);
    else delete_container(name.data, name.length, &out);
    if (check(&out, to) && is(command, "create")) drop_container(out.handle);
  }
}
