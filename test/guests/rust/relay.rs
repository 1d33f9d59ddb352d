//! A legacy guest that serves HTTP and asks others to answer: `/hello` says hello, and what `traceparent` its request had;
//! a POST to `/relay` gives the answer of the URL in its body.

use std::alloc::{alloc, dealloc, realloc, Layout};

#[repr(C)]
#[derive(Clone, Copy)]
struct Text {
    data: *const u8,
    length: usize,
}

/// `expected<response, http-error>`: what is in it lies where its tag says.
#[repr(C)]
struct Outcome {
    is_error: u8,
    status_or_case: u32,
    words: [u32; 6],
}

/// `expected<handle, http-router-error>`.
#[repr(C)]
#[derive(Default)]
struct Made {
    is_error: u8,
    words: [u32; 6],
}

#[link(wasm_import_module = "http-server")]
extern "C" {
    #[link_name = "router::new"]
    fn router_new(out: *mut Made);
    #[link_name = "router::get"]
    fn router_get(router: u32, route: *const u8, size: usize, handler: *const u8, length: usize, out: *mut Made);
    #[link_name = "router::post"]
    fn router_post(router: u32, route: *const u8, size: usize, handler: *const u8, length: usize, out: *mut Made);
    #[link_name = "server::serve"]
    fn server_serve(address: *const u8, length: usize, router: u32, out: *mut Made);
}

#[link(wasm_import_module = "http-client")]
extern "C" {
    #[link_name = "request"]
    fn http_request(
        method: u32,
        uri: *const u8,
        uri_length: usize,
        headers: *const [Text; 2],
        header_count: usize,
        params: *const [Text; 2],
        param_count: usize,
        has_body: u32,
        body: *const u8,
        body_length: usize,
        out: *mut Outcome,
    );
}

#[export_name = "canonical_abi_realloc"]
unsafe extern "C" fn host_realloc(old: *mut u8, old_length: usize, align: usize, length: usize) -> *mut u8 {
    if length == 0 {
        return align as *mut u8;
    }
    if old_length == 0 {
        return alloc(Layout::from_size_align_unchecked(length, align));
    }
    realloc(old, Layout::from_size_align_unchecked(old_length, align), length)
}

#[export_name = "canonical_abi_free"]
unsafe extern "C" fn host_free(pointer: *mut u8, length: usize, align: usize) {
    if length > 0 {
        dealloc(pointer, Layout::from_size_align_unchecked(length, align));
    }
}

fn handle(made: Made) -> u32 {
    assert_eq!(made.is_error, 0, "no server");
    made.words[0]
}

#[export_name = "on-server-init"]
unsafe extern "C" fn on_server_init() -> *const Made {
    let address = std::env::var("ADDRESS").unwrap_or("127.0.0.1:0".into());
    let mut made = Made::default();
    router_new(&mut made);
    let router = handle(made);
    let mut made = Made::default();
    router_get(router, "/hello".as_ptr(), 6, "handle_hello".as_ptr(), 12, &mut made);
    let router = handle(made);
    let mut made = Made::default();
    router_post(router, "/relay".as_ptr(), 6, "handle_relay".as_ptr(), 12, &mut made);
    let router = handle(made);
    let mut made = Made::default();
    server_serve(address.as_ptr(), address.len(), router, &mut made);
    handle(made);
    Box::leak(Box::default())
}

fn answer(status: u16, body: Vec<u8>) -> *const Outcome {
    let body = body.leak();
    // no headers, and this body
    let words = [0, 0, 0, 1, body.as_ptr() as u32, body.len() as u32];
    Box::leak(Box::new(Outcome { is_error: 0, status_or_case: status as u32, words }))
}

#[export_name = "handle-hello"]
unsafe extern "C" fn handle_hello(
    _method: u32,
    _uri: *const u8,
    _uri_length: usize,
    headers: *const [Text; 2],
    header_count: usize,
    _params: *const [Text; 2],
    _param_count: usize,
    _has_body: u32,
    _body: *const u8,
    _body_length: usize,
) -> *const Outcome {
    let text = |text: Text| String::from_utf8_lossy(std::slice::from_raw_parts(text.data, text.length)).into_owned();
    let headers = std::slice::from_raw_parts(headers, header_count);
    let traceparent = headers.iter().find(|[name, _]| text(*name).eq_ignore_ascii_case("traceparent"));
    let traceparent = traceparent.map(|[_, value]| text(*value)).unwrap_or_default();
    answer(200, format!("hello {traceparent}").into_bytes())
}

#[export_name = "handle-relay"]
unsafe extern "C" fn handle_relay(
    _method: u32,
    _uri: *const u8,
    _uri_length: usize,
    _headers: *const [Text; 2],
    _header_count: usize,
    _params: *const [Text; 2],
    _param_count: usize,
    _has_body: u32,
    body: *const u8,
    body_length: usize,
) -> *const Outcome {
    let none = std::ptr::null();
    let mut got = Outcome { is_error: 0, status_or_case: 0, words: [0; 6] };
    http_request(0, body, body_length, none, 0, none, 0, 0, std::ptr::null(), 0, &mut got);
    let bytes = |data: u32, length: u32| std::slice::from_raw_parts(data as *const u8, length as usize).to_vec();
    match got.is_error {
        0 => answer(got.status_or_case as u16, bytes(got.words[4], got.words[5])),
        _ => answer(502, bytes(got.words[0], got.words[1])),
    }
}

fn main() {}
