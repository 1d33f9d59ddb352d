//! SpiderLightning's blob store: a container whose objects are streams. That of components has also `range`, `copy` and `pages
//! PREFIX MOST`; that of generation 0.5 tells with `available NAME` how much of an object there is to read.

use super::abi::{call, slices, Outcome, Slice};
use super::blobs::{self, Container, Fields, Reader, Writer, PIECE};
#[cfg(component)]
use super::abi::{number, text};

#[cfg(component)]
const CASES: [&str; 7] = [
    "object-not-found",
    "invalid-name",
    "connection-error",
    "authentication-error",
    "timeout-error",
    "io-error",
    "unexpected-error",
];
#[cfg(not(component))]
const CASES: [&str; 1] = ["unexpected-error"];

resource! {
    "container" in "blob-store", "container" in "spiderlightning:blob-store/blob-store@0.6.0";
    static open = "open"(*const u8, usize, *mut u8);
    method container_name = "name"(u32, *mut u8);
    method container_info = "info"(u32, *mut u8);
    method read_object = "read-object"(u32, *const u8, usize, *mut u8);
    method write_object = "write-object"(u32, *const u8, usize, *mut u8);
    method list_objects = "list-objects"(u32, *mut u8);
    method delete_object = "delete-object"(u32, *const u8, usize, *mut u8);
    method delete_objects = "delete-objects"(u32, *const Slice, usize, *mut u8);
    method has_object = "has-object"(u32, *const u8, usize, *mut u8);
    method object_info = "object-info"(u32, *const u8, usize, *mut u8);
    method clear_container = "clear"(u32, *mut u8);
    drop drop_container;
}

resource! {
    "write-stream" in "blob-store", "write-stream" in "spiderlightning:blob-store/blob-store@0.6.0";
    method write_stream = "write"(u32, *const u8, usize, *mut u8);
    method close_stream = "close"(u32, *mut u8);
    drop drop_write_stream;
}

resource! {
    "read-stream" in "blob-store", "read-stream" in "spiderlightning:blob-store/blob-store@0.6.0";
    method read_stream = "read"(u32, u64, *mut u8);
    drop drop_read_stream;
}

#[cfg(not(component))]
#[link(wasm_import_module = "blob-store")]
extern "C" {
    #[link_name = "read-stream::available"]
    fn available(stream: u32, out: *mut u8);
}

#[cfg(component)]
#[link(wasm_import_module = "spiderlightning:blob-store/blob-store@0.6.0")]
extern "C" {
    #[link_name = "[method]container.read-range"]
    fn read_range(container: u32, name: *const u8, length: usize, start: u64, size: u64, out: *mut u8);
    #[link_name = "[method]container.copy-object"]
    fn copy_object(container: u32, from: *const u8, length: usize, to: *const u8, size: usize, out: *mut u8);
    #[link_name = "[method]container.list"]
    fn list(container: u32, is_some: u32, prefix: *const u8, length: usize) -> u32;
    #[link_name = "[method]listing.next"]
    fn next(listing: u32, most: u32, out: *mut u8);
    #[link_name = "[resource-drop]listing"]
    fn drop_listing(listing: u32);
}

pub struct ReadStream(u32);

impl Reader for ReadStream {
    fn read(&mut self) -> Outcome<Option<Vec<u8>>> {
        let out = call(|out| unsafe { read_stream(self.0, PIECE as u64, out) });
        let ok = out.ok(4, &CASES)?;
        Ok(if ok.u8() == 0 { None } else { Some(ok.plus(4).bytes()) })
    }
}

impl Drop for ReadStream {
    fn drop(&mut self) {
        unsafe { drop_read_stream(self.0) }
    }
}

pub struct WriteStream(u32);

impl Writer for WriteStream {
    fn write(&mut self, piece: &[u8]) -> Outcome<()> {
        let out = call(|out| unsafe { write_stream(self.0, piece.as_ptr(), piece.len(), out) });
        out.ok(4, &CASES).map(|_| ())
    }

    fn finish(self) -> Outcome<()> {
        let out = call(|out| unsafe { close_stream(self.0, out) });
        out.ok(4, &CASES).map(|_| ())
    }
}

impl Drop for WriteStream {
    fn drop(&mut self) {
        unsafe { drop_write_stream(self.0) }
    }
}

pub struct Store(u32);

impl Store {
    pub fn open(name: &str) -> Outcome<Store> {
        let out = call(|out| unsafe { open(name.as_ptr(), name.len(), out) });
        Ok(Store(out.ok(4, &CASES)?.u32()))
    }

    pub fn arity(command: &str) -> usize {
        blobs::arity::<Store>(command)
    }

    pub fn perform(&mut self, command: &str, arguments: &[&[u8]]) -> Option<Outcome<Fields>> {
        blobs::perform(self, command, arguments)
    }

    fn name(&self) -> Outcome<String> {
        let out = call(|out| unsafe { container_name(self.0, out) });
        if cfg!(component) { Ok(out.at(0).string()) } else { Ok(out.ok(4, &CASES)?.string()) }
    }
}

