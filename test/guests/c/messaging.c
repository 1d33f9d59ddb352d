/**
 * SpiderLightning's messaging: topics by `pubsub` (-DGENERATION=2), `messaging` (5) or the component package (6), and the
 * queue `mq` (-DGENERATION=2 -DQUEUE). A subscription is told by its number, from 0.
 */
#include "spiderlightning.h"
#include <stdlib.h>
#include <string.h>

#if GENERATION == 6
#define MESSAGING "spiderlightning:messaging/messaging@0.6.0"
#define OPEN(resource) "[static]" resource ".open"
#define ON(resource, name) "[method]" resource "." name
#define DROP_OF(resource) IMPORT(MESSAGING, "[resource-drop]" resource)
#else
#ifdef QUEUE
#define MESSAGING "mq"
#elif GENERATION == 5
#define MESSAGING "messaging"
#else
#define MESSAGING "pubsub"
#endif
#define OPEN(resource) resource "::open"
#define ON(resource, name) resource "::" name
#define DROP_OF(resource) IMPORT("canonical_abi", "resource_drop_" resource)
#endif

static const char *const cases[] = {
    "payload-too-large",  "queue-or-topic-not-found", "insufficient-permissions",   "service-unavailable",
    "delivery-failed",    "connection-lost",          "unsupported-message-format", "unexpected-error",
};

static bool ended_well(const outcome *out, failure *why) {
  if (out->is_error) *why = why_of(out, cases);
  return !out->is_error;
}

#ifdef QUEUE

IMPORT(MESSAGING, OPEN("mq")) void import_open(const uint8_t *, size_t, outcome *);
IMPORT(MESSAGING, ON("mq", "send")) void import_send(handle, const uint8_t *, size_t, outcome *);
IMPORT(MESSAGING, ON("mq", "receive")) void import_receive(handle, outcome *);
DROP_OF("mq") void import_drop(handle);

bool store_open(bytes name, handle *store, failure *why) {
  outcome out;
  import_open(name.data, name.length, &out);
  *store = out.handle;
  return ended_well(&out, why);
}

void store_drop(handle store) { import_drop(store); }

int store_arity(bytes command) { return is(command, "send") ? 1 : 0; }

static bool perform(handle store, bytes command, bytes *arguments, outcome *out) {
  if (is(command, "send")) {
    bytes body = next_field(arguments);
    import_send(store, body.data, body.length, out);
  } else if (is(command, "receive")) import_receive(store, out);
  else return false;
  return true;
}

#else

IMPORT(MESSAGING, OPEN("pub")) void import_open_pub(const uint8_t *, size_t, outcome *);
IMPORT(MESSAGING, ON("pub", "publish"))
void import_publish(handle, const uint8_t *, size_t, const uint8_t *, size_t, outcome *);
DROP_OF("pub") void import_drop_pub(handle);
IMPORT(MESSAGING, OPEN("sub")) void import_open_sub(const uint8_t *, size_t, outcome *);
IMPORT(MESSAGING, ON("sub", "subscribe")) void import_subscribe(handle, const uint8_t *, size_t, outcome *);
DROP_OF("sub") void import_drop_sub(handle);
#if GENERATION == 2
IMPORT(MESSAGING, ON("sub", "receive")) void import_receive(handle, outcome *);
#else
IMPORT(MESSAGING, ON("sub", "receive")) void import_receive(handle, const uint8_t *, size_t, outcome *);
static bytes tokens[64];
static size_t token_count;
#endif

static handle sub;

bool store_open(bytes name, handle *store, failure *why) {
  outcome out;
  import_open_sub(name.data, name.length, &out);
  sub = out.handle;
  if (!ended_well(&out, why)) return false;
  import_open_pub(name.data, name.length, &out);
  *store = out.handle;
  return ended_well(&out, why);
}

void store_drop(handle store) {
  import_drop_pub(store);
  import_drop_sub(sub);
}

int store_arity(bytes command) {
  if (is(command, "publish")) return 2;
  return is(command, "subscribe") || (GENERATION != 2 && is(command, "receive")) ? 1 : 0;
}

static bool perform(handle store, bytes command, bytes *arguments, outcome *out) {
  if (is(command, "publish")) {
    bytes topic = next_field(arguments);
    bytes body = next_field(arguments);
    import_publish(store, body.data, body.length, topic.data, topic.length, out);
  } else if (is(command, "subscribe")) {
    bytes topic = next_field(arguments);
    import_subscribe(sub, topic.data, topic.length, out);
#if GENERATION != 2
    if (!out->is_error) tokens[token_count++] = out->list;
#endif
  } else if (is(command, "receive")) {
#if GENERATION == 2
    import_receive(sub, out);
#else
    bytes number = next_field(arguments);
    bytes token = number.length == 1 ? tokens[number.data[0] - '0'] : number;
    import_receive(sub, token.data, token.length, out);
#endif
  } else return false;
  return true;
}

#endif

bool store_command(handle store, bytes command, bytes *arguments, answer *result) {
  // the guest ends in the middle of its work
  if (is(command, "trap")) __builtin_trap();
  if (is(command, "exit")) exit(3);
  outcome out;
  if (!perform(store, command, arguments, &out)) return false;
  result->failed = !ended_well(&out, &result->why);
  if (!result->failed && is(command, "receive")) {
    append_field(&result->fields, out.list);
    free(out.list.data);
  }
  return true;
}
