/**
 * SQL by SpiderLightning's interface, legacy (-DGENERATION=5) or component (6), and by wasi:sql (6 and -DWASI). Commands
 * are `query` and `exec` with a text and, for each parameter, its type and its value; and with transactions also `begin`
 * with a level, `commit`, `rollback` and `drop`, between which statements are the transaction's. A query's answer is the
 * number of columns, their names, and of each field the type and the value. `run` is `exec` of a text alone; `trap` and
 * `exit` end the guest where it is.
 */
#include "spiderlightning.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef WASI
#define TYPES "wasi:sql/types@0.2.0-draft"
#define SQL "wasi:sql/readwrite@0.2.0-draft"
#define OPEN "[static]connection.open"
#define PREPARE "[static]statement.prepare"
#define QUERY "query"
#define EXEC "exec"
#define DROP_SQL IMPORT(TYPES, "[resource-drop]connection")
#define DROP_STATEMENT IMPORT(TYPES, "[resource-drop]statement")
#elif GENERATION == 6
#define TYPES "spiderlightning:sql/sql@0.6.0"
#define SQL TYPES
#define OPEN "[static]sql.open"
#define PREPARE "[static]statement.prepare"
#define QUERY "[method]sql.query"
#define EXEC "[method]sql.exec"
#define DROP_SQL IMPORT(SQL, "[resource-drop]sql")
#define DROP_STATEMENT IMPORT(SQL, "[resource-drop]statement")
#define TRANSACTIONS
#else
#define TYPES "sql"
#define SQL TYPES
#define OPEN "sql::open"
#define PREPARE "statement::prepare"
#define QUERY "sql::query"
#define EXEC "sql::exec"
#define DROP_SQL IMPORT("canonical_abi", "resource_drop_sql")
#define DROP_STATEMENT IMPORT("canonical_abi", "resource_drop_statement")
#endif

typedef struct {
  uint8_t tag;
  union {
    int32_t small;
    int64_t large;
    double real;
    bytes list;
  };
} value;
_Static_assert(sizeof(value) == 16, "as the canonical ABI lays it out");

static const char *const tags[] = {"int32", "int64",   "uint32", "uint64", "float",     "double", "str",
                                   "boolean", "date", "time",   "timestamp", "binary", "null"};
enum { TAGS = sizeof tags / sizeof *tags };

typedef struct {
  uint8_t kase;
  bytes message;
} reason;

IMPORT(TYPES, OPEN) void import_open(const uint8_t *, size_t, outcome *);
DROP_SQL void drop_sql(handle);
DROP_STATEMENT void drop_statement(handle);

#ifdef TRANSACTIONS
typedef struct {
  uint8_t is_error;
  union {
    struct {
      bytes columns;
      bytes rows;
    } rows;
    reason error;
  };
} rows_outcome;
_Static_assert(sizeof(rows_outcome) == 20, "as the canonical ABI lays it out");
typedef struct {
  uint8_t is_error;
  union {
    uint64_t count;
    reason error;
  };
} count_outcome;
_Static_assert(sizeof(count_outcome) == 24, "as the canonical ABI lays it out");
IMPORT(TYPES, PREPARE) handle import_prepare(const uint8_t *, size_t, const value *, size_t);
IMPORT(SQL, "[method]sql.begin") void import_begin(handle, int32_t, outcome *);
IMPORT(SQL, "[method]transaction.query") void transaction_query(handle, handle, rows_outcome *);
IMPORT(SQL, "[method]transaction.exec") void transaction_exec(handle, handle, count_outcome *);
IMPORT(SQL, "[method]transaction.commit") void import_commit(handle, outcome *);
IMPORT(SQL, "[method]transaction.rollback") void import_rollback(handle, outcome *);
IMPORT(SQL, "[resource-drop]transaction") void drop_transaction(handle);
static handle transaction = -1;
#else
typedef outcome rows_outcome;
#ifdef WASI
/** An error is a resource, where a text would be. */
typedef struct {
  uint8_t is_error;
  union {
    uint32_t count;
    handle error;
  };
} count_outcome;
IMPORT(TYPES, PREPARE) void import_prepare(const uint8_t *, size_t, const bytes *, size_t, outcome *);
IMPORT(TYPES, "[method]error.trace") void import_trace(handle, bytes *);
IMPORT(TYPES, "[resource-drop]error") void drop_error(handle);
#else
typedef outcome count_outcome;
IMPORT(TYPES, PREPARE) handle import_prepare(const uint8_t *, size_t, const bytes *, size_t);
#endif
#endif
IMPORT(SQL, QUERY) void import_query(handle, handle, rows_outcome *);
IMPORT(SQL, EXEC) void import_exec(handle, handle, count_outcome *);

