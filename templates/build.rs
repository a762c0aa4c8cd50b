//! Tells cargo that the packs are part of the program, new files among them too.

fn main() {
    println!("cargo::rerun-if-changed=packs");
}
