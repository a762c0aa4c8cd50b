//! What runs, and at which level: presets, then settings from the widest name to the closest, then
//! `--select` and `--ignore`.

use std::collections::BTreeMap;

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::date::is_date;
use super::options::RuleOptions;
use super::pattern::Pattern;
use crate::SettingError;
use crate::registry::{find, rules};
use crate::rule::Rule;
use crate::settings::{Level, OptionValue, Origin, Override, Preset, RuleSetting, Settings};
use crate::suggest::did_you_mean;

/// What runs.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    rows: Vec<Row<'a>>,
    options: BTreeMap<&'static str, BTreeMap<&'a str, &'a OptionValue>>,
    overrides: Vec<PathOverride<'a>>,
    /// Whether no technology is waited for.
    ungated: bool,
    /// Whether warnings of high confidence become errors.
    pub(crate) strict: bool,
}

/// A rule or a variant of one, and its level.
#[derive(Debug)]
struct Row<'a> {
    id: &'a str,
    variant: Option<&'static str>,
    opt_in: bool,
    default: Level,
    level: Level,
    /// Set by a name in the configuration that means it alone or its rule.
    set: bool,
    /// Chosen by a name on the command line.
    selected: bool,
}

#[derive(Debug)]
struct PathOverride<'a> {
    globs: GlobSet,
    levels: Vec<(Pattern, Level)>,
    setting: &'a Override,
    expired: bool,
}

impl<'a> Plan<'a> {
    /// Works out what `settings` ask for.
    ///
    /// # Errors
    /// Every setting that cannot be meant.
    pub(crate) fn new(settings: &'a Settings) -> Result<Self, Vec<SettingError>> {
        let mut errors = Vec::new();
        let mut plan = Self {
            rows: Vec::new(),
            options: BTreeMap::new(),
            overrides: Vec::new(),
            ungated: settings
                .presets
                .iter()
                .any(|preset| matches!(preset, Preset::Strict | Preset::Production)),
            strict: settings.presets.contains(&Preset::Strict),
        };
        let presets: &[Preset] =
            if settings.presets.is_empty() { &[Preset::Recommended] } else { &settings.presets };
        for rule in rules() {
            let names = std::iter::once((None, false))
                .chain(rule.variants.iter().map(|v| (Some(v.name), v.opt_in)));
            for (variant, opt_in) in names {
                let level = presets.iter().map(|p| rule.preset_level(variant, *p)).max();
                plan.rows.push(Row {
                    id: rule.id,
                    variant,
                    opt_in,
                    default: rule.default_level(variant),
                    level: if opt_in { Level::Off } else { level.unwrap_or(Level::Off) },
                    set: false,
                    selected: false,
                });
            }
        }
        for custom in &settings.custom {
            let (id, level) = (custom.id.as_str(), custom.level);
            let row = Row {
                id,
                variant: None,
                opt_in: false,
                default: level,
                level,
                set: false,
                selected: false,
            };
            plan.rows.push(row);
        }
        plan.apply_settings(settings, &mut errors);
        plan.apply_command_line(settings, &mut errors);
        plan.read_overrides(settings, &mut errors);
        if errors.is_empty() { Ok(plan) } else { Err(errors) }
    }

    fn apply_settings(&mut self, settings: &'a Settings, errors: &mut Vec<SettingError>) {
        let mut levels = Vec::new();
        for setting in &settings.rules {
            match Pattern::new(&setting.selector, &settings.custom) {
                Ok(pattern) => {
                    self.read_options(setting, &pattern, errors);
                    levels.extend(setting.level.map(|level| (pattern, level)));
                }
                Err(error) => errors.push(setting_error(error, &setting.origin)),
            }
        }
        levels.sort_by_key(|(pattern, _)| pattern.closeness());
        for (pattern, level) in levels {
            for row in &mut self.rows {
                if pattern.matches(row.id, row.variant, row.opt_in) {
                    row.level = level;
                    row.set = true;
                }
            }
        }
    }

