//! Tests of the page as a text; `tests/report/check.sh` uses it in a browser.

use portcullis_facts::System;
use portcullis_facts::graph::system::{
    Listener, PipelineJob, PipelineRun, Service, ServiceId, ServiceKind,
};
use portcullis_facts::place::{FileId, Place, Span};
use portcullis_rules::Outcome;
use portcullis_rules::finding::Finding;

use super::patterns::{Asked, PATTERNS, State};
use super::{Earlier, Locator, Making, write};
use crate::escape;
use crate::report::Report;
use crate::report::tests::{report, sample};
use crate::testing;

const HOSTILE: &str =
    "</script><script>alert(1)</script>\"' onload=x ]]> <!-- javascript:x \u{202e}`x`";

fn page(system: &System, outcome: &Outcome, earlier: Option<&Earlier>) -> String {
    let report = Report { title: HOSTILE, ..report(system, outcome) };
    let mut out = Vec::new();
    write(&report, earlier, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The shop of the tests, as a service with a hostile name.
fn shop() -> System {
    let mut system = testing::shop();
    let place = system.graph.edges[0].place;
    let crates: Vec<_> = system.graph.crates().map(|(id, _)| id).collect();
    system.graph.landscape.services.push(Service {
        name: HOSTILE.into(),
        kind: ServiceKind::Http,
        package: system.graph.crates[0].package,
        krate: crates[0],
        crates,
        main: None,
        place,
        listeners: Vec::<Listener>::new(),
        deployments: Vec::new(),
        frameworks: Vec::new(),
        capabilities: Vec::new(),
        hidden: Vec::new(),
        why: portcullis_facts::graph::system::Provenance::sure(95),
    });
    system
}

/// A finding on the use of an adapter by the core, with hostile texts.
fn finding(system: &System) -> Finding {
    let (_, outcome) = sample();
    let mut finding = outcome.findings[0].clone();
    finding.place = system.graph.edges[0].place;
    finding.message = HOSTILE.into();
    finding.help = HOSTILE.into();
    finding.service = Some(HOSTILE.into());
    finding.rule = "hexagonal/layer-dependency".into();
    finding.related.clear();
    finding.path.clear();
    finding
}

/// Nothing but what is written here stands in tags.
fn check(html: &str) {
    let (_, body) = html.split_once("<body>").expect("a body");
    let (body, _) = body.rsplit_once("<script>").expect("a script");
    let mut rest = body;
    let mut open: Vec<&str> = Vec::new();
    while let Some((_, tag)) = rest.split_once('<') {
        let (tag, after) = tag.split_once('>').expect("an end of the tag");
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{tag}");
            continue;
        }
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        assert!(!["script", "img", "iframe", "style", "link"].contains(&name), "{tag}");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        for attribute in tag.split('"').step_by(2).skip(1).flat_map(|part| part.split(' ')) {
            assert!(!attribute.starts_with("on") && !attribute.starts_with("style"), "{tag}");
        }
        if !tag.ends_with('/') && !["input", "br"].contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
    for link in body.split("href=\"").skip(1) {
        assert!(link.starts_with('#'), "{}", &link[..link.len().min(40)]);
    }
    let shown = body.chars().find(|c| !"\n\t".contains(*c) && escape::replacement(*c).is_some());
    assert_eq!(shown, None);
}

/// Links lead to what is there, and no name is there twice.
fn check_links(html: &str) {
    let ids: Vec<&str> = html
        .split(" id=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap_or_default())
        .collect();
    let unique: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "an id stands there twice");
    for link in html.split("href=\"#").skip(1) {
        let link = link.split('"').next().unwrap_or_default();
        assert!(unique.contains(link), "#{link} is not there");
    }
}

#[test]
fn hostile_names_are_text() {
    let system = shop();
    let outcome = Outcome { findings: vec![finding(&system)], ..Outcome::default() };
    let html = page(&system, &outcome, None);
    check(&html);
    check_links(&html);
    assert_eq!(html.matches("<script>").count(), 1);
    assert!(html.contains("&lt;/script&gt;&lt;script&gt;alert(1)"));
    assert!(html.contains("<mark>crate::adapters::Store</mark>"), "the line is shown");
    let (system, outcome) = sample();
    check(&page(&system, &outcome, None));
}

#[test]
fn the_policy_knows_the_style_and_the_script_and_nothing_else() {
    let html = page(&System::default(), &Outcome::default(), None);
    let policy = html.split("content=\"default-src").nth(1).unwrap().split('"').next().unwrap();
    assert!(policy.starts_with(" 'none'; style-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
    let between = |from: &str, to: &str| {
        let (_, rest) = html.split_once(from).unwrap();
        super::sha256(rest.split_once(to).unwrap().0)
    };
    assert!(policy.contains(&between("<style>", "</style>")));
    assert!(policy.contains(&between("<script>", "</script>\n</body>")));
}

#[test]
fn a_run_that_found_nothing_has_a_page() {
    let html = page(&System::default(), &Outcome::default(), None);
    check(&html);
    for text in ["Nothing was found.", "Everything was read and followed.", "No service was found"]
    {
        assert!(html.contains(text), "{text}");
    }
}

#[test]
fn what_is_new_is_marked_and_what_is_gone_is_counted() {
    let (system, outcome) = sample();
    let known = &outcome.findings[0].fingerprint;
    let earlier = format!(
        "{{\"version\": 1, \"findings\": [{{\"rule\": \"a/b\", \"fingerprint\": \"{known}\"}}, \
         {{\"rule\": \"c/d\", \"fingerprint\": \"gone\"}}]}}"
    );
    let earlier = Earlier::read(&earlier).unwrap();
    let html = page(&system, &outcome, Some(&earlier));
    check(&html);
    assert!(html.contains("<b class=\"new\">2 new</b>, <b class=\"gone\">1 gone</b>"));
    assert_eq!(html.matches("data-new=\"true\"").count(), outcome.findings.len() - 1);
}

#[test]
fn no_secret_is_shown() {
    let mut system = shop();
    let text = "const DB: &str = \"postgres://shop:swordfish@db/shop\"; // hunter2\n";
    system.files[1].text = text.to_owned().into();
    let at = |part: &str| {
        let start = text.find(part).unwrap() as u32;
        Place { file: FileId(1), span: Span::new(start, start + part.len() as u32) }
    };
    system.graph.landscape.secrets = vec![at("hunter2")];
    let mut found = finding(&system);
    found.place = at("DB");
    found.message = "`postgres://shop:swordfish@db/shop` is committed".into();
    let outcome = Outcome { findings: vec![found], ..Outcome::default() };
    let html = page(&system, &outcome, None);
    assert!(html.contains("•••••••"));
    assert!(!html.contains("hunter2") && !html.contains("swordfish"));
}

#[test]
fn many_findings_leave_the_page_small() {
    let system = shop();
    let mut one = finding(&system);
    one.message = "x".repeat(900);
    let outcome = Outcome { findings: vec![one; 6_000], ..Outcome::default() };
    let html = page(&system, &outcome, None);
    assert!(html.len() < 5_000_000, "{}", html.len());
    assert!(html.contains("findings are not listed here"));
    check(&html);
}

/// What the page says of a pattern in the first service.
fn state(system: &System, outcome: &Outcome, name: &str) -> State {
    let report = report(system, outcome);
    let locator = Locator::new(system);
    let making = Making {
        report: &report,
        earlier: None,
        findings: &outcome.findings,
        locator: &locator,
        modules: std::collections::HashMap::new(),
    };
    let id = ServiceId(0);
    let asked = Asked { making: &making, id, service: system.graph.landscape.service(id) };
    let pattern = PATTERNS.iter().find(|pattern| pattern.name == name).expect(name);
    (pattern.of)(&asked).state
}

#[test]
fn a_pattern_of_which_nothing_is_known_is_unknown() {
    let system = shop();
    let outcome = Outcome { findings: vec![finding(&system)], ..Outcome::default() };
    let state = |name| state(&system, &outcome, name);
    assert_eq!(state("Hexagonal Architecture"), State::Violated);
    assert_eq!(state("CQRS"), State::Unknown);
    assert_eq!(state("Database per Service"), State::NotApplicable);
    assert_eq!(state("Circuit Breaker"), State::NotApplicable);
    assert_eq!(state("Health Check"), State::Missing);
    assert_eq!(state("Domain-Driven Design"), State::Unknown);
    assert_eq!(state("Loose Coupling"), State::Present);
}

#[test]
fn a_pipeline_is_missing_only_where_all_jobs_are_seen() {
    let mut system = shop();
    let package = system.graph.package(system.graph.landscape.services[0].package);
    let (name, dir) = (package.name.clone(), package.dir.clone());
    let place = system.graph.edges[0].place;
    let job = |runs: Vec<PipelineRun>, opaque: bool| PipelineJob {
        name: "check".into(),
        place,
        runs,
        images: Vec::new(),
        opaque,
    };
    let run = |packages: Vec<String>| PipelineRun {
        tests: true,
        packages,
        workspace: false,
        folder: dir.clone(),
    };
    let other = run(vec!["other".into()]);
    for (jobs, expected) in [
        (vec![], State::Unknown),
        (vec![job(vec![other.clone()], false)], State::Missing),
        (vec![job(vec![other.clone()], false), job(vec![], true)], State::Unknown),
        (vec![job(vec![other.clone(), run(vec![name])], false)], State::Present),
        (vec![job(vec![], true), job(vec![run(vec![])], false)], State::Present),
    ] {
        system.graph.landscape.pipelines = jobs;
        assert_eq!(state(&system, &Outcome::default(), "CI/CD"), expected);
    }
}
