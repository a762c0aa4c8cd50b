extern crate alloc as memory;
#[macro_use] extern crate log;
extern crate self as me;
use std::collections::{BTreeMap, HashMap as Map, hash_map::{self, Entry}};
pub(crate) use crate::domain::*;
use self::a::b as _;
use super::super::c::{self as d};
use ::tokio::{io, net::{TcpStream, *}};
use {e::f, ::g::h, crate::i};
#[cfg(test)]
use r#type::r#match as r#fn;
mod inner { use super::*; fn body() { use crate::j; { use k::l; } } }
