//! wasi:blobstore@0.2.0-draft: objects are streams of wasi:io. It has also `move FROM TO`, `copy-to NAME CONTAINER`, and of
//! containers `exists`, `create` and `remove`.

use super::abi::{call, slices, text, Outcome, Slice};
use super::blobs::{self, Container, Fields};
use super::wasi_objects::{ok, Input, Output};

#[link(wasm_import_module = "wasi:blobstore/blobstore@0.2.0-draft")]
extern "C" {
    #[link_name = "get-container"]
    fn get_container(name: *const u8, length: usize, out: *mut u8);
    #[link_name = "create-container"]
    fn create_container(name: *const u8, length: usize, out: *mut u8);
    #[link_name = "container-exists"]
    fn container_exists(name: *const u8, length: usize, out: *mut u8);
    #[link_name = "delete-container"]
    fn delete_container(name: *const u8, length: usize, out: *mut u8);
    #[link_name = "copy-object"]
    fn copy_object(
        from: *const u8,
        from_length: usize,
        object: *const u8,
        object_length: usize,
        to: *const u8,
        to_length: usize,
        name: *const u8,
        name_length: usize,
        out: *mut u8,
    );
    #[link_name = "move-object"]
    fn move_object(
        from: *const u8,
        from_length: usize,
        object: *const u8,
        object_length: usize,
        to: *const u8,
        to_length: usize,
        name: *const u8,
        name_length: usize,
        out: *mut u8,
    );
}

#[link(wasm_import_module = "wasi:blobstore/container@0.2.0-draft")]
extern "C" {
    #[link_name = "[method]container.name"]
    fn container_name(container: u32, out: *mut u8);
    #[link_name = "[method]container.info"]
    fn container_info(container: u32, out: *mut u8);
    #[link_name = "[method]container.get-data"]
    fn get_data(container: u32, name: *const u8, length: usize, start: u64, end: u64, out: *mut u8);
    #[link_name = "[method]container.write-data"]
    fn write_data(container: u32, name: *const u8, length: usize, value: u32, out: *mut u8);
    #[link_name = "[method]container.list-objects"]
    fn list_objects(container: u32, out: *mut u8);
    #[link_name = "[method]container.delete-object"]
    fn delete_object(container: u32, name: *const u8, length: usize, out: *mut u8);
    #[link_name = "[method]container.delete-objects"]
    fn delete_objects(container: u32, names: *const Slice, count: usize, out: *mut u8);
    #[link_name = "[method]container.has-object"]
    fn has_object(container: u32, name: *const u8, length: usize, out: *mut u8);
    #[link_name = "[method]container.object-info"]
    fn object_info(container: u32, name: *const u8, length: usize, out: *mut u8);
    #[link_name = "[method]container.clear"]
    fn clear_container(container: u32, out: *mut u8);
    #[link_name = "[method]stream-object-names.read-stream-object-names"]
    fn read_names(names: u32, most: u64, out: *mut u8);
    #[link_name = "[resource-drop]container"]
    fn drop_container(container: u32);
    #[link_name = "[resource-drop]stream-object-names"]
    fn drop_names(names: u32);
}

pub struct Store {
    container: u32,
    name: String,
}

impl Store {
    pub fn open(name: &str) -> Outcome<Store> {
        let out = call(|out| unsafe { get_container(name.as_ptr(), name.len(), out) });
        ok(&out, 4).map(|container| Store { container: container.u32(), name: name.to_string() })
    }

    pub fn arity(command: &str) -> usize {
        blobs::arity::<Store>(command)
    }

    pub fn perform(&mut self, command: &str, arguments: &[&[u8]]) -> Option<Outcome<Fields>> {
        blobs::perform(self, command, arguments)
    }

    /// `end`: the last byte that is read.
    fn read(&self, name: &str, start: u64, end: u64) -> Outcome<Input> {
        let out = call(|out| unsafe { get_data(self.container, name.as_ptr(), name.len(), start, end, out) });
        Input::of(ok(&out, 4)?.u32())
    }

    /// Copies or moves an object of this container.
    fn transfer(&self, how: Transfer, from: &str, (to, name): (&str, &str)) -> Outcome<()> {
        let of = &self.name;
        let out = call(|out| unsafe {
            how(
                of.as_ptr(), of.len(), from.as_ptr(), from.len(), to.as_ptr(), to.len(), name.as_ptr(), name.len(), out,
            )
        });
        ok(&out, 4).map(|_| ())
    }
}

