//! Panics as data: a bug in one rule or on one code location must not take the rest
//! of the run with it.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};

thread_local! {
    /// What the hook saw last on this thread; the payload alone has no location.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Makes panics silent: whoever catches them reports them, in one line.
pub fn silence() {
    panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        let message = message(info.payload());
        let text = match info.location() {
            Some(at) => format!("{message} ({}:{})", at.file(), at.line()),
            None => message,
        };
        LAST.with_borrow_mut(|last| *last = Some(text));
    }));
}

/// Runs `work`; a panic becomes its message, and its location where [`silence`] is on.
///
/// # Errors
/// When `work` panics.
pub fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    LAST.take();
    // What `work` borrows is only read after a panic, and only behind locks that
    // recover from poisoning.
    panic::catch_unwind(AssertUnwindSafe(work))
        .map_err(|payload| LAST.take().unwrap_or_else(|| message(payload.as_ref())))
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("panic without a message");
    text.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_first_line() {
        let caught: Result<(), String> = catch(|| panic!("no such {}\nsecond line", "asset"));
        let text = caught.err().unwrap_or_default();
        assert!(text.starts_with("no such asset"), "{text}");
        assert!(!text.contains("second line"), "{text}");
    }

    #[test]
    fn a_result_passes_through() {
        assert_eq!(catch(|| 7), Ok(7));
    }
}
