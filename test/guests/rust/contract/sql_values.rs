//! Values of SQL, as all interfaces have them: a tag, and behind it, at eight bytes, the value. In an answer each is two
//! fields: the type, and the value as text.

use super::abi::{At, List};

/// In the order of their tags.
pub const TYPES: [&str; 13] = [
    "int32", "int64", "uint32", "uint64", "float", "double", "str", "boolean", "date", "time", "timestamp", "binary",
    "null",
];

/// How large a value is.
pub const SIZE: usize = 16;

pub fn append(fields: &mut Vec<Vec<u8>>, value: At) {
    let tag = TYPES[value.u8() as usize];
    let inside = value.plus(8);
    fields.push(tag.into());
    fields.push(match tag {
        "int32" => (inside.u32() as i32).to_string().into(),
        "int64" => (inside.u64() as i64).to_string().into(),
        "uint32" => inside.u32().to_string().into(),
        "uint64" => inside.u64().to_string().into(),
        "float" | "double" => inside.f64().to_string().into(),
        "boolean" => (inside.u8() != 0).to_string().into(),
        "null" => vec![],
        _ => inside.bytes(),
    });
}

/// The answer to a query whose rows follow each other as fields with a name: a row ends where a name comes again. It is the
/// number of columns, their names, and the values.
pub fn answer(items: List) -> Vec<Vec<u8>> {
    let mut names: Vec<Vec<u8>> = vec![];
    let mut values = vec![];
    let mut is_first_row = true;
    for item in items.iter() {
        let name = item.bytes();
        is_first_row = is_first_row && names.first() != Some(&name);
        if is_first_row {
            names.push(name);
        }
        append(&mut values, item.plus(8));
    }
    let mut fields = vec![names.len().to_string().into()];
    fields.append(&mut names);
    fields.append(&mut values);
    fields
}

/// Of each parameter its value: these interfaces take them as text, without their types.
pub fn texts<'a>(parameters: &[&'a [u8]]) -> Vec<&'a [u8]> {
    parameters.chunks(2).map(|pair| pair[1]).collect()
}
