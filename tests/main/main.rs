//! What a user sees, end to end: the program, its streams and its exit codes.

#![allow(clippy::disallowed_methods, reason = "a test makes what it looks at")]
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

mod anywhere;
mod as_dagster;
mod baseline;
mod cli;
mod commands;
mod components;
mod dagster_version;
mod fixes;
mod fixtures;
mod formats;
mod hostile_programs;
mod house_rules;
mod in_memory;
mod inventories;
mod library;
mod matchers;
mod order;
mod output;
mod page;
mod places;
mod rendered;
mod reported;
mod robustness;
mod rooms;
mod rule_pages;
mod scope;
mod screen;
mod settings;
mod since;
mod static_load;
mod support;
mod suppress;
mod terminal;
#[cfg(unix)]
mod unprivileged;
mod unread;
mod verdict;
mod watch;
