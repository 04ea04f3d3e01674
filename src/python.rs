//! The interpreter of module-level Python. It knows no library: what libraries add, it asks
//! of a [`host`], and what these keep, it carries ([`kept`]) without a look at it.
//!
//! [`interpreter`] is the state of a load and what all share; [`value`] is what it works on;
//! [`language`] has the statements and expressions, [`call`] what is called, [`import`] the
//! modules; [`builtin`], [`format`] and [`stdlib`] are Python's own names.
//!
//! Some words have one meaning each. An alternative is *held* where its condition can be
//! true; a container or a module is *open* where it may have more than is known, and *whole*
//! where it has not; to *settle* a value is to drop the alternatives that cannot be here, to
//! *lift* an operation is to do it with each of them; a statement is *certain* that runs in
//! every load; what is *noted* is kept for the end, and a fault is *told* once.

#[cfg(test)]
mod agreement;
pub(crate) mod builtin;
mod call;
mod format;
pub(crate) mod host;
pub(crate) mod import;
pub(crate) mod interpreter;
pub(crate) mod kept;
pub(crate) mod language;
#[cfg(test)]
mod snippet;
pub(crate) mod stdlib;
#[cfg(test)]
mod uncertainty;
pub(crate) mod value;
