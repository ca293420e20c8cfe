# Completions of epoch for fish; made from its commands. `epoch completions` says where they go.

# the options of a command behind which a value stands
function __epoch_taking -a command
    switch $command
        case 'gen'
            printf '%s\n' --prompt-file -f --template -t --set --provider -p --model -m --fallback --retries --corrections --base --session --mode --preset --data --prefer --format --output -o --system -s --pace --budget --fix --granularity --constrain --param --max-cost --token-budget --timeout --log-level --log-file
        case 'batch'
            printf '%s\n' --output -o --jobs -j --provider -p --model -m --fallback --retries --corrections --mode --preset --data --prefer --system -s --budget --fix --constrain --param --max-cost --token-budget --timeout --log-level --log-file
        case 'apply'
            printf '%s\n' --base --preset --data --format --output -o --budget --fix --granularity --timeout
        case 'prompt'
            printf '%s\n' --base --preset --data --budget --system -s --prefer --format
        case 'replay'
            printf '%s\n' --format --from --until --speed --idle-limit --preset
        case 'validate'
            printf '%s\n' --preset --budget --data --kind --select --ignore --exclude --output-format --output -o --fail-on --baseline --write-baseline --stdin-filename --jobs -j
        case 'fmt'
            printf '%s\n' --exclude --stdin-filename
        case 'diff'
            printf '%s\n' --format
        case 'preview'
            printf '%s\n' --output -o --data-file --data --preset --title --speed
        case 'convert'
            printf '%s\n' --to --from --output -o --name --format-version --data-file --preset --budget --data --output-format
        case 'rules'
            printf '%s\n' --output-format
        case 'schema'
            printf '%s\n' --preset --budget --output -o
        case 'models'
            printf '%s\n' --provider -p --estimate --output-format
        case 'providers'
            printf '%s\n' --output-format
        case 'trust'
            printf '%s\n' --format
        case 'doctor'
            printf '%s\n' --output-format
        case 'help'
            printf '%s\n' --format
        case 'sessions list'
            printf '%s\n' --provider -p --model -m --status --since --grep --limit --format
        case 'sessions show'
            printf '%s\n' --format
        case 'sessions export'
            printf '%s\n' --format --output -o
        case 'sessions diff'
            printf '%s\n' --format
        case 'sessions stats'
            printf '%s\n' --provider -p --model -m --status --since --grep --limit --format
        case 'sessions rm'
            printf '%s\n' --older-than
        case 'catalog export'
            printf '%s\n' --as --form --preset --budget --data --output -o
        case 'catalog init'
            printf '%s\n' --extends --output -o
        case 'catalog show'
            printf '%s\n' --format
        case 'catalog check'
            printf '%s\n' --select --ignore --output-format --output -o --fail-on
        case 'catalog diff'
            printf '%s\n' --format
        case 'catalog import'
            printf '%s\n' --from --output -o --name --extends
        case 'catalog docs'
            printf '%s\n' --output -o
        case 'templates list'
            printf '%s\n' --preset --format
        case 'templates show'
            printf '%s\n' --set --preset --format
        case 'keys list'
            printf '%s\n' --output-format
        case 'config show'
            printf '%s\n' --format
        case 'config get'
            printf '%s\n' --format
        case 'config check'
            printf '%s\n' --format
        case 'cache stats'
            printf '%s\n' --format
        case 'cache prune'
            printf '%s\n' --max-bytes --older-than
    end
end

# read the words before the cursor: of which command they are, and how many arguments it has so far
function __epoch_read
    set -g __epoch_command ''
    set -g __epoch_count 0
    set -l taking (__epoch_taking '')
    set -l value 0
    set -l over 0
    for word in $argv[2..-1]
        if test $value = 1
            set value 0
            continue
        end
        if test $over = 0
            if test "$word" = --
                set over 1
                continue
            end
            if string match -qr -- '^-.' $word
                contains -- $word $taking; and set value 1
                continue
            end
        end
        if contains -- "$__epoch_command" '' 'sessions' 'catalog' 'templates' 'keys' 'config' 'cache'
            set __epoch_command (string trim -- "$__epoch_command $word")
            set taking (__epoch_taking $__epoch_command)
        else
            set __epoch_count (math $__epoch_count + 1)
        end
    end
end

# whether the line is at this command, with so many arguments before the cursor: from $argv[2] to $argv[3]
function __epoch_at
    set -l words (commandline -opc)
    if test "$words" != "$__epoch_words"
        set -g __epoch_words $words
        __epoch_read $words
    end
    test "$__epoch_command" = "$argv[1]"; or return 1
    set -q argv[2]; and test $__epoch_count -lt $argv[2]; and return 1
    set -q argv[3]; and test $__epoch_count -gt $argv[3]; and return 1
    return 0
end

# what is typed of a value, without the option before it
function __epoch_typed
    string replace -r -- '^--[^=]*=' '' (commandline -ct)
end

# several values between commas: those before the last stay
function __epoch_listed
    set -l before (string match -r -- '^.*,' (__epoch_typed))
    while read -l line
        printf '%s%s\n' "$before" $line
    end
end

# what only this machine knows; epoch says nothing that could mean something to a shell
function __epoch_live -a kind
    set -l words (commandline -opc)
    set -l epoch (string replace -r -- '^~/' "$HOME/" $words[1])
    command -q -- $epoch; or set epoch epoch
    command -q -- $epoch; or return
    command $epoch completions values $kind '' $words[2..-1] 2>/dev/null </dev/null
end

