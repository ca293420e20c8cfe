# Completions of epoch for bash; made from its commands. `epoch completions` says where they go.
# shellcheck shell=bash

# what a command has: its commands, options, which of them can be given again, what they and its arguments take
__epoch_command() {
    commands='' options='' again='' takes='' arguments=''
    case $1 in
        '')
            commands='gen batch apply prompt replay validate fmt diff preview convert rules schema models providers trust doctor completions help sessions catalog templates keys config cache'
            options='--version --help|-h'
            ;;
        gen)
            options='--prompt-file|-f --edit --template|-t --set --provider|-p --model|-m --fallback --no-fallback --retries --corrections --base --continue|-c --session --mode --preset --data --prefer --format --output|-o --force --system|-s --pace --budget --fix --granularity --no-heal --constrain --param --max-cost --token-budget --timeout --no-cache --refresh --dry-run --tui|--no-tui --plain --preview --no-open --usage --strict --no-log --log-level --log-file --quiet|-q --verbose|-v --help|-h'
            again='--set --prefer --param --verbose -v'
            arguments=nothing
            takes='--prompt-file=files -f=files --template=templates -t=templates --set=template-parameters --provider=providers -p=providers --model=models -m=models --fallback=fallbacks --retries=nothing --corrections=nothing --base=files --session=sessions --mode=modes --preset=presets --data=files --prefer=preferences --format=run-formats --output=files -o=files --system=nothing -s=nothing --pace=nothing --budget=budgets --fix=fixes --granularity=granularities --constrain=constraints --param=model-parameters --max-cost=nothing --token-budget=nothing --timeout=nothing --log-level=log-levels --log-file=files'
            ;;
        batch)
            options='--output|-o --jobs|-j --force --provider|-p --model|-m --fallback --no-fallback --retries --corrections --mode --preset --data --prefer --system|-s --budget --fix --no-heal --constrain --param --max-cost --token-budget --timeout --no-cache --refresh --usage --strict --no-log --log-level --log-file --quiet|-q --verbose|-v --help|-h'
            again='--prefer --param --verbose -v'
            arguments=files
            takes='--output=folders -o=folders --jobs=nothing -j=nothing --provider=providers -p=providers --model=models -m=models --fallback=fallbacks --retries=nothing --corrections=nothing --mode=modes --preset=presets --data=files --prefer=preferences --system=nothing -s=nothing --budget=budgets --fix=fixes --constrain=constraints --param=model-parameters --max-cost=nothing --token-budget=nothing --timeout=nothing --log-level=log-levels --log-file=files'
            ;;
        apply)
            options='--base --preset --data --format --output|-o --force --budget --fix --granularity --no-heal --timeout --strict --no-log --quiet|-q --verbose|-v --help|-h'
            again='--verbose -v'
            arguments=files
            takes='--base=files --preset=presets --data=files --format=run-formats --output=files -o=files --budget=budgets --fix=fixes --granularity=granularities --timeout=nothing'
            ;;
        prompt)
            options='--base --preset --data --budget --system|-s --prefer --format --quiet|-q --verbose|-v --help|-h'
            again='--prefer --verbose -v'
            arguments=nothing
            takes='--base=files --preset=presets --data=files --budget=budgets --system=nothing -s=nothing --prefer=preferences --format=text-or-json'
            ;;
        replay)
            options='--format --from --until --speed --idle-limit --step --realtime --instant --check --preset --tui|--no-tui --plain --preview --no-open --usage --quiet|-q --verbose|-v --help|-h'
            again='--verbose -v'
            arguments=sessions
            takes='--format=replay-formats --from=nothing --until=nothing --speed=nothing --idle-limit=nothing --preset=presets'
            ;;
        validate)
            options='--preset --budget --data --kind --select --ignore --exclude --output-format --output|-o --statistics --fail-on --exit-zero --baseline --write-baseline --fix --unsafe-fixes --add-ids --diff --watch --stdin-filename --jobs|-j --quiet|-q --verbose|-v --help|-h'
            again='--select --ignore --exclude --output-format --output -o --verbose -v'
            arguments=files+
            takes='--preset=presets --budget=budgets --data=files --kind=kinds --select=rule-lists --ignore=rule-lists --exclude=nothing --output-format=reports --output=files -o=files --fail-on=severities --baseline=files --write-baseline=files --stdin-filename=nothing --jobs=nothing -j=nothing'
            ;;
        fmt)
            options='--check --diff --exclude --stdin-filename --quiet|-q --verbose|-v --help|-h'
            again='--exclude --verbose -v'
            arguments=files+
            takes='--exclude=nothing --stdin-filename=nothing'
            ;;
        diff)
            options='--format --exit-zero --quiet|-q --help|-h'
            arguments='documents documents'
            takes=--format=difference-formats
            ;;
        preview)
            options='--output|-o --force --open --data-file --data --preset --remote-images --title --replay --speed --quiet|-q --help|-h'
            arguments=documents
            takes='--output=files -o=files --data-file=files --data=files --preset=presets --title=nothing --speed=nothing'
            ;;
        convert)
            options='--to --from --output|-o --force --name --format-version --data-file --preset --budget --data --output-format --strict --quiet|-q --help|-h'
            arguments=documents+
            takes='--to=written-formats --from=read-formats --output=files -o=files --name=nothing --format-version=format-versions --data-file=files --preset=presets --budget=budgets --data=files --output-format=reports'
            ;;
        rules)
            options='--output-format --help|-h'
            arguments=rules+
            takes=--output-format=rule-formats
            ;;
        schema)
            options='--preset --budget --output|-o --quiet|-q --help|-h'
            arguments=schemas
            takes='--preset=presets --budget=budgets --output=files -o=files'
            ;;
        models)
            options='--provider|-p --live --estimate --output-format --quiet|-q --help|-h'
            takes='--provider=known-providers -p=known-providers --estimate=nothing --output-format=text-or-json'
            ;;
        providers)
            options='--check --output-format --help|-h'
            takes=--output-format=text-or-json
            ;;
        trust)
            options='--list --revoke --yes|-y --format --quiet|-q --help|-h'
            arguments=folders
            takes=--format=text-or-json
            ;;
        doctor)
            options='--output-format --help|-h'
            takes=--output-format=text-or-json
            ;;
        completions)
            options='--help|-h'
            arguments=shells
            ;;
        help)
            options='--format --no-pager --help|-h'
            arguments=topics+
            takes=--format=help-formats
            ;;
        sessions)
            commands='list show path export diff stats rm'
            options='--help|-h'
            ;;
        'sessions list')
            options='--provider|-p --model|-m --status --since --grep --limit --format --quiet|-q --help|-h'
            takes='--provider=known-providers -p=known-providers --model=models -m=models --status=statuses --since=nothing --grep=nothing --limit=nothing --format=list-formats'
            ;;
        'sessions show')
            options='--format --help|-h'
            arguments=sessions
            takes=--format=text-or-json
            ;;
        'sessions path')
            options='--help|-h'
            arguments=sessions
            ;;
        'sessions export')
            options='--format --redact --output|-o --force --quiet|-q --help|-h'
            arguments=sessions
            takes='--format=export-formats --output=files -o=files'
            ;;
        'sessions diff')
            options='--format --exit-zero --quiet|-q --help|-h'
            arguments='sessions sessions'
            takes=--format=difference-formats
            ;;
        'sessions stats')
            options='--provider|-p --model|-m --status --since --grep --limit --format --quiet|-q --help|-h'
            takes='--provider=known-providers -p=known-providers --model=models -m=models --status=statuses --since=nothing --grep=nothing --limit=nothing --format=stats-formats'
            ;;
        'sessions rm')
            options='--older-than --all --yes|-y --quiet|-q --help|-h'
            arguments=session-ids+
            takes=--older-than=nothing
            ;;
        catalog)
            commands='export init show check diff import docs'
            options='--help|-h'
            ;;
        'catalog export')
            options='--as --form --preset --budget --data --output|-o --quiet|-q --help|-h'
            takes='--as=exports --form=export-forms --preset=presets --budget=budgets --data=files --output=files -o=files'
            ;;
        'catalog init')
            options='--extends --output|-o --quiet|-q --help|-h'
            arguments=nothing
            takes='--extends=presets --output=folders -o=folders'
            ;;
        'catalog show')
            options='--format --help|-h'
            arguments='presets nothing'
            takes=--format=text-or-json
            ;;
        'catalog check')
            options='--select --ignore --output-format --output|-o --fail-on --quiet|-q --help|-h'
            again='--select --ignore --output-format --output -o'
            arguments=presets+
            takes='--select=rule-lists --ignore=rule-lists --output-format=reports --output=files -o=files --fail-on=severities'
            ;;
        'catalog diff')
            options='--format --strict --exit-zero --quiet|-q --help|-h'
            arguments='presets presets'
            takes=--format=text-or-json
            ;;
        'catalog import')
            options='--from --output|-o --name --extends --strict --quiet|-q --help|-h'
            arguments=files
            takes='--from=origins --output=folders -o=folders --name=nothing --extends=presets'
            ;;
        'catalog docs')
            options='--output|-o --force --quiet|-q --help|-h'
            arguments=presets
            takes='--output=files -o=files'
            ;;
        templates)
            commands='list show'
            options='--help|-h'
            ;;
        'templates list')
            options='--preset --format --help|-h'
            takes='--preset=presets --format=text-or-json'
            ;;
        'templates show')
            options='--set --preset --format --help|-h'
            again=--set
            arguments=templates
            takes='--set=template-parameters --preset=presets --format=text-or-json'
            ;;
        keys)
            commands='set list path remove'
            options='--help|-h'
            ;;
        'keys set')
            options='--stdin --quiet|-q --help|-h'
            arguments=known-providers
            ;;
        'keys list')
            options='--output-format --help|-h'
            takes=--output-format=text-or-json
            ;;
        'keys path')
            options='--help|-h'
            ;;
        'keys remove')
            options='--quiet|-q --help|-h'
            arguments=known-providers
            ;;
        config)
            commands='show get set unset path edit check'
            options='--help|-h'
            ;;
        'config show')
            options='--origin --format --help|-h'
            takes=--format=config-formats
            ;;
        'config get')
            options='--format --quiet|-q --help|-h'
            arguments=config-keys
            takes=--format=text-or-json
            ;;
        'config set')
            options='--project --quiet|-q --help|-h'
            arguments='config-keys nothing+'
            ;;
        'config unset')
            options='--project --quiet|-q --help|-h'
            arguments=config-keys
            ;;
        'config path')
            options='--project --user --quiet|-q --help|-h'
            ;;
        'config edit')
            options='--project --quiet|-q --help|-h'
            ;;
        'config check')
            options='--user --format --quiet|-q --help|-h'
            arguments=files
            takes=--format=text-or-json
            ;;
        cache)
            commands='stats clear prune'
            options='--help|-h'
            ;;
        'cache stats')
            options='--format --help|-h'
            takes=--format=table-or-json
            ;;
        'cache clear')
            options='--yes|-y --quiet|-q --help|-h'
            ;;
        'cache prune')
            options='--max-bytes --older-than --quiet|-q --help|-h'
            takes='--max-bytes=nothing --older-than=nothing'
            ;;
        *) return 1 ;;
    esac
}

