//! Keywords, told from names when a token is read.

macro_rules! keywords {
    ($($name:ident $text:literal),* $(,)?) => {
        /// A keyword, or none.
        ///
        /// Words that are keywords only in some places are among them; the parser asks where it matters.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Keyword {
            /// A name.
            None,
            $(#[doc = stringify!($text)] $name,)*
        }

        /// The keyword of this spelling.
        pub(crate) fn of(text: &[u8]) -> Keyword {
            // All are short and in small letters, but for `Self`, so most names are done at once.
            if text.len() > 11 || !(text[0].is_ascii_lowercase() || matches!(text[0], b'S' | b'_')) {
                return Keyword::None;
            }
            match text {
                $($text => Keyword::$name,)*
                _ => Keyword::None,
            }
        }
    };
}

keywords! {
    As b"as", Async b"async", Await b"await", Auto b"auto", Become b"become", Box b"box", Break b"break", Const b"const",
    Continue b"continue", Crate b"crate", Default b"default", Dyn b"dyn", Else b"else", Enum b"enum", Extern b"extern",
    False b"false", Fn b"fn", For b"for", Gen b"gen", If b"if", Impl b"impl", In b"in", Let b"let", Loop b"loop",
    Macro b"macro", MacroRules b"macro_rules", Match b"match", Mod b"mod", Move b"move", Mut b"mut", Pub b"pub", Raw b"raw",
    Ref b"ref", Return b"return", Safe b"safe", SelfValue b"self", SelfType b"Self", Static b"static", Struct b"struct",
    Super b"super", Trait b"trait", True b"true", Try b"try", Type b"type", Underscore b"_", Union b"union",
    Unsafe b"unsafe", Use b"use", Where b"where", While b"while", Yield b"yield",
}

impl Keyword {
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
