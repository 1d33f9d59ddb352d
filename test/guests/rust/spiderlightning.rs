//! SpiderLightning's keyvalue, distributed-locking and configs, by hand: generation 0.5, or with `--cfg component` the component package.
//! The two differ in the names of imports and exports, and not in how values lie in memory.

use std::alloc::{alloc, realloc, Layout};

/// Why a call failed.
pub struct Failure {
    pub case: &'static str,
    pub message: String,
}

pub type Outcome<T> = Result<T, Failure>;

/// An `expected` or `result` in memory: its tag, then a handle, a list, or the tag of an error and its string.
#[repr(C)]
#[derive(Default)]
struct Raw {
    is_error: u8,
    words: [u32; 3],
}

const STORE_CASES: [&str; 8] = [
    "key-not-found",
    "invalid-key",
    "invalid-value",
    "connection-error",
    "authentication-error",
    "timeout-error",
    "io-error",
    "unexpected-error",
];
const LOCKS_CASES: [&str; 7] = [
    "lock-acquire-error",
    "lock-release-error",
    "lock-timeout-error",
    "connection-error",
    "protocol-error",
    "invalid-lock-id",
    "unexpected-error",
];
const CONFIGS_CASES: [&str; 5] = ["not-found", "invalid-value", "permission-denied", "io-error", "unexpected-error"];

#[cfg_attr(not(component), link(wasm_import_module = "keyvalue"))]
#[cfg_attr(component, link(wasm_import_module = "spiderlightning:keyvalue/keyvalue@0.6.0"))]
extern "C" {
    #[cfg_attr(not(component), link_name = "keyvalue::open")]
    #[cfg_attr(component, link_name = "[static]keyvalue.open")]
    fn store_open(name: *const u8, length: usize, out: *mut Raw);
    #[cfg_attr(not(component), link_name = "keyvalue::get")]
    #[cfg_attr(component, link_name = "[method]keyvalue.get")]
    fn store_get(store: u32, key: *const u8, length: usize, out: *mut Raw);
    #[cfg_attr(not(component), link_name = "keyvalue::set")]
    #[cfg_attr(component, link_name = "[method]keyvalue.set")]
    fn store_set(store: u32, key: *const u8, length: usize, value: *const u8, size: usize, out: *mut Raw);
    #[cfg_attr(not(component), link_name = "keyvalue::keys")]
    #[cfg_attr(component, link_name = "[method]keyvalue.keys")]
    fn store_keys(store: u32, out: *mut Raw);
    #[cfg_attr(not(component), link_name = "keyvalue::delete")]
    #[cfg_attr(component, link_name = "[method]keyvalue.delete")]
    fn store_delete(store: u32, key: *const u8, length: usize, out: *mut Raw);
}

#[cfg_attr(not(component), link(wasm_import_module = "canonical_abi"))]
#[cfg_attr(component, link(wasm_import_module = "spiderlightning:keyvalue/keyvalue@0.6.0"))]
extern "C" {
    #[cfg_attr(not(component), link_name = "resource_drop_keyvalue")]
    #[cfg_attr(component, link_name = "[resource-drop]keyvalue")]
    fn store_drop(store: u32);
}

#[cfg_attr(not(component), link(wasm_import_module = "distributed-locking"))]
#[cfg_attr(
    component,
    link(wasm_import_module = "spiderlightning:distributed-locking/distributed-locking@0.6.0")
)]
extern "C" {
    #[cfg_attr(not(component), link_name = "distributed-locking::open")]
    #[cfg_attr(component, link_name = "[static]distributed-locking.open")]
    fn locks_open(name: *const u8, length: usize, out: *mut Raw);
    #[cfg_attr(not(component), link_name = "distributed-locking::lock")]
    #[cfg_attr(component, link_name = "[method]distributed-locking.lock")]
    fn locks_lock(locks: u32, name: *const u8, length: usize, out: *mut Raw);
    #[cfg_attr(not(component), link_name = "distributed-locking::lock-with-time-to-live")]
    #[cfg_attr(component, link_name = "[method]distributed-locking.lock-with-time-to-live")]
    fn locks_lock_for(locks: u32, name: *const u8, length: usize, seconds: i64, out: *mut Raw);
    #[cfg_attr(not(component), link_name = "distributed-locking::unlock")]
    #[cfg_attr(component, link_name = "[method]distributed-locking.unlock")]
    fn locks_unlock(locks: u32, id: *const u8, length: usize, out: *mut Raw);
}

