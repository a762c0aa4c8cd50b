//! The `cargo portcullis` subcommand.

fn main() -> std::process::ExitCode {
    // Cargo calls `cargo-portcullis portcullis lint`; a person may leave the repetition out.
    let mut args: Vec<_> = std::env::args_os().collect();
    if args.get(1).is_some_and(|first| first == "portcullis") {
        args.remove(1);
    }
    portcullis::run(args)
}
