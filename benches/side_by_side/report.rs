//! The figures as tables.

use crate::depth::Depth;
use crate::export::Export;
use crate::instructions::Count;
use crate::rounds::Comparison;
use crate::start::Start;

/// Prints what each workload took on each server, and the ratio to the hand-written one.
pub(crate) fn side_by_side(title: &str, comparisons: &[Comparison]) {
    anstream::println!(
        "\n{:<28} {:<9} {:>10} {:>17} {:>7} {:>14} {:>7}",
        title,
        "server",
        "requests/s",
        "CPU-s per 1,000",
        "ratio",
        "with database",
        "ratio"
    );
    for comparison in comparisons {
        let least = &comparison.servers[0];
        for figures in &comparison.servers {
            let ratio = figures.cpu / least.cpu;
            anstream::print!(
                "{:<28} {:<9} {:>10.0} {:>17.4} {ratio:>7.2}",
                comparison.name,
                figures.who,
                figures.requests_per_second,
                figures.cpu,
            );
            match (figures.database_cpu, least.database_cpu) {
                (Some(database), Some(least_of_database)) => {
                    let sum = figures.cpu + database;
                    let ratio = sum / (least.cpu + least_of_database);
                    anstream::println!(" {sum:>14.4} {ratio:>7.2}");
                }
                _ => anstream::println!(),
            }
        }
    }
}

/// Prints what pages at several places take.
pub(crate) fn depths(title: &str, rows: u32, depths: &[Depth]) {
    anstream::println!(
        "\n{title:<48} {:>17} {:>7}   of {rows} rows",
        "CPU-s per 1,000",
        "ratio"
    );
    for depth in depths {
        anstream::println!(
            "{:<48} {:>17.4} {:>7.2}",
            depth.name,
            depth.cpu,
            depth.ratio
        );
    }
    for depth in depths {
        anstream::println!("\n{}", depth.name);
        for line in &depth.plan {
            anstream::println!("    {line}");
        }
    }
}

/// Prints what an export takes on each server.
pub(crate) fn exports(title: &str, exports: &[Export]) {
    anstream::println!(
        "\n{title:<28} {:<9} {:>8} {:>8} {:>8} {:>7} {:>17} {:>12}",
        "server",
        "MB",
        "seconds",
        "CPU-s",
        "ratio",
        "resident, MB",
        "growth, MB"
    );
    for export in exports {
        let ratio = export.cpu / exports[0].cpu;
        anstream::println!(
            "{:<28} {:<9} {:>8.1} {:>8.2} {:>8.2} {ratio:>7.2} {:>17.1} {:>12.1}",
            "",
            export.who,
            export.megabytes,
            export.seconds,
            export.cpu,
            export.resident,
            export.growth
        );
    }
}

/// Prints how many instructions a request takes on each server.
pub(crate) fn instructions(title: &str, counts: &[Count]) {
    anstream::println!(
        "\n{:<28} {:<9} {:>13} {:>7}",
        title,
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
