//! SpiderLightning's SQL of generation 0.5: `query` and `exec` with a text and, for each parameter, its type and its value.

use super::abi::{call, slices, Outcome, Slice};
use super::sql_values::{answer, texts};

const CASES: [&str; 4] = ["syntax-error", "constraint-violation", "access-violation", "unexpected-error"];

#[link(wasm_import_module = "sql")]
extern "C" {
    #[link_name = "sql::open"]
    fn open(name: *const u8, length: usize, out: *mut u8);
    #[link_name = "statement::prepare"]
    fn prepare(text: *const u8, length: usize, parameters: *const Slice, count: usize) -> u32;
    #[link_name = "sql::query"]
    fn query(database: u32, statement: u32, out: *mut u8);
    #[link_name = "sql::exec"]
    fn exec(database: u32, statement: u32, out: *mut u8);
}

#[link(wasm_import_module = "canonical_abi")]
extern "C" {
    #[link_name = "resource_drop_sql"]
    fn drop_database(database: u32);
    #[link_name = "resource_drop_statement"]
    fn drop_statement(statement: u32);
}

pub struct Store(u32);

struct Statement(u32);

impl Statement {
    fn prepare(text: &[u8], parameters: &[&[u8]]) -> Statement {
        let given = slices(&texts(parameters));
        Statement(unsafe { prepare(text.as_ptr(), text.len(), given.as_ptr(), given.len()) })
    }
}

impl Drop for Statement {
    fn drop(&mut self) {
        unsafe { drop_statement(self.0) }
    }
}

impl Store {
    pub fn open(name: &str) -> Outcome<Store> {
        let out = call(|out| unsafe { open(name.as_ptr(), name.len(), out) });
        Ok(Store(out.ok(4, &CASES)?.u32()))
    }

    /// All that are left: a statement has any number of parameters.
    pub fn arity(_: &str) -> usize {
        usize::MAX
    }

    pub fn perform(&mut self, command: &str, arguments: &[&[u8]]) -> Option<Outcome<Vec<Vec<u8>>>> {
        let (text, parameters) = arguments.split_first()?;
        Some(match command {
            "query" => {
                let statement = Statement::prepare(text, parameters);
                let out = call(|out| unsafe { query(self.0, statement.0, out) });
                out.ok(4, &CASES).map(|rows| answer(rows.list(24, 8)))
            }
            "exec" => {
                let statement = Statement::prepare(text, parameters);
                let out = call(|out| unsafe { exec(self.0, statement.0, out) });
                out.ok(4, &CASES).map(|_| vec![])
            }
            _ => return None,
        })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        unsafe { drop_database(self.0) }
    }
}
