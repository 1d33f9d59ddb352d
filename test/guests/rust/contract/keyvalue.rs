//! SpiderLightning's keyvalue: a store that gets, sets, lists and deletes.

use super::abi::{call, Outcome};

const CASES: [&str; 8] = [
    "key-not-found",
    "invalid-key",
    "invalid-value",
    "connection-error",
    "authentication-error",
    "timeout-error",
    "io-error",
    "unexpected-error",
];

resource! {
    "kv" in "kv", "keyvalue" in "keyvalue", "keyvalue" in "spiderlightning:keyvalue/keyvalue@0.6.0";
    static open = "open"(*const u8, usize, *mut u8);
    method get = "get"(u32, *const u8, usize, *mut u8);
    method set = "set"(u32, *const u8, usize, *const u8, usize, *mut u8);
    method keys = "keys"(u32, *mut u8);
    method delete = "delete"(u32, *const u8, usize, *mut u8);
    drop drop_store;
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

    pub fn keys(&self) -> Outcome<Vec<Vec<u8>>> {
        let out = call(|out| unsafe { keys(self.0, out) });
        Ok(out.ok(4, &CASES)?.strings())
    }

    pub fn delete(&self, key: &[u8]) -> Outcome<()> {
        let out = call(|out| unsafe { delete(self.0, key.as_ptr(), key.len(), out) });
        out.ok(4, &CASES).map(|_| ())
    }

    pub fn arity(command: &str) -> usize {
        match command {
            "keys" => 0,
            "set" => 2,
            _ => 1,
        }
    }

    pub fn perform(&mut self, command: &str, arguments: &[&[u8]]) -> Option<Outcome<Vec<Vec<u8>>>> {
        Some(match (command, arguments) {
            ("get", [key]) => self.get(key).map(|value| vec![value]),
            ("set", [key, value]) => self.set(key, value).map(|_| vec![]),
            ("delete", [key]) => self.delete(key).map(|_| vec![]),
            ("keys", []) => self.keys(),
            _ => return None,
        })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        unsafe { drop_store(self.0) }
    }
}
