//! Cron expressions, exactly as Dagster takes them (`dagster._utils.schedules.is_valid_cron_string`,
//! which asks the `croniter` that comes with Dagster 1.13.27).

use std::collections::BTreeSet;
use std::ops::Range;

/// The words that stand for a whole expression.
const ALIASES: [&str; 7] = [
    "@midnight",
    "@hourly",
    "@daily",
    "@weekly",
    "@monthly",
    "@yearly",
    "@annually",
];

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// What an expression says in one of its five places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Minute,
    Hour,
    Day,
    Month,
    Weekday,
}

const FIELDS: [Field; 5] = [
    Field::Minute,
    Field::Hour,
    Field::Day,
    Field::Month,
    Field::Weekday,
];

impl Field {
    fn lowest(self) -> u32 {
        u32::from(matches!(self, Self::Day | Self::Month))
    }

    fn highest(self) -> u32 {
        match self {
            Self::Minute => 59,
            Self::Hour => 23,
            Self::Day => 31,
            Self::Month => 12,
            Self::Weekday => 6,
        }
    }

    /// What its values are called, and which they are.
    fn values(self) -> &'static str {
        match self {
            Self::Minute => "a minute (0 to 59)",
            Self::Hour => "an hour (0 to 23)",
            Self::Day => "a day of the month (1 to 31)",
            Self::Month => "a month (1 to 12, or `jan` to `dec`)",
            Self::Weekday => "a day of the week (0 to 7, or `sun` to `sat`)",
        }
    }

    /// The number that a word stands for.
    fn number(self, word: &str) -> Option<u32> {
        let names: &[&str] = match self {
            Self::Month => &MONTHS,
            Self::Weekday => &WEEKDAYS,
            _ => &[],
        };
        if let Some(at) = names.iter().position(|name| *name == word) {
            return Some(self.lowest() + u32::try_from(at).ok()?);
        }
        let number = integer(word)?;
        // Sunday is the last day of the week, too.
        Some(if self == Self::Weekday && number == 7 {
            0
        } else {
            number
        })
    }
}

/// The values of a field, as far as they matter.
#[derive(Debug, Default)]
struct Values {
    numbers: BTreeSet<u32>,
    /// Days of the week that are counted within the month: `mon#2`, `l5`.
    counted: BTreeSet<u32>,
    /// `*`, or the last day of the month.
    is_open: bool,
}

/// Why Dagster takes an expression for none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CronFault {
    /// The part that is wrong, in bytes of the expression.
    pub(super) part: Range<usize>,
    /// What is wrong with it.
    pub(super) why: String,
}

/// What is wrong with an expression; nothing where it is one, or where daglint cannot tell.
pub(super) fn fault(text: &str) -> Option<CronFault> {
    // Python knows digits and spaces of other alphabets.
    let is_clear = |byte: u8| byte.is_ascii_graphic() || b" \t\r\n".contains(&byte);
    let lower = text.to_ascii_lowercase();
    if !text.bytes().all(is_clear) || ALIASES.contains(&&*lower) {
        return None;
    }
    let (part, problem) = check(&lower).err()?;
    let why = problem.text(&text[part.clone()]);
    Some(CronFault { part, why })
}

type Checked<T> = Result<T, (Range<usize>, Problem)>;

fn check(text: &str) -> Checked<()> {
    let words = words(text);
    if words.len() != FIELDS.len() {
        return Err((0..text.len(), Problem::Count(words.len())));
    }
    let mut fields = Vec::new();
    for (field, range) in FIELDS.into_iter().zip(&words) {
        fields.push(values(field, text, range.clone())?);
    }
    match missing_in_february(&fields[2], &fields[3]) {
        Some(day) => Err((words[2].clone(), Problem::February(day))),
        None => Ok(()),
    }
}

/// Where the words of a text are.
fn words(text: &str) -> Vec<Range<usize>> {
    let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let words = text.split_whitespace();
    words
        .map(|word| start(word)..start(word) + word.len())
        .collect()
}

