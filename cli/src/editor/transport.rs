//! Messages as bytes: each has a header with its length, and is a text of JSON behind that.

use std::io::{self, BufRead, Read, Write};

use lsp_server::{ErrorCode, Message};
use serde_json::json;

/// A message of more bytes is not kept: no file that is read is as large, however it is escaped.
const LARGEST: u64 = 256 << 20;
/// No line of a header is longer.
const LONGEST_LINE: u64 = 8 << 10;

/// What came from the client.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A message.
    Message(Message),
    /// Something that is none, and why.
    Broken(String),
}

/// Reads the next message; none at the end.
///
/// What is no message is read over, so that the next one is found.
///
/// # Errors
/// Where reading fails.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        input.take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse::<u64>().ok();
        }
    }
    let Some(length) = length else {
        return Ok(Some(Incoming::Broken("a header without `Content-Length`".to_owned())));
    };
    let mut body = input.take(length);
    if length > LARGEST {
        io::copy(&mut body, &mut io::sink())?;
        return Ok(Some(Incoming::Broken(format!("a message of {length} bytes"))));
    }
    // The room for it grows with what arrives, so that a length alone takes none.
    let mut bytes = Vec::new();
    body.read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < length {
        return Ok(None);
    }
    Ok(Some(match serde_json::from_slice(&bytes) {
        Ok(message) => Incoming::Message(message),
        Err(error) => Incoming::Broken(format!("what is no message: {error}")),
    }))
}

/// Tells the client that something could not be read; what it was the answer for is not known.
///
/// # Errors
/// Where writing fails.
pub(super) fn refuse(out: &mut impl Write, why: &str) -> io::Result<()> {
    let code = ErrorCode::ParseError as i32;
    let error = json!({ "code": code, "message": format!("this is {why}") });
    let text = json!({ "jsonrpc": "2.0", "id": null, "error": error }).to_string();
    write!(out, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::{Incoming, Message, read, refuse};

    fn all(mut input: &[u8]) -> Vec<String> {
        let mut all = Vec::new();
        while let Some(incoming) = read(&mut input).unwrap() {
            all.push(match incoming {
                Incoming::Message(Message::Notification(message)) => message.method,
                Incoming::Message(message) => format!("{message:?}"),
                Incoming::Broken(why) => why,
            });
        }
        all
    }

    fn framed(text: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{text}", text.len())
    }

    const EXIT: &str = r#"{"jsonrpc":"2.0","method":"exit"}"#;

    #[test]
    fn messages_are_read_whatever_stands_between_them() {
        let exit = framed(EXIT);
        let other = exit.replace("Content-Length", "Content-Type: x\r\ncontent-length");
        let deep = framed(&"[".repeat(1 << 20));
        let input = format!("{exit}{}{other}nonsense\r\n\r\n{deep}{exit}", framed("{]"));
        let read = all(input.as_bytes());
        assert_eq!(
            (read.len(), &read[0], &read[2], &read[5]),
            (6, &"exit".to_owned(), &"exit".to_owned(), &"exit".to_owned())
        );
        assert!(read[1].starts_with("what is no message: key must be a string"), "{}", read[1]);
        assert_eq!(read[3], "a header without `Content-Length`");
        assert!(read[4].contains("recursion limit"), "{}", read[4]);
    }

    #[test]
    fn a_length_alone_takes_no_room() {
        let enormous = format!("Content-Length: {}\r\n\r\n", u64::MAX);
        assert_eq!(all(enormous.as_bytes()), [format!("a message of {} bytes", u64::MAX)]);
        assert_eq!(all(b"Content-Length: 99999999\r\n\r\n{}"), [""; 0], "the client has gone");
    }

    #[test]
    fn what_is_refused_is_an_answer_to_nothing() {
        let mut out = Vec::new();
        refuse(&mut out, "what is no message").unwrap();
        let text = String::from_utf8(out).unwrap();
        let (_, body) = text.split_once("\r\n\r\n").unwrap();
        let value: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!((&value["id"], &value["error"]["code"]), (&().into(), &(-32700).into()));
    }
}
