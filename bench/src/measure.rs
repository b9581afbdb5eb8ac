//! The measuring of engines: which laps run together, and what is read off them.
//!
//! Knows how a figure comes about. What it means is in `figures.rs`.

use std::hint::black_box;

use targeting::{Chatflow, OwnedBook, PageUrl, Visitor, compile, decide, decide_in_turn};

use crate::counting;
use crate::engine::{Engine, Indexed, KINDS, Kind};
use crate::figures::{Account, Figure, Figures, Long, Span};
use crate::long::{self, Case};
use crate::machine;
use crate::node;
use crate::options::{Options, SIZES};
use crate::rounds::{self, Lap};
use crate::workload::{self, ADDRESSES, Views};

/// Measures everything that was asked for, with a line of progress for each part.
pub(crate) fn everything(options: &Options) -> Figures {
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
    let unusual: Vec<String> =
        views.addresses.iter().step_by(100).flat_map(|address| unusual(address)).collect();
    let (_, nobody) = views.every(1).next().expect("there are views");
    let on_unusual = counting::count(|| {
        for address in &unusual {
            black_box(ours.decide(address, nobody));
        }
    });
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
        allocations_unusual: on_unusual as f64 / unusual.len() as f64,
    }
}

/// The address as a browser may serialise it too: with a triplet in small letters, and on a host beyond ASCII.
fn unusual(address: &str) -> [String; 2] {
    let path = address.splitn(4, '/').nth(3).unwrap_or_default();
    [
        format!("https://www.kiln-and-clay.example/caf%c3%a9/{path}"),
        format!("https://www.xn--mnchen-3ya.example/{path}"),
    ]
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
