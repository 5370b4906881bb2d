# bash completion for actcli                                          -*- shell-script -*-
# Made from the program by `python tests/tools/completions.py`. To use it, put this line into ~/.bashrc:
#   source <(actcli completion bash)

# The data: what may follow an option, which options a command has, which functions there are.

_actcli_commands='eval grad compare plot list show completion help'
_actcli_functions='linear binary_step sign affine bipolar_step square triple relu relu6 relu_squared star_relu leaky_relu prelu rrelu
sine_relu polyrelu repu dprelu rprelu fts shilu shifted_relu pvlu rectified_tanh sign_relu abs tent clamped_relu
smooth_step huber relu_general thresholded_relu threshold srelu hard_mish hard_sigmoid sparse_sigmoid hard_tanh
relu1 hard_swish hard_elish softshrink hardshrink shrink tanhshrink elu selu celu exponential pelu mpelu ptelu serlu
preu hexpo slu delu_pishchik hyper_sinh pselu polu pdelu xielu soft_exponential sigmoid log_sigmoid bipolar_sigmoid
laplace erf derf sigmoid_attention elliott loglog cloglogm aranda_ordaz scaled_sigmoid d_sigmoid isigmoid aria2
cloglog soft_clipping rational_tanh tanh scaled_tanh penalized_tanh dyt lisht softcap symlog symexp arcsinh stan
tanhlu tanhsoft_1 tanhsoft_2 reltanh smht softsign isru isrlu bent_identity sqnl arctan blu elliott2 m_arcsinh
signed_sqrt scaled_softsign rootsig softplus squareplus sqrt_softplus logcosh shifted_softplus parametric_softplus
uaf smelu sparse_plus nlrelu silu swish e_swish mish scaled_silu golu acon_c colu sinlu coslu d_silu aria calu xatlu
pflu lalu mila beta_mish eis_3 log_logish sin_sig erf_act p_serf lau self_arctan ahaf sara leaf srs elish serf telu
logish smish phish gish gelu gelu_tanh quick_gelu gelu_10 sgelu smu sau smu_1 pgelu snake_beta cosine gaussian_rbf
gabor wave multiquadric inverse_quadratic inverse_multiquadric finer sincos snake sine gcu sinc gaussian asu entmax
gelu_sparse polynorm softmax log_softmax softmin softmax_sink sparsemax hardmax crelu maxout glu bilinear reglu
geglu swiglu gtu clamped_swiglu swiglu_step situ fatrelu_glu drelu geglu_tanh quick_geglu relu2_glu'
_actcli_aliases='purelin identity heaviside step hardlim hardlims rsign quadratic cube poslin clipped_relu relu_sqr sqrelu requ relu2
squared_relu lrelu parametric_relu lelelu flatten_t_swish ft_swish dlu poly_lu modulus vrelu tribas bounded_relu
relu_n hsigmoid clamp relu_n1_to_1 satlins clip relu_0_to_1 satlin hard_silu h_swish exp logistic expit loggy
sigmoid_symmetric gompertz sigmoid_derivative tansig lecun_tanh stanh dynamic_tanh asinh elliotsig atan elliot2sig
bnll softrelu softplus2 ssp swish1 atlu dish swim soft_root_sign tanhexp gelu_erf gelu_new gelu_approx fast_gelu
gelu_fast gelu_pytorch_tanh gelu_python_tanh gelu_accurate sielu gelu_quick gelu_fast_approx clipped_gelu siren
radbas entmax15 entmax_bisect gelu_topk gaussian_topk softargmax softmax1 quiet_softmax smooth_softmax geglu_erf
silu_and_mul swiglu_oai swiglu_clamp situ_glu situv2 qgeglu geglu_quick sreglu'

