//! SpiderLightning's configs: `get KEY` and `set KEY VALUE`. Every guest that does what it is told is told so by them.

use super::abi::{call, Outcome};

const CASES: [&str; 5] = ["not-found", "invalid-value", "permission-denied", "io-error", "unexpected-error"];

resource! {
    "configs" in "configs", "configs" in "spiderlightning:configs/configs@0.6.0";
    static open = "open"(*const u8, usize, *mut u8);
    method get = "get"(u32, *const u8, usize, *mut u8);
    method set = "set"(u32, *const u8, usize, *const u8, usize, *mut u8);
    drop drop_store;
}

/// What tells a module of generation 0.2 from one of 0.5, whose configs have the same name: it imports a store too.
#[cfg(all(old, store = "configs"))]
#[link(wasm_import_module = "kv")]
extern "C" {
    #[link_name = "kv::open"]
    fn open_kv(name: *const u8, length: usize, out: *mut u8);
}

pub struct Store(u32);

impl Store {
    pub fn open(name: &str) -> Outcome<Store> {
        let out = call(|out| unsafe { open(name.as_ptr(), name.len(), out) });
        Ok(Store(out.ok(4, &CASES)?.u32()))
    }

    pub fn get(&self, key: &[u8]) -> Outcome<Vec<u8>> {
        let out = call(|out| unsafe { get(self.0, key.as_ptr(), key.len(), out) });
        Ok(out.ok(4, &CASES)?.bytes())
    }

    pub fn set(&self, key: &[u8], value: &[u8]) -> Outcome<()> {
        let out = call(|out| unsafe { set(self.0, key.as_ptr(), key.len(), value.as_ptr(), value.len(), out) });
        out.ok(4, &CASES).map(|_| ())
    }

    pub fn arity(command: &str) -> usize {
        if command == "set" { 2 } else { 1 }
    }

    pub fn perform(&mut self, command: &str, arguments: &[&[u8]]) -> Option<Outcome<Vec<Vec<u8>>>> {
        Some(match (command, arguments) {
            ("get", [key]) => self.get(key).map(|value| vec![value]),
            ("set", [key, value]) => self.set(key, value).map(|_| vec![]),
            #[cfg(all(old, store = "configs"))]
            ("open-kv", [name]) => {
                let out = call(|out| unsafe { open_kv(name.as_ptr(), name.len(), out) });
                out.ok(4, &CASES).map(|_| vec![])
            }
            _ => return None,
        })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        unsafe { drop_store(self.0) }
    }
}
