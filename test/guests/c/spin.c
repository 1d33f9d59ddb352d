/** A guest that opens the store "orders" and then computes for ever, without asking for anything again. */
#include "guest.h"
#include <stdio.h>

int main(void) {
  failure why = {0};
  handle store;
  if (!store_open(text("orders"), &store, &why)) return 1;
  printf("spinning\n");
  fflush(stdout);
  for (volatile int turn = 0;; turn++);
}