#[cfg_attr(not(component), link(wasm_import_module = "canonical_abi"))]
#[cfg_attr(
    component,
    link(wasm_import_module = "spiderlightning:distributed-locking/distributed-locking@0.6.0")
)]
extern "C" {
    #[cfg_attr(not(component), link_name = "resource_drop_distributed-locking")]
    #[cfg_attr(component, link_name = "[resource-drop]distributed-locking")]
    fn locks_drop(locks: u32);
}

#[cfg_attr(not(component), link(wasm_import_module = "configs"))]
#[cfg_attr(component, link(wasm_import_module = "spiderlightning:configs/configs@0.6.0"))]
extern "C" {
    #[cfg_attr(not(component), link_name = "configs::open")]
    #[cfg_attr(component, link_name = "[static]configs.open")]
    fn configs_open(name: *const u8, length: usize, out: *mut Raw);
    #[cfg_attr(not(component), link_name = "configs::get")]
    #[cfg_attr(component, link_name = "[method]configs.get")]
    fn configs_get(configs: u32, key: *const u8, length: usize, out: *mut Raw);
    #[cfg_attr(not(component), link_name = "configs::set")]
    #[cfg_attr(component, link_name = "[method]configs.set")]
    fn configs_set(configs: u32, key: *const u8, length: usize, value: *const u8, size: usize, out: *mut Raw);
}

/// Where the host puts what it gives.
#[cfg_attr(not(component), export_name = "canonical_abi_realloc")]
#[cfg_attr(component, export_name = "cabi_realloc")]
unsafe extern "C" fn host_realloc(old: *mut u8, old_length: usize, align: usize, length: usize) -> *mut u8 {
    if length == 0 {
        // no memory belongs to a list without items; Rust frees none either
        return align as *mut u8;
    }
    let memory = if old_length == 0 {
        alloc(Layout::from_size_align_unchecked(length, align))
    } else {
        realloc(old, Layout::from_size_align_unchecked(old_length, align), length)
    };
    if memory.is_null() {
        std::process::abort();
    }
    memory
}

#[cfg(not(component))]
#[export_name = "canonical_abi_free"]
unsafe extern "C" fn host_free(memory: *mut u8, length: usize, align: usize) {
    if length > 0 {
        std::alloc::dealloc(memory, Layout::from_size_align_unchecked(length, align));
    }
}

impl Raw {
    fn call(call: impl FnOnce(*mut Raw)) -> Raw {
        let mut raw = Raw::default();
        call(&mut raw);
        raw
    }

    fn check(self, cases: &[&'static str]) -> Outcome<Raw> {
        if self.is_error == 0 {
            return Ok(self);
        }
        let [case, memory, length] = self.words;
        let message = unsafe { bytes_at(memory, length) };
        Err(Failure {
            case: cases[(case & 0xff) as usize],
            message: String::from_utf8(message).expect("the host gives UTF-8"),
        })
    }

    /// The list of bytes of an ok.
    fn bytes(&self) -> Vec<u8> {
        unsafe { bytes_at(self.words[0], self.words[1]) }
    }
}

/// Takes what the host has allocated.
unsafe fn bytes_at(memory: u32, length: u32) -> Vec<u8> {
    Vec::from_raw_parts(memory as *mut u8, length as usize, length as usize)
}

pub struct Store(u32);

impl Store {
    pub fn open(name: &str) -> Outcome<Store> {
        let raw = Raw::call(|out| unsafe { store_open(name.as_ptr(), name.len(), out) }).check(&STORE_CASES)?;
        Ok(Store(raw.words[0]))
    }

