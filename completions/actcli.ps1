# PowerShell completion for actcli
# Made from the program by `python tests/tools/completions.py`. To use it, put this line into $PROFILE:
#   actcli completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName actcli -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commands = [ordered]@{
        'eval' = 'Values of a function.'
        'grad' = 'Derivative of a function; the Jacobian of a function of a vector.'
        'compare' = 'Functions side by side: traits, then values.'
        'plot' = 'Plots of functions, as an SVG, PNG or PDF figure, as a page with sliders, or in the terminal.'
        'list' = 'All functions, by family.'
        'show' = 'One function: formula, parameters, range, kinks, papers, its name in each library, and a sketch.'
        'completion' = 'Print the completion script of a shell, to be loaded when the shell starts.'
        'help' = 'Show the help of actcli or of a command.'
    }
    # COMMAND OPTION -> the words to choose from; FILE and PARAM are no words but kinds.
    $values = @{
        'eval --at' = ''
        'eval -n' = ''
        'eval --num' = ''
        'eval --step' = ''
        'eval --input' = 'FILE'
        'eval --column' = ''
        'eval --invalid' = 'abort nan skip'
        'eval -t' = 'table plain csv tsv json jsonl npy markdown latex c hex'
        'eval --format' = 'table plain csv tsv json jsonl npy markdown latex c hex'
        'eval -o' = 'FILE'
        'eval --output' = 'FILE'
        'eval --color' = 'auto always never'
        'eval --digits' = ''
        'eval --dtype' = 'float64 float32 tf32 float16 bfloat16 float8_e3m4 float8_e4m3 float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float6_e2m3fn float6_e3m2fn float4_e2m1fn int8 uint8 int16 uint16 q3.12 uq0.8'
        'eval --to' = 'float64 float32 tf32 float16 bfloat16 float8_e3m4 float8_e4m3 float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float6_e2m3fn float6_e3m2fn float4_e2m1fn int8 uint8 int16 uint16 q3.12 uq0.8'
        'eval --rounding' = 'even away zero up down'
        'eval --timeout' = ''
        'grad --at' = ''
        'grad -n' = ''
        'grad --num' = ''
        'grad --step' = ''
        'grad --input' = 'FILE'
        'grad --column' = ''
        'grad --invalid' = 'abort nan skip'
        'grad -t' = 'table plain csv tsv json jsonl npy markdown latex c hex'
        'grad --format' = 'table plain csv tsv json jsonl npy markdown latex c hex'
        'grad -o' = 'FILE'
        'grad --output' = 'FILE'
        'grad --color' = 'auto always never'
        'grad --digits' = ''
        'grad --dtype' = 'float64 float32 tf32 float16 bfloat16 float8_e3m4 float8_e4m3 float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float6_e2m3fn float6_e3m2fn float4_e2m1fn int8 uint8 int16 uint16 q3.12 uq0.8'
        'grad --to' = 'float64 float32 tf32 float16 bfloat16 float8_e3m4 float8_e4m3 float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float6_e2m3fn float6_e3m2fn float4_e2m1fn int8 uint8 int16 uint16 q3.12 uq0.8'
        'grad --rounding' = 'even away zero up down'
        'grad --order' = ''
        'grad --wrt' = 'PARAM'
        'compare --family' = 'linear rectifier threshold hard shrink exponential sigmoid tanh algebraic softplus swish gelu periodic vector gated'
        'compare --sort' = ''
        'compare --max-ulp' = ''
        'compare --atol' = ''
        'compare --rtol' = ''
        'compare --worst' = ''
        'compare --above' = ''
        'compare --depth' = ''
        'compare --train' = 'sine spirals blobs'
        'compare --gain' = ''
        'compare --layers' = ''
        'compare --width' = ''
        'compare --epochs' = ''
        'compare --seeds' = ''
        'compare --seed' = ''
        'compare --at' = ''
        'compare -n' = ''
        'compare --num' = ''
        'compare --input' = 'FILE'
        'compare -t' = 'table plain csv tsv json jsonl npy markdown latex c hex'
        'compare --format' = 'table plain csv tsv json jsonl npy markdown latex c hex'
        'compare -o' = 'FILE'
        'compare --output' = 'FILE'
        'compare --title' = ''
        'compare --theme' = 'light dark print'
        'compare --size' = ''
        'compare --dpi' = ''
        'compare --color' = 'auto always never'
        'compare --digits' = ''
        'compare --dtype' = 'float64 float32 tf32 float16 bfloat16 float8_e3m4 float8_e4m3 float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float6_e2m3fn float6_e3m2fn float4_e2m1fn int8 uint8 int16 uint16 q3.12 uq0.8'
        'compare --to' = 'float64 float32 tf32 float16 bfloat16 float8_e3m4 float8_e4m3 float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float6_e2m3fn float6_e3m2fn float4_e2m1fn int8 uint8 int16 uint16 q3.12 uq0.8'
        'compare --rounding' = 'even away zero up down'
        'compare --timeout' = ''
        'plot --family' = 'linear rectifier threshold hard shrink exponential sigmoid tanh algebraic softplus swish gelu periodic vector gated'
        'plot --order' = ''
        'plot --dtype' = 'float64 float32 tf32 float16 bfloat16 float8_e3m4 float8_e4m3 float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float6_e2m3fn float6_e3m2fn float4_e2m1fn int8 uint8 int16 uint16 q3.12 uq0.8'
        'plot --to' = 'float64 float32 tf32 float16 bfloat16 float8_e3m4 float8_e4m3 float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float6_e2m3fn float6_e3m2fn float4_e2m1fn int8 uint8 int16 uint16 q3.12 uq0.8'
        'plot --rounding' = 'even away zero up down'
        'plot -n' = ''
        'plot --num' = ''
        'plot --ylim' = ''
        'plot --title' = ''
        'plot --xlabel' = ''
        'plot --ylabel' = ''
        'plot --labels' = ''
        'plot -o' = 'FILE'
        'plot --output' = 'FILE'
        'plot -t' = 'svg png pdf html'
        'plot --format' = 'svg png pdf html'
        'plot --theme' = 'light dark print'
        'plot --size' = ''
        'plot --dpi' = ''
        'plot --width' = ''
        'plot --height' = ''
        'plot --color' = 'auto always never'
        'plot --timeout' = ''
        'list --family' = 'linear rectifier threshold hard shrink exponential sigmoid tanh algebraic softplus swish gelu periodic vector gated'
        'list --search' = ''
        'list --library' = 'torch jax keras onnx tf tfa mlx hf flax tinygrad paddle nnlib sklearn ort numpy'
        'list -t' = 'table plain csv tsv json jsonl markdown latex'
        'list --format' = 'table plain csv tsv json jsonl markdown latex'
        'list -o' = 'FILE'
        'list --output' = 'FILE'
        'list --color' = 'auto always never'
        'show -t' = 'table plain json jsonl markdown latex'
        'show --format' = 'table plain json jsonl markdown latex'
        'show -o' = 'FILE'
        'show --output' = 'FILE'
        'show --color' = 'auto always never'
    }
    $options = @{
        '' = '--version --help'
        'eval' = '--at --num --step --every --codes --input --column --rows --invalid --format --output --color --no-header --digits --dtype --exact --to --rounding --saturate --bits --timeout --help'
        'grad' = '--at --num --step --every --codes --input --column --rows --invalid --format --output --color --no-header --digits --dtype --exact --to --rounding --saturate --bits --order --wrt --help'
        'compare' = '--all --family --sort --traits --values --cost --diff --max-ulp --atol --rtol --worst --above --ftz --grad --exact --depth --train --gain --layers --width --epochs --seeds --seed --at --num --every --codes --input --format --output --title --theme --size --dpi --transparent --color --no-header --digits --dtype --to --rounding --saturate --timeout --help'
        'plot' = '--all --family --diff --ulp --grad --no-grad --order --exact --dtype --to --rounding --saturate --num --ylim --title --xlabel --ylabel --labels --no-formula --output --format --theme --size --dpi --transparent --width --height --ascii --color --timeout --help'
        'list' = '--family --search --library --format --output --color --no-header --help'
        'show' = '--format --output --color --help'
        'completion' = '--help'
        'help' = '--help'
    }
    $operands = @{
        'eval' = 'SPEC'
        'grad' = 'SPEC'
        'compare' = 'SPECS'
        'plot' = 'SPECS'
        'list' = ''
        'show' = 'SPEC'
        'completion' = 'bash zsh fish powershell'
        'help' = 'eval grad compare plot list show completion help'
    }
    $functions = [ordered]@{
        'linear' = 'the input, unchanged'
        'binary_step' = '0 below the threshold, 1 from it on'
        'sign' = '-1 below zero, 1 above, 0 at zero'
        'affine' = 'a straight line'
        'relu' = 'the input where it is positive, else 0'
        'relu6' = 'relu cut off at 6'
        'relu_squared' = 'the square of the input where it is positive, else 0'
        'star_relu' = 'relu_squared, scaled and moved'
        'leaky_relu' = 'the input where it is positive, a small multiple of it elsewhere'
        'prelu' = 'leaky_relu with a slope that is learned'
        'rrelu' = 'leaky_relu with a random slope in training, here with the mean slope that evaluation uses'
        'relu_general' = 'relu with a threshold, a slope below it and an upper bound'
        'thresholded_relu' = 'the input where it exceeds theta, else 0'
        'threshold' = 'the input where it exceeds the threshold, else a value'
        'srelu' = 'the identity between two thresholds, straight lines of other slopes beyond them'
        'hard_sigmoid' = 'a straight line through (0, offset), cut off at 0 and 1'
        'sparse_sigmoid' = 'a straight line of slope 1/2, cut off at 0 and 1'
        'hard_tanh' = 'the identity, cut off below min_val and above max_val'
        'hard_swish' = 'the input times hard_sigmoid of it'
        'hard_elish' = 'elu times a hard sigmoid of slope 1/2'
        'softshrink' = 'the input moved towards zero by lambd, 0 if it is smaller than that'
        'hardshrink' = 'the input where its magnitude exceeds lambd, else 0'
        'shrink' = 'the input moved towards zero by bias where its magnitude exceeds lambd, else 0'
        'tanhshrink' = 'the input less its tanh'
        'elu' = 'the identity above zero, an exponential approach to -alpha below'
        'selu' = 'elu scaled so that mean 0 and variance 1 are kept from layer to layer'
        'celu' = 'elu stretched along x so that its slope is continuous for every alpha'
        'exponential' = 'e to the power of the input'
        'xielu' = 'the integral of an elu of trained shape: a parabola above zero, a line in the end below'
        'soft_exponential' = 'logarithmic, linear or exponential as alpha is below, at or above 0'
        'sigmoid' = 'an S from 0 to 1: the logistic function'
        'log_sigmoid' = 'the logarithm of sigmoid: a straight line on the left, up to 0 on the right'
        'bipolar_sigmoid' = 'sigmoid stretched to run from -1 to 1'
        'laplace' = 'the distribution function of a normal distribution with mean mu and deviation sigma'
        'aria2' = 'a power of sigmoid: a specialized Richards curve'
        'cloglog' = 'a sigmoid that leaves 0 slowly and reaches 1 fast: the inverse of the complementary log-log link'
        'soft_clipping' = 'clipping to 0..1 with rounded corners'
        'tanh' = 'an S from -1 to 1: the hyperbolic tangent'
        'scaled_tanh' = 'tanh stretched so that 1 goes to about 1 and -1 to about -1'
        'penalized_tanh' = 'tanh, flattened below zero'
        'dyt' = 'tanh with a learned scale, a substitute for layer normalization'
        'lisht' = 'x times tanh(x): a valley with straight sides and a round floor'
        'softsign' = 'an S from -1 to 1 that saturates slowly, as 1/x'
        'isru' = 'an S made with an inverse square root'
        'isrlu' = 'the identity above zero, an inverse square root approach to a floor below'
        'bent_identity' = 'a line that bends upwards at zero, from slope 1/2 to slope 3/2'
        'sqnl' = 'an S of two parabolas, exactly -1 below -2 and 1 above 2'
        'arctan' = 'an S from -pi/2 to pi/2'
        'softplus' = 'a smooth relu: the integral of sigmoid'
        'squareplus' = 'a smooth relu made with a square root: a branch of a hyperbola'
        'sqrt_softplus' = 'the square root of softplus'
        'logcosh' = 'a smooth absolute value: the integral of tanh'
        'smelu' = 'relu whose corner is a parabola from -beta to beta'
        'sparse_plus' = 'relu whose corner is a parabola from -1 to 1'
        'nlrelu' = 'the logarithm of 1 plus relu: zero on the left, slow growth on the right'
        'silu' = 'the input times its sigmoid'
        'swish' = 'silu with a sharpness: half the input at 0, towards relu as it grows'
        'e_swish' = 'a multiple of silu'
        'mish' = 'the input times the tanh of its softplus'
        'elish' = 'silu on the right, elu times sigmoid on the left'
        'serf' = 'the input times the error function of its softplus'
        'telu' = 'the input times the tanh of its exponential'
        'logish' = 'the input times log(1 + sigmoid)'
        'smish' = 'the input times tanh(log(1 + sigmoid))'
        'phish' = 'the input times the tanh of its gelu'
        'gelu' = 'the input times the standard normal distribution function'
        'gelu_tanh' = 'gelu with the distribution function replaced by a tanh; within 4.8e-4 of it'
        'quick_gelu' = 'gelu with the distribution function replaced by a sigmoid; within 0.0204 of it'
        'gelu_10' = 'gelu cut off at -10 and 10'
        'snake' = 'the identity plus a periodic wave that never turns it downwards'
        'sine' = 'a sine wave'
        'gcu' = 'a cosine wave that grows with x: the growing cosine unit'
        'sinc' = 'a wave that fades as 1/x, 1 at zero'
        'gaussian' = 'a bell: 1 at zero, fading fast on both sides'
        'softmax' = 'exponentials divided by their sum: positive, and together 1'
        'log_softmax' = 'the logarithm of softmax'
        'softmin' = 'softmax of the negated values: the smallest gets the most'
        'sparsemax' = 'the nearest point of the probability simplex: like softmax, with exact zeros'
        'hardmax' = '1 for the first largest value, 0 for all others'
        'crelu' = 'the positive parts of the values, then those of their negatives: twice as many'
        'maxout' = 'the largest of each group of consecutive values'
        'glu' = 'one half, gated by the sigmoid of the other'
        'bilinear' = 'the product of the two halves: a gated unit without a non-linearity'
        'reglu' = 'relu of one half times the other'
        'geglu' = 'gelu of one half times the other'
        'swiglu' = 'silu of one half times the other'
        'gtu' = 'the tanh of one half, gated by the sigmoid of the other'
    }
    $aliases = @{
        'identity' = 'linear'
        'heaviside' = 'binary_step'
        'step' = 'binary_step'
        'relu2' = 'relu_squared'
        'squared_relu' = 'relu_squared'
        'lrelu' = 'leaky_relu'
        'parametric_relu' = 'prelu'
        'clip' = 'hard_tanh'
        'hard_silu' = 'hard_swish'
        'h_swish' = 'hard_swish'
        'exp' = 'exponential'
        'logistic' = 'sigmoid'
        'expit' = 'sigmoid'
        'lecun_tanh' = 'scaled_tanh'
        'stanh' = 'scaled_tanh'
        'dynamic_tanh' = 'dyt'
        'atan' = 'arctan'
        'swish1' = 'silu'
        'tanhexp' = 'telu'
        'gelu_new' = 'gelu_tanh'
        'gelu_approx' = 'gelu_tanh'
        'fast_gelu' = 'gelu_tanh'
        'gelu_fast' = 'gelu_tanh'
        'gelu_pytorch_tanh' = 'gelu_tanh'
        'gelu_python_tanh' = 'gelu_tanh'
        'gelu_accurate' = 'gelu_tanh'
        'gelu_fast_approx' = 'quick_gelu'
        'siren' = 'sine'
        'softargmax' = 'softmax'
    }
    $parameters = @{
        'linear' = ''
        'binary_step' = 'threshold'
        'sign' = ''
        'affine' = 'alpha beta'
        'relu' = ''
        'relu6' = ''
        'relu_squared' = ''
        'star_relu' = 'scale bias'
        'leaky_relu' = 'negative_slope'
        'prelu' = 'alpha'
        'rrelu' = 'lower upper'
        'relu_general' = 'negative_slope max_value threshold'
        'thresholded_relu' = 'theta'
        'threshold' = 'threshold value'
        'srelu' = 't_left a_left t_right a_right'
        'hard_sigmoid' = 'slope offset'
        'sparse_sigmoid' = ''
        'hard_tanh' = 'min_val max_val'
        'hard_swish' = ''
        'hard_elish' = ''
        'softshrink' = 'lambd'
        'hardshrink' = 'lambd'
        'shrink' = 'lambd bias'
        'tanhshrink' = ''
        'elu' = 'alpha'
        'selu' = 'alpha scale'
        'celu' = 'alpha'
        'exponential' = ''
        'xielu' = 'alpha_p alpha_n beta'
        'soft_exponential' = 'alpha'
        'sigmoid' = ''
        'log_sigmoid' = ''
        'bipolar_sigmoid' = ''
        'laplace' = 'mu sigma'
        'aria2' = 'alpha beta'
        'cloglog' = ''
        'soft_clipping' = 'alpha'
        'tanh' = ''
        'scaled_tanh' = 'alpha beta'
        'penalized_tanh' = 'alpha'
        'dyt' = 'alpha'
        'lisht' = ''
        'softsign' = ''
        'isru' = 'alpha'
        'isrlu' = 'alpha'
        'bent_identity' = ''
        'sqnl' = ''
        'arctan' = ''
        'softplus' = 'beta'
        'squareplus' = 'b'
        'sqrt_softplus' = ''
        'logcosh' = ''
        'smelu' = 'beta'
        'sparse_plus' = ''
        'nlrelu' = 'beta'
        'silu' = ''
        'swish' = 'beta'
        'e_swish' = 'beta'
        'mish' = ''
        'elish' = ''
        'serf' = ''
        'telu' = ''
        'logish' = ''
        'smish' = ''
        'phish' = ''
        'gelu' = ''
        'gelu_tanh' = ''
        'quick_gelu' = ''
        'gelu_10' = ''
        'snake' = 'alpha'
        'sine' = 'omega'
        'gcu' = ''
        'sinc' = ''
        'gaussian' = ''
        'softmax' = ''
        'log_softmax' = ''
        'softmin' = ''
        'sparsemax' = ''
        'hardmax' = ''
        'crelu' = ''
        'maxout' = 'size'
        'glu' = 'gate'
        'bilinear' = 'gate'
        'reglu' = 'gate'
        'geglu' = 'gate'
        'swiglu' = 'gate'
        'gtu' = 'gate'
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
