//! A guest that does with a store what it is told: `contract NAME COMMAND…` does the commands and prints how each went;
//! `contract drive NAME` asks the configs capability `driver` for one command after the other, until it is empty. Its store
//! is the file that `--cfg store="…"` names, of the generation that abi.rs is told.

// each store uses a part of what they share
#![allow(dead_code)]

#[macro_use]
mod abi;
mod configs;

#[cfg(not(store = "configs"))]
#[cfg_attr(store = "blob_store", path = "blob_store.rs")]
#[cfg_attr(store = "keyvalue", path = "keyvalue.rs")]
#[cfg_attr(store = "locks", path = "locks.rs")]
#[cfg_attr(store = "messaging", path = "messaging.rs")]
#[cfg_attr(store = "mq", path = "mq.rs")]
#[cfg_attr(store = "sql", path = "sql.rs")]
#[cfg_attr(store = "sql_component", path = "sql_component.rs")]
#[cfg_attr(store = "wasi_blobstore", path = "wasi_blobstore.rs")]
#[cfg_attr(store = "wasi_config", path = "wasi_config.rs")]
#[cfg_attr(store = "wasi_keyvalue", path = "wasi_keyvalue.rs")]
#[cfg_attr(store = "wasi_sql", path = "wasi_sql.rs")]
mod store;

#[cfg(any(store = "blob_store", store = "wasi_blobstore"))]
mod blobs;
#[cfg(any(store = "sql", store = "sql_component", store = "wasi_sql"))]
mod sql_values;
#[cfg(store = "wasi_blobstore")]
mod wasi_objects;

#[cfg(store = "configs")]
use configs::Store;
#[cfg(not(store = "configs"))]
use store::Store;

use abi::{Failure, Outcome};
use std::io::Write;
use std::process::exit;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    match args.get(1..).unwrap_or_default() {
        [mode, name, ..] if mode == "drive" => drive(&mut open(name)).unwrap_or_else(|why| fail(&why)),
        [name, commands @ ..] if !commands.is_empty() => obey(&mut open(name), commands),
        _ => {
            eprintln!("contract NAME COMMAND… or contract drive NAME");
            exit(2);
        }
    }
}

fn open(name: &str) -> Store {
    Store::open(name).unwrap_or_else(|why| {
        println!("open failed: {}: {}", why.case, why.message);
        exit(1);
    })
}

fn fail(why: &Failure) {
    eprintln!("{}: {}", why.case, why.message);
    exit(1);
}

fn perform(store: &mut Store, command: &str, arguments: &[&[u8]]) -> Outcome<Vec<Vec<u8>>> {
    match command {
        // the guest ends in the middle of its work
        "trap" | "die" => std::process::abort(),
        "exit" => exit(3),
        _ => store
            .perform(command, arguments)
            .unwrap_or_else(|| Err(Failure { case: "unknown-command", message: command.to_string() })),
    }
}

/// The commands of a command line, each with as many arguments as it has.
fn obey(store: &mut Store, commands: &[String]) {
    let mut words = commands.iter();
    while let Some(command) = words.next() {
        let count = match command.as_str() {
            "trap" | "die" | "exit" => 0,
            other => Store::arity(other),
        };
        let arguments: Vec<&[u8]> = words.by_ref().take(count).map(|word| word.as_bytes()).collect();
        let answer = perform(store, command, &arguments);
        let mut out = std::io::stdout().lock();
        match answer {
            Err(why) => writeln!(out, "{} failed: {}: {}", command, why.case, why.message).unwrap(),
            Ok(fields) => {
                write!(out, "{}:", command).unwrap();
                for field in fields {
                    out.write_all(b" ").unwrap();
                    out.write_all(&field).unwrap();
                }
                writeln!(out).unwrap();
            }
        }
    }
}

fn drive(store: &mut Store) -> Outcome<()> {
    let driver = configs::Store::open("driver")?;
    loop {
        let message = driver.get(b"command")?;
        if message.is_empty() {
            return Ok(());
        }
        let fields = fields_of(&message);
        let command = String::from_utf8_lossy(fields[0]);
        let mut answer = vec![];
        match perform(store, &command, &fields[1..]) {
            Err(why) => {
                for field in [b"error".as_slice(), why.case.as_bytes(), why.message.as_bytes()] {
                    append(&mut answer, field);
                }
            }
            Ok(results) => {
                append(&mut answer, b"ok");
                for field in results {
                    append(&mut answer, &field);
                }
            }
        }
        driver.set(b"answer", &answer)?;
    }
}

/// A field is its length, 32 bits little-endian, and its bytes.
fn fields_of(mut message: &[u8]) -> Vec<&[u8]> {
    let mut fields = vec![];
    while let Some(length) = message.get(..4) {
        let length = u32::from_le_bytes(length.try_into().expect("four bytes"));
        let (field, rest) = message[4..].split_at(length as usize);
        fields.push(field);
        message = rest;
    }
    fields
}

fn append(message: &mut Vec<u8>, field: &[u8]) {
    message.extend_from_slice(&(field.len() as u32).to_le_bytes());
    message.extend_from_slice(field);
}
