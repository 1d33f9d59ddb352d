//! The canonical ABIs, by hand: an interface's functions by the names that each generation has for them, values as they lie
//! in memory, and why a call failed. Without a flag it is generation 0.5, with `--cfg old` 0.2, and with `--cfg component`
//! that of components.

use std::alloc::{alloc, dealloc, realloc, Layout};
use std::marker::PhantomData;

/// Why a call failed.
pub struct Failure {
    pub case: &'static str,
    pub message: String,
}

pub type Outcome<T> = Result<T, Failure>;

/// The functions of a resource: what it is called, and in which interface, in generation 0.2, in 0.5 and in components. One
/// that 0.2 does not have is told of the other two.
macro_rules! resource {
    (
        $old:literal in $old_module:literal, $legacy:literal in $legacy_module:literal, $name:literal in $module:literal;
        $(static $static:ident = $static_name:literal ($($static_type:ty),*) $(-> $static_result:ty)?;)*
        $(method $method:ident = $method_name:literal ($($type:ty),*) $(-> $result:ty)?;)*
        drop $drop:ident;
    ) => {
        #[cfg_attr(old, link(wasm_import_module = $old_module))]
        #[cfg_attr(not(any(old, component)), link(wasm_import_module = $legacy_module))]
        #[cfg_attr(component, link(wasm_import_module = $module))]
        extern "C" {
            $(
                #[cfg_attr(old, link_name = concat!($old, "::", $static_name))]
                #[cfg_attr(not(any(old, component)), link_name = concat!($legacy, "::", $static_name))]
                #[cfg_attr(component, link_name = concat!("[static]", $name, ".", $static_name))]
                fn $static($(_: $static_type),*) $(-> $static_result)?;
            )*
            $(
                #[cfg_attr(old, link_name = concat!($old, "::", $method_name))]
                #[cfg_attr(not(any(old, component)), link_name = concat!($legacy, "::", $method_name))]
                #[cfg_attr(component, link_name = concat!("[method]", $name, ".", $method_name))]
                fn $method($(_: $type),*) $(-> $result)?;
            )*
        }

        #[cfg_attr(not(component), link(wasm_import_module = "canonical_abi"))]
        #[cfg_attr(component, link(wasm_import_module = $module))]
        extern "C" {
            #[cfg_attr(old, link_name = concat!("resource_drop_", $old))]
            #[cfg_attr(not(any(old, component)), link_name = concat!("resource_drop_", $legacy))]
            #[cfg_attr(component, link_name = concat!("[resource-drop]", $name))]
            fn $drop(_: u32);
        }
    };
    ($legacy:literal in $legacy_module:literal, $name:literal in $module:literal; $($functions:tt)*) => {
        resource! { $legacy in $legacy_module, $legacy in $legacy_module, $name in $module; $($functions)* }
    };
}

/// Where the host puts what it gives.
#[cfg_attr(not(component), export_name = "canonical_abi_realloc")]
#[cfg_attr(component, export_name = "cabi_realloc")]
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

#[cfg(not(component))]
#[export_name = "canonical_abi_free"]
unsafe extern "C" fn host_free(memory: *mut u8, length: usize, align: usize) {
    if length > 0 {
        dealloc(memory, Layout::from_size_align_unchecked(length, align));
    }
}

/// What a host writes its result to: larger than any that these guests are given.
pub struct Area([u64; 8]);

/// Calls a function with memory for its result.
pub fn call(work: impl FnOnce(*mut u8)) -> Area {
    let mut area = Area([0; 8]);
    work(area.0.as_mut_ptr().cast());
    area
}

impl Area {
    pub fn at(&self, offset: usize) -> At<'_> {
        At(self.0.as_ptr().cast(), PhantomData).plus(offset)
    }

    pub fn is_error(&self) -> bool {
        self.at(0).u8() != 0
    }

    /// What the ok of a `result` or `expected` holds, at this offset: eight where anything in it has eight bytes, else four.
    /// `cases`: those of its error, each of which holds a text.
    pub fn ok(&self, offset: usize, cases: &[&'static str]) -> Outcome<At<'_>> {
        if !self.is_error() {
            return Ok(self.at(offset));
        }
        let case = self.at(offset).u8() as usize;
        Err(Failure {
            // generation 0.2 has one case in all its interfaces
            case: if cfg!(old) { "error-with-description" } else { cases[case] },
            message: self.at(offset + 4).string(),
        })
    }
}

/// A place in memory that a host wrote a value to. What a value there owns is taken once.
#[derive(Clone, Copy)]
pub struct At<'a>(*const u8, PhantomData<&'a Area>);

impl<'a> At<'a> {
    pub fn plus(self, offset: usize) -> At<'a> {
        At(unsafe { self.0.add(offset) }, PhantomData)
    }

    pub fn u8(self) -> u8 {
        unsafe { *self.0 }
    }

    pub fn u32(self) -> u32 {
        unsafe { self.0.cast::<u32>().read() }
    }

    pub fn u64(self) -> u64 {
        unsafe { self.0.cast::<u64>().read() }
    }

    pub fn f64(self) -> f64 {
        f64::from_bits(self.u64())
    }

    /// Takes a list of bytes.
    pub fn bytes(self) -> Vec<u8> {
        let (memory, length) = (self.u32() as *mut u8, self.plus(4).u32() as usize);
        unsafe { Vec::from_raw_parts(memory, length, length) }
    }

    /// Takes a string.
    pub fn string(self) -> String {
        String::from_utf8(self.bytes()).expect("the host gives UTF-8")
    }

    /// Takes a list of items of this size and alignment.
    pub fn list(self, size: usize, align: usize) -> List {
        List {
            first: self.u32() as *mut u8,
            count: self.plus(4).u32() as usize,
            size,
            align,
        }
    }

    /// Takes a list of strings.
    pub fn strings(self) -> Vec<Vec<u8>> {
        self.list(8, 4).iter().map(|one| one.bytes()).collect()
    }
}

/// A list that a host has given; its items are to be taken before it is dropped.
pub struct List {
    first: *mut u8,
    count: usize,
    size: usize,
    align: usize,
}

impl List {
    pub fn iter(&self) -> impl Iterator<Item = At<'_>> + '_ {
        (0..self.count).map(move |index| At(unsafe { self.first.add(index * self.size) }, PhantomData))
    }
}

impl Drop for List {
    fn drop(&mut self) {
        if self.count > 0 {
            unsafe { dealloc(self.first, Layout::from_size_align_unchecked(self.count * self.size, self.align)) }
        }
    }
}

/// A string or a list of bytes, as an item of a list that a host is given.
#[repr(C)]
pub struct Slice {
    memory: *const u8,
    length: usize,
}

pub fn slices(items: &[&[u8]]) -> Vec<Slice> {
    items.iter().map(|item| Slice { memory: item.as_ptr(), length: item.len() }).collect()
}

/// The text of an argument.
pub fn text(argument: &[u8]) -> &str {
    std::str::from_utf8(argument).expect("a text")
}

/// The number that an argument tells in decimal digits.
pub fn number<T: std::str::FromStr>(argument: &[u8]) -> T {
    text(argument).parse().unwrap_or_else(|_| panic!("{} is no number", text(argument)))
}
