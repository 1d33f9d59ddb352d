//! SpiderLightning's SQL of components: `query` and `exec` with a text and, for each parameter, its type and its value; `begin`
//! with a level, `commit`, `rollback` and `drop`, between which statements are the transaction's.

use super::abi::{call, number, Outcome};
use super::sql_values::{append, SIZE, TYPES};

const CASES: [&str; 9] = [
    "syntax-error",
    "constraint-violation",
    "access-violation",
    "invalid-value",
    "transaction-conflict",
    "connection-error",
    "timeout-error",
    "io-error",
    "unexpected-error",
];

const LEVELS: [&str; 4] = ["read-uncommitted", "read-committed", "repeatable-read", "serializable"];

#[link(wasm_import_module = "spiderlightning:sql/sql@0.6.0")]
extern "C" {
    #[link_name = "[static]sql.open"]
    fn open(name: *const u8, length: usize, out: *mut u8);
    #[link_name = "[static]statement.prepare"]
    fn prepare(text: *const u8, length: usize, parameters: *const Parameter, count: usize) -> u32;
    #[link_name = "[method]sql.query"]
    fn query(database: u32, statement: u32, out: *mut u8);
    #[link_name = "[method]sql.exec"]
    fn exec(database: u32, statement: u32, out: *mut u8);
    #[link_name = "[method]sql.begin"]
    fn begin(database: u32, level: u32, out: *mut u8);
    #[link_name = "[method]transaction.query"]
    fn transaction_query(transaction: u32, statement: u32, out: *mut u8);
    #[link_name = "[method]transaction.exec"]
    fn transaction_exec(transaction: u32, statement: u32, out: *mut u8);
    #[link_name = "[method]transaction.commit"]
    fn commit(transaction: u32, out: *mut u8);
    #[link_name = "[method]transaction.rollback"]
    fn rollback(transaction: u32, out: *mut u8);
    #[link_name = "[resource-drop]sql"]
    fn drop_database(database: u32);
    #[link_name = "[resource-drop]statement"]
    fn drop_statement(statement: u32);
    #[link_name = "[resource-drop]transaction"]
    fn drop_transaction(transaction: u32);
}

/// A value as it is given: its tag, and eight bytes that are a number, or where a text lies and how long it is.
#[repr(C, align(8))]
struct Parameter {
    tag: u8,
    value: u64,
}

const _: () = assert!(std::mem::size_of::<Parameter>() == SIZE);

/// The value of a type that an argument names, told by the next.
fn parameter(name: &[u8], word: &[u8]) -> Parameter {
    let tag = TYPES.iter().position(|one| one.as_bytes() == name).expect("a type");
    let value = match TYPES[tag] {
        "int32" => number::<i32>(word) as u32 as u64,
        "int64" => number::<i64>(word) as u64,
        "uint32" | "uint64" => number(word),
        "float" | "double" => number::<f64>(word).to_bits(),
        "boolean" => (word == b"true") as u64,
        "null" => 0,
        _ => (word.len() as u64) << 32 | word.as_ptr() as u64,
    };
    Parameter { tag: tag as u8, value }
}

struct Statement(u32);

impl Statement {
    fn prepare(text: &[u8], words: &[&[u8]]) -> Statement {
        let given: Vec<Parameter> = words.chunks(2).map(|pair| parameter(pair[0], pair[1])).collect();
        Statement(unsafe { prepare(text.as_ptr(), text.len(), given.as_ptr(), given.len()) })
    }
}

impl Drop for Statement {
    fn drop(&mut self) {
        unsafe { drop_statement(self.0) }
    }
}

struct Transaction(u32);

impl Drop for Transaction {
    fn drop(&mut self) {
        unsafe { drop_transaction(self.0) }
    }
}

pub struct Store {
    database: u32,
    transaction: Option<Transaction>,
}

impl Store {
    pub fn open(name: &str) -> Outcome<Store> {
        let out = call(|out| unsafe { open(name.as_ptr(), name.len(), out) });
        Ok(Store { database: out.ok(4, &CASES)?.u32(), transaction: None })
    }

    /// The number of columns, their names, and the values.
    fn query(&self, statement: Statement) -> Outcome<Vec<Vec<u8>>> {
        let out = call(|out| unsafe {
            match &self.transaction {
                Some(one) => transaction_query(one.0, statement.0, out),
                None => query(self.database, statement.0, out),
            }
        });
        let ok = out.ok(4, &CASES)?;
        let mut columns = ok.strings();
        let mut fields = vec![columns.len().to_string().into()];
        fields.append(&mut columns);
        for row in ok.plus(8).list(8, 4).iter() {
            for value in row.list(SIZE, 8).iter() {
                append(&mut fields, value);
            }
        }
        Ok(fields)
    }

    fn exec(&self, statement: Statement) -> Outcome<Vec<Vec<u8>>> {
        let out = call(|out| unsafe {
            match &self.transaction {
                Some(one) => transaction_exec(one.0, statement.0, out),
                None => exec(self.database, statement.0, out),
            }
        });
        out.ok(8, &CASES).map(|count| vec![count.u64().to_string().into()])
    }

    fn begin(&mut self, level: &[u8]) -> Outcome<Vec<Vec<u8>>> {
        let level = LEVELS.iter().position(|one| one.as_bytes() == level).expect("a level");
        let out = call(|out| unsafe { begin(self.database, level as u32, out) });
        self.transaction = Some(Transaction(out.ok(4, &CASES)?.u32()));
        Ok(vec![])
    }

    /// Ends the transaction, and drops it.
    fn end(&mut self, how: unsafe extern "C" fn(u32, *mut u8)) -> Outcome<Vec<Vec<u8>>> {
        let one = self.transaction.take().expect("a transaction");
        let out = call(|out| unsafe { how(one.0, out) });
        out.ok(4, &CASES).map(|_| vec![])
    }

    /// All that are left: a statement has any number of parameters.
    pub fn arity(_: &str) -> usize {
        usize::MAX
    }

    pub fn perform(&mut self, command: &str, arguments: &[&[u8]]) -> Option<Outcome<Vec<Vec<u8>>>> {
        Some(match (command, arguments) {
            ("query", [text, parameters @ ..]) => self.query(Statement::prepare(text, parameters)),
            ("exec", [text, parameters @ ..]) => self.exec(Statement::prepare(text, parameters)),
            ("begin", [level]) => self.begin(level),
            ("commit", []) => self.end(commit),
            ("rollback", []) => self.end(rollback),
            ("drop", []) => {
                self.transaction = None;
                Ok(vec![])
            }
            _ => return None,
        })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.transaction = None;
        unsafe { drop_database(self.database) }
    }
}
