//! Lists the files of the admin app, if somebody has built it, for `src/admin/files.rs`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo says it"));
    let assets = root.join("assets");
    let mut paths = Vec::new();
    if env::var_os("CARGO_FEATURE_ADMIN").is_some() && assets.is_dir() {
        println!("cargo::rerun-if-changed=assets");
        list(&assets, &mut paths)?;
    } else {
        // A path that is not there would have cargo run this each time.
        println!("cargo::rerun-if-changed=.");
    }
    paths.sort();
    let mut code = "static FILES: &[AppFile] = &[\n".to_owned();
    for path in paths {
        let name = path.strip_prefix(&assets).expect("it was found there");
        let name = name.to_string_lossy().replace('\\', "/");
        let path = path.to_string_lossy();
        writeln!(
            code,
            "    AppFile {{ path: {name:?}, bytes: include_bytes!({path:?}) }},"
        )
        .expect("a String takes what is written");
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says it"));
    fs::write(out.join("app_files.rs"), code)
}

fn list(folder: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}
