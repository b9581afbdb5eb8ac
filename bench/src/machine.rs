//! What the figures depend on besides the code: the machine, and what else it was doing.

use std::fs;

/// Above this, other programs take turns with us often enough to be seen in the figures.
pub(crate) const BUSY: f64 = 1.5;

/// How many programs wanted to run, on average over the last minute; not a number where the system does not say.
pub(crate) fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(f64::NAN)
}

/// The processor's name and how many of it there are.
pub(crate) fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let count = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{count} × {}", name.map_or(std::env::consts::ARCH, |(_, name)| name))
}

/// Seconds of processor time that a process has used so far.
pub(crate) fn processor_time(process: u32) -> Result<f64, String> {
    let file = format!("/proc/{process}/stat");
    let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    // The name in brackets may hold anything; what follows it is numbers. User and system time are the 14th and the
    // 15th field, in hundredths of a second on every Linux there is.
    let numbers = text.rsplit_once(')').map_or("", |(_, numbers)| numbers);
    let mut times = numbers.split_whitespace().skip(11).take(2).map(|field| field.parse::<f64>());
    match (times.next(), times.next()) {
        (Some(Ok(user)), Some(Ok(system))) => Ok((user + system) / 100.0),
        _ => Err(format!("{file} has no times")),
    }
}
