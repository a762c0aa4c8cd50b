//! The command line of Portcullis.
