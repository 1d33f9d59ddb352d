/** A guest that imports sockets, and uses them only when told to: `network use`. */
#include <stdint.h>
#include <stdio.h>

__attribute__((import_module("wasi:sockets/instance-network@0.2.12"), import_name("instance-network")))
int32_t instance_network(void);

int main(int argc, char **argv) {
  printf("started\n");
  fflush(stdout);
  if (argc > 1) printf("network %d\n", instance_network());
  return 0;
}