# COMMAND OPTION -> reply: the words to choose from, FILE, PARAM, or nothing; fails where the option takes no value.
_actcli_value() {
    case "$1 $2" in
        'eval --at' | 'eval -n' | 'eval --num' | 'eval --step' | 'eval --column' | 'eval --digits' | 'eval --timeout' | 'grad --at' | 'grad -n' | 'grad --num' | 'grad --step' | 'grad --column' | 'grad --digits' | 'grad --order' | 'compare --sort' | 'compare --max-ulp' | 'compare --atol' | 'compare --rtol' | 'compare --worst' | 'compare --above' | 'compare --depth' | 'compare --gain' | 'compare --layers' | 'compare --width' | 'compare --epochs' | 'compare --seeds' | 'compare --seed' | 'compare --at' | 'compare -n' | 'compare --num' | 'compare --title' | 'compare --size' | 'compare --dpi' | 'compare --digits' | 'compare --timeout' | 'plot --order' | 'plot -n' | 'plot --num' | 'plot --ylim' | 'plot --title' | 'plot --xlabel' | 'plot --ylabel' | 'plot --labels' | 'plot --size' | 'plot --dpi' | 'plot --width' | 'plot --height' | 'plot --timeout' | 'list --search') reply='' ;;
        'eval --input' | 'eval -o' | 'eval --output' | 'grad --input' | 'grad -o' | 'grad --output' | 'compare --input' | 'compare -o' | 'compare --output' | 'plot -o' | 'plot --output' | 'list -o' | 'list --output' | 'show -o' | 'show --output') reply='FILE' ;;
        'eval --invalid' | 'grad --invalid') reply='abort nan skip' ;;
        'eval -t' | 'eval --format' | 'grad -t' | 'grad --format' | 'compare -t' | 'compare --format') reply='table plain csv tsv json jsonl npy markdown latex c hex' ;;
        'eval --color' | 'grad --color' | 'compare --color' | 'plot --color' | 'list --color' | 'show --color') reply='auto always never' ;;
        'eval --dtype' | 'eval --to' | 'grad --dtype' | 'grad --to' | 'compare --dtype' | 'compare --to' | 'plot --dtype' | 'plot --to') reply='float64 float32 tf32 float16 bfloat16 float8_e3m4 float8_e4m3 float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu float6_e2m3fn float6_e3m2fn float4_e2m1fn int8 uint8 int16 uint16 q3.12 uq0.8' ;;
        'eval --rounding' | 'grad --rounding' | 'compare --rounding' | 'plot --rounding') reply='even away zero up down' ;;
        'grad --wrt') reply='PARAM' ;;
        'compare --family' | 'plot --family' | 'list --family') reply='linear rectifier threshold hard shrink exponential sigmoid tanh algebraic softplus swish gelu periodic vector gated' ;;
        'compare --train') reply='sine spirals blobs' ;;
        'compare --theme' | 'plot --theme') reply='light dark print' ;;
        'plot -t' | 'plot --format') reply='svg png pdf html' ;;
        'list --library') reply='torch jax keras onnx tf tfa mlx hf flax tinygrad paddle nnlib sklearn ort numpy scipy vllm sglang ggml te megatron liger flashinfer aiter exllamav3 mlxlm cudnn tensorrt onednn openvino directml webnn coreml bnns tflite ncnn mnn candle burn dlib ttnn mxnet timm diffusers darknet torch_activation nonlinear acttensor echo ai_on_browser' ;;
        'list -t' | 'list --format') reply='table plain csv tsv json jsonl markdown latex' ;;
        'show -t' | 'show --format') reply='table plain json jsonl markdown latex' ;;
        *) return 1 ;;
    esac
}

# COMMAND -> reply: its options.
_actcli_options() {
    case $1 in
        '') reply='--version --help' ;;
        eval) reply='--at --num --step --every --codes --input --column --rows --invalid --format --output --color --no-header --digits --dtype --exact --to --rounding --saturate --bits --timeout --help' ;;
        grad) reply='--at --num --step --every --codes --input --column --rows --invalid --format --output --color --no-header --digits --dtype --exact --to --rounding --saturate --bits --order --wrt --help' ;;
        compare) reply='--all --family --sort --traits --values --cost --diff --max-ulp --atol --rtol --worst --above --ftz --grad --exact --depth --train --gain --layers --width --epochs --seeds --seed --at --num --every --codes --input --format --output --title --theme --size --dpi --transparent --color --no-header --digits --dtype --to --rounding --saturate --timeout --help' ;;
        plot) reply='--all --family --diff --ulp --grad --no-grad --order --exact --dtype --to --rounding --saturate --num --ylim --title --xlabel --ylabel --labels --no-formula --output --format --theme --size --dpi --transparent --width --height --ascii --color --timeout --help' ;;
        list) reply='--family --search --library --format --output --color --no-header --help' ;;
        show) reply='--format --output --color --help' ;;
        completion | help) reply='--help' ;;
        *) reply='' ;;
    esac
}