/// From an object of a container to one of another.
type Transfer = unsafe extern "C" fn(
    *const u8,
    usize,
    *const u8,
    usize,
    *const u8,
    usize,
    *const u8,
    usize,
    *mut u8,
);

impl Container for Store {
    type Reader = Input;
    type Writer = Output;

    fn about(&self) -> Outcome<(String, String, u64)> {
        let name = call(|out| unsafe { container_name(self.container, out) });
        let out = call(|out| unsafe { container_info(self.container, out) });
        let info = ok(&out, 8)?;
        Ok((ok(&name, 4)?.string(), info.string(), info.plus(8).u64()))
    }

    fn reader(&self, name: &str) -> Outcome<Input> {
        self.read(name, 0, u64::MAX)
    }

    fn range(&self, name: &str, start: u64, length: u64) -> Option<Outcome<Input>> {
        // a part without a byte ends before it begins
        Some(if length == 0 { self.read(name, 1, 0) } else { self.read(name, start, start + length - 1) })
    }

    fn writer(&self, name: &str) -> Outcome<Output> {
        let output = Output::new();
        let out = call(|out| unsafe { write_data(self.container, name.as_ptr(), name.len(), output.value, out) });
        ok(&out, 4).map(|_| output)
    }

    fn stat(&self, name: &str) -> Outcome<(u64, u64)> {
        let out = call(|out| unsafe { object_info(self.container, name.as_ptr(), name.len(), out) });
        let info = ok(&out, 8)?;
        // both names are taken, so that they are freed
        drop((info.string(), info.plus(8).string()));
        Ok((info.plus(24).u64(), info.plus(16).u64()))
    }

    fn has(&self, name: &str) -> Outcome<bool> {
        let out = call(|out| unsafe { has_object(self.container, name.as_ptr(), name.len(), out) });
        ok(&out, 4).map(|is_there| is_there.u8() != 0)
    }

    fn delete(&self, name: &str) -> Outcome<()> {
        let out = call(|out| unsafe { delete_object(self.container, name.as_ptr(), name.len(), out) });
        ok(&out, 4).map(|_| ())
    }

    fn delete_all(&self, names: &[&[u8]]) -> Outcome<()> {
        let given = slices(names);
        let out = call(|out| unsafe { delete_objects(self.container, given.as_ptr(), given.len(), out) });
        ok(&out, 4).map(|_| ())
    }

    fn copy(&self, from: &str, to: &str) -> Option<Outcome<()>> {
        Some(self.transfer(copy_object, from, (&self.name, to)))
    }

    fn list(&self) -> Outcome<Fields> {
        let out = call(|out| unsafe { list_objects(self.container, out) });
        let listing = Names(ok(&out, 4)?.u32());
        let mut names = vec![];
        loop {
            let out = call(|out| unsafe { read_names(listing.0, 3, out) });
            let page = ok(&out, 4)?;
            names.append(&mut page.strings());
            if page.plus(8).u8() != 0 {
                return Ok(names);
            }
        }
    }

    fn clear(&self) -> Outcome<()> {
        let out = call(|out| unsafe { clear_container(self.container, out) });
        ok(&out, 4).map(|_| ())
    }

    fn other_arity(command: &str) -> Option<usize> {
        match command {
            "move" | "copy-to" => Some(2),
            "exists" | "create" | "remove" => Some(1),
            _ => None,
        }
    }

    fn other(&self, command: &str, arguments: &[&[u8]]) -> Option<Outcome<Fields>> {
        let first = text(arguments[0]);
        let of_container = |work: unsafe extern "C" fn(*const u8, usize, *mut u8)| {
            call(|out| unsafe { work(first.as_ptr(), first.len(), out) })
        };
        Some(match command {
            "move" => self.transfer(move_object, first, (&self.name, text(arguments[1]))).map(|_| vec![]),
            "copy-to" => self.transfer(copy_object, first, (text(arguments[1]), first)).map(|_| vec![]),
            "exists" => {
                ok(&of_container(container_exists), 4).map(|is_there| vec![(is_there.u8() != 0).to_string().into()])
            }
            "create" => ok(&of_container(create_container), 4).map(|made| {
                unsafe { drop_container(made.u32()) }
                vec![]
            }),
            "remove" => ok(&of_container(delete_container), 4).map(|_| vec![]),
            _ => return None,
        })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        unsafe { drop_container(self.container) }
    }
}

/// The names of a listing.
struct Names(u32);

impl Drop for Names {
    fn drop(&mut self) {
        unsafe { drop_names(self.0) }
    }
}
