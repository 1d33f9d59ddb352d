//! SpiderLightning's queue, of generation 0.2 alone: `send TEXT` and `receive`.

use super::abi::{call, Outcome};

#[link(wasm_import_module = "mq")]
extern "C" {
    #[link_name = "mq::open"]
    fn open(name: *const u8, length: usize, out: *mut u8);
    #[link_name = "mq::send"]
    fn send(queue: u32, body: *const u8, length: usize, out: *mut u8);
    #[link_name = "mq::receive"]
    fn receive(queue: u32, out: *mut u8);
}

#[link(wasm_import_module = "canonical_abi")]
extern "C" {
    #[link_name = "resource_drop_mq"]
    fn drop_queue(queue: u32);
}

pub struct Store(u32);

impl Store {
    pub fn open(name: &str) -> Outcome<Store> {
        let out = call(|out| unsafe { open(name.as_ptr(), name.len(), out) });
        Ok(Store(out.ok(4, &[])?.u32()))
    }

    fn send(&self, body: &[u8]) -> Outcome<()> {
        let out = call(|out| unsafe { send(self.0, body.as_ptr(), body.len(), out) });
        out.ok(4, &[]).map(|_| ())
    }

    fn receive(&self) -> Outcome<Vec<u8>> {
        let out = call(|out| unsafe { receive(self.0, out) });
        Ok(out.ok(4, &[])?.bytes())
    }

    pub fn arity(command: &str) -> usize {
        if command == "send" { 1 } else { 0 }
    }

    pub fn perform(&mut self, command: &str, arguments: &[&[u8]]) -> Option<Outcome<Vec<Vec<u8>>>> {
        Some(match (command, arguments) {
            ("send", [body]) => self.send(body).map(|_| vec![]),
            ("receive", []) => self.receive().map(|body| vec![body]),
            _ => return None,
        })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        unsafe { drop_queue(self.0) }
    }
}