# COMMAND -> reply: what its operands are.
_actcli_operands() {
    case $1 in
        eval | grad | show) reply='SPEC' ;;
        compare | plot) reply='SPECS-OUT' ;;
        completion) reply='bash zsh fish powershell' ;;
        help) reply='eval grad compare plot list show completion help' ;;
        *) reply='' ;;
    esac
}

# FUNCTION -> reply: its parameters.
_actcli_parameters() {
    case $1 in
        binary_step | heaviside | step | hardlim | bipolar_step | hardlims | rsign) reply='threshold' ;;
        affine | dprelu | lelelu | shilu | pvlu | clamped_relu | hard_swish | hard_silu | h_swish | pelu | mpelu | ptelu | preu | isigmoid | aria2 | scaled_tanh | lecun_tanh | stanh | reltanh | scaled_softsign | parametric_softplus | sinlu | coslu | aria | erf_act | p_serf | lau | ahaf | sara | srs | soft_root_sign | sau | snake_beta) reply='alpha beta' ;;
        triple | cube | prelu | parametric_relu | repu | sign_relu | dlu | poly_lu | tent | tribas | smooth_step | huber | elu | celu | polu | soft_exponential | aranda_ordaz | soft_clipping | penalized_tanh | dyt | dynamic_tanh | tanhsoft_1 | isru | isrlu | blu | rootsig | scaled_silu | xatlu | sgelu | pgelu | wave | snake | entmax | entmax15 | entmax_bisect) reply='alpha' ;;
        star_relu) reply='scale bias' ;;
        leaky_relu | lrelu) reply='negative_slope' ;;
        rrelu) reply='lower upper' ;;
        sine_relu) reply='eps' ;;
        polyrelu) reply='weight_3 weight_2 weight_1 bias' ;;
        rprelu) reply='gamma zeta beta' ;;
        fts | flatten_t_swish | ft_swish) reply='t' ;;
        shifted_relu) reply='shift' ;;
        relu_general | bounded_relu | relu_n) reply='negative_slope max_value threshold' ;;
        thresholded_relu) reply='theta' ;;
        threshold) reply='threshold value' ;;
        srelu) reply='t_left a_left t_right a_right' ;;
        hard_sigmoid | hsigmoid) reply='slope offset' ;;
        hard_tanh | clamp | relu_n1_to_1 | satlins | clip) reply='min_val max_val' ;;
        softshrink | hardshrink) reply='lambd' ;;
        shrink) reply='lambd bias' ;;
        selu) reply='alpha scale' ;;
        serlu) reply='lambd alpha' ;;
        hexpo | smht | leaf | sincos) reply='alpha beta gamma delta' ;;
        delu_pishchik) reply='n' ;;
        pselu) reply='lambd beta alpha' ;;
        pdelu) reply='alpha t' ;;
        xielu) reply='alpha_p alpha_n beta' ;;
        laplace | gaussian_rbf) reply='mu sigma' ;;
        derf) reply='alpha shift' ;;
        sigmoid_attention) reply='bias' ;;
        scaled_sigmoid) reply='alpha beta mu gamma' ;;
        softcap) reply='cap' ;;
        stan | softplus | bnll | softrelu | smelu | nlrelu | swish | e_swish | mila | beta_mish | softmax | softargmax) reply='beta' ;;
        tanhlu | golu) reply='alpha beta gamma' ;;
        tanhsoft_2) reply='beta gamma' ;;
        squareplus) reply='b' ;;
        uaf) reply='alpha beta gamma delta eps' ;;
        acon_c) reply='p1 p2 beta' ;;
        eis_3) reply='delta theta' ;;
        smu | smu_1) reply='alpha mu' ;;
        cosine | finer | sine | siren | sinc) reply='omega' ;;
        gabor) reply='omega sigma' ;;
        multiquadric | inverse_multiquadric) reply='mu beta' ;;
        gelu_sparse | gelu_topk | gaussian_topk) reply='sparsity' ;;
        polynorm) reply='weight_3 weight_2 weight_1 bias eps' ;;
        softmax_sink | softmax1 | quiet_softmax | smooth_softmax) reply='sink' ;;
        maxout) reply='size' ;;
        glu | bilinear | reglu | geglu | geglu_erf | gtu | drelu | geglu_tanh | quick_geglu | qgeglu | geglu_quick | relu2_glu | sreglu) reply='gate' ;;
        swiglu | silu_and_mul) reply='alpha gate' ;;
        clamped_swiglu | swiglu_oai | swiglu_clamp) reply='alpha limit offset gate' ;;
        swiglu_step) reply='limit gate' ;;
        situ | situ_glu | situv2) reply='beta linear_beta gate' ;;
        fatrelu_glu) reply='threshold gate' ;;
        *) reply='' ;;
    esac
}

