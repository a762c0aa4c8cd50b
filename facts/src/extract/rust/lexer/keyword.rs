//! Keywords, told from names when a token is read.

use super::eight::{EIGHT, pack};

macro_rules! keywords {
    ($($name:ident $text:literal),* $(,)?) => {
        /// A keyword, or none.
        ///
        /// Words that are keywords only in some places are among them; the parser asks where it matters.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Keyword {
            /// A name.
            None,
            /// `macro_rules`
            MacroRules,
            $(#[doc = stringify!($text)] $name,)*
        }

        /// The spellings as numbers.
        #[expect(non_upper_case_globals, reason = "each has the name of its keyword")]
        mod packed {
            $(pub(super) const $name: u64 = super::pack($text);)*
        }

        /// The keyword that eight bytes or fewer spell; see [`pack`].
        pub(super) fn of_packed(packed: u64) -> Keyword {
            // All are in small letters, but for `Self`, so most names are done at once.
            let first = packed as u8;
            if !(first.is_ascii_lowercase() || matches!(first, b'S' | b'_')) {
                return Keyword::None;
            }
            match packed {
                $(packed::$name => Keyword::$name,)*
                _ => Keyword::None,
            }
        }
    };
}

keywords! {
    As b"as", Async b"async", Await b"await", Auto b"auto", Become b"become", Box b"box", Break b"break", Const b"const",
    Continue b"continue", Crate b"crate", Default b"default", Dyn b"dyn", Else b"else", Enum b"enum", Extern b"extern",
    False b"false", Fn b"fn", For b"for", Gen b"gen", If b"if", Impl b"impl", In b"in", Let b"let", Loop b"loop",
    Macro b"macro", Match b"match", Mod b"mod", Move b"move", Mut b"mut", Pub b"pub", Raw b"raw",
    Ref b"ref", Return b"return", Safe b"safe", SelfValue b"self", SelfType b"Self", Static b"static", Struct b"struct",
    Super b"super", Trait b"trait", True b"true", Try b"try", Type b"type", Underscore b"_", Union b"union",
    Unsafe b"unsafe", Use b"use", Where b"where", While b"while", Yield b"yield",
}

/// The keyword of this spelling.
pub(super) fn of(text: &[u8]) -> Keyword {
    match text {
        b"macro_rules" => Keyword::MacroRules,
        _ if text.len() > EIGHT => Keyword::None,
        _ => of_packed(pack(text)),
    }
}

impl Keyword {
    /// Whether an item that others see may begin with it, words like `pub` before it left out.
    pub(crate) const fn may_begin_item(self) -> bool {
        matches!(
            self,
            Self::Use
                | Self::Fn
                | Self::Struct
                | Self::Enum
                | Self::Impl
                | Self::Mod
                | Self::Trait
                | Self::Type
                | Self::Extern
                | Self::Static
                | Self::Const
                | Self::Union
                | Self::MacroRules
        )
    }

    /// Whether it may be a name: none at all, or one that is a keyword only in some places.
    pub(crate) const fn is_name(self) -> bool {
        matches!(
            self,
            Self::None
                | Self::Auto
                | Self::Default
                | Self::Gen
                | Self::Macro
                | Self::MacroRules
                | Self::Raw
                | Self::Safe
                | Self::Union
                | Self::Try
                | Self::Async
                | Self::Dyn
                | Self::Await
                | Self::Box
        )
    }
}
