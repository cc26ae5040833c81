# Completion of guichet for fish. For good: guichet completion fish > ~/.config/fish/completions/guichet.fish
function __guichet_candidates
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -q current[1]; or set current ''
    set -l lines (command $words[1] completion fish -- $words[2..-1] $current 2>/dev/null)
    for line in $lines[2..-1]
        echo $line
    end
    switch "$lines[1]"
        case files
            __fish_complete_path "$current"
        case dirs
            __fish_complete_directories "$current"
    end
end
for program in guichet guichet-cli
    complete -c $program -f -k -a '(__guichet_candidates)'
end