# The words before the cursor, as the shell reads them. Readline also breaks words at : and = and more:
# what no blank separates belongs together.
_actcli_split() {
    local rest=${COMP_LINE:0:COMP_POINT} next piece i
    words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        piece=${COMP_WORDS[i]}
        next=${rest#"${rest%%[![:space:]]*}"}
        case $next in
            "$piece"*) ;;
            *) piece=$next ;; # the cursor is inside
        esac
        if [[ $i == 0 || $next != "$rest" ]]; then
            words+=("$piece")
        else
            words[${#words[@]} - 1]+=$piece
        fi
        rest=${next#"$piece"}
    done
}

# PREFIX WORDS [SUFFIX] -> COMPREPLY: those words that continue what was typed.
_actcli_offer() {
    local word IFS=$' \t\n'
    for word in $2; do
        [[ $1$word == "$typed"* ]] && COMPREPLY+=("$1$word${3-}")
    done
}

# PREFIX [SUFFIXES] -> COMPREPLY: folders, and files that end so, behind a prefix.
_actcli_files() {
    local path=${typed#"$1"} file before=${#COMPREPLY[@]}
    [[ $quote ]] || path=${path//\\/}
    while IFS= read -r file; do
        if [[ -d ${file/#\~\//"$HOME/"} ]]; then
            # Readline marks a folder by itself, except behind a prefix.
            [[ $1 && $COMP_WORDBREAKS != *=* ]] && file+=/ && compopt -o nospace 2>/dev/null
            COMPREPLY+=("$1$file")
        elif [[ $file =~ ${2-} ]]; then
            COMPREPLY+=("$1$file")
        fi
    done < <(compgen -f -- "$path")
    if ((${#COMPREPLY[@]} > before)); then compopt -o filenames 2>/dev/null; fi
}

# COMPREPLY: functions whose names differ from what was typed in capitals, - and _, which do not matter.
_actcli_loosely() {
    local word wanted=${typed//[-_]/} restore
    restore=$(shopt -p nocasematch) || true
    shopt -s nocasematch
    for word in $_actcli_functions $_actcli_aliases; do
        [[ $wanted && ${word//_/} == "$wanted"* ]] && COMPREPLY+=("$word")
    done
    $restore
}

# FILE -> reply: the functions that a file of Python defines.
_actcli_defined() {
    local path=$1
    [[ $quote ]] || path=${path//\\/}
    reply=$(sed -n 's/^def *\([[:alnum:]_]*\).*/\1/p' "${path/#\~\//"$HOME/"}" 2>/dev/null) || true
}

# COMPREPLY: functions, their parameters after a colon, functions of Python files.
_actcli_spec() {
    local name=${typed%%:*} given word reply left='' IFS=$' \t\n'
    if [[ $typed == *.py:* ]]; then
        name=${typed%%.py:*}.py
        _actcli_defined "$name"
        _actcli_offer "$name:" "$reply"
    elif [[ $typed == *[/.]* && $typed != *:* ]]; then
        _actcli_files '' '\.py$'
        # A file is followed by a colon.
        if [[ ${COMPREPLY[*]-} == *.py ]]; then compopt -o nospace 2>/dev/null; fi
    elif [[ $typed != *:* ]]; then
        _actcli_offer '' "$_actcli_functions"
        [[ ${COMPREPLY[*]-} ]] || _actcli_offer '' "$_actcli_aliases"
        [[ ${COMPREPLY[*]-} ]] || _actcli_loosely
        # Of one function that is left, also the parameters: the blank behind a single word would keep a colon out.
        if [[ ${#COMPREPLY[@]} == 1 ]]; then
            _actcli_parameters "${COMPREPLY[0]}"
            for word in $reply; do
                COMPREPLY+=("${COMPREPLY[0]}:$word=")
            done
        fi
    else
        _actcli_parameters "$name"
        given=${typed#*:}
        for word in $reply; do
            [[ ,$given == *,"$word"=*,* ]] || left+=" $word"
        done
        case $given in
            *,*) given=${given%,*}, ;;
            *) given='' ;;
        esac
        _actcli_offer "$name:$given" "$left" =
    fi
    if [[ ${COMPREPLY[*]-} == *= ]]; then compopt -o nospace 2>/dev/null; fi
}

# COMPREPLY: functions of plug-ins: asked for once, and only where nothing else fits.
_actcli_plug_ins() {
    [[ ${COMPREPLY[*]-} || ${ACTCLI_NO_PLUGINS-} || $typed != [[:alpha:]_]* || $typed == *[^[:alnum:]_]* ]] && return
    if [[ ! ${_actcli_plugins+known} ]]; then
        _actcli_plugins=$(command actcli list -t plain 2>/dev/null </dev/null)
    fi
    _actcli_offer '' "$_actcli_plugins"
}

_actcli() {
    local words=() operands=() command='' option='' ended='' redirected='' quote='' reply='' last typed word i
    local IFS=$' \t\n'
    COMPREPLY=()
    _actcli_split
    last=$((${#words[@]} - 1))
    typed=${words[last]}
    case $typed in
        [\"\']*) quote=${typed:0:1} typed=${typed:1} ;;
    esac
    for ((i = 1; i < last; i++)); do
        word=${words[i]}
        if [[ $option ]]; then
            option=''
        elif [[ $redirected ]]; then
            redirected=''
        elif [[ $word == *[\<\>] ]]; then
            redirected=1
        elif [[ $word == *[\<\>]* ]]; then
            continue
        elif [[ $ended || $word != -* || $word =~ ^-([0-9.]|[iI][nN][fF]|[nN][aA][nN]|$) ]]; then
            if [[ $command ]]; then operands+=("$word"); else command=$word; fi
        elif [[ $word == -- ]]; then
            ended=1
        elif _actcli_value "$command" "$word"; then
            option=$word
        fi
    done

    local prefix=''
    if [[ ! $option && ! $ended && $typed == --*=* ]]; then
        option=${typed%%=*} prefix=${typed%%=*}=
    fi
    if [[ $redirected || (! $quote && $typed == *[\<\>]*) ]]; then
        typed=${typed##*[\<\>]}
        _actcli_files ''
    elif [[ $option ]]; then
        reply=''
        _actcli_value "$command" "$option"
        case $reply in
            FILE) _actcli_files "$prefix" ;;
            PARAM)
                word=${operands[0]-}
                _actcli_parameters "${word%%:*}"
                _actcli_offer "$prefix" "$reply"
                ;;
            *) _actcli_offer "$prefix" "$reply" ;;
        esac
    elif [[ ! $ended && $typed == -* ]]; then
        _actcli_options "$command"
        _actcli_offer '' "$reply"
    elif [[ ! $command ]]; then
        _actcli_offer '' "$_actcli_commands"
    else
        _actcli_operands "$command"
        case $reply in
            SPEC)
                if [[ ${#operands[@]} == 0 ]]; then
                    _actcli_spec
                    _actcli_plug_ins
                fi
                ;;
            SPECS | SPECS-OUT)
                _actcli_spec
                [[ $reply == *OUT && $typed && $typed != *:* ]] && _actcli_files '' '\.(svg|png|pdf|py)$'
                _actcli_plug_ins
                ;;
            *) _actcli_offer '' "$reply" ;;
        esac
        if [[ ! ${COMPREPLY[*]-} && ! $typed ]]; then
            _actcli_options "$command"
            _actcli_offer '' "$reply"
        fi
    fi

    # Readline replaces what stands behind the last : or =, where these break words.
    local breaks=''
    [[ $COMP_WORDBREAKS == *:* ]] && breaks+=:
    [[ $COMP_WORDBREAKS == *=* ]] && breaks+==
    # A list for reading, which ? means, needs the last parameter only.
    [[ ${COMP_TYPE-} == 63 && $typed == *:*=* ]] && breaks+=,
    if [[ $breaks && ! $quote && $typed == *[$breaks]* ]]; then
        prefix=${typed%"${typed##*[$breaks]}"}
        COMPREPLY=("${COMPREPLY[@]#"$prefix"}")
    fi
}

complete -F _actcli actcli
