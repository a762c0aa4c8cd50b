//! What is there: folders, source files and Cargo packages, read directly from their manifests.
