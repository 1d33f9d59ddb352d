#include <stdio.h>

int main(void) {
  printf("Hello, SpiderLightning!\n");
  return 0;
}
