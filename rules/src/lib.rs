//! The rules of Portcullis.