function __epoch_values -a name
    switch $name
        case budgets
            printf '%s\n' 'strict' 'foundation' 'unlimited'
        case config-formats
            printf '%s\n' 'text' 'json' 'toml'
        case config-keys
            printf '%s\n' 'preset'\t'Design system: a built-in name, or a path that counts from this file\'s folder.' 'budget'\t'Budget profile: strict, foundation, unlimited, another of the preset\'s, or a .toml file of caps.' 'data'\t'File of data models, TOML or JSON: what bindings may name.' 'exclude'\t'Patterns of files that are not looked at unless named.' 'rules'\t'Rules for all files, and exceptions for some.' 'rules.select'\t'Only these rules count; empty means all.' 'rules.ignore'\t'Rules that do not count.' 'rules.severity'\t'How bad a rule is; whether it refuses patches never changes.' 'rules.per-file'\t'Rules for files that a pattern fits, such as legacy/**; patterns count from this file\'s folder.' 'provider'\t'Who writes: a provider\'s name, auto, or offline. Without one, the first whose key is found.' 'model'\t'The model that writes: a short name or an id.' 'cache'\t'Whether gen gives answers again that were given before.' 'preferences'\t'What you like, as --prefer.' 'preferences.color-scheme'\t'Which the screen is shown in.' 'preferences.spacing'\t'How much space there is between things.' 'preferences.variant'\t'The variant of components that is taken where they have it, as outline.' 'screen'\t'How the screen looks, and what its keys are.' 'screen.theme'\t'epoch-dark, epoch-light, terminal (its own colours), or one of Textual\'s.' 'screen.mouse'\t'Whether the mouse is used.' 'screen.keys'\t'Other keys by the id of an action, as in the table of keys: live.refine = ctrl+r.' 'providers'\t'Providers besides the built-in ones, and other values for those; by name.' 'models'\t'Models besides the ones that Epoch knows.' 'prices'\t'What models cost, by id or PROVIDER:ID; comes before what Epoch knows.'
        case constraints
            printf '%s\n' 'auto' 'off' 'required'
        case difference-formats
            printf '%s\n' 'text' 'patch' 'json'
        case documents
            printf '%s\n' 'last'\t'the newest'
            __epoch_live sessions
        case export-formats
            printf '%s\n' 'jsonl' 'json' 'md'
        case export-forms
            printf '%s\n' 'patches' 'document'
        case exports
            printf '%s\n' 'json-schema' 'tool-schema' 'gbnf' 'lark' 'prompt' 'typescript' 'openui'
        case fallbacks
            printf '%s\n' 'offline'\t'the built-in composer' 'previous' 'minimal' 'empty' | __epoch_listed
            __epoch_live providers | __epoch_listed
        case fixes
            printf '%s\n' 'off' 'safe' 'all'
        case folders
            __fish_complete_directories (__epoch_typed) ''
        case format-versions
            printf '%s\n' '0.9'
        case granularities
            printf '%s\n' 'node' 'patch'
        case help-formats
            printf '%s\n' 'text' 'md'
        case kinds
            printf '%s\n' 'document' 'patches' 'session'
        case known-providers
            __epoch_live providers
        case list-formats
            printf '%s\n' 'table' 'json' 'jsonl' 'ids'
        case log-levels
            printf '%s\n' 'debug' 'info' 'warning' 'error'
        case model-parameters
            printf '%s\n' 'max_tokens=' 'temperature=' 'top_p=' 'seed=' 'stop=' 'effort='
        case models
            __epoch_live models
        case modes
            printf '%s\n' 'patch' 'merge' 'whole'
        case origins
            printf '%s\n' 'json-schema' 'dtcg' 'a2ui'
        case preferences
            printf '%s\n' 'color-scheme=light' 'color-scheme=dark' 'spacing=compact' 'spacing=normal' 'spacing=spacious' 'variant='
        case presets
            __epoch_live presets
            __fish_complete_directories (__epoch_typed) ''
        case providers
            printf '%s\n' 'auto'\t'the first whose key is found' 'offline'\t'the built-in composer' 'session:'\t'a recorded session'
            __epoch_live providers
        case read-formats
            printf '%s\n' 'punk'\t'an Epoch document' 'json-render'\t'a json-render spec' 'json-render-stream'\t'a json-render SpecStream' 'a2ui'\t'A2UI messages' 'openui'\t'OpenUI Lang'
        case replay-formats
            printf '%s\n' 'jsonl' 'json' 'tree' 'events' 'patch-diff' 'punk'\t'an Epoch document' 'json-render'\t'a json-render spec' 'json-render-stream'\t'a json-render SpecStream' 'a2ui'\t'A2UI messages' 'openui'\t'OpenUI Lang' 'html'\t'an HTML page' 'react'\t'a React component' 'text'
        case reports
            printf '%s\n' 'concise' 'full' 'json' 'jsonl' 'github' 'gitlab' 'sarif' 'junit'
        case rule-formats
            printf '%s\n' 'text' 'json' 'markdown'
        case rule-lists
            printf '%s\n' 'all'\t'every rule' 'reading'\t'EP0: a family of rules' 'structure'\t'EP1: a family of rules' 'components'\t'EP2: a family of rules' 'props'\t'EP3: a family of rules' 'tokens'\t'EP4: a family of rules' 'bindings'\t'EP5: a family of rules' 'budgets'\t'EP6: a family of rules' 'security'\t'EP7: a family of rules' 'accessibility'\t'EP8: a family of rules' 'pointers'\t'EP9: a family of rules' 'catalogs'\t'ES0: a family of rules' 'wishes'\t'EW0: a family of rules' 'conversions'\t'EX0: a family of rules' 'EP001'\t'malformed-json' 'EP002'\t'duplicate-key' 'EP003'\t'number-range' 'EP004'\t'lone-surrogate' 'EP005'\t'value-too-large' 'EP006'\t'truncated' 'EP007'\t'not-a-patch' 'EP008'\t'unreadable-file' 'EP009'\t'not-a-session' 'EP010'\t'invalid-utf8' 'EP101'\t'not-a-node' 'EP102'\t'unknown-field' 'EP103'\t'field-type' 'EP104'\t'id-format' 'EP105'\t'duplicate-id' 'EP106'\t'too-nested' 'EP107'\t'template-alone' 'EP108'\t'unused-suppression' 'EP109'\t'malformed-suppression' 'EP201'\t'unknown-component' 'EP202'\t'children-not-allowed' 'EP203'\t'component-full' 'EP204'\t'text-not-allowed' 'EP301'\t'unknown-prop' 'EP302'\t'missing-prop' 'EP303'\t'prop-type' 'EP304'\t'not-in-enum' 'EP305'\t'item-shape' 'EP306'\t'pattern' 'EP307'\t'out-of-range' 'EP308'\t'deprecated-prop' 'EP309'\t'duplicate-item' 'EP310'\t'empty-items' 'EP311'\t'no-such-item' 'EP312'\t'panels-mismatch' 'EP401'\t'unknown-token' 'EP402'\t'wrong-token-group' 'EP403'\t'raw-value' 'EP404'\t'deprecated-token' 'EP501'\t'binding-syntax' 'EP502'\t'unknown-path' 'EP503'\t'path-through-scalar' 'EP504'\t'item-outside-list' 'EP505'\t'unknown-item-path' 'EP506'\t'binding-type' 'EP507'\t'not-bindable' 'EP508'\t'data-source' 'EP601'\t'too-many-nodes' 'EP602'\t'too-deep' 'EP603'\t'too-many-children' 'EP604'\t'string-too-long' 'EP605'\t'too-many-bindings' 'EP606'\t'too-many-handlers' 'EP607'\t'too-complex' 'EP608'\t'too-many-patches' 'EP701'\t'url-scheme' 'EP702'\t'active-content' 'EP703'\t'forbidden-key' 'EP704'\t'handler-name' 'EP705'\t'unsafe-character' 'EP706'\t'secret' 'EP707'\t'address-with-data' 'EP801'\t'unnamed-control' 'EP802'\t'nested-interactive' 'EP803'\t'unexplained-field' 'EP811'\t'no-submit' 'EP812'\t'field-control' 'EP813'\t'heading-order' 'EP814'\t'single-h1' 'EP815'\t'duplicate-name' 'EP816'\t'no-caption' 'EP817'\t'no-alternative' 'EP818'\t'no-title' 'EP819'\t'color-alone' 'EP820'\t'required-unmarked' 'EP821'\t'blank-label' 'EP822'\t'hidden-control' 'EP901'\t'malformed-patch' 'EP902'\t'bad-pointer' 'EP903'\t'no-such-place' 'EP904'\t'protected-place' 'EP905'\t'follows-refusal' 'EP906'\t'test-failed' 'EP907'\t'duplicate-patch' 'EP908'\t'move-into-itself' 'EP909'\t'flat-stream' 'ES001'\t'not-toml' 'ES002'\t'unknown-key' 'ES003'\t'missing-key' 'ES004'\t'wrong-value' 'ES005'\t'loose-end' 'ES006'\t'broken-part' 'ES007'\t'wrong-default' 'ES008'\t'unasked-name' 'ES009'\t'no-key' 'ES010'\t'no-handler' 'ES011'\t'low-contrast' 'ES012'\t'unusable-token' 'ES013'\t'shared-prefix' 'ES014'\t'unreachable' 'ES015'\t'essential-role' 'ES016'\t'wanted-role' 'ES017'\t'no-role' 'ES018'\t'no-default' 'ES019'\t'undescribed' 'ES020'\t'unused-tokens' 'ES021'\t'slow-pattern' 'EW001'\t'not-understood' 'EW002'\t'left-out' 'EX001'\t'not-said' 'EX002'\t'said-otherwise' 'EX003'\t'not-known' 'malformed-json'\t'EP001' 'duplicate-key'\t'EP002' 'number-range'\t'EP003' 'lone-surrogate'\t'EP004' 'value-too-large'\t'EP005' 'truncated'\t'EP006' 'not-a-patch'\t'EP007' 'unreadable-file'\t'EP008' 'not-a-session'\t'EP009' 'invalid-utf8'\t'EP010' 'not-a-node'\t'EP101' 'unknown-field'\t'EP102' 'field-type'\t'EP103' 'id-format'\t'EP104' 'duplicate-id'\t'EP105' 'too-nested'\t'EP106' 'template-alone'\t'EP107' 'unused-suppression'\t'EP108' 'malformed-suppression'\t'EP109' 'unknown-component'\t'EP201' 'children-not-allowed'\t'EP202' 'component-full'\t'EP203' 'text-not-allowed'\t'EP204' 'unknown-prop'\t'EP301' 'missing-prop'\t'EP302' 'prop-type'\t'EP303' 'not-in-enum'\t'EP304' 'item-shape'\t'EP305' 'pattern'\t'EP306' 'out-of-range'\t'EP307' 'deprecated-prop'\t'EP308' 'duplicate-item'\t'EP309' 'empty-items'\t'EP310' 'no-such-item'\t'EP311' 'panels-mismatch'\t'EP312' 'unknown-token'\t'EP401' 'wrong-token-group'\t'EP402' 'raw-value'\t'EP403' 'deprecated-token'\t'EP404' 'binding-syntax'\t'EP501' 'unknown-path'\t'EP502' 'path-through-scalar'\t'EP503' 'item-outside-list'\t'EP504' 'unknown-item-path'\t'EP505' 'binding-type'\t'EP506' 'not-bindable'\t'EP507' 'data-source'\t'EP508' 'too-many-nodes'\t'EP601' 'too-deep'\t'EP602' 'too-many-children'\t'EP603' 'string-too-long'\t'EP604' 'too-many-bindings'\t'EP605' 'too-many-handlers'\t'EP606' 'too-complex'\t'EP607' 'too-many-patches'\t'EP608' 'url-scheme'\t'EP701' 'active-content'\t'EP702' 'forbidden-key'\t'EP703' 'handler-name'\t'EP704' 'unsafe-character'\t'EP705' 'secret'\t'EP706' 'address-with-data'\t'EP707' 'unnamed-control'\t'EP801' 'nested-interactive'\t'EP802' 'unexplained-field'\t'EP803' 'no-submit'\t'EP811' 'field-control'\t'EP812' 'heading-order'\t'EP813' 'single-h1'\t'EP814' 'duplicate-name'\t'EP815' 'no-caption'\t'EP816' 'no-alternative'\t'EP817' 'no-title'\t'EP818' 'color-alone'\t'EP819' 'required-unmarked'\t'EP820' 'blank-label'\t'EP821' 'hidden-control'\t'EP822' 'malformed-patch'\t'EP901' 'bad-pointer'\t'EP902' 'no-such-place'\t'EP903' 'protected-place'\t'EP904' 'follows-refusal'\t'EP905' 'test-failed'\t'EP906' 'duplicate-patch'\t'EP907' 'move-into-itself'\t'EP908' 'flat-stream'\t'EP909' 'not-toml'\t'ES001' 'unknown-key'\t'ES002' 'missing-key'\t'ES003' 'wrong-value'\t'ES004' 'loose-end'\t'ES005' 'broken-part'\t'ES006' 'wrong-default'\t'ES007' 'unasked-name'\t'ES008' 'no-key'\t'ES009' 'no-handler'\t'ES010' 'low-contrast'\t'ES011' 'unusable-token'\t'ES012' 'shared-prefix'\t'ES013' 'unreachable'\t'ES014' 'essential-role'\t'ES015' 'wanted-role'\t'ES016' 'no-role'\t'ES017' 'no-default'\t'ES018' 'undescribed'\t'ES019' 'unused-tokens'\t'ES020' 'slow-pattern'\t'ES021' 'not-understood'\t'EW001' 'left-out'\t'EW002' 'not-said'\t'EX001' 'said-otherwise'\t'EX002' 'not-known'\t'EX003' | __epoch_listed
        case rules
            printf '%s\n' 'all'\t'every rule' 'reading'\t'EP0: a family of rules' 'structure'\t'EP1: a family of rules' 'components'\t'EP2: a family of rules' 'props'\t'EP3: a family of rules' 'tokens'\t'EP4: a family of rules' 'bindings'\t'EP5: a family of rules' 'budgets'\t'EP6: a family of rules' 'security'\t'EP7: a family of rules' 'accessibility'\t'EP8: a family of rules' 'pointers'\t'EP9: a family of rules' 'catalogs'\t'ES0: a family of rules' 'wishes'\t'EW0: a family of rules' 'conversions'\t'EX0: a family of rules' 'EP001'\t'malformed-json' 'EP002'\t'duplicate-key' 'EP003'\t'number-range' 'EP004'\t'lone-surrogate' 'EP005'\t'value-too-large' 'EP006'\t'truncated' 'EP007'\t'not-a-patch' 'EP008'\t'unreadable-file' 'EP009'\t'not-a-session' 'EP010'\t'invalid-utf8' 'EP101'\t'not-a-node' 'EP102'\t'unknown-field' 'EP103'\t'field-type' 'EP104'\t'id-format' 'EP105'\t'duplicate-id' 'EP106'\t'too-nested' 'EP107'\t'template-alone' 'EP108'\t'unused-suppression' 'EP109'\t'malformed-suppression' 'EP201'\t'unknown-component' 'EP202'\t'children-not-allowed' 'EP203'\t'component-full' 'EP204'\t'text-not-allowed' 'EP301'\t'unknown-prop' 'EP302'\t'missing-prop' 'EP303'\t'prop-type' 'EP304'\t'not-in-enum' 'EP305'\t'item-shape' 'EP306'\t'pattern' 'EP307'\t'out-of-range' 'EP308'\t'deprecated-prop' 'EP309'\t'duplicate-item' 'EP310'\t'empty-items' 'EP311'\t'no-such-item' 'EP312'\t'panels-mismatch' 'EP401'\t'unknown-token' 'EP402'\t'wrong-token-group' 'EP403'\t'raw-value' 'EP404'\t'deprecated-token' 'EP501'\t'binding-syntax' 'EP502'\t'unknown-path' 'EP503'\t'path-through-scalar' 'EP504'\t'item-outside-list' 'EP505'\t'unknown-item-path' 'EP506'\t'binding-type' 'EP507'\t'not-bindable' 'EP508'\t'data-source' 'EP601'\t'too-many-nodes' 'EP602'\t'too-deep' 'EP603'\t'too-many-children' 'EP604'\t'string-too-long' 'EP605'\t'too-many-bindings' 'EP606'\t'too-many-handlers' 'EP607'\t'too-complex' 'EP608'\t'too-many-patches' 'EP701'\t'url-scheme' 'EP702'\t'active-content' 'EP703'\t'forbidden-key' 'EP704'\t'handler-name' 'EP705'\t'unsafe-character' 'EP706'\t'secret' 'EP707'\t'address-with-data' 'EP801'\t'unnamed-control' 'EP802'\t'nested-interactive' 'EP803'\t'unexplained-field' 'EP811'\t'no-submit' 'EP812'\t'field-control' 'EP813'\t'heading-order' 'EP814'\t'single-h1' 'EP815'\t'duplicate-name' 'EP816'\t'no-caption' 'EP817'\t'no-alternative' 'EP818'\t'no-title' 'EP819'\t'color-alone' 'EP820'\t'required-unmarked' 'EP821'\t'blank-label' 'EP822'\t'hidden-control' 'EP901'\t'malformed-patch' 'EP902'\t'bad-pointer' 'EP903'\t'no-such-place' 'EP904'\t'protected-place' 'EP905'\t'follows-refusal' 'EP906'\t'test-failed' 'EP907'\t'duplicate-patch' 'EP908'\t'move-into-itself' 'EP909'\t'flat-stream' 'ES001'\t'not-toml' 'ES002'\t'unknown-key' 'ES003'\t'missing-key' 'ES004'\t'wrong-value' 'ES005'\t'loose-end' 'ES006'\t'broken-part' 'ES007'\t'wrong-default' 'ES008'\t'unasked-name' 'ES009'\t'no-key' 'ES010'\t'no-handler' 'ES011'\t'low-contrast' 'ES012'\t'unusable-token' 'ES013'\t'shared-prefix' 'ES014'\t'unreachable' 'ES015'\t'essential-role' 'ES016'\t'wanted-role' 'ES017'\t'no-role' 'ES018'\t'no-default' 'ES019'\t'undescribed' 'ES020'\t'unused-tokens' 'ES021'\t'slow-pattern' 'EW001'\t'not-understood' 'EW002'\t'left-out' 'EX001'\t'not-said' 'EX002'\t'said-otherwise' 'EX003'\t'not-known' 'malformed-json'\t'EP001' 'duplicate-key'\t'EP002' 'number-range'\t'EP003' 'lone-surrogate'\t'EP004' 'value-too-large'\t'EP005' 'truncated'\t'EP006' 'not-a-patch'\t'EP007' 'unreadable-file'\t'EP008' 'not-a-session'\t'EP009' 'invalid-utf8'\t'EP010' 'not-a-node'\t'EP101' 'unknown-field'\t'EP102' 'field-type'\t'EP103' 'id-format'\t'EP104' 'duplicate-id'\t'EP105' 'too-nested'\t'EP106' 'template-alone'\t'EP107' 'unused-suppression'\t'EP108' 'malformed-suppression'\t'EP109' 'unknown-component'\t'EP201' 'children-not-allowed'\t'EP202' 'component-full'\t'EP203' 'text-not-allowed'\t'EP204' 'unknown-prop'\t'EP301' 'missing-prop'\t'EP302' 'prop-type'\t'EP303' 'not-in-enum'\t'EP304' 'item-shape'\t'EP305' 'pattern'\t'EP306' 'out-of-range'\t'EP307' 'deprecated-prop'\t'EP308' 'duplicate-item'\t'EP309' 'empty-items'\t'EP310' 'no-such-item'\t'EP311' 'panels-mismatch'\t'EP312' 'unknown-token'\t'EP401' 'wrong-token-group'\t'EP402' 'raw-value'\t'EP403' 'deprecated-token'\t'EP404' 'binding-syntax'\t'EP501' 'unknown-path'\t'EP502' 'path-through-scalar'\t'EP503' 'item-outside-list'\t'EP504' 'unknown-item-path'\t'EP505' 'binding-type'\t'EP506' 'not-bindable'\t'EP507' 'data-source'\t'EP508' 'too-many-nodes'\t'EP601' 'too-deep'\t'EP602' 'too-many-children'\t'EP603' 'string-too-long'\t'EP604' 'too-many-bindings'\t'EP605' 'too-many-handlers'\t'EP606' 'too-complex'\t'EP607' 'too-many-patches'\t'EP608' 'url-scheme'\t'EP701' 'active-content'\t'EP702' 'forbidden-key'\t'EP703' 'handler-name'\t'EP704' 'unsafe-character'\t'EP705' 'secret'\t'EP706' 'address-with-data'\t'EP707' 'unnamed-control'\t'EP801' 'nested-interactive'\t'EP802' 'unexplained-field'\t'EP803' 'no-submit'\t'EP811' 'field-control'\t'EP812' 'heading-order'\t'EP813' 'single-h1'\t'EP814' 'duplicate-name'\t'EP815' 'no-caption'\t'EP816' 'no-alternative'\t'EP817' 'no-title'\t'EP818' 'color-alone'\t'EP819' 'required-unmarked'\t'EP820' 'blank-label'\t'EP821' 'hidden-control'\t'EP822' 'malformed-patch'\t'EP901' 'bad-pointer'\t'EP902' 'no-such-place'\t'EP903' 'protected-place'\t'EP904' 'follows-refusal'\t'EP905' 'test-failed'\t'EP906' 'duplicate-patch'\t'EP907' 'move-into-itself'\t'EP908' 'flat-stream'\t'EP909' 'not-toml'\t'ES001' 'unknown-key'\t'ES002' 'missing-key'\t'ES003' 'wrong-value'\t'ES004' 'loose-end'\t'ES005' 'broken-part'\t'ES006' 'wrong-default'\t'ES007' 'unasked-name'\t'ES008' 'no-key'\t'ES009' 'no-handler'\t'ES010' 'low-contrast'\t'ES011' 'unusable-token'\t'ES012' 'shared-prefix'\t'ES013' 'unreachable'\t'ES014' 'essential-role'\t'ES015' 'wanted-role'\t'ES016' 'no-role'\t'ES017' 'no-default'\t'ES018' 'undescribed'\t'ES019' 'unused-tokens'\t'ES020' 'slow-pattern'\t'ES021' 'not-understood'\t'EW001' 'left-out'\t'EW002' 'not-said'\t'EX001' 'said-otherwise'\t'EX002' 'not-known'\t'EX003'
        case run-formats
            printf '%s\n' 'jsonl' 'json' 'tree' 'events' 'patch-diff' 'punk'\t'an Epoch document' 'json-render'\t'a json-render spec' 'json-render-stream'\t'a json-render SpecStream' 'a2ui'\t'A2UI messages' 'openui'\t'OpenUI Lang' 'html'\t'an HTML page' 'react'\t'a React component'
        case schemas
            printf '%s\n' 'document' 'patch' 'session' 'catalog' 'config' 'user-config'
        case session-ids
            printf '%s\n' 'last'\t'the newest'
            __epoch_live sessions
        case sessions
            printf '%s\n' 'last'\t'the newest'
            __epoch_live sessions
        case severities
            printf '%s\n' 'error' 'warning' 'never'
        case shells
            printf '%s\n' 'bash' 'zsh' 'fish' 'powershell'
        case stats-formats
            printf '%s\n' 'table' 'json'
        case statuses
            printf '%s\n' 'complete' 'fallback' 'cancelled' 'timeout' 'budget' 'failed' 'unfinished'
        case table-or-json
            printf '%s\n' 'table' 'json'
        case template-parameters
            __epoch_live parameters
        case templates
            __epoch_live templates
        case text-or-json
            printf '%s\n' 'text' 'json'
        case topics
            printf '%s\n' 'batch'\t'Many prompts at once' 'budgets'\t'What a run may take: tokens, money, time, and the size of a screen' 'cache'\t'Answers that are given again' 'catalog'\t'Design systems: the built-in ones, and your own' 'checking'\t'Checking, fixing, formatting and comparing files' 'ci'\t'In CI, before a commit, in an editor' 'completions'\t'Completions of the shell, and the manual page' 'config'\t'Files of configuration, and what may stand in them' 'constraints'\t'Holding a model to the design system while it writes' 'editing'\t'Changing a document that is there' 'environment'\t'Variables of the environment' 'events'\t'What a run tells, event by event' 'exit-codes'\t'What the exit code of a command says' 'extensions'\t'Providers, rules, repairs and formats of your own' 'formats'\t'Formats: what stdout is, and what documents are converted to' 'healing'\t'Reading what any tool wrote, and mending almost-JSON' 'installing'\t'Ways to install it' 'logs'\t'How far a run is, and what is logged' 'offline'\t'The offline composer: what writes without a model' 'pages'\t'Documents as pages in a browser' 'prompts'\t'Where the prompt comes from, and what the model is told' 'providers'\t'Providers, keys, models and prices' 'python'\t'Epoch as a library' 'recovery'\t'What is done when a provider fails or its answer is faulty' 'rules'\t'What is checked' 'screen'\t'The screen and its keys' 'security'\t'What is trusted, and what never is' 'session-format'\t'The files of sessions, line by line' 'sessions'\t'Recorded runs: list, share, replay, and use as tests' 'gen' 'batch' 'apply' 'prompt' 'replay' 'sessions' 'validate' 'fmt' 'diff' 'preview' 'convert' 'rules' 'schema' 'catalog' 'templates' 'models' 'providers' 'keys' 'config' 'cache' 'trust' 'doctor' 'completions' 'help'
        case written-formats
            printf '%s\n' 'punk'\t'an Epoch document' 'json-render'\t'a json-render spec' 'json-render-stream'\t'a json-render SpecStream' 'a2ui'\t'A2UI messages' 'openui'\t'OpenUI Lang' 'html'\t'an HTML page' 'react'\t'a React component'
    end
