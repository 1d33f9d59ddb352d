//! SpiderLightning's HTTP server, HTTP client and key-value store as slight 0.3 to 0.5 have them, by hand: what a
//! guest imports and exports, and how values lie in memory between it and slight. It needs no crate and no tool but rustc.

use std::alloc::{alloc, dealloc, realloc, Layout};
use std::fmt;

pub type Fields = Vec<(String, String)>;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
    Patch,
    Head,
    Options,
}

#[derive(Debug)]
pub struct Request {
    pub method: Method,
    /// A path with its query; of a request that is sent, an absolute URL.
    pub uri: String,
    pub headers: Fields,
    /// What the parts of the route are (`:id`), by their names.
    pub params: Fields,
    pub body: Option<Vec<u8>>,
}

impl Request {
    /// A part of the route; empty where it has none of that name.
    pub fn param(&self, name: &str) -> &str {
        find(&self.params, name)
    }

    /// A header; its name in small letters.
    pub fn header(&self, name: &str) -> &str {
        find(&self.headers, name)
    }
}

fn find<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(each, _)| each == name).map_or("", |(_, value)| value)
}

#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub headers: Option<Fields>,
    pub body: Option<Vec<u8>>,
}

#[derive(Debug, PartialEq)]
pub enum HttpError {
    InvalidUrl(String),
    TimeoutError(String),
    ProtocolError(String),
    StatusError(u16),
    UnexpectedError(String),
}

impl fmt::Display for HttpError {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            HttpError::InvalidUrl(text)
            | HttpError::TimeoutError(text)
            | HttpError::ProtocolError(text)
            | HttpError::UnexpectedError(text) => out.write_str(text),
            HttpError::StatusError(status) => write!(out, "the status {status}"),
        }
    }
}

/// Why a call of a store failed: the case of its error (`key-not-found`), and its text.
#[derive(Debug, PartialEq)]
pub struct Failure {
    pub case: &'static str,
    pub message: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        write!(out, "{}: {}", self.case, self.message)
    }
}

impl From<Failure> for HttpError {
    fn from(failure: Failure) -> HttpError {
        HttpError::UnexpectedError(failure.to_string())
    }
}

/// Which handler answers which request. Each call gives a router with one route more.
pub struct Router(u32);

impl Router {
    pub fn new() -> Result<Router, HttpError> {
        called(|out| unsafe { router_new(out) }).map(|raw| Router(raw[1]))
    }

    pub fn new_with_base(base: &str) -> Result<Router, HttpError> {
        called(|out| unsafe { router_new_with_base(base.as_ptr(), base.len(), out) }).map(|raw| Router(raw[1]))
    }

    pub fn get(&self, route: &str, handler: &str) -> Result<Router, HttpError> {
        self.with(router_get, route, handler)
    }

    pub fn put(&self, route: &str, handler: &str) -> Result<Router, HttpError> {
        self.with(router_put, route, handler)
    }

    pub fn post(&self, route: &str, handler: &str) -> Result<Router, HttpError> {
        self.with(router_post, route, handler)
    }

    pub fn delete(&self, route: &str, handler: &str) -> Result<Router, HttpError> {
        self.with(router_delete, route, handler)
    }

    fn with(&self, add: AddRoute, route: &str, handler: &str) -> Result<Router, HttpError> {
        called(|out| unsafe { add(self.0, route.as_ptr(), route.len(), handler.as_ptr(), handler.len(), out) })
            .map(|raw| Router(raw[1]))
    }
}

impl Drop for Router {
    fn drop(&mut self) {
        unsafe { router_drop(self.0) }
    }
}

pub struct Server(u32);

impl Server {
    pub fn serve(address: &str, router: &Router) -> Result<Server, HttpError> {
        called(|out| unsafe { server_serve(address.as_ptr(), address.len(), router.0, out) }).map(|raw| Server(raw[1]))
    }

    pub fn stop(&self) -> Result<(), HttpError> {
        called(|out| unsafe { server_stop(self.0, out) }).map(|_| ())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        unsafe { server_drop(self.0) }
    }
}

