//! Marks of Portcullis' own macros.

use crate::framework::marks::{MadeType, Mark, MarkEntry, says};
use crate::framework::table::Framework;

/// The table. A procedural macro is not expanded, so what `#[port]` makes stands here.
pub(super) const TABLE: Framework = Framework {
    packages: &["portcullis-macros"],
    marks: &[
        MarkEntry {
            names: &["port"],
            mark: Mark::Port(None),
            makes: &[
                MadeType { option: "dyn", before: "Any", after: "" },
                MadeType { option: "mock", before: "Mock", after: "" },
                MadeType { option: "trace", before: "Traced", after: "" },
                MadeType { option: "tower", before: "", after: "Request" },
                MadeType { option: "tower", before: "", after: "Service" },
                MadeType { option: "tower", before: "", after: "Stack" },
            ],
        },
        says(&["adapter", "Adapter"], Mark::Adapter(None)),
        says(&["Entity", "ValueObject", "DomainEvent"], Mark::Domain),
        says(&["use_case"], Mark::UseCase),
    ],
    ..Framework::NONE
};
