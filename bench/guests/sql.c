/**
 * Asks the database `bench` for a row by its key, or inserts one, again and again, and prints the microseconds of each:
 * `sql select COUNT FIRST`, `sql insert COUNT FIRST`. Keys are numbers from FIRST on, values have 100 bytes.
 */
#include "spiderlightning.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

IMPORT("sql", "sql::open") void sql_open(const uint8_t *, size_t, outcome *);
IMPORT("sql", "sql::query") void sql_query(handle, handle, outcome *);
IMPORT("sql", "sql::exec") void sql_exec(handle, handle, outcome *);
IMPORT("sql", "statement::prepare") handle statement_prepare(const uint8_t *, size_t, const bytes *, size_t);
IMPORT("canonical_abi", "resource_drop_statement") void statement_drop(handle);

/* a field of a row: its name, and a variant, of which a text is the only case that is looked at here */
typedef struct {
  bytes name;
  uint8_t tag;
  union {
    int64_t large;
    bytes text;
  };
} field;
_Static_assert(sizeof(field) == 24, "as the canonical ABI lays it out");

EXPORT("canonical_abi_realloc") void *host_realloc(void *old, size_t old_length, size_t align, size_t new_length) {
  void *memory = realloc(old, new_length > 0 ? new_length : 1);
  if (!memory) abort();
  return memory;
}
EXPORT("canonical_abi_free") void host_free(void *memory, size_t length, size_t align) { free(memory); }

static const char select_text[] = "SELECT value FROM bench WHERE id = $1";
static const char insert_text[] = "INSERT INTO bench (id, value) VALUES ($1, $2)";
static uint8_t value[100];
static handle database;

static outcome checked(outcome result) {
  if (!result.is_error) return result;
  fprintf(stderr, "%.*s\n", (int)result.error.message.length, (const char *)result.error.message.data);
  exit(1);
}

static void once(bool selects, long key) {
  char number[24];
  bytes parameters[] = {{(uint8_t *)number, snprintf(number, sizeof number, "%ld", key)}, {value, sizeof value}};
  const char *text = selects ? select_text : insert_text;
  handle prepared = statement_prepare((const uint8_t *)text, strlen(text), parameters, selects ? 1 : 2);
  outcome out;
  if (selects) sql_query(database, prepared, &out);
  else sql_exec(database, prepared, &out);
  checked(out);
  statement_drop(prepared);
  if (!selects) return;
  field *found = (field *)out.list.data;
  if (out.list.length != 1 || found->text.length != sizeof value) abort();
  free(found->name.data);
  free(found->text.data);
  free(found);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  bool selects = strcmp(argv[1], "select") == 0;
  long count = atol(argv[2]), first = atol(argv[3]);
  memset(value, 'v', sizeof value);
  outcome opened;
  sql_open((const uint8_t *)"bench", 5, &opened);
  database = checked(opened).handle;
  double start = now();
  for (long each = 0; each < count; each++) once(selects, first + each);
  printf("%f\n", (now() - start) / count);
  return 0;
}
