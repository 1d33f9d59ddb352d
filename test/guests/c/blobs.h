/** What the C guests of blobs share: objects that are too large for memory are made and checked by a pattern. */
#pragma once
#include "guest.h"

/** The byte of the pattern at an offset. */
uint8_t pattern_at(uint64_t offset);
/** Fills memory with the pattern from an offset. */
void pattern_fill(uint8_t *to, size_t length, uint64_t offset);
/** How many bytes are as the pattern has them from an offset. */
uint64_t pattern_matches(const uint8_t *from, size_t length, uint64_t offset);

uint64_t number_of(bytes text);
void append_number(buffer *to, uint64_t number);
