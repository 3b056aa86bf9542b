//! `Cargo.lock` of a project: the versions we tested with, and the project's own package.
//!
//! `scripts/project-lock` writes the list; it fits every driver, because cargo resolves all
//! features of the members of a workspace, and a project's copy of the runtime is one.

const PACKAGE: &str = "\n[[package]]\n";

/// The list without the project's own package.
const PACKAGES: &str = include_str!("../../templates/Cargo.lock");

/// The lock of a project of this name. Packages are in the order of their names, as cargo writes them.
pub(super) fn lock(name: &str) -> String {
    let own = format!(
        "name = \"{name}\"\nversion = \"0.1.0\"\ndependencies = [\n \"formwork-runtime\",\n]\n"
    );
    let mut parts = PACKAGES.split(PACKAGE);
    let head = parts.next().expect("splitting gives a first part");
    let mut packages: Vec<&str> = parts.collect();
    packages.push(&own);
    packages.sort_by_key(|package| package.lines().next());
    let mut lock = head.to_owned();
    for package in packages {
        lock.push_str(PACKAGE);
        lock.push_str(package);
    }
    lock
}
