#compdef guichet guichet-cli
# Completion of guichet for zsh. For good: guichet completion zsh > a file named _guichet in a folder of $fpath.
_guichet() {
    local -a lines values
    local kind line
    lines=("${(@f)$("${words[1]}" completion zsh -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    kind=${lines[1]}
    for line in "${(@)lines[2,-1]}"; do
        values+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
    done
    (( ${#values} )) && _describe -V guichet values
    case $kind in
        files) _files ;;
        dirs) _files -/ ;;
    esac
}
if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
    _guichet "$@"
else
    (( $+functions[compdef] )) && compdef _guichet guichet guichet-cli
fi
