/**
 * The values that JavaScript guests do not pass well, in the canonical ABI by hand: `types FUNCTION…` passes them to the
 * host of test/guests/types-wit/types.wit, and prints whether the same came back. All that is pointed to is on the heap.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IMPORT(name) __attribute__((import_module("slight:types/shapes"), import_name(name)))

typedef struct {
  void *data;
  size_t length;
} list;

typedef struct {
  uint8_t kase;
  union {
    uint64_t number;
    double real;
    float small;
    list list;
  };
} mixed;

typedef struct {
  uint8_t outer;
  uint8_t pad[3];
  uint8_t middle;
  uint8_t pad2[3];
  uint8_t inner;
  uint8_t pad3[3];
  list text;
} option3;

typedef struct {
  list texts[5];
  uint64_t number;
  double real;
  int8_t small;
  list text;
  list numbers;
  /** The tuple ends where its alignment says. */
  uint32_t pad;
  list end;
} spilled;
_Static_assert(sizeof(spilled) == 88, "as the canonical ABI lays it out");

IMPORT("u32s") uint32_t import_u32s(uint32_t value);
IMPORT("u64s") uint64_t import_u64s(uint64_t value);
IMPORT("s64s") int64_t import_s64s(int64_t value);
IMPORT("list-u8") void import_list_u8(void *data, size_t length, list *result);
IMPORT("list-u32") void import_list_u32(void *data, size_t length, list *result);
IMPORT("list-u64") void import_list_u64(void *data, size_t length, list *result);
IMPORT("list-s64") void import_list_s64(void *data, size_t length, list *result);
IMPORT("list-string") void import_list_string(void *data, size_t length, list *result);
IMPORT("mixed-case") void import_mixed_case(int32_t kase, uint64_t first, int32_t second, mixed *result);
IMPORT("option-option-option")
void import_option3(int32_t outer, int32_t middle, int32_t inner, void *data, size_t length, option3 *result);
IMPORT("spilled") void import_spilled(spilled *values, spilled *result);

__attribute__((export_name("cabi_realloc")))
void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size) {
  void *data = realloc(old, size);
  if (size > 0 && !data) abort();
  return data;
}

static void *heap(const void *value, size_t size) {
  void *copy = cabi_realloc(NULL, 0, 8, size);
  memcpy(copy, value, size);
  return copy;
}

static list text(const char *value) { return (list){heap(value, strlen(value)), strlen(value)}; }

static bool same(list one, list other, size_t item) {
  return one.length == other.length && memcmp(one.data, other.data, one.length * item) == 0;
}

static bool u32s(void) { return import_u32s(0x80000000) == 0x80000000 && import_u32s(0xffffffff) == 0xffffffff; }

static bool u64s(void) { return import_u64s(0) == 0 && import_u64s(UINT64_MAX) == UINT64_MAX; }

static bool s64s(void) { return import_s64s(INT64_MIN) == INT64_MIN && import_s64s(INT64_MAX) == INT64_MAX; }

typedef void list_function(void *data, size_t length, list *result);

static bool numbers(list_function *function, const void *values, size_t length, size_t size) {
  list given = {heap(values, length * size), length};
  list *result = heap(&(list){0}, sizeof(list));
  function(given.data, given.length, result);
  return same(given, *result, size);
}

static bool list_u8(void) { return numbers(import_list_u8, (uint8_t[]){0, 255, 7}, 3, 1); }
static bool list_u32(void) { return numbers(import_list_u32, (uint32_t[]){0, UINT32_MAX, 3}, 3, 4); }
static bool list_u64(void) { return numbers(import_list_u64, (uint64_t[]){0, UINT64_MAX}, 2, 8); }
static bool list_s64(void) { return numbers(import_list_s64, (int64_t[]){INT64_MIN, INT64_MAX}, 2, 8); }

static bool list_string(void) {
  list texts[] = {text("a"), text(""), text("gr\xc3\xb6\xc3\x9f" "e")};
  list *result = heap(&(list){0}, sizeof(list));
  list *given = heap(texts, sizeof texts);
  import_list_string(given, 3, result);
  list *got = result->data;
  return result->length == 3 && same(got[0], texts[0], 1) && same(got[1], texts[1], 1) && same(got[2], texts[2], 1);
}

static bool mixed_case(void) {
  mixed *result = heap(&(mixed){0}, sizeof(mixed));
  import_mixed_case(0, UINT64_MAX, 0, result);
  if (result->kase != 0 || result->number != UINT64_MAX) return false;
  list given = text("text");
  import_mixed_case(1, (uint32_t)given.data, given.length, result);
  if (result->kase != 1 || !same(result->list, given, 1)) return false;
  list numbers = {heap((uint32_t[]){1, UINT32_MAX}, 8), 2};
  import_mixed_case(2, (uint32_t)numbers.data, numbers.length, result);
  if (result->kase != 2 || !same(result->list, numbers, 4)) return false;
  double real = -1.5;
  uint64_t bits;
  memcpy(&bits, &real, 8);
  import_mixed_case(3, bits, 0, result);
  return result->kase == 3 && result->real == real;
}

static bool option_option_option(void) {
  option3 *result = heap(&(option3){0}, sizeof(option3));
  import_option3(0, 0, 0, NULL, 0, result);
  if (result->outer != 0) return false;
  import_option3(1, 0, 0, NULL, 0, result);
  if (result->outer != 1 || result->middle != 0) return false;
  import_option3(1, 1, 0, NULL, 0, result);
  if (result->outer != 1 || result->middle != 1 || result->inner != 0) return false;
  list given = text("deep");
  import_option3(1, 1, 1, given.data, given.length, result);
  return result->outer == 1 && result->middle == 1 && result->inner == 1 && same(result->text, given, 1);
}

static bool spill(void) {
  spilled *result = heap(&(spilled){0}, sizeof(spilled));
  spilled values = {.number = UINT64_MAX, .real = -0.5, .small = -1, .text = text("x"), .end = text("end")};
  for (int at = 0; at < 5; at += 1) values.texts[at] = text(at == 4 ? "" : "abcd" + at);
  values.numbers = (list){heap((uint32_t[]){9, 8}, 8), 2};
  import_spilled(heap(&values, sizeof values), result);
  for (int at = 0; at < 5; at += 1) {
    if (!same(result->texts[at], values.texts[at], 1)) return false;
  }
  return result->number == UINT64_MAX && result->real == -0.5 && result->small == -1 &&
         same(result->text, values.text, 1) && same(result->numbers, values.numbers, 4) &&
         same(result->end, values.end, 1);
}

static const struct {
  const char *name;
  bool (*try)(void);
} functions[] = {
    {"u32s", u32s},
    {"u64s", u64s},
    {"s64s", s64s},
    {"list-u8", list_u8},
    {"list-u32", list_u32},
    {"list-u64", list_u64},
    {"list-s64", list_s64},
    {"list-string", list_string},
    {"mixed-case", mixed_case},
    {"option-option-option", option_option_option},
    {"spilled", spill},
};

int main(int argc, char **argv) {
  for (int arg = 1; arg < argc; arg += 1) {
    for (size_t at = 0; at < sizeof functions / sizeof *functions; at += 1) {
      if (strcmp(argv[arg], functions[at].name) == 0) {
        printf("%s %s\n", argv[arg], functions[at].try() ? "same" : "differs");
      }
    }
  }
  return 0;
}
