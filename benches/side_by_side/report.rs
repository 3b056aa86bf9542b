//! The figures as tables.

use crate::instructions::Count;
use crate::rounds::Comparison;
use crate::start::Start;

/// Prints what each workload took on each server, and the ratio to the hand-written one.
pub(crate) fn side_by_side(comparisons: &[Comparison]) {
    anstream::println!(
        "\n{:<28} {:<9} {:>10} {:>17} {:>7}",
        "workload",
        "server",
        "requests/s",
        "CPU-s per 1,000",
        "ratio"
    );
    for comparison in comparisons {
        let least = comparison.servers[0].cpu;
        for figures in &comparison.servers {
            let ratio = figures.cpu / least;
            anstream::println!(
                "{:<28} {:<9} {:>10.0} {:>17.4} {ratio:>7.2}",
                comparison.name,
                figures.who,
                figures.requests_per_second,
                figures.cpu,
            );
        }
    }
}

/// Prints how many instructions a request takes on each server.
pub(crate) fn instructions(counts: &[Count]) {
    anstream::println!(
        "\n{:<28} {:<9} {:>13} {:>7}",
        "workload",
        "server",
        "instructions",
        "ratio"
    );
    for count in counts {
        anstream::println!(
            "{:<28} {:<9} {:>13.0} {:>7.2}",
            count.name,
            count.who,
            count.instructions,
            count.ratio
        );
    }
}

/// Prints how long servers take to their first answer, and what they hold then.
pub(crate) fn starts(starts: &[(&str, Start)]) {
    anstream::println!(
        "\n{:<28} {:>20} {:>12}",
        "start",
        "first answer, ms",
        "resident, MB"
    );
    for (name, start) in starts {
        anstream::println!(
            "{name:<28} {:>20.1} {:>12.1}",
            start.first_answer.as_secs_f64() * 1_000.0,
            start.megabytes
        );
    }
}
