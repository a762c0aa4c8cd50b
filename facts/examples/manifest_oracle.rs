//! Compares discovery with `cargo metadata` on a **copy** of any tree:
//! `cargo run -p portcullis-facts --example manifest_oracle -- PATH`.

#[path = "../tests/discover/compare.rs"]
mod compare;

use std::path::Path;
use std::time::Instant;

use portcullis_facts::discover::{Options, discover};

fn main() {
    let mut differ = false;
    for path in std::env::args().skip(1) {
        let start = Instant::now();
        let found = match discover(Path::new(&path), &Options::default()) {
            Ok(found) => found,
            Err(error) => {
                println!("{error}");
                continue;
            }
        };
        println!(
            "{path}: {} files, {} workspaces, {} packages, {} left out, {} problems in {:.1?}",
            found.files.len(),
            found.workspaces.len(),
            found.packages.len(),
            found.left_out.len(),
            found.problems.len(),
            start.elapsed(),
        );
        for problem in &found.problems {
            println!("  problem {}: {}", problem.path, problem.message);
        }
        for left in &found.left_out {
            println!("  left out {}: {:?}", left.manifest, left.reason);
        }
        for compared in compare::compare(&found) {
            print!(
                "  {}: {} packages, {} lines, ",
                compared.manifest, compared.packages, compared.lines
            );
            match compared.outcome {
                Ok(differences) => {
                    println!("{} differences", differences.len());
                    differ |= !differences.is_empty();
                    for line in differences {
                        println!("    {line}");
                    }
                }
                Err(error) => println!("cargo failed: {}", error.replace('\n', "\n    ")),
            }
        }
    }
    std::process::exit(i32::from(differ));
}
