# Completions of epoch for PowerShell; made from its commands. `epoch completions` says where they go.

Register-ArgumentCompleter -Native -CommandName @('epoch', 'epoch.exe') -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # by command: its commands, its options, what its arguments take
    $commands = @{
        '' = @{
            Commands = [ordered]@{
                'gen' = 'Generate an interface from PROMPT, or change one.'
                'batch' = 'Generate an interface for each line of PROMPTS.'
                'apply' = 'Build an interface from what any tool wrote.'
                'prompt' = 'Print what a model is told to build an interface.'
                'replay' = 'Play a recorded session again.'
                'validate' = 'Check files against a design system.'
                'fmt' = 'Format documents and patch files.'
                'diff' = 'Compare two documents, node by node.'
                'preview' = 'Show a document as a page in a browser.'
                'convert' = 'Convert documents to the formats of others, and back.'
                'rules' = 'List the rules, or explain some.'
                'schema' = 'Write a JSON Schema.'
                'models' = 'List the models that Epoch knows, with their prices.'
                'providers' = 'List the providers.'
                'trust' = 'Let a project run the extensions it brings.'
                'doctor' = 'Look for what is wrong on this machine.'
                'completions' = 'Print what a shell needs to complete `epoch`.'
                'help' = 'Read about a topic, or list the topics.'
                'sessions' = 'Recorded runs: list, show, compare, share and remove them.'
                'catalog' = 'Design systems: show, check, compare, import and export them.'
                'templates' = 'Prompts with parameters that a design system brings.'
                'keys' = 'Keep, list and forget API keys.'
                'config' = 'Settings: show where each comes from, change and check them.'
                'cache' = 'Answers that were given before, and can be given again.'
            }
            Options = @(
                @{ Names = @('--version'); Takes = ''; Again = $false; Help = 'Print the version and leave.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'gen' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--prompt-file', '-f'); Takes = 'files'; Again = $false; Help = 'Read PROMPT from a file.' }
                @{ Names = @('--edit'); Takes = ''; Again = $false; Help = 'Write PROMPT in $EDITOR.' }
                @{ Names = @('--template', '-t'); Takes = 'templates'; Again = $false; Help = 'A prompt template: see epoch templates.' }
                @{ Names = @('--set'); Takes = 'template-parameters'; Again = $true; Help = 'A value for the template.' }
                @{ Names = @('--provider', '-p'); Takes = 'providers'; Again = $false; Help = 'Who writes: see epoch providers; auto, offline, or session:FILE.' }
                @{ Names = @('--model', '-m'); Takes = 'models'; Again = $false; Help = 'Which model: an id or a short name, as sonnet.' }
                @{ Names = @('--fallback'); Takes = 'fallbacks'; Again = $false; Help = 'Providers to ask when one fails, and last previous, minimal or empty: what to show when all do.' }
                @{ Names = @('--no-fallback'); Takes = ''; Again = $false; Help = 'Fail, rather than put something else in place.' }
                @{ Names = @('--retries'); Takes = 'nothing'; Again = $false; Help = 'How often to ask again, or go on, after a failure.' }
                @{ Names = @('--corrections'); Takes = 'nothing'; Again = $false; Help = 'How often refused operations go back to the model.' }
                @{ Names = @('--base'); Takes = 'files'; Again = $false; Help = 'Start from this document, patch file or session.' }
                @{ Names = @('--continue', '-c'); Takes = ''; Again = $false; Help = 'Go on with the last session.' }
                @{ Names = @('--session'); Takes = 'sessions'; Again = $false; Help = 'Go on with this session: its id, last, @2, or a file.' }
                @{ Names = @('--mode'); Takes = 'modes'; Again = $false; Help = 'How the model is asked to write a change.' }
                @{ Names = @('--preset'); Takes = 'presets'; Again = $false; Help = 'Design system: built-in name, or a path.' }
                @{ Names = @('--data'); Takes = 'files'; Again = $false; Help = 'Data models for bindings: TOML, JSON or JSON Schema.' }
                @{ Names = @('--prefer'); Takes = 'preferences'; Again = $true; Help = 'color-scheme, spacing or variant, as spacing=compact.' }
                @{ Names = @('--format'); Takes = 'run-formats'; Again = $false; Help = 'jsonl, json, tree, events, patch-diff, or what convert writes: a2ui, react, html, …' }
                @{ Names = @('--output', '-o'); Takes = 'files'; Again = $false; Help = 'Write the document, or --format, to FILE; - is stdout.' }
                @{ Names = @('--force'); Takes = ''; Again = $false; Help = 'Let -o overwrite FILE.' }
                @{ Names = @('--system', '-s'); Takes = 'nothing'; Again = $false; Help = 'Extra text for the system prompt.' }
                @{ Names = @('--pace'); Takes = 'nothing'; Again = $false; Help = 'Tokens a second that the offline composer writes, for a demonstration.' }
                @{ Names = @('--budget'); Takes = 'budgets'; Again = $false; Help = 'strict, foundation, unlimited, or a .toml of caps.' }
                @{ Names = @('--fix'); Takes = 'fixes'; Again = $false; Help = 'Repairs of patches: none, lossless, or lossy, too.' }
                @{ Names = @('--granularity'); Takes = 'granularities'; Again = $false; Help = 'Take large values node by node, or patch by patch.' }
                @{ Names = @('--no-heal'); Takes = ''; Again = $false; Help = 'Take JSON as it is; mend no quotes, commas or braces.' }
                @{ Names = @('--constrain'); Takes = 'constraints'; Again = $false; Help = 'Hold the model to the design system''s grammar.' }
                @{ Names = @('--param'); Takes = 'model-parameters'; Again = $true; Help = 'temperature, top_p, seed, stop, effort or max_tokens.' }
                @{ Names = @('--max-cost'); Takes = 'nothing'; Again = $false; Help = 'Stop before the run costs more, as estimated.' }
                @{ Names = @('--token-budget'); Takes = 'nothing'; Again = $false; Help = 'The most tokens, of all prompts and answers.' }
                @{ Names = @('--timeout'); Takes = 'nothing'; Again = $false; Help = 'For the whole run.' }
                @{ Names = @('--no-cache'); Takes = ''; Again = $false; Help = 'Ask even when the same was answered before.' }
                @{ Names = @('--refresh'); Takes = ''; Again = $false; Help = 'Ask again, and keep the new answer in the cache.' }
                @{ Names = @('--dry-run'); Takes = ''; Again = $false; Help = 'Print what would be sent, and send nothing.' }
                @{ Names = @('--tui', '--no-tui'); Takes = ''; Again = $false; Help = 'The screen, which opens by itself on a terminal; or a tree that grows.' }
                @{ Names = @('--plain'); Takes = ''; Again = $false; Help = 'Flat lines on stderr instead, for screen readers and logs; no colour.' }
                @{ Names = @('--preview'); Takes = ''; Again = $false; Help = 'Follow it on a page in a browser, on this machine alone.' }
                @{ Names = @('--no-open'); Takes = ''; Again = $false; Help = 'With --preview: say where the page is, and open no browser.' }
                @{ Names = @('--usage'); Takes = ''; Again = $false; Help = 'Say what it took: tokens and cost.' }
                @{ Names = @('--strict'); Takes = ''; Again = $false; Help = 'Exit with 1 when anything was refused, malformed or guessed.' }
                @{ Names = @('--no-log'); Takes = ''; Again = $false; Help = 'Write no session file.' }
                @{ Names = @('--log-level'); Takes = 'log-levels'; Again = $false; Help = 'debug, info, warning or error; to stderr.' }
                @{ Names = @('--log-file'); Takes = 'files'; Again = $false; Help = 'Write the log there, one JSON object a line.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--verbose', '-v'); Takes = ''; Again = $true; Help = 'Say more on stderr; -vv says it all.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('nothing')
        }
        'batch' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--output', '-o'); Takes = 'folders'; Again = $false; Help = 'Where the documents go, as ID.json.' }
                @{ Names = @('--jobs', '-j'); Takes = 'nothing'; Again = $false; Help = 'How many prompts at a time.' }
                @{ Names = @('--force'); Takes = ''; Again = $false; Help = 'Ask again what is done, and overwrite files of others.' }
                @{ Names = @('--provider', '-p'); Takes = 'providers'; Again = $false; Help = 'Who writes: see epoch providers; auto, offline, or session:FILE.' }
                @{ Names = @('--model', '-m'); Takes = 'models'; Again = $false; Help = 'Which model: an id or a short name, as sonnet.' }
                @{ Names = @('--fallback'); Takes = 'fallbacks'; Again = $false; Help = 'Providers to ask when one fails, and last previous, minimal or empty: what to show when all do.' }
                @{ Names = @('--no-fallback'); Takes = ''; Again = $false; Help = 'Fail, rather than put something else in place.' }
                @{ Names = @('--retries'); Takes = 'nothing'; Again = $false; Help = 'How often to ask again, or go on, after a failure.' }
                @{ Names = @('--corrections'); Takes = 'nothing'; Again = $false; Help = 'How often refused operations go back to the model.' }
                @{ Names = @('--mode'); Takes = 'modes'; Again = $false; Help = 'How the model is asked to write a change.' }
                @{ Names = @('--preset'); Takes = 'presets'; Again = $false; Help = 'Design system: built-in name, or a path.' }
                @{ Names = @('--data'); Takes = 'files'; Again = $false; Help = 'Data models for bindings: TOML, JSON or JSON Schema.' }
                @{ Names = @('--prefer'); Takes = 'preferences'; Again = $true; Help = 'color-scheme, spacing or variant, as spacing=compact.' }
                @{ Names = @('--system', '-s'); Takes = 'nothing'; Again = $false; Help = 'Extra text for the system prompt.' }
                @{ Names = @('--budget'); Takes = 'budgets'; Again = $false; Help = 'strict, foundation, unlimited, or a .toml of caps.' }
                @{ Names = @('--fix'); Takes = 'fixes'; Again = $false; Help = 'Repairs of patches: none, lossless, or lossy, too.' }
                @{ Names = @('--no-heal'); Takes = ''; Again = $false; Help = 'Take JSON as it is; mend no quotes, commas or braces.' }
                @{ Names = @('--constrain'); Takes = 'constraints'; Again = $false; Help = 'Hold the model to the design system''s grammar.' }
                @{ Names = @('--param'); Takes = 'model-parameters'; Again = $true; Help = 'temperature, top_p, seed, stop, effort or max_tokens.' }
                @{ Names = @('--max-cost'); Takes = 'nothing'; Again = $false; Help = 'For all prompts together; each job has its share.' }
                @{ Names = @('--token-budget'); Takes = 'nothing'; Again = $false; Help = 'For each prompt: its requests and answers.' }
                @{ Names = @('--timeout'); Takes = 'nothing'; Again = $false; Help = 'For each prompt.' }
                @{ Names = @('--no-cache'); Takes = ''; Again = $false; Help = 'Ask even when the same was answered before.' }
                @{ Names = @('--refresh'); Takes = ''; Again = $false; Help = 'Ask again, and keep the new answer in the cache.' }
                @{ Names = @('--usage'); Takes = ''; Again = $false; Help = 'Say what it took: tokens and cost.' }
                @{ Names = @('--strict'); Takes = ''; Again = $false; Help = 'Exit with 1 when anything was refused, malformed or guessed.' }
                @{ Names = @('--no-log'); Takes = ''; Again = $false; Help = 'Write no session file.' }
                @{ Names = @('--log-level'); Takes = 'log-levels'; Again = $false; Help = 'debug, info, warning or error; to stderr.' }
                @{ Names = @('--log-file'); Takes = 'files'; Again = $false; Help = 'Write the log there, one JSON object a line.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--verbose', '-v'); Takes = ''; Again = $true; Help = 'Say more on stderr; -vv says it all.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('files')
        }
        'apply' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--base'); Takes = 'files'; Again = $false; Help = 'Start from this document, patch file or session.' }
                @{ Names = @('--preset'); Takes = 'presets'; Again = $false; Help = 'Design system: built-in name, or a path.' }
                @{ Names = @('--data'); Takes = 'files'; Again = $false; Help = 'Data models for bindings: TOML, JSON or JSON Schema.' }
                @{ Names = @('--format'); Takes = 'run-formats'; Again = $false; Help = 'jsonl, json, tree, events, patch-diff, or what convert writes: a2ui, react, html, …' }
                @{ Names = @('--output', '-o'); Takes = 'files'; Again = $false; Help = 'Write the document, or --format, to FILE; - is stdout.' }
                @{ Names = @('--force'); Takes = ''; Again = $false; Help = 'Let -o overwrite FILE.' }
                @{ Names = @('--budget'); Takes = 'budgets'; Again = $false; Help = 'strict, foundation, unlimited, or a .toml of caps.' }
                @{ Names = @('--fix'); Takes = 'fixes'; Again = $false; Help = 'Repairs of patches: none, lossless, or lossy, too.' }
                @{ Names = @('--granularity'); Takes = 'granularities'; Again = $false; Help = 'Take large values node by node, or patch by patch.' }
                @{ Names = @('--no-heal'); Takes = ''; Again = $false; Help = 'Take JSON as it is; mend no quotes, commas or braces.' }
                @{ Names = @('--timeout'); Takes = 'nothing'; Again = $false; Help = 'For the whole run.' }
                @{ Names = @('--strict'); Takes = ''; Again = $false; Help = 'Exit with 1 when anything was refused, malformed or guessed.' }
                @{ Names = @('--no-log'); Takes = ''; Again = $false; Help = 'Write no session file.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--verbose', '-v'); Takes = ''; Again = $true; Help = 'Say more on stderr; -vv says it all.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('files')
        }
        'prompt' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--base'); Takes = 'files'; Again = $false; Help = 'Start from this document, patch file or session.' }
                @{ Names = @('--preset'); Takes = 'presets'; Again = $false; Help = 'Design system: built-in name, or a path.' }
                @{ Names = @('--data'); Takes = 'files'; Again = $false; Help = 'Data models for bindings: TOML, JSON or JSON Schema.' }
                @{ Names = @('--budget'); Takes = 'budgets'; Again = $false; Help = 'strict, foundation, unlimited, or a .toml of caps.' }
                @{ Names = @('--system', '-s'); Takes = 'nothing'; Again = $false; Help = 'Extra text for the system prompt.' }
                @{ Names = @('--prefer'); Takes = 'preferences'; Again = $true; Help = 'color-scheme, spacing or variant, as spacing=compact.' }
                @{ Names = @('--format'); Takes = 'text-or-json'; Again = $false; Help = 'text or json: what goes to stdout.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--verbose', '-v'); Takes = ''; Again = $true; Help = 'Say more on stderr; -vv says it all.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('nothing')
        }
        'replay' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--format'); Takes = 'replay-formats'; Again = $false; Help = 'As of gen; with --check: text or json.' }
                @{ Names = @('--from'); Takes = 'nothing'; Again = $false; Help = 'Begin with patch 12, or at 3.5s.' }
                @{ Names = @('--until'); Takes = 'nothing'; Again = $false; Help = 'End with patch 20, or at 8s.' }
                @{ Names = @('--speed'); Takes = 'nothing'; Again = $false; Help = '2 is twice as fast.' }
                @{ Names = @('--idle-limit'); Takes = 'nothing'; Again = $false; Help = 'Longest pause between two events.' }
                @{ Names = @('--step'); Takes = ''; Again = $false; Help = 'Wait for space or Enter before each patch.' }
                @{ Names = @('--realtime'); Takes = ''; Again = $false; Help = 'Keep the pace of the run, into a pipe, too.' }
                @{ Names = @('--instant'); Takes = ''; Again = $false; Help = 'Do not wait; pipes never do by themselves.' }
                @{ Names = @('--check'); Takes = ''; Again = $false; Help = 'Read the recorded text again, and say what would differ now.' }
                @{ Names = @('--preset'); Takes = 'presets'; Again = $false; Help = 'With --check: the design system to hold it to.' }
                @{ Names = @('--tui', '--no-tui'); Takes = ''; Again = $false; Help = 'The screen, which opens by itself on a terminal; or a tree that grows.' }
                @{ Names = @('--plain'); Takes = ''; Again = $false; Help = 'Flat lines on stderr instead, for screen readers and logs; no colour.' }
                @{ Names = @('--preview'); Takes = ''; Again = $false; Help = 'Follow it on a page in a browser, on this machine alone.' }
                @{ Names = @('--no-open'); Takes = ''; Again = $false; Help = 'With --preview: say where the page is, and open no browser.' }
                @{ Names = @('--usage'); Takes = ''; Again = $false; Help = 'Say what it took: tokens and cost.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--verbose', '-v'); Takes = ''; Again = $true; Help = 'Say more on stderr; -vv says it all.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('sessions')
        }
        'validate' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--preset'); Takes = 'presets'; Again = $false; Help = 'Design system: built-in name, or a path.' }
                @{ Names = @('--budget'); Takes = 'budgets'; Again = $false; Help = 'strict, foundation, unlimited, or a .toml of caps.' }
                @{ Names = @('--data'); Takes = 'files'; Again = $false; Help = 'Data models for bindings: TOML, JSON or JSON Schema.' }
                @{ Names = @('--kind'); Takes = 'kinds'; Again = $false; Help = 'Take files for document, patches or session.' }
                @{ Names = @('--select'); Takes = 'rule-lists'; Again = $true; Help = 'Only these: codes, EP3, names or families.' }
                @{ Names = @('--ignore'); Takes = 'rule-lists'; Again = $true; Help = 'Not these.' }
                @{ Names = @('--exclude'); Takes = 'nothing'; Again = $true; Help = 'Pass over these files and folders.' }
                @{ Names = @('--output-format'); Takes = 'reports'; Again = $true; Help = 'concise, full, json, jsonl, github, gitlab, sarif or junit; can be given again.' }
                @{ Names = @('--output', '-o'); Takes = 'files'; Again = $true; Help = 'Write the report of the format before it to FILE.' }
                @{ Names = @('--statistics'); Takes = ''; Again = $false; Help = 'Count findings by rule instead.' }
                @{ Names = @('--fail-on'); Takes = 'severities'; Again = $false; Help = 'error, warning or never: what makes exit code 1.' }
                @{ Names = @('--exit-zero'); Takes = ''; Again = $false; Help = 'As --fail-on never.' }
                @{ Names = @('--baseline'); Takes = 'files'; Again = $false; Help = 'Keep the findings in FILE quiet.' }
                @{ Names = @('--write-baseline'); Takes = 'files'; Again = $false; Help = 'Write today''s findings to FILE.' }
                @{ Names = @('--fix'); Takes = ''; Again = $false; Help = 'Mend documents in place, where nothing can be lost.' }
                @{ Names = @('--unsafe-fixes'); Takes = ''; Again = $false; Help = 'Mend by guessing, too.' }
                @{ Names = @('--add-ids'); Takes = ''; Again = $false; Help = 'Give every node an id.' }
                @{ Names = @('--diff'); Takes = ''; Again = $false; Help = 'Show what --fix would change: a diff, then patches.' }
                @{ Names = @('--watch'); Takes = ''; Again = $false; Help = 'Check again when a file changes.' }
                @{ Names = @('--stdin-filename'); Takes = 'nothing'; Again = $false; Help = 'What stdin is called in reports.' }
                @{ Names = @('--jobs', '-j'); Takes = 'nothing'; Again = $false; Help = 'Processes; as many as pay by default.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--verbose', '-v'); Takes = ''; Again = $true; Help = 'Say more on stderr; -vv says it all.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('files+')
        }
        'fmt' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--check'); Takes = ''; Again = $false; Help = 'Change nothing; name the files that would change.' }
                @{ Names = @('--diff'); Takes = ''; Again = $false; Help = 'Change nothing; show what would change.' }
                @{ Names = @('--exclude'); Takes = 'nothing'; Again = $true; Help = 'Pass over these files and folders.' }
                @{ Names = @('--stdin-filename'); Takes = 'nothing'; Again = $false; Help = 'What stdin is called in messages.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--verbose', '-v'); Takes = ''; Again = $true; Help = 'Say more on stderr; -vv says it all.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('files+')
        }
        'diff' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--format'); Takes = 'difference-formats'; Again = $false; Help = 'text, patch or json: what goes to stdout.' }
                @{ Names = @('--exit-zero'); Takes = ''; Again = $false; Help = 'Exit with 0 even when they differ.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('documents', 'documents')
        }
        'preview' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--output', '-o'); Takes = 'files'; Again = $false; Help = 'Write the page to FILE; - is stdout.' }
                @{ Names = @('--force'); Takes = ''; Again = $false; Help = 'Let -o overwrite FILE.' }
                @{ Names = @('--open'); Takes = ''; Again = $false; Help = 'Open the page in a browser.' }
                @{ Names = @('--data-file'); Takes = 'files'; Again = $false; Help = 'Values for bindings: JSON such as {"users": […]}.' }
                @{ Names = @('--data'); Takes = 'files'; Again = $false; Help = 'Data models for bindings: TOML, JSON or JSON Schema.' }
                @{ Names = @('--preset'); Takes = 'presets'; Again = $false; Help = 'Design system: built-in name, or a path.' }
                @{ Names = @('--remote-images'); Takes = ''; Again = $false; Help = 'Let the page fetch pictures from where they are (https).' }
                @{ Names = @('--title'); Takes = 'nothing'; Again = $false; Help = 'What the page is called.' }
                @{ Names = @('--replay'); Takes = ''; Again = $false; Help = 'Play a session on a live page: see epoch replay --preview for more.' }
                @{ Names = @('--speed'); Takes = 'nothing'; Again = $false; Help = 'With --replay: 2 is twice as fast.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('documents')
        }
        'convert' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--to'); Takes = 'written-formats'; Again = $false; Help = 'punk, json-render, json-render-stream, a2ui, openui, html or react: what is written.' }
                @{ Names = @('--from'); Takes = 'read-formats'; Again = $false; Help = 'What FILE is in; without it, what is in it tells.' }
                @{ Names = @('--output', '-o'); Takes = 'files'; Again = $false; Help = 'Write there; several files need a folder.' }
                @{ Names = @('--force'); Takes = ''; Again = $false; Help = 'Let -o overwrite files.' }
                @{ Names = @('--name'); Takes = 'nothing'; Again = $false; Help = 'What the result is called: a component, surface or page.' }
                @{ Names = @('--format-version'); Takes = 'format-versions'; Again = $false; Help = 'Of the format that is written, as 0.9 of a2ui.' }
                @{ Names = @('--data-file'); Takes = 'files'; Again = $false; Help = 'JSON to fill bindings with, in formats that show data.' }
                @{ Names = @('--preset'); Takes = 'presets'; Again = $false; Help = 'Design system: built-in name, or a path.' }
                @{ Names = @('--budget'); Takes = 'budgets'; Again = $false; Help = 'strict, foundation, unlimited, or a .toml of caps.' }
                @{ Names = @('--data'); Takes = 'files'; Again = $false; Help = 'Data models for bindings: TOML, JSON or JSON Schema.' }
                @{ Names = @('--output-format'); Takes = 'reports'; Again = $false; Help = 'How findings are told on stderr: as of validate.' }
                @{ Names = @('--strict'); Takes = ''; Again = $false; Help = 'Exit with 1 when anything is lost.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('documents+')
        }
        'rules' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--output-format'); Takes = 'rule-formats'; Again = $false; Help = 'text, json or markdown.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('rules+')
        }
        'schema' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--preset'); Takes = 'presets'; Again = $false; Help = 'Design system, for document and patch.' }
                @{ Names = @('--budget'); Takes = 'budgets'; Again = $false; Help = 'With its caps on children and strings; for document.' }
                @{ Names = @('--output', '-o'); Takes = 'files'; Again = $false; Help = 'Write the schema to FILE.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('schemas')
        }
        'models' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--provider', '-p'); Takes = 'known-providers'; Again = $false; Help = 'Only the models of this provider.' }
                @{ Names = @('--live'); Takes = ''; Again = $false; Help = 'Ask the providers for their own lists: what is new, and what is missing.' }
                @{ Names = @('--estimate'); Takes = 'nothing'; Again = $false; Help = 'What this prompt would cost at each, cheapest first.' }
                @{ Names = @('--output-format'); Takes = 'text-or-json'; Again = $false; Help = 'text or json.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'providers' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--check'); Takes = ''; Again = $false; Help = 'Ask each that can be asked for its list of models.' }
                @{ Names = @('--output-format'); Takes = 'text-or-json'; Again = $false; Help = 'text or json.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'trust' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--list'); Takes = ''; Again = $false; Help = 'Print what was trusted.' }
                @{ Names = @('--revoke'); Takes = ''; Again = $false; Help = 'Trust it no more.' }
                @{ Names = @('--yes', '-y'); Takes = ''; Again = $false; Help = 'Do not ask: in CI, where somebody has looked.' }
                @{ Names = @('--format'); Takes = 'text-or-json'; Again = $false; Help = 'text or json, for --list.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('folders')
        }
        'doctor' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--output-format'); Takes = 'text-or-json'; Again = $false; Help = 'text or json.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'completions' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('shells')
        }
        'help' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--format'); Takes = 'help-formats'; Again = $false; Help = 'text or md: what goes to stdout.' }
                @{ Names = @('--no-pager'); Takes = ''; Again = $false; Help = 'Print a topic, however long.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('topics+')
        }
        'sessions' = @{
            Commands = [ordered]@{
                'list' = 'List sessions, the newest first.'
                'show' = 'Show what a session comes to.'
                'path' = 'Print where the file of a session is.'
                'export' = 'Write a session for others.'
                'diff' = 'Compare two sessions.'
                'stats' = 'Print what sessions took, by provider and model.'
                'rm' = 'Remove sessions for good.'
            }
            Options = @(
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'sessions list' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--provider', '-p'); Takes = 'known-providers'; Again = $false; Help = 'Only those that asked this provider first.' }
                @{ Names = @('--model', '-m'); Takes = 'models'; Again = $false; Help = 'Only those by a model with TEXT in its id.' }
                @{ Names = @('--status'); Takes = 'statuses'; Again = $false; Help = 'Only those that ended so, as complete, failed or unfinished.' }
                @{ Names = @('--since'); Takes = 'nothing'; Again = $false; Help = 'Only those since then: 2h, 3d, or 2026-11-20.' }
                @{ Names = @('--grep'); Takes = 'nothing'; Again = $false; Help = 'Only those with TEXT in their prompt, in any case.' }
                @{ Names = @('--limit'); Takes = 'nothing'; Again = $false; Help = 'The newest N; 0 for all. A table has 20.' }
                @{ Names = @('--format'); Takes = 'list-formats'; Again = $false; Help = 'table, json, jsonl or ids: what goes to stdout.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'sessions show' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--format'); Takes = 'text-or-json'; Again = $false; Help = 'text or json: what goes to stdout.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('sessions')
        }
        'sessions path' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('sessions')
        }
        'sessions export' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--format'); Takes = 'export-formats'; Again = $false; Help = 'jsonl: events; json: the document; md: a report.' }
                @{ Names = @('--redact'); Takes = ''; Again = $false; Help = 'Without keys, tokens, e-mail addresses, long secrets and home folders.' }
                @{ Names = @('--output', '-o'); Takes = 'files'; Again = $false; Help = 'Write it to FILE.' }
                @{ Names = @('--force'); Takes = ''; Again = $false; Help = 'Let -o overwrite FILE.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('sessions')
        }
        'sessions diff' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--format'); Takes = 'difference-formats'; Again = $false; Help = 'text, patch or json: what goes to stdout.' }
                @{ Names = @('--exit-zero'); Takes = ''; Again = $false; Help = 'Exit with 0 even when they differ.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('sessions', 'sessions')
        }
        'sessions stats' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--provider', '-p'); Takes = 'known-providers'; Again = $false; Help = 'Only those that asked this provider first.' }
                @{ Names = @('--model', '-m'); Takes = 'models'; Again = $false; Help = 'Only those by a model with TEXT in its id.' }
                @{ Names = @('--status'); Takes = 'statuses'; Again = $false; Help = 'Only those that ended so, as complete, failed or unfinished.' }
                @{ Names = @('--since'); Takes = 'nothing'; Again = $false; Help = 'Only those since then: 2h, 3d, or 2026-11-20.' }
                @{ Names = @('--grep'); Takes = 'nothing'; Again = $false; Help = 'Only those with TEXT in their prompt, in any case.' }
                @{ Names = @('--limit'); Takes = 'nothing'; Again = $false; Help = 'Only the newest N; 0 for all.' }
                @{ Names = @('--format'); Takes = 'stats-formats'; Again = $false; Help = 'table or json: what goes to stdout.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'sessions rm' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--older-than'); Takes = 'nothing'; Again = $false; Help = 'All that began longer ago, as 30d; or a date.' }
                @{ Names = @('--all'); Takes = ''; Again = $false; Help = 'All there are.' }
                @{ Names = @('--yes', '-y'); Takes = ''; Again = $false; Help = 'Do not ask whether you are sure.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('session-ids+')
        }
        'catalog' = @{
            Commands = [ordered]@{
                'export' = 'Write what tools and models have to know of a design system.'
                'init' = 'Begin a design system of your own.'
                'show' = 'Show what is in a design system.'
                'check' = 'Check design systems.'
                'diff' = 'Compare two design systems.'
                'import' = 'Make a design system of somebody else''s description.'
                'docs' = 'Write the reference of a design system, in Markdown.'
            }
            Options = @(
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'catalog export' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--as'); Takes = 'exports'; Again = $false; Help = 'json-schema, tool-schema, gbnf, lark, prompt, typescript or openui.' }
                @{ Names = @('--form'); Takes = 'export-forms'; Again = $false; Help = 'patches (the default) or document; for schemas and grammars.' }
                @{ Names = @('--preset'); Takes = 'presets'; Again = $false; Help = 'Design system: built-in name, or a path.' }
                @{ Names = @('--budget'); Takes = 'budgets'; Again = $false; Help = 'strict, foundation, unlimited, or a .toml of caps.' }
                @{ Names = @('--data'); Takes = 'files'; Again = $false; Help = 'Data models for bindings: TOML, JSON or JSON Schema.' }
                @{ Names = @('--output', '-o'); Takes = 'files'; Again = $false; Help = 'Write the export to FILE.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'catalog init' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--extends'); Takes = 'presets'; Again = $false; Help = 'What it builds on; base is no components at all.' }
                @{ Names = @('--output', '-o'); Takes = 'folders'; Again = $false; Help = 'Where its files go; by default ./NAME.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('nothing')
        }
        'catalog show' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--format'); Takes = 'text-or-json'; Again = $false; Help = 'text or json: what goes to stdout.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('presets', 'nothing')
        }
        'catalog check' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--select'); Takes = 'rule-lists'; Again = $true; Help = 'Only these: codes, or names of rules.' }
                @{ Names = @('--ignore'); Takes = 'rule-lists'; Again = $true; Help = 'Not these.' }
                @{ Names = @('--output-format'); Takes = 'reports'; Again = $true; Help = 'concise, full, json, jsonl, github, gitlab, sarif or junit; can be given again.' }
                @{ Names = @('--output', '-o'); Takes = 'files'; Again = $true; Help = 'Write the report of the format before it to FILE.' }
                @{ Names = @('--fail-on'); Takes = 'severities'; Again = $false; Help = 'error, warning or never: what makes exit code 1.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('presets+')
        }
        'catalog diff' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--format'); Takes = 'text-or-json'; Again = $false; Help = 'text or json: what goes to stdout.' }
                @{ Names = @('--strict'); Takes = ''; Again = $false; Help = 'Exit with 1 when they differ at all.' }
                @{ Names = @('--exit-zero'); Takes = ''; Again = $false; Help = 'Exit with 0 even when they differ.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('presets', 'presets')
        }
        'catalog import' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--from'); Takes = 'origins'; Again = $false; Help = 'json-schema, dtcg or a2ui; guessed without.' }
                @{ Names = @('--output', '-o'); Takes = 'folders'; Again = $false; Help = 'Where its files go; by default ./NAME.' }
                @{ Names = @('--name'); Takes = 'nothing'; Again = $false; Help = 'What the design system is called; by default as FILE.' }
                @{ Names = @('--extends'); Takes = 'presets'; Again = $false; Help = 'Builds on: punk for tokens, base else.' }
                @{ Names = @('--strict'); Takes = ''; Again = $false; Help = 'Write nothing when something would be left out.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('files')
        }
        'catalog docs' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--output', '-o'); Takes = 'files'; Again = $false; Help = 'Write the reference to FILE.' }
                @{ Names = @('--force'); Takes = ''; Again = $false; Help = 'Let -o overwrite FILE.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('presets')
        }
        'templates' = @{
            Commands = [ordered]@{
                'list' = 'List the prompt templates.'
                'show' = 'Print a prompt template, or the prompt that comes of it.'
            }
            Options = @(
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'templates list' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--preset'); Takes = 'presets'; Again = $false; Help = 'Design system: built-in name, or a path.' }
                @{ Names = @('--format'); Takes = 'text-or-json'; Again = $false; Help = 'text or json: what goes to stdout.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'templates show' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--set'); Takes = 'template-parameters'; Again = $true; Help = 'A value for the template.' }
                @{ Names = @('--preset'); Takes = 'presets'; Again = $false; Help = 'Design system: built-in name, or a path.' }
                @{ Names = @('--format'); Takes = 'text-or-json'; Again = $false; Help = 'text or json: what goes to stdout.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('templates')
        }
        'keys' = @{
            Commands = [ordered]@{
                'set' = 'Keep a key in a file that only you can read.'
                'list' = 'List which keys there are.'
                'path' = 'Print where the file of keys is.'
                'remove' = 'Forget a key.'
            }
            Options = @(
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'keys set' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--stdin'); Takes = ''; Again = $false; Help = 'Read the key from stdin, not from the terminal.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('known-providers')
        }
        'keys list' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--output-format'); Takes = 'text-or-json'; Again = $false; Help = 'text or json.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'keys path' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'keys remove' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('known-providers')
        }
        'config' = @{
            Commands = [ordered]@{
                'show' = 'Print the settings that apply here.'
                'get' = 'Print the value of one key.'
                'set' = 'Set a key in your own file, or with --project in the project''s.'
                'unset' = 'Take a key or a table out of your own file, or the project''s.'
                'path' = 'Print which files count here, the strongest first.'
                'edit' = 'Open your own file, or the project''s, in $VISUAL or $EDITOR.'
                'check' = 'Look for what is wrong in the configuration.'
            }
            Options = @(
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'config show' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--origin'); Takes = ''; Again = $false; Help = 'Say where each value comes from.' }
                @{ Names = @('--format'); Takes = 'config-formats'; Again = $false; Help = 'text, json or toml: what goes to stdout.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'config get' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--format'); Takes = 'text-or-json'; Again = $false; Help = 'text or json: what goes to stdout.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('config-keys')
        }
        'config set' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--project'); Takes = ''; Again = $false; Help = 'The project''s file: epoch.toml, or pyproject.toml with [tool.epoch].' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('config-keys', 'nothing+')
        }
        'config unset' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--project'); Takes = ''; Again = $false; Help = 'The project''s file: epoch.toml, or pyproject.toml with [tool.epoch].' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('config-keys')
        }
        'config path' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--project'); Takes = ''; Again = $false; Help = 'The project''s file, or where it would be made.' }
                @{ Names = @('--user'); Takes = ''; Again = $false; Help = 'Your own, whether it is there or not.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'config edit' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--project'); Takes = ''; Again = $false; Help = 'The project''s file: epoch.toml, or pyproject.toml with [tool.epoch].' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'config check' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--user'); Takes = ''; Again = $false; Help = 'FILE is a user''s own, and no project''s.' }
                @{ Names = @('--format'); Takes = 'text-or-json'; Again = $false; Help = 'text or json: what goes to stdout.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @('files')
        }
        'cache' = @{
            Commands = [ordered]@{
                'stats' = 'Print what the cache holds.'
                'clear' = 'Remove everything from the cache.'
                'prune' = 'Remove answers that are old, or too many.'
            }
            Options = @(
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'cache stats' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--format'); Takes = 'table-or-json'; Again = $false; Help = 'table or json: what goes to stdout.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'cache clear' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--yes', '-y'); Takes = ''; Again = $false; Help = 'Do not ask whether you are sure.' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
        'cache prune' = @{
            Commands = [ordered]@{
            }
            Options = @(
                @{ Names = @('--max-bytes'); Takes = 'nothing'; Again = $false; Help = 'At most so much, as 64MB; the longest unused go. [256MiB]' }
                @{ Names = @('--older-than'); Takes = 'nothing'; Again = $false; Help = 'Remove what was answered before that, as 7d. [30d]' }
                @{ Names = @('--quiet', '-q'); Takes = ''; Again = $false; Help = 'Say nothing on stderr but errors.' }
                @{ Names = @('--help', '-h'); Takes = ''; Again = $false; Help = 'Show this message and exit.' }
            )
            Arguments = @()
        }
    }
    $values = @{
        'budgets' = @{
            Live = ''; Paths = 'files'; Listed = $False
            Words = [ordered]@{
                'strict' = ''
                'foundation' = ''
                'unlimited' = ''
            }
        }
        'config-formats' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'text' = ''
                'json' = ''
                'toml' = ''
            }
        }
        'config-keys' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'preset' = 'Design system: a built-in name, or a path that counts from this file''s folder.'
                'budget' = 'Budget profile: strict, foundation, unlimited, another of the preset''s, or a .toml file of caps.'
                'data' = 'File of data models, TOML or JSON: what bindings may name.'
                'exclude' = 'Patterns of files that are not looked at unless named.'
                'rules' = 'Rules for all files, and exceptions for some.'
                'rules.select' = 'Only these rules count; empty means all.'
                'rules.ignore' = 'Rules that do not count.'
                'rules.severity' = 'How bad a rule is; whether it refuses patches never changes.'
                'rules.per-file' = 'Rules for files that a pattern fits, such as legacy/**; patterns count from this file''s folder.'
                'provider' = 'Who writes: a provider''s name, auto, or offline. Without one, the first whose key is found.'
                'model' = 'The model that writes: a short name or an id.'
                'cache' = 'Whether gen gives answers again that were given before.'
                'preferences' = 'What you like, as --prefer.'
                'preferences.color-scheme' = 'Which the screen is shown in.'
                'preferences.spacing' = 'How much space there is between things.'
                'preferences.variant' = 'The variant of components that is taken where they have it, as outline.'
                'screen' = 'How the screen looks, and what its keys are.'
                'screen.theme' = 'epoch-dark, epoch-light, terminal (its own colours), or one of Textual''s.'
                'screen.mouse' = 'Whether the mouse is used.'
                'screen.keys' = 'Other keys by the id of an action, as in the table of keys: live.refine = ctrl+r.'
                'providers' = 'Providers besides the built-in ones, and other values for those; by name.'
                'models' = 'Models besides the ones that Epoch knows.'
                'prices' = 'What models cost, by id or PROVIDER:ID; comes before what Epoch knows.'
            }
        }
        'constraints' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'auto' = ''
                'off' = ''
                'required' = ''
            }
        }
        'difference-formats' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'text' = ''
                'patch' = ''
                'json' = ''
            }
        }
        'documents' = @{
            Live = 'sessions'; Paths = 'files'; Listed = $False
            Words = [ordered]@{
                'last' = 'the newest'
            }
        }
        'export-formats' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'jsonl' = ''
                'json' = ''
                'md' = ''
            }
        }
        'export-forms' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'patches' = ''
                'document' = ''
            }
        }
        'exports' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'json-schema' = ''
                'tool-schema' = ''
                'gbnf' = ''
                'lark' = ''
                'prompt' = ''
                'typescript' = ''
                'openui' = ''
            }
        }
        'fallbacks' = @{
            Live = 'providers'; Paths = ''; Listed = $True
            Words = [ordered]@{
                'offline' = 'the built-in composer'
                'previous' = ''
                'minimal' = ''
                'empty' = ''
            }
        }
        'files' = @{
            Live = ''; Paths = 'files'; Listed = $False
            Words = [ordered]@{
            }
        }
        'fixes' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'off' = ''
                'safe' = ''
                'all' = ''
            }
        }
        'folders' = @{
            Live = ''; Paths = 'folders'; Listed = $False
            Words = [ordered]@{
            }
        }
        'format-versions' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                '0.9' = ''
            }
        }
        'granularities' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'node' = ''
                'patch' = ''
            }
        }
        'help-formats' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'text' = ''
                'md' = ''
            }
        }
        'kinds' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'document' = ''
                'patches' = ''
                'session' = ''
            }
        }
        'known-providers' = @{
            Live = 'providers'; Paths = ''; Listed = $False
            Words = [ordered]@{
            }
        }
        'list-formats' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'table' = ''
                'json' = ''
                'jsonl' = ''
                'ids' = ''
            }
        }
        'log-levels' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'debug' = ''
                'info' = ''
                'warning' = ''
                'error' = ''
            }
        }
        'model-parameters' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'max_tokens=' = ''
                'temperature=' = ''
                'top_p=' = ''
                'seed=' = ''
                'stop=' = ''
                'effort=' = ''
            }
        }
        'models' = @{
            Live = 'models'; Paths = ''; Listed = $False
            Words = [ordered]@{
            }
        }
        'modes' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'patch' = ''
                'merge' = ''
                'whole' = ''
            }
        }
        'nothing' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
            }
        }
        'origins' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'json-schema' = ''
                'dtcg' = ''
                'a2ui' = ''
            }
        }
        'preferences' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'color-scheme=light' = ''
                'color-scheme=dark' = ''
                'spacing=compact' = ''
                'spacing=normal' = ''
                'spacing=spacious' = ''
                'variant=' = ''
            }
        }
        'presets' = @{
            Live = 'presets'; Paths = 'folders'; Listed = $False
            Words = [ordered]@{
            }
        }
        'providers' = @{
            Live = 'providers'; Paths = ''; Listed = $False
            Words = [ordered]@{
                'auto' = 'the first whose key is found'
                'offline' = 'the built-in composer'
                'session:' = 'a recorded session'
            }
        }
        'read-formats' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'punk' = 'an Epoch document'
                'json-render' = 'a json-render spec'
                'json-render-stream' = 'a json-render SpecStream'
                'a2ui' = 'A2UI messages'
                'openui' = 'OpenUI Lang'
            }
        }
        'replay-formats' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'jsonl' = ''
                'json' = ''
                'tree' = ''
                'events' = ''
                'patch-diff' = ''
                'punk' = 'an Epoch document'
                'json-render' = 'a json-render spec'
                'json-render-stream' = 'a json-render SpecStream'
                'a2ui' = 'A2UI messages'
                'openui' = 'OpenUI Lang'
                'html' = 'an HTML page'
                'react' = 'a React component'
                'text' = ''
            }
        }
        'reports' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'concise' = ''
                'full' = ''
                'json' = ''
                'jsonl' = ''
                'github' = ''
                'gitlab' = ''
                'sarif' = ''
                'junit' = ''
            }
        }
        'rule-formats' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'text' = ''
                'json' = ''
                'markdown' = ''
            }
        }
        'rule-lists' = @{
            Live = ''; Paths = ''; Listed = $True
            Words = [ordered]@{
                'all' = 'every rule'
                'reading' = 'EP0: a family of rules'
                'structure' = 'EP1: a family of rules'
                'components' = 'EP2: a family of rules'
                'props' = 'EP3: a family of rules'
                'tokens' = 'EP4: a family of rules'
                'bindings' = 'EP5: a family of rules'
                'budgets' = 'EP6: a family of rules'
                'security' = 'EP7: a family of rules'
                'accessibility' = 'EP8: a family of rules'
                'pointers' = 'EP9: a family of rules'
                'catalogs' = 'ES0: a family of rules'
                'wishes' = 'EW0: a family of rules'
                'conversions' = 'EX0: a family of rules'
                'EP001' = 'malformed-json'
                'EP002' = 'duplicate-key'
                'EP003' = 'number-range'
                'EP004' = 'lone-surrogate'
                'EP005' = 'value-too-large'
                'EP006' = 'truncated'
                'EP007' = 'not-a-patch'
                'EP008' = 'unreadable-file'
                'EP009' = 'not-a-session'
                'EP010' = 'invalid-utf8'
                'EP101' = 'not-a-node'
                'EP102' = 'unknown-field'
                'EP103' = 'field-type'
                'EP104' = 'id-format'
                'EP105' = 'duplicate-id'
                'EP106' = 'too-nested'
                'EP107' = 'template-alone'
                'EP108' = 'unused-suppression'
                'EP109' = 'malformed-suppression'
                'EP201' = 'unknown-component'
                'EP202' = 'children-not-allowed'
                'EP203' = 'component-full'
                'EP204' = 'text-not-allowed'
                'EP301' = 'unknown-prop'
                'EP302' = 'missing-prop'
                'EP303' = 'prop-type'
                'EP304' = 'not-in-enum'
                'EP305' = 'item-shape'
                'EP306' = 'pattern'
                'EP307' = 'out-of-range'
                'EP308' = 'deprecated-prop'
                'EP309' = 'duplicate-item'
                'EP310' = 'empty-items'
                'EP311' = 'no-such-item'
                'EP312' = 'panels-mismatch'
                'EP401' = 'unknown-token'
                'EP402' = 'wrong-token-group'
                'EP403' = 'raw-value'
                'EP404' = 'deprecated-token'
                'EP501' = 'binding-syntax'
                'EP502' = 'unknown-path'
                'EP503' = 'path-through-scalar'
                'EP504' = 'item-outside-list'
                'EP505' = 'unknown-item-path'
                'EP506' = 'binding-type'
                'EP507' = 'not-bindable'
                'EP508' = 'data-source'
                'EP601' = 'too-many-nodes'
                'EP602' = 'too-deep'
                'EP603' = 'too-many-children'
                'EP604' = 'string-too-long'
                'EP605' = 'too-many-bindings'
                'EP606' = 'too-many-handlers'
                'EP607' = 'too-complex'
                'EP608' = 'too-many-patches'
                'EP701' = 'url-scheme'
                'EP702' = 'active-content'
                'EP703' = 'forbidden-key'
                'EP704' = 'handler-name'
                'EP705' = 'unsafe-character'
                'EP706' = 'secret'
                'EP707' = 'address-with-data'
                'EP801' = 'unnamed-control'
                'EP802' = 'nested-interactive'
                'EP803' = 'unexplained-field'
                'EP811' = 'no-submit'
                'EP812' = 'field-control'
                'EP813' = 'heading-order'
                'EP814' = 'single-h1'
                'EP815' = 'duplicate-name'
                'EP816' = 'no-caption'
                'EP817' = 'no-alternative'
                'EP818' = 'no-title'
                'EP819' = 'color-alone'
                'EP820' = 'required-unmarked'
                'EP821' = 'blank-label'
                'EP822' = 'hidden-control'
                'EP901' = 'malformed-patch'
                'EP902' = 'bad-pointer'
                'EP903' = 'no-such-place'
                'EP904' = 'protected-place'
                'EP905' = 'follows-refusal'
                'EP906' = 'test-failed'
                'EP907' = 'duplicate-patch'
                'EP908' = 'move-into-itself'
                'EP909' = 'flat-stream'
                'ES001' = 'not-toml'
                'ES002' = 'unknown-key'
                'ES003' = 'missing-key'
                'ES004' = 'wrong-value'
                'ES005' = 'loose-end'
                'ES006' = 'broken-part'
                'ES007' = 'wrong-default'
                'ES008' = 'unasked-name'
                'ES009' = 'no-key'
                'ES010' = 'no-handler'
                'ES011' = 'low-contrast'
                'ES012' = 'unusable-token'
                'ES013' = 'shared-prefix'
                'ES014' = 'unreachable'
                'ES015' = 'essential-role'
                'ES016' = 'wanted-role'
                'ES017' = 'no-role'
                'ES018' = 'no-default'
                'ES019' = 'undescribed'
                'ES020' = 'unused-tokens'
                'ES021' = 'slow-pattern'
                'EW001' = 'not-understood'
                'EW002' = 'left-out'
                'EX001' = 'not-said'
                'EX002' = 'said-otherwise'
                'EX003' = 'not-known'
                'malformed-json' = 'EP001'
                'duplicate-key' = 'EP002'
                'number-range' = 'EP003'
                'lone-surrogate' = 'EP004'
                'value-too-large' = 'EP005'
                'truncated' = 'EP006'
                'not-a-patch' = 'EP007'
                'unreadable-file' = 'EP008'
                'not-a-session' = 'EP009'
                'invalid-utf8' = 'EP010'
                'not-a-node' = 'EP101'
                'unknown-field' = 'EP102'
                'field-type' = 'EP103'
                'id-format' = 'EP104'
                'duplicate-id' = 'EP105'
                'too-nested' = 'EP106'
                'template-alone' = 'EP107'
                'unused-suppression' = 'EP108'
                'malformed-suppression' = 'EP109'
                'unknown-component' = 'EP201'
                'children-not-allowed' = 'EP202'
                'component-full' = 'EP203'
                'text-not-allowed' = 'EP204'
                'unknown-prop' = 'EP301'
                'missing-prop' = 'EP302'
                'prop-type' = 'EP303'
                'not-in-enum' = 'EP304'
                'item-shape' = 'EP305'
                'pattern' = 'EP306'
                'out-of-range' = 'EP307'
                'deprecated-prop' = 'EP308'
                'duplicate-item' = 'EP309'
                'empty-items' = 'EP310'
                'no-such-item' = 'EP311'
                'panels-mismatch' = 'EP312'
                'unknown-token' = 'EP401'
                'wrong-token-group' = 'EP402'
                'raw-value' = 'EP403'
                'deprecated-token' = 'EP404'
                'binding-syntax' = 'EP501'
                'unknown-path' = 'EP502'
                'path-through-scalar' = 'EP503'
                'item-outside-list' = 'EP504'
                'unknown-item-path' = 'EP505'
                'binding-type' = 'EP506'
                'not-bindable' = 'EP507'
                'data-source' = 'EP508'
                'too-many-nodes' = 'EP601'
                'too-deep' = 'EP602'
                'too-many-children' = 'EP603'
                'string-too-long' = 'EP604'
                'too-many-bindings' = 'EP605'
                'too-many-handlers' = 'EP606'
                'too-complex' = 'EP607'
                'too-many-patches' = 'EP608'
                'url-scheme' = 'EP701'
                'active-content' = 'EP702'
                'forbidden-key' = 'EP703'
                'handler-name' = 'EP704'
                'unsafe-character' = 'EP705'
                'secret' = 'EP706'
                'address-with-data' = 'EP707'
                'unnamed-control' = 'EP801'
                'nested-interactive' = 'EP802'
                'unexplained-field' = 'EP803'
                'no-submit' = 'EP811'
                'field-control' = 'EP812'
                'heading-order' = 'EP813'
                'single-h1' = 'EP814'
                'duplicate-name' = 'EP815'
                'no-caption' = 'EP816'
                'no-alternative' = 'EP817'
                'no-title' = 'EP818'
                'color-alone' = 'EP819'
                'required-unmarked' = 'EP820'
                'blank-label' = 'EP821'
                'hidden-control' = 'EP822'
                'malformed-patch' = 'EP901'
                'bad-pointer' = 'EP902'
                'no-such-place' = 'EP903'
                'protected-place' = 'EP904'
                'follows-refusal' = 'EP905'
                'test-failed' = 'EP906'
                'duplicate-patch' = 'EP907'
                'move-into-itself' = 'EP908'
                'flat-stream' = 'EP909'
                'not-toml' = 'ES001'
                'unknown-key' = 'ES002'
                'missing-key' = 'ES003'
                'wrong-value' = 'ES004'
                'loose-end' = 'ES005'
                'broken-part' = 'ES006'
                'wrong-default' = 'ES007'
                'unasked-name' = 'ES008'
                'no-key' = 'ES009'
                'no-handler' = 'ES010'
                'low-contrast' = 'ES011'
                'unusable-token' = 'ES012'
                'shared-prefix' = 'ES013'
                'unreachable' = 'ES014'
                'essential-role' = 'ES015'
                'wanted-role' = 'ES016'
                'no-role' = 'ES017'
                'no-default' = 'ES018'
                'undescribed' = 'ES019'
                'unused-tokens' = 'ES020'
                'slow-pattern' = 'ES021'
                'not-understood' = 'EW001'
                'left-out' = 'EW002'
                'not-said' = 'EX001'
                'said-otherwise' = 'EX002'
                'not-known' = 'EX003'
            }
        }
        'rules' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'all' = 'every rule'
                'reading' = 'EP0: a family of rules'
                'structure' = 'EP1: a family of rules'
                'components' = 'EP2: a family of rules'
                'props' = 'EP3: a family of rules'
                'tokens' = 'EP4: a family of rules'
                'bindings' = 'EP5: a family of rules'
                'budgets' = 'EP6: a family of rules'
                'security' = 'EP7: a family of rules'
                'accessibility' = 'EP8: a family of rules'
                'pointers' = 'EP9: a family of rules'
                'catalogs' = 'ES0: a family of rules'
                'wishes' = 'EW0: a family of rules'
                'conversions' = 'EX0: a family of rules'
                'EP001' = 'malformed-json'
                'EP002' = 'duplicate-key'
                'EP003' = 'number-range'
                'EP004' = 'lone-surrogate'
                'EP005' = 'value-too-large'
                'EP006' = 'truncated'
                'EP007' = 'not-a-patch'
                'EP008' = 'unreadable-file'
                'EP009' = 'not-a-session'
                'EP010' = 'invalid-utf8'
                'EP101' = 'not-a-node'
                'EP102' = 'unknown-field'
                'EP103' = 'field-type'
                'EP104' = 'id-format'
                'EP105' = 'duplicate-id'
                'EP106' = 'too-nested'
                'EP107' = 'template-alone'
                'EP108' = 'unused-suppression'
                'EP109' = 'malformed-suppression'
                'EP201' = 'unknown-component'
                'EP202' = 'children-not-allowed'
                'EP203' = 'component-full'
                'EP204' = 'text-not-allowed'
                'EP301' = 'unknown-prop'
                'EP302' = 'missing-prop'
                'EP303' = 'prop-type'
                'EP304' = 'not-in-enum'
                'EP305' = 'item-shape'
                'EP306' = 'pattern'
                'EP307' = 'out-of-range'
                'EP308' = 'deprecated-prop'
                'EP309' = 'duplicate-item'
                'EP310' = 'empty-items'
                'EP311' = 'no-such-item'
                'EP312' = 'panels-mismatch'
                'EP401' = 'unknown-token'
                'EP402' = 'wrong-token-group'
                'EP403' = 'raw-value'
                'EP404' = 'deprecated-token'
                'EP501' = 'binding-syntax'
                'EP502' = 'unknown-path'
                'EP503' = 'path-through-scalar'
                'EP504' = 'item-outside-list'
                'EP505' = 'unknown-item-path'
                'EP506' = 'binding-type'
                'EP507' = 'not-bindable'
                'EP508' = 'data-source'
                'EP601' = 'too-many-nodes'
                'EP602' = 'too-deep'
                'EP603' = 'too-many-children'
                'EP604' = 'string-too-long'
                'EP605' = 'too-many-bindings'
                'EP606' = 'too-many-handlers'
                'EP607' = 'too-complex'
                'EP608' = 'too-many-patches'
                'EP701' = 'url-scheme'
                'EP702' = 'active-content'
                'EP703' = 'forbidden-key'
                'EP704' = 'handler-name'
                'EP705' = 'unsafe-character'
                'EP706' = 'secret'
                'EP707' = 'address-with-data'
                'EP801' = 'unnamed-control'
                'EP802' = 'nested-interactive'
                'EP803' = 'unexplained-field'
                'EP811' = 'no-submit'
                'EP812' = 'field-control'
                'EP813' = 'heading-order'
                'EP814' = 'single-h1'
                'EP815' = 'duplicate-name'
                'EP816' = 'no-caption'
                'EP817' = 'no-alternative'
                'EP818' = 'no-title'
                'EP819' = 'color-alone'
                'EP820' = 'required-unmarked'
                'EP821' = 'blank-label'
                'EP822' = 'hidden-control'
                'EP901' = 'malformed-patch'
                'EP902' = 'bad-pointer'
                'EP903' = 'no-such-place'
                'EP904' = 'protected-place'
                'EP905' = 'follows-refusal'
                'EP906' = 'test-failed'
                'EP907' = 'duplicate-patch'
                'EP908' = 'move-into-itself'
                'EP909' = 'flat-stream'
                'ES001' = 'not-toml'
                'ES002' = 'unknown-key'
                'ES003' = 'missing-key'
                'ES004' = 'wrong-value'
                'ES005' = 'loose-end'
                'ES006' = 'broken-part'
                'ES007' = 'wrong-default'
                'ES008' = 'unasked-name'
                'ES009' = 'no-key'
                'ES010' = 'no-handler'
                'ES011' = 'low-contrast'
                'ES012' = 'unusable-token'
                'ES013' = 'shared-prefix'
                'ES014' = 'unreachable'
                'ES015' = 'essential-role'
                'ES016' = 'wanted-role'
                'ES017' = 'no-role'
                'ES018' = 'no-default'
                'ES019' = 'undescribed'
                'ES020' = 'unused-tokens'
                'ES021' = 'slow-pattern'
                'EW001' = 'not-understood'
                'EW002' = 'left-out'
                'EX001' = 'not-said'
                'EX002' = 'said-otherwise'
                'EX003' = 'not-known'
                'malformed-json' = 'EP001'
                'duplicate-key' = 'EP002'
                'number-range' = 'EP003'
                'lone-surrogate' = 'EP004'
                'value-too-large' = 'EP005'
                'truncated' = 'EP006'
                'not-a-patch' = 'EP007'
                'unreadable-file' = 'EP008'
                'not-a-session' = 'EP009'
                'invalid-utf8' = 'EP010'
                'not-a-node' = 'EP101'
                'unknown-field' = 'EP102'
                'field-type' = 'EP103'
                'id-format' = 'EP104'
                'duplicate-id' = 'EP105'
                'too-nested' = 'EP106'
                'template-alone' = 'EP107'
                'unused-suppression' = 'EP108'
                'malformed-suppression' = 'EP109'
                'unknown-component' = 'EP201'
                'children-not-allowed' = 'EP202'
                'component-full' = 'EP203'
                'text-not-allowed' = 'EP204'
                'unknown-prop' = 'EP301'
                'missing-prop' = 'EP302'
                'prop-type' = 'EP303'
                'not-in-enum' = 'EP304'
                'item-shape' = 'EP305'
                'pattern' = 'EP306'
                'out-of-range' = 'EP307'
                'deprecated-prop' = 'EP308'
                'duplicate-item' = 'EP309'
                'empty-items' = 'EP310'
                'no-such-item' = 'EP311'
                'panels-mismatch' = 'EP312'
                'unknown-token' = 'EP401'
                'wrong-token-group' = 'EP402'
                'raw-value' = 'EP403'
                'deprecated-token' = 'EP404'
                'binding-syntax' = 'EP501'
                'unknown-path' = 'EP502'
                'path-through-scalar' = 'EP503'
                'item-outside-list' = 'EP504'
                'unknown-item-path' = 'EP505'
                'binding-type' = 'EP506'
                'not-bindable' = 'EP507'
                'data-source' = 'EP508'
                'too-many-nodes' = 'EP601'
                'too-deep' = 'EP602'
                'too-many-children' = 'EP603'
                'string-too-long' = 'EP604'
                'too-many-bindings' = 'EP605'
                'too-many-handlers' = 'EP606'
                'too-complex' = 'EP607'
                'too-many-patches' = 'EP608'
                'url-scheme' = 'EP701'
                'active-content' = 'EP702'
                'forbidden-key' = 'EP703'
                'handler-name' = 'EP704'
                'unsafe-character' = 'EP705'
                'secret' = 'EP706'
                'address-with-data' = 'EP707'
                'unnamed-control' = 'EP801'
                'nested-interactive' = 'EP802'
                'unexplained-field' = 'EP803'
                'no-submit' = 'EP811'
                'field-control' = 'EP812'
                'heading-order' = 'EP813'
                'single-h1' = 'EP814'
                'duplicate-name' = 'EP815'
                'no-caption' = 'EP816'
                'no-alternative' = 'EP817'
                'no-title' = 'EP818'
                'color-alone' = 'EP819'
                'required-unmarked' = 'EP820'
                'blank-label' = 'EP821'
                'hidden-control' = 'EP822'
                'malformed-patch' = 'EP901'
                'bad-pointer' = 'EP902'
                'no-such-place' = 'EP903'
                'protected-place' = 'EP904'
                'follows-refusal' = 'EP905'
                'test-failed' = 'EP906'
                'duplicate-patch' = 'EP907'
                'move-into-itself' = 'EP908'
                'flat-stream' = 'EP909'
                'not-toml' = 'ES001'
                'unknown-key' = 'ES002'
                'missing-key' = 'ES003'
                'wrong-value' = 'ES004'
                'loose-end' = 'ES005'
                'broken-part' = 'ES006'
                'wrong-default' = 'ES007'
                'unasked-name' = 'ES008'
                'no-key' = 'ES009'
                'no-handler' = 'ES010'
                'low-contrast' = 'ES011'
                'unusable-token' = 'ES012'
                'shared-prefix' = 'ES013'
                'unreachable' = 'ES014'
                'essential-role' = 'ES015'
                'wanted-role' = 'ES016'
                'no-role' = 'ES017'
                'no-default' = 'ES018'
                'undescribed' = 'ES019'
                'unused-tokens' = 'ES020'
                'slow-pattern' = 'ES021'
                'not-understood' = 'EW001'
                'left-out' = 'EW002'
                'not-said' = 'EX001'
                'said-otherwise' = 'EX002'
                'not-known' = 'EX003'
            }
        }
        'run-formats' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'jsonl' = ''
                'json' = ''
                'tree' = ''
                'events' = ''
                'patch-diff' = ''
                'punk' = 'an Epoch document'
                'json-render' = 'a json-render spec'
                'json-render-stream' = 'a json-render SpecStream'
                'a2ui' = 'A2UI messages'
                'openui' = 'OpenUI Lang'
                'html' = 'an HTML page'
                'react' = 'a React component'
            }
        }
        'schemas' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'document' = ''
                'patch' = ''
                'session' = ''
                'catalog' = ''
                'config' = ''
                'user-config' = ''
            }
        }
        'session-ids' = @{
            Live = 'sessions'; Paths = ''; Listed = $False
            Words = [ordered]@{
                'last' = 'the newest'
            }
        }
        'sessions' = @{
            Live = 'sessions'; Paths = 'files'; Listed = $False
            Words = [ordered]@{
                'last' = 'the newest'
            }
        }
        'severities' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'error' = ''
                'warning' = ''
                'never' = ''
            }
        }
        'shells' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'bash' = ''
                'zsh' = ''
                'fish' = ''
                'powershell' = ''
            }
        }
        'stats-formats' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'table' = ''
                'json' = ''
            }
        }
        'statuses' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'complete' = ''
                'fallback' = ''
                'cancelled' = ''
                'timeout' = ''
                'budget' = ''
                'failed' = ''
                'unfinished' = ''
            }
        }
        'table-or-json' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'table' = ''
                'json' = ''
            }
        }
        'template-parameters' = @{
            Live = 'parameters'; Paths = ''; Listed = $False
            Words = [ordered]@{
            }
        }
        'templates' = @{
            Live = 'templates'; Paths = ''; Listed = $False
            Words = [ordered]@{
            }
        }
        'text-or-json' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'text' = ''
                'json' = ''
            }
        }
        'topics' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'batch' = 'Many prompts at once'
                'budgets' = 'What a run may take: tokens, money, time, and the size of a screen'
                'cache' = 'Answers that are given again'
                'catalog' = 'Design systems: the built-in ones, and your own'
                'checking' = 'Checking, fixing, formatting and comparing files'
                'ci' = 'In CI, before a commit, in an editor'
                'completions' = 'Completions of the shell, and the manual page'
                'config' = 'Files of configuration, and what may stand in them'
                'constraints' = 'Holding a model to the design system while it writes'
                'editing' = 'Changing a document that is there'
                'environment' = 'Variables of the environment'
                'events' = 'What a run tells, event by event'
                'exit-codes' = 'What the exit code of a command says'
                'extensions' = 'Providers, rules, repairs and formats of your own'
                'formats' = 'Formats: what stdout is, and what documents are converted to'
                'healing' = 'Reading what any tool wrote, and mending almost-JSON'
                'installing' = 'Ways to install it'
                'logs' = 'How far a run is, and what is logged'
                'offline' = 'The offline composer: what writes without a model'
                'pages' = 'Documents as pages in a browser'
                'prompts' = 'Where the prompt comes from, and what the model is told'
                'providers' = 'Providers, keys, models and prices'
                'python' = 'Epoch as a library'
                'recovery' = 'What is done when a provider fails or its answer is faulty'
                'rules' = 'What is checked'
                'screen' = 'The screen and its keys'
                'security' = 'What is trusted, and what never is'
                'session-format' = 'The files of sessions, line by line'
                'sessions' = 'Recorded runs: list, share, replay, and use as tests'
                'gen' = ''
                'batch' = ''
                'apply' = ''
                'prompt' = ''
                'replay' = ''
                'sessions' = ''
                'validate' = ''
                'fmt' = ''
                'diff' = ''
                'preview' = ''
                'convert' = ''
                'rules' = ''
                'schema' = ''
                'catalog' = ''
                'templates' = ''
                'models' = ''
                'providers' = ''
                'keys' = ''
                'config' = ''
                'cache' = ''
                'trust' = ''
                'doctor' = ''
                'completions' = ''
                'help' = ''
            }
        }
        'written-formats' = @{
            Live = ''; Paths = ''; Listed = $False
            Words = [ordered]@{
                'punk' = 'an Epoch document'
                'json-render' = 'a json-render spec'
                'json-render-stream' = 'a json-render SpecStream'
                'a2ui' = 'A2UI messages'
                'openui' = 'OpenUI Lang'
                'html' = 'an HTML page'
                'react' = 'a React component'
            }
        }
    }

    # the words before the one that is typed, as values and not as they are quoted
    $words = @(
        foreach ($element in $commandAst.CommandElements) {
            $end = $element.Extent.EndOffset
            if ($end -lt $cursorPosition -or ($wordToComplete -eq '' -and $end -le $cursorPosition)) {
                if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $element.Value }
                else { $element.Extent.Text }
            }
        }
    )

    $path = ''
    $taken = ''
    $over = $false
    $place = 0
    $given = @()
    for ($i = 1; $i -lt $words.Count; $i++) {
        $word = $words[$i]
        $command = $commands[$path]
        $taken = ''
        if (-not $over -and $word -eq '--') { $over = $true }
        elseif (-not $over -and $word -match '^-.') {
            $name = ($word -split '=', 2)[0]
            $option = $command.Options | Where-Object { $_.Names -ccontains $name } | Select-Object -First 1
            if ($option) {
                if (-not $option.Again) { $given += $option.Names }
                if ($option.Takes -and $word -notmatch '=') {
                    $taken = $option.Takes
                    $i++
                    if ($i -lt $words.Count) { $taken = '' }
                }
            }
        }
        elseif ($command.Commands.Count) {
            $path = "$path $word".Trim()
            if (-not $commands.ContainsKey($path)) { return }
        }
        else { $place++ }
    }
    $command = $commands[$path]

    $before = ''
    $typed = $wordToComplete -replace '^[''"]', ''
    $offers = [ordered]@{}
    if (-not $taken -and -not $over -and $typed -match '^(--[^=]+)=(.*)$') {
        $before = "$($Matches[1])="
        $typed = $Matches[2]
        $option = $command.Options | Where-Object { $_.Names -ccontains $before.TrimEnd('=') } | Select-Object -First 1
        if (-not $option -or -not $option.Takes) { return }
        $taken = $option.Takes
    }
    elseif (-not $taken -and -not $over -and $typed -like '-*') {
        foreach ($option in $command.Options) {
            foreach ($name in $option.Names) {
                if ($given -cnotcontains $name) { $offers[$name] = $option.Help }
            }
        }
    }
    elseif (-not $taken -and $command.Commands.Count) { $offers = $command.Commands }
    elseif (-not $taken -and $command.Arguments.Count) {
        $taken = $command.Arguments[[Math]::Min($place, $command.Arguments.Count - 1)]
        if ($place -ge $command.Arguments.Count -and $taken -notlike '*+') { return }
        $taken = $taken.TrimEnd('+')
    }

    $paths = ''
    if ($taken) {
        $wanted = $values[$taken]
        $paths = $wanted.Paths
        if ($wanted.Listed -and $typed.Contains(',')) {
            $comma = $typed.LastIndexOf(',') + 1
            $before += $typed.Substring(0, $comma)
            $typed = $typed.Substring($comma)
        }
        foreach ($word in $wanted.Words.Keys) { $offers[$word] = $wanted.Words[$word] }
        if ($wanted.Live) {
            # what only this machine knows; epoch says nothing that could mean something to a shell
            $rest = @($words | Select-Object -Skip 1)
            foreach ($line in @(& $words[0] completions values $wanted.Live '' @rest 2> $null)) {
                $word, $said = $line -split "`t", 2
                $offers[$word] = $said
            }
        }
    }
    foreach ($word in $offers.Keys) {
        if ($word.StartsWith($typed, [StringComparison]::Ordinal)) {
            $said = if ($offers[$word]) { $offers[$word] } else { $word }
            $written = "$before$word"
            if ($written -match '^@') { $written = "'$written'" }
            [System.Management.Automation.CompletionResult]::new($written, $word, 'ParameterValue', $said)
        }
    }
    if ($paths) {
        foreach ($found in [System.Management.Automation.CompletionCompleters]::CompleteFilename($typed)) {
            if ($paths -eq 'files' -or $found.ResultType -eq 'ProviderContainer') {
                $written = "$before$($found.CompletionText)"
                [System.Management.Automation.CompletionResult]::new(
                    $written, $found.ListItemText, $found.ResultType, $found.ToolTip)
            }
        }
    }
}
