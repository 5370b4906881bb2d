# PowerShell completion for actcli
# Made from the program by `python tests/tools/completions.py`. To use it, put this line into $PROFILE:
#   actcli completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName actcli -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commands = [ordered]@{
@commands@
    }
    # COMMAND OPTION -> the words to choose from; FILE and PARAM are no words but kinds.
    $values = @{
@values@
    }
    $options = @{
@options@
    }
    $operands = @{
@operands@
    }
    $functions = [ordered]@{
@functions@
    }
    $aliases = @{
@aliases@
    }
    $parameters = @{
@parameters@
    }

    # The words before the cursor, and what of the word under it is typed.
    $before = @()
    $typed = ''
    foreach ($element in $commandAst.CommandElements) {
        if ($element.Extent.EndOffset -lt $cursorPosition) {
            $before += $element.Extent.Text
        } elseif ($element.Extent.StartOffset -lt $cursorPosition) {
            $typed = $element.Extent.Text.Substring(0, $cursorPosition - $element.Extent.StartOffset)
        }
    }
    $quote = ''
    if ($typed -match '^[''"]') {
        $quote = $typed.Substring(0, 1)
        $typed = $typed.Trim($quote[0])
    }
    # PowerShell replaces its token under the cursor: a string with its quotes, else what stands behind the last comma.
    $kept = if ($quote) { 0 } else { $typed.LastIndexOf(',') + 1 }

    $command = ''
    $given = @()
    $option = ''
    $ended = $false
    foreach ($word in @($before | Select-Object -Skip 1)) {
        if ($option) {
            $option = ''
        } elseif ($ended -or $word -notmatch '^-' -or $word -match '^-([0-9.]|inf|nan|$)') {
            if ($command) { $given += $word } else { $command = $word }
        } elseif ($word -eq '--') {
            $ended = $true
        } elseif ($values.ContainsKey("$command $word")) {
            $option = $word
        }
    }

    $offered = [System.Collections.Generic.List[object]]::new()
    function Add-Offer($text, $about, $shown = $text) {
        if ($text.StartsWith($typed, [System.StringComparison]::OrdinalIgnoreCase)) {
            # A string goes on after an equals sign.
            $end = if ($text.EndsWith('=')) { '' } else { $quote }
            $new = $quote + $text.Substring($kept) + $end
            $tip = if ($about) { $about } else { $shown }
            $offered.Add([System.Management.Automation.CompletionResult]::new($new, $shown, 'ParameterValue', $tip))
        }
    }
    function Get-Parameter($function) {
        $name = ("$function" -replace '^[''"]').Split(':')[0]
        if ($aliases.ContainsKey($name)) { $name = $aliases[$name] }
        if ($parameters.ContainsKey($name)) { $parameters[$name].Split(' ') }
    }
    function Add-Spec {
        if ($typed.Contains(':')) {
            $start = $typed.Substring(0, $typed.LastIndexOfAny([char[]]':,') + 1)
            foreach ($parameter in Get-Parameter $typed) {
                if ($start -notmatch "[:,]$parameter=") { Add-Offer "$start$parameter=" '' "$parameter=" }
            }
            return
        }
        foreach ($function in $functions.Keys) { Add-Offer $function $functions[$function] }
        if (-not $offered.Count) { foreach ($alias in $aliases.Keys) { Add-Offer $alias $aliases[$alias] } }
        # Functions of plug-ins: asked for once, and only where nothing else fits.
        if (-not $offered.Count -and -not $env:ACTCLI_NO_PLUGINS -and $typed -match '^[a-z_]\w*$') {
            if (-not (Test-Path Variable:Global:ActcliPlugins)) {
                $global:ActcliPlugins = @(actcli list -t plain 2>$null)
            }
            foreach ($function in $global:ActcliPlugins) { Add-Offer $function '' }
        }
    }
    function Add-Value($option, $start) {
        switch ($values["$command $option"]) {
            'FILE' { }
            'PARAM' { foreach ($parameter in Get-Parameter $given[0]) { Add-Offer "$start$parameter" '' } }
            default { if ($_) { foreach ($word in $_.Split(' ')) { Add-Offer "$start$word" '' } } }
        }
    }

    if ($option) {
        Add-Value $option ''
    } elseif (-not $ended -and $typed -match '^(--[^=]+)=') {
        Add-Value $Matches[1] $Matches[0]
    } elseif (-not $ended -and $typed.StartsWith('-')) {
        foreach ($word in $options[$command].Split(' ')) { Add-Offer $word '' }
    } elseif (-not $command) {
        foreach ($word in $commands.Keys) { Add-Offer $word $commands[$word] }
    } else {
        switch ($operands[$command]) {
            'SPEC' { if (-not $given.Count) { Add-Spec } }
            'SPECS' { Add-Spec }
            default { if ($_) { foreach ($word in $_.Split(' ')) { Add-Offer $word '' } } }
        }
    }
    # Nothing offered: PowerShell completes files by itself.
    $offered
}
