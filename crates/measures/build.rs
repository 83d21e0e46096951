//! The folder of programmes is part of the binary: a file added to it is a change.

fn main() {
    println!("cargo::rerun-if-changed=../../programmes");
}
