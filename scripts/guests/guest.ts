/** How a guest is built: from which files, and with what. */
export interface GuestRecipe {
  /** The module's name, without `.wasm`. */
  readonly name: string;
  /** Files that it is made of, from the repository's root. When one changes, the guest is built again. */
  readonly sources: readonly string[];
  /** What else decides how it comes out. */
  readonly flags?: readonly string[];
  /** Gives the module's bytes. `folder` is empty, and thrown away afterwards. */
  build(root: string, folder: string): Promise<Uint8Array>;
}
