//! The words of the harness's commands: `--name value` and `--name=value`.
//!
//! Knows their spelling. What they mean is known by who asks for them.

use std::str::FromStr;

use protocol::nearest::nearest;

/// Words, taken one after the other.
#[derive(Debug)]
pub struct Options(Vec<(String, String)>);

impl Options {
    /// Reads the words behind a command; only these names are understood, and each has a value.
    ///
    /// # Errors
    /// The word that is not understood, and the one that was perhaps meant.
    pub fn parse(words: &[String], names: &[&str]) -> Result<Self, String> {
        let mut found = Vec::new();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let (name, value) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (word.as_str(), None),
            };
            if !names.contains(&name) {
                let meant =
                    nearest(name, names.iter().copied()).map(|word| format!("; did you mean {word}?"));
                return Err(format!("`{word}` is not understood{}", meant.unwrap_or_default()));
            }
            let value =
                value.or_else(|| words.next().cloned()).ok_or_else(|| format!("{name} needs a value"))?;
            found.push((name.to_owned(), value));
        }
        Ok(Self(found))
    }

    /// What was said of this name, the last time.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A number, at least 1; or what is usual.
    ///
    /// # Errors
    /// The word that is no such number.
    pub fn number<N: FromStr + PartialOrd + From<u8>>(&self, name: &str, usual: N) -> Result<N, String> {
        match self.text(name) {
            None => Ok(usual),
            Some(text) => {
                let number = text.parse().ok().filter(|number| *number >= N::from(1));
                number.ok_or_else(|| format!("{name} takes a whole number from 1, not `{text}`"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    fn parse(line: &str) -> Result<Options, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::parse(&words, &["--kills", "--seed"])
    }

    #[test]
    fn words_and_what_is_none() {
        let options = parse("--kills 3 --seed=9 --kills 4").unwrap();
        assert_eq!(options.number("--kills", 1_u32), Ok(4));
        assert_eq!(options.number("--seed", 1_u64), Ok(9));
        assert_eq!(parse("").unwrap().number("--kills", 100_u32), Ok(100));
        for (line, said) in [
            ("--kill 3", "`--kill` is not understood; did you mean --kills?"),
            ("--kills", "--kills needs a value"),
        ] {
            assert_eq!(parse(line).unwrap_err(), said);
        }
        for wrong in ["0", "-1", "x", "4294967296"] {
            let said = format!("--kills takes a whole number from 1, not `{wrong}`");
            assert_eq!(parse(&format!("--kills {wrong}")).unwrap().number("--kills", 1_u32), Err(said));
        }
    }
}
