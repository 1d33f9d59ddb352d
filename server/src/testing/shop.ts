/** An app with three names and two sources, for tests of what names are in all of its files. */
export const slightfile = `specversion = "0.2"

[[capability]]
resource = "keyvalue.redis"
name = "orders"

[[capability]]
resource = "messaging.nats"
name = "orders"

[[capability]]
resource = "keyvalue.filesystem"
name = "carts"
`;
/** The text of `src/main.rs`, which opens a store by this call. */
export const rust = (call: string) => `wit_bindgen_rust::import!("keyvalue.wit");
use keyvalue::*;
fn main() {
    let store = ${call};
}
`;
/** The text of `web/app.js`. */
export const js = `import { Keyvalue } from 'spiderlightning:keyvalue/keyvalue@0.6.0';
const orders = Keyvalue.open('orders');
`;