#ifdef WASI
static failure why_not(const outcome *result) {
  bytes message;
  import_trace(result->handle, &message);
  drop_error(result->handle);
  return (failure){text("error"), message};
}
#else
static const char *const cases[] = {
    "syntax-error", "constraint-violation", "access-violation",
#if GENERATION == 6
    "invalid-value", "transaction-conflict", "connection-error", "timeout-error", "io-error",
#endif
    "unexpected-error",
};
static failure why_not(const outcome *result) { return why_of(result, cases); }
#endif

bool store_open(bytes name, handle *store, failure *why) {
  outcome result;
  import_open(name.data, name.length, &result);
  if (result.is_error) *why = why_not(&result);
  else *store = result.handle;
  return !result.is_error;
}

void store_drop(handle store) { drop_sql(store); }

/** On a command line, others may follow those that have as many arguments each time. */
int store_arity(bytes command) {
  if (is(command, "begin") || is(command, "run")) return 1;
  return is(command, "commit") || is(command, "trap") || is(command, "exit") ? 0 : -1;
}

static void append_number(buffer *to, const char *format, long long number) {
  char digits[32];
  snprintf(digits, sizeof digits, format, number);
  append_field(to, text(digits));
}

static void append_value(buffer *to, const value *one) {
  append_field(to, text(tags[one->tag]));
  switch (one->tag) {
  case 0: return append_number(to, "%lld", one->small);
  case 2: return append_number(to, "%llu", (uint32_t)one->small);
  case 1: return append_number(to, "%lld", one->large);
  case 3: return append_number(to, "%llu", one->large);
  case 4:
  case 5: {
    char digits[40];
    snprintf(digits, sizeof digits, "%.17g", one->real);
    return append_field(to, text(digits));
  }
  case 7: return append_field(to, text((uint8_t)one->small ? "true" : "false"));
  case 12: return append_field(to, text(""));
  default: append_field(to, one->list); free(one->list.data);
  }
}

#ifdef TRANSACTIONS
static value value_of(bytes tag, bytes word) {
  value one = {.tag = 12};
  for (uint8_t at = 0; at < TAGS; at++)
    if (is(tag, tags[at])) one.tag = at;
  char digits[64] = {0};
  memcpy(digits, word.data, word.length < 63 ? word.length : 63);
  switch (one.tag) {
  case 0:
  case 2: one.small = (int32_t)strtoll(digits, NULL, 10); break;
  case 1: one.large = strtoll(digits, NULL, 10); break;
  case 3: one.large = (int64_t)strtoull(digits, NULL, 10); break;
  case 4:
  case 5: one.real = strtod(digits, NULL); break;
  case 7: one.small = is(word, "true"); break;
  case 12: break;
  default: one.list = word;
  }
  return one;
}

static void answer_rows(rows_outcome *out, answer *result) {
  bytes *columns = (bytes *)out->rows.columns.data;
  append_number(&result->fields, "%lld", out->rows.columns.length);
  for (size_t at = 0; at < out->rows.columns.length; at++) {
    append_field(&result->fields, columns[at]);
    free(columns[at].data);
  }
  free(columns);
  bytes *rows = (bytes *)out->rows.rows.data;
  for (size_t at = 0; at < out->rows.rows.length; at++) {
    value *values = (value *)rows[at].data;
    for (size_t column = 0; column < rows[at].length; column++) append_value(&result->fields, &values[column]);
    free(values);
  }
  free(rows);
}

static void fail(answer *result, const reason *error) {
  result->failed = true;
  result->why = (failure){text(cases[error->kase]), error->message};
}

