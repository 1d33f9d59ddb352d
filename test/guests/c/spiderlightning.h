/**
 * SpiderLightning's ABI, by hand. The generations and the component package differ in the names of
 * their imports and exports and in their errors, and not in how values lie in memory: -DGENERATION=2, 5 or 6, where 6
 * is the component package 0.6.
 */
#pragma once
#include "guest.h"

#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))

#if GENERATION == 6
#define STORE "spiderlightning:keyvalue/keyvalue@0.6.0"
#define STATIC(name) "[static]keyvalue." name
#define METHOD(name) "[method]keyvalue." name
#define DROP IMPORT(STORE, "[resource-drop]keyvalue")
#define CONFIGS "spiderlightning:configs/configs@0.6.0"
#define CONFIGS_STATIC(name) "[static]configs." name
#define CONFIGS_METHOD(name) "[method]configs." name
#else
#if GENERATION == 5
#define STORE "keyvalue"
#define STATIC(name) "keyvalue::" name
#define DROP IMPORT("canonical_abi", "resource_drop_keyvalue")
#else
#define STORE "kv"
#define STATIC(name) "kv::" name
#define DROP IMPORT("canonical_abi", "resource_drop_kv")
#endif
#define METHOD(name) STATIC(name)
#define CONFIGS "configs"
#define CONFIGS_STATIC(name) "configs::" name
#define CONFIGS_METHOD(name) "configs::" name
#endif

/** An `expected` or `result` in memory: ok is a handle, a list or nothing; err is a variant whose cases hold a string. */
typedef struct {
  uint8_t is_error;
  union {
    handle handle;
    bytes list;
    struct {
      uint8_t kase;
      bytes message;
    } error;
  };
} outcome;
_Static_assert(sizeof(outcome) == 16, "as the canonical ABI lays it out");

static inline failure why_of(const outcome *result, const char *const *cases) {
#if GENERATION == 2
  return (failure){text("error-with-description"), result->error.message};
#else
  return (failure){text(cases[result->error.kase]), result->error.message};
#endif
}
