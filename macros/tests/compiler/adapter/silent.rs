//! Types that do not say what they are adapters for.
use std::rc::Rc;

use portcullis_macros::Adapter;

#[derive(Adapter)]
pub struct Nothing;

#[derive(Adapter)]
#[adapter(direction = out, technology = "sqlx")]
pub struct NoPort;

#[derive(Adapter)]
#[adapter(direction = in)]
pub struct OneThread(Rc<u8>);

fn main() {}