/// What is wrong with a part of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Problem {
    /// It has so many fields.
    Count(usize),
    /// It is no value of the field.
    Value(Field),
    /// A step that leads nowhere.
    Step,
    /// `?` beside something else, or where it means nothing.
    Question,
    /// `h`, which stands for a number that is made of an id.
    Hash,
    /// A weekday that is no first to fifth of a month.
    Nth,
    /// Weekdays and counted weekdays.
    Mixed,
    /// A day that February never has.
    February(u32),
}

impl Problem {
    /// What is said of it, given the part.
    fn text(self, part: &str) -> String {
        let text = match self {
            Self::Count(0) => "it is empty",
            Self::Count(1) if part.starts_with('@') => {
                let aliases = ALIASES.map(|alias| format!("`{alias}`"));
                return format!("Dagster knows only {}", aliases.join(", "));
            }
            Self::Count(1) => "it has 1 field, not 5",
            Self::Count(fields @ (6 | 7)) => {
                return format!(
                    "it has {fields} fields, and Dagster takes 5, without seconds or years"
                );
            }
            Self::Count(fields) => return format!("it has {fields} fields, not 5"),
            Self::Value(field) => return format!("`{part}` is not {}", field.values()),
            Self::Step => "a step of 0 leads nowhere",
            Self::Question => "`?` stands alone, for the day of the month or of the week",
            Self::Hash => return format!("`{part}` stands for no value"),
            Self::Nth => return format!("`{part}` is none of the first five of a month"),
            Self::Mixed => {
                "days of the week, and those that are counted within the month, cannot be mixed"
            }
            Self::February(day) => return format!("February has no day {day}"),
        };
        text.to_owned()
    }
}

fn values(field: Field, text: &str, range: Range<usize>) -> Checked<Values> {
    let written = &text[range.clone()];
    let whole = |problem| (range.clone(), problem);
    let mut found = Values::default();
    match hashed(written) {
        Some(Hashed::Random) => {
            found.is_open = true;
            return Ok(found);
        }
        Some(Hashed::ById) => return Err(whole(Problem::Hash)),
        None => {}
    }
    if written.contains('?') {
        if written != "?" || !matches!(field, Field::Day | Field::Weekday) {
            return Err(whole(Problem::Question));
        }
        found.is_open = true;
        return Ok(found);
    }
    let mut start = range.start;
    for element in written.split(',') {
        let part = start..start + element.len();
        start = part.end + 1;
        let wrong = |problem| {
            (
                if element.is_empty() {
                    range.clone()
                } else {
                    part.clone()
                },
                problem,
            )
        };
        read(field, element, &mut found).map_err(wrong)?;
    }
    let is_mixed = found.numbers.difference(&found.counted).next().is_some();
    let is_week = found.numbers.len() == WEEKDAYS.len() && !found.is_open;
    if !found.counted.is_empty() && is_mixed && !is_week {
        return Err(whole(Problem::Mixed));
    }
    Ok(found)
}

/// Reads one of the elements that commas part.
fn read(field: Field, element: &str, found: &mut Values) -> Result<(), Problem> {
    let (element, is_counted) = match field {
        Field::Weekday => counted(field, element)?,
        _ => (element, false),
    };
    let numbers = match span(field, element)? {
        Some(numbers) => numbers,
        None if element == "*" || field == Field::Day && element == "l" => {
            found.is_open = true;
            return Ok(());
        }
        None => {
            let number = field.number(element).ok_or(Problem::Value(field))?;
            if number < field.lowest() || number > field.highest() {
                return Err(Problem::Value(field));
            }
            vec![number]
        }
    };
    if is_counted {
        found.counted.extend(&numbers);
    }
    found.numbers.extend(numbers);
    Ok(())
}

