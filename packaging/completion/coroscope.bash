# Completion of coroscope and coroscope-gui in bash. It asks the programs themselves (--help, list),
# so it knows every command, option, scenario and parameter that they know.

# The word that is being written, whole: readline would end it at '=' and ':'.
_coroscope_word() {
    local line=${COMP_LINE:0:COMP_POINT}
    printf '%s' "${line##*[[:space:]]}"
}

# _coroscope_offer WORD START CANDIDATE...: the candidates that begin with the word, each written
# behind START. Where readline ends words at '=' what stands before it stays as it is, so it is cut
# off from the candidates; between quotes it does not.
_coroscope_offer() {
    local word=$1 start=$2 kept='' candidate
    shift 2
    case $(_coroscope_word) in
    [\'\"]*) ;;
    *[=:]*) [[ $COMP_WORDBREAKS == *[=:]* ]] && kept=${word%"${word##*[=:]}"} ;;
    esac
    for candidate in "$@"; do
        candidate=$start$candidate
        if [[ $candidate == "$word"* ]]; then
            COMPREPLY+=("${candidate#"$kept"}")
        fi
    done
}

# The options that a help text names, one a line.
_coroscope_options() {
    "$@" --help 2>/dev/null | sed -n 's/^  \(-[^ ]*\).*/\1/p' | tr ',' '\n'
}

# The values of an option, where its help lists them: "en|zh", or words before "(.ending):".
_coroscope_values() {
    local option=$1
    shift
    "$@" --help 2>/dev/null | awk -v option="$option" '
        $1 ~ /^-/ {
            found = 0
            names = split($1, name, ",")
            for (i = 1; i <= names; i++) if (name[i] == option) found = 1
            if (found && $2 ~ /[|]/) { gsub(/[|]/, "\n", $2); print $2 }
            next
        }
        found && $2 ~ /^\(\.[a-z]+\):$/ { print $1 }
        found && $2 ~ /^\(.*\):$/ && option == "--threshold" { print $1 "=" }'
}

_coroscope_scenarios() { coroscope list 2>/dev/null | awk '{ print $1 }'; }

# What may follow SCENARIO?A=1& : parameters, with their defaults, and what every RunSpec takes.
_coroscope_parameters() {
    coroscope list 2>/dev/null | awk -v id="$1" '
        $1 == id {
            if ($3 ~ /[|]/) print "variant="
            for (i = 2; i <= NF; i++) if ($i ~ /^[a-z][a-z0-9_-]*=/) { sub(/=.*/, "=", $i); print $i }
        }'
    printf '%s\n' seed= policy=
}

_coroscope_parameter_values() {
    case $2 in
    variant) coroscope list 2>/dev/null | awk -v id="$1" '$1 == id { gsub(/[|]/, "\n", $3); print $3 }' ;;
    policy) _coroscope_values --policy coroscope run ;;
    seed) printf '%s\n' 0 1 2 3 ;;
    *) coroscope list 2>/dev/null | awk -v id="$1" -v name="$2" '
        $1 == id { for (i = 2; i <= NF; i++) if (index($i, name "=") == 1) print substr($i, length(name) + 2) }' ;;
    esac
}

# A run: a scenario, the parameters behind its "?", or a file.
_coroscope_run() {
    local word=$1 quote='' id done_part names
    case $word in
    [\'\"]*)
        quote=${word:0:1}
        word=${word:1}
        ;;
    esac
    if [[ $word == *\?* ]]; then
        id=${word%%\?*}
        if [[ ${word##*[?&]} == *=* ]]; then
            done_part=${word%=*}=
            local name=${done_part##*[?&]}
            mapfile -t names < <(_coroscope_parameter_values "$id" "${name%=}")
        else
            done_part=${word%"${word##*[?&]}"}
            mapfile -t names < <(_coroscope_parameters "$id")
        fi
        _coroscope_offer "$word" "$done_part" "${names[@]}"
    else
        mapfile -t names < <(_coroscope_scenarios)
        _coroscope_offer "$word" '' "${names[@]}"
        mapfile -t names < <(
            compgen -f -X '!*.ctrace' -- "$word"
            compgen -f -X '!*.json' -- "$word"
            compgen -d -S / -- "$word"
        )
        COMPREPLY+=("${names[@]}")
    fi
    # Nothing behind "=" and "/": more is to come.
    case ${COMPREPLY[0]-} in
    *[=/]) compopt -o nospace 2>/dev/null ;;
    esac
    [ -z "$quote" ] || compopt -o nospace 2>/dev/null
}

_coroscope_file() {
    mapfile -t COMPREPLY < <(compgen -f -- "$1")
    compopt -o filenames 2>/dev/null
}

_coroscope() {
    local word previous commands command='' i names
    word=$(_coroscope_word)
    COMPREPLY=()
    local -a program=("${COMP_WORDS[0]}") before
    read -r -a before <<<"${COMP_LINE:0:COMP_POINT-${#word}}"
    previous=${before[${#before[@]} - 1]}

    if [ "${program[0]##*/}" = coroscope ]; then
        mapfile -t commands < <("${program[0]}" --help 2>/dev/null |
            awk '/^[^ ]/ { inside = /^Subcommands:/ } inside && /^  [a-z]/ { print $1 }')
        for ((i = 1; i < ${#before[@]}; i++)); do
            if [[ " ${commands[*]} " == *" ${before[i]} "* ]]; then
                command=${before[i]}
                break
            fi
        done
        if [ -z "$command" ]; then
            [[ $word == -* ]] && mapfile -t commands < <(_coroscope_options "${program[@]}")
            _coroscope_offer "$word" '' "${commands[@]}"
            return
        fi
        program+=("$command")
    fi

    case $word in
    --*=*)
        mapfile -t names < <(_coroscope_values "${word%%=*}" "${program[@]}")
        _coroscope_offer "$word" "${word%%=*}=" "${names[@]}"
        return
        ;;
    -*)
        mapfile -t names < <(_coroscope_options "${program[@]}")
        _coroscope_offer "$word" '' "${names[@]}"
        return
        ;;
    esac
    case $previous in
    -o | --output | --screenshot | --dump-state)
        _coroscope_file "$word"
        return
        ;;
    --topic)
        mapfile -t names < <(_coroscope_scenarios | sed 's,/.*,,' | sort -u)
        _coroscope_offer "$word" '' "${names[@]}"
        return
        ;;
    --set)
        for ((i = 1; i < ${#before[@]}; i++)); do
            if [[ ${before[i]} == */* ]]; then
                mapfile -t names < <(_coroscope_parameters "${before[i]%%\?*}")
            fi
        done
        _coroscope_offer "$word" '' "${names[@]}"
        compopt -o nospace 2>/dev/null
        return
        ;;
    --*)
        mapfile -t names < <(_coroscope_values "$previous" "${program[@]}")
        if [ ${#names[@]} -gt 0 ]; then
            _coroscope_offer "$word" '' "${names[@]}"
            case ${COMPREPLY[0]-} in *=) compopt -o nospace 2>/dev/null ;; esac
            return
        fi
        # An option without values here: is a value due, or is it a flag?
        if "${program[@]}" --help 2>/dev/null | grep -qE -- "^  ([^ ]*,)?$previous [A-Za-z]"; then
            return
        fi
        ;;
    esac
    case $command in
    list | version) ;;
    describe)
        mapfile -t names < <(_coroscope_scenarios)
        _coroscope_offer "$word" '' "${names[@]}"
        ;;
    *) _coroscope_run "$word" ;;
    esac
}
complete -F _coroscope coroscope coroscope-gui