static bool begin_or_end(handle store, bytes command, bytes *arguments, answer *result) {
  outcome out = {0};
  if (is(command, "begin")) {
    bytes level = next_field(arguments);
    static const char *const levels[] = {"read-uncommitted", "read-committed", "repeatable-read", "serializable"};
    int32_t found = 0;
    while (found < 3 && !is(level, levels[found])) found++;
    import_begin(store, found, &out);
    if (!out.is_error) transaction = out.handle;
  } else if (is(command, "commit")) import_commit(transaction, &out);
  else if (is(command, "rollback")) import_rollback(transaction, &out);
  else if (!is(command, "drop")) return false;
  if (!is(command, "begin") && transaction >= 0) {
    drop_transaction(transaction);
    transaction = -1;
  }
  result->failed = out.is_error;
  if (out.is_error) result->why = why_not(&out);
  return true;
}
#else
typedef struct {
  bytes name;
  value value;
} field;
_Static_assert(sizeof(field) == 24, "as the canonical ABI lays it out");

/** The fields of all rows follow each other: a row ends where a name comes again. */
static void answer_rows(rows_outcome *out, answer *result) {
  field *fields = (field *)out->list.data;
  size_t columns = out->list.length > 0;
  while (columns > 0 && columns < out->list.length &&
         (fields[columns].name.length != fields[0].name.length ||
          memcmp(fields[columns].name.data, fields[0].name.data, fields[0].name.length) != 0))
    columns++;
  append_number(&result->fields, "%lld", columns);
  for (size_t at = 0; at < columns; at++) append_field(&result->fields, fields[at].name);
  for (size_t at = 0; at < out->list.length; at++) {
    append_value(&result->fields, &fields[at].value);
    free(fields[at].name.data);
  }
  free(fields);
}
#endif

static bool prepare(bytes query, bytes *arguments, handle *prepared, answer *result) {
  size_t count = 0;
#ifdef TRANSACTIONS
  value *parameters = malloc(sizeof *parameters * 128);
  for (; arguments->length > 0 && count < 128; count++) {
    bytes tag = next_field(arguments);
    parameters[count] = value_of(tag, next_field(arguments));
  }
  *prepared = import_prepare(query.data, query.length, parameters, count);
#else
  bytes *parameters = malloc(sizeof *parameters * 128);
  for (; arguments->length > 0 && count < 128; count++) {
    next_field(arguments);
    parameters[count] = next_field(arguments);
  }
#ifdef WASI
  outcome out;
  import_prepare(query.data, query.length, parameters, count, &out);
  result->failed = out.is_error;
  if (out.is_error) result->why = why_not(&out);
  else *prepared = out.handle;
#else
  *prepared = import_prepare(query.data, query.length, parameters, count);
#endif
#endif
  free(parameters);
  return !result->failed;
}

static void query(handle store, handle prepared, answer *result) {
  rows_outcome out;
#ifdef TRANSACTIONS
  if (transaction >= 0) transaction_query(transaction, prepared, &out);
  else import_query(store, prepared, &out);
  if (out.is_error) return fail(result, &out.error);
#else
  import_query(store, prepared, &out);
  result->failed = out.is_error;
  if (out.is_error) {
    result->why = why_not(&out);
    return;
  }
#endif
  answer_rows(&out, result);
}

static void exec(handle store, handle prepared, answer *result) {
  count_outcome out;
#ifdef TRANSACTIONS
  if (transaction >= 0) transaction_exec(transaction, prepared, &out);
  else import_exec(store, prepared, &out);
  if (out.is_error) fail(result, &out.error);
  else append_number(&result->fields, "%lld", out.count);
#elif defined WASI
  import_exec(store, prepared, &out);
  result->failed = out.is_error;
  outcome failed = {.is_error = 1, .handle = out.error};
  if (out.is_error) result->why = why_not(&failed);
  else append_number(&result->fields, "%lld", out.count);
#else
  import_exec(store, prepared, &out);
  result->failed = out.is_error;
  if (out.is_error) result->why = why_not(&out);
#endif
}

bool store_command(handle store, bytes command, bytes *arguments, answer *result) {
#ifdef TRANSACTIONS
  if (begin_or_end(store, command, arguments, result)) return true;
#endif
  if (is(command, "trap")) __builtin_trap();
  if (is(command, "exit")) exit(1);
  bool is_query = is(command, "query");
  if (!is_query && !is(command, "exec") && !is(command, "run")) return false;
  handle prepared;
  bytes statement = next_field(arguments);
  if (!prepare(statement, arguments, &prepared, result)) return true;
  if (is_query) query(store, prepared, result);
  else exec(store, prepared, result);
  drop_statement(prepared);
  return true;
}