/// A weekday without `#2` behind or `l` before it, and whether there was one.
fn counted(field: Field, element: &str) -> Result<(&str, bool), Problem> {
    if let Some(last) = element.strip_prefix('l')
        && integer(last).is_some()
    {
        return Ok((last, true));
    }
    let Some((day, nth)) = element.split_once('#') else {
        return Ok((element, false));
    };
    let is_word = |text: &str| !text.is_empty() && text.bytes().all(is_word_byte);
    let is_day = is_word(day)
        || day.split_once('-').is_some_and(|(first, last)| {
            let names: [&[&str]; 2] = [&WEEKDAYS, &MONTHS];
            names
                .iter()
                .any(|names| names.contains(&first) && names.contains(&last))
        });
    match integer(nth) {
        Some(1..=5) if is_day => Ok((day, true)),
        Some(_) if is_day => Err(Problem::Nth),
        _ => Err(Problem::Value(field)),
    }
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The numbers of `1-5`, `1-5/2`, `*/2`, `1/2`; none where it is nothing of that form.
fn span(field: Field, element: &str) -> Result<Option<Vec<u32>>, Problem> {
    let (lowest, highest) = (field.lowest(), field.highest());
    let (bounds, step) = match element.split_once('/') {
        Some((bounds, step)) => (bounds, integer(step).ok_or(Problem::Value(field))?),
        None => (element, 1),
    };
    let stepped = bounds.len() < element.len();
    let (low, high) = match bounds.split_once('-') {
        Some((low, high)) => {
            let is_last = field == Field::Day && high == "l";
            let high = if is_last {
                Some(highest)
            } else {
                field.number(high)
            };
            (field.number(low), high)
        }
        None if !stepped => return Ok(None),
        None if bounds == "*" => (Some(lowest), Some(highest)),
        None => (field.number(bounds), Some(highest)),
    };
    let (Some(low), Some(high)) = (low, high) else {
        return Err(Problem::Value(field));
    };
    if low > highest || high > highest || low < lowest && low < high {
        return Err(Problem::Value(field));
    }
    let Ok(step) = usize::try_from(step) else {
        return Err(Problem::Value(field));
    };
    if step == 0 {
        return Err(Problem::Step);
    }
    Ok(Some(match low.cmp(&high) {
        std::cmp::Ordering::Less => (low..=high).step_by(step).collect(),
        // `jan-jan` is the whole year.
        std::cmp::Ordering::Equal => (lowest..=highest).step_by(step).collect(),
        // `fri-mon`; how steps go on beyond the end does not matter here.
        std::cmp::Ordering::Greater => (low..=highest).chain(lowest..=high).collect(),
    }))
}

/// What stands for a number that nobody wrote: `h`, `r(0-29)/10`.
enum Hashed {
    Random,
    ById,
}

fn hashed(written: &str) -> Option<Hashed> {
    let kind = written
        .chars()
        .next()
        .filter(|kind| matches!(kind, 'h' | 'r'))?;
    let mut rest = &written[1..];
    if let Some(after) = rest.strip_prefix('(') {
        let (bounds, after) = after.split_once(')')?;
        let (low, high) = bounds.split_once('-')?;
        if integer(low)? >= integer(high)? {
            return None;
        }
        rest = after;
    }
    let divisor = rest.strip_prefix('/');
    let is_whole = match divisor {
        Some(divisor) => integer(divisor)? > 0,
        None => rest.is_empty(),
    };
    is_whole.then_some(if kind == 'h' {
        Hashed::ById
    } else {
        Hashed::Random
    })
}

/// A number of ASCII digits; one that is too large for any field is as large as can be.
fn integer(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u32::MAX))
}

/// The day of an expression that asks for one day of February which there never is.
fn missing_in_february(days: &Values, months: &Values) -> Option<u32> {
    let only = |values: &Values| {
        let is_one = values.numbers.len() == 1 && !values.is_open;
        values.numbers.first().copied().filter(|_| is_one)
    };
    only(days).filter(|day| *day > 29 && only(months) == Some(2))
}