__epoch_values() {
    case $1 in
        budgets)
            __epoch_offer strict foundation unlimited
            __epoch_files
            ;;
        config-formats)
            __epoch_offer text json toml
            ;;
        config-keys)
            __epoch_offer preset budget data exclude rules rules.select rules.ignore rules.severity rules.per-file provider model cache preferences preferences.color-scheme preferences.spacing preferences.variant screen screen.theme screen.mouse screen.keys providers models prices
            ;;
        constraints)
            __epoch_offer auto off required
            ;;
        difference-formats)
            __epoch_offer text patch json
            ;;
        documents)
            __epoch_offer last
            __epoch_live sessions
            __epoch_files
            ;;
        export-formats)
            __epoch_offer jsonl json md
            ;;
        export-forms)
            __epoch_offer patches document
            ;;
        exports)
            __epoch_offer json-schema tool-schema gbnf lark prompt typescript openui
            ;;
        fallbacks)
            __epoch_list
            __epoch_offer offline previous minimal empty
            __epoch_live providers
            ;;
        files)
            __epoch_files
            ;;
        fixes)
            __epoch_offer off safe all
            ;;
        folders)
            __epoch_folders
            ;;
        format-versions)
            __epoch_offer 0.9
            ;;
        granularities)
            __epoch_offer node patch
            ;;
        help-formats)
            __epoch_offer text md
            ;;
        kinds)
            __epoch_offer document patches session
            ;;
        known-providers)
            __epoch_live providers
            ;;
        list-formats)
            __epoch_offer table json jsonl ids
            ;;
        log-levels)
            __epoch_offer debug info warning error
            ;;
        model-parameters)
            __epoch_offer max_tokens= temperature= top_p= seed= stop= effort=
            ;;
        models)
            __epoch_live models
            ;;
        modes)
            __epoch_offer patch merge whole
            ;;
        nothing)
            :
            ;;
        origins)
            __epoch_offer json-schema dtcg a2ui
            ;;
        preferences)
            __epoch_offer color-scheme=light color-scheme=dark spacing=compact spacing=normal spacing=spacious variant=
            ;;
        presets)
            __epoch_live presets
            __epoch_folders
            ;;
        providers)
            __epoch_offer auto offline session:
            __epoch_live providers
            ;;
        read-formats)
            __epoch_offer punk json-render json-render-stream a2ui openui
            ;;
        replay-formats)
            __epoch_offer jsonl json tree events patch-diff punk json-render json-render-stream a2ui openui html react text
            ;;
        reports)
            __epoch_offer concise full json jsonl github gitlab sarif junit
            ;;
        rule-formats)
            __epoch_offer text json markdown
            ;;
        rule-lists)
            __epoch_list
            __epoch_offer all reading structure components props tokens bindings budgets security accessibility pointers catalogs wishes conversions EP001 EP002 EP003 EP004 EP005 EP006 EP007 EP008 EP009 EP010 EP101 EP102 EP103 EP104 EP105 EP106 EP107 EP108 EP109 EP201 EP202 EP203 EP204 EP301 EP302 EP303 EP304 EP305 EP306 EP307 EP308 EP309 EP310 EP311 EP312 EP401 EP402 EP403 EP404 EP501 EP502 EP503 EP504 EP505 EP506 EP507 EP508 EP601 EP602 EP603 EP604 EP605 EP606 EP607 EP608 EP701 EP702 EP703 EP704 EP705 EP706 EP707 EP801 EP802 EP803 EP811 EP812 EP813 EP814 EP815 EP816 EP817 EP818 EP819 EP820 EP821 EP822 EP901 EP902 EP903 EP904 EP905 EP906 EP907 EP908 EP909 ES001 ES002 ES003 ES004 ES005 ES006 ES007 ES008 ES009 ES010 ES011 ES012 ES013 ES014 ES015 ES016 ES017 ES018 ES019 ES020 ES021 EW001 EW002 EX001 EX002 EX003 malformed-json duplicate-key number-range lone-surrogate value-too-large truncated not-a-patch unreadable-file not-a-session invalid-utf8 not-a-node unknown-field field-type id-format duplicate-id too-nested template-alone unused-suppression malformed-suppression unknown-component children-not-allowed component-full text-not-allowed unknown-prop missing-prop prop-type not-in-enum item-shape pattern out-of-range deprecated-prop duplicate-item empty-items no-such-item panels-mismatch unknown-token wrong-token-group raw-value deprecated-token binding-syntax unknown-path path-through-scalar item-outside-list unknown-item-path binding-type not-bindable data-source too-many-nodes too-deep too-many-children string-too-long too-many-bindings too-many-handlers too-complex too-many-patches url-scheme active-content forbidden-key handler-name unsafe-character secret address-with-data unnamed-control nested-interactive unexplained-field no-submit field-control heading-order single-h1 duplicate-name no-caption no-alternative no-title color-alone required-unmarked blank-label hidden-control malformed-patch bad-pointer no-such-place protected-place follows-refusal test-failed duplicate-patch move-into-itself flat-stream not-toml unknown-key missing-key wrong-value loose-end broken-part wrong-default unasked-name no-key no-handler low-contrast unusable-token shared-prefix unreachable essential-role wanted-role no-role no-default undescribed unused-tokens slow-pattern not-understood left-out not-said said-otherwise not-known
            ;;
        rules)
            __epoch_offer all reading structure components props tokens bindings budgets security accessibility pointers catalogs wishes conversions EP001 EP002 EP003 EP004 EP005 EP006 EP007 EP008 EP009 EP010 EP101 EP102 EP103 EP104 EP105 EP106 EP107 EP108 EP109 EP201 EP202 EP203 EP204 EP301 EP302 EP303 EP304 EP305 EP306 EP307 EP308 EP309 EP310 EP311 EP312 EP401 EP402 EP403 EP404 EP501 EP502 EP503 EP504 EP505 EP506 EP507 EP508 EP601 EP602 EP603 EP604 EP605 EP606 EP607 EP608 EP701 EP702 EP703 EP704 EP705 EP706 EP707 EP801 EP802 EP803 EP811 EP812 EP813 EP814 EP815 EP816 EP817 EP818 EP819 EP820 EP821 EP822 EP901 EP902 EP903 EP904 EP905 EP906 EP907 EP908 EP909 ES001 ES002 ES003 ES004 ES005 ES006 ES007 ES008 ES009 ES010 ES011 ES012 ES013 ES014 ES015 ES016 ES017 ES018 ES019 ES020 ES021 EW001 EW002 EX001 EX002 EX003 malformed-json duplicate-key number-range lone-surrogate value-too-large truncated not-a-patch unreadable-file not-a-session invalid-utf8 not-a-node unknown-field field-type id-format duplicate-id too-nested template-alone unused-suppression malformed-suppression unknown-component children-not-allowed component-full text-not-allowed unknown-prop missing-prop prop-type not-in-enum item-shape pattern out-of-range deprecated-prop duplicate-item empty-items no-such-item panels-mismatch unknown-token wrong-token-group raw-value deprecated-token binding-syntax unknown-path path-through-scalar item-outside-list unknown-item-path binding-type not-bindable data-source too-many-nodes too-deep too-many-children string-too-long too-many-bindings too-many-handlers too-complex too-many-patches url-scheme active-content forbidden-key handler-name unsafe-character secret address-with-data unnamed-control nested-interactive unexplained-field no-submit field-control heading-order single-h1 duplicate-name no-caption no-alternative no-title color-alone required-unmarked blank-label hidden-control malformed-patch bad-pointer no-such-place protected-place follows-refusal test-failed duplicate-patch move-into-itself flat-stream not-toml unknown-key missing-key wrong-value loose-end broken-part wrong-default unasked-name no-key no-handler low-contrast unusable-token shared-prefix unreachable essential-role wanted-role no-role no-default undescribed unused-tokens slow-pattern not-understood left-out not-said said-otherwise not-known
            ;;
        run-formats)
            __epoch_offer jsonl json tree events patch-diff punk json-render json-render-stream a2ui openui html react
            ;;
        schemas)
            __epoch_offer document patch session catalog config user-config
            ;;
        session-ids)
            __epoch_offer last
            __epoch_live sessions
            ;;
        sessions)
            __epoch_offer last
            __epoch_live sessions
            __epoch_files
            ;;
        severities)
            __epoch_offer error warning never
            ;;
        shells)
            __epoch_offer bash zsh fish powershell
            ;;
        stats-formats)
            __epoch_offer table json
            ;;
        statuses)
            __epoch_offer complete fallback cancelled timeout budget failed unfinished
            ;;
        table-or-json)
            __epoch_offer table json
            ;;
        template-parameters)
            __epoch_live parameters
            ;;
        templates)
            __epoch_live templates
            ;;
        text-or-json)
            __epoch_offer text json
            ;;
        topics)
            __epoch_offer batch budgets cache catalog checking ci completions config constraints editing environment events exit-codes extensions formats healing installing logs offline pages prompts providers python recovery rules screen security session-format sessions gen batch apply prompt replay sessions validate fmt diff preview convert rules schema catalog templates models providers keys config cache trust doctor completions help
            ;;
        written-formats)
            __epoch_offer punk json-render json-render-stream a2ui openui html react
            ;;
    esac
}

