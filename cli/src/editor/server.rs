//! The thread that speaks with the client: how a conversation begins and ends, and who answers what.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{self, Sender};
use std::thread;

use gen_lsp_types::MessageType;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::checker::{Checked, Checker, Order, said};
use super::place::Root;
use super::session::{Session, log};
use super::start::{Client, answer, registration};
use super::{Event, Setup};
use crate::repository::Folder;

/// Whether the server goes on.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    GoOn,
    End {
        /// Whether the client said `shutdown` before.
        politely: bool,
    },
}

/// How far the conversation is.
enum Stage {
    /// `initialize` has not come.
    New,
    /// It has.
    Ready(Box<Session>),
    /// `shutdown` has come.
    Leaving,
}

/// The server.
pub(super) struct Server {
    setup: Setup,
    events: Sender<Event>,
    stage: Stage,
}

/// Why a request has no answer.
pub(super) struct Refusal(ErrorCode, String);

impl Server {
    /// A server that nobody has spoken to; `events` is where its checker reports.
    pub(super) fn new(setup: Setup, events: Sender<Event>) -> Self {
        Self { setup, events, stage: Stage::New }
    }

    /// Does what a message asks for.
    ///
    /// # Errors
    /// Where the answer cannot be written.
    pub(super) fn handle(&mut self, message: Message, out: &mut impl Write) -> io::Result<Next> {
        match message {
            Message::Request(request) => self.request(request, out)?,
            Message::Notification(notification) if notification.method == "exit" => {
                return Ok(Next::End { politely: matches!(self.stage, Stage::Leaving) });
            }
            Message::Notification(notification) => self.note(notification, out)?,
            // The only thing that the client is asked for is to tell of changes, which it does or does not.
            Message::Response(_) => {}
        }
        Ok(Next::GoOn)
    }

    fn request(&mut self, request: Request, out: &mut impl Write) -> io::Result<()> {
        let Request { id, method, params } = request;
        let answer = || self.answer(&method, params);
        let result = catch_unwind(AssertUnwindSafe(answer)).unwrap_or_else(|panic| {
            let message = format!("a defect of portcullis: {}", said(panic.as_ref()));
            Err(Refusal(ErrorCode::InternalError, message))
        });
        let response = match result {
            Ok(result) => Response::new_ok(id, result),
            Err(Refusal(code, message)) => Response::new_err(id, code as i32, message),
        };
        Message::Response(response).write(out)
    }

    fn answer(&mut self, method: &str, params: Value) -> Result<Value, Refusal> {
        match (&mut self.stage, method) {
            (Stage::New, "initialize") => self.start(&params),
            (Stage::New, _) => Err(Refusal(
                ErrorCode::ServerNotInitialized,
                "the first request is `initialize`".to_owned(),
            )),
            (Stage::Leaving, _) => Err(Refusal(
                ErrorCode::InvalidRequest,
                "nothing is answered after `shutdown`".to_owned(),
            )),
            (Stage::Ready(_), "shutdown") => {
                self.stage = Stage::Leaving;
                Ok(Value::Null)
            }
            (Stage::Ready(_), "initialize") => {
                Err(Refusal(ErrorCode::InvalidRequest, "`initialize` has come before".to_owned()))
            }
            (Stage::Ready(session), _) => session.answer(method, params),
        }
    }

    /// Looks which folder it is about, and begins to check it.
    fn start(&mut self, params: &Value) -> Result<Value, Refusal> {
        let client = Client::new(params);
        let chosen = self.setup.folder.clone().or_else(|| client.folder.clone());
        let folder = Folder::new(&chosen.unwrap_or_else(|| PathBuf::from(".")));
        let root = Root::new(&folder);
        let (source, weak, encoding) =
            (self.setup.source.clone(), self.setup.weak, client.encoding);
        let (orders, received) = mpsc::channel();
        let events = self.events.clone();
        thread::Builder::new()
            .name("checker".to_owned())
            .spawn(move || Checker::new(folder, source, weak, encoding).run(&received, &events))
            .map_err(|error| Refusal(ErrorCode::InternalError, error.to_string()))?;
        let answer = answer(&client);
        self.stage = Stage::Ready(Box::new(Session::new(client, root, orders)));
        to_value(answer)
    }

    fn note(&mut self, notification: Notification, out: &mut impl Write) -> io::Result<()> {
        let Stage::Ready(session) = &mut self.stage else { return Ok(()) };
        let Notification { method, params } = notification;
        if method == "initialized" {
            session.order(Order::LookAgain);
            if session.watches() {
                let id = RequestId::from("watch".to_owned());
                let params = registration();
                let method = "client/registerCapability".to_owned();
                return Message::Request(Request::new(id, method, params)).write(out);
            }
            return Ok(());
        }
        let noted = catch_unwind(AssertUnwindSafe(|| session.note(&method, params)));
        let complaint = match noted {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(Refusal(_, why))) => format!("`{method}` is not understood: {why}"),
            Err(panic) => format!("a defect of portcullis: {}", said(panic.as_ref())),
        };
        log(out, MessageType::Error, complaint)
    }

    /// Tells the client what is new in what was found.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn publish(&mut self, checked: Checked, out: &mut impl Write) -> io::Result<()> {
        match &mut self.stage {
            Stage::Ready(session) => session.publish(checked, out),
            Stage::New | Stage::Leaving => Ok(()),
        }
    }
}

/// Parameters of a message.
pub(super) fn from_value<T: DeserializeOwned>(params: Value) -> Result<T, Refusal> {
    serde_json::from_value(params)
        .map_err(|error| Refusal(ErrorCode::InvalidParams, error.to_string()))
}

/// The result of a request.
pub(super) fn to_value(result: impl Serialize) -> Result<Value, Refusal> {
    serde_json::to_value(result)
        .map_err(|error| Refusal(ErrorCode::InternalError, error.to_string()))
}

impl Refusal {
    /// There is no such request.
    pub(super) fn unknown(method: &str) -> Self {
        Self(ErrorCode::MethodNotFound, format!("there is no `{method}` here"))
    }
}
