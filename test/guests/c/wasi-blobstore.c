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

int store_arity(bytes command) {
  if (is(command, "list") || is(command, "clear") || is(command, "about") || is(command, "die")) return 0;
  if (is(command, "write") || is(command, "fill") || is(command, "begin") || is(command, "copy")) return 2;
  if (is(command, "move") || is(command, "copy-to")) return 2;
  return is(command, "range") ? 3 : is(command, "delete-all") ? -1 : 1;
}

/** Writes to a stream: a value, or where it has no bytes, so many of the pattern. */
static bool write_all(handle stream, bytes value, uint64_t length, answer *to) {
  for (uint64_t at = 0; at < length; at += PIECE) {
    size_t part = length - at < PIECE ? length - at : PIECE;
    stream_result out;
    if (value.data) write_stream(stream, value.data + at, part, &out);
    else {
      pattern_fill(piece, part, at);
      write_stream(stream, piece, part, &out);
    }
    if (out.is_error) return fails(out.kase ? "closed" : "last-operation-failed", text("of the stream"), to);
  }
  return true;
}

static void write_object(handle store, bytes command, bytes name, bytes value, answer *to) {
  result out;
  handle outgoing = new_value();
  value_body(outgoing, &out);
  handle stream = out.handle;
  uint64_t length = is(command, "fill") ? number_of(value) : value.length;
  bool is_small = length <= PIECE;
  bytes content = is(command, "fill") ? (bytes){0} : value;
  // a small value is written before it is known where to, which guests may do as well
  bool well = !is_small || write_all(stream, content, length, to);
  if (well) {
    write_data(store, name.data, name.length, outgoing, &out);
    well = check(&out, to);
  }
  if (well && !is_small) well = write_all(stream, content, length, to);
  if (well && is(command, "begin")) return;
  drop_output(stream);
  if (!well) drop_outgoing(outgoing);
  else {
    finish_value(outgoing, &out);
    check(&out, to);
  }
}

/** `end` is the last byte that is read. */
static void read_object(handle store, bytes name, uint64_t start, uint64_t end, bool checked, answer *to) {
  result out;
  get_data(store, name.data, name.length, start, end, &out);
  if (!check(&out, to)) return;
  uint64_t length = 0, matches = 0;
  if (!checked && incoming_size(out.handle) < 100) {
    consume_whole(out.handle, &out);
    if (check(&out, to)) append_field(&to->fields, out.list);
    return;
  }
  consume_stream(out.handle, &out);
  if (!check(&out, to)) return;
  handle stream = out.handle;
  buffer all = {0};
  for (;;) {
    stream_result read;
    read_stream(stream, 65536, &read);
    if (read.is_error) {
      if (read.kase == 0) fails("last-operation-failed", text("of the stream"), to);
      break;
    }
    if (checked) matches += pattern_matches(read.list.data, read.list.length, length);
    else append(&all, read.list);
    length += read.list.length;
    free(read.list.data);
  }
  drop_input(stream);
  if (!to->failed && checked) {
    append_number(&to->fields, length);
    append_number(&to->fields, matches);
  } else if (!to->failed) append_field(&to->fields, (bytes){all.data, all.length});
  free(all.data);
}

static void list(handle store, answer *to) {
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
    for (size_t index = 0; index < read.names.length; index++) append_field(&to->fields, each[index]);
    free(each);
  }
  drop_names(out.handle);
}

/** Between objects of this container, or to a container that is named. */
static void copy(bytes command, bytes from, bytes to, answer *answered) {
  result out;
  if (is(command, "copy-to")) copy_object(OBJECT_OF(opened, from), OBJECT_OF(to, from), &out);
  else if (is(command, "move")) move_object(OBJECT_OF(opened, from), OBJECT_OF(opened, to), &out);
  else copy_object(OBJECT_OF(opened, from), OBJECT_OF(opened, to), &out);
  check(&out, answered);
}

bool store_command(handle store, bytes command, bytes *arguments, answer *to) {
  result out;
  metadata about;
  if (is(command, "about")) {
    container_name(store, &out);
    append_field(&to->fields, out.list);
    container_info(store, &about);
    if (about.is_error) return fails("error", about.message, to), true;
    append_field(&to->fields, about.container.name);
    append_number(&to->fields, about.container.created_at);
  } else if (is(command, "list")) {
    list(store, to);
  } else if (is(command, "clear")) {
    clear_container(store, &out);
    check(&out, to);
  } else if (is(command, "die")) {
    __builtin_trap();
  } else if (is(command, "delete-all")) {
    bytes *all = malloc(arguments->length + sizeof(bytes));
    size_t count = 0;
    while (arguments->length > 0) all[count++] = next_field(arguments);
    delete_objects(store, all, count, &out);
    check(&out, to);
    free(all);
  } else {
    bytes name = next_field(arguments);
    if (is(command, "write") || is(command, "fill") || is(command, "begin")) {
      write_object(store, command, name, next_field(arguments), to);
    } else if (is(command, "read") || is(command, "sum")) {
      read_object(store, name, 0, UINT64_MAX, is(command, "sum"), to);
    } else if (is(command, "range")) {
      uint64_t start = number_of(next_field(arguments)), length = number_of(next_field(arguments));
      // a part without a byte ends before it begins
      bool is_empty = length == 0;
      read_object(store, name, is_empty ? 1 : start, is_empty ? 0 : start + length - 1, false, to);
    } else if (is(command, "copy") || is(command, "move") || is(command, "copy-to")) {
      copy(command, name, next_field(arguments), to);
    } else if (is(command, "delete")) {
      delete_object(store, name.data, name.length, &out);
      check(&out, to);
    } else if (is(command, "has")) {
      has_object(store, name.data, name.length, &out);
      if (check(&out, to)) append_field(&to->fields, text((uint8_t)out.handle ? "true" : "false"));
    } else if (is(command, "exists")) {
      container_exists(name.data, name.length, &out);
      if (check(&out, to)) append_field(&to->fields, text((uint8_t)out.handle ? "true" : "false"));
    } else if (is(command, "create")) {
      create_container(name.data, name.length, &out);
      if (check(&out, to)) drop_container(out.handle);
    } else if (is(command, "remove")) {
      delete_container(name.data, name.length, &out);
      check(&out, to);
    } else if (is(command, "stat")) {
      object_info(store, name.data, name.length, &about);
      if (about.is_error) return fails("error", about.message, to), true;
      append_number(&to->fields, about.object.size);
      append_number(&to->fields, about.object.created_at);
    } else return false;
  }
  return true;
}
