//! What a rule is: a static value that names it, and a function that asks the graph.

use portcullis_facts::Depth;

use crate::context::Context;
use crate::engine::options::RuleOptions;
use crate::engine::report::Report;
use crate::settings::{Level, OptionValue, Preset};

/// One rule. The text about it is the `//!` page of its file and nothing else.
#[derive(Debug)]
pub struct Rule {
    /// `category/name`, named after the violation.
    pub id: &'static str,
    /// What it says, in one line, lower case, no full stop.
    pub summary: &'static str,
    /// The level of findings that carry no variant.
    pub level: Level,
    /// Kinds of findings that are set and suppressed by themselves: `id[variant]`.
    pub variants: &'static [Variant],
    /// Asks for technology that a system may do without: active in the preset `recommended` only
    /// if a part of the system already has it, which its check says by `Report::adopted`.
    pub gated: bool,
    /// What can be set.
    pub options: &'static [RuleOption],
    /// How its findings are mended.
    pub fix: Fix,
    /// The pattern or practice of the two seed documents that it serves.
    pub serves: &'static str,
    /// The text of its own file, from which the page is cut.
    pub source: &'static str,
    /// The function.
    pub check: Check,
}

/// A kind of findings within a rule.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// Its name, as in `id[name]`.
    pub name: &'static str,
    /// What it says, in one line, lower case, no full stop.
    pub summary: &'static str,
    /// Its level.
    pub level: Level,
    /// Whether it runs only where it is named itself: neither `all` nor its rule's id turn it on.
    pub opt_in: bool,
}

/// Something about a rule that can be set.
#[derive(Clone, Copy, Debug)]
pub struct RuleOption {
    /// Its key.
    pub name: &'static str,
    /// Its value where nothing is set; the type too.
    pub default: OptionDefault,
    /// What it does, in one line, lower case, no full stop.
    pub doc: &'static str,
}

/// A default that a `static` can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionDefault {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(&'static str),
    /// A list of texts.
    List(&'static [&'static str]),
}

impl OptionDefault {
    /// The default as a value.
    pub fn value(self) -> OptionValue {
        match self {
            Self::Bool(value) => OptionValue::Bool(value),
            Self::Integer(value) => OptionValue::Integer(value),
            Self::Text(value) => OptionValue::Text(value.to_owned()),
            Self::List(value) => OptionValue::List(value.iter().map(|v| (*v).to_owned()).collect()),
        }
    }

    /// The type in words.
    pub const fn type_name(self) -> &'static str {
        match self {
            Self::Bool(_) => "`true` or `false`",
            Self::Integer(_) => "a whole number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list of texts",
        }
    }

    /// Whether `value` is of this type.
    pub const fn accepts(self, value: &OptionValue) -> bool {
        matches!(
            (self, value),
            (Self::Bool(_), OptionValue::Bool(_))
                | (Self::Integer(_), OptionValue::Integer(_))
                | (Self::Text(_), OptionValue::Text(_))
                | (Self::List(_), OptionValue::List(_))
        )
    }
}

/// How findings of a rule are mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fix {
    /// A generator does it.
    Generated(&'static str),
    /// A generator makes the frame, a person fills it.
    Scaffolded(&'static str),
    /// By hand.
    Manual,
}

/// Asks the graph and reports.
pub type CheckFn = fn(&Context<'_>, &RuleOptions<'_>, &mut Report);

/// Who finds the violations, and of what.
#[derive(Clone, Copy)]
pub enum Check {
    /// A function of the code alone, which asks nothing of the landscape.
    Code(CheckFn),
    /// A function of the code and of the services that can link each other ([`Depth::LinkedServices`]).
    LinkedServices(CheckFn),
    /// A function of the whole graph.
    Graph(CheckFn),
    /// The engine itself, while it reads settings and suppressions.
    Engine,
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Code(_) => "Code",
            Self::LinkedServices(_) => "LinkedServices",
            Self::Graph(_) => "Graph",
            Self::Engine => "Engine",
        })
    }
}

impl Check {
    /// The function; none where the engine itself finds the violations.
    pub const fn function(self) -> Option<CheckFn> {
        match self {
            Self::Code(check) | Self::LinkedServices(check) | Self::Graph(check) => Some(check),
            Self::Engine => None,
        }
    }

    /// How deeply a system has to be read for it.
    pub const fn depth(self) -> Depth {
        match self {
            Self::Code(_) | Self::Engine => Depth::Code,
            Self::LinkedServices(_) => Depth::LinkedServices,
            Self::Graph(_) => Depth::System,
        }
    }
}

impl Rule {
    /// The category: `hexagonal`.
    pub fn category(&self) -> &'static str {
        self.id.split('/').next().unwrap_or(self.id)
    }

    /// The name without the category: `layer-dependency`.
    pub fn name(&self) -> &'static str {
        self.id.split('/').nth(1).unwrap_or(self.id)
    }

    /// A variant by name.
    pub fn variant(&self, name: &str) -> Option<&'static Variant> {
        self.variants.iter().find(|variant| variant.name == name)
    }

    /// The default level of a variant, or of findings without one.
    pub fn default_level(&self, variant: Option<&str>) -> Level {
        variant.and_then(|name| self.variant(name)).map_or(self.level, |variant| variant.level)
    }

    /// The level that a preset gives to a variant, or to findings without one.
    pub fn preset_level(&self, variant: Option<&str>, preset: Preset) -> Level {
        let level = self.default_level(variant);
        let within = |categories: &[&str]| {
            if categories.contains(&self.category()) || self.category() == "config" {
                level
            } else {
                Level::Off
            }
        };
        match preset {
            // How a system is deployed matters to who runs it; the rest that is off is a matter of taste.
            Preset::Production
                if level == Level::Off && variant.is_none() && self.category() == "deployment" =>
            {
                Level::Warning
            }
            Preset::Minimal if level < Level::Error => Level::Off,
            Preset::Minimal | Preset::Recommended | Preset::Strict | Preset::Production => level,
            Preset::Hexagonal => within(&["hexagonal"]),
            Preset::EventDriven => within(&["messaging", "saga", "event-sourcing"]),
        }
    }
}
