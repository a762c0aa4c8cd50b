
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'portcullis' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'portcullis'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'portcullis' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour the text')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'Check a system and report where its architecture is broken')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a rule: what it finds, why, and how to do it right')
            [CompletionResult]::new('rules', 'rules', [CompletionResultType]::ParameterValue, 'List all rules with their levels')
            [CompletionResult]::new('why', 'why', [CompletionResultType]::ParameterValue, 'Show how one part of a system gets to another')
            [CompletionResult]::new('facts', 'facts', [CompletionResultType]::ParameterValue, 'Show what was read of a system, and what could not be')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Draw a system: its services, layers, packages or modules, and what leads from one to another')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Write a page with maps, findings, patterns and metrics of a system')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Start a `portcullis.toml` from the layers and services that are detected')
            [CompletionResult]::new('baseline', 'baseline', [CompletionResultType]::ParameterValue, 'Record the findings of today, so that `lint` fails only for new ones')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Make a workspace with its first service')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a piece to a workspace: a service, a port, an adapter, a use case, an event, a health check, timeouts, tracing, metrics, authentication, a circuit breaker, a database')
            [CompletionResult]::new('fix', 'fix', [CompletionResultType]::ParameterValue, 'Mend findings whose fix is one sure edit: timeouts that are missing, suppressions of nothing')
            [CompletionResult]::new('undo', 'undo', [CompletionResultType]::ParameterValue, 'Take back what `new`, `add` or `fix` wrote last')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what a change does to the architecture')
            [CompletionResult]::new('docs', 'docs', [CompletionResultType]::ParameterValue, 'Write documentation of the architecture in Markdown, made from the code')
            [CompletionResult]::new('lsp', 'lsp', [CompletionResultType]::ParameterValue, 'Serve an editor: findings while you type, their reasons, and what mends them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'portcullis;lint' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the report, and the file that it goes to; may be repeated')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the report to FILE instead of standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the report to FILE instead of standard output')
            [CompletionResult]::new('--select', '--select', [CompletionResultType]::ParameterName, 'Run only these rules, those that are off by default too')
            [CompletionResult]::new('--ignore', '--ignore', [CompletionResultType]::ParameterName, 'Do not run these rules; stronger than --select')
            [CompletionResult]::new('--preset', '--preset', [CompletionResultType]::ParameterName, 'Use this preset instead of those that the configuration extends')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'Leave out the findings of this file instead of those of `portcullis-baseline.toml`')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Report only what was not found in this revision of the git repository')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Use this file instead of the nearest `portcullis.toml`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour the text')
            [CompletionResult]::new('--show-weak', '--show-weak', [CompletionResultType]::ParameterName, 'Report weak findings too, as notes')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Check again whenever a file was saved, until Ctrl-C')
            [CompletionResult]::new('--no-baseline', '--no-baseline', [CompletionResultType]::ParameterName, 'Report known findings too')
            [CompletionResult]::new('--locked', '--locked', [CompletionResultType]::ParameterName, 'Fail if a known finding is fixed, instead of taking it out of the file')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Use no configuration: detected layers, preset `recommended`')
            [CompletionResult]::new('--deny-warnings', '--deny-warnings', [CompletionResultType]::ParameterName, 'Exit with 1 for warnings too')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'Exit with 0 whatever is found')
            [CompletionResult]::new('--strict-inputs', '--strict-inputs', [CompletionResultType]::ParameterName, 'Exit with 3 if a clean run could not see everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'portcullis;explain' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour the text')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'List all rules, a line each')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'portcullis;rules' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour the text')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'portcullis;why' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The folder to read')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'The folder to read')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the output')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Use this file instead of the nearest `portcullis.toml`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour the text')
            [CompletionResult]::new('--tests', '--tests', [CompletionResultType]::ParameterName, 'Follow tests, examples, benches and build scripts too')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Use no configuration: detected layers, preset `recommended`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'portcullis;facts' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The folder to read')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'The folder to read')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the output')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Use this file instead of the nearest `portcullis.toml`')
            [CompletionResult]::new('--edges-of', '--edges-of', [CompletionResultType]::ParameterName, 'List which module of CRATE uses which, tab-separated')
            [CompletionResult]::new('--modules-of', '--modules-of', [CompletionResultType]::ParameterName, 'List the modules of CRATE that exist under the configuration')
            [CompletionResult]::new('--features', '--features', [CompletionResultType]::ParameterName, 'Features of CRATE that are on, with all that they switch on')
            [CompletionResult]::new('--cfg', '--cfg', [CompletionResultType]::ParameterName, 'What else is on: `flag` or `key="value"`, as `cfg` knows it')
            [CompletionResult]::new('--target', '--target', [CompletionResultType]::ParameterName, 'The platform')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour the text')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Use no configuration: detected layers, preset `recommended`')
            [CompletionResult]::new('--without-std', '--without-std', [CompletionResultType]::ParameterName, 'Leave out what stands in the arguments of the standard library''s macros, and edges into it')
            [CompletionResult]::new('--no-default-features', '--no-default-features', [CompletionResultType]::ParameterName, 'Leave `default` off')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'portcullis;graph' {
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'What the nodes are')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the output')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE instead of standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE instead of standard output')
            [CompletionResult]::new('--focus', '--focus', [CompletionResultType]::ParameterName, 'Show only what is around this: a node or a group, by name or pattern')
            [CompletionResult]::new('--depth', '--depth', [CompletionResultType]::ParameterName, 'How many edges away from it a node may be, whichever way they point')
            [CompletionResult]::new('--collapse', '--collapse', [CompletionResultType]::ParameterName, 'Fold these groups into one node each, by name or pattern; may be repeated')
            [CompletionResult]::new('--max-nodes', '--max-nodes', [CompletionResultType]::ParameterName, 'Fold the deepest groups while there are more nodes than this')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Use this file instead of the nearest `portcullis.toml`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour the text')
            [CompletionResult]::new('--only-violations', '--only-violations', [CompletionResultType]::ParameterName, 'Show only edges that findings speak of or that are part of a cycle, with their ends')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Use no configuration: detected layers, preset `recommended`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'portcullis;report' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The folder in which `index.html` is written')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The folder in which `index.html` is written')
            [CompletionResult]::new('--compare', '--compare', [CompletionResultType]::ParameterName, 'Show what has come and gone since this report of `lint --format json`')
            [CompletionResult]::new('--preset', '--preset', [CompletionResultType]::ParameterName, 'Use this preset instead of those that the configuration extends')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Use this file instead of the nearest `portcullis.toml`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour the text')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace an `index.html` there that is no such page')
            [CompletionResult]::new('--open', '--open', [CompletionResultType]::ParameterName, 'Open the page in a browser')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Use no configuration: detected layers, preset `recommended`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'portcullis;init' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour the text')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the file instead of writing it')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the file instead of writing it')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'portcullis;baseline' {
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'The file to keep, instead of `portcullis-baseline.toml` in PATH')
            [CompletionResult]::new('--preset', '--preset', [CompletionResultType]::ParameterName, 'Use this preset instead of those that the configuration extends')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Use this file instead of the nearest `portcullis.toml`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour the text')
            [CompletionResult]::new('--per-package', '--per-package', [CompletionResultType]::ParameterName, 'Keep a file beside each package''s Cargo.toml instead of one in PATH')
            [CompletionResult]::new('--accept-new', '--accept-new', [CompletionResultType]::ParameterName, 'Record new findings though a rule then has more of them than before')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Use no configuration: detected layers, preset `recommended`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'portcullis;new' {
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'The folder to make [default: NAME in this folder]')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'The name of the first service')
            [CompletionResult]::new('--in', '--in', [CompletionResultType]::ParameterName, 'What calls the service: `rest`, `grpc`, `kafka`, `nats`; several with commas')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'What the service calls: `repository:sqlite`, `publisher:kafka` and others; several with commas')
            [CompletionResult]::new('--answer', '--answer', [CompletionResultType]::ParameterName, 'The answer to a question of the pack that has no option here; may be repeated')
            [CompletionResult]::new('--templates', '--templates', [CompletionResultType]::ParameterName, 'Lay the packs in FOLDER over those of the program: single files of them, or new ones')
            [CompletionResult]::new('--macros', '--macros', [CompletionResultType]::ParameterName, 'Where generated code gets the macros from: `embedded`, `registry` or `path:FOLDER`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour the text')
            [CompletionResult]::new('--bare', '--bare', [CompletionResultType]::ParameterName, 'Make the service without the sample: health checks, measurements and wiring alone')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print what would be written, and its differences, and write nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print what would be written, and its differences, and write nothing')
            [CompletionResult]::new('--no-verify', '--no-verify', [CompletionResultType]::ParameterName, 'Write without having compiled and linted it first')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace files that are there; what they lose is shown')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Ask nothing: what was not said has its default')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Ask nothing: what was not said has its default')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'portcullis;add' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'The service that is added to, where there are several')
            [CompletionResult]::new('--direction', '--direction', [CompletionResultType]::ParameterName, 'Of a port: `out` for what the core needs, `in` for what it offers')
            [CompletionResult]::new('--tech', '--tech', [CompletionResultType]::ParameterName, 'Of an adapter: what is behind it, as part of its name; of a database: `sqlite` or `postgres`')
            [CompletionResult]::new('--in', '--in', [CompletionResultType]::ParameterName, 'Of a service: what calls it, as for `portcullis new`')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Of a service: what it calls, as for `portcullis new`')
            [CompletionResult]::new('--seconds', '--seconds', [CompletionResultType]::ParameterName, 'Of timeouts: how many seconds, instead of what `resilience/no-timeout` is set to')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'The workspace to add to')
            [CompletionResult]::new('--answer', '--answer', [CompletionResultType]::ParameterName, 'The answer to a question of the pack that has no option here; may be repeated')
            [CompletionResult]::new('--templates', '--templates', [CompletionResultType]::ParameterName, 'Lay the packs in FOLDER over those of the program: single files of them, or new ones')
            [CompletionResult]::new('--macros', '--macros', [CompletionResultType]::ParameterName, 'Where generated code gets the macros from: `embedded`, `registry` or `path:FOLDER`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour the text')
            [CompletionResult]::new('--bare', '--bare', [CompletionResultType]::ParameterName, 'Of a service: without the sample, as for `portcullis new`')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print what would be written, and its differences, and write nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print what would be written, and its differences, and write nothing')
            [CompletionResult]::new('--no-verify', '--no-verify', [CompletionResultType]::ParameterName, 'Write without having compiled and linted it first')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace files that are there; what they lose is shown')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Ask nothing: what was not said has its default')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Ask nothing: what was not said has its default')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'portcullis;fix' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Only what belongs to this service, with the crates of the workspace that it uses')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'The workspace')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour the text')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print what would be written, and its differences, and write nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print what would be written, and its differences, and write nothing')
            [CompletionResult]::new('--no-verify', '--no-verify', [CompletionResultType]::ParameterName, 'Write without having compiled and linted it first')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'portcullis;undo' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour the text')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print what would be taken back, and do nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print what would be taken back, and do nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'portcullis;diff' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The folder to compare')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'The folder to compare')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the comparison, and the file that it goes to; may be repeated')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the comparison to FILE instead of standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the comparison to FILE instead of standard output')
            [CompletionResult]::new('--select', '--select', [CompletionResultType]::ParameterName, 'Run only these rules, those that are off by default too')
            [CompletionResult]::new('--ignore', '--ignore', [CompletionResultType]::ParameterName, 'Do not run these rules; stronger than --select')
            [CompletionResult]::new('--preset', '--preset', [CompletionResultType]::ParameterName, 'Use this preset instead of those that the configuration extends')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Use this file instead of the nearest `portcullis.toml`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour the text')
            [CompletionResult]::new('--merge-base', '--merge-base', [CompletionResultType]::ParameterName, 'Compare with the commit at which HEAD left BASE, not with BASE itself')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Use no configuration: detected layers, preset `recommended`')
            [CompletionResult]::new('--deny-warnings', '--deny-warnings', [CompletionResultType]::ParameterName, 'Exit with 1 for warnings too')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'Exit with 0 whatever is found')
            [CompletionResult]::new('--strict-inputs', '--strict-inputs', [CompletionResultType]::ParameterName, 'Exit with 3 if a clean run could not see everything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'portcullis;docs' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The folder of the pages [default: docs/architecture in PATH]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The folder of the pages [default: docs/architecture in PATH]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Use this file instead of the nearest `portcullis.toml`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour the text')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Write nothing; fail if a page does not say what the code says')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Use no configuration: detected layers, preset `recommended`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'portcullis;lsp' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Use this file instead of the nearest `portcullis.toml`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour the text')
            [CompletionResult]::new('--show-weak', '--show-weak', [CompletionResultType]::ParameterName, 'Show weak findings too, as hints')
            [CompletionResult]::new('--stdio', '--stdio', [CompletionResultType]::ParameterName, 'What many editors say to every server; nothing else is possible')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Use no configuration: detected layers, preset `recommended`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less: one line a finding, no summary')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more: every problem, the configuration that is used')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'portcullis;help' {
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'Check a system and report where its architecture is broken')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a rule: what it finds, why, and how to do it right')
            [CompletionResult]::new('rules', 'rules', [CompletionResultType]::ParameterValue, 'List all rules with their levels')
            [CompletionResult]::new('why', 'why', [CompletionResultType]::ParameterValue, 'Show how one part of a system gets to another')
            [CompletionResult]::new('facts', 'facts', [CompletionResultType]::ParameterValue, 'Show what was read of a system, and what could not be')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Draw a system: its services, layers, packages or modules, and what leads from one to another')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Write a page with maps, findings, patterns and metrics of a system')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Start a `portcullis.toml` from the layers and services that are detected')
            [CompletionResult]::new('baseline', 'baseline', [CompletionResultType]::ParameterValue, 'Record the findings of today, so that `lint` fails only for new ones')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Make a workspace with its first service')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a piece to a workspace: a service, a port, an adapter, a use case, an event, a health check, timeouts, tracing, metrics, authentication, a circuit breaker, a database')
            [CompletionResult]::new('fix', 'fix', [CompletionResultType]::ParameterValue, 'Mend findings whose fix is one sure edit: timeouts that are missing, suppressions of nothing')
            [CompletionResult]::new('undo', 'undo', [CompletionResultType]::ParameterValue, 'Take back what `new`, `add` or `fix` wrote last')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what a change does to the architecture')
            [CompletionResult]::new('docs', 'docs', [CompletionResultType]::ParameterValue, 'Write documentation of the architecture in Markdown, made from the code')
            [CompletionResult]::new('lsp', 'lsp', [CompletionResultType]::ParameterValue, 'Serve an editor: findings while you type, their reasons, and what mends them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'portcullis;help;lint' {
            break
        }
        'portcullis;help;explain' {
            break
        }
        'portcullis;help;rules' {
            break
        }
        'portcullis;help;why' {
            break
        }
        'portcullis;help;facts' {
            break
        }
        'portcullis;help;graph' {
            break
        }
        'portcullis;help;report' {
            break
        }
        'portcullis;help;init' {
            break
        }
        'portcullis;help;baseline' {
            break
        }
        'portcullis;help;new' {
            break
        }
        'portcullis;help;add' {
            break
        }
        'portcullis;help;fix' {
            break
        }
        'portcullis;help;undo' {
            break
        }
        'portcullis;help;diff' {
            break
        }
        'portcullis;help;docs' {
            break
        }
        'portcullis;help;lsp' {
            break
        }
        'portcullis;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
