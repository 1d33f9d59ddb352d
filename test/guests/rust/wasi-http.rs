//! A component that serves HTTP by wasi:http, by hand: hello, an echo, and a value out of a store.

/// A `result` whose ok is a handle, or a list where its first word is a pointer; `result<_, stream-error>` is one too.
#[repr(C)]
#[derive(Default)]
struct Raw {
    is_error: u8,
    words: [u32; 3],
}

/// `option<string>`.
#[repr(C)]
#[derive(Default)]
struct Text {
    is_some: u8,
    words: [u32; 2],
}

/// `result<option<list<u8>>, error>` of wasi:keyvalue.
#[repr(C)]
#[derive(Default)]
struct Found {
    is_error: u32,
    is_some: u32,
    words: [u32; 2],
}

/// `result<_, error-code>`, of which only the first byte is looked at.
#[repr(C, align(8))]
#[derive(Default)]
struct Finished {
    is_error: u8,
    rest: [u64; 5],
}

#[link(wasm_import_module = "wasi:http/types@0.2.12")]
extern "C" {
    #[link_name = "[constructor]fields"]
    fn fields_new() -> u32;
    #[link_name = "[method]incoming-request.path-with-query"]
    fn request_path(request: u32, out: *mut Text);
    #[link_name = "[method]incoming-request.consume"]
    fn request_consume(request: u32, out: *mut Raw);
    #[link_name = "[resource-drop]incoming-request"]
    fn request_drop(request: u32);
    #[link_name = "[method]incoming-body.stream"]
    fn incoming_stream(body: u32, out: *mut Raw);
    #[link_name = "[resource-drop]incoming-body"]
    fn incoming_drop(body: u32);
    #[link_name = "[constructor]outgoing-response"]
    fn response_new(headers: u32) -> u32;
    #[link_name = "[method]outgoing-response.set-status-code"]
    fn response_set_status(response: u32, status: u32) -> u32;
    #[link_name = "[method]outgoing-response.body"]
    fn response_body(response: u32, out: *mut Raw);
    #[link_name = "[static]response-outparam.set"]
    fn outparam_set(outparam: u32, is_error: u32, response: u32, _: u32, _: u64, _: u32, _: u32, _: u32, _: u32);
    #[link_name = "[method]outgoing-body.write"]
    fn body_write(body: u32, out: *mut Raw);
    #[link_name = "[static]outgoing-body.finish"]
    fn body_finish(body: u32, has_trailers: u32, trailers: u32, out: *mut Finished);
}

#[link(wasm_import_module = "wasi:io/streams@0.2.12")]
extern "C" {
    #[link_name = "[method]input-stream.blocking-read"]
    fn blocking_read(stream: u32, length: u64, out: *mut Raw);
    #[link_name = "[resource-drop]input-stream"]
    fn input_drop(stream: u32);
    #[link_name = "[method]output-stream.blocking-write-and-flush"]
    fn blocking_write(stream: u32, bytes: *const u8, length: usize, out: *mut Raw);
    #[link_name = "[resource-drop]output-stream"]
    fn output_drop(stream: u32);
}

#[link(wasm_import_module = "wasi:keyvalue/store@0.2.0-draft2")]
extern "C" {
    #[link_name = "open"]
    fn store_open(name: *const u8, length: usize, out: *mut Raw);
    #[link_name = "[method]bucket.get"]
    fn bucket_get(bucket: u32, key: *const u8, length: usize, out: *mut Found);
    #[link_name = "[resource-drop]bucket"]
    fn bucket_drop(bucket: u32);
}

/// Where the host puts what it gives.
#[export_name = "cabi_realloc"]
unsafe extern "C" fn host_realloc(old: *mut u8, old_length: usize, align: usize, length: usize) -> *mut u8 {
    use std::alloc::{alloc, realloc, Layout};
    if length == 0 {
        return align as *mut u8;
    }
    if old_length == 0 {
        alloc(Layout::from_size_align_unchecked(length, align))
    } else {
        realloc(old, Layout::from_size_align_unchecked(old_length, align), length)
    }
}

/// What the host put there, which is the guest's from then on.
unsafe fn taken([pointer, length]: [u32; 2]) -> Vec<u8> {
    if length == 0 {
        return Vec::new();
    }
    Vec::from_raw_parts(pointer as *mut u8, length as usize, length as usize)
}

fn handle(call: impl FnOnce(*mut Raw)) -> u32 {
    let mut raw = Raw::default();
    call(&mut raw);
    assert_eq!(raw.is_error, 0);
    raw.words[0]
}

/// An answer that was begun.
struct Answer {
    body: u32,
    stream: u32,
}

impl Answer {
    unsafe fn begin(outparam: u32, status: u32) -> Answer {
        let response = response_new(fields_new());
        assert_eq!(response_set_status(response, status), 0);
        let body = handle(|out| response_body(response, out));
        let stream = handle(|out| body_write(body, out));
        outparam_set(outparam, 0, response, 0, 0, 0, 0, 0, 0);
        Answer { body, stream }
    }

    unsafe fn write(&self, bytes: &[u8]) {
        for part in bytes.chunks(4096) {
            handle(|out| blocking_write(self.stream, part.as_ptr(), part.len(), out));
        }
    }

    unsafe fn finish(self) {
        output_drop(self.stream);
        let mut finished = Finished::default();
        body_finish(self.body, 0, 0, &mut finished);
        assert_eq!(finished.is_error, 0);
    }
}

unsafe fn echo(request: u32, outparam: u32) {
    let body = handle(|out| request_consume(request, out));
    let stream = handle(|out| incoming_stream(body, out));
    let answer = Answer::begin(outparam, 200);
    loop {
        let mut read = Raw::default();
        blocking_read(stream, 65536, &mut read);
        if read.is_error != 0 {
            break;
        }
        answer.write(&taken([read.words[0], read.words[1]]));
    }
    input_drop(stream);
    incoming_drop(body);
    answer.finish();
}

unsafe fn keyvalue(outparam: u32) {
    let (name, key) = ("bench", "key");
    let bucket = handle(|out| store_open(name.as_ptr(), name.len(), out));
    let mut found = Found::default();
    bucket_get(bucket, key.as_ptr(), key.len(), &mut found);
    bucket_drop(bucket);
    let answer = Answer::begin(outparam, 200);
    answer.write(&taken(found.words));
    answer.finish();
}

#[export_name = "wasi:http/incoming-handler@0.2.12#handle"]
unsafe extern "C" fn handle_request(request: u32, outparam: u32) {
    let mut path = Text::default();
    request_path(request, &mut path);
    match taken(path.words).as_slice() {
        b"/echo" => echo(request, outparam),
        b"/keyvalue" => keyvalue(outparam),
        b"/panic" => panic!("as asked"),
        _ => {
            let answer = Answer::begin(outparam, 200);
            answer.write(b"hello");
            answer.finish();
        }
    }
    request_drop(request);
}

fn main() {}
