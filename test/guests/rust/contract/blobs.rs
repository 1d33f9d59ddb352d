//! What the guests of blobs share: their commands, and objects too large for memory, which are made and checked by a
//! pattern. `write NAME TEXT`, `begin NAME TEXT` (and never finish), `fill NAME SIZE`, `read NAME`, `sum NAME` (how many bytes
//! there are, and how many are the pattern's), `range NAME START LENGTH`, `stat`, `has`, `delete`, `delete-all NAME…`, `copy FROM
//! TO`, `list`, `clear`, `about`, and what an interface has alone.

use super::abi::{number, text, Outcome};

/// What is written and read at once.
pub const PIECE: usize = 65536;

// a prime, so that no piece of an object begins like another whose length is a power of two
const PERIOD: u64 = 251;

pub type Fields = Vec<Vec<u8>>;

pub trait Reader {
    /// The next piece; nothing at the end.
    fn read(&mut self) -> Outcome<Option<Vec<u8>>>;
}

pub trait Writer: Sized {
    fn write(&mut self, piece: &[u8]) -> Outcome<()>;
    fn finish(self) -> Outcome<()>;
}

pub trait Container {
    type Reader: Reader;
    type Writer: Writer;
    /// Its name, its name as it is told with the rest, and when it was made, in seconds.
    fn about(&self) -> Outcome<(String, String, u64)>;
    fn reader(&self, name: &str) -> Outcome<Self::Reader>;
    fn range(&self, name: &str, start: u64, length: u64) -> Option<Outcome<Self::Reader>>;
    fn writer(&self, name: &str) -> Outcome<Self::Writer>;
    /// How large an object is, and when it was made, in seconds.
    fn stat(&self, name: &str) -> Outcome<(u64, u64)>;
    fn has(&self, name: &str) -> Outcome<bool>;
    fn delete(&self, name: &str) -> Outcome<()>;
    fn delete_all(&self, names: &[&[u8]]) -> Outcome<()>;
    fn copy(&self, from: &str, to: &str) -> Option<Outcome<()>>;
    fn list(&self) -> Outcome<Fields>;
    fn clear(&self) -> Outcome<()>;
    /// How many arguments a command of this interface alone has.
    fn other_arity(command: &str) -> Option<usize>;
    /// A command of this interface alone.
    fn other(&self, command: &str, arguments: &[&[u8]]) -> Option<Outcome<Fields>>;
}

pub fn arity<C: Container>(command: &str) -> usize {
    C::other_arity(command).unwrap_or(match command {
        "list" | "clear" | "about" => 0,
        "write" | "fill" | "begin" | "copy" => 2,
        "range" => 3,
        "delete-all" => usize::MAX,
        _ => 1,
    })
}

pub fn perform<C: Container>(store: &C, command: &str, arguments: &[&[u8]]) -> Option<Outcome<Fields>> {
    if C::other_arity(command).is_some() {
        return store.other(command, arguments);
    }
    Some(match (command, arguments) {
        ("about", []) => store.about().map(|(name, same, at)| vec![name.into(), same.into(), digits(at)]),
        ("write", [name, value]) => write(store, text(name), value),
        ("begin", [name, value]) => begin(store, text(name), value),
        ("fill", [name, size]) => fill(store, text(name), number(size)),
        ("read", [name]) => store.reader(text(name)).and_then(read_all).map(|all| vec![all]),
        ("sum", [name]) => store.reader(text(name)).and_then(sum),
        ("range", [name, start, length]) => {
            let reader = store.range(text(name), number(start), number(length))?;
            reader.and_then(read_all).map(|all| vec![all])
        }
        ("stat", [name]) => store.stat(text(name)).map(|(size, at)| vec![digits(size), digits(at)]),
        ("has", [name]) => store.has(text(name)).map(|is_there| vec![is_there.to_string().into()]),
        ("delete", [name]) => store.delete(text(name)).map(|_| vec![]),
        ("delete-all", names) => store.delete_all(names).map(|_| vec![]),
        ("copy", [from, to]) => store.copy(text(from), text(to))?.map(|_| vec![]),
        ("list", []) => store.list(),
        ("clear", []) => store.clear().map(|_| vec![]),
        _ => return None,
    })
}

fn write<C: Container>(store: &C, name: &str, value: &[u8]) -> Outcome<Fields> {
    let mut writer = store.writer(name)?;
    writer.write(value)?;
    writer.finish().map(|_| vec![])
}

fn begin<C: Container>(store: &C, name: &str, value: &[u8]) -> Outcome<Fields> {
    let mut writer = store.writer(name)?;
    writer.write(value)?;
    // what is dropped is given up; this one is left as it is
    std::mem::forget(writer);
    Ok(vec![])
}

fn fill<C: Container>(store: &C, name: &str, size: u64) -> Outcome<Fields> {
    let mut writer = store.writer(name)?;
    let mut at = 0;
    while at < size {
        let length = (size - at).min(PIECE as u64);
        let piece: Vec<u8> = (at..at + length).map(|offset| (offset % PERIOD) as u8).collect();
        writer.write(&piece)?;
        at += length;
    }
    writer.finish().map(|_| vec![])
}

fn read_all(mut reader: impl Reader) -> Outcome<Vec<u8>> {
    let mut all = vec![];
    while let Some(piece) = reader.read()? {
        all.extend_from_slice(&piece);
    }
    Ok(all)
}

fn sum(mut reader: impl Reader) -> Outcome<Fields> {
    let (mut length, mut matches) = (0, 0);
    while let Some(piece) = reader.read()? {
        let pattern = (0..PERIOD).cycle().skip((length % PERIOD) as usize);
        matches += piece.iter().zip(pattern).filter(|(byte, of)| **byte as u64 == *of).count() as u64;
        length += piece.len() as u64;
    }
    Ok(vec![digits(length), digits(matches)])
}

pub fn digits(number: u64) -> Vec<u8> {
    number.to_string().into()
}
