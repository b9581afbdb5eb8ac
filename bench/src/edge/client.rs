//! A client that keeps a server busy: some connections, kept open, with one request each under way.
//!
//! Knows as much of HTTP/1.1 as it takes to see where an answer ends. One thread: what it takes from the machine is taken
//! from the server.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// A server that says nothing for so long is not going to.
const PATIENCE: Duration = Duration::from_secs(10);

/// What came back.
pub(super) struct Reply {
    /// The status code.
    pub(super) status: u16,
    /// Names and values of the headers.
    pub(super) headers: Vec<(String, String)>,
    /// The body as it came.
    pub(super) body: Vec<u8>,
}

/// One connection, and what has arrived of the answer on it.
struct Line {
    stream: TcpStream,
    arrived: Vec<u8>,
}

/// The connections.
pub(super) struct Client(Vec<Line>);

impl Client {
    /// Opens so many.
    pub(super) fn open(address: SocketAddr, connections: usize) -> Result<Self, String> {
        let open = || -> std::io::Result<Line> {
            let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            Ok(Line { stream, arrived: Vec::with_capacity(1 << 14) })
        };
        let lines = (0..connections).map(|_| open()).collect::<std::io::Result<_>>();
        lines.map(Self).map_err(|error| format!("{address}: {error}"))
    }

    /// One request, one answer.
    pub(super) fn ask(&mut self, request: &[u8]) -> Result<Reply, String> {
        let line = self.0.first_mut().ok_or("there is no connection")?;
        line.send(request)?;
        loop {
            if let Some(reply) = line.receive(true)? {
                return Ok(reply);
            }
        }
    }

    /// Sends these requests in turn, on every connection the next one as soon as the last is answered; says how many were
    /// answered. Only status 200 is an answer.
    pub(super) fn keep_busy(&mut self, requests: &[Vec<u8>], length: Duration) -> Result<usize, String> {
        let mut next = requests.iter().cycle();
        let mut send = |line: &mut Line| line.send(next.next().map(Vec::as_slice).unwrap_or_default());
        for line in &mut self.0 {
            send(line)?;
        }
        let (end, mut answers) = (Instant::now() + length, 0);
        while Instant::now() < end {
            for at in self.ready()? {
                let line = &mut self.0[at];
                match line.receive(false)? {
                    None => {}
                    Some(reply) if reply.status == 200 => {
                        answers += 1;
                        send(line)?;
                    }
                    Some(reply) => {
                        return Err(format!(
                            "status {}: {}",
                            reply.status,
                            String::from_utf8_lossy(&reply.body)
                        ));
                    }
                }
            }
        }
        Ok(answers)
    }

    /// The connections on which something has arrived.
    fn ready(&self) -> Result<Vec<usize>, String> {
        let mut polled: Vec<PollFd<'_>> =
            self.0.iter().map(|line| PollFd::new(&line.stream, PollFlags::IN)).collect();
        let patience = Timespec { tv_sec: PATIENCE.as_secs() as i64, tv_nsec: 0 };
        match poll(&mut polled, Some(&patience)) {
            Ok(0) => Err("no answer".to_owned()),
            Ok(_) => Ok((0..polled.len()).filter(|at| !polled[*at].revents().is_empty()).collect()),
            Err(rustix::io::Errno::INTR) => Ok(Vec::new()),
            Err(error) => Err(error.to_string()),
        }
    }
}

impl Line {
    fn send(&mut self, request: &[u8]) -> Result<(), String> {
        self.stream.write_all(request).map_err(|error| format!("sending: {error}"))
    }

    /// Reads what is there; the answer, if that was the last of it. Who only counts needs no headers.
    fn receive(&mut self, keep_headers: bool) -> Result<Option<Reply>, String> {
        let mut buffer = [0; 1 << 14];
        match self.stream.read(&mut buffer) {
            Ok(0) => return Err("the connection was closed".to_owned()),
            Ok(length) => self.arrived.extend_from_slice(&buffer[..length]),
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(None),
            Err(error) => return Err(format!("receiving: {error}")),
        }
        let Some((status, head, end)) = extent(&self.arrived) else { return Ok(None) };
        let reply = Reply {
            status,
            headers: if keep_headers { headers(&self.arrived[..head]) } else { Vec::new() },
            body: self.arrived[head..end].to_vec(),
        };
        self.arrived.drain(..end);
        Ok(Some(reply))
    }
}

/// Status, and where the body begins and ends, if all of it has arrived.
fn extent(bytes: &[u8]) -> Option<(u16, usize, usize)> {
    let head_end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&bytes[..head_end]).unwrap_or_default();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let end = match length {
        Some(length) => head_end + length,
        // In chunks; nothing else is under way on this connection.
        None if bytes.ends_with(b"0\r\n\r\n") => bytes.len(),
        None => return None,
    };
    (bytes.len() >= end).then_some((status, head_end, end))
}

/// Names, in lower case, and values.
fn headers(head: &[u8]) -> Vec<(String, String)> {
    let head = String::from_utf8_lossy(head);
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    lines.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::{extent, headers};

    #[test]
    fn headers_are_names_and_values() {
        let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nETag: W/\"a:b\"\r\n\r\n";
        let pairs = [("content-type", "text/plain"), ("etag", "W/\"a:b\"")];
        assert_eq!(headers(head), pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn an_answer_ends_where_it_says() {
        let all = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab";
        assert_eq!(extent(all), Some((200, 38, 40)));
        assert_eq!(extent(&all[..39]), None);
        assert_eq!(extent(b"HTTP/1.1 200 OK\r\n"), None);
        let chunks = b"HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n";
        assert_eq!(extent(chunks).map(|(status, ..)| status), Some(404));
        assert_eq!(extent(&chunks[..chunks.len() - 2]), None);
    }
}
