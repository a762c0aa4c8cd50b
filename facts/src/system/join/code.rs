//! Addresses, settings and panics in code, and whose they are.

use super::super::addresses;
use super::super::stores::StoreSiteKind;
use super::{Found, Join, Owners, Sites};
use crate::graph::system::{Address, AddressPurpose, Landscape, Setting, SettingKind, SiteKind};
use crate::program::At;

/// Adds them.
pub(super) fn add(
    join: &Join<'_, '_>,
    found: &Found<'_>,
    owners: &Owners,
    sites: &mut Sites<'_, '_, '_>,
    landscape: &mut Landscape,
) {
    for site in found.panics {
        let place = super::super::calls::place_of(join.program, site.at);
        sites.add(site.at, place, SiteKind::PanicOnRemote, &site.by, 90);
    }
    for site in found.settings {
        let index = landscape.settings.len() as u32;
        let (services, sure) = owners.of(join.program, site.item);
        landscape.settings.push(Setting {
            services,
            kind: site.kind,
            name: site.name.clone(),
            place: site.place,
            development: false,
            confidence: site.confidence.min(sure.max(80)),
        });
        if matches!(site.kind, SettingKind::LoggedSecret | SettingKind::PrintedSecret) {
            sites.add(site.at, site.place, SiteKind::LogSecret(index), &site.name, site.confidence);
        }
    }
    let uses = uses(found);
    for site in addresses::read(join.program, join.parents, join.origins, &uses) {
        landscape.addresses.push(Address {
            services: owners.of(join.program, site.item).0,
            purpose: site.purpose,
            host: site.host,
            is_default: site.is_default,
            constant: site.constant,
            place: site.place,
            confidence: site.confidence,
        });
    }
}

/// The expressions that are addresses, with what each is for.
fn uses(found: &Found<'_>) -> Vec<(At, AddressPurpose)> {
    let mut uses = found.addresses.to_vec();
    let calls = found.calls.calls.iter().filter_map(|call| Some((call.url?, AddressPurpose::Call)));
    uses.extend(calls);
    let brokers = found.messaging.addresses.iter();
    uses.extend(brokers.filter_map(|site| Some((site.address?, AddressPurpose::Broker))));
    uses.extend(found.stores.sites.iter().filter_map(|site| match site.kind {
        StoreSiteKind::MakePool { address: Some(at), .. }
        | StoreSiteKind::OpenConnection { address: Some(at), .. } => {
            Some((at, AddressPurpose::Database))
        }
        _ => None,
    }));
    uses
}
