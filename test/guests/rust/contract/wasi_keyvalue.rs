//! wasi:keyvalue: 0.2.0-draft2, and with `--cfg draft` 0.2.0-draft. Beside what SpiderLightning's store does: `exists`,
//! `pages`, `increment`, `get-many`, `set-many`, `delete-many`, and of draft2 `swap`.

use super::abi::{call, number, slices, Area, At, Failure, Outcome, Slice};

#[cfg_attr(draft, link(wasm_import_module = "wasi:keyvalue/store@0.2.0-draft"))]
#[cfg_attr(not(draft), link(wasm_import_module = "wasi:keyvalue/store@0.2.0-draft2"))]
extern "C" {
    #[link_name = "open"]
    fn open(name: *const u8, length: usize, out: *mut u8);
    #[link_name = "[method]bucket.get"]
    fn get(bucket: u32, key: *const u8, length: usize, out: *mut u8);
    #[link_name = "[method]bucket.set"]
    fn set(bucket: u32, key: *const u8, length: usize, value: *const u8, size: usize, out: *mut u8);
    #[link_name = "[method]bucket.delete"]
    fn delete(bucket: u32, key: *const u8, length: usize, out: *mut u8);
    #[link_name = "[method]bucket.exists"]
    fn exists(bucket: u32, key: *const u8, length: usize, out: *mut u8);
    #[cfg(draft)]
    #[link_name = "[method]bucket.list-keys"]
    fn list_keys(bucket: u32, is_some: u32, cursor: u64, out: *mut u8);
    #[cfg(not(draft))]
    #[link_name = "[method]bucket.list-keys"]
    fn list_keys(bucket: u32, is_some: u32, cursor: *const u8, length: usize, out: *mut u8);
    #[link_name = "[resource-drop]bucket"]
    fn drop_bucket(bucket: u32);
}

#[cfg_attr(draft, link(wasm_import_module = "wasi:keyvalue/batch@0.2.0-draft"))]
#[cfg_attr(not(draft), link(wasm_import_module = "wasi:keyvalue/batch@0.2.0-draft2"))]
extern "C" {
    #[link_name = "get-many"]
    fn get_many(bucket: u32, keys: *const Slice, count: usize, out: *mut u8);
    /// A pair is two strings, one after the other.
    #[link_name = "set-many"]
    fn set_many(bucket: u32, pairs: *const Slice, count: usize, out: *mut u8);
    #[link_name = "delete-many"]
    fn delete_many(bucket: u32, keys: *const Slice, count: usize, out: *mut u8);
}

#[cfg_attr(draft, link(wasm_import_module = "wasi:keyvalue/atomics@0.2.0-draft"))]
#[cfg_attr(not(draft), link(wasm_import_module = "wasi:keyvalue/atomics@0.2.0-draft2"))]
extern "C" {
    #[link_name = "increment"]
    fn increment(bucket: u32, key: *const u8, length: usize, delta: i64, out: *mut u8);
    #[cfg(not(draft))]
    #[link_name = "[static]cas.new"]
    fn new_cas(bucket: u32, key: *const u8, length: usize, out: *mut u8);
    #[cfg(not(draft))]
    #[link_name = "[method]cas.current"]
    fn current(cas: u32, out: *mut u8);
    #[cfg(not(draft))]
    #[link_name = "[resource-drop]cas"]
    fn drop_cas(cas: u32);
    #[cfg(not(draft))]
    #[link_name = "swap"]
    fn swap(cas: u32, value: *const u8, size: usize, out: *mut u8);
}

/// `variant error`, of which only `other` holds a text.
fn failure(error: At) -> Failure {
    match error.u8() {
        0 => Failure { case: "no-such-store", message: String::new() },
        1 => Failure { case: "access-denied", message: String::new() },
        _ => Failure { case: "other", message: error.plus(4).string() },
    }
}

fn ok(out: &Area, offset: usize) -> Outcome<At<'_>> {
    if out.is_error() { Err(failure(out.at(offset))) } else { Ok(out.at(offset)) }
}

/// What an option of a string or of bytes holds.
fn option(at: At) -> Option<Vec<u8>> {
    if at.u8() == 0 { None } else { Some(at.plus(4).bytes()) }
}

pub struct Store(u32);

type Fields = Vec<Vec<u8>>;

impl Store {
    pub fn open(name: &str) -> Outcome<Store> {
        let out = call(|out| unsafe { open(name.as_ptr(), name.len(), out) });
        ok(&out, 4).map(|bucket| Store(bucket.u32()))
    }

    /// The keys of each page.
    fn pages(&self) -> Outcome<Vec<Fields>> {
        let mut pages = vec![];
        let mut cursor = None;
        loop {
            let out = self.page(&cursor);
            // a cursor of eight bytes has all of the page lie at eight
            let ok = ok(&out, if cfg!(draft) { 8 } else { 4 })?;
            pages.push(ok.strings());
            cursor = next(ok.plus(8));
            if cursor.is_none() {
                return Ok(pages);
            }
        }
    }

    #[cfg(draft)]
    fn page(&self, cursor: &Option<u64>) -> Area {
        call(|out| unsafe { list_keys(self.0, cursor.is_some() as u32, cursor.unwrap_or(0), out) })
    }

    #[cfg(not(draft))]
    fn page(&self, cursor: &Option<Vec<u8>>) -> Area {
        let given = cursor.as_deref().unwrap_or_default();
        call(|out| unsafe { list_keys(self.0, cursor.is_some() as u32, given.as_ptr(), given.len(), out) })
    }

