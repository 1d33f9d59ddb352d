/**
 * A component that handles messages: the first word of each says what it does with it. By wasmcloud:messaging, or with
 * -DWASI by wasi:messaging, whose broker it opens as "orders".
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FROM(module, name) __attribute__((import_module(module), import_name(name)))

typedef int32_t handle;

typedef struct {
  const char *data;
  size_t length;
} text;

typedef struct {
  uint8_t is_some;
  text value;
} optional_text;

__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(void *old, size_t, size_t align, size_t size) {
  return size == 0 ? (void *)align : realloc(old, size);
}

static text literal(const char *string) { return (text){string, strlen(string)}; }

/* what each interface does in its own way: a failure is a text; of none, `data` is NULL */

#ifdef WASI
#define TYPES(name) FROM("wasi:messaging/types@0.2.0-draft", name)
#define PRODUCER(name) FROM("wasi:messaging/producer@0.2.0-draft", name)
#define REQUESTS(name) FROM("wasi:messaging/request-reply@0.2.0-draft", name)

/** A result whose error is the variant: timeout, connection, permission-denied, other. */
typedef struct {
  uint8_t is_error;
  union {
    handle handle;
    struct {
      handle *data;
      size_t length;
    } list;
    struct {
      uint8_t kase;
      text said;
    } error;
  };
} result;

TYPES("[static]client.connect") void client_connect(const char *, size_t, result *);
TYPES("[resource-drop]client") void client_drop(handle);
TYPES("[constructor]message") handle message_new(const char *, size_t);
TYPES("[method]message.topic") void message_topic(handle, optional_text *);
TYPES("[method]message.data") void message_data(handle, text *);
TYPES("[method]message.set-data") void message_set_data(handle, const char *, size_t);
TYPES("[method]message.add-metadata") void message_add_metadata(handle, const char *, size_t, const char *, size_t, void *);
TYPES("[resource-drop]message") void message_drop(handle);
PRODUCER("send") void producer_send(handle, const char *, size_t, handle, result *);
REQUESTS("[constructor]request-options") handle options_new(void);
REQUESTS("[method]request-options.set-timeout-ms") void options_set_timeout(handle, int32_t);
REQUESTS("request") void request(handle, const char *, size_t, handle, int32_t has_options, handle, result *);
REQUESTS("reply") void reply(handle, handle, result *);

static const char *const kases[] = {"timeout", "connection", "permission-denied", "other"};

static text failure_of(const result *given) {
  if (!given->is_error) return (text){0};
  // of the first case there is no text
  if (given->error.kase == 0) return literal(kases[0]);
  char *said;
  int length = asprintf(&said, "%s: %.*s", kases[given->error.kase], (int)given->error.said.length, given->error.said.data);
  return (text){said, length};
}

static handle client(void) {
  result given;
  client_connect("orders", 6, &given);
  if (given.is_error) abort();
  return given.handle;
}

static text publish(text topic, text body) {
  handle message = message_new("to be changed", 13), to = client();
  message_set_data(message, body.data, body.length);
  // whether it was refused, the case, and of the other case an optional text
  uint32_t refused[5];
  message_add_metadata(message, "a", 1, "b", 1, refused);
  if ((refused[0] & 255) != 1 || (refused[1] & 255) != 0) abort();
  result given;
  producer_send(to, topic.data, topic.length, message, &given);
  client_drop(to);
  return failure_of(&given);
}

static text ask(text topic, text body, text *answer) {
  handle question = message_new(body.data, body.length), options = options_new(), to = client();
  options_set_timeout(options, 2000);
  result given;
  request(to, topic.data, topic.length, question, true, options, &given);
  message_drop(question);
  client_drop(to);
  if (given.is_error) return failure_of(&given);
  message_data(given.list.data[0], answer);
  message_drop(given.list.data[0]);
  return (text){0};
}

static handle asked;

static void answer(text body) {
  result given;
  reply(asked, message_new(body.data, body.length), &given);
  if (given.is_error) abort();
}
#else
#define CONSUMER(name) FROM("wasmcloud:messaging/consumer@0.2.0", name)

