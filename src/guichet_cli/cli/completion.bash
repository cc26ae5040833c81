# Completion of guichet for bash. Once: eval "$(guichet completion bash)"; for good: the same line in ~/.bashrc.
_guichet_completion() {
    local line kind="" current="${COMP_WORDS[COMP_CWORD]}"
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ -z $kind ]]; then
            kind=$line
        else
            COMPREPLY+=("${line%%$'\t'*}")
        fi
    done < <("${COMP_WORDS[0]}" completion bash -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    [[ $current == "=" ]] && current=""
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then
        compopt -o nospace 2>/dev/null
    fi
    if [[ $kind == files || $kind == dirs ]]; then
        compopt -o filenames 2>/dev/null
        local action=-f
        [[ $kind == dirs ]] && action=-d
        while IFS= read -r line; do
            COMPREPLY+=("$line")
        done < <(compgen "$action" -- "$current")
    fi
}
complete -F _guichet_completion guichet guichet-cli