    fn read_options(
        &mut self,
        setting: &'a RuleSetting,
        pattern: &Pattern,
        errors: &mut Vec<SettingError>,
    ) {
        if setting.options.is_empty() {
            return;
        }
        let rule = match pattern {
            Pattern::Rule(id) => find(id),
            _ => None,
        };
        let Some(rule) = rule else {
            let message = format!("`{}` cannot have options", setting.selector);
            let help = "options belong to one rule: set them below its id".to_owned();
            return errors.push(setting_error((message, help), &setting.origin));
        };
        for (name, value) in &setting.options {
            match option_fault(rule, name, value) {
                Some(fault) => errors.push(setting_error(fault, &setting.origin)),
                None => {
                    self.options.entry(rule.id).or_default().insert(name, value);
                }
            }
        }
    }

    fn apply_command_line(&mut self, settings: &'a Settings, errors: &mut Vec<SettingError>) {
        let mut read = |names: &[String]| -> Vec<Pattern> {
            let patterns = names.iter().map(|name| Pattern::new(name, &settings.custom));
            let found = patterns.filter_map(|pattern| {
                pattern.map_err(|e| errors.push(setting_error(e, &Origin::default()))).ok()
            });
            found.collect()
        };
        let (select, ignore) = (read(&settings.select), read(&settings.ignore));
        for row in &mut self.rows {
            let named = |patterns: &[Pattern]| {
                let meant = patterns.iter().filter(|p| p.matches(row.id, row.variant, row.opt_in));
                meant.map(Pattern::closeness).max()
            };
            if !settings.select.is_empty() {
                row.selected = named(&select).is_some();
                row.level = match named(&select) {
                    None => Level::Off,
                    // What the configuration switches off stays off unless it is named itself.
                    Some(closeness) if row.set && closeness < 2 => row.level,
                    Some(_) if row.level == Level::Off => match row.default {
                        Level::Off => Level::Warning,
                        level => level,
                    },
                    Some(_) => row.level,
                };
            }
            if named(&ignore).is_some() {
                row.level = Level::Off;
            }
        }
    }

    fn read_overrides(&mut self, settings: &'a Settings, errors: &mut Vec<SettingError>) {
        for setting in &settings.overrides {
            let before = errors.len();
            if setting.because.trim().is_empty() {
                let message = "an override needs a reason".to_owned();
                let help = "add `because = \"...\"`".to_owned();
                errors.push(setting_error((message, help), &setting.origin));
            }
            if let Some(until) = setting.until.as_deref().filter(|until| !is_date(until)) {
                let message = format!("`{until}` is no date");
                let help = "write it as `until = \"2026-12-31\"`".to_owned();
                errors.push(setting_error((message, help), &setting.origin));
            }
            let all = setting.paths.iter();
            let globs = path_globs(all.clone().map(|path| &**path)).map_err(|fault| {
                let wrong = all.clone().find(|path| path_globs([&***path]).is_err());
                let origin = wrong.map(|path| setting.origin.of(path));
                errors.push(setting_error(fault, origin.as_ref().unwrap_or(&setting.origin)));
            });
            let mut levels = Vec::new();
            for rule in &setting.rules {
                if !rule.options.is_empty() {
                    let message = "an override cannot set options".to_owned();
                    let help = "set a level, as in `\"hexagonal/*\" = \"off\"`".to_owned();
                    errors.push(setting_error((message, help), &rule.origin));
                }
                match (Pattern::new(&rule.selector, &settings.custom), rule.level) {
                    (Ok(pattern), Some(level)) => levels.push((pattern, level)),
                    (Ok(_), None) => {}
                    (Err(fault), _) => errors.push(setting_error(fault, &rule.origin)),
                }
            }
            levels.sort_by_key(|(pattern, _)| pattern.closeness());
            if let (Ok(globs), true) = (globs, errors.len() == before) {
                let until = setting.until.as_deref();
                let expired = until.is_some_and(|day| day < settings.today.as_str());
                self.overrides.push(PathOverride { globs, levels, setting, expired });
            }
        }
    }

    /// The levels of a rule's variants, as its report wants them: what an override switches on below
    /// some path runs everywhere, and is dropped elsewhere.
    pub(crate) fn levels(&self, rule: &Rule) -> Vec<(Option<&'static str>, Level)> {
        let rows = self.rows.iter().filter(|row| row.id == rule.id);
        rows.map(|row| (row.variant, self.highest(row))).collect()
    }

