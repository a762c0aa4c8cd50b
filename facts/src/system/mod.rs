//! From the resolved program to the system around it.
mod addresses;
mod calls;
mod fate;
mod messaging;
mod names;
mod origin;
mod panics;
mod parents;
mod settings;
