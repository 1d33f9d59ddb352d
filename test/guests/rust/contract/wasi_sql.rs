//! wasi:sql@0.2.0-draft: `query` and `exec` with a text and, for each parameter, its type and its value.

use super::abi::{call, slices, Area, At, Failure, Outcome, Slice};
use super::sql_values::{answer, texts};

#[link(wasm_import_module = "wasi:sql/types@0.2.0-draft")]
extern "C" {
    #[link_name = "[static]connection.open"]
    fn open(name: *const u8, length: usize, out: *mut u8);
    #[link_name = "[static]statement.prepare"]
    fn prepare(text: *const u8, length: usize, parameters: *const Slice, count: usize, out: *mut u8);
    #[link_name = "[method]error.trace"]
    fn trace(error: u32, out: *mut u8);
    #[link_name = "[resource-drop]connection"]
    fn drop_connection(connection: u32);
    #[link_name = "[resource-drop]statement"]
    fn drop_statement(statement: u32);
    #[link_name = "[resource-drop]error"]
    fn drop_error(error: u32);
}

#[link(wasm_import_module = "wasi:sql/readwrite@0.2.0-draft")]
extern "C" {
    #[link_name = "query"]
    fn query(connection: u32, statement: u32, out: *mut u8);
    #[link_name = "exec"]
    fn exec(connection: u32, statement: u32, out: *mut u8);
}

/// What the ok holds; an error is a resource, which tells its text.
fn ok(out: &Area) -> Outcome<At<'_>> {
    if !out.is_error() {
        return Ok(out.at(4));
    }
    let error = out.at(4).u32();
    let message = call(|out| unsafe { trace(error, out) }).at(0).string();
    unsafe { drop_error(error) }
    Err(Failure { case: "error", message })
}

struct Statement(u32);

impl Statement {
    fn prepare(text: &[u8], parameters: &[&[u8]]) -> Outcome<Statement> {
        let given = slices(&texts(parameters));
        let out = call(|out| unsafe { prepare(text.as_ptr(), text.len(), given.as_ptr(), given.len(), out) });
        ok(&out).map(|statement| Statement(statement.u32()))
    }
}

impl Drop for Statement {
    fn drop(&mut self) {
        unsafe { drop_statement(self.0) }
    }
}

pub struct Store(u32);

impl Store {
    pub fn open(name: &str) -> Outcome<Store> {
        let out = call(|out| unsafe { open(name.as_ptr(), name.len(), out) });
        ok(&out).map(|connection| Store(connection.u32()))
    }

    fn query(&self, text: &[u8], parameters: &[&[u8]]) -> Outcome<Vec<Vec<u8>>> {
        let statement = Statement::prepare(text, parameters)?;
        let out = call(|out| unsafe { query(self.0, statement.0, out) });
        ok(&out).map(|rows| answer(rows.list(24, 8)))
    }

    fn exec(&self, text: &[u8], parameters: &[&[u8]]) -> Outcome<Vec<Vec<u8>>> {
        let statement = Statement::prepare(text, parameters)?;
        let out = call(|out| unsafe { exec(self.0, statement.0, out) });
        ok(&out).map(|count| vec![count.u32().to_string().into()])
    }

    /// All that are left: a statement has any number of parameters.
    pub fn arity(_: &str) -> usize {
        usize::MAX
    }

    pub fn perform(&mut self, command: &str, arguments: &[&[u8]]) -> Option<Outcome<Vec<Vec<u8>>>> {
        let (text, parameters) = arguments.split_first()?;
        Some(match command {
            "query" => self.query(text, parameters),
            "exec" => self.exec(text, parameters),
            _ => return None,
        })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        unsafe { drop_connection(self.0) }
    }
}
