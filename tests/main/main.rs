//! What a user sees, end to end: the program, its streams and its exit codes.

mod cli;
mod formats;
mod robustness;
mod support;