    /// Of each key `some` with it and its value, or `none`; draft2 tells the key in both cases, in front.
    fn get_many(&self, keys: &[&[u8]]) -> Outcome<Fields> {
        let given = slices(keys);
        let out = call(|out| unsafe { get_many(self.0, given.as_ptr(), given.len(), out) });
        let found = ok(&out, 4)?.list(20, 4);
        let mut fields: Fields = vec![];
        for item in found.iter() {
            if !cfg!(draft) {
                fields.push(item.bytes());
            }
            let is_some = item.plus(if cfg!(draft) { 0 } else { 8 }).u8() != 0;
            fields.push(if is_some { "some" } else { "none" }.into());
            if is_some && cfg!(draft) {
                fields.push(item.plus(4).bytes());
            }
            if is_some {
                fields.push(item.plus(12).bytes());
            }
        }
        Ok(fields)
    }

    fn many(&self, words: &[&[u8]], each: usize, work: Many) -> Outcome<Fields> {
        let given = slices(words);
        let out = call(|out| unsafe { work(self.0, given.as_ptr(), given.len() / each, out) });
        ok(&out, 4).map(|_| vec![])
    }

    fn increment(&self, key: &[u8], delta: i64) -> Outcome<Fields> {
        let out = call(|out| unsafe { increment(self.0, key.as_ptr(), key.len(), delta, out) });
        ok(&out, 8).map(|sum| vec![(sum.u64() as i64).to_string().into()])
    }

    /// Sets the value where it is still as expected; says `swapped`, `other` where it was not, `lost` to another's swap.
    #[cfg(not(draft))]
    fn swap(&self, key: &[u8], expected: Option<&[u8]>, value: &[u8]) -> Outcome<Fields> {
        let made = call(|out| unsafe { new_cas(self.0, key.as_ptr(), key.len(), out) });
        let cas = ok(&made, 4)?.u32();
        let found = call(|out| unsafe { current(cas, out) });
        if option(ok(&found, 4)?).as_deref() != expected {
            unsafe { drop_cas(cas) }
            return Ok(vec![b"other".to_vec()]);
        }
        let out = call(|out| unsafe { swap(cas, value.as_ptr(), value.len(), out) });
        if !out.is_error() {
            return Ok(vec![b"swapped".to_vec()]);
        }
        // `variant cas-error`: an error of the store, or a new one that goes on
        if out.at(4).u8() == 0 {
            return Err(failure(out.at(8)));
        }
        unsafe { drop_cas(out.at(8).u32()) }
        Ok(vec![b"lost".to_vec()])
    }

    #[cfg(draft)]
    fn swap(&self, _: &[u8], _: Option<&[u8]>, _: &[u8]) -> Outcome<Fields> {
        Err(Failure { case: "unknown-command", message: "swap".to_string() })
    }

    pub fn arity(command: &str) -> usize {
        match command {
            "keys" | "pages" => 0,
            "set" | "increment" => 2,
            "swap" => 4,
            "get-many" | "set-many" | "delete-many" => usize::MAX,
            _ => 1,
        }
    }

    pub fn perform(&mut self, command: &str, arguments: &[&[u8]]) -> Option<Outcome<Fields>> {
        let store = self.0;
        Some(match (command, arguments) {
            ("get", [key]) => {
                let out = call(|out| unsafe { get(store, key.as_ptr(), key.len(), out) });
                ok(&out, 4).map(|value| option(value).into_iter().collect())
            }
            ("set", [key, value]) => {
                let (key, value) = (*key, *value);
                let out = call(|out| unsafe { set(store, key.as_ptr(), key.len(), value.as_ptr(), value.len(), out) });
                ok(&out, 4).map(|_| vec![])
            }
            ("delete", [key]) => {
                let out = call(|out| unsafe { delete(store, key.as_ptr(), key.len(), out) });
                ok(&out, 4).map(|_| vec![])
            }
            ("exists", [key]) => {
                let out = call(|out| unsafe { exists(store, key.as_ptr(), key.len(), out) });
                ok(&out, 4).map(|is_there| vec![(is_there.u8() != 0).to_string().into()])
            }
            ("keys", []) => self.pages().map(|pages| pages.into_iter().flatten().collect()),
            ("pages", []) => {
                self.pages().map(|pages| pages.iter().map(|keys| keys.len().to_string().into()).collect())
            }
            ("increment", [key, delta]) => self.increment(key, number(delta)),
            ("get-many", keys) => self.get_many(keys),
            ("set-many", words) => self.many(words, 2, set_many),
            ("delete-many", keys) => self.many(keys, 1, delete_many),
            ("swap", [key, is_some, expected, value]) => {
                self.swap(key, if *is_some == b"some" { Some(expected) } else { None }, value)
            }
            _ => return None,
        })
    }
}

/// A function of a store and a list.
type Many = unsafe extern "C" fn(u32, *const Slice, usize, *mut u8);

#[cfg(draft)]
fn next(cursor: At) -> Option<u64> {
    if cursor.u8() == 0 { None } else { Some(cursor.plus(8).u64()) }
}

#[cfg(not(draft))]
fn next(cursor: At) -> Option<Vec<u8>> {
    option(cursor)
}

impl Drop for Store {
    fn drop(&mut self) {
        unsafe { drop_bucket(self.0) }
    }
}