# the words up to the cursor, as they were typed: bash cuts them at = and :, too
__epoch_words() {
    local line=${COMP_LINE:0:COMP_POINT} part i last=-1
    words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        part=${COMP_WORDS[i]}
        if ((i == 0)) || [[ $line == [[:space:]]* || $line != "$part"* ]]; then
            line=${line#"${line%%[![:space:]]*}"}
            ((last += 1))
            words[last]=''
        fi
        ((i == COMP_CWORD)) && part=$line
        words[last]+=$part
        line=${line#"$part"}
    done
}

# offer those words that begin as what is typed does
__epoch_offer() {
    local word
    for word in "$@"; do
        [[ $word == "$typed"* ]] && COMPREPLY+=("$before$word")
    done
}

# offer what only this machine knows; epoch says nothing that could mean something to a shell
__epoch_live() {
    local word said epoch=${words[0]/#\~\//"$HOME"/}
    type -P -- "$epoch" > /dev/null || epoch=epoch
    while IFS=$'\t' read -r word said; do
        [[ -n $word ]] && __epoch_offer "$word"
    done <<< "$("$epoch" completions values "$1" "$typed" "${words[@]:1:${#words[@]}-2}" 2> /dev/null < /dev/null)"
    __epoch_order
}

__epoch_order() {
    compopt -o nosort 2> /dev/null
}

# several values between commas: only the last is looked at
__epoch_list() {
    [[ $typed == *,* ]] || return
    before+=${typed%,*},
    typed=${typed##*,}
}

# readline completes files and folders itself, with all their quotes and spaces, when there is nothing else
__epoch_files() {
    local path
    compopt -o default 2> /dev/null
    if ((${#COMPREPLY[@]})) && [[ $typed != *[\'\"\\]* ]]; then
        compopt -o filenames 2> /dev/null
        while IFS= read -r path; do
            [[ -n $path ]] && COMPREPLY+=("$before$path")
        done <<< "$(compgen -f -- "$typed")"
    fi
}

__epoch_folders() {
    compopt -o filenames -o plusdirs 2> /dev/null
}

# what the option $1 takes; nothing for a flag
__epoch_taken() {
    local pair
    for pair in $takes; do
        [[ ${pair%%=*} == "$1" ]] && { taken=${pair#*=}; return; }
    done
    return 1
}

# what stands before the cursor: the command, what was given to it, and what is wanted here
__epoch_read() {
    local i word
    for ((i = 1; i < ${#words[@]} - 1; i++)); do
        word=${words[i]}
        if [[ -z $over && $word == -- ]]; then
            over=1
        elif [[ -z $over && $word == -?* ]]; then
            given+="${word%%=*} "
            if [[ $word != *=* ]] && __epoch_taken "$word"; then
                ((i += 1))
                ((i == ${#words[@]} - 1)) && wanted=$taken
            fi
        elif [[ -n $commands ]]; then
            path=${path:+$path }$word
            __epoch_command "$path" || return 1
        else
            ((place += 1))
        fi
    done
    return 0
}

__epoch_argument() {
    local each left=$place
    for each in $arguments; do
        if ((left == 0)) || [[ $each == *+ ]]; then
            __epoch_values "${each%+}"
            return
        fi
        ((left -= 1))
    done
}

# those options that were not given yet, in no spelling, or can be given again
__epoch_options() {
    local all option
    for all in $options; do
        for option in ${all//|/ }; do
            [[ $given == *" $option "* && " $again " != *" $option "* ]] && continue 2
        done
        # shellcheck disable=SC2086
        __epoch_offer ${all//|/ }
    done
}

_epoch() {
    local IFS=$' \t\n'
    local commands options again takes arguments
    local words path='' given=' ' over='' wanted='' taken='' place=0 before='' typed
    local cut i
    COMPREPLY=()
    compopt +o default 2> /dev/null
    __epoch_words
    typed=${words[${#words[@]}-1]}
    cut=${typed%"$2"}
    cut=${cut//[\'\"]/}
    typed=${typed#[\'\"]}
    __epoch_command ''
    __epoch_read || return
    if [[ -n $wanted ]]; then
        __epoch_values "$wanted"
    elif [[ -z $over && $typed == --*=* ]]; then
        before=${typed%%=*}=
        typed=${typed#*=}
        typed=${typed#[\'\"]}
        __epoch_taken "${before%=}" && __epoch_values "$taken"
    elif [[ -z $over && $typed == -* ]]; then
        __epoch_options
    elif [[ -n $commands ]]; then
        # shellcheck disable=SC2086
        __epoch_offer $commands
        __epoch_order
    else
        __epoch_argument
    fi
    for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do
        case ${COMPREPLY[i]} in *[=:]) compopt -o nospace 2> /dev/null ;; esac
        COMPREPLY[i]=${COMPREPLY[i]#"$cut"}
    done
}

complete -o default -F _epoch epoch
