
use builtin;
use str;

set edit:completion:arg-completer[portcullis] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'portcullis'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'portcullis'= {
            cand --color 'When to colour the text'
            cand -q 'Say less: one line a finding, no summary'
            cand --quiet 'Say less: one line a finding, no summary'
            cand -v 'Say more: every problem, the configuration that is used'
            cand --verbose 'Say more: every problem, the configuration that is used'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand lint 'Check a system and report where its architecture is broken'
            cand explain 'Explain a rule: what it finds, why, and how to do it right'
            cand rules 'List all rules with their levels'
            cand why 'Show how one part of a system gets to another'
            cand facts 'Show what was read of a system, and what could not be'
            cand graph 'Draw a system: its services, layers, packages or modules, and what leads from one to another'
            cand report 'Write a page with maps, findings, patterns and metrics of a system'
            cand init 'Start a `portcullis.toml` from the layers and services that are detected'
            cand baseline 'Record the findings of today, so that `lint` fails only for new ones'
            cand new 'Make a workspace with its first service'
            cand add 'Add a piece to a workspace: a service, a port, an adapter, a use case, an event, a health check, timeouts, tracing, metrics, authentication, a circuit breaker, a database'
            cand fix 'Mend findings whose fix is one sure edit: timeouts that are missing, suppressions of nothing'
            cand undo 'Take back what `new`, `add` or `fix` wrote last'
            cand diff 'Show what a change does to the architecture'
            cand docs 'Write documentation of the architecture in Markdown, made from the code'
            cand lsp 'Serve an editor: findings while you type, their reasons, and what mends them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'portcullis;lint'= {
            cand --format 'The form of the report, and the file that it goes to; may be repeated'
            cand -o 'Write the report to FILE instead of standard output'
            cand --output 'Write the report to FILE instead of standard output'
            cand --select 'Run only these rules, those that are off by default too'
            cand --ignore 'Do not run these rules; stronger than --select'
            cand --preset 'Use this preset instead of those that the configuration extends'
            cand --baseline 'Leave out the findings of this file instead of those of `portcullis-baseline.toml`'
            cand --since 'Report only what was not found in this revision of the git repository'
            cand --config 'Use this file instead of the nearest `portcullis.toml`'
            cand --color 'When to colour the text'
            cand --show-weak 'Report weak findings too, as notes'
            cand --watch 'Check again whenever a file was saved, until Ctrl-C'
            cand --no-baseline 'Report known findings too'
            cand --locked 'Fail if a known finding is fixed, instead of taking it out of the file'
            cand --no-config 'Use no configuration: detected layers, preset `recommended`'
            cand --deny-warnings 'Exit with 1 for warnings too'
            cand --exit-zero 'Exit with 0 whatever is found'
            cand --strict-inputs 'Exit with 3 if a clean run could not see everything'
            cand -q 'Say less: one line a finding, no summary'
            cand --quiet 'Say less: one line a finding, no summary'
            cand -v 'Say more: every problem, the configuration that is used'
            cand --verbose 'Say more: every problem, the configuration that is used'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'portcullis;explain'= {
            cand --color 'When to colour the text'
            cand --all 'List all rules, a line each'
            cand -q 'Say less: one line a finding, no summary'
            cand --quiet 'Say less: one line a finding, no summary'
            cand -v 'Say more: every problem, the configuration that is used'
            cand --verbose 'Say more: every problem, the configuration that is used'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'portcullis;rules'= {
            cand --format 'The form of the output'
            cand --color 'When to colour the text'
            cand -q 'Say less: one line a finding, no summary'
            cand --quiet 'Say less: one line a finding, no summary'
            cand -v 'Say more: every problem, the configuration that is used'
            cand --verbose 'Say more: every problem, the configuration that is used'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'portcullis;why'= {
            cand -p 'The folder to read'
            cand --path 'The folder to read'
            cand --format 'The form of the output'
            cand --config 'Use this file instead of the nearest `portcullis.toml`'
            cand --color 'When to colour the text'
            cand --tests 'Follow tests, examples, benches and build scripts too'
            cand --no-config 'Use no configuration: detected layers, preset `recommended`'
            cand -q 'Say less: one line a finding, no summary'
            cand --quiet 'Say less: one line a finding, no summary'
            cand -v 'Say more: every problem, the configuration that is used'
            cand --verbose 'Say more: every problem, the configuration that is used'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'portcullis;facts'= {
            cand -p 'The folder to read'
            cand --path 'The folder to read'
            cand --format 'The form of the output'
            cand --config 'Use this file instead of the nearest `portcullis.toml`'
            cand --edges-of 'List which module of CRATE uses which, tab-separated'
            cand --modules-of 'List the modules of CRATE that exist under the configuration'
            cand --features 'Features of CRATE that are on, with all that they switch on'
            cand --cfg 'What else is on: `flag` or `key="value"`, as `cfg` knows it'
            cand --target 'The platform'
            cand --color 'When to colour the text'
            cand --no-config 'Use no configuration: detected layers, preset `recommended`'
            cand --without-std 'Leave out what stands in the arguments of the standard library''s macros, and edges into it'
            cand --no-default-features 'Leave `default` off'
            cand -q 'Say less: one line a finding, no summary'
            cand --quiet 'Say less: one line a finding, no summary'
            cand -v 'Say more: every problem, the configuration that is used'
            cand --verbose 'Say more: every problem, the configuration that is used'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'portcullis;graph'= {
            cand --level 'What the nodes are'
            cand --format 'The form of the output'
            cand -o 'Write to FILE instead of standard output'
            cand --output 'Write to FILE instead of standard output'
            cand --focus 'Show only what is around this: a node or a group, by name or pattern'
            cand --depth 'How many edges away from it a node may be, whichever way they point'
            cand --collapse 'Fold these groups into one node each, by name or pattern; may be repeated'
            cand --max-nodes 'Fold the deepest groups while there are more nodes than this'
            cand --config 'Use this file instead of the nearest `portcullis.toml`'
            cand --color 'When to colour the text'
            cand --only-violations 'Show only edges that findings speak of or that are part of a cycle, with their ends'
            cand --no-config 'Use no configuration: detected layers, preset `recommended`'
            cand -q 'Say less: one line a finding, no summary'
            cand --quiet 'Say less: one line a finding, no summary'
            cand -v 'Say more: every problem, the configuration that is used'
            cand --verbose 'Say more: every problem, the configuration that is used'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'portcullis;report'= {
            cand -o 'The folder in which `index.html` is written'
            cand --output 'The folder in which `index.html` is written'
            cand --compare 'Show what has come and gone since this report of `lint --format json`'
            cand --preset 'Use this preset instead of those that the configuration extends'
            cand --config 'Use this file instead of the nearest `portcullis.toml`'
            cand --color 'When to colour the text'
            cand --force 'Replace an `index.html` there that is no such page'
            cand --open 'Open the page in a browser'
            cand --no-config 'Use no configuration: detected layers, preset `recommended`'
            cand -q 'Say less: one line a finding, no summary'
            cand --quiet 'Say less: one line a finding, no summary'
            cand -v 'Say more: every problem, the configuration that is used'
            cand --verbose 'Say more: every problem, the configuration that is used'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'portcullis;init'= {
            cand --color 'When to colour the text'
            cand -n 'Print the file instead of writing it'
            cand --dry-run 'Print the file instead of writing it'
            cand -q 'Say less: one line a finding, no summary'
            cand --quiet 'Say less: one line a finding, no summary'
            cand -v 'Say more: every problem, the configuration that is used'
            cand --verbose 'Say more: every problem, the configuration that is used'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'portcullis;baseline'= {
            cand --baseline 'The file to keep, instead of `portcullis-baseline.toml` in PATH'
            cand --preset 'Use this preset instead of those that the configuration extends'
            cand --config 'Use this file instead of the nearest `portcullis.toml`'
            cand --color 'When to colour the text'
            cand --per-package 'Keep a file beside each package''s Cargo.toml instead of one in PATH'
            cand --accept-new 'Record new findings though a rule then has more of them than before'
            cand --no-config 'Use no configuration: detected layers, preset `recommended`'
            cand -q 'Say less: one line a finding, no summary'
            cand --quiet 'Say less: one line a finding, no summary'
            cand -v 'Say more: every problem, the configuration that is used'
            cand --verbose 'Say more: every problem, the configuration that is used'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'portcullis;new'= {
            cand --path 'The folder to make [default: NAME in this folder]'
            cand --service 'The name of the first service'
            cand --in 'What calls the service: `rest`, `grpc`, `kafka`, `nats`; several with commas'
            cand --out 'What the service calls: `repository:sqlite`, `publisher:kafka` and others; several with commas'
            cand --answer 'The answer to a question of the pack that has no option here; may be repeated'
            cand --templates 'Lay the packs in FOLDER over those of the program: single files of them, or new ones'
            cand --macros 'Where generated code gets the macros from: `embedded`, `registry` or `path:FOLDER`'
            cand --color 'When to colour the text'
            cand --bare 'Make the service without the sample: health checks, measurements and wiring alone'
            cand -n 'Print what would be written, and its differences, and write nothing'
            cand --dry-run 'Print what would be written, and its differences, and write nothing'
            cand --no-verify 'Write without having compiled and linted it first'
            cand --force 'Replace files that are there; what they lose is shown'
            cand -y 'Ask nothing: what was not said has its default'
            cand --yes 'Ask nothing: what was not said has its default'
            cand -q 'Say less: one line a finding, no summary'
            cand --quiet 'Say less: one line a finding, no summary'
            cand -v 'Say more: every problem, the configuration that is used'
            cand --verbose 'Say more: every problem, the configuration that is used'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'portcullis;add'= {
            cand --service 'The service that is added to, where there are several'
            cand --direction 'Of a port: `out` for what the core needs, `in` for what it offers'
            cand --tech 'Of an adapter: what is behind it, as part of its name; of a database: `sqlite` or `postgres`'
            cand --in 'Of a service: what calls it, as for `portcullis new`'
            cand --out 'Of a service: what it calls, as for `portcullis new`'
            cand --seconds 'Of timeouts: how many seconds, instead of what `resilience/no-timeout` is set to'
            cand --path 'The workspace to add to'
            cand --answer 'The answer to a question of the pack that has no option here; may be repeated'
            cand --templates 'Lay the packs in FOLDER over those of the program: single files of them, or new ones'
            cand --macros 'Where generated code gets the macros from: `embedded`, `registry` or `path:FOLDER`'
            cand --color 'When to colour the text'
            cand --bare 'Of a service: without the sample, as for `portcullis new`'
            cand -n 'Print what would be written, and its differences, and write nothing'
            cand --dry-run 'Print what would be written, and its differences, and write nothing'
            cand --no-verify 'Write without having compiled and linted it first'
            cand --force 'Replace files that are there; what they lose is shown'
            cand -y 'Ask nothing: what was not said has its default'
            cand --yes 'Ask nothing: what was not said has its default'
            cand -q 'Say less: one line a finding, no summary'
            cand --quiet 'Say less: one line a finding, no summary'
            cand -v 'Say more: every problem, the configuration that is used'
            cand --verbose 'Say more: every problem, the configuration that is used'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'portcullis;fix'= {
            cand --service 'Only what belongs to this service, with the crates of the workspace that it uses'
            cand --path 'The workspace'
            cand --color 'When to colour the text'
            cand -n 'Print what would be written, and its differences, and write nothing'
            cand --dry-run 'Print what would be written, and its differences, and write nothing'
            cand --no-verify 'Write without having compiled and linted it first'
            cand -q 'Say less: one line a finding, no summary'
            cand --quiet 'Say less: one line a finding, no summary'
            cand -v 'Say more: every problem, the configuration that is used'
            cand --verbose 'Say more: every problem, the configuration that is used'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'portcullis;undo'= {
            cand --color 'When to colour the text'
            cand -n 'Print what would be taken back, and do nothing'
            cand --dry-run 'Print what would be taken back, and do nothing'
            cand -q 'Say less: one line a finding, no summary'
            cand --quiet 'Say less: one line a finding, no summary'
            cand -v 'Say more: every problem, the configuration that is used'
            cand --verbose 'Say more: every problem, the configuration that is used'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'portcullis;diff'= {
            cand -p 'The folder to compare'
            cand --path 'The folder to compare'
            cand --format 'The form of the comparison, and the file that it goes to; may be repeated'
            cand -o 'Write the comparison to FILE instead of standard output'
            cand --output 'Write the comparison to FILE instead of standard output'
            cand --select 'Run only these rules, those that are off by default too'
            cand --ignore 'Do not run these rules; stronger than --select'
            cand --preset 'Use this preset instead of those that the configuration extends'
            cand --config 'Use this file instead of the nearest `portcullis.toml`'
            cand --color 'When to colour the text'
            cand --merge-base 'Compare with the commit at which HEAD left BASE, not with BASE itself'
            cand --no-config 'Use no configuration: detected layers, preset `recommended`'
            cand --deny-warnings 'Exit with 1 for warnings too'
            cand --exit-zero 'Exit with 0 whatever is found'
            cand --strict-inputs 'Exit with 3 if a clean run could not see everything'
            cand -q 'Say less: one line a finding, no summary'
            cand --quiet 'Say less: one line a finding, no summary'
            cand -v 'Say more: every problem, the configuration that is used'
            cand --verbose 'Say more: every problem, the configuration that is used'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'portcullis;docs'= {
            cand -o 'The folder of the pages [default: docs/architecture in PATH]'
            cand --output 'The folder of the pages [default: docs/architecture in PATH]'
            cand --config 'Use this file instead of the nearest `portcullis.toml`'
            cand --color 'When to colour the text'
            cand --check 'Write nothing; fail if a page does not say what the code says'
            cand --no-config 'Use no configuration: detected layers, preset `recommended`'
            cand -q 'Say less: one line a finding, no summary'
            cand --quiet 'Say less: one line a finding, no summary'
            cand -v 'Say more: every problem, the configuration that is used'
            cand --verbose 'Say more: every problem, the configuration that is used'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'portcullis;lsp'= {
            cand --config 'Use this file instead of the nearest `portcullis.toml`'
            cand --color 'When to colour the text'
            cand --show-weak 'Show weak findings too, as hints'
            cand --stdio 'What many editors say to every server; nothing else is possible'
            cand --no-config 'Use no configuration: detected layers, preset `recommended`'
            cand -q 'Say less: one line a finding, no summary'
            cand --quiet 'Say less: one line a finding, no summary'
            cand -v 'Say more: every problem, the configuration that is used'
            cand --verbose 'Say more: every problem, the configuration that is used'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'portcullis;help'= {
            cand lint 'Check a system and report where its architecture is broken'
            cand explain 'Explain a rule: what it finds, why, and how to do it right'
            cand rules 'List all rules with their levels'
            cand why 'Show how one part of a system gets to another'
            cand facts 'Show what was read of a system, and what could not be'
            cand graph 'Draw a system: its services, layers, packages or modules, and what leads from one to another'
            cand report 'Write a page with maps, findings, patterns and metrics of a system'
            cand init 'Start a `portcullis.toml` from the layers and services that are detected'
            cand baseline 'Record the findings of today, so that `lint` fails only for new ones'
            cand new 'Make a workspace with its first service'
            cand add 'Add a piece to a workspace: a service, a port, an adapter, a use case, an event, a health check, timeouts, tracing, metrics, authentication, a circuit breaker, a database'
            cand fix 'Mend findings whose fix is one sure edit: timeouts that are missing, suppressions of nothing'
            cand undo 'Take back what `new`, `add` or `fix` wrote last'
            cand diff 'Show what a change does to the architecture'
            cand docs 'Write documentation of the architecture in Markdown, made from the code'
            cand lsp 'Serve an editor: findings while you type, their reasons, and what mends them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'portcullis;help;lint'= {
        }
        &'portcullis;help;explain'= {
        }
        &'portcullis;help;rules'= {
        }
        &'portcullis;help;why'= {
        }
        &'portcullis;help;facts'= {
        }
        &'portcullis;help;graph'= {
        }
        &'portcullis;help;report'= {
        }
        &'portcullis;help;init'= {
        }
        &'portcullis;help;baseline'= {
        }
        &'portcullis;help;new'= {
        }
        &'portcullis;help;add'= {
        }
        &'portcullis;help;fix'= {
        }
        &'portcullis;help;undo'= {
        }
        &'portcullis;help;diff'= {
        }
        &'portcullis;help;docs'= {
        }
        &'portcullis;help;lsp'= {
        }
        &'portcullis;help;help'= {
        }
    ]
    $completions[$command]
}
