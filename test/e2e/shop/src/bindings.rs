//! As wit-bindgen lays bindings out; what is in them is written by hand.

#[allow(dead_code)]
#[macro_use]
#[path = "abi.rs"]
mod abi;

#[allow(dead_code)]
#[path = "keyvalue.rs"]
mod by_hand;

pub mod spiderlightning {
    pub mod keyvalue {
        pub mod keyvalue {
            pub use super::super::super::by_hand::Store as Keyvalue;
        }
    }
}