end

complete -c epoch -f
complete -c epoch -n '__epoch_at \'\'' -f -a gen -d 'Generate an interface from PROMPT, or change one.'
complete -c epoch -n '__epoch_at \'\'' -f -a batch -d 'Generate an interface for each line of PROMPTS.'
complete -c epoch -n '__epoch_at \'\'' -f -a apply -d 'Build an interface from what any tool wrote.'
complete -c epoch -n '__epoch_at \'\'' -f -a prompt -d 'Print what a model is told to build an interface.'
complete -c epoch -n '__epoch_at \'\'' -f -a replay -d 'Play a recorded session again.'
complete -c epoch -n '__epoch_at \'\'' -f -a validate -d 'Check files against a design system.'
complete -c epoch -n '__epoch_at \'\'' -f -a fmt -d 'Format documents and patch files.'
complete -c epoch -n '__epoch_at \'\'' -f -a diff -d 'Compare two documents, node by node.'
complete -c epoch -n '__epoch_at \'\'' -f -a preview -d 'Show a document as a page in a browser.'
complete -c epoch -n '__epoch_at \'\'' -f -a convert -d 'Convert documents to the formats of others, and back.'
complete -c epoch -n '__epoch_at \'\'' -f -a rules -d 'List the rules, or explain some.'
complete -c epoch -n '__epoch_at \'\'' -f -a schema -d 'Write a JSON Schema.'
complete -c epoch -n '__epoch_at \'\'' -f -a models -d 'List the models that Epoch knows, with their prices.'
complete -c epoch -n '__epoch_at \'\'' -f -a providers -d 'List the providers.'
complete -c epoch -n '__epoch_at \'\'' -f -a trust -d 'Let a project run the extensions it brings.'
complete -c epoch -n '__epoch_at \'\'' -f -a doctor -d 'Look for what is wrong on this machine.'
complete -c epoch -n '__epoch_at \'\'' -f -a completions -d 'Print what a shell needs to complete `epoch`.'
complete -c epoch -n '__epoch_at \'\'' -f -a help -d 'Read about a topic, or list the topics.'
complete -c epoch -n '__epoch_at \'\'' -f -a sessions -d 'Recorded runs: list, show, compare, share and remove them.'
complete -c epoch -n '__epoch_at \'\'' -f -a catalog -d 'Design systems: show, check, compare, import and export them.'
complete -c epoch -n '__epoch_at \'\'' -f -a templates -d 'Prompts with parameters that a design system brings.'
complete -c epoch -n '__epoch_at \'\'' -f -a keys -d 'Keep, list and forget API keys.'
complete -c epoch -n '__epoch_at \'\'' -f -a config -d 'Settings: show where each comes from, change and check them.'
complete -c epoch -n '__epoch_at \'\'' -f -a cache -d 'Answers that were given before, and can be given again.'
complete -c epoch -n '__epoch_at \'\'' -l version -d 'Print the version and leave.'
complete -c epoch -n '__epoch_at \'\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'gen\'' -l prompt-file -s f -r -F -d 'Read PROMPT from a file.'
complete -c epoch -n '__epoch_at \'gen\'' -l edit -d 'Write PROMPT in $EDITOR.'
complete -c epoch -n '__epoch_at \'gen\'' -l template -s t -r -f -k -a '(__epoch_values templates)' -d 'A prompt template: see epoch templates.'
complete -c epoch -n '__epoch_at \'gen\'' -l set -r -f -k -a '(__epoch_values template-parameters)' -d 'A value for the template.'
complete -c epoch -n '__epoch_at \'gen\'' -l provider -s p -r -f -k -a '(__epoch_values providers)' -d 'Who writes: see epoch providers; auto, offline, or session:FILE.'
complete -c epoch -n '__epoch_at \'gen\'' -l model -s m -r -f -k -a '(__epoch_values models)' -d 'Which model: an id or a short name, as sonnet.'
complete -c epoch -n '__epoch_at \'gen\'' -l fallback -r -f -k -a '(__epoch_values fallbacks)' -d 'Providers to ask when one fails, and last previous, minimal or empty: what to show when all do.'
complete -c epoch -n '__epoch_at \'gen\'' -l no-fallback -d 'Fail, rather than put something else in place.'
complete -c epoch -n '__epoch_at \'gen\'' -l retries -r -f -d 'How often to ask again, or go on, after a failure.'
complete -c epoch -n '__epoch_at \'gen\'' -l corrections -r -f -d 'How often refused operations go back to the model.'
complete -c epoch -n '__epoch_at \'gen\'' -l base -r -F -d 'Start from this document, patch file or session.'
complete -c epoch -n '__epoch_at \'gen\'' -l continue -s c -d 'Go on with the last session.'
complete -c epoch -n '__epoch_at \'gen\'' -l session -r -F -k -a '(__epoch_values sessions)' -d 'Go on with this session: its id, last, @2, or a file.'
complete -c epoch -n '__epoch_at \'gen\'' -l mode -r -f -k -a '(__epoch_values modes)' -d 'How the model is asked to write a change.'
complete -c epoch -n '__epoch_at \'gen\'' -l preset -r -f -k -a '(__epoch_values presets)' -d 'Design system: built-in name, or a path.'
complete -c epoch -n '__epoch_at \'gen\'' -l data -r -F -d 'Data models for bindings: TOML, JSON or JSON Schema.'
complete -c epoch -n '__epoch_at \'gen\'' -l prefer -r -f -k -a '(__epoch_values preferences)' -d 'color-scheme, spacing or variant, as spacing=compact.'
complete -c epoch -n '__epoch_at \'gen\'' -l format -r -f -k -a '(__epoch_values run-formats)' -d 'jsonl, json, tree, events, patch-diff, or what convert writes: a2ui, react, html, …'
complete -c epoch -n '__epoch_at \'gen\'' -l output -s o -r -F -d 'Write the document, or --format, to FILE; - is stdout.'
complete -c epoch -n '__epoch_at \'gen\'' -l force -d 'Let -o overwrite FILE.'
complete -c epoch -n '__epoch_at \'gen\'' -l system -s s -r -f -d 'Extra text for the system prompt.'
complete -c epoch -n '__epoch_at \'gen\'' -l pace -r -f -d 'Tokens a second that the offline composer writes, for a demonstration.'
complete -c epoch -n '__epoch_at \'gen\'' -l budget -r -F -k -a '(__epoch_values budgets)' -d 'strict, foundation, unlimited, or a .toml of caps.'
complete -c epoch -n '__epoch_at \'gen\'' -l fix -r -f -k -a '(__epoch_values fixes)' -d 'Repairs of patches: none, lossless, or lossy, too.'
complete -c epoch -n '__epoch_at \'gen\'' -l granularity -r -f -k -a '(__epoch_values granularities)' -d 'Take large values node by node, or patch by patch.'
complete -c epoch -n '__epoch_at \'gen\'' -l no-heal -d 'Take JSON as it is; mend no quotes, commas or braces.'
complete -c epoch -n '__epoch_at \'gen\'' -l constrain -r -f -k -a '(__epoch_values constraints)' -d 'Hold the model to the design system\'s grammar.'
complete -c epoch -n '__epoch_at \'gen\'' -l param -r -f -k -a '(__epoch_values model-parameters)' -d 'temperature, top_p, seed, stop, effort or max_tokens.'
complete -c epoch -n '__epoch_at \'gen\'' -l max-cost -r -f -d 'Stop before the run costs more, as estimated.'
complete -c epoch -n '__epoch_at \'gen\'' -l token-budget -r -f -d 'The most tokens, of all prompts and answers.'
complete -c epoch -n '__epoch_at \'gen\'' -l timeout -r -f -d 'For the whole run.'
complete -c epoch -n '__epoch_at \'gen\'' -l no-cache -d 'Ask even when the same was answered before.'
complete -c epoch -n '__epoch_at \'gen\'' -l refresh -d 'Ask again, and keep the new answer in the cache.'
complete -c epoch -n '__epoch_at \'gen\'' -l dry-run -d 'Print what would be sent, and send nothing.'
complete -c epoch -n '__epoch_at \'gen\'' -l tui -d 'The screen, which opens by itself on a terminal; or a tree that grows.'
complete -c epoch -n '__epoch_at \'gen\'' -l no-tui -d 'The screen, which opens by itself on a terminal; or a tree that grows.'
complete -c epoch -n '__epoch_at \'gen\'' -l plain -d 'Flat lines on stderr instead, for screen readers and logs; no colour.'
complete -c epoch -n '__epoch_at \'gen\'' -l preview -d 'Follow it on a page in a browser, on this machine alone.'
complete -c epoch -n '__epoch_at \'gen\'' -l no-open -d 'With --preview: say where the page is, and open no browser.'
complete -c epoch -n '__epoch_at \'gen\'' -l usage -d 'Say what it took: tokens and cost.'
complete -c epoch -n '__epoch_at \'gen\'' -l strict -d 'Exit with 1 when anything was refused, malformed or guessed.'
complete -c epoch -n '__epoch_at \'gen\'' -l no-log -d 'Write no session file.'
complete -c epoch -n '__epoch_at \'gen\'' -l log-level -r -f -k -a '(__epoch_values log-levels)' -d 'debug, info, warning or error; to stderr.'
complete -c epoch -n '__epoch_at \'gen\'' -l log-file -r -F -d 'Write the log there, one JSON object a line.'
complete -c epoch -n '__epoch_at \'gen\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'gen\'' -l verbose -s v -d 'Say more on stderr; -vv says it all.'
complete -c epoch -n '__epoch_at \'gen\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'gen\' 0 0' -f
complete -c epoch -n '__epoch_at \'batch\'' -l output -s o -r -f -k -a '(__epoch_values folders)' -d 'Where the documents go, as ID.json.'
complete -c epoch -n '__epoch_at \'batch\'' -l jobs -s j -r -f -d 'How many prompts at a time.'
complete -c epoch -n '__epoch_at \'batch\'' -l force -d 'Ask again what is done, and overwrite files of others.'
complete -c epoch -n '__epoch_at \'batch\'' -l provider -s p -r -f -k -a '(__epoch_values providers)' -d 'Who writes: see epoch providers; auto, offline, or session:FILE.'
complete -c epoch -n '__epoch_at \'batch\'' -l model -s m -r -f -k -a '(__epoch_values models)' -d 'Which model: an id or a short name, as sonnet.'
complete -c epoch -n '__epoch_at \'batch\'' -l fallback -r -f -k -a '(__epoch_values fallbacks)' -d 'Providers to ask when one fails, and last previous, minimal or empty: what to show when all do.'
complete -c epoch -n '__epoch_at \'batch\'' -l no-fallback -d 'Fail, rather than put something else in place.'
complete -c epoch -n '__epoch_at \'batch\'' -l retries -r -f -d 'How often to ask again, or go on, after a failure.'
complete -c epoch -n '__epoch_at \'batch\'' -l corrections -r -f -d 'How often refused operations go back to the model.'
complete -c epoch -n '__epoch_at \'batch\'' -l mode -r -f -k -a '(__epoch_values modes)' -d 'How the model is asked to write a change.'
complete -c epoch -n '__epoch_at \'batch\'' -l preset -r -f -k -a '(__epoch_values presets)' -d 'Design system: built-in name, or a path.'
complete -c epoch -n '__epoch_at \'batch\'' -l data -r -F -d 'Data models for bindings: TOML, JSON or JSON Schema.'
complete -c epoch -n '__epoch_at \'batch\'' -l prefer -r -f -k -a '(__epoch_values preferences)' -d 'color-scheme, spacing or variant, as spacing=compact.'
complete -c epoch -n '__epoch_at \'batch\'' -l system -s s -r -f -d 'Extra text for the system prompt.'
complete -c epoch -n '__epoch_at \'batch\'' -l budget -r -F -k -a '(__epoch_values budgets)' -d 'strict, foundation, unlimited, or a .toml of caps.'
complete -c epoch -n '__epoch_at \'batch\'' -l fix -r -f -k -a '(__epoch_values fixes)' -d 'Repairs of patches: none, lossless, or lossy, too.'
complete -c epoch -n '__epoch_at \'batch\'' -l no-heal -d 'Take JSON as it is; mend no quotes, commas or braces.'
complete -c epoch -n '__epoch_at \'batch\'' -l constrain -r -f -k -a '(__epoch_values constraints)' -d 'Hold the model to the design system\'s grammar.'
complete -c epoch -n '__epoch_at \'batch\'' -l param -r -f -k -a '(__epoch_values model-parameters)' -d 'temperature, top_p, seed, stop, effort or max_tokens.'
complete -c epoch -n '__epoch_at \'batch\'' -l max-cost -r -f -d 'For all prompts together; each job has its share.'
complete -c epoch -n '__epoch_at \'batch\'' -l token-budget -r -f -d 'For each prompt: its requests and answers.'
complete -c epoch -n '__epoch_at \'batch\'' -l timeout -r -f -d 'For each prompt.'
complete -c epoch -n '__epoch_at \'batch\'' -l no-cache -d 'Ask even when the same was answered before.'
complete -c epoch -n '__epoch_at \'batch\'' -l refresh -d 'Ask again, and keep the new answer in the cache.'
complete -c epoch -n '__epoch_at \'batch\'' -l usage -d 'Say what it took: tokens and cost.'
complete -c epoch -n '__epoch_at \'batch\'' -l strict -d 'Exit with 1 when anything was refused, malformed or guessed.'
complete -c epoch -n '__epoch_at \'batch\'' -l no-log -d 'Write no session file.'
complete -c epoch -n '__epoch_at \'batch\'' -l log-level -r -f -k -a '(__epoch_values log-levels)' -d 'debug, info, warning or error; to stderr.'
complete -c epoch -n '__epoch_at \'batch\'' -l log-file -r -F -d 'Write the log there, one JSON object a line.'
complete -c epoch -n '__epoch_at \'batch\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'batch\'' -l verbose -s v -d 'Say more on stderr; -vv says it all.'
complete -c epoch -n '__epoch_at \'batch\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'batch\' 0 0' -F
complete -c epoch -n '__epoch_at \'apply\'' -l base -r -F -d 'Start from this document, patch file or session.'
complete -c epoch -n '__epoch_at \'apply\'' -l preset -r -f -k -a '(__epoch_values presets)' -d 'Design system: built-in name, or a path.'
complete -c epoch -n '__epoch_at \'apply\'' -l data -r -F -d 'Data models for bindings: TOML, JSON or JSON Schema.'
complete -c epoch -n '__epoch_at \'apply\'' -l format -r -f -k -a '(__epoch_values run-formats)' -d 'jsonl, json, tree, events, patch-diff, or what convert writes: a2ui, react, html, …'
complete -c epoch -n '__epoch_at \'apply\'' -l output -s o -r -F -d 'Write the document, or --format, to FILE; - is stdout.'
complete -c epoch -n '__epoch_at \'apply\'' -l force -d 'Let -o overwrite FILE.'
complete -c epoch -n '__epoch_at \'apply\'' -l budget -r -F -k -a '(__epoch_values budgets)' -d 'strict, foundation, unlimited, or a .toml of caps.'
complete -c epoch -n '__epoch_at \'apply\'' -l fix -r -f -k -a '(__epoch_values fixes)' -d 'Repairs of patches: none, lossless, or lossy, too.'
complete -c epoch -n '__epoch_at \'apply\'' -l granularity -r -f -k -a '(__epoch_values granularities)' -d 'Take large values node by node, or patch by patch.'
complete -c epoch -n '__epoch_at \'apply\'' -l no-heal -d 'Take JSON as it is; mend no quotes, commas or braces.'
complete -c epoch -n '__epoch_at \'apply\'' -l timeout -r -f -d 'For the whole run.'
complete -c epoch -n '__epoch_at \'apply\'' -l strict -d 'Exit with 1 when anything was refused, malformed or guessed.'
complete -c epoch -n '__epoch_at \'apply\'' -l no-log -d 'Write no session file.'
complete -c epoch -n '__epoch_at \'apply\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'apply\'' -l verbose -s v -d 'Say more on stderr; -vv says it all.'
complete -c epoch -n '__epoch_at \'apply\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'apply\' 0 0' -F
complete -c epoch -n '__epoch_at \'prompt\'' -l base -r -F -d 'Start from this document, patch file or session.'
complete -c epoch -n '__epoch_at \'prompt\'' -l preset -r -f -k -a '(__epoch_values presets)' -d 'Design system: built-in name, or a path.'
complete -c epoch -n '__epoch_at \'prompt\'' -l data -r -F -d 'Data models for bindings: TOML, JSON or JSON Schema.'
complete -c epoch -n '__epoch_at \'prompt\'' -l budget -r -F -k -a '(__epoch_values budgets)' -d 'strict, foundation, unlimited, or a .toml of caps.'
complete -c epoch -n '__epoch_at \'prompt\'' -l system -s s -r -f -d 'Extra text for the system prompt.'
complete -c epoch -n '__epoch_at \'prompt\'' -l prefer -r -f -k -a '(__epoch_values preferences)' -d 'color-scheme, spacing or variant, as spacing=compact.'
complete -c epoch -n '__epoch_at \'prompt\'' -l format -r -f -k -a '(__epoch_values text-or-json)' -d 'text or json: what goes to stdout.'
complete -c epoch -n '__epoch_at \'prompt\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'prompt\'' -l verbose -s v -d 'Say more on stderr; -vv says it all.'
complete -c epoch -n '__epoch_at \'prompt\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'prompt\' 0 0' -f
complete -c epoch -n '__epoch_at \'replay\'' -l format -r -f -k -a '(__epoch_values replay-formats)' -d 'As of gen; with --check: text or json.'
complete -c epoch -n '__epoch_at \'replay\'' -l from -r -f -d 'Begin with patch 12, or at 3.5s.'
complete -c epoch -n '__epoch_at \'replay\'' -l until -r -f -d 'End with patch 20, or at 8s.'
complete -c epoch -n '__epoch_at \'replay\'' -l speed -r -f -d '2 is twice as fast.'
complete -c epoch -n '__epoch_at \'replay\'' -l idle-limit -r -f -d 'Longest pause between two events.'
complete -c epoch -n '__epoch_at \'replay\'' -l step -d 'Wait for space or Enter before each patch.'
complete -c epoch -n '__epoch_at \'replay\'' -l realtime -d 'Keep the pace of the run, into a pipe, too.'
complete -c epoch -n '__epoch_at \'replay\'' -l instant -d 'Do not wait; pipes never do by themselves.'
complete -c epoch -n '__epoch_at \'replay\'' -l check -d 'Read the recorded text again, and say what would differ now.'
complete -c epoch -n '__epoch_at \'replay\'' -l preset -r -f -k -a '(__epoch_values presets)' -d 'With --check: the design system to hold it to.'
complete -c epoch -n '__epoch_at \'replay\'' -l tui -d 'The screen, which opens by itself on a terminal; or a tree that grows.'
complete -c epoch -n '__epoch_at \'replay\'' -l no-tui -d 'The screen, which opens by itself on a terminal; or a tree that grows.'
complete -c epoch -n '__epoch_at \'replay\'' -l plain -d 'Flat lines on stderr instead, for screen readers and logs; no colour.'
complete -c epoch -n '__epoch_at \'replay\'' -l preview -d 'Follow it on a page in a browser, on this machine alone.'
complete -c epoch -n '__epoch_at \'replay\'' -l no-open -d 'With --preview: say where the page is, and open no browser.'
complete -c epoch -n '__epoch_at \'replay\'' -l usage -d 'Say what it took: tokens and cost.'
complete -c epoch -n '__epoch_at \'replay\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'replay\'' -l verbose -s v -d 'Say more on stderr; -vv says it all.'
complete -c epoch -n '__epoch_at \'replay\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'replay\' 0 0' -F -k -a '(__epoch_values sessions)'
complete -c epoch -n '__epoch_at \'validate\'' -l preset -r -f -k -a '(__epoch_values presets)' -d 'Design system: built-in name, or a path.'
complete -c epoch -n '__epoch_at \'validate\'' -l budget -r -F -k -a '(__epoch_values budgets)' -d 'strict, foundation, unlimited, or a .toml of caps.'
complete -c epoch -n '__epoch_at \'validate\'' -l data -r -F -d 'Data models for bindings: TOML, JSON or JSON Schema.'
complete -c epoch -n '__epoch_at \'validate\'' -l kind -r -f -k -a '(__epoch_values kinds)' -d 'Take files for document, patches or session.'
complete -c epoch -n '__epoch_at \'validate\'' -l select -r -f -k -a '(__epoch_values rule-lists)' -d 'Only these: codes, EP3, names or families.'
complete -c epoch -n '__epoch_at \'validate\'' -l ignore -r -f -k -a '(__epoch_values rule-lists)' -d 'Not these.'
complete -c epoch -n '__epoch_at \'validate\'' -l exclude -r -f -d 'Pass over these files and folders.'
complete -c epoch -n '__epoch_at \'validate\'' -l output-format -r -f -k -a '(__epoch_values reports)' -d 'concise, full, json, jsonl, github, gitlab, sarif or junit; can be given again.'
complete -c epoch -n '__epoch_at \'validate\'' -l output -s o -r -F -d 'Write the report of the format before it to FILE.'
complete -c epoch -n '__epoch_at \'validate\'' -l statistics -d 'Count findings by rule instead.'
complete -c epoch -n '__epoch_at \'validate\'' -l fail-on -r -f -k -a '(__epoch_values severities)' -d 'error, warning or never: what makes exit code 1.'
complete -c epoch -n '__epoch_at \'validate\'' -l exit-zero -d 'As --fail-on never.'
complete -c epoch -n '__epoch_at \'validate\'' -l baseline -r -F -d 'Keep the findings in FILE quiet.'
complete -c epoch -n '__epoch_at \'validate\'' -l write-baseline -r -F -d 'Write today\'s findings to FILE.'
complete -c epoch -n '__epoch_at \'validate\'' -l fix -d 'Mend documents in place, where nothing can be lost.'
complete -c epoch -n '__epoch_at \'validate\'' -l unsafe-fixes -d 'Mend by guessing, too.'
complete -c epoch -n '__epoch_at \'validate\'' -l add-ids -d 'Give every node an id.'
complete -c epoch -n '__epoch_at \'validate\'' -l diff -d 'Show what --fix would change: a diff, then patches.'
complete -c epoch -n '__epoch_at \'validate\'' -l watch -d 'Check again when a file changes.'
complete -c epoch -n '__epoch_at \'validate\'' -l stdin-filename -r -f -d 'What stdin is called in reports.'
complete -c epoch -n '__epoch_at \'validate\'' -l jobs -s j -r -f -d 'Processes; as many as pay by default.'
complete -c epoch -n '__epoch_at \'validate\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'validate\'' -l verbose -s v -d 'Say more on stderr; -vv says it all.'
complete -c epoch -n '__epoch_at \'validate\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'validate\' 0' -F
complete -c epoch -n '__epoch_at \'fmt\'' -l check -d 'Change nothing; name the files that would change.'
complete -c epoch -n '__epoch_at \'fmt\'' -l diff -d 'Change nothing; show what would change.'
complete -c epoch -n '__epoch_at \'fmt\'' -l exclude -r -f -d 'Pass over these files and folders.'
complete -c epoch -n '__epoch_at \'fmt\'' -l stdin-filename -r -f -d 'What stdin is called in messages.'
complete -c epoch -n '__epoch_at \'fmt\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'fmt\'' -l verbose -s v -d 'Say more on stderr; -vv says it all.'
complete -c epoch -n '__epoch_at \'fmt\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'fmt\' 0' -F
complete -c epoch -n '__epoch_at \'diff\'' -l format -r -f -k -a '(__epoch_values difference-formats)' -d 'text, patch or json: what goes to stdout.'
complete -c epoch -n '__epoch_at \'diff\'' -l exit-zero -d 'Exit with 0 even when they differ.'
complete -c epoch -n '__epoch_at \'diff\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'diff\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'diff\' 0 0' -F -k -a '(__epoch_values documents)'
complete -c epoch -n '__epoch_at \'diff\' 1 1' -F -k -a '(__epoch_values documents)'
complete -c epoch -n '__epoch_at \'preview\'' -l output -s o -r -F -d 'Write the page to FILE; - is stdout.'
complete -c epoch -n '__epoch_at \'preview\'' -l force -d 'Let -o overwrite FILE.'
complete -c epoch -n '__epoch_at \'preview\'' -l open -d 'Open the page in a browser.'
complete -c epoch -n '__epoch_at \'preview\'' -l data-file -r -F -d 'Values for bindings: JSON such as {"users": […]}.'
complete -c epoch -n '__epoch_at \'preview\'' -l data -r -F -d 'Data models for bindings: TOML, JSON or JSON Schema.'
complete -c epoch -n '__epoch_at \'preview\'' -l preset -r -f -k -a '(__epoch_values presets)' -d 'Design system: built-in name, or a path.'
complete -c epoch -n '__epoch_at \'preview\'' -l remote-images -d 'Let the page fetch pictures from where they are (https).'
complete -c epoch -n '__epoch_at \'preview\'' -l title -r -f -d 'What the page is called.'
complete -c epoch -n '__epoch_at \'preview\'' -l replay -d 'Play a session on a live page: see epoch replay --preview for more.'
complete -c epoch -n '__epoch_at \'preview\'' -l speed -r -f -d 'With --replay: 2 is twice as fast.'
complete -c epoch -n '__epoch_at \'preview\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'preview\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'preview\' 0 0' -F -k -a '(__epoch_values documents)'
complete -c epoch -n '__epoch_at \'convert\'' -l to -r -f -k -a '(__epoch_values written-formats)' -d 'punk, json-render, json-render-stream, a2ui, openui, html or react: what is written.'
complete -c epoch -n '__epoch_at \'convert\'' -l from -r -f -k -a '(__epoch_values read-formats)' -d 'What FILE is in; without it, what is in it tells.'
complete -c epoch -n '__epoch_at \'convert\'' -l output -s o -r -F -d 'Write there; several files need a folder.'
complete -c epoch -n '__epoch_at \'convert\'' -l force -d 'Let -o overwrite files.'
complete -c epoch -n '__epoch_at \'convert\'' -l name -r -f -d 'What the result is called: a component, surface or page.'
complete -c epoch -n '__epoch_at \'convert\'' -l format-version -r -f -k -a '(__epoch_values format-versions)' -d 'Of the format that is written, as 0.9 of a2ui.'
complete -c epoch -n '__epoch_at \'convert\'' -l data-file -r -F -d 'JSON to fill bindings with, in formats that show data.'
complete -c epoch -n '__epoch_at \'convert\'' -l preset -r -f -k -a '(__epoch_values presets)' -d 'Design system: built-in name, or a path.'
complete -c epoch -n '__epoch_at \'convert\'' -l budget -r -F -k -a '(__epoch_values budgets)' -d 'strict, foundation, unlimited, or a .toml of caps.'
complete -c epoch -n '__epoch_at \'convert\'' -l data -r -F -d 'Data models for bindings: TOML, JSON or JSON Schema.'
complete -c epoch -n '__epoch_at \'convert\'' -l output-format -r -f -k -a '(__epoch_values reports)' -d 'How findings are told on stderr: as of validate.'
complete -c epoch -n '__epoch_at \'convert\'' -l strict -d 'Exit with 1 when anything is lost.'
complete -c epoch -n '__epoch_at \'convert\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'convert\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'convert\' 0' -F -k -a '(__epoch_values documents)'
complete -c epoch -n '__epoch_at \'rules\'' -l output-format -r -f -k -a '(__epoch_values rule-formats)' -d 'text, json or markdown.'
complete -c epoch -n '__epoch_at \'rules\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'rules\' 0' -f -k -a '(__epoch_values rules)'
complete -c epoch -n '__epoch_at \'schema\'' -l preset -r -f -k -a '(__epoch_values presets)' -d 'Design system, for document and patch.'
complete -c epoch -n '__epoch_at \'schema\'' -l budget -r -F -k -a '(__epoch_values budgets)' -d 'With its caps on children and strings; for document.'
complete -c epoch -n '__epoch_at \'schema\'' -l output -s o -r -F -d 'Write the schema to FILE.'
complete -c epoch -n '__epoch_at \'schema\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'schema\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'schema\' 0 0' -f -k -a '(__epoch_values schemas)'
complete -c epoch -n '__epoch_at \'models\'' -l provider -s p -r -f -k -a '(__epoch_values known-providers)' -d 'Only the models of this provider.'
complete -c epoch -n '__epoch_at \'models\'' -l live -d 'Ask the providers for their own lists: what is new, and what is missing.'
complete -c epoch -n '__epoch_at \'models\'' -l estimate -r -f -d 'What this prompt would cost at each, cheapest first.'
complete -c epoch -n '__epoch_at \'models\'' -l output-format -r -f -k -a '(__epoch_values text-or-json)' -d 'text or json.'
complete -c epoch -n '__epoch_at \'models\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'models\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'providers\'' -l check -d 'Ask each that can be asked for its list of models.'
complete -c epoch -n '__epoch_at \'providers\'' -l output-format -r -f -k -a '(__epoch_values text-or-json)' -d 'text or json.'
complete -c epoch -n '__epoch_at \'providers\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'trust\'' -l list -d 'Print what was trusted.'
complete -c epoch -n '__epoch_at \'trust\'' -l revoke -d 'Trust it no more.'
complete -c epoch -n '__epoch_at \'trust\'' -l yes -s y -d 'Do not ask: in CI, where somebody has looked.'
complete -c epoch -n '__epoch_at \'trust\'' -l format -r -f -k -a '(__epoch_values text-or-json)' -d 'text or json, for --list.'
complete -c epoch -n '__epoch_at \'trust\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'trust\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'trust\' 0 0' -f -k -a '(__epoch_values folders)'
complete -c epoch -n '__epoch_at \'doctor\'' -l output-format -r -f -k -a '(__epoch_values text-or-json)' -d 'text or json.'
complete -c epoch -n '__epoch_at \'doctor\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'completions\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'completions\' 0 0' -f -k -a '(__epoch_values shells)'
complete -c epoch -n '__epoch_at \'help\'' -l format -r -f -k -a '(__epoch_values help-formats)' -d 'text or md: what goes to stdout.'
complete -c epoch -n '__epoch_at \'help\'' -l no-pager -d 'Print a topic, however long.'
complete -c epoch -n '__epoch_at \'help\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'help\' 0' -f -k -a '(__epoch_values topics)'
complete -c epoch -n '__epoch_at \'sessions\'' -f -a list -d 'List sessions, the newest first.'
complete -c epoch -n '__epoch_at \'sessions\'' -f -a show -d 'Show what a session comes to.'
complete -c epoch -n '__epoch_at \'sessions\'' -f -a path -d 'Print where the file of a session is.'
complete -c epoch -n '__epoch_at \'sessions\'' -f -a export -d 'Write a session for others.'
complete -c epoch -n '__epoch_at \'sessions\'' -f -a diff -d 'Compare two sessions.'
complete -c epoch -n '__epoch_at \'sessions\'' -f -a stats -d 'Print what sessions took, by provider and model.'
complete -c epoch -n '__epoch_at \'sessions\'' -f -a rm -d 'Remove sessions for good.'
complete -c epoch -n '__epoch_at \'sessions\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'sessions list\'' -l provider -s p -r -f -k -a '(__epoch_values known-providers)' -d 'Only those that asked this provider first.'
complete -c epoch -n '__epoch_at \'sessions list\'' -l model -s m -r -f -k -a '(__epoch_values models)' -d 'Only those by a model with TEXT in its id.'
complete -c epoch -n '__epoch_at \'sessions list\'' -l status -r -f -k -a '(__epoch_values statuses)' -d 'Only those that ended so, as complete, failed or unfinished.'
complete -c epoch -n '__epoch_at \'sessions list\'' -l since -r -f -d 'Only those since then: 2h, 3d, or 2026-11-20.'
complete -c epoch -n '__epoch_at \'sessions list\'' -l grep -r -f -d 'Only those with TEXT in their prompt, in any case.'
complete -c epoch -n '__epoch_at \'sessions list\'' -l limit -r -f -d 'The newest N; 0 for all. A table has 20.'
complete -c epoch -n '__epoch_at \'sessions list\'' -l format -r -f -k -a '(__epoch_values list-formats)' -d 'table, json, jsonl or ids: what goes to stdout.'
complete -c epoch -n '__epoch_at \'sessions list\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'sessions list\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'sessions show\'' -l format -r -f -k -a '(__epoch_values text-or-json)' -d 'text or json: what goes to stdout.'
complete -c epoch -n '__epoch_at \'sessions show\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'sessions show\' 0 0' -F -k -a '(__epoch_values sessions)'
complete -c epoch -n '__epoch_at \'sessions path\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'sessions path\' 0 0' -F -k -a '(__epoch_values sessions)'
complete -c epoch -n '__epoch_at \'sessions export\'' -l format -r -f -k -a '(__epoch_values export-formats)' -d 'jsonl: events; json: the document; md: a report.'
complete -c epoch -n '__epoch_at \'sessions export\'' -l redact -d 'Without keys, tokens, e-mail addresses, long secrets and home folders.'
complete -c epoch -n '__epoch_at \'sessions export\'' -l output -s o -r -F -d 'Write it to FILE.'
complete -c epoch -n '__epoch_at \'sessions export\'' -l force -d 'Let -o overwrite FILE.'
complete -c epoch -n '__epoch_at \'sessions export\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'sessions export\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'sessions export\' 0 0' -F -k -a '(__epoch_values sessions)'
complete -c epoch -n '__epoch_at \'sessions diff\'' -l format -r -f -k -a '(__epoch_values difference-formats)' -d 'text, patch or json: what goes to stdout.'
complete -c epoch -n '__epoch_at \'sessions diff\'' -l exit-zero -d 'Exit with 0 even when they differ.'
complete -c epoch -n '__epoch_at \'sessions diff\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'sessions diff\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'sessions diff\' 0 0' -F -k -a '(__epoch_values sessions)'
complete -c epoch -n '__epoch_at \'sessions diff\' 1 1' -F -k -a '(__epoch_values sessions)'
complete -c epoch -n '__epoch_at \'sessions stats\'' -l provider -s p -r -f -k -a '(__epoch_values known-providers)' -d 'Only those that asked this provider first.'
complete -c epoch -n '__epoch_at \'sessions stats\'' -l model -s m -r -f -k -a '(__epoch_values models)' -d 'Only those by a model with TEXT in its id.'
complete -c epoch -n '__epoch_at \'sessions stats\'' -l status -r -f -k -a '(__epoch_values statuses)' -d 'Only those that ended so, as complete, failed or unfinished.'
complete -c epoch -n '__epoch_at \'sessions stats\'' -l since -r -f -d 'Only those since then: 2h, 3d, or 2026-11-20.'
complete -c epoch -n '__epoch_at \'sessions stats\'' -l grep -r -f -d 'Only those with TEXT in their prompt, in any case.'
complete -c epoch -n '__epoch_at \'sessions stats\'' -l limit -r -f -d 'Only the newest N; 0 for all.'
complete -c epoch -n '__epoch_at \'sessions stats\'' -l format -r -f -k -a '(__epoch_values stats-formats)' -d 'table or json: what goes to stdout.'
complete -c epoch -n '__epoch_at \'sessions stats\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'sessions stats\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'sessions rm\'' -l older-than -r -f -d 'All that began longer ago, as 30d; or a date.'
complete -c epoch -n '__epoch_at \'sessions rm\'' -l all -d 'All there are.'
complete -c epoch -n '__epoch_at \'sessions rm\'' -l yes -s y -d 'Do not ask whether you are sure.'
complete -c epoch -n '__epoch_at \'sessions rm\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'sessions rm\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'sessions rm\' 0' -f -k -a '(__epoch_values session-ids)'
complete -c epoch -n '__epoch_at \'catalog\'' -f -a export -d 'Write what tools and models have to know of a design system.'
complete -c epoch -n '__epoch_at \'catalog\'' -f -a init -d 'Begin a design system of your own.'
complete -c epoch -n '__epoch_at \'catalog\'' -f -a show -d 'Show what is in a design system.'
complete -c epoch -n '__epoch_at \'catalog\'' -f -a check -d 'Check design systems.'
complete -c epoch -n '__epoch_at \'catalog\'' -f -a diff -d 'Compare two design systems.'
complete -c epoch -n '__epoch_at \'catalog\'' -f -a import -d 'Make a design system of somebody else\'s description.'
complete -c epoch -n '__epoch_at \'catalog\'' -f -a docs -d 'Write the reference of a design system, in Markdown.'
complete -c epoch -n '__epoch_at \'catalog\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'catalog export\'' -l as -r -f -k -a '(__epoch_values exports)' -d 'json-schema, tool-schema, gbnf, lark, prompt, typescript or openui.'
complete -c epoch -n '__epoch_at \'catalog export\'' -l form -r -f -k -a '(__epoch_values export-forms)' -d 'patches (the default) or document; for schemas and grammars.'
complete -c epoch -n '__epoch_at \'catalog export\'' -l preset -r -f -k -a '(__epoch_values presets)' -d 'Design system: built-in name, or a path.'
complete -c epoch -n '__epoch_at \'catalog export\'' -l budget -r -F -k -a '(__epoch_values budgets)' -d 'strict, foundation, unlimited, or a .toml of caps.'
complete -c epoch -n '__epoch_at \'catalog export\'' -l data -r -F -d 'Data models for bindings: TOML, JSON or JSON Schema.'
complete -c epoch -n '__epoch_at \'catalog export\'' -l output -s o -r -F -d 'Write the export to FILE.'
complete -c epoch -n '__epoch_at \'catalog export\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'catalog export\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'catalog init\'' -l extends -r -f -k -a '(__epoch_values presets)' -d 'What it builds on; base is no components at all.'
complete -c epoch -n '__epoch_at \'catalog init\'' -l output -s o -r -f -k -a '(__epoch_values folders)' -d 'Where its files go; by default ./NAME.'
complete -c epoch -n '__epoch_at \'catalog init\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'catalog init\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'catalog init\' 0 0' -f
complete -c epoch -n '__epoch_at \'catalog show\'' -l format -r -f -k -a '(__epoch_values text-or-json)' -d 'text or json: what goes to stdout.'
complete -c epoch -n '__epoch_at \'catalog show\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'catalog show\' 0 0' -f -k -a '(__epoch_values presets)'
complete -c epoch -n '__epoch_at \'catalog show\' 1 1' -f
complete -c epoch -n '__epoch_at \'catalog check\'' -l select -r -f -k -a '(__epoch_values rule-lists)' -d 'Only these: codes, or names of rules.'
complete -c epoch -n '__epoch_at \'catalog check\'' -l ignore -r -f -k -a '(__epoch_values rule-lists)' -d 'Not these.'
complete -c epoch -n '__epoch_at \'catalog check\'' -l output-format -r -f -k -a '(__epoch_values reports)' -d 'concise, full, json, jsonl, github, gitlab, sarif or junit; can be given again.'
complete -c epoch -n '__epoch_at \'catalog check\'' -l output -s o -r -F -d 'Write the report of the format before it to FILE.'
complete -c epoch -n '__epoch_at \'catalog check\'' -l fail-on -r -f -k -a '(__epoch_values severities)' -d 'error, warning or never: what makes exit code 1.'
complete -c epoch -n '__epoch_at \'catalog check\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'catalog check\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'catalog check\' 0' -f -k -a '(__epoch_values presets)'
complete -c epoch -n '__epoch_at \'catalog diff\'' -l format -r -f -k -a '(__epoch_values text-or-json)' -d 'text or json: what goes to stdout.'
complete -c epoch -n '__epoch_at \'catalog diff\'' -l strict -d 'Exit with 1 when they differ at all.'
complete -c epoch -n '__epoch_at \'catalog diff\'' -l exit-zero -d 'Exit with 0 even when they differ.'
complete -c epoch -n '__epoch_at \'catalog diff\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'catalog diff\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'catalog diff\' 0 0' -f -k -a '(__epoch_values presets)'
complete -c epoch -n '__epoch_at \'catalog diff\' 1 1' -f -k -a '(__epoch_values presets)'
complete -c epoch -n '__epoch_at \'catalog import\'' -l from -r -f -k -a '(__epoch_values origins)' -d 'json-schema, dtcg or a2ui; guessed without.'
complete -c epoch -n '__epoch_at \'catalog import\'' -l output -s o -r -f -k -a '(__epoch_values folders)' -d 'Where its files go; by default ./NAME.'
complete -c epoch -n '__epoch_at \'catalog import\'' -l name -r -f -d 'What the design system is called; by default as FILE.'
complete -c epoch -n '__epoch_at \'catalog import\'' -l extends -r -f -k -a '(__epoch_values presets)' -d 'Builds on: punk for tokens, base else.'
complete -c epoch -n '__epoch_at \'catalog import\'' -l strict -d 'Write nothing when something would be left out.'
complete -c epoch -n '__epoch_at \'catalog import\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'catalog import\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'catalog import\' 0 0' -F
complete -c epoch -n '__epoch_at \'catalog docs\'' -l output -s o -r -F -d 'Write the reference to FILE.'
complete -c epoch -n '__epoch_at \'catalog docs\'' -l force -d 'Let -o overwrite FILE.'
complete -c epoch -n '__epoch_at \'catalog docs\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'catalog docs\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'catalog docs\' 0 0' -f -k -a '(__epoch_values presets)'
complete -c epoch -n '__epoch_at \'templates\'' -f -a list -d 'List the prompt templates.'
complete -c epoch -n '__epoch_at \'templates\'' -f -a show -d 'Print a prompt template, or the prompt that comes of it.'
complete -c epoch -n '__epoch_at \'templates\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'templates list\'' -l preset -r -f -k -a '(__epoch_values presets)' -d 'Design system: built-in name, or a path.'
complete -c epoch -n '__epoch_at \'templates list\'' -l format -r -f -k -a '(__epoch_values text-or-json)' -d 'text or json: what goes to stdout.'
complete -c epoch -n '__epoch_at \'templates list\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'templates show\'' -l set -r -f -k -a '(__epoch_values template-parameters)' -d 'A value for the template.'
complete -c epoch -n '__epoch_at \'templates show\'' -l preset -r -f -k -a '(__epoch_values presets)' -d 'Design system: built-in name, or a path.'
complete -c epoch -n '__epoch_at \'templates show\'' -l format -r -f -k -a '(__epoch_values text-or-json)' -d 'text or json: what goes to stdout.'
complete -c epoch -n '__epoch_at \'templates show\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'templates show\' 0 0' -f -k -a '(__epoch_values templates)'
complete -c epoch -n '__epoch_at \'keys\'' -f -a set -d 'Keep a key in a file that only you can read.'
complete -c epoch -n '__epoch_at \'keys\'' -f -a list -d 'List which keys there are.'
complete -c epoch -n '__epoch_at \'keys\'' -f -a path -d 'Print where the file of keys is.'
complete -c epoch -n '__epoch_at \'keys\'' -f -a remove -d 'Forget a key.'
complete -c epoch -n '__epoch_at \'keys\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'keys set\'' -l stdin -d 'Read the key from stdin, not from the terminal.'
complete -c epoch -n '__epoch_at \'keys set\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'keys set\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'keys set\' 0 0' -f -k -a '(__epoch_values known-providers)'
complete -c epoch -n '__epoch_at \'keys list\'' -l output-format -r -f -k -a '(__epoch_values text-or-json)' -d 'text or json.'
complete -c epoch -n '__epoch_at \'keys list\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'keys path\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'keys remove\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'keys remove\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'keys remove\' 0 0' -f -k -a '(__epoch_values known-providers)'
complete -c epoch -n '__epoch_at \'config\'' -f -a show -d 'Print the settings that apply here.'
complete -c epoch -n '__epoch_at \'config\'' -f -a get -d 'Print the value of one key.'
complete -c epoch -n '__epoch_at \'config\'' -f -a set -d 'Set a key in your own file, or with --project in the project\'s.'
complete -c epoch -n '__epoch_at \'config\'' -f -a unset -d 'Take a key or a table out of your own file, or the project\'s.'
complete -c epoch -n '__epoch_at \'config\'' -f -a path -d 'Print which files count here, the strongest first.'
complete -c epoch -n '__epoch_at \'config\'' -f -a edit -d 'Open your own file, or the project\'s, in $VISUAL or $EDITOR.'
complete -c epoch -n '__epoch_at \'config\'' -f -a check -d 'Look for what is wrong in the configuration.'
complete -c epoch -n '__epoch_at \'config\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'config show\'' -l origin -d 'Say where each value comes from.'
complete -c epoch -n '__epoch_at \'config show\'' -l format -r -f -k -a '(__epoch_values config-formats)' -d 'text, json or toml: what goes to stdout.'
complete -c epoch -n '__epoch_at \'config show\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'config get\'' -l format -r -f -k -a '(__epoch_values text-or-json)' -d 'text or json: what goes to stdout.'
complete -c epoch -n '__epoch_at \'config get\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'config get\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'config get\' 0 0' -f -k -a '(__epoch_values config-keys)'
complete -c epoch -n '__epoch_at \'config set\'' -l project -d 'The project\'s file: epoch.toml, or pyproject.toml with [tool.epoch].'
complete -c epoch -n '__epoch_at \'config set\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'config set\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'config set\' 0 0' -f -k -a '(__epoch_values config-keys)'
complete -c epoch -n '__epoch_at \'config set\' 1' -f
complete -c epoch -n '__epoch_at \'config unset\'' -l project -d 'The project\'s file: epoch.toml, or pyproject.toml with [tool.epoch].'
complete -c epoch -n '__epoch_at \'config unset\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'config unset\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'config unset\' 0 0' -f -k -a '(__epoch_values config-keys)'
complete -c epoch -n '__epoch_at \'config path\'' -l project -d 'The project\'s file, or where it would be made.'
complete -c epoch -n '__epoch_at \'config path\'' -l user -d 'Your own, whether it is there or not.'
complete -c epoch -n '__epoch_at \'config path\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'config path\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'config edit\'' -l project -d 'The project\'s file: epoch.toml, or pyproject.toml with [tool.epoch].'
complete -c epoch -n '__epoch_at \'config edit\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'config edit\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'config check\'' -l user -d 'FILE is a user\'s own, and no project\'s.'
complete -c epoch -n '__epoch_at \'config check\'' -l format -r -f -k -a '(__epoch_values text-or-json)' -d 'text or json: what goes to stdout.'
complete -c epoch -n '__epoch_at \'config check\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'config check\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'config check\' 0 0' -F
complete -c epoch -n '__epoch_at \'cache\'' -f -a stats -d 'Print what the cache holds.'
complete -c epoch -n '__epoch_at \'cache\'' -f -a clear -d 'Remove everything from the cache.'
complete -c epoch -n '__epoch_at \'cache\'' -f -a prune -d 'Remove answers that are old, or too many.'
complete -c epoch -n '__epoch_at \'cache\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'cache stats\'' -l format -r -f -k -a '(__epoch_values table-or-json)' -d 'table or json: what goes to stdout.'
complete -c epoch -n '__epoch_at \'cache stats\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'cache clear\'' -l yes -s y -d 'Do not ask whether you are sure.'
complete -c epoch -n '__epoch_at \'cache clear\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'cache clear\'' -l help -s h -d 'Show this message and exit.'
complete -c epoch -n '__epoch_at \'cache prune\'' -l max-bytes -r -f -d 'At most so much, as 64MB; the longest unused go. [256MiB]'
complete -c epoch -n '__epoch_at \'cache prune\'' -l older-than -r -f -d 'Remove what was answered before that, as 7d. [30d]'
complete -c epoch -n '__epoch_at \'cache prune\'' -l quiet -s q -d 'Say nothing on stderr but errors.'
complete -c epoch -n '__epoch_at \'cache prune\'' -l help -s h -d 'Show this message and exit.'
