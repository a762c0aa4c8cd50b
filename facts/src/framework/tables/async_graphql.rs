//! GraphQL.

use crate::framework::capability::gives;
use crate::framework::table::Framework;
use crate::graph::system::CapabilityKind::Contract;

/// The table.
pub(super) const TABLE: Framework = Framework {
    packages: &[
        "async-graphql",
        "async-graphql-axum",
        "async-graphql-actix-web",
        "async-graphql-poem",
        "async-graphql-warp",
        "async-graphql-rocket",
        "async-graphql-tide",
    ],
    capabilities: &[
        gives("Schema", Contract),
        gives("GraphQL", Contract),
        gives("GraphQLRequest", Contract),
    ],
    ..Framework::NONE
};
