# fish completion for actcli
# Made from the program by `python tests/tools/completions.py`. To use it, put this line into ~/.config/fish/config.fish:
#   actcli completion fish | source

# The data: which functions there are, their parameters, and which options take a value.

function __actcli_functions
    printf '%s\t%s\n' \
@functions@
end

function __actcli_aliases
    printf '%s\n' \
@aliases@
end

# FUNCTION: its parameters.
function __actcli_parameters
    switch "$argv[1]"
@parameters@
    end
end

# COMMAND OPTION: whether the next word is the option's value.
function __actcli_takes_value
    switch "$argv"
@values@
            return 0
    end
    return 1
end

# The operands before the cursor; the first is the command.
function __actcli_operands
    set -l operands
    set -l value no
    set -l options yes
    for word in (commandline -opc)[2..]
        if test $value = yes
            set value no
        else if test $options = yes; and string match -qr -- '^-(?![0-9.]|$|(?i)(inf|nan))' $word
            if test $word = --
                set options no
            else if __actcli_takes_value "$operands[1]" $word
                set value yes
            end
        else
            set -a operands $word
        end
    end
    printf '%s\n' $operands
end

# COMMANDS: whether one of them is on the line.
function __actcli_is
    set -l operands (__actcli_operands)
    contains -- "$operands[1]" $argv
end

# COMMAND: whether its first operand is still to come.
function __actcli_is_first
    set -l operands (__actcli_operands)
    test (count $operands) -eq 1 -a "$operands[1]" = $argv[1]
end

function __actcli_no_command
    test -z (__actcli_operands)[1]
end

# TYPED: the functions of the Python file that is typed, or of the only one that fits.
function __actcli_defined
    set -l file (string match -r '^.*\.py(?=:)' -- $argv[1])
    string match -q '*:*' -- $argv[1]; or set file $argv[1]*.py
    set -l path (string replace -r '^~/' $HOME/ -- $file)
    if test (count $path) -eq 1 -a -f "$path"
        for name in (string match -rg '^def +(\w+)' <$path)
            printf '%s:%s\n' $file $name
        end
    end
end

# Functions, and their parameters after a colon.
function __actcli_specs
    set -l typed (commandline -ct | string replace -r '^[\'"]' '')
    if string match -qr '[/.]' -- (string split -m 1 : -- $typed)[1]
        __actcli_defined $typed
    else if string match -q '*:*' -- $typed
        set -l given (string match -r '^.*[:,]' -- $typed)
        for parameter in (__actcli_parameters (string split -m 1 : -- $typed)[1])
            set -l name (string split -m 1 \t -- $parameter)[1]
            string match -qr -- "[:,]$name=" $typed; or printf '%s%s=\t%s\n' $given (string split -m 1 \t -- $parameter)
        end
    else
        __actcli_names $typed
    end
end

# TYPED: functions; their aliases and those of plug-ins where nothing else fits.
function __actcli_names
    set -l typed (string replace -a - _ -- $argv[1])
    __actcli_functions
    set -l known (__actcli_functions | string match -i -- "$typed*")
    if test (count $known) -eq 0
        set known (__actcli_aliases | string match -i -- "$typed*")
        printf '%s\n' $known
    end
    # Of one function that is left, also the parameters: the blank behind a single word would keep a colon out.
    if test (count $known) -eq 1
        set -l name (string split -m 1 \t -- $known)[1]
        for parameter in (__actcli_parameters $name)
            printf '%s:%s=\t%s\n' $name (string split -m 1 \t -- $parameter)
        end
    end
    # Functions of plug-ins: asked for once, and only where nothing else fits.
    __actcli_is @figures@; and set -a known $typed*
    if test (count $known) -eq 0 -a -z "$ACTCLI_NO_PLUGINS"; and string match -qr '^[A-Za-z_]\w*$' -- $typed
        set -q __actcli_plugins; or set -g __actcli_plugins (command actcli list -t plain 2>/dev/null </dev/null)
        printf '%s\n' $__actcli_plugins
    end
end

# The parameters of the function that stands on the line.
function __actcli_parameter_names
    set -l operands (__actcli_operands)
    __actcli_parameters (string split -m 1 : -- "$operands[2]")[1]
end

complete -c actcli -f
@completions@
