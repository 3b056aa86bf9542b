//! The servers as processes of their own.

use std::fmt;
use std::path::Path;
use std::process::Command;
use std::str::FromStr;

use crate::server_process::{self, Server};
use crate::{Result, by_hand, by_hand_on_postgres, database, of_formwork};

/// Whose server it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Formwork,
    ByHand,
}

impl Who {
    pub(crate) const ALL: [Self; 2] = [Self::ByHand, Self::Formwork];
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Formwork => "formwork",
            Self::ByHand => "by-hand",
        })
    }
}

impl FromStr for Who {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let who = Self::ALL.into_iter().find(|who| who.to_string() == text);
        who.ok_or_else(|| format!("`{text}` is no server of this benchmark"))
    }
}

/// Serves a folder's database until the standard input ends.
pub(crate) fn serve(who: Who, folder: &Path) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let router = match who {
            Who::Formwork => of_formwork::router(folder).await?,
            Who::ByHand => match database::address_on_server(folder) {
                None => by_hand::router(&folder.join(database::FILE))?,
                Some(address) => by_hand_on_postgres::router(&address)?,
            },
        };
        server_process::serve(router).await
    })
}

/// Starts a server on a folder of a database.
pub(crate) fn start(who: Who, folder: &Path) -> Result<Server> {
    start_by(Command::new(std::env::current_exe()?), who, folder)
}

/// The same by a program that takes ours as an argument.
pub(crate) fn start_under(mut program: Command, who: Who, folder: &Path) -> Result<Server> {
    program.arg(std::env::current_exe()?);
    start_by(program, who, folder)
}

fn start_by(mut program: Command, who: Who, folder: &Path) -> Result<Server> {
    Server::start(program.arg("serve").arg(who.to_string()).arg(folder), who)
}
