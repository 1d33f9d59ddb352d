//! A guest that serves HTTP as slight's own examples do: routes in a chain, answers with the headers of the request.

#[path = "../../../examples/http-shop/spiderlightning.rs"]
mod spiderlightning;

use spiderlightning::{HttpError, Keyvalue, Method, Request, Response, Router, Server};

on_server_init!(set_up);

fn set_up() -> Result<(), HttpError> {
    let router = Router::new()?;
    let router_with_route = router
        .get("/hello", "handle_hello")?
        .get("/person/:name", "handle_person_with_name")?
        .get("/get", "handle_get")?
        .put("/set", "handle_set")?
        .post("/upload", "upload")?
        .delete("/delete-file", "delete_file_handler")?
        .get("/gone", "handle_gone")?
        .get("/panic", "handle_panic")?;
    println!("guest starting server");
    let _ = Server::serve("127.0.0.1:0", &router_with_route)?;
    println!("guest moving on");
    Ok(())
}

handler!(handle_hello, "handle-hello");
fn handle_hello(req: Request) -> Result<Response, HttpError> {
    Ok(Response {
        headers: Some(req.headers),
        body: Some("hello".as_bytes().to_vec()),
        status: 200,
    })
}

handler!(handle_person_with_name, "handle-person-with-name");
fn handle_person_with_name(req: Request) -> Result<Response, HttpError> {
    let id = req.params.into_iter().find(|x| x.0 == "name").unwrap_or(("".into(), "".into()));
    Ok(Response {
        headers: Some(req.headers),
        body: Some(format!("hello: {}", id.1).as_bytes().to_vec()),
        status: 200,
    })
}

handler!(handle_get, "handle-get");
fn handle_get(request: Request) -> Result<Response, HttpError> {
    let keyvalue = Keyvalue::open("my-container")?;
    match keyvalue.get("key")? {
        None => Ok(Response {
            headers: Some(request.headers),
            body: Some("Key not found".as_bytes().to_vec()),
            status: 404,
        }),
        Some(value) => Ok(Response {
            headers: Some(request.headers),
            body: Some(value),
            status: 200,
        }),
    }
}

handler!(handle_set, "handle-set");
fn handle_set(request: Request) -> Result<Response, HttpError> {
    assert_eq!(request.method, Method::Put);
    if let Some(body) = request.body {
        let keyvalue = Keyvalue::open("my-container")?;
        keyvalue.set("key", &body)?;
    }
    Ok(Response {
        headers: Some(request.headers),
        body: None,
        status: 204,
    })
}

handler!(upload, "upload");
fn upload(request: Request) -> Result<Response, HttpError> {
    assert_eq!(request.method, Method::Post);
    Ok(Response {
        headers: Some(request.headers),
        body: request.body,
        status: 200,
    })
}

handler!(delete_file_handler, "delete-file-handler");
fn delete_file_handler(request: Request) -> Result<Response, HttpError> {
    assert_eq!(request.method, Method::Delete);
    Ok(Response {
        headers: Some(request.headers),
        body: request.body,
        status: 200,
    })
}

handler!(handle_gone, "handle-gone");
fn handle_gone(_: Request) -> Result<Response, HttpError> {
    Err(HttpError::StatusError(410))
}

handler!(handle_panic, "handle-panic");
fn handle_panic(request: Request) -> Result<Response, HttpError> {
    panic!("no answer to {}", request.uri);
}
