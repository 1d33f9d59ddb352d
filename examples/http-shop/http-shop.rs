//! A shop over HTTP: its items are in a store, and an order is asked of the warehouse, which is at another address.
//! The slightfile alone says what serves all that.

mod spiderlightning;

use spiderlightning::{HttpError, Keyvalue, Method, Request, Response, Router, Server};

on_server_init!(set_up);

fn set_up() -> Result<(), HttpError> {
    let router = Router::new()?
        .get("/items", "list_items")?
        .get("/items/:id", "get_item")?
        .put("/items/:id", "put_item")?
        .delete("/items/:id", "delete_item")?
        .post("/orders", "post_order")?
        .get("/orders/:number", "get_order")?
        .post("/warehouse/:id", "reserve")?;
    Server::serve("127.0.0.1:3000", &router)?;
    Ok(())
}

handler!(list_items, "list-items");
fn list_items(_: Request) -> Result<Response, HttpError> {
    let store = Keyvalue::open("shop")?;
    let mut ids: Vec<String> = store.keys()?.into_iter().filter_map(|key| key.strip_prefix("item/").map(String::from)).collect();
    ids.sort();
    let mut items = Vec::new();
    for id in ids {
        // another request may have deleted it meanwhile
        if let Some(price) = price_of(&store, &id)? {
            items.push(item(&id, price));
        }
    }
    json(200, format!("[{}]", items.join(",")))
}

handler!(get_item, "get-item");
fn get_item(request: Request) -> Result<Response, HttpError> {
    let id = request.param("id");
    match price_of(&Keyvalue::open("shop")?, id)? {
        Some(price) => json(200, item(id, price)),
        None => problem(404, &format!("There is no {id}.")),
    }
}

handler!(put_item, "put-item");
/// The body is the price, in cents.
fn put_item(request: Request) -> Result<Response, HttpError> {
    let id = request.param("id");
    let price = match text(&request).parse::<u32>() {
        Ok(price) => price,
        Err(_) => return problem(400, "The body is the price, in cents: 350"),
    };
    let store = Keyvalue::open("shop")?;
    let is_new = price_of(&store, id)?.is_none();
    store.set(&format!("item/{id}"), price.to_string().as_bytes())?;
    json(if is_new { 201 } else { 200 }, item(id, price))
}

handler!(delete_item, "delete-item");
fn delete_item(request: Request) -> Result<Response, HttpError> {
    Keyvalue::open("shop")?.delete(&format!("item/{}", request.param("id")))?;
    Ok(Response { status: 204, headers: None, body: None })
}

handler!(post_order, "post-order");
/// The body is what is ordered. The warehouse says whether it is there.
fn post_order(request: Request) -> Result<Response, HttpError> {
    let id = text(&request);
    let store = Keyvalue::open("shop")?;
    let price = match price_of(&store, &id)? {
        Some(price) => price,
        None => return problem(422, &format!("There is no {id}.")),
    };
    // the warehouse of this example is the shop itself, at the address by which the client has found it
    let warehouse = format!("http://{}/warehouse/{}", request.header("host"), escaped(&id));
    let answer = spiderlightning::request(&Request {
        method: Method::Post,
        uri: warehouse,
        headers: vec![("accept".into(), "application/json".into())],
        params: vec![],
        body: None,
    })?;
    if answer.status != 200 {
        return problem(409, &format!("The warehouse has no {id} left."));
    }
    let number = number_of(answer.body);
    store.set(&format!("order/{number}"), id.as_bytes())?;
    let order = order(&number, &id, price);
    Ok(Response {
        headers: Some(vec![
            ("content-type".into(), "application/json".into()),
            ("location".into(), format!("/orders/{number}")),
        ]),
        ..json(201, order)?
    })
}

handler!(get_order, "get-order");
fn get_order(request: Request) -> Result<Response, HttpError> {
    let number = request.param("number");
    let store = Keyvalue::open("shop")?;
    let id = match store.get(&format!("order/{number}"))? {
        Some(id) => String::from_utf8_lossy(&id).into_owned(),
        None => return problem(404, &format!("There is no order {number}.")),
    };
    json(200, order(number, &id, price_of(&store, &id)?.unwrap_or_default()))
}

handler!(reserve, "reserve");
/// The warehouse: has all but unicorns, and gives each reservation a number.
fn reserve(request: Request) -> Result<Response, HttpError> {
    if request.param("id") == "unicorn" {
        return problem(409, "There is none left.");
    }
    let store = Keyvalue::open("shop")?;
    let last = number_of(store.get("last-number")?).parse::<u32>().unwrap_or(0);
    store.set("last-number", (last + 1).to_string().as_bytes())?;
    json(200, (last + 1).to_string())
}

fn price_of(store: &Keyvalue, id: &str) -> Result<Option<u32>, HttpError> {
    let price = store.get(&format!("item/{id}"))?;
    Ok(price.and_then(|bytes| String::from_utf8_lossy(&bytes).parse().ok()))
}

fn number_of(bytes: Option<Vec<u8>>) -> String {
    String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()
}

fn text(request: &Request) -> String {
    let body = request.body.as_deref().unwrap_or_default();
    String::from_utf8_lossy(body).trim().to_string()
}

fn item(id: &str, price: u32) -> String {
    format!(r#"{{"id":{},"price":{price}}}"#, quoted(id))
}

fn order(number: &str, id: &str, price: u32) -> String {
    format!(r#"{{"order":{number},"item":{}}}"#, item(id, price))
}

fn json(status: u16, body: String) -> Result<Response, HttpError> {
    Ok(Response {
        status,
        headers: Some(vec![("content-type".into(), "application/json".into())]),
        body: Some(body.into_bytes()),
    })
}

fn problem(status: u16, message: &str) -> Result<Response, HttpError> {
    json(status, format!(r#"{{"error":{}}}"#, quoted(message)))
}

/// A text as JSON has it.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            letter if letter < ' ' => out += &format!("\\u{:04x}", letter as u32),
            letter => out.push(letter),
        }
    }
    out + "\""
}

/// A text as a part of a path.
fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => (byte as char).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
