//! What is read of services: small crates of every framework, and what Portcullis says of them.

mod brokers;
mod capabilities;
mod clouds;
mod consumers;
mod databases;
mod frameworks;
mod guards;
mod launched;
mod layers;
mod markers;
mod older;
mod reach;
mod reads;
mod rpc;
mod services;
mod sketch;