    pub fn get(&self, key: &[u8]) -> Outcome<Vec<u8>> {
        let raw = Raw::call(|out| unsafe { store_get(self.0, key.as_ptr(), key.len(), out) });
        Ok(raw.check(&STORE_CASES)?.bytes())
    }

    pub fn set(&self, key: &[u8], value: &[u8]) -> Outcome<()> {
        let raw = Raw::call(|out| unsafe {
            store_set(self.0, key.as_ptr(), key.len(), value.as_ptr(), value.len(), out)
        });
        raw.check(&STORE_CASES).map(|_| ())
    }

    pub fn keys(&self) -> Outcome<Vec<String>> {
        let raw = Raw::call(|out| unsafe { store_keys(self.0, out) }).check(&STORE_CASES)?;
        let [memory, count, _] = raw.words;
        // a list of strings is a list of their addresses and lengths
        let items = unsafe { Vec::from_raw_parts(memory as *mut (u32, u32), count as usize, count as usize) };
        Ok(items
            .iter()
            .map(|&(memory, length)| String::from_utf8(unsafe { bytes_at(memory, length) }).expect("the host gives UTF-8"))
            .collect())
    }

    pub fn delete(&self, key: &[u8]) -> Outcome<()> {
        let raw = Raw::call(|out| unsafe { store_delete(self.0, key.as_ptr(), key.len(), out) });
        raw.check(&STORE_CASES).map(|_| ())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        unsafe { store_drop(self.0) }
    }
}

pub struct Locks(u32);

impl Locks {
    pub fn open(name: &str) -> Outcome<Locks> {
        let raw = Raw::call(|out| unsafe { locks_open(name.as_ptr(), name.len(), out) }).check(&LOCKS_CASES)?;
        Ok(Locks(raw.words[0]))
    }

    /// Gives the lock's id.
    pub fn lock(&self, name: &[u8]) -> Outcome<Vec<u8>> {
        let raw = Raw::call(|out| unsafe { locks_lock(self.0, name.as_ptr(), name.len(), out) });
        Ok(raw.check(&LOCKS_CASES)?.bytes())
    }

    pub fn lock_for(&self, name: &[u8], seconds: i64) -> Outcome<Vec<u8>> {
        let raw = Raw::call(|out| unsafe { locks_lock_for(self.0, name.as_ptr(), name.len(), seconds, out) });
        Ok(raw.check(&LOCKS_CASES)?.bytes())
    }

    pub fn unlock(&self, id: &[u8]) -> Outcome<()> {
        let raw = Raw::call(|out| unsafe { locks_unlock(self.0, id.as_ptr(), id.len(), out) });
        raw.check(&LOCKS_CASES).map(|_| ())
    }
}

impl Drop for Locks {
    fn drop(&mut self) {
        unsafe { locks_drop(self.0) }
    }
}

pub struct Configs(u32);

impl Configs {
    pub fn open(name: &str) -> Outcome<Configs> {
        let raw = Raw::call(|out| unsafe { configs_open(name.as_ptr(), name.len(), out) }).check(&CONFIGS_CASES)?;
        Ok(Configs(raw.words[0]))
    }

    pub fn get(&self, key: &str) -> Outcome<Vec<u8>> {
        let raw = Raw::call(|out| unsafe { configs_get(self.0, key.as_ptr(), key.len(), out) });
        Ok(raw.check(&CONFIGS_CASES)?.bytes())
    }

    pub fn set(&self, key: &str, value: &[u8]) -> Outcome<()> {
        let raw = Raw::call(|out| unsafe {
            configs_set(self.0, key.as_ptr(), key.len(), value.as_ptr(), value.len(), out)
        });
        raw.check(&CONFIGS_CASES).map(|_| ())
    }
}
