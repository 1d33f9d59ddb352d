//! A guest that does with a store what it is told: `contract NAME COMMAND…` does the commands and prints how each went;
//! `contract drive NAME` asks the configs capability `driver` for one command after the other, until it is empty. With
//! `--cfg locks` it is locks that it has for a store.

mod spiderlightning;

#[cfg(locks)]
use spiderlightning::Locks as Store;
#[cfg(not(locks))]
use spiderlightning::Store;
use spiderlightning::{Configs, Failure, Outcome};
use std::io::Write;
use std::process::exit;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    match args.get(1..).unwrap_or_default() {
        [mode, name, ..] if mode == "drive" => drive(&open(name)).unwrap_or_else(|why| fail(&why)),
        [name, commands @ ..] if !commands.is_empty() => obey(&open(name), commands),
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

/// The commands of a command line, each with as many arguments as it has.
fn obey(store: &Store, commands: &[String]) {
    let mut words = commands.iter();
    let mut out = std::io::stdout().lock();
    while let Some(command) = words.next() {
        let count = match command.as_str() {
            "keys" => 0,
            "set" | "lock-for" => 2,
            _ => 1,
        };
        let arguments: Vec<&[u8]> = words.by_ref().take(count).map(|word| word.as_bytes()).collect();
        match perform(store, command, &arguments) {
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

#[cfg(locks)]
fn perform(locks: &Store, command: &str, arguments: &[&[u8]]) -> Outcome<Vec<Vec<u8>>> {
    match (command, arguments) {
        ("lock", [name]) => Ok(vec![locks.lock(name)?]),
        ("lock-for", [name, seconds]) => {
            let seconds = String::from_utf8_lossy(seconds).parse().expect("a number of seconds");
            Ok(vec![locks.lock_for(name, seconds)?])
        }
        ("unlock", [id]) => locks.unlock(id).map(|_| vec![]),
        _ => Err(Failure { case: "unknown-command", message: command.to_string() }),
    }
}

#[cfg(not(locks))]
fn perform(store: &Store, command: &str, arguments: &[&[u8]]) -> Outcome<Vec<Vec<u8>>> {
    match (command, arguments) {
        ("get", [key]) => Ok(vec![store.get(key)?]),
        ("set", [key, value]) => store.set(key, value).map(|_| vec![]),
        ("delete", [key]) => store.delete(key).map(|_| vec![]),
        ("keys", []) => Ok(store.keys()?.into_iter().map(String::into_bytes).collect()),
        _ => Err(Failure { case: "unknown-command", message: command.to_string() }),
    }
}

fn drive(store: &Store) -> Outcome<()> {
    let driver = Configs::open("driver")?;
    loop {
        let message = driver.get("command")?;
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
        driver.set("answer", &answer)?;
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
