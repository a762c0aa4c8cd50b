//! Names by which programs call what they know of who sends a request.

/// Words in the name of a type that holds this.
const WORDS: [&str; 8] =
    ["auth", "claims", "jwt", "token", "currentuser", "user", "principal", "identity"];

/// Types that nobody calls so for anything else.
const TYPES: [&str; 6] =
    ["AuthUser", "Claims", "BearerAuth", "JwtClaims", "AuthenticatedUser", "CurrentUser"];

/// Whether a type of this name may hold it, if a request is read for it.
pub fn may_identify(name: &str) -> bool {
    let name = name.to_lowercase();
    WORDS.iter().any(|word| name.contains(word))
}

/// Whether a function of this name verifies who sends a request, where it is not known which function it is.
pub fn verifies(name: &str) -> bool {
    matches!(name, "verify_token" | "verify_with_key" | "verify_jwt" | "verify_slice")
}

/// Whether a type of this name holds it, whatever it is.
pub fn identifies(name: &str) -> bool {
    TYPES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_identifies_may_identify() {
        assert!(TYPES.iter().all(|name| may_identify(name)));
        assert!(may_identify("SessionUser") && !identifies("SessionUser"));
        assert!(!may_identify("Page"));
    }
}
