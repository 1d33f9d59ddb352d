/** A legacy guest that serves HTTP: what it calls, and what it answers with. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if GENERATION == 2
#define HTTP "http"
#else
#define HTTP "http-server"
#endif
#define IMPORT(name) __attribute__((import_module(HTTP), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))

typedef struct {
  const uint8_t *data;
  size_t length;
} text;

typedef struct {
  text name, value;
} field;
