//! SpiderLightning's topics: `publish TOPIC TEXT`, `subscribe TOPIC` and `receive`, which is told a subscription by its number,
//! from 0, or by a token. Of generation 0.2, which has no tokens, a handle receives of all that it subscribed to.

use super::abi::{call, Outcome};

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

resource! {
    "pub" in "pubsub", "pub" in "messaging", "pub" in "spiderlightning:messaging/messaging@0.6.0";
    static open_pub = "open"(*const u8, usize, *mut u8);
    method publish = "publish"(u32, *const u8, usize, *const u8, usize, *mut u8);
    drop drop_pub;
}

#[cfg(old)]
resource! {
    "sub" in "pubsub", "sub" in "messaging", "sub" in "spiderlightning:messaging/messaging@0.6.0";
    static open_sub = "open"(*const u8, usize, *mut u8);
    method subscribe = "subscribe"(u32, *const u8, usize, *mut u8);
    method receive = "receive"(u32, *mut u8);
    drop drop_sub;
}

#[cfg(not(old))]
resource! {
    "sub" in "messaging", "sub" in "spiderlightning:messaging/messaging@0.6.0";
    static open_sub = "open"(*const u8, usize, *mut u8);
    method subscribe = "subscribe"(u32, *const u8, usize, *mut u8);
    method receive = "receive"(u32, *const u8, usize, *mut u8);
    drop drop_sub;
}

pub struct Store {
    publisher: u32,
    subscriber: u32,
    tokens: Vec<Vec<u8>>,
}

impl Store {
    pub fn open(name: &str) -> Outcome<Store> {
        let subscriber = call(|out| unsafe { open_sub(name.as_ptr(), name.len(), out) });
        let subscriber = subscriber.ok(4, &CASES)?.u32();
        let publisher = call(|out| unsafe { open_pub(name.as_ptr(), name.len(), out) });
        Ok(Store { publisher: publisher.ok(4, &CASES)?.u32(), subscriber, tokens: vec![] })
    }

    fn publish(&self, topic: &[u8], body: &[u8]) -> Outcome<()> {
        let out = call(|out| unsafe {
            publish(self.publisher, body.as_ptr(), body.len(), topic.as_ptr(), topic.len(), out)
        });
        out.ok(4, &CASES).map(|_| ())
    }

    fn subscribe(&mut self, topic: &[u8]) -> Outcome<()> {
        let out = call(|out| unsafe { subscribe(self.subscriber, topic.as_ptr(), topic.len(), out) });
        let ok = out.ok(4, &CASES)?;
        if !cfg!(old) {
            self.tokens.push(ok.bytes());
        }
        Ok(())
    }

    #[cfg(old)]
    fn receive(&self, _: &[&[u8]]) -> Outcome<Vec<u8>> {
        let out = call(|out| unsafe { receive(self.subscriber, out) });
        Ok(out.ok(4, &CASES)?.bytes())
    }

    #[cfg(not(old))]
    fn receive(&self, arguments: &[&[u8]]) -> Outcome<Vec<u8>> {
        let number = arguments.first().copied().unwrap_or_default();
        let token = match String::from_utf8_lossy(number).parse::<usize>() {
            Ok(index) => self.tokens[index].as_slice(),
            Err(_) => number,
        };
        let out = call(|out| unsafe { receive(self.subscriber, token.as_ptr(), token.len(), out) });
        Ok(out.ok(4, &CASES)?.bytes())
    }

    pub fn arity(command: &str) -> usize {
        match command {
            "publish" => 2,
            "receive" if cfg!(old) => 0,
            _ => 1,
        }
    }

    pub fn perform(&mut self, command: &str, arguments: &[&[u8]]) -> Option<Outcome<Vec<Vec<u8>>>> {
        Some(match (command, arguments) {
            ("publish", [topic, body]) => self.publish(topic, body).map(|_| vec![]),
            ("subscribe", [topic]) => self.subscribe(topic).map(|_| vec![]),
            ("receive", _) => self.receive(arguments).map(|body| vec![body]),
            _ => return None,
        })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        unsafe {
            drop_pub(self.publisher);
            drop_sub(self.subscriber);
        }
    }
}
