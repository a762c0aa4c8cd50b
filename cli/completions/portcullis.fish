# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_portcullis_global_optspecs
    string join \n color= q/quiet v/verbose h/help V/version
end

function __fish_portcullis_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_portcullis_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_portcullis_using_subcommand
    set -l cmd (__fish_portcullis_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c portcullis -n "__fish_portcullis_needs_command" -l color -d 'When to colour the text' -r -f -a "auto\t'Where it goes to a terminal'
always\t'Always'
never\t'Never'"
complete -c portcullis -n "__fish_portcullis_needs_command" -s q -l quiet -d 'Say less: one line a finding, no summary'
complete -c portcullis -n "__fish_portcullis_needs_command" -s v -l verbose -d 'Say more: every problem, the configuration that is used'
complete -c portcullis -n "__fish_portcullis_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portcullis -n "__fish_portcullis_needs_command" -s V -l version -d 'Print version'
complete -c portcullis -n "__fish_portcullis_needs_command" -f -a "lint" -d 'Check a system and report where its architecture is broken'
complete -c portcullis -n "__fish_portcullis_needs_command" -f -a "explain" -d 'Explain a rule: what it finds, why, and how to do it right'
complete -c portcullis -n "__fish_portcullis_needs_command" -f -a "rules" -d 'List all rules with their levels'
complete -c portcullis -n "__fish_portcullis_needs_command" -f -a "why" -d 'Show how one part of a system gets to another'
complete -c portcullis -n "__fish_portcullis_needs_command" -f -a "facts" -d 'Show what was read of a system, and what could not be'
complete -c portcullis -n "__fish_portcullis_needs_command" -f -a "graph" -d 'Draw a system: its services, layers, packages or modules, and what leads from one to another'
complete -c portcullis -n "__fish_portcullis_needs_command" -f -a "report" -d 'Write a page with maps, findings, patterns and metrics of a system'
complete -c portcullis -n "__fish_portcullis_needs_command" -f -a "init" -d 'Start a `portcullis.toml` from the layers and services that are detected'
complete -c portcullis -n "__fish_portcullis_needs_command" -f -a "baseline" -d 'Record the findings of today, so that `lint` fails only for new ones'
complete -c portcullis -n "__fish_portcullis_needs_command" -f -a "new" -d 'Make a workspace with its first service'
complete -c portcullis -n "__fish_portcullis_needs_command" -f -a "add" -d 'Add a piece to a workspace: a service, a port, an adapter, a use case, an event, a health check, timeouts, tracing, metrics, authentication, a circuit breaker, a database'
complete -c portcullis -n "__fish_portcullis_needs_command" -f -a "fix" -d 'Mend findings whose fix is one sure edit: timeouts that are missing, suppressions of nothing'
complete -c portcullis -n "__fish_portcullis_needs_command" -f -a "undo" -d 'Take back what `new`, `add` or `fix` wrote last'
complete -c portcullis -n "__fish_portcullis_needs_command" -f -a "diff" -d 'Show what a change does to the architecture'
complete -c portcullis -n "__fish_portcullis_needs_command" -f -a "docs" -d 'Write documentation of the architecture in Markdown, made from the code'
complete -c portcullis -n "__fish_portcullis_needs_command" -f -a "lsp" -d 'Serve an editor: findings while you type, their reasons, and what mends them'
complete -c portcullis -n "__fish_portcullis_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -l format -d 'The form of the report, and the file that it goes to; may be repeated' -r -f -a "text\t'For people: source lines with the places underlined, evidence and help'
json\t'For programs: one document, described in `docs/json.md`'
sarif\t'SARIF 2.1.0, for code scanning of GitHub and others'
github\t'Workflow commands, which GitHub shows as annotations: the 30 gravest'
gitlab\t'Code Quality of GitLab'
junit\t'JUnit XML: a failed test for each finding'
checkstyle\t'Checkstyle XML, which most CI servers read'
rdjson\t'The Diagnostic Format of reviewdog'
markdown\t'Markdown for summaries of jobs and comments'
html\t'The page of `portcullis report`'"
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -s o -l output -d 'Write the report to FILE instead of standard output' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -l select -d 'Run only these rules, those that are off by default too' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -l ignore -d 'Do not run these rules; stronger than --select' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -l preset -d 'Use this preset instead of those that the configuration extends' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -l baseline -d 'Leave out the findings of this file instead of those of `portcullis-baseline.toml`' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -l since -d 'Report only what was not found in this revision of the git repository' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -l config -d 'Use this file instead of the nearest `portcullis.toml`' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -l color -d 'When to colour the text' -r -f -a "auto\t'Where it goes to a terminal'
always\t'Always'
never\t'Never'"
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -l show-weak -d 'Report weak findings too, as notes'
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -l watch -d 'Check again whenever a file was saved, until Ctrl-C'
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -l no-baseline -d 'Report known findings too'
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -l locked -d 'Fail if a known finding is fixed, instead of taking it out of the file'
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -l no-config -d 'Use no configuration: detected layers, preset `recommended`'
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -l deny-warnings -d 'Exit with 1 for warnings too'
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -l exit-zero -d 'Exit with 0 whatever is found'
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -l strict-inputs -d 'Exit with 3 if a clean run could not see everything'
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -s q -l quiet -d 'Say less: one line a finding, no summary'
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -s v -l verbose -d 'Say more: every problem, the configuration that is used'
complete -c portcullis -n "__fish_portcullis_using_subcommand lint" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portcullis -n "__fish_portcullis_using_subcommand explain" -l color -d 'When to colour the text' -r -f -a "auto\t'Where it goes to a terminal'
always\t'Always'
never\t'Never'"
complete -c portcullis -n "__fish_portcullis_using_subcommand explain" -l all -d 'List all rules, a line each'
complete -c portcullis -n "__fish_portcullis_using_subcommand explain" -s q -l quiet -d 'Say less: one line a finding, no summary'
complete -c portcullis -n "__fish_portcullis_using_subcommand explain" -s v -l verbose -d 'Say more: every problem, the configuration that is used'
complete -c portcullis -n "__fish_portcullis_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portcullis -n "__fish_portcullis_using_subcommand rules" -l format -d 'The form of the output' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c portcullis -n "__fish_portcullis_using_subcommand rules" -l color -d 'When to colour the text' -r -f -a "auto\t'Where it goes to a terminal'
always\t'Always'
never\t'Never'"
complete -c portcullis -n "__fish_portcullis_using_subcommand rules" -s q -l quiet -d 'Say less: one line a finding, no summary'
complete -c portcullis -n "__fish_portcullis_using_subcommand rules" -s v -l verbose -d 'Say more: every problem, the configuration that is used'
complete -c portcullis -n "__fish_portcullis_using_subcommand rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portcullis -n "__fish_portcullis_using_subcommand why" -s p -l path -d 'The folder to read' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand why" -l format -d 'The form of the output' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c portcullis -n "__fish_portcullis_using_subcommand why" -l config -d 'Use this file instead of the nearest `portcullis.toml`' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand why" -l color -d 'When to colour the text' -r -f -a "auto\t'Where it goes to a terminal'
always\t'Always'
never\t'Never'"
complete -c portcullis -n "__fish_portcullis_using_subcommand why" -l tests -d 'Follow tests, examples, benches and build scripts too'
complete -c portcullis -n "__fish_portcullis_using_subcommand why" -l no-config -d 'Use no configuration: detected layers, preset `recommended`'
complete -c portcullis -n "__fish_portcullis_using_subcommand why" -s q -l quiet -d 'Say less: one line a finding, no summary'
complete -c portcullis -n "__fish_portcullis_using_subcommand why" -s v -l verbose -d 'Say more: every problem, the configuration that is used'
complete -c portcullis -n "__fish_portcullis_using_subcommand why" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portcullis -n "__fish_portcullis_using_subcommand facts" -s p -l path -d 'The folder to read' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand facts" -l format -d 'The form of the output' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c portcullis -n "__fish_portcullis_using_subcommand facts" -l config -d 'Use this file instead of the nearest `portcullis.toml`' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand facts" -l edges-of -d 'List which module of CRATE uses which, tab-separated' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand facts" -l modules-of -d 'List the modules of CRATE that exist under the configuration' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand facts" -l features -d 'Features of CRATE that are on, with all that they switch on' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand facts" -l cfg -d 'What else is on: `flag` or `key="value"`, as `cfg` knows it' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand facts" -l target -d 'The platform' -r -f -a "linux\t'64-bit Linux on x86'"
complete -c portcullis -n "__fish_portcullis_using_subcommand facts" -l color -d 'When to colour the text' -r -f -a "auto\t'Where it goes to a terminal'
always\t'Always'
never\t'Never'"
complete -c portcullis -n "__fish_portcullis_using_subcommand facts" -l no-config -d 'Use no configuration: detected layers, preset `recommended`'
complete -c portcullis -n "__fish_portcullis_using_subcommand facts" -l without-std -d 'Leave out what stands in the arguments of the standard library\'s macros, and edges into it'
complete -c portcullis -n "__fish_portcullis_using_subcommand facts" -l no-default-features -d 'Leave `default` off'
complete -c portcullis -n "__fish_portcullis_using_subcommand facts" -s q -l quiet -d 'Say less: one line a finding, no summary'
complete -c portcullis -n "__fish_portcullis_using_subcommand facts" -s v -l verbose -d 'Say more: every problem, the configuration that is used'
complete -c portcullis -n "__fish_portcullis_using_subcommand facts" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portcullis -n "__fish_portcullis_using_subcommand graph" -l level -d 'What the nodes are' -r -f -a "system\t'Services, and the databases, topics and hosts around them'
service\t'The layers of each service with their modules and ports'
crate\t'Packages and their dependencies'
module\t'Modules and their uses'"
complete -c portcullis -n "__fish_portcullis_using_subcommand graph" -l format -d 'The form of the output' -r -f -a "svg\t'SVG, laid out by Portcullis; follows the viewer\'s light or dark theme'
mermaid\t'Mermaid, which GitHub and GitLab draw in Markdown'
dot\t'DOT, for Graphviz'
plantuml-c4\t'PlantUML with the C4 library'
structurizr\t'A workspace in Structurizr\'s language'
json\t'For programs: nodes, groups and arrows with their evidence'"
complete -c portcullis -n "__fish_portcullis_using_subcommand graph" -s o -l output -d 'Write to FILE instead of standard output' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand graph" -l focus -d 'Show only what is around this: a node or a group, by name or pattern' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand graph" -l depth -d 'How many edges away from it a node may be, whichever way they point' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand graph" -l collapse -d 'Fold these groups into one node each, by name or pattern; may be repeated' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand graph" -l max-nodes -d 'Fold the deepest groups while there are more nodes than this' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand graph" -l config -d 'Use this file instead of the nearest `portcullis.toml`' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand graph" -l color -d 'When to colour the text' -r -f -a "auto\t'Where it goes to a terminal'
always\t'Always'
never\t'Never'"
complete -c portcullis -n "__fish_portcullis_using_subcommand graph" -l only-violations -d 'Show only edges that findings speak of or that are part of a cycle, with their ends'
complete -c portcullis -n "__fish_portcullis_using_subcommand graph" -l no-config -d 'Use no configuration: detected layers, preset `recommended`'
complete -c portcullis -n "__fish_portcullis_using_subcommand graph" -s q -l quiet -d 'Say less: one line a finding, no summary'
complete -c portcullis -n "__fish_portcullis_using_subcommand graph" -s v -l verbose -d 'Say more: every problem, the configuration that is used'
complete -c portcullis -n "__fish_portcullis_using_subcommand graph" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portcullis -n "__fish_portcullis_using_subcommand report" -s o -l output -d 'The folder in which `index.html` is written' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand report" -l compare -d 'Show what has come and gone since this report of `lint --format json`' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand report" -l preset -d 'Use this preset instead of those that the configuration extends' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand report" -l config -d 'Use this file instead of the nearest `portcullis.toml`' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand report" -l color -d 'When to colour the text' -r -f -a "auto\t'Where it goes to a terminal'
always\t'Always'
never\t'Never'"
complete -c portcullis -n "__fish_portcullis_using_subcommand report" -l force -d 'Replace an `index.html` there that is no such page'
complete -c portcullis -n "__fish_portcullis_using_subcommand report" -l open -d 'Open the page in a browser'
complete -c portcullis -n "__fish_portcullis_using_subcommand report" -l no-config -d 'Use no configuration: detected layers, preset `recommended`'
complete -c portcullis -n "__fish_portcullis_using_subcommand report" -s q -l quiet -d 'Say less: one line a finding, no summary'
complete -c portcullis -n "__fish_portcullis_using_subcommand report" -s v -l verbose -d 'Say more: every problem, the configuration that is used'
complete -c portcullis -n "__fish_portcullis_using_subcommand report" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portcullis -n "__fish_portcullis_using_subcommand init" -l color -d 'When to colour the text' -r -f -a "auto\t'Where it goes to a terminal'
always\t'Always'
never\t'Never'"
complete -c portcullis -n "__fish_portcullis_using_subcommand init" -s n -l dry-run -d 'Print the file instead of writing it'
complete -c portcullis -n "__fish_portcullis_using_subcommand init" -s q -l quiet -d 'Say less: one line a finding, no summary'
complete -c portcullis -n "__fish_portcullis_using_subcommand init" -s v -l verbose -d 'Say more: every problem, the configuration that is used'
complete -c portcullis -n "__fish_portcullis_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portcullis -n "__fish_portcullis_using_subcommand baseline" -l baseline -d 'The file to keep, instead of `portcullis-baseline.toml` in PATH' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand baseline" -l preset -d 'Use this preset instead of those that the configuration extends' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand baseline" -l config -d 'Use this file instead of the nearest `portcullis.toml`' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand baseline" -l color -d 'When to colour the text' -r -f -a "auto\t'Where it goes to a terminal'
always\t'Always'
never\t'Never'"
complete -c portcullis -n "__fish_portcullis_using_subcommand baseline" -l per-package -d 'Keep a file beside each package\'s Cargo.toml instead of one in PATH'
complete -c portcullis -n "__fish_portcullis_using_subcommand baseline" -l accept-new -d 'Record new findings though a rule then has more of them than before'
complete -c portcullis -n "__fish_portcullis_using_subcommand baseline" -l no-config -d 'Use no configuration: detected layers, preset `recommended`'
complete -c portcullis -n "__fish_portcullis_using_subcommand baseline" -s q -l quiet -d 'Say less: one line a finding, no summary'
complete -c portcullis -n "__fish_portcullis_using_subcommand baseline" -s v -l verbose -d 'Say more: every problem, the configuration that is used'
complete -c portcullis -n "__fish_portcullis_using_subcommand baseline" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portcullis -n "__fish_portcullis_using_subcommand new" -l path -d 'The folder to make [default: NAME in this folder]' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand new" -l service -d 'The name of the first service' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand new" -l in -d 'What calls the service: `rest`, `grpc`, `kafka`, `nats`; several with commas' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand new" -l out -d 'What the service calls: `repository:sqlite`, `publisher:kafka` and others; several with commas' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand new" -l answer -d 'The answer to a question of the pack that has no option here; may be repeated' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand new" -l templates -d 'Lay the packs in FOLDER over those of the program: single files of them, or new ones' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand new" -l macros -d 'Where generated code gets the macros from: `embedded`, `registry` or `path:FOLDER`' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand new" -l color -d 'When to colour the text' -r -f -a "auto\t'Where it goes to a terminal'
always\t'Always'
never\t'Never'"
complete -c portcullis -n "__fish_portcullis_using_subcommand new" -l bare -d 'Make the service without the sample: health checks, measurements and wiring alone'
complete -c portcullis -n "__fish_portcullis_using_subcommand new" -s n -l dry-run -d 'Print what would be written, and its differences, and write nothing'
complete -c portcullis -n "__fish_portcullis_using_subcommand new" -l no-verify -d 'Write without having compiled and linted it first'
complete -c portcullis -n "__fish_portcullis_using_subcommand new" -l force -d 'Replace files that are there; what they lose is shown'
complete -c portcullis -n "__fish_portcullis_using_subcommand new" -s y -l yes -d 'Ask nothing: what was not said has its default'
complete -c portcullis -n "__fish_portcullis_using_subcommand new" -s q -l quiet -d 'Say less: one line a finding, no summary'
complete -c portcullis -n "__fish_portcullis_using_subcommand new" -s v -l verbose -d 'Say more: every problem, the configuration that is used'
complete -c portcullis -n "__fish_portcullis_using_subcommand new" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portcullis -n "__fish_portcullis_using_subcommand add" -l service -d 'The service that is added to, where there are several' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand add" -l direction -d 'Of a port: `out` for what the core needs, `in` for what it offers' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand add" -l tech -d 'Of an adapter: what is behind it, as part of its name; of a database: `sqlite` or `postgres`' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand add" -l in -d 'Of a service: what calls it, as for `portcullis new`' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand add" -l out -d 'Of a service: what it calls, as for `portcullis new`' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand add" -l seconds -d 'Of timeouts: how many seconds, instead of what `resilience/no-timeout` is set to' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand add" -l path -d 'The workspace to add to' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand add" -l answer -d 'The answer to a question of the pack that has no option here; may be repeated' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand add" -l templates -d 'Lay the packs in FOLDER over those of the program: single files of them, or new ones' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand add" -l macros -d 'Where generated code gets the macros from: `embedded`, `registry` or `path:FOLDER`' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand add" -l color -d 'When to colour the text' -r -f -a "auto\t'Where it goes to a terminal'
always\t'Always'
never\t'Never'"
complete -c portcullis -n "__fish_portcullis_using_subcommand add" -l bare -d 'Of a service: without the sample, as for `portcullis new`'
complete -c portcullis -n "__fish_portcullis_using_subcommand add" -s n -l dry-run -d 'Print what would be written, and its differences, and write nothing'
complete -c portcullis -n "__fish_portcullis_using_subcommand add" -l no-verify -d 'Write without having compiled and linted it first'
complete -c portcullis -n "__fish_portcullis_using_subcommand add" -l force -d 'Replace files that are there; what they lose is shown'
complete -c portcullis -n "__fish_portcullis_using_subcommand add" -s y -l yes -d 'Ask nothing: what was not said has its default'
complete -c portcullis -n "__fish_portcullis_using_subcommand add" -s q -l quiet -d 'Say less: one line a finding, no summary'
complete -c portcullis -n "__fish_portcullis_using_subcommand add" -s v -l verbose -d 'Say more: every problem, the configuration that is used'
complete -c portcullis -n "__fish_portcullis_using_subcommand add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portcullis -n "__fish_portcullis_using_subcommand fix" -l service -d 'Only what belongs to this service, with the crates of the workspace that it uses' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand fix" -l path -d 'The workspace' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand fix" -l color -d 'When to colour the text' -r -f -a "auto\t'Where it goes to a terminal'
always\t'Always'
never\t'Never'"
complete -c portcullis -n "__fish_portcullis_using_subcommand fix" -s n -l dry-run -d 'Print what would be written, and its differences, and write nothing'
complete -c portcullis -n "__fish_portcullis_using_subcommand fix" -l no-verify -d 'Write without having compiled and linted it first'
complete -c portcullis -n "__fish_portcullis_using_subcommand fix" -s q -l quiet -d 'Say less: one line a finding, no summary'
complete -c portcullis -n "__fish_portcullis_using_subcommand fix" -s v -l verbose -d 'Say more: every problem, the configuration that is used'
complete -c portcullis -n "__fish_portcullis_using_subcommand fix" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portcullis -n "__fish_portcullis_using_subcommand undo" -l color -d 'When to colour the text' -r -f -a "auto\t'Where it goes to a terminal'
always\t'Always'
never\t'Never'"
complete -c portcullis -n "__fish_portcullis_using_subcommand undo" -s n -l dry-run -d 'Print what would be taken back, and do nothing'
complete -c portcullis -n "__fish_portcullis_using_subcommand undo" -s q -l quiet -d 'Say less: one line a finding, no summary'
complete -c portcullis -n "__fish_portcullis_using_subcommand undo" -s v -l verbose -d 'Say more: every problem, the configuration that is used'
complete -c portcullis -n "__fish_portcullis_using_subcommand undo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portcullis -n "__fish_portcullis_using_subcommand diff" -s p -l path -d 'The folder to compare' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand diff" -l format -d 'The form of the comparison, and the file that it goes to; may be repeated' -r -f -a "text\t'For people: a line a change, with its place'
json\t'For programs: one document, described in `docs/json.md`'
markdown\t'Markdown for comments of pull requests and summaries of jobs'"
complete -c portcullis -n "__fish_portcullis_using_subcommand diff" -s o -l output -d 'Write the comparison to FILE instead of standard output' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand diff" -l select -d 'Run only these rules, those that are off by default too' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand diff" -l ignore -d 'Do not run these rules; stronger than --select' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand diff" -l preset -d 'Use this preset instead of those that the configuration extends' -r
complete -c portcullis -n "__fish_portcullis_using_subcommand diff" -l config -d 'Use this file instead of the nearest `portcullis.toml`' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand diff" -l color -d 'When to colour the text' -r -f -a "auto\t'Where it goes to a terminal'
always\t'Always'
never\t'Never'"
complete -c portcullis -n "__fish_portcullis_using_subcommand diff" -l merge-base -d 'Compare with the commit at which HEAD left BASE, not with BASE itself'
complete -c portcullis -n "__fish_portcullis_using_subcommand diff" -l no-config -d 'Use no configuration: detected layers, preset `recommended`'
complete -c portcullis -n "__fish_portcullis_using_subcommand diff" -l deny-warnings -d 'Exit with 1 for warnings too'
complete -c portcullis -n "__fish_portcullis_using_subcommand diff" -l exit-zero -d 'Exit with 0 whatever is found'
complete -c portcullis -n "__fish_portcullis_using_subcommand diff" -l strict-inputs -d 'Exit with 3 if a clean run could not see everything'
complete -c portcullis -n "__fish_portcullis_using_subcommand diff" -s q -l quiet -d 'Say less: one line a finding, no summary'
complete -c portcullis -n "__fish_portcullis_using_subcommand diff" -s v -l verbose -d 'Say more: every problem, the configuration that is used'
complete -c portcullis -n "__fish_portcullis_using_subcommand diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portcullis -n "__fish_portcullis_using_subcommand docs" -s o -l output -d 'The folder of the pages [default: docs/architecture in PATH]' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand docs" -l config -d 'Use this file instead of the nearest `portcullis.toml`' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand docs" -l color -d 'When to colour the text' -r -f -a "auto\t'Where it goes to a terminal'
always\t'Always'
never\t'Never'"
complete -c portcullis -n "__fish_portcullis_using_subcommand docs" -l check -d 'Write nothing; fail if a page does not say what the code says'
complete -c portcullis -n "__fish_portcullis_using_subcommand docs" -l no-config -d 'Use no configuration: detected layers, preset `recommended`'
complete -c portcullis -n "__fish_portcullis_using_subcommand docs" -s q -l quiet -d 'Say less: one line a finding, no summary'
complete -c portcullis -n "__fish_portcullis_using_subcommand docs" -s v -l verbose -d 'Say more: every problem, the configuration that is used'
complete -c portcullis -n "__fish_portcullis_using_subcommand docs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portcullis -n "__fish_portcullis_using_subcommand lsp" -l config -d 'Use this file instead of the nearest `portcullis.toml`' -r -F
complete -c portcullis -n "__fish_portcullis_using_subcommand lsp" -l color -d 'When to colour the text' -r -f -a "auto\t'Where it goes to a terminal'
always\t'Always'
never\t'Never'"
complete -c portcullis -n "__fish_portcullis_using_subcommand lsp" -l show-weak -d 'Show weak findings too, as hints'
complete -c portcullis -n "__fish_portcullis_using_subcommand lsp" -l stdio -d 'What many editors say to every server; nothing else is possible'
complete -c portcullis -n "__fish_portcullis_using_subcommand lsp" -l no-config -d 'Use no configuration: detected layers, preset `recommended`'
complete -c portcullis -n "__fish_portcullis_using_subcommand lsp" -s q -l quiet -d 'Say less: one line a finding, no summary'
complete -c portcullis -n "__fish_portcullis_using_subcommand lsp" -s v -l verbose -d 'Say more: every problem, the configuration that is used'
complete -c portcullis -n "__fish_portcullis_using_subcommand lsp" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c portcullis -n "__fish_portcullis_using_subcommand help; and not __fish_seen_subcommand_from lint explain rules why facts graph report init baseline new add fix undo diff docs lsp help" -f -a "lint" -d 'Check a system and report where its architecture is broken'
complete -c portcullis -n "__fish_portcullis_using_subcommand help; and not __fish_seen_subcommand_from lint explain rules why facts graph report init baseline new add fix undo diff docs lsp help" -f -a "explain" -d 'Explain a rule: what it finds, why, and how to do it right'
complete -c portcullis -n "__fish_portcullis_using_subcommand help; and not __fish_seen_subcommand_from lint explain rules why facts graph report init baseline new add fix undo diff docs lsp help" -f -a "rules" -d 'List all rules with their levels'
complete -c portcullis -n "__fish_portcullis_using_subcommand help; and not __fish_seen_subcommand_from lint explain rules why facts graph report init baseline new add fix undo diff docs lsp help" -f -a "why" -d 'Show how one part of a system gets to another'
complete -c portcullis -n "__fish_portcullis_using_subcommand help; and not __fish_seen_subcommand_from lint explain rules why facts graph report init baseline new add fix undo diff docs lsp help" -f -a "facts" -d 'Show what was read of a system, and what could not be'
complete -c portcullis -n "__fish_portcullis_using_subcommand help; and not __fish_seen_subcommand_from lint explain rules why facts graph report init baseline new add fix undo diff docs lsp help" -f -a "graph" -d 'Draw a system: its services, layers, packages or modules, and what leads from one to another'
complete -c portcullis -n "__fish_portcullis_using_subcommand help; and not __fish_seen_subcommand_from lint explain rules why facts graph report init baseline new add fix undo diff docs lsp help" -f -a "report" -d 'Write a page with maps, findings, patterns and metrics of a system'
complete -c portcullis -n "__fish_portcullis_using_subcommand help; and not __fish_seen_subcommand_from lint explain rules why facts graph report init baseline new add fix undo diff docs lsp help" -f -a "init" -d 'Start a `portcullis.toml` from the layers and services that are detected'
complete -c portcullis -n "__fish_portcullis_using_subcommand help; and not __fish_seen_subcommand_from lint explain rules why facts graph report init baseline new add fix undo diff docs lsp help" -f -a "baseline" -d 'Record the findings of today, so that `lint` fails only for new ones'
complete -c portcullis -n "__fish_portcullis_using_subcommand help; and not __fish_seen_subcommand_from lint explain rules why facts graph report init baseline new add fix undo diff docs lsp help" -f -a "new" -d 'Make a workspace with its first service'
complete -c portcullis -n "__fish_portcullis_using_subcommand help; and not __fish_seen_subcommand_from lint explain rules why facts graph report init baseline new add fix undo diff docs lsp help" -f -a "add" -d 'Add a piece to a workspace: a service, a port, an adapter, a use case, an event, a health check, timeouts, tracing, metrics, authentication, a circuit breaker, a database'
complete -c portcullis -n "__fish_portcullis_using_subcommand help; and not __fish_seen_subcommand_from lint explain rules why facts graph report init baseline new add fix undo diff docs lsp help" -f -a "fix" -d 'Mend findings whose fix is one sure edit: timeouts that are missing, suppressions of nothing'
complete -c portcullis -n "__fish_portcullis_using_subcommand help; and not __fish_seen_subcommand_from lint explain rules why facts graph report init baseline new add fix undo diff docs lsp help" -f -a "undo" -d 'Take back what `new`, `add` or `fix` wrote last'
complete -c portcullis -n "__fish_portcullis_using_subcommand help; and not __fish_seen_subcommand_from lint explain rules why facts graph report init baseline new add fix undo diff docs lsp help" -f -a "diff" -d 'Show what a change does to the architecture'
complete -c portcullis -n "__fish_portcullis_using_subcommand help; and not __fish_seen_subcommand_from lint explain rules why facts graph report init baseline new add fix undo diff docs lsp help" -f -a "docs" -d 'Write documentation of the architecture in Markdown, made from the code'
complete -c portcullis -n "__fish_portcullis_using_subcommand help; and not __fish_seen_subcommand_from lint explain rules why facts graph report init baseline new add fix undo diff docs lsp help" -f -a "lsp" -d 'Serve an editor: findings while you type, their reasons, and what mends them'
complete -c portcullis -n "__fish_portcullis_using_subcommand help; and not __fish_seen_subcommand_from lint explain rules why facts graph report init baseline new add fix undo diff docs lsp help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