impl Container for Store {
    type Reader = ReadStream;
    type Writer = WriteStream;

    fn about(&self) -> Outcome<(String, String, u64)> {
        let name = self.name()?;
        let out = call(|out| unsafe { container_info(self.0, out) });
        let info = out.ok(8, &CASES)?;
        Ok((name, info.string(), info.plus(8).u64()))
    }

    fn reader(&self, name: &str) -> Outcome<ReadStream> {
        let out = call(|out| unsafe { read_object(self.0, name.as_ptr(), name.len(), out) });
        Ok(ReadStream(out.ok(4, &CASES)?.u32()))
    }

    #[cfg(component)]
    fn range(&self, name: &str, start: u64, length: u64) -> Option<Outcome<ReadStream>> {
        let out = call(|out| unsafe { read_range(self.0, name.as_ptr(), name.len(), start, length, out) });
        Some(out.ok(4, &CASES).map(|stream| ReadStream(stream.u32())))
    }

    #[cfg(not(component))]
    fn range(&self, _: &str, _: u64, _: u64) -> Option<Outcome<ReadStream>> {
        None
    }

    fn writer(&self, name: &str) -> Outcome<WriteStream> {
        let out = call(|out| unsafe { write_object(self.0, name.as_ptr(), name.len(), out) });
        Ok(WriteStream(out.ok(4, &CASES)?.u32()))
    }

    fn stat(&self, name: &str) -> Outcome<(u64, u64)> {
        let out = call(|out| unsafe { object_info(self.0, name.as_ptr(), name.len(), out) });
        let info = out.ok(8, &CASES)?;
        // both names are taken, so that they are freed
        drop((info.string(), info.plus(8).string()));
        Ok((info.plus(24).u64(), info.plus(16).u64()))
    }

    fn has(&self, name: &str) -> Outcome<bool> {
        let out = call(|out| unsafe { has_object(self.0, name.as_ptr(), name.len(), out) });
        Ok(out.ok(4, &CASES)?.u8() != 0)
    }

    fn delete(&self, name: &str) -> Outcome<()> {
        let out = call(|out| unsafe { delete_object(self.0, name.as_ptr(), name.len(), out) });
        out.ok(4, &CASES).map(|_| ())
    }

    fn delete_all(&self, names: &[&[u8]]) -> Outcome<()> {
        let given = slices(names);
        let out = call(|out| unsafe { delete_objects(self.0, given.as_ptr(), given.len(), out) });
        out.ok(4, &CASES).map(|_| ())
    }

    #[cfg(component)]
    fn copy(&self, from: &str, to: &str) -> Option<Outcome<()>> {
        let out = call(|out| unsafe {
            copy_object(self.0, from.as_ptr(), from.len(), to.as_ptr(), to.len(), out)
        });
        Some(out.ok(4, &CASES).map(|_| ()))
    }

    #[cfg(not(component))]
    fn copy(&self, _: &str, _: &str) -> Option<Outcome<()>> {
        None
    }

    fn list(&self) -> Outcome<Fields> {
        let out = call(|out| unsafe { list_objects(self.0, out) });
        Ok(out.ok(4, &CASES)?.strings())
    }

    fn clear(&self) -> Outcome<()> {
        let out = call(|out| unsafe { clear_container(self.0, out) });
        out.ok(4, &CASES).map(|_| ())
    }

    fn other_arity(command: &str) -> Option<usize> {
        match command {
            "available" if !cfg!(component) => Some(1),
            "pages" if cfg!(component) => Some(2),
            _ => None,
        }
    }

    #[cfg(not(component))]
    fn other(&self, _: &str, arguments: &[&[u8]]) -> Option<Outcome<Fields>> {
        Some(self.reader(super::abi::text(arguments[0])).and_then(|stream| {
            let out = call(|out| unsafe { available(stream.0, out) });
            out.ok(8, &CASES).map(|count| vec![blobs::digits(count.u64())])
        }))
    }

    #[cfg(component)]
    fn other(&self, _: &str, arguments: &[&[u8]]) -> Option<Outcome<Fields>> {
        let prefix = text(arguments[0]);
        let listing = Listing(unsafe { list(self.0, !prefix.is_empty() as u32, prefix.as_ptr(), prefix.len()) });
        Some(listing.read(number(arguments[1])))
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        unsafe { drop_container(self.0) }
    }
}

#[cfg(component)]
struct Listing(u32);

#[cfg(component)]
impl Listing {
    /// All names, so many at once.
    fn read(&self, most: u32) -> Outcome<Fields> {
        let mut names = vec![];
        loop {
            let out = call(|out| unsafe { next(self.0, most, out) });
            let mut page = out.ok(4, &CASES)?.strings();
            if page.is_empty() {
                return Ok(names);
            }
            names.append(&mut page);
        }
    }
}

#[cfg(component)]
impl Drop for Listing {
    fn drop(&mut self) {
        unsafe { drop_listing(self.0) }
    }
}
