//! The `daglint` command.

use std::process::ExitCode;

use daglint::exit::Exit;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What is nested deeply is walked and dropped deeply; the default stack of a thread
/// does not hold that. Only what is used of it becomes memory.
const STACK: usize = 64 << 20;

fn main() -> ExitCode {
    let pool = rayon::ThreadPoolBuilder::new()
        .stack_size(STACK)
        .build_global();
    let exit = match pool {
        // In the pool, not on the main thread, whose stack nobody can choose.
        Ok(()) => rayon::scope(|_| daglint::cli::run()),
        Err(error) => cannot_start(&error),
    };
    exit.into()
}

#[expect(
    clippy::print_stderr,
    reason = "there is no other way left to say anything"
)]
fn cannot_start(error: &rayon::ThreadPoolBuildError) -> Exit {
    eprintln!("error: cannot start threads: {error}");
    Exit::Failed
}
