//! Names that say what an address is for.

use super::lookup::means;

/// Functions that listen, by package and path, with the argument that is the address.
const LISTENING: &[(&str, &str, u8)] = &[
    ("tokio", "TcpListener::bind", 0),
    ("std", "TcpListener::bind", 0),
    ("actix-web", "HttpServer::bind", 0),
    ("actix-web", "HttpServer::bind_rustls", 0),
    ("actix-web", "HttpServer::bind_openssl", 0),
    ("actix-web", "HttpServer::bind_auto_h2c", 0),
    ("axum", "Server::bind", 0),
    ("axum-server", "bind", 0),
    ("hyper", "Server::bind", 0),
    ("poem", "TcpListener::bind", 0),
    ("salvo", "TcpListener::new", 0),
    ("tonic", "Router::serve", 0),
    ("tonic", "Router::serve_with_shutdown", 0),
    ("warp", "Server::run", 0),
    ("warp", "Server::bind", 0),
    ("warp", "Server::try_bind", 0),
    ("warp", "Server::bind_with_graceful_shutdown", 0),
    ("warp", "Server::try_bind_with_graceful_shutdown", 0),
    ("tide", "Server::listen", 0),
    ("grpcio", "ServerBuilder::bind", 0),
    ("ntex", "HttpServer::bind", 0),
];

/// Constants of the standard library that are addresses without a port.
pub const CONSTANTS: [&str; 2] = ["LOCALHOST", "UNSPECIFIED"];

/// Names of parameters by which users are sent somewhere.
pub const REDIRECTING: &[&str] = &["redirect_uri", "redirect_url", "callback_url", "return_url"];

/// The argument of a function at which it listens, if it does.
pub fn listens(package: &str, path: &str) -> Option<u8> {
    let mut of_package = LISTENING.iter().filter(|(of, ..)| *of == package);
    of_package.find(|(_, listening, _)| means(path, listening)).map(|(.., position)| *position)
}
