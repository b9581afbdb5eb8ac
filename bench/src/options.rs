//! What the command line asks for.

use std::path::PathBuf;

use crate::engine::KINDS;
use crate::node;

/// The accounts of the table.
pub(crate) const SIZES: [usize; 4] = [10, 1_000, 10_000, 100_000];

/// What is to be measured.
#[derive(Debug)]
pub(crate) struct Options {
    /// How often each engine takes its turn.
    pub(crate) rounds: usize,
    /// How many rules the accounts have.
    pub(crate) sizes: Vec<usize>,
    /// The words of the engines.
    pub(crate) engines: Vec<String>,
    /// Where every figure goes.
    pub(crate) json: Option<PathBuf>,
}

impl Options {
    /// Reads the words of the command line.
    pub(crate) fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let known: Vec<&str> = KINDS.iter().map(|kind| kind.word).chain(node::WORDS).collect();
        let (mut quick, mut sizes, mut engines, mut json) = (false, SIZES.to_vec(), None, None);
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} wants a value"));
            match word.as_str() {
                "--quick" => quick = true,
                "--rules" => {
                    let text = value()?;
                    let rules = text.replace([',', '_'], "").parse().ok().filter(|rules| *rules > 0);
                    sizes = vec![rules.ok_or_else(|| format!("--rules: `{text}` is no number of rules"))?];
                }
                "--engines" => {
                    let chosen: Vec<String> = value()?.split(',').map(str::to_owned).collect();
                    if let Some(unknown) = chosen.iter().find(|word| !known.contains(&word.as_str())) {
                        return Err(format!("--engines: there is no `{unknown}`, only {}", known.join(", ")));
                    }
                    engines = Some(chosen);
                }
                "--json" => json = Some(PathBuf::from(value()?)),
                _ => return Err(format!("`{word}` is not understood: see cargo xtask bench --help")),
            }
        }
        let usual: Vec<&str> = if quick { vec!["ours", "naive"] } else { known };
        let engines = engines.unwrap_or_else(|| usual.into_iter().map(str::to_owned).collect());
        Ok(Self { rounds: if quick { 5 } else { 15 }, sizes, engines, json })
    }

    /// Whether this engine is to be measured.
    pub(crate) fn wants(&self, engine: &str) -> bool {
        self.engines.iter().any(|wanted| wanted == engine)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options, String> {
        Options::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn words_mean_what_they_say() {
        let options = parse("--quick --rules 1,000").expect("it is right");
        assert_eq!((options.rounds, options.sizes.as_slice()), (5, [1_000].as_slice()));
        assert!(options.wants("naive") && !options.wants("adblock"));
        assert!(parse("").expect("it is right").wants("growthbook"));
        assert!(parse("--engines ours,polyfill").expect("it is right").wants("polyfill"));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for line in ["--fast", "--rules", "--rules 0", "--rules many", "--engines theirs", "--json"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
