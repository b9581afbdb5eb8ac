//! A running `serve` and what a test does to it. Everything waits for a condition, with a deadline.
#![expect(clippy::unwrap_used, reason = "a test whose means fail has failed")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal};

const PATIENCE: Duration = Duration::from_secs(30);

/// A data directory and a build with the stand-in, both gone with the value.
pub(crate) struct Data(PathBuf);

impl Data {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("parlor-serve-{}-{name}", std::process::id()));
        drop(fs::remove_dir_all(&path));
        fs::create_dir_all(path.join("build/worker")).unwrap();
        fs::create_dir_all(path.join("build/assets")).unwrap();
        let data = Self(path);
        data.replace_worker(include_str!("stand_in.js"));
        data
    }

    /// Writes a file beside the data, and returns its path.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// Says which schema the build knows.
    pub(crate) fn build_knows(&self, schema: &str) {
        fs::write(self.0.join("build/schema"), schema).unwrap();
    }

    pub(crate) fn replace_worker(&self, source: &str) {
        fs::write(self.0.join("build/worker/index.js"), source).unwrap();
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.0.join("data")
    }

    fn build(&self) -> &Path {
        &self.0
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// The command, started; killed with the value, and workerd with it.
pub(crate) struct Serve {
    child: Child,
    lines: Receiver<String>,
}

impl Serve {
    pub(crate) fn start(data: &Data, words: &[&str]) -> Self {
        Self::start_by(Command::new(env!("CARGO_BIN_EXE_xtask")), data, words)
    }

    /// Starts it with a variable in its environment.
    pub(crate) fn start_with(data: &Data, name: &str, value: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.env(name, value);
        Self::start_by(command, data, &[])
    }

    /// Starts it in a shell that may open so many files.
    pub(crate) fn start_with_open_files(data: &Data, most: u32, words: &[&str]) -> Self {
        let mut command = Command::new("sh");
        let line = format!("ulimit -n {most} && exec \"$0\" \"$@\"");
        command.args(["-c", &line, env!("CARGO_BIN_EXE_xtask")]);
        Self::start_by(command, data, words)
    }

    fn start_by(mut command: Command, data: &Data, words: &[&str]) -> Self {
        // A later `--port` wins, so a case may bring its own.
        let mut child = command
            .args(["serve", "--prebuilt", "--port", "0", "--data"])
            .arg(data.path())
            .args(words)
            .env("PARLOR_BUILD_DIR", data.build().join("build"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let output = child.stdout.take().unwrap();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Self { child, lines }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The next line that begins so.
    pub(crate) fn line(&mut self, beginning: &str) -> String {
        self.lines_until(beginning).1
    }

    /// The lines before the next one that begins so, and that one.
    pub(crate) fn lines_until(&mut self, beginning: &str) -> (Vec<String>, String) {
        let mut seen = Vec::new();
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) if line.starts_with(beginning) => return (seen, line),
                Ok(line) => seen.push(line),
                Err(_) => panic!("no line `{beginning}…` after {seen:?}; {}", self.errors()),
            }
        }
    }

    /// Waits until it serves; the pid of workerd.
    pub(crate) fn ready(&mut self) -> u32 {
        let workerd = number_in(&self.line("workerd  pid "));
        self.line("ready");
        workerd
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill(self.child.id(), signal);
    }

    pub(crate) fn exit_code(&mut self) -> Option<i32> {
        let mut status = None;
        wait_until("serve ends", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap().code()
    }

    /// What it said on standard error, having ended with a failure.
    pub(crate) fn failure(self) -> String {
        self.ended_with(1)
    }

    /// What it said on standard error, having ended before it started anything: exit code 2.
    pub(crate) fn refusal(self) -> String {
        self.ended_with(2)
    }

    fn ended_with(mut self, code: i32) -> String {
        let found = self.exit_code();
        let said = self.errors();
        assert_eq!(found, Some(code), "{said}");
        said
    }

    /// Kills it; what it had said on standard error.
    pub(crate) fn stopped(mut self) -> String {
        self.errors()
    }

    fn errors(&mut self) -> String {
        drop(self.child.kill());
        let mut text = String::new();
        if let Some(mut stream) = self.child.stderr.take() {
            drop(stream.read_to_string(&mut text));
        }
        text
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[track_caller]
pub(crate) fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "not within {PATIENCE:?}: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

pub(crate) fn kill(pid: u32, signal: Signal) {
    rustix::process::kill_process(Pid::from_raw(pid.try_into().unwrap()).unwrap(), signal).unwrap();
}

/// A zombie that nobody has reaped yet is dead.
pub(crate) fn is_alive(pid: u32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat"))
        .is_ok_and(|stat| !stat.rsplit(')').next().unwrap().trim_start().starts_with(['Z', 'X']))
}

pub(crate) fn number_in(line: &str) -> u32 {
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

pub(crate) fn port_in(line: &str) -> u16 {
    line.rsplit(':')
        .next()
        .unwrap()
        .trim_end_matches(|c: char| !c.is_ascii_digit())
        .split('/')
        .next()
        .unwrap()
        .parse()
        .unwrap()
}

#[track_caller]
pub(crate) fn get(port: u16, path: &str) -> String {
    try_get(port, path).unwrap_or_else(|| panic!("port {port} does not answer {path}"))
}

pub(crate) fn try_get(port: u16, path: &str) -> Option<String> {
    let mut connection = TcpStream::connect(("127.0.0.1", port)).ok()?;
    connection.set_read_timeout(Some(PATIENCE)).ok()?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer).ok()?;
    answer.starts_with("HTTP/1.1 200").then_some(answer)
}

/// A WebSocket, open.
pub(crate) fn open_socket(port: u16, path: &str) -> TcpStream {
    let mut connection = TcpStream::connect(("127.0.0.1", port)).unwrap();
    connection.set_read_timeout(Some(PATIENCE)).unwrap();
    // The key is the example of RFC 6455; nobody here looks at the answer to it.
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    connection.write_all(request.as_bytes()).unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        connection.read_exact(&mut byte).unwrap();
        head.extend(byte);
    }
    assert!(head.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&head));
    connection
}

/// The text frames and the close code, if there is one, until the other side is gone. Short frames only.
pub(crate) fn read_until_closed(mut socket: TcpStream) -> (String, Option<u16>) {
    let mut text = String::new();
    let mut head = [0; 2];
    while socket.read_exact(&mut head).is_ok() {
        let mut body = vec![0; usize::from(head[1])];
        socket.read_exact(&mut body).unwrap();
        match head[0] & 0x0f {
            1 => text.push_str(std::str::from_utf8(&body).unwrap()),
            8 => return (text, Some(u16::from_be_bytes([body[0], body[1]]))),
            _ => {}
        }
    }
    (text, None)
}