typedef struct {
  text subject;
  text body;
  optional_text reply_to;
} broker_message;

typedef struct {
  uint8_t is_error;
  union {
    broker_message message;
    text error;
  };
} result;

CONSUMER("publish")
void consumer_publish(const char *, size_t, const char *, size_t, int32_t has_reply_to, const char *, size_t, result *);
CONSUMER("request") void consumer_request(const char *, size_t, const char *, size_t, int32_t timeout, result *);

static text publish(text topic, text body) {
  result given;
  consumer_publish(topic.data, topic.length, body.data, body.length, false, NULL, 0, &given);
  return given.is_error ? given.error : (text){0};
}

static text ask(text topic, text body, text *answer) {
  result given;
  consumer_request(topic.data, topic.length, body.data, body.length, 2000, &given);
  if (given.is_error) return given.error;
  *answer = given.message.body;
  return (text){0};
}

static optional_text asked;

static void answer(text body) {
  if (asked.is_some && publish(asked.value, body).data) abort();
}
#endif

/* what it does */

static text word(text *rest) {
  const char *end = memchr(rest->data, ' ', rest->length);
  text found = {rest->data, end ? (size_t)(end - rest->data) : rest->length};
  size_t taken = found.length + (end ? 1 : 0);
  *rest = (text){rest->data + taken, rest->length - taken};
  return found;
}

static bool is(text word, const char *string) {
  return word.length == strlen(string) && memcmp(word.data, string, word.length) == 0;
}

static void print(const char *what, text said) {
  printf("%s: %.*s\n", what, (int)said.length, said.data);
  fflush(stdout);
}

/** Why it has failed; of success, `data` is NULL. */
static text handle_text(text topic, text body) {
  static int failures;
  text rest = body, failure = {0}, got;
  text verb = word(&rest);
  if (is(verb, "fail")) return literal("as it was told");
  if (is(verb, "trap")) __builtin_trap();
  if (is(verb, "spin")) for (;;) __asm__ volatile("");
  if (is(verb, "wait")) {
    print("waits", rest);
    usleep(1000 * atoi(rest.data));
  }
  // after the third time, all is well
  if (is(verb, "twice") && failures++ < 2) return literal(failures == 1 ? "for time 1" : "for time 2");
  if (is(verb, "publish")) {
    text to = word(&rest);
    failure = publish(to, rest);
  }
  if (is(verb, "ask")) {
    text to = word(&rest);
    text failed = ask(to, rest, &got);
    print("answered", failed.data ? failed : got);
  }
  if (is(verb, "question")) {
    char said[64];
    text what = word(&rest);
    snprintf(said, sizeof said, "answer to %.*s", (int)what.length, what.data);
    answer(literal(said));
  }
  if (failure.data) return failure;
  char what[128];
  snprintf(what, sizeof what, "handled %.*s", (int)topic.length, topic.data);
  print(what, body);
  return failure;
}

#ifdef WASI
__attribute__((export_name("wasi:messaging/incoming-handler@0.2.0-draft#handle"))) const result *handle_message(handle message) {
  static result outcome;
  optional_text topic;
  text body;
  message_topic(message, &topic);
  message_data(message, &body);
  asked = message;
  text failure = handle_text(topic.value, body);
  message_drop(message);
  outcome.is_error = failure.data != NULL;
  outcome.error.kase = 3;
  outcome.error.said = failure;
  return &outcome;
}
#else
__attribute__((export_name("wasmcloud:messaging/handler@0.2.0#handle-message"))) const result *
handle_message(const char *subject, size_t subject_length, const char *body, size_t length, int32_t has_reply_to,
               const char *reply_to, size_t reply_to_length) {
  static result outcome;
  asked = (optional_text){has_reply_to, {reply_to, reply_to_length}};
  text failure = handle_text((text){subject, subject_length}, (text){body, length});
  outcome.is_error = failure.data != NULL;
  outcome.error = failure;
  return &outcome;
}
#endif
