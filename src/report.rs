//! From diagnostics to output: one file a format.