    /// Whether a gated rule runs although nobody has what it asks for: a preset lifts the gate, or a
    /// name in the configuration or on the command line asks for the rule.
    pub(crate) fn lifts_gate(&self, rule: &Rule) -> bool {
        self.ungated
            || self.rows.iter().any(|row| {
                row.id == rule.id && row.level != Level::Off && (row.set || row.selected)
            })
    }

    /// Whether a rule runs anywhere.
    pub(crate) fn is_on(&self, id: &str) -> bool {
        self.rows.iter().any(|row| row.id == id && self.highest(row) != Level::Off)
    }

    /// The highest level that a row has anywhere.
    fn highest(&self, row: &Row<'_>) -> Level {
        let overrides = self.overrides.iter().filter(|o| !o.expired).flat_map(|o| &o.levels);
        let there = overrides
            .filter(|(pattern, _)| pattern.matches(row.id, row.variant, row.opt_in))
            .map(|(_, level)| *level);
        there.chain([row.level]).max().unwrap_or(row.level)
    }

    /// The level of a rule or variant for a finding at `path`.
    pub(crate) fn level(&self, id: &str, variant: Option<&str>, path: &str) -> Level {
        let Some(row) = self.rows.iter().find(|row| row.id == id && row.variant == variant) else {
            return Level::Off;
        };
        let mut level = row.level;
        for over in self.overrides.iter().filter(|o| !o.expired && o.globs.is_match(path)) {
            for (pattern, there) in &over.levels {
                if pattern.matches(id, variant, row.opt_in) {
                    level = *there;
                }
            }
        }
        level
    }

    /// Whether any finding of what `pattern` means may come out of this run.
    pub(crate) fn runs(&self, pattern: &Pattern) -> bool {
        self.rows.iter().any(|row| {
            // A suppression of a whole rule covers its opt-in variants too.
            row.level != Level::Off
                && pattern.matches(row.id, row.variant, row.opt_in && row.level == Level::Off)
        })
    }

    /// The options of a rule.
    pub(crate) fn options(&self, rule: &'a Rule) -> RuleOptions<'a> {
        RuleOptions::new(rule, self.options.get(rule.id).cloned().unwrap_or_default())
    }

    /// The overrides that are past their last day.
    pub(crate) fn expired(&self) -> impl Iterator<Item = &'a Override> {
        self.overrides.iter().filter(|o| o.expired).map(|o| o.setting)
    }
}

/// Globs of paths as one set.
///
/// # Errors
/// What is wrong with one of them.
pub(crate) fn path_globs<'t>(
    globs: impl IntoIterator<Item = &'t str>,
) -> Result<GlobSet, (String, String)> {
    let mut set = GlobSetBuilder::new();
    for text in globs {
        let glob = Glob::new(text)
            .map_err(|error| (format!("`{text}` is no valid glob"), error.kind().to_string()))?;
        set.add(glob);
    }
    set.build().map_err(|error| (error.to_string(), "use fewer or simpler globs".to_owned()))
}

/// A fault of a setting as an error.
pub(crate) fn setting_error((message, help): (String, String), origin: &Origin) -> SettingError {
    SettingError { message, help: Some(help), origin: origin.clone() }
}

fn option_fault(rule: &Rule, name: &str, value: &OptionValue) -> Option<(String, String)> {
    let Some(option) = rule.options.iter().find(|option| option.name == name) else {
        let all: Vec<String> = rule.options.iter().map(|o| format!("`{}`", o.name)).collect();
        let otherwise = if all.is_empty() {
            format!("`{}` has no options", rule.id)
        } else {
            format!("the options of `{}` are {}", rule.id, all.join(", "))
        };
        let help = did_you_mean(name, rule.options.iter().map(|o| o.name), &otherwise);
        return Some((format!("rule `{}` has no option `{name}`", rule.id), help));
    };
    (!option.default.accepts(value)).then(|| {
        let expected = option.default.type_name();
        (format!("option `{name}` of rule `{}` must be {expected}", rule.id), option.doc.to_owned())
    })
}
