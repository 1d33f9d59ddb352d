//! Keeps an order, and says how many there are.

mod bindings;

use bindings::spiderlightning::keyvalue::keyvalue::Keyvalue;

fn main() {
    let store = Keyvalue::open("orders").unwrap_or_else(|why| fail(&why.message));
    store.set(b"latest", b"three apples").unwrap_or_else(|why| fail(&why.message));
    match store.keys() {
        Ok(keys) => println!("{} kept", keys.len()),
        Err(why) => fail(&why.message),
    }
}

fn fail(why: &str) -> ! {
    eprintln!("{}", why);
    std::process::exit(1);
}
