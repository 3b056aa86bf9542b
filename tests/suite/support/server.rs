//! A server in a process of its own, and clients of it that see every byte.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

/// Longer than any build takes, and shorter than anybody waits.
const PATIENCE: Duration = Duration::from_mins(10);

/// A server in a process of its own. It ends with the test.
pub(crate) struct Server {
    child: Child,
    port: u16,
    log: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a program that prints the address it serves.
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        let log = Arc::new(Mutex::new(String::new()));
        let kept = Arc::clone(&log);
        let reader = thread::spawn(move || {
            let mut line = String::new();
            while lines.read_line(&mut line).is_ok_and(|length| length > 0) {
                kept.lock().unwrap().push_str(&line);
                line.clear();
            }
        });
        let mut server = Self {
            child,
            port: 0,
            log,
            reader: Some(reader),
        };
        server.wait_for("API reference");
        let log = server.log();
        let (_, address) = log.split_once("http://localhost:").unwrap();
        server.port = address.split('/').next().unwrap().parse().unwrap();
        server
    }

    /// What it has printed.
    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Waits until it has printed this.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |log| log.contains(text));
    }

    /// Waits until what it has printed is so.
    #[track_caller]
    pub(crate) fn wait_until(&mut self, what: &str, is_so: impl Fn(&str) -> bool) {
        let began = Instant::now();
        while !is_so(&self.log()) {
            let ended = self.child.try_wait().unwrap();
            assert!(
                ended.is_none() && began.elapsed() < PATIENCE,
                "no `{what}`: {ended:?}\n{}",
                self.log()
            );
            thread::sleep(Duration::from_millis(20));
        }
    }

    pub(crate) fn get(&self, path: &str) -> Response {
        self.connect().unwrap().ask("GET", path, "").unwrap()
    }

    pub(crate) fn post(&self, path: &str, document: &str) -> Response {
        self.connect().unwrap().ask("POST", path, document).unwrap()
    }

    pub(crate) fn connect(&self) -> io::Result<Connection> {
        Connection::open(self.port)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Asks it to end, without waiting.
    pub(crate) fn terminate(&self) {
        let id = Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        kill_process(id, Signal::TERM).unwrap();
    }

    /// Ends it in the middle of whatever it does.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for its end.
    pub(crate) fn ended(mut self) -> (ExitStatus, String) {
        let status = self.child.wait().unwrap();
        self.reader.take().unwrap().join().unwrap();
        (status, self.log())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Gently, so that it can end what it started.
        if self.child.try_wait().is_ok_and(|ended| ended.is_none()) {
            self.terminate();
            let began = Instant::now();
            while began.elapsed() < Duration::from_secs(10)
                && self.child.try_wait().is_ok_and(|ended| ended.is_none())
            {
                thread::sleep(Duration::from_millis(20));
            }
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// A kept connection.
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
}

/// What a server answered.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl Connection {
    pub(crate) fn open(port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self {
            stream: BufReader::new(stream),
        })
    }

    pub(crate) fn ask(&mut self, method: &str, path: &str, document: &str) -> io::Result<Response> {
        let length = document.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/vnd.api+json\r\n\
             Content-Length: {length}\r\n\r\n{document}"
        );
        self.send(&request)?;
        self.answer()
    }

    /// Sends a part of a request.
    pub(crate) fn send(&mut self, part: &str) -> io::Result<()> {
        self.stream.get_mut().write_all(part.as_bytes())
    }

    /// Waits for the answer to what was sent.
    pub(crate) fn answer(&mut self) -> io::Result<Response> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.stream.read_line(&mut head)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        let mut response = Response {
            status: status.unwrap_or(0),
            head,
            body: String::new(),
        };
        let length = response
            .header("content-length")
            .and_then(|length| length.parse().ok())
            .unwrap_or(0);
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        response.body = String::from_utf8(body).map_err(|_| io::ErrorKind::InvalidData)?;
        Ok(response)
    }
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// Whether it is the last of its connection.
    pub(crate) fn is_last(&self) -> bool {
        self.header("connection") == Some("close")
    }
}
