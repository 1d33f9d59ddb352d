//! Objects of wasi:blobstore@0.2.0-draft, which are streams of wasi:io.

use super::abi::{call, Area, At, Failure, Outcome};
use super::blobs::{Reader, Writer, PIECE};

#[link(wasm_import_module = "wasi:blobstore/types@0.2.0-draft")]
extern "C" {
    #[link_name = "[static]outgoing-value.new-outgoing-value"]
    fn new_value() -> u32;
    #[link_name = "[method]outgoing-value.outgoing-value-write-body"]
    fn value_body(value: u32, out: *mut u8);
    #[link_name = "[static]outgoing-value.finish"]
    fn finish_value(value: u32, out: *mut u8);
    #[link_name = "[resource-drop]outgoing-value"]
    fn drop_outgoing(value: u32);
    #[link_name = "[static]incoming-value.incoming-value-consume-async"]
    fn consume_stream(value: u32, out: *mut u8);
}

#[link(wasm_import_module = "wasi:io/streams@0.2.12")]
extern "C" {
    #[link_name = "[method]output-stream.blocking-write-and-flush"]
    fn write_stream(stream: u32, bytes: *const u8, length: usize, out: *mut u8);
    #[link_name = "[resource-drop]output-stream"]
    fn drop_output(stream: u32);
    #[link_name = "[method]input-stream.blocking-read"]
    fn read_stream(stream: u32, most: u64, out: *mut u8);
    #[link_name = "[resource-drop]input-stream"]
    fn drop_input(stream: u32);
}

/// What blocking-write-and-flush takes at once.
const MOST: usize = 4096;

/// What the ok holds; the error of this interface is a text.
pub fn ok(out: &Area, offset: usize) -> Outcome<At<'_>> {
    if !out.is_error() {
        return Ok(out.at(offset));
    }
    Err(Failure { case: "error", message: out.at(offset).string() })
}

/// An object that is read.
pub struct Input(u32);

impl Input {
    /// Takes the stream of a value.
    pub fn of(value: u32) -> Outcome<Input> {
        let stream = call(|out| unsafe { consume_stream(value, out) });
        ok(&stream, 4).map(|stream| Input(stream.u32()))
    }
}

impl Reader for Input {
    fn read(&mut self) -> Outcome<Option<Vec<u8>>> {
        let out = call(|out| unsafe { read_stream(self.0, PIECE as u64, out) });
        match (out.is_error(), out.at(4).u8()) {
            (false, _) => Ok(Some(out.at(4).bytes())),
            (true, 0) => Err(Failure { case: "last-operation-failed", message: "of the stream".to_string() }),
            (true, _) => Ok(None),
        }
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        unsafe { drop_input(self.0) }
    }
}

/// An object that is written; it is given up where it is dropped before it is finished.
pub struct Output {
    stream: Option<u32>,
    pub value: u32,
}

impl Output {
    pub fn new() -> Output {
        let value = unsafe { new_value() };
        let stream = call(|out| unsafe { value_body(value, out) }).at(4).u32();
        Output { stream: Some(stream), value }
    }
}

impl Writer for Output {
    fn write(&mut self, piece: &[u8]) -> Outcome<()> {
        let stream = self.stream.expect("a stream");
        for part in piece.chunks(MOST) {
            let out = call(|out| unsafe { write_stream(stream, part.as_ptr(), part.len(), out) });
            if out.is_error() {
                let case = if out.at(4).u8() == 0 { "last-operation-failed" } else { "closed" };
                return Err(Failure { case, message: "of the stream".to_string() });
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Outcome<()> {
        unsafe { drop_output(self.stream.take().expect("a stream")) }
        let out = call(|out| unsafe { finish_value(self.value, out) });
        ok(&out, 4).map(|_| ())
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Some(stream) = self.stream {
            unsafe {
                drop_output(stream);
                drop_outgoing(self.value);
            }
        }
    }
}