/// Sends a request and waits for the answer.
pub fn request(request: &Request) -> Result<Response, HttpError> {
    let headers = borrowed(&request.headers);
    let params = borrowed(&request.params);
    let body = request.body.as_deref().unwrap_or_default();
    let raw = called(|out| unsafe {
        client_request(
            request.method as u32,
            request.uri.as_ptr(),
            request.uri.len(),
            headers.as_ptr(),
            headers.len(),
            params.as_ptr(),
            params.len(),
            request.body.is_some() as u32,
            body.as_ptr(),
            body.len(),
            out,
        )
    })?;
    Ok(Response {
        status: raw[1] as u16,
        headers: (raw[2] as u8 != 0).then(|| unsafe { fields_at(raw[3], raw[4]) }),
        body: (raw[5] as u8 != 0).then(|| unsafe { bytes_at(raw[6], raw[7]) }),
    })
}

/// A store that the slightfile declares.
pub struct Keyvalue(u32);

impl Keyvalue {
    pub fn open(name: &str) -> Result<Keyvalue, Failure> {
        stored(|out| unsafe { store_open(name.as_ptr(), name.len(), out) }).map(|raw| Keyvalue(raw[1]))
    }

    /// The value of a key; nothing where it has none.
    pub fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Failure> {
        match stored(|out| unsafe { store_get(self.0, key.as_ptr(), key.len(), out) }) {
            Ok(raw) => Ok(Some(unsafe { bytes_at(raw[1], raw[2]) })),
            Err(Failure { case: "key-not-found", .. }) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    pub fn set(&self, key: &str, value: &[u8]) -> Result<(), Failure> {
        stored(|out| unsafe { store_set(self.0, key.as_ptr(), key.len(), value.as_ptr(), value.len(), out) })
            .map(|_| ())
    }

    pub fn keys(&self) -> Result<Vec<String>, Failure> {
        let raw = stored(|out| unsafe { store_keys(self.0, out) })?;
        let places: Vec<[u32; 2]> = unsafe { items_at(raw[1], raw[2]) };
        Ok(places.iter().map(|&[at, length]| unsafe { string_at(at, length) }).collect())
    }

    pub fn delete(&self, key: &str) -> Result<(), Failure> {
        stored(|out| unsafe { store_delete(self.0, key.as_ptr(), key.len(), out) }).map(|_| ())
    }
}

impl Drop for Keyvalue {
    fn drop(&mut self) {
        unsafe { store_drop(self.0) }
    }
}

/// Has slight call a function of this name, which is given nothing and returns a `Result<(), _>`, before all else.
#[macro_export]
macro_rules! on_server_init {
    ($function:ident) => {
        #[export_name = "on-server-init"]
        extern "C" fn on_server_init_export() -> *const [u32; 8] {
            $crate::spiderlightning::set_up($function().map_err(|error| error.to_string()))
        }
    };
}

/// Lets routes name a function: `handler!(list_items, "list-items")`; the second is the name with `-` for each `_`.
#[macro_export]
macro_rules! handler {
    ($function:ident, $export:literal) => {
        const _: () = {
            #[export_name = $export]
            #[allow(clippy::too_many_arguments)]
            unsafe extern "C" fn export(
                method: u32,
                uri: u32,
                uri_length: u32,
                headers: u32,
                header_count: u32,
                params: u32,
                param_count: u32,
                has_body: u32,
                body: u32,
                body_length: u32,
            ) -> *const [u32; 8] {
                let request = $crate::spiderlightning::request_at(
                    method,
                    [uri, uri_length],
                    [headers, header_count],
                    [params, param_count],
                    has_body,
                    [body, body_length],
                );
                $crate::spiderlightning::answered($function(request))
            }
        };
    };
}

/// For `on_server_init!`: what slight reads of its outcome.
pub fn set_up(outcome: Result<(), String>) -> *const [u32; 8] {
    match outcome {
        Ok(()) => given([0; 8]),
        Err(message) => {
            let [at, length] = given_bytes(message.into_bytes());
            given([1, at, length, 0, 0, 0, 0, 0])
        }
    }
}

/// For `handler!`: takes the request that slight has put into memory.
///
/// # Safety
/// What it is told of lies in memory and is nobody else's.
pub unsafe fn request_at(
    method: u32,
    uri: [u32; 2],
    headers: [u32; 2],
    params: [u32; 2],
    has_body: u32,
    body: [u32; 2],
) -> Request {
    let methods = [
        Method::Get,
        Method::Post,
        Method::Put,
        Method::Delete,
        Method::Patch,
        Method::Head,
        Method::Options,
    ];
    Request {
        method: methods[method as usize],
        uri: string_at(uri[0], uri[1]),
        headers: fields_at(headers[0], headers[1]),
        params: fields_at(params[0], params[1]),
        body: (has_body != 0).then(|| bytes_at(body[0], body[1])),
    }
}

/// For `handler!`: what slight reads of the answer, and frees.
pub fn answered(outcome: Result<Response, HttpError>) -> *const [u32; 8] {
    match outcome {
        Ok(Response { status, headers, body }) => {
            let [fields, count] = headers.as_ref().map_or([0; 2], |headers| given_fields(headers));
            let [has_headers, has_body] = [headers.is_some() as u32, body.is_some() as u32];
            let [at, length] = body.map_or([0; 2], given_bytes);
            given([0, status as u32, has_headers, fields, count, has_body, at, length])
        }
        Err(error) => {
            let (case, [at, length]) = match error {
                HttpError::InvalidUrl(text) => (0, given_bytes(text.into_bytes())),
                HttpError::TimeoutError(text) => (1, given_bytes(text.into_bytes())),
                HttpError::ProtocolError(text) => (2, given_bytes(text.into_bytes())),
                HttpError::StatusError(status) => (3, [status as u32, 0]),
                HttpError::UnexpectedError(text) => (4, given_bytes(text.into_bytes())),
            };
            given([1, case, at, length, 0, 0, 0, 0])
        }
    }
}

/// Room for the outcome of a call: a tag, and what there is of a result or of an error.
type Raw = [u32; 8];

fn given(raw: Raw) -> *const Raw {
    static mut GIVEN: Raw = [0; 8];
    // an instance does one thing at a time
    unsafe {
        GIVEN = raw;
        &GIVEN
    }
}

/// Bytes that are slight's to free.
fn given_bytes(bytes: Vec<u8>) -> [u32; 2] {
    let bytes = Box::leak(bytes.into_boxed_slice());
    [bytes.as_ptr() as u32, bytes.len() as u32]
}

fn given_fields(fields: &Fields) -> [u32; 2] {
    let places: Vec<[[u32; 2]; 2]> = fields
        .iter()
        .map(|(name, value)| [given_bytes(name.clone().into_bytes()), given_bytes(value.clone().into_bytes())])
        .collect();
    let places = Box::leak(places.into_boxed_slice());
    [places.as_ptr() as u32, places.len() as u32]
}

/// Where fields are that slight reads and does not keep.
fn borrowed(fields: &Fields) -> Vec<[u32; 4]> {
    let place = |text: &String| [text.as_ptr() as u32, text.len() as u32];
    fields
        .iter()
        .map(|(name, value)| {
            let ([at, length], [value_at, value_length]) = (place(name), place(value));
            [at, length, value_at, value_length]
        })
        .collect()
}

fn raw_of(call: impl FnOnce(*mut Raw)) -> Raw {
    let mut raw = [0; 8];
    call(&mut raw);
    raw
}

fn called(call: impl FnOnce(*mut Raw)) -> Result<Raw, HttpError> {
    let raw = raw_of(call);
    if raw[0] as u8 == 0 {
        return Ok(raw);
    }
    let text = || unsafe { string_at(raw[2], raw[3]) };
    Err(match raw[1] as u8 {
        0 => HttpError::InvalidUrl(text()),
        1 => HttpError::TimeoutError(text()),
        2 => HttpError::ProtocolError(text()),
        3 => HttpError::StatusError(raw[2] as u16),
        _ => HttpError::UnexpectedError(text()),
    })
}

fn stored(call: impl FnOnce(*mut Raw)) -> Result<Raw, Failure> {
    const CASES: [&str; 8] = [
        "key-not-found",
        "invalid-key",
        "invalid-value",
        "connection-error",
        "authentication-error",
        "timeout-error",
        "io-error",
        "unexpected-error",
    ];
    let raw = raw_of(call);
    if raw[0] as u8 == 0 {
        return Ok(raw);
    }
    let message = unsafe { string_at(raw[2], raw[3]) };
    Err(Failure { case: CASES[raw[1] as u8 as usize], message })
}

/// Takes what slight has put into memory.
unsafe fn items_at<T>(at: u32, length: u32) -> Vec<T> {
    Vec::from_raw_parts(at as *mut T, length as usize, length as usize)
}

unsafe fn bytes_at(at: u32, length: u32) -> Vec<u8> {
    items_at(at, length)
}

unsafe fn string_at(at: u32, length: u32) -> String {
    String::from_utf8(bytes_at(at, length)).expect("slight gives UTF-8")
}

unsafe fn fields_at(at: u32, length: u32) -> Fields {
    let places: Vec<[u32; 4]> = items_at(at, length);
    places.iter().map(|&[name, name_length, value, length]| (string_at(name, name_length), string_at(value, length))).collect()
}

/// Where slight puts what it gives.
#[export_name = "canonical_abi_realloc"]
unsafe extern "C" fn host_realloc(old: *mut u8, old_length: usize, align: usize, length: usize) -> *mut u8 {
    if length == 0 {
        // no memory belongs to a list without items; Rust frees none either
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

#[export_name = "canonical_abi_free"]
unsafe extern "C" fn host_free(memory: *mut u8, length: usize, align: usize) {
    if length > 0 {
        dealloc(memory, Layout::from_size_align_unchecked(length, align));
    }
}

type AddRoute = unsafe extern "C" fn(u32, *const u8, usize, *const u8, usize, *mut Raw);

#[link(wasm_import_module = "http-server")]
extern "C" {
    #[link_name = "router::new"]
    fn router_new(out: *mut Raw);
    #[link_name = "router::new-with-base"]
    fn router_new_with_base(base: *const u8, length: usize, out: *mut Raw);
    #[link_name = "router::get"]
    fn router_get(router: u32, route: *const u8, length: usize, handler: *const u8, size: usize, out: *mut Raw);
    #[link_name = "router::put"]
    fn router_put(router: u32, route: *const u8, length: usize, handler: *const u8, size: usize, out: *mut Raw);
    #[link_name = "router::post"]
    fn router_post(router: u32, route: *const u8, length: usize, handler: *const u8, size: usize, out: *mut Raw);
    #[link_name = "router::delete"]
    fn router_delete(router: u32, route: *const u8, length: usize, handler: *const u8, size: usize, out: *mut Raw);
    #[link_name = "server::serve"]
    fn server_serve(address: *const u8, length: usize, router: u32, out: *mut Raw);
    #[link_name = "server::stop"]
    fn server_stop(server: u32, out: *mut Raw);
}

#[link(wasm_import_module = "http-client")]
extern "C" {
    #[link_name = "request"]
    fn client_request(
        method: u32,
        uri: *const u8,
        uri_length: usize,
        headers: *const [u32; 4],
        header_count: usize,
        params: *const [u32; 4],
        param_count: usize,
        has_body: u32,
        body: *const u8,
        body_length: usize,
        out: *mut Raw,
    );
}

#[link(wasm_import_module = "keyvalue")]
extern "C" {
    #[link_name = "keyvalue::open"]
    fn store_open(name: *const u8, length: usize, out: *mut Raw);
    #[link_name = "keyvalue::get"]
    fn store_get(store: u32, key: *const u8, length: usize, out: *mut Raw);
    #[link_name = "keyvalue::set"]
    fn store_set(store: u32, key: *const u8, length: usize, value: *const u8, size: usize, out: *mut Raw);
    #[link_name = "keyvalue::keys"]
    fn store_keys(store: u32, out: *mut Raw);
    #[link_name = "keyvalue::delete"]
    fn store_delete(store: u32, key: *const u8, length: usize, out: *mut Raw);
}

#[link(wasm_import_module = "canonical_abi")]
extern "C" {
    #[link_name = "resource_drop_router"]
    fn router_drop(router: u32);
    #[link_name = "resource_drop_server"]
    fn server_drop(server: u32);
    #[link_name = "resource_drop_keyvalue"]
    fn store_drop(store: u32);
}
