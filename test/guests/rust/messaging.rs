//! A guest that does with a broker what it is told: `messaging NAME COMMAND…` does the commands and prints how each went. A
//! subscription is told by its number, from 0. The bindings are by hand: generation 0.5, or with `--cfg component` the
//! component package.

use std::alloc::{alloc, realloc, Layout};

/// An `expected` or `result` in memory: its tag, then a handle, a list, or the tag of an error and its string.
#[repr(C)]
#[derive(Default)]
struct Raw {
    is_error: u8,
    words: [u32; 3],
}

const CASES: [&str; 8] = [
    "payload-too-large",
    "queue-or-topic-not-found",
    "insufficient-permissions",
    "service-unavailable",
    "delivery-failed",
    "connection-lost",
    "unsupported-message-format",
    "unexpected-error",
];

#[cfg_attr(not(component), link(wasm_import_module = "messaging"))]
#[cfg_attr(component, link(wasm_import_module = "spiderlightning:messaging/messaging@0.6.0"))]
extern "C" {
    #[cfg_attr(not(component), link_name = "pub::open")]
    #[cfg_attr(component, link_name = "[static]pub.open")]
    fn pub_open(name: *const u8, length: usize, out: *mut Raw);
    #[cfg_attr(not(component), link_name = "pub::publish")]
    #[cfg_attr(component, link_name = "[method]pub.publish")]
    fn pub_publish(of: u32, body: *const u8, size: usize, topic: *const u8, length: usize, out: *mut Raw);
    #[cfg_attr(not(component), link_name = "sub::open")]
    #[cfg_attr(component, link_name = "[static]sub.open")]
    fn sub_open(name: *const u8, length: usize, out: *mut Raw);
    #[cfg_attr(not(component), link_name = "sub::subscribe")]
    #[cfg_attr(component, link_name = "[method]sub.subscribe")]
    fn sub_subscribe(of: u32, topic: *const u8, length: usize, out: *mut Raw);
    #[cfg_attr(not(component), link_name = "sub::receive")]
    #[cfg_attr(component, link_name = "[method]sub.receive")]
    fn sub_receive(of: u32, token: *const u8, length: usize, out: *mut Raw);
}

/// Where the host puts what it gives.
#[cfg_attr(not(component), export_name = "canonical_abi_realloc")]
#[cfg_attr(component, export_name = "cabi_realloc")]
unsafe extern "C" fn host_realloc(old: *mut u8, old_length: usize, align: usize, length: usize) -> *mut u8 {
    if length == 0 {
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

/// Takes what the host has allocated.
fn bytes_at(memory: u32, length: u32) -> Vec<u8> {
    unsafe { Vec::from_raw_parts(memory as *mut u8, length as usize, length as usize) }
}

/// What an ok holds, or what to print of an error.
fn call(work: impl FnOnce(*mut Raw)) -> Result<Raw, String> {
    let mut raw = Raw::default();
    work(&mut raw);
    if raw.is_error == 0 {
        return Ok(raw);
    }
    let [case, memory, length] = raw.words;
    let message = String::from_utf8(bytes_at(memory, length)).expect("the host gives UTF-8");
    Err(format!("failed: {}: {}", CASES[(case & 0xff) as usize], message))
}

fn list(raw: Raw) -> Vec<u8> {
    bytes_at(raw.words[0], raw.words[1])
}

struct Broker {
    publisher: u32,
    subscriber: u32,
    tokens: Vec<Vec<u8>>,
}

impl Broker {
    fn open(name: &str) -> Result<Broker, String> {
        Ok(Broker {
            publisher: call(|out| unsafe { pub_open(name.as_ptr(), name.len(), out) })?.words[0],
            subscriber: call(|out| unsafe { sub_open(name.as_ptr(), name.len(), out) })?.words[0],
            tokens: vec![],
        })
    }

    fn perform(&mut self, command: &str, words: &mut dyn Iterator<Item = String>) -> Result<String, String> {
        let mut word = || words.next().expect("an argument");
        match command {
            "publish" => {
                let (topic, body) = (word(), word());
                call(|out| unsafe {
                    pub_publish(self.publisher, body.as_ptr(), body.len(), topic.as_ptr(), topic.len(), out)
                })?;
                Ok(String::new())
            }
            "subscribe" => {
                let topic = word();
                let raw = call(|out| unsafe { sub_subscribe(self.subscriber, topic.as_ptr(), topic.len(), out) })?;
                self.tokens.push(list(raw));
                Ok(String::new())
            }
            "receive" => {
                let number = word();
                let token = match number.parse::<usize>() {
                    Ok(index) => self.tokens[index].clone(),
                    Err(_) => number.into_bytes(),
                };
                let raw = call(|out| unsafe { sub_receive(self.subscriber, token.as_ptr(), token.len(), out) })?;
                Ok(format!(" {}", String::from_utf8_lossy(&list(raw))))
            }
            _ => panic!("{} is no command", command),
        }
    }
}

fn main() {
    let mut words = std::env::args().skip(1);
    let mut broker = match Broker::open(&words.next().expect("a name")) {
        Ok(broker) => broker,
        Err(why) => return println!("open {}", why),
    };
    while let Some(command) = words.next() {
        match broker.perform(&command, &mut words) {
            Ok(answer) => println!("{}:{}", command, answer),
            Err(why) => println!("{} {}", command, why),
        }
    }
}
