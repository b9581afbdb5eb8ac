//! What a run found out.
//!
//! Knows what a figure means. Knows neither how it came about (`measure.rs`) nor goals and tables (`report.rs`).

use serde::Serialize;

use crate::rounds::Times;

/// Everything a run found out.
#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    /// The processor.
    pub(crate) processor: String,
    /// Programs that wanted to run when the run began, and when it ended.
    pub(crate) load: [f64; 2],
    /// Bytes of an address, on average.
    pub(crate) mean_length: f64,
    /// Rounds per account.
    pub(crate) rounds: usize,
    /// One entry an account.
    pub(crate) accounts: Vec<Account>,
    /// One entry an address of 8 KB.
    pub(crate) long: Vec<Long>,
    /// Why Node's engines are missing, if they are.
    pub(crate) without_node: Option<String>,
}

/// What was measured with one account.
#[derive(Debug, Serialize)]
pub(crate) struct Account {
    /// How many rules it has.
    pub(crate) rules: usize,
    /// What every ratio is taken over: `url::Url::parse` of the same addresses.
    pub(crate) parse: Span,
    /// Parlor's normalisation alone, part of Parlor's figure.
    pub(crate) normalise: Span,
    /// Parlor where a hundred addresses come again and again.
    pub(crate) hot: Span,
    /// One entry an engine.
    pub(crate) engines: Vec<Figure>,
    /// What compiling it takes, in nanoseconds a rule, and as a ratio to parsing an address.
    pub(crate) compile: Span,
    /// Bytes of the book a rule.
    pub(crate) bytes: f64,
    /// Allocations of all 10,000 decisions together.
    pub(crate) allocations: u64,
    /// Allocations of a decision where the address is not in normal form: its host in Unicode, or a triplet to fold.
    pub(crate) allocations_unusual: f64,
}

/// How long something takes, in nanoseconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Span {
    /// In the least disturbed round.
    pub(crate) least: f64,
    /// In the round in the middle.
    pub(crate) median: f64,
    /// As a multiple of what it is compared with: the middle of the rounds' ratios.
    pub(crate) ratio: f64,
}

impl Span {
    /// Read off what was measured.
    pub(crate) fn of(times: &Times, over: &Times) -> Self {
        Self { least: times.least(), median: times.median(), ratio: times.over(over) }
    }
}

/// What was measured of one engine.
#[derive(Debug, Serialize)]
pub(crate) struct Figure {
    /// Its word on the command line.
    pub(crate) word: String,
    /// What the table says.
    pub(crate) title: String,
    /// Per decision; the ratio is to parsing the address.
    pub(crate) time: Span,
    /// Milliseconds to make it from the account.
    pub(crate) build: f64,
    /// Per cent of the views for which it gives the chatflow that Parlor gives; none if it gives no chatflow.
    pub(crate) agreement: Option<f64>,
}

/// What was measured with one address of 8 KB.
#[derive(Debug, Serialize)]
pub(crate) struct Long {
    /// Which.
    pub(crate) name: &'static str,
    /// Per decision; the ratio is to the same rules in turn.
    pub(crate) time: Span,
    /// What the same rules take in turn.
    pub(crate) in_turn: Span,
    /// Nanoseconds it may take, and those we aim for.
    pub(crate) goal: [f64; 2],
    /// Allocations of a decision.
    pub(crate) allocations: u64,
    /// Whether both ways give the same chatflow.
    pub(crate) agrees: bool,
}

impl Figures {
    /// How fast the cost of a decision grows from the third-last to the last account: the power of the rule count.
    pub(crate) fn growth(&self) -> Option<f64> {
        let ours = |rules: usize| {
            let account = self.accounts.iter().find(|account| account.rules == rules)?;
            Some(account.engines.iter().find(|engine| engine.word == "ours")?.time.ratio)
        };
        Some((ours(100_000)? / ours(1_000)?).ln() / 100_f64.ln())
    }

    /// Whether the rules in turn gave the same chatflow everywhere. Anything else is a mistake in the index.
    pub(crate) fn naive_agrees(&self) -> bool {
        let naive =
            self.accounts.iter().flat_map(|account| &account.engines).filter(|engine| engine.word == "naive");
        naive.filter_map(|engine| engine.agreement).all(|agreement| agreement == 100.0)
            && self.long.iter().all(|long| long.agrees)
    }
}
