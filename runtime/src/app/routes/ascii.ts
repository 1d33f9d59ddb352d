/** Text that is the same in every encoding that HTTP knows. */
export function isAscii(text: string): boolean {
  return !/[\u0080-\uffff]/.test(text);
}
