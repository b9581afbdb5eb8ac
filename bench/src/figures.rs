//! The measuring: which laps run together, and what is read off them.
//!
//! Knows what a figure means. Knows neither goals nor tables (`report.rs`).

use std::hint::black_box;

use serde::Serialize;
use targeting::{Chatflow, OwnedBook, PageUrl, Visitor, compile, decide, decide_in_turn};

use crate::counting;
use crate::engine::{Engine, Indexed, KINDS, Kind};
use crate::long::{self, Case};
use crate::machine;
use crate::node;
use crate::options::{Options, SIZES};
use crate::rounds::{self, Lap, Times};
use crate::workload::{self, ADDRESSES, Views};

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
    fn of(times: &Times, over: &Times) -> Self {
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

/// Measures everything that was asked for, with a line of progress for each part.
pub(crate) fn measure(options: &Options) -> Figures {
    let load = machine::load();
    if load > machine::BUSY {
        eprintln!(
            "bench: the machine is busy (load {load:.1}): look at ratios, and run it again when it is quiet"
        );
    }
    let views = Views::generate();
    let mut figures = Figures {
        processor: machine::processor(),
        load: [load, load],
        mean_length: views.mean_length(),
        rounds: options.rounds,
        accounts: Vec::new(),
        long: Vec::new(),
        without_node: None,
    };
    for &rules in &options.sizes {
        eprintln!("bench: {rules} rules");
        let chatflows = workload::account(rules);
        let mut account = measure_account(&chatflows, rules, &views, options);
        if rules == node::RULES
            && let Err(problem) = add_node(&mut account, &chatflows, &views, options)
        {
            figures.without_node = Some(problem);
        }
        figures.accounts.push(account);
    }
    if options.wants("ours") && options.sizes.len() > 1 {
        eprintln!("bench: addresses of 8 KB");
        figures.long = long::cases().iter().map(|case| measure_long(case, options.rounds)).collect();
    }
    figures.load[1] = machine::load();
    figures
}

/// An engine and every how manyth view it decides.
struct Taking {
    kind: &'static Kind,
    engine: Box<dyn Engine>,
    stride: usize,
    build: f64,
}

fn measure_account(chatflows: &[Chatflow], rules: usize, views: &Views, options: &Options) -> Account {
    let ours = Indexed::of(chatflows);
    let size = SIZES.iter().position(|size| *size >= rules).unwrap_or(SIZES.len() - 1);
    let wanted = KINDS.iter().filter(|kind| options.wants(kind.word) && rules <= kind.most_rules);
    let taking: Vec<Taking> = wanted
        .map(|kind| {
            let mut engine = None;
            let build = rounds::time(|| engine = Some((kind.make)(chatflows)));
            let engine = engine.expect("it was just made");
            Taking { kind, engine, stride: kind.strides[size], build: build / 1e6 }
        })
        .collect();

    let views_of = |stride: usize| ADDRESSES.div_ceil(stride);
    let hot: Vec<_> = views.every(97).take(100).collect();
    let mut laps = vec![
        Lap::new(ADDRESSES, || {
            views
                .addresses
                .iter()
                .filter(|address| url::Url::parse(black_box(address.as_str())).is_ok())
                .count()
        }),
        Lap::new(ADDRESSES, || {
            let usable = |address: &&String| PageUrl::from_browser(black_box(address.as_str())).is_usable();
            views.addresses.iter().filter(usable).count()
        }),
        Lap::new(50 * hot.len(), || {
            (0..50)
                .flat_map(|_| &hot)
                .map(|(href, person)| ours.decide(href, person).unwrap_or(usize::MAX) & 1)
                .sum()
        }),
    ];
    laps.extend(
        taking
            .iter()
            .map(|Taking { engine, stride, .. }| Lap::new(views_of(*stride), || engine.pass(views, *stride))),
    );
    let times = rounds::run(&laps, options.rounds);
    let parse = &times[0];

    let engines = taking.iter().zip(&times[3..]).map(|(taking, times)| Figure {
        word: taking.kind.word.to_owned(),
        title: taking.kind.title.to_owned(),
        time: Span::of(times, parse),
        build: taking.build,
        agreement: taking.kind.decides.then(|| {
            let winners = views.every(taking.stride).map(|(href, person)| taking.engine.decide(href, person));
            agreement(&ours, views, taking.stride, winners)
        }),
    });
    // A pass of compiling takes as long as thousands of decisions, so that it has rounds of its own.
    let compiling = Lap::new(rules, || compile(black_box(chatflows)).bytes.len());
    let compile_times = rounds::run(&[compiling], options.rounds.min(7));
    Account {
        rules,
        parse: Span::of(parse, parse),
        normalise: Span::of(&times[1], parse),
        hot: Span::of(&times[2], parse),
        engines: engines.collect(),
        compile: Span {
            least: compile_times[0].least(),
            median: compile_times[0].median(),
            ratio: compile_times[0].median() / parse.median(),
        },
        bytes: ours.0.book().as_bytes().len() as f64 / rules as f64,
        allocations: counting::count(|| {
            black_box(ours.pass(views, 1));
        }),
    }
}

/// Per cent of the views for which these winners are Parlor's.
fn agreement(
    ours: &Indexed,
    views: &Views,
    stride: usize,
    winners: impl Iterator<Item = Option<usize>>,
) -> f64 {
    let (mut same, mut all) = (0, 0);
    for ((href, person), winner) in views.every(stride).zip(winners) {
        all += 1;
        same += usize::from(ours.decide(href, person) == winner);
    }
    100.0 * f64::from(u32::try_from(same).unwrap_or(u32::MAX))
        / f64::from(u32::try_from(all).unwrap_or(u32::MAX))
}

/// Adds what Node measured.
fn add_node(
    account: &mut Account,
    chatflows: &[Chatflow],
    views: &Views,
    options: &Options,
) -> Result<(), String> {
    const STRIDE: usize = 397;
    let words: Vec<&str> = node::WORDS.into_iter().filter(|word| options.wants(word)).collect();
    if words.is_empty() {
        return Ok(());
    }
    let ours = Indexed::of(chatflows);
    let measured = node::measure(chatflows, views, STRIDE, &words, options.rounds.min(5))?;
    account.engines.extend(words.iter().zip(measured).map(|(word, figure)| Figure {
        word: (*word).to_owned(),
        title: figure.title,
        time: Span {
            least: figure.least,
            median: figure.median,
            ratio: figure.median / account.parse.median,
        },
        build: figure.build,
        agreement: Some(agreement(&ours, views, STRIDE, figure.winners.into_iter())),
    }));
    Ok(())
}

fn measure_long(case: &Case, rounds: usize) -> Long {
    let book = OwnedBook::read(compile(&case.account).bytes).expect("what was compiled can be read");
    let visitor = Visitor { known: case.is_known, ..Visitor::ANONYMOUS };
    let indexed = || {
        let page = PageUrl::from_browser(black_box(&case.address));
        decide(&book.book(), &page, &visitor).ok().flatten().map(|winner| winner.index)
    };
    let in_turn = || {
        let page = PageUrl::from_browser(black_box(&case.address));
        decide_in_turn(&book.book(), &page, &visitor).ok().flatten().map(|winner| winner.index)
    };
    // So many that a lap is long enough to be timed, and not so many that a hostile one takes seconds.
    let repeat = |took: f64| (2e6 / took).clamp(1.0, 1_000.0) as usize;
    let turns = repeat(rounds::time(|| _ = black_box(indexed())));
    let turns_in_turn = repeat(rounds::time(|| _ = black_box(in_turn())));
    let laps = [
        Lap::new(turns, || (0..turns).map(|_| indexed().unwrap_or_default()).sum()),
        Lap::new(turns_in_turn, || (0..turns_in_turn).map(|_| in_turn().unwrap_or_default()).sum()),
    ];
    let times = rounds::run(&laps, rounds);
    Long {
        name: case.name,
        time: Span::of(&times[0], &times[1]),
        in_turn: Span::of(&times[1], &times[1]),
        goal: [case.goal, case.aim],
        allocations: counting::count(|| _ = black_box(indexed())),
        agrees: indexed() == in_turn(),
    }
}
