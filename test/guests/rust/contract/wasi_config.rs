//! wasi:config and wasi:logging: `get KEY`, `all`, and `log LEVEL CONTEXT TEXT`. The app's configuration has no name. With
//! `--cfg draft` it is the draft that Spin serves, else that of wasmCloud.

use super::abi::{call, Outcome};

const CASES: [&str; 2] = ["upstream", "io"];
const LEVELS: [&str; 6] = ["trace", "debug", "info", "warn", "error", "critical"];

#[cfg_attr(draft, link(wasm_import_module = "wasi:config/store@0.2.0-draft-2024-09-27"))]
#[cfg_attr(not(draft), link(wasm_import_module = "wasi:config/store@0.2.0-rc.1"))]
extern "C" {
    #[link_name = "get"]
    fn get(key: *const u8, length: usize, out: *mut u8);
    #[link_name = "get-all"]
    fn get_all(out: *mut u8);
}

#[link(wasm_import_module = "wasi:logging/logging@0.1.0-draft")]
extern "C" {
    #[link_name = "log"]
    fn log(level: u32, about: *const u8, length: usize, message: *const u8, size: usize);
}

pub struct Store;

impl Store {
    pub fn open(_: &str) -> Outcome<Store> {
        Ok(Store)
    }

    /// The value; nothing where it is not set.
    fn get(&self, key: &[u8]) -> Outcome<Vec<Vec<u8>>> {
        let out = call(|out| unsafe { get(key.as_ptr(), key.len(), out) });
        let ok = out.ok(4, &CASES)?;
        Ok(if ok.u8() == 0 { vec![] } else { vec![ok.plus(4).bytes()] })
    }

    /// Each key, and its value.
    fn all(&self) -> Outcome<Vec<Vec<u8>>> {
        let out = call(|out| unsafe { get_all(out) });
        let pairs = out.ok(4, &CASES)?.list(16, 4);
        Ok(pairs.iter().flat_map(|pair| [pair.bytes(), pair.plus(8).bytes()]).collect())
    }

    pub fn arity(command: &str) -> usize {
        match command {
            "all" => 0,
            "log" => 3,
            _ => 1,
        }
    }

    pub fn perform(&mut self, command: &str, arguments: &[&[u8]]) -> Option<Outcome<Vec<Vec<u8>>>> {
        Some(match (command, arguments) {
            ("get", [key]) => self.get(key),
            ("all", []) => self.all(),
            ("log", [level, about, message]) => {
                let level = LEVELS.iter().position(|one| one.as_bytes() == *level).expect("a level");
                unsafe { log(level as u32, about.as_ptr(), about.len(), message.as_ptr(), message.len()) }
                Ok(vec![])
            }
            _ => return None,
        })
    }
}
