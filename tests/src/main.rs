//! The program as the whole-program tests run it.

fn main() -> std::process::ExitCode {
    portcullis::run(std::env::args_os())
}
