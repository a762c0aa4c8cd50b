//! The `portcullis` program.

fn main() -> std::process::ExitCode {
    portcullis::run(std::env::args_os())
}
