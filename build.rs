//! Compiles the tool anew when a file that it carries is added or removed: `include_dir!` alone
//! sees only changes inside of files.

fn main() {
    for folder in ["templates", "examples", "runtime/src", "macros/src"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
