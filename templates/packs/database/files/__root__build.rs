//! Tells cargo that the migrations are part of the program, new ones too.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}
