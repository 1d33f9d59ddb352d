//! SpiderLightning's locks: `lock NAME`, `lock-for NAME SECONDS`, `unlock ID` and `unlock-last`; `wait` waits for the end of
//! standard input.

use super::abi::{call, number, Area, Outcome};

const CASES: [&str; 7] = [
    "lock-acquire-error",
    "lock-release-error",
    "lock-timeout-error",
    "connection-error",
    "protocol-error",
    "invalid-lock-id",
    "unexpected-error",
];

resource! {
    "lockd" in "lockd",
    "distributed-locking" in "distributed-locking",
    "distributed-locking" in "spiderlightning:distributed-locking/distributed-locking@0.6.0";
    static open = "open"(*const u8, usize, *mut u8);
    method lock = "lock"(u32, *const u8, usize, *mut u8);
    method lock_for = "lock-with-time-to-live"(u32, *const u8, usize, i64, *mut u8);
    method unlock = "unlock"(u32, *const u8, usize, *mut u8);
    drop drop_locks;
}

pub struct Store {
    locks: u32,
    /// The id of the lock that was taken last.
    last: Vec<u8>,
}

impl Store {
    pub fn open(name: &str) -> Outcome<Store> {
        let out = call(|out| unsafe { open(name.as_ptr(), name.len(), out) });
        Ok(Store { locks: out.ok(4, &CASES)?.u32(), last: vec![] })
    }

    fn locked(&mut self, out: Area) -> Outcome<Vec<Vec<u8>>> {
        self.last = out.ok(4, &CASES)?.bytes();
        Ok(vec![self.last.clone()])
    }

    fn unlock(&self, id: &[u8]) -> Outcome<Vec<Vec<u8>>> {
        let out = call(|out| unsafe { unlock(self.locks, id.as_ptr(), id.len(), out) });
        out.ok(4, &CASES).map(|_| vec![])
    }

    pub fn arity(command: &str) -> usize {
        match command {
            "lock" | "unlock" => 1,
            "lock-for" => 2,
            _ => 0,
        }
    }

    pub fn perform(&mut self, command: &str, arguments: &[&[u8]]) -> Option<Outcome<Vec<Vec<u8>>>> {
        let locks = self.locks;
        Some(match (command, arguments) {
            ("lock", [name]) => {
                self.locked(call(|out| unsafe { lock(locks, name.as_ptr(), name.len(), out) }))
            }
            ("lock-for", [name, seconds]) => {
                self.locked(call(|out| unsafe { lock_for(locks, name.as_ptr(), name.len(), number(seconds), out) }))
            }
            ("unlock", [id]) => self.unlock(id),
            ("unlock-last", []) => self.unlock(&self.last),
            ("wait", []) => {
                std::io::copy(&mut std::io::stdin(), &mut std::io::sink()).expect("standard input can be read");
                Ok(vec![])
            }
            _ => return None,
        })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        unsafe { drop_locks(self.locks) }
    }
}
